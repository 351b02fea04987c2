"""From a request to its answer: the way of one request through the optimizer."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalog import Catalog, load_catalog
from catalog.models import Injury
from optimizer.building.case_of import case_of, refusal
from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.remedies import Change
from optimizer.conflict.conflict import Explained, claims_of, conflict_of, in_words
from optimizer.conflict.over_placements import conflict_over_placements, in_words_anywhere
from optimizer.conflict.repairs import repairs_of
from optimizer.documents.request import Request
from optimizer.documents.result import (
    Conflict,
    Plan,
    Repair,
    Result,
    Stats,
    Warning,
    WithheldRepair,
)
from optimizer.documents.versions import fingerprint, versions_of
from optimizer.documents.wording import counted, listed, quoted
from optimizer.operations.coach_notes import coach_notes
from optimizer.operations.fitness_notes import fitness_notes
from optimizer.operations.main_lift_notes import main_lift_notes
from optimizer.operations.placed_week import best_of
from optimizer.operations.repaired import RepairedWeeks
from optimizer.operations.running_notes import running_notes
from optimizer.operations.runs_conflict import runs_conflict
from optimizer.operations.runs_first import runs_first_notes
from optimizer.operations.wider_windows import wider_windows
from optimizer.placing.candidates import runs_to_place
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress, Progress
from optimizer.solving.realising import Outcome
from optimizer.week.problem import most_sessions

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
_NOT_FOLLOWED = Warning(
    code="repairs_not_followed",
    sentence="The limit of the search came before the week that a change leads to was known; it"
    " cures the conflict, and may leave a worse week.",
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
    as_requested = case_of(request, catalog)
    case, best = best_of(as_requested, clock)
    status, week_plan = best.status, best.plan
    relaxations, objective = best.relaxations, best.objective
    if status == "relaxed" and request.on_conflict == "fail":
        # Nothing is told of a week that is not shown.
        status, week_plan, relaxations, objective = "infeasible", None, (), ()
    warnings = list(_warnings(case, best.outcome, week_plan))
    if week_plan is not None:
        answered = problem_of(case, relaxed=status == "relaxed")
        week = reviewed(case, week_plan)
        warnings += main_lift_notes(answered, week, objective)
        warnings += coach_notes(answered, week, objective)
        warnings += runs_first_notes(as_requested, case, best, clock)
    conflict: Conflict | None = None
    repairs: tuple[Repair, ...] = ()
    withheld: tuple[WithheldRepair, ...] = ()
    if case.timeline.to_place:
        # Whatever is asked of sessions: the runs alone cannot stand.
        conflict, repairs = runs_conflict(case)
        if explain_conflict:
            weeks = RepairedWeeks(as_requested, case, None, is_shown=False, clock=_repaired(clock))
            repairs = tuple(_followed(repairs, weeks))
            withheld = tuple(weeks.withheld)
            if weeks.cut_short:
                warnings.append(_NOT_FOLLOWED)
            clock.take_back(weeks.clock)
    elif explain_conflict and status in ("relaxed", "infeasible"):
        weeks = RepairedWeeks(
            as_requested,
            case,
            best.plan,
            is_shown=week_plan is not None,
            clock=_repaired(clock),
        )
        conflict, repairs, cut_short = _explained(as_requested, case, weeks, clock)
        withheld = tuple(weeks.withheld)
        if conflict is None:
            warnings.append(_UNEXPLAINED)
        elif cut_short:
            warnings.append(_MORE_REPAIRS)
        if weeks.cut_short:
            warnings.append(_NOT_FOLLOWED)
    stop = clock.options.stop
    if clock.hit_wall and stop is not None and stop.requested:
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
        repairs_withheld=withheld,
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


def _repaired(clock: Clock) -> Clock:
    """With the budget for the weeks of all changes."""
    return clock.fresh_budget(clock.options.deterministic_limit * budgets.REPAIRED_SHARE)


def _followed(repairs: Iterable[Repair], weeks: RepairedWeeks) -> Iterator[Repair]:
    """Repairs after which the runs can stand, each with its week where that has one in time."""
    for repair in repairs:
        known = len(weeks.withheld)
        followed = weeks.offer_any_week(Change("run_rule", 1, tuple(repair.patch), repair.sentence))
        if followed is not None or len(weeks.withheld) == known:
            yield followed or repair


def _beside_placed_runs(case: Case, conflict: Conflict) -> Conflict:
    """The conflict with the runs it goes by: none of their starts leaves a week without one."""
    placed = [run for run in case.timeline.runs if run.is_placed]
    if not placed:
        return conflict
    runs = listed(case.timeline.run_name(run).removeprefix("the ") for run in placed)
    sentence = (
        "No starts of the placed runs leave a week that keeps every required rule; this is about"
        f" those that leave the best one: {runs}."
    )
    return conflict.model_copy(update={"background": (*conflict.background, sentence)})


def _explained(
    as_requested: Case, case: Case, weeks: RepairedWeeks, clock: Clock
) -> tuple[Conflict | None, tuple[Repair, ...], bool]:
    """Why no week keeps every rule, what would give one, and True: there may be more.

    ``as_requested``: ``case`` with its runs still to place.
    """
    tell = clock.on_progress or (lambda _: None)
    own_clock = clock.fresh_budget(clock.options.deterministic_limit * budgets.EXPLAINING_SHARE)
    try:
        tell(Progress("conflict", 0, 2))
        explained = conflict_of(problem_of(case), own_clock)
        if explained is None:
            return None, (), True
        conflict = in_words(explained)
        if as_requested.timeline.to_place:
            conflict, explained = _of_all_placements(as_requested, conflict, explained, own_clock)
        tell(Progress("repairs", 1, 2))
        repairs = repairs_of(explained, own_clock, weeks.offer)
        if weeks.without is None:
            repairs = (*repairs, *_of_pins(explained, repairs, weeks))
        if as_requested.timeline.to_place:
            repairs = (*repairs, *_of_runs(as_requested, explained, weeks, own_clock))
        return conflict, repairs, own_clock.is_over()
    finally:
        for part in (own_clock, weeks.clock):
            clock.take_back(part)


def _of_runs(
    as_requested: Case, explained: Explained, weeks: RepairedWeeks, clock: Clock
) -> Iterator[Repair]:
    """Windows of placed runs that would be wider."""
    case = explained.problem.case
    for change in wider_windows(as_requested, case, explained.claims, clock):
        repair = weeks.offer(change)
        if repair is not None:
            yield repair


def _of_all_placements(
    as_requested: Case, conflict: Conflict, explained: Explained, clock: Clock
) -> tuple[Conflict, Explained]:
    """The conflict of every placement where that is proven in time, else that of one."""
    case = explained.problem.case
    claims = conflict_over_placements(runs_to_place(as_requested), explained, clock)
    if claims is None:
        return _beside_placed_runs(case, conflict), explained
    known = claims_of(explained.problem)
    of_case = tuple(claim for claim in claims if claim in known)
    conflict = in_words_anywhere(as_requested, case, claims, conflict)
    return conflict, replace(explained, claims=of_case)


def _of_pins(
    explained: Explained, repairs: Iterable[Repair], weeks: RepairedWeeks
) -> Iterator[Repair]:
    """Changes of the pins of a conflict that leave a week where there is none at all."""
    known = {json.dumps(repair.patch, sort_keys=True) for repair in repairs}
    case = explained.problem.case
    for claim in explained.claims:
        for remedy in RULES_BY_ID[claim.rule].remedies(case, claim.subject):
            change = remedy.change(1) if remedy.kind == "pin" else None
            if change is None or json.dumps(change.operations, sort_keys=True) in known:
                continue
            repair = weeks.offer_any_week(change)
            if repair is not None:
                yield repair


def is_cut_short(result: Result) -> bool:
    """True: the wall limit had a part in it."""
    return any(warning.code == "time_limit" for warning in result.warnings)


def time_limit_warning(wall_seconds: float) -> Warning:
    """Said of every answer that the wall limit had a part in: no other answer depends on it."""
    return Warning(
        code="time_limit",
        sentence=f"The time limit of {wall_seconds:g} s cut the search short; what is not proven"
        " has a bound below its value.",
    )


def _pain_limit(injury: Injury) -> str:
    if injury.most_pain == 0:
        return "Only what does not hurt, during the work and the next morning."
    return (
        f"Pain of at most {injury.most_pain} of 10 during the work may be, where it is back to its"
        " usual level the next morning; otherwise take less the next time."
    )


def _warnings(case: Case, outcome: Outcome, week_plan: Plan | None) -> Iterator[Warning]:
    for injury in case.injuries:
        yield Warning(code="see_clinician", sentence=f"{injury.name}: {injury.refer}")
        yield Warning(code="pain_limit", sentence=f"{injury.name}: {_pain_limit(injury)}")
    yield from running_notes(case)
    yield from fitness_notes(case)
    yield from _forgotten(case)
    yield from _of_this_week(case)
    yield from _without_base(case)
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


def _forgotten(case: Case) -> Iterator[Warning]:
    """What last week's plan has and the catalog does not, or not any more."""
    previous = case.request.previous
    known = case.catalog.exercises
    gone = dict.fromkeys(
        item.exercise
        for session in (() if previous is None else previous.plan.sessions)
        for block in session.blocks
        for item in block.items
        if item.exercise not in known
    )
    if gone:
        one = len(gone) == 1
        is_none = "is no exercise" if one else "are no exercises"
        counts = "it counts" if one else "they count"
        yield Warning(
            code="previous_unknown",
            sentence=f"{listed(quoted(name) for name in gone)} of last week's plan {is_none} of"
            f" this catalog: {counts} for nothing, neither for spacing nor as kept.",
        )


