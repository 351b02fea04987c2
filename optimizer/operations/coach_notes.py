"""What a coach would say of a finished week beside its plan: preferences that it does not meet, and
jumps that it has no room for.

Read from the plan and its tiers, without the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.documents.result import TierValue, Warning
from optimizer.documents.wording import counted
from optimizer.objective.contacts import ContactsMissing
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import least_contacts


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
