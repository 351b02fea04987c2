"""From a request to its answer: the way of one request through the optimizer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog import Catalog, load_catalog
from optimizer.building.case_of import case_of, refusal
from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.conflict.conflict import conflict_of, in_words
from optimizer.conflict.repairs import repairs_of
from optimizer.documents.errors import InternalFault
from optimizer.documents.request import Request
from optimizer.documents.result import (
    Conflict,
    Finding,
    MuscleCoverage,
    Plan,
    Relaxation,
    Repair,
    Result,
    Session,
    Stats,
    Status,
    TierValue,
    Warning,
    WindowUse,
)
from optimizer.documents.versions import fingerprint, versions_of
from optimizer.documents.wording import hours
from optimizer.objective.tiers import TIERS, measured, measured_relaxations, tier_names
from optimizer.operations.continued import as_it_was, continued
from optimizer.rules.recovery_after_run import run_name
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.session.arrange import sessions_of
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import Decided
from optimizer.solving.modelling import confirm_infeasible
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress, Progress
from optimizer.solving.solve import Outcome, solve
from optimizer.week.case import Case
from optimizer.week.conditions import Condition
from optimizer.week.problem import WeekProblem, most_sessions
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.timeline import TimedWindow
from optimizer.week.worth import EIGHTHS_OF_A_SET

_STOPPED = Warning(
    code="stopped",
    sentence="The search was stopped before its end; what is not proven has a bound below its"
    " value.",
)
_UNEXPLAINED = Warning(
    code="conflict_not_proven",
    sentence="The limit of the search came before a smallest conflict was proven; none is told.",
)


_MORE_REPAIRS = Warning(
    code="repairs_cut_short",
    sentence="The limit of the search came before every change was tried; others may help too.",
)


def plan(
    request: Request,
    *,
    catalog: Catalog | None = None,
    options: SolveOptions | None = None,
    on_progress: OnProgress | None = None,
    explain_conflict: bool = True,
) -> Result:
    """The best strength week for one athlete, proven where ``status`` is ``optimal``.

    ``explain_conflict``: where no week keeps every required rule, also find the conflict behind it
    and repairs; it costs about as much again as the plan.
    Raises ``UnusableInput`` for a request that cannot be read, ``InternalFault`` for
    a fault of ours.
    """
    started = time.perf_counter()
    catalog = load_catalog() if catalog is None else catalog
    clock = Clock(options or SolveOptions(), on_progress)
    case = case_of(request, catalog)
    best = best_week(case, clock)
    status, week_plan = best.status, best.plan
    relaxations, objective = best.relaxations, best.objective
    if status == "relaxed" and request.on_conflict == "fail":
        # Nothing is told of a week that is not shown.
        status, week_plan, relaxations, objective = "infeasible", None, (), ()
    warnings = list(_warnings(case, best.outcome, week_plan))
    conflict: Conflict | None = None
    repairs: tuple[Repair, ...] = ()
    if explain_conflict and status in ("relaxed", "infeasible"):
        conflict, repairs, cut_short = _explained(problem_of(case), clock)
        if conflict is None:
            warnings.append(_UNEXPLAINED)
        elif cut_short:
            warnings.append(_MORE_REPAIRS)
    stop = clock.options.stop
    if clock.hit_wall and stop is not None and stop.asked:
        warnings.append(_STOPPED)
    elif clock.hit_wall and clock.options.wall_seconds is not None:
        warnings.append(time_limit_warning(clock.options.wall_seconds))
    total = time.perf_counter() - started
    return Result(
        status=status,
        athlete_id=request.athlete.id,
        plan=week_plan,
        relaxations=relaxations,
        conflict=conflict,
        repairs=repairs,
        objective=objective,
        warnings=tuple(warnings),
        stats=Stats(
            total_ms=round(1000 * total, 1),
            build_ms=round(1000 * (total - clock.solve_seconds), 1),
            solve_ms=round(1000 * clock.solve_seconds, 1),
        ),
        versions=versions_of(catalog),
        fingerprint=fingerprint(request, catalog),
    )


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
) -> BestWeek:
    """Solve for the best week, relaxed only where no week keeps every required rule.

    ``conditions``: what it has to meet besides the rules, relaxed or not.  ``no_strict_week``: it
    is known that a week has to be relaxed.
    """
    conditions = tuple(conditions)
    problem = strict = problem_of(case, conditions=conditions)
    standing = None if conditions or no_strict_week else as_it_was(case)
    if standing is not None:
        outcome = _unchanged(problem, standing)
    else:
        outcome = Outcome(infeasible=True) if no_strict_week else solve(problem, clock)
    if outcome.infeasible:
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


def _explained(
    strict: WeekProblem, clock: Clock
) -> tuple[Conflict | None, tuple[Repair, ...], bool]:
    """Why the strict problem has no week, what would give it one, and True: there may be more."""
    limit = clock.options.deterministic_limit * budgets.EXPLAINING_SHARE
    own_clock = clock.another(limit)
    tell = clock.on_progress or (lambda _: None)
    tell(Progress("conflict", 0, 2))
    explained = conflict_of(strict, own_clock)
    clock.hit_wall |= own_clock.hit_wall
    if explained is None:
        return None, (), True
    tell(Progress("repairs", 1, 2))
    repairs = repairs_of(explained, own_clock)
    clock.solve_seconds += own_clock.solve_seconds
    cut_short = own_clock.is_over()
    clock.hit_wall |= own_clock.hit_wall
    return in_words(explained), repairs, cut_short


def time_limit_warning(wall_seconds: float) -> Warning:
    """Said of every answer that the wall limit had a part in: no other answer depends on it."""
    return Warning(
        code="time_limit",
        sentence=f"The time limit of {wall_seconds:g} s cut the search short; what is not proven"
        " has a bound below its value.",
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
    sessions = standing or continued(case, sessions_of(problem, outcome.sessions))
    week = reviewed(case, Plan(sessions=sessions))
    week_plan = Plan(
        sessions=sessions,
        coverage=tuple(_coverage(case, week)),
        windows=tuple(_windows(case, strict, sessions)),
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


def _windows(case: Case, strict: WeekProblem, sessions: Iterable[Session]) -> Iterator[WindowUse]:
    held = {session.window: session.id for session in sessions}
    timeline = case.timeline
    for window, slots in strict.slots_by_window.items():
        earliest = min((slot.start for slot in slots), default=None)
        before = timeline.last_run_before(window.start)
        gap = None if before is None else window.start - before.end
        reason = _why_past(case, window)
        if reason is None and (earliest is None or earliest > window.start):
            reason = (
                "no session may start here"
                if earliest is None
                else f"the first start the rules allow is {timeline.clock(earliest)}"
            )
            if before is not None and gap is not None and gap < 24 * 60:
                when = timeline.clock(window.start)
                reason = f"{when} is {hours(gap)} after {run_name(case, before)} ends"
        yield WindowUse(
            window=window.id,
            session=held.get(window.id),
            earliest_start=None if earliest is None else timeline.iso(earliest),
            lost_minutes=0 if earliest is None else earliest - window.start,
            hours_since_run=None if gap is None else round(gap / 60, 2),
            reason=reason,
        )


def _why_past(case: Case, window: TimedWindow) -> str | None:
    """In words, why a window cannot be used any more this week."""
    current = case.current
    if current is None:
        return None
    if any(done.window == window.id for done in current.done):
        return "its session is done"
    if current.now is not None and window.end <= current.now:
        return f"it is {case.timeline.clock(current.now)} already"
    return None


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


def _warnings(case: Case, outcome: Outcome, week_plan: Plan | None) -> Iterator[Warning]:
    for injury in case.injuries:
        yield Warning(code="see_clinician", sentence=f"{injury.name}: {injury.refer}")
    for exercise_id in case.request.preferences.prefer:
        reason = refusal(case, case.catalog.exercises[exercise_id])
        if reason is not None:
            yield Warning(
                code="preference_not_possible", sentence=f"{exercise_id} is left out: it {reason}."
            )
    for exercise_id in sorted(
        {*case.request.preferences.prefer}.intersection(case.request.preferences.avoid)
    ):
        sentence = f"{exercise_id} is both preferred and avoided: being avoided weighs more."
        yield Warning(code="preference_contradicts", sentence=sentence)
    if outcome.infeasible and case.request.pinned:
        yield Warning(
            code="pins_conflict",
            sentence="No week keeps everything that is pinned; remove or move a pin.",
        )
    if week_plan is not None and not week_plan.sessions:
        yield Warning(code="no_session", sentence=_why_no_session(case))
    if week_plan is not None:
        for use in week_plan.windows:
            if use.lost_minutes > 0:
                lost = f"Window {use.window} loses its first {use.lost_minutes} min"
                yield Warning(code="window_shortened", sentence=f"{lost}: {use.reason}.")
    for rule in RULES:
        yield from rule.notices(case)


def _why_no_session(case: Case) -> str:
    if not case.request.availability:
        return "There is no session: availability has no window."
    if most_sessions(case) == 0:
        return "There is no session: limits.max_sessions is 0."
    return "There is no session: no window admits a warm-up and one exercise that the rules allow."
