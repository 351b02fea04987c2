"""What a coach would say of a finished week beside its plan: preferences that it does not meet,
jumps that it has no room for, work that an injury asks for, and sessions that its phase wants.

Read from the plan and its tiers, without the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.documents.result import TierValue, Warning
from optimizer.documents.wording import counted, hours
from optimizer.dosing.worth import least_contacts
from optimizer.objective.contacts import ContactsMissing
from optimizer.objective.injury_work import lacking_work
from optimizer.operations.few_sessions import few_sessions
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


def coach_notes(
    problem: WeekProblem, week: ReviewedWeek, objective: Iterable[TierValue]
) -> Iterator[Warning]:
    """``problem`` is the one that ``week`` answers, ``objective`` its tiers."""
    for rule in RULES:
        if rule.enforced(problem.case) == "preferred":
            preferred = rule.title[0].lower() + rule.title[1:]
            for finding in rule.review(week):
                yield Warning(
                    code="preference_not_met",
                    sentence=f"{finding.sentence} Preferred, where nothing more important suffers:"
                    f" {preferred}.",
                )
    yield from _jumps_missing(problem, objective)
    yield from _injury_work_missing(problem, week)
    yield from few_sessions(problem.case, week)


def _injury_work_missing(problem: WeekProblem, week: ReviewedWeek) -> Iterator[Warning]:
    """Which muscles lack the work that an injury asks for, and what would be it."""
    catalog = problem.case.catalog
    ranks = catalog.coach_ranks()
    for lack in lacking_work(week, problem.doses):
        best = min(lack.work, key=lambda name: (ranks[name], name))
        apart = hours(60 * lack.injury.hours_between_loading)
        yield Warning(
            code="injury_work",
            sentence=f"{lack.injury.name} asks for work of"
            f" {catalog.muscles[lack.muscle].name} in {counted(lack.wanted, 'sessions')},"
            f" {apart} apart; the week has {lack.trained}. Lacking is work such as"
            f" {catalog.exercises[best].name}: give the week more time, or do it on a day between.",
        )


def _jumps_missing(problem: WeekProblem, objective: Iterable[TierValue]) -> Iterator[Warning]:
    wanted = least_contacts(problem.case)
    for tier in objective:
        if tier.name == ContactsMissing.name and tier.value:
            sentence = (
                f"Jumps: the week has {wanted - tier.value or 'none'} of the"
                f" {counted(wanted, 'foot contacts')} that a session of this level and phase begins"
                " with."
            )
            if tier.value == tier.bound:
                sentence += (
                    " No week has more without giving up more of what comes first: rules, main"
                    " lifts, minimum doses."
                )
            yield Warning(code="jumps", sentence=sentence)
