"""The best week of a case: solved, put into sessions and read by the rules' reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.errors import InternalFault
from optimizer.documents.result import (
    Finding,
    MuscleCoverage,
    Plan,
    Relaxation,
    Session,
    Status,
    TierValue,
)
from optimizer.dosing.worth import EIGHTHS_OF_A_SET
from optimizer.objective.tiers import TIERS, measured, measured_relaxations, tier_names
from optimizer.operations.continued import as_it_was, continued
from optimizer.operations.earliest import at_earliest_starts
from optimizer.operations.next_steps import next_steps
from optimizer.operations.planned_runs import planned_runs
from optimizer.operations.window_uses import window_uses
from optimizer.rules.registry import RULES_BY_ID
from optimizer.session.arrange import sessions_of
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import Decided
from optimizer.solving.modelling import confirm_infeasible
from optimizer.solving.realising import Outcome
from optimizer.solving.solve import solve
from optimizer.week.conditions import Condition
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


@dataclass(frozen=True)
class BestWeek:
    """The best week of a case, whatever ``on_conflict`` asks; ``plan`` None: there is none."""

    status: Status
    plan: Plan | None
    relaxations: tuple[Relaxation, ...]
    objective: tuple[TierValue, ...]
    outcome: Outcome


def best_week(
    case: Case,
    clock: Clock,
    conditions: Iterable[Condition] = (),
    *,
    no_strict_week: bool = False,
    solved: Outcome | None = None,
) -> BestWeek:
    """Solve for the best week, relaxed only where no week keeps every required rule.

    ``conditions``: what it has to meet besides the rules, relaxed or not.  ``no_strict_week``: it
    is known that a week has to be relaxed.  ``solved``: the outcome, where the search is done.
    """
    conditions = tuple(conditions)
    problem = strict = problem_of(case, conditions=conditions)
    standing = None if conditions or no_strict_week or solved else as_it_was(case)
    if solved is not None:
        problem = problem_of(case, relaxed=no_strict_week, conditions=conditions)
        outcome = solved
    elif standing is not None:
        outcome = _unchanged(problem, standing)
    else:
        outcome = Outcome(infeasible=True) if no_strict_week else solve(problem, clock)
    if outcome.infeasible and solved is None:
        problem = problem_of(case, relaxed=True, conditions=conditions)
        outcome = solve(problem, clock)
        if outcome.infeasible and not outcome.arranged_away:
            confirm_infeasible(problem, clock)
    status, week_plan, week = _answer(case, problem, strict, outcome, standing)
    relaxations = () if week is None else _relaxations(case, problem, findings_of(week))
    if problem.relaxed and status in ("optimal", "feasible"):
        if not relaxations:
            # The least relaxation relaxes nothing: the first verdict was wrong.
            raise InternalFault("one model finds no week, another finds one that keeps every rule")
        status = "relaxed"
    return BestWeek(status, week_plan, relaxations, _objective(problem, outcome, week), outcome)


def _unchanged(problem: WeekProblem, sessions: tuple[Session, ...]) -> Outcome:
    """The plan so far, which needs no change: none is the least, and leaves nothing to choose."""
    values = measured(reviewed(problem.case, Plan(sessions=sessions)), problem.doses)
    return Outcome(
        infeasible=False,
        sessions={},
        tiers=tuple(
            Decided(name, values[name], values[name], TIERS[name].unit)
            for name in tier_names(problem)
        ),
    )


def _answer(
    case: Case,
    problem: WeekProblem,
    strict: WeekProblem,
    outcome: Outcome,
    standing: tuple[Session, ...] | None,
) -> tuple[Status, Plan | None, ReviewedWeek | None]:
    if outcome.infeasible:
        return "infeasible", None, None
    if outcome.sessions is None:
        return "unsolved", None, None
    sessions = standing
    if sessions is None:
        found = outcome.sessions
        if case.current is None and not problem.conditions:
            # A plan so far, or a question, says itself where its sessions stand.
            found = at_earliest_starts(problem, found)
        sessions = continued(case, sessions_of(problem, found))
    week = reviewed(case, Plan(sessions=sessions))
    week_plan = Plan(
        sessions=sessions,
        coverage=tuple(_coverage(case, week)),
        windows=tuple(window_uses(case, strict, sessions, proven=outcome.proven)),
        runs=tuple(planned_runs(case, sessions)),
        next_week=next_steps(case, sessions),
    )
    return ("optimal" if outcome.proven else "feasible"), week_plan, week


def _coverage(case: Case, week: ReviewedWeek) -> Iterator[MuscleCoverage]:
    done = week.sets()
    for muscle, dose in case.doses.items():
        claims = case.catalog.neglecting_claims(muscle, case.request.emphasis)
        yield MuscleCoverage(
            muscle=muscle,
            neglected=bool(claims),
            claimed_by=tuple(sorted({claim.source for claim in claims})),
            direct=tuple(sorted(e for e in done if muscle in case.catalog.exercises[e].primary)),
            sets=week.half_sets(muscle) / 2,
            effective_sets=week.worth(muscle) / EIGHTHS_OF_A_SET,
            minimum=dose.minimum / 2,
            target=dose.target / 2,
            maximum=dose.maximum / 2,
            carried_over=muscle in case.carried_over,
        )


def _relaxations(
    case: Case, problem: WeekProblem, findings: Iterable[Finding]
) -> tuple[Relaxation, ...]:
    """The required rules that the plan breaks: none unless the problem was relaxed."""
    broken = required_only(case, findings)
    for finding in broken:
        if not problem.relaxed or not RULES_BY_ID[finding.rule].relaxable:
            raise InternalFault(f"our own plan breaks {finding.rule}: {finding.sentence}")
    return tuple(
        Relaxation(
            rule=finding.rule,
            subject=finding.subject,
            required=finding.required,
            actual=finding.actual,
            unit=finding.unit,
            sentence=finding.sentence,
        )
        for finding in broken
    )


def _objective(
    problem: WeekProblem, outcome: Outcome, week: ReviewedWeek | None
) -> tuple[TierValue, ...]:
    if week is None:
        return ()
    values = measured_relaxations(week, problem) | measured(week, problem.doses)
    tiers = []
    for tier in outcome.tiers:
        value = values.get(tier.name, tier.value)
        if outcome.proven and value != tier.value:
            raise InternalFault(
                f"tier {tier.name}: the solver says {tier.value}, the plan reads {value}"
            )
        tiers.append(_tier(tier, value))
    return tuple(tiers)


def _tier(tier: Decided, value: int) -> TierValue:
    return TierValue(name=tier.name, value=value, bound=min(tier.bound, value), unit=tier.unit)
