"""From a request to its answer: the way of one request through the optimizer."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from catalog import Catalog, load_catalog
from optimizer.arrange import session_blocks
from optimizer.case import Case, case_of
from optimizer.conflict import conflict_of, in_words
from optimizer.errors import InternalFault
from optimizer.objective import UNITS, measured
from optimizer.problem import WeekProblem, most_sessions, problem_of
from optimizer.progress import OnProgress, Progress
from optimizer.repairs import repairs_of
from optimizer.request import Request
from optimizer.result import (
    CheckReport,
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
    Versions,
    Warning,
    WindowUse,
)
from optimizer.review import ReviewedWeek, findings_of, required_only, reviewed
from optimizer.rules import RULES, RULES_BY_ID
from optimizer.rules.race_proximity import race_limits
from optimizer.rules.recovery_after_run import RecoveryAfterRun, run_name
from optimizer.slots import Slot
from optimizer.solve import Clock, Decided, Outcome, SolveOptions, confirm_infeasible, solve
from optimizer.wording import hours

SOFTWARE = version("runstrong")
_SHARE_OF_EXPLAINING = 1 / 20
_UNEXPLAINED = Warning(
    code="conflict_not_proven",
    sentence="The limit of the search came before a smallest conflict was proven; none is told.",
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
    problem = problem_of(case)
    strict = problem
    outcome = solve(problem, clock)
    if outcome.infeasible:
        problem = problem_of(case, relaxed=True)
        outcome = solve(problem, clock)
        if outcome.infeasible and not outcome.arranged_away:
            confirm_infeasible(problem, clock)
    status, week_plan, week = _answer(case, problem, strict, outcome)
    relaxations = () if week is None else _relaxations(case, problem, findings_of(week))
    if problem.relaxed and status in ("optimal", "feasible"):
        if not relaxations:
            # The least relaxation relaxes nothing: the first verdict was wrong.
            raise InternalFault("one model finds no week, another finds one that keeps every rule")
        status = "relaxed"
        if request.on_conflict == "fail":
            status, week_plan = "infeasible", None
    warnings = list(_warnings(case, outcome, week_plan))
    conflict: Conflict | None = None
    repairs: tuple[Repair, ...] = ()
    if explain_conflict and status in ("relaxed", "infeasible"):
        conflict, repairs = _explained(strict, clock)
        if conflict is None:
            warnings.append(_UNEXPLAINED)
    total = time.perf_counter() - started
    return Result(
        status=status,
        athlete_id=request.athlete.id,
        plan=week_plan,
        relaxations=relaxations,
        conflict=conflict,
        repairs=repairs,
        objective=_objective(problem, outcome, week),
        warnings=tuple(warnings),
        stats=Stats(
            total_ms=round(1000 * total, 1),
            build_ms=round(1000 * (total - clock.solve_seconds), 1),
            solve_ms=round(1000 * clock.solve_seconds, 1),
        ),
        versions=Versions(catalog=catalog.version, software=SOFTWARE),
        fingerprint=fingerprint(request, catalog),
    )


def check(
    request: Request, result: Result | Plan, *, catalog: Catalog | None = None
) -> CheckReport:
    """Read a plan, also a coach's own, against a request, rule by rule without the solver.

    Raises ``UnusableInput`` for a plan that names what the request or the catalog does not have.
    """
    catalog = load_catalog() if catalog is None else catalog
    case = case_of(request, catalog)
    found = result.plan if isinstance(result, Result) else result
    week = reviewed(case, found if found is not None else Plan(sessions=()))
    findings = findings_of(week)
    broken = {finding.rule for finding in findings}
    # What only a session inside the hours of recovery admits is possible where there is one.
    tired = RecoveryAfterRun.id in broken
    # Only what may be relaxed can be declared, and only as far as the plan really goes.
    declared = {
        (r.rule, r.subject, r.required, r.actual)
        for r in (result.relaxations if isinstance(result, Result) else ())
        if r.rule in RULES_BY_ID and RULES_BY_ID[r.rule].relaxable
    }
    return CheckReport(
        holds=all(
            (f.rule, f.subject, f.required, f.actual) in declared
            for f in required_only(case, findings)
        ),
        findings=findings,
        rules_held=tuple(
            rule.id for rule in RULES if rule.id not in broken and rule.enforced(case) != "off"
        ),
        objective=tuple(
            TierValue(name=name, value=value, bound=0, unit=UNITS[name])
            for name, value in measured(week, problem_of(case, relaxed=tired).doses).items()
        ),
    )


def fingerprint(request: Request, catalog: Catalog) -> str:
    """``sha256:`` over the request, the catalog version and the software version."""
    content = json.dumps(
        [request.model_dump(mode="json"), catalog.version, SOFTWARE],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def _explained(strict: WeekProblem, clock: Clock) -> tuple[Conflict | None, tuple[Repair, ...]]:
    """Why the strict problem has no week, and what would give it one."""
    limit = clock.options.deterministic_limit * _SHARE_OF_EXPLAINING
    own_clock = clock.another(limit)
    tell = clock.on_progress or (lambda _: None)
    tell(Progress("conflict", 0, 2))
    explained = conflict_of(strict, own_clock)
    if explained is None:
        return None, ()
    tell(Progress("repairs", 1, 2))
    repairs = repairs_of(explained, own_clock, approves)
    clock.solve_seconds += own_clock.solve_seconds
    return in_words(explained), repairs


def approves(case: Case, problem: WeekProblem, sessions: Mapping[int, Mapping[str, int]]) -> bool:
    """True: read without the solver, the sessions keep every required rule."""
    plan = Plan(sessions=_plan_sessions(case, problem, sessions))
    return not required_only(case, findings_of(reviewed(case, plan)))


def _plan_sessions(
    case: Case, problem: WeekProblem, sessions: Mapping[int, Mapping[str, int]]
) -> tuple[Session, ...]:
    return tuple(
        _session(case, problem, problem.slots[index], sets, number)
        for number, (index, sets) in enumerate(sorted(sessions.items()), start=1)
    )


def _answer(
    case: Case, problem: WeekProblem, strict: WeekProblem, outcome: Outcome
) -> tuple[Status, Plan | None, ReviewedWeek | None]:
    if outcome.infeasible:
        return "infeasible", None, None
    if outcome.sessions is None:
        return "unsolved", None, None
    sessions = _plan_sessions(case, problem, outcome.sessions)
    week = reviewed(case, Plan(sessions=sessions))
    week_plan = Plan(
        sessions=sessions,
        coverage=tuple(_coverage(case, week)),
        windows=tuple(_windows(case, strict, sessions)),
    )
    return ("optimal" if outcome.proven else "feasible"), week_plan, week


def _session(
    case: Case, problem: WeekProblem, slot: Slot, sets: Mapping[str, int], number: int
) -> Session:
    timeline = case.timeline
    blocks = session_blocks(case, problem.doses, slot, sets)
    seconds = sum(item.seconds for block in blocks for item in block.items)
    last_run = timeline.last_run_before(slot.start)
    next_key_run = timeline.next_key_run_after(slot.start)
    to_key = None if next_key_run is None else next_key_run.start - slot.start
    return Session(
        id=f"s{number}",
        window=slot.window.id,
        place=case.place_name(slot.window.place),
        start=timeline.iso(slot.start),
        end=timeline.iso(slot.start, seconds),
        minutes=round(seconds / 60, 2),
        hours_since_run=None if last_run is None else round((slot.start - last_run.end) / 60, 2),
        hours_to_key_run=None if to_key is None else round(to_key / 60, 2),
        blocks=blocks,
    )


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
        reason = None
        if earliest is None or earliest > window.start:
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
    values = measured(week, problem.doses)
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
    for injury_id in case.request.athlete.injuries:
        injury = case.catalog.injuries[injury_id]
        yield Warning(code="see_clinician", sentence=f"{injury.name}: {injury.refer}")
    for exercise_id in case.request.preferences.prefer:
        reason = case.refusal(case.catalog.exercises[exercise_id])
        if reason is not None:
            yield Warning(
                code="preference_not_possible", sentence=f"{exercise_id} is left out: it {reason}."
            )
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
    yield from _race_warnings(case)
    if outcome.hit_wall:
        yield Warning(
            code="time_limit",
            sentence="The time limit came before the proof; the bounds say how far it got.",
        )


def _why_no_session(case: Case) -> str:
    if not case.request.availability:
        return "There is no session: availability has no window."
    if most_sessions(case) == 0:
        return "There is no session: limits.max_sessions is 0."
    return "There is no session: no window admits a warm-up and one exercise that the rules allow."


def _race_warnings(case: Case) -> Iterator[Warning]:
    """What the days after and before a race forbid, said where a window lies in them."""
    timeline = case.timeline
    for window in timeline.windows:
        for race in timeline.runs:
            if not race.is_race:
                continue
            limits = race_limits(case, race, window.start)
            if limits is not None:
                side = "after" if race.end <= window.start else "before"
                gap = window.start - race.end if side == "after" else race.start - window.start
                yield Warning(
                    code="race_proximity",
                    sentence=f"Window {window.id} is {hours(gap)} {side} the race of"
                    f" {timeline.clock(race.start)}: {limits}.",
                )