def _of_this_week(case: Case) -> Iterator[Warning]:
    """What the log has of the planned week itself."""
    previous = case.request.previous
    entries = () if previous is None else previous.log
    count = sum(entry.day >= case.timeline.first_day for entry in entries)
    if count:
        those = f"{counted(count, 'records')} of previous.log {'is' if count == 1 else 'are'}"
        yield Warning(
            code="log_of_this_week",
            sentence=f"{those} of the planned week: loads and repetitions follow from what was done"
            " before it, and the week after counts them. Pin what hurt this week with 0 sets.",
        )


def _without_base(case: Case) -> Iterator[Warning]:
    """A plan of a lighter week, by the number of this one, taken for a usual week."""
    previous, number = case.request.previous, case.request.week.number
    weeks = round(case.catalog.number("deload"))
    if previous is None or not previous.plan.sessions or previous.ill or previous.base is not None:
        return
    if number is not None and weeks > 0 and number > weeks and (number - 1) % weeks == 0:
        yield Warning(
            code="base_untold",
            sentence=f"Week {number - 1} was a lighter one: give the plan of week {number - 2} as"
            " previous.base, or sets and loads go on from the lighter week.",
        )


def _why_no_session(case: Case) -> str:
    if not case.request.availability:
        return "There is no session: availability has no window."
    if most_sessions(case) == 0:
        return "There is no session: limits.max_sessions is 0."
    return "There is no session: no window admits a warm-up and one exercise that the rules allow."
