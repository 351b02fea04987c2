"""Two plans side by side: what moved, what came and went, and what it means for every tier.

Only what differs is told.  Swap the two plans, and ``before`` and ``after`` swap with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TypeVar

from optimizer.case.session_matching import Pair, Standing, paired
from optimizer.case.timeline import DAYS_OF_A_WEEK, minute_of_week
from optimizer.documents.difference import (
    ExerciseChange,
    MuscleChange,
    PlanDiff,
    RelaxationChange,
    RunChange,
    SessionChange,
    SessionTime,
    TierChange,
    WindowSets,
)
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.result import (
    Block,
    Item,
    MuscleCoverage,
    Plan,
    Result,
    Session,
    TierValue,
    needed_instant,
)
from optimizer.documents.wording import listed, quoted
from optimizer.documents.written_plan import AnyPlan, WrittenPlan, WrittenSession
from optimizer.objective.tiers import TIERS
from optimizer.operations.dose_changes import dose_changes
from optimizer.operations.session_changes import (
    has_other_dose,
    is_rearranged,
    session_change,
    time_of,
)

_UNKNOWN = ""
_STARTS = "plan.sessions"

When = Callable[[str], int]
"""A start in seconds, which can be compared with those of the other plan."""

Key = TypeVar("Key")
Value = TypeVar("Value")


def diff(before: AnyPlan, after: AnyPlan) -> PlanDiff:
    """What changes from one plan to another, by their documents alone.

    Plans of different athletes, weeks or catalogs are told apart in ``notes``; what then means
    something else in each (coverage, relaxations, tiers) is left out.  Of a plan written by hand
    there are only windows, starts, exercises and sets to compare.  Raises ``UnusableInput`` for a
    session whose times cannot be read.
    """
    ours, theirs = _plan_of(before), _plan_of(after)
    notes = [*_apart(before, after, ours, theirs)]
    alike = not notes
    notes += _unlike_requests(before, after, alike=alike)
    by_hand = sum(isinstance(one, WrittenPlan) for one in (before, after))
    pairs = _pairs(ours, theirs, _weekly if by_hand else _timestamp)
    sessions = tuple(_sessions(pairs))
    exercises = tuple(_exercises(ours, theirs))
    doses = tuple(dose_changes([(pair.before, pair.after) for pair in pairs]))
    runs = tuple(_runs(ours, theirs)) if alike else ()
    coverage = tuple(_coverage(ours, theirs)) if alike else ()
    relaxations: tuple[RelaxationChange, ...] = ()
    objective: tuple[TierChange, ...] = ()
    if alike and isinstance(before, Result) and isinstance(after, Result):
        relaxations = tuple(_relaxations(before, after))
        objective = tuple(_tiers(before, after))
    status_before = before.status if isinstance(before, Result) else None
    status_after = after.status if isinstance(after, Result) else None
    return PlanDiff(
        same=alike
        and not (sessions or exercises or doses or runs or coverage or relaxations or objective)
        and (status_before is None or status_after is None or status_before == status_after),
        notes=tuple(notes),
        status_before=status_before,
        status_after=status_after,
        sessions=sessions,
        exercises=exercises,
        doses=doses,
        runs=runs,
        coverage=coverage,
        relaxations=relaxations,
        objective=objective,
        first_difference=next(
            (tier.name for tier in objective if _value(tier.before) != _value(tier.after)), None
        ),
    )


def _runs(ours: Plan, theirs: Plan) -> Iterator[RunChange]:
    """Of runs that both plans have and one has placed, those that moved."""
    after = {run.id: run for run in theirs.runs}
    for run in ours.runs:
        other = after.get(run.id)
        if other is None or not (run.placed or other.placed):
            continue
        if needed_instant(run.start, "plan.runs") != needed_instant(other.start, "plan.runs"):
            moments = (f"{one.starts_at:%a %H:%M}" for one in (run, other))
            yield RunChange(
                run=run.id,
                before=run.start,
                after=other.start,
                sentence=f"Run {run.id} moves from {' to '.join(moments)}.",
            )


def _plan_of(document: AnyPlan) -> Plan:
    if isinstance(document, WrittenPlan):
        return Plan(
            sessions=tuple(
                _written_session(f"s{number}", session)
                for number, session in enumerate(document.sessions, start=1)
            )
        )
    found = document.plan if isinstance(document, Result) else document
    return Plan(sessions=()) if found is None else found


def _written_session(session_id: str, session: WrittenSession) -> Session:
    """What a session by hand says, with ``_NOT_TOLD`` for its end, place and names."""
    return Session(
        id=session_id,
        window=session.window,
        place=_UNKNOWN,
        start=session.start,
        end=_UNKNOWN,
        minutes=0,
        blocks=tuple(
            Block(
                label=exercise,
                kind="straight",
                rounds=sets,
                items=(
                    Item(
                        label=exercise,
                        exercise=exercise,
                        name=_UNKNOWN,
                        sets=sets,
                        rest_seconds=0,
                        seconds=0,
                    ),
                ),
            )
            for exercise, sets in session.exercises.items()
        ),
    )


def _is_written(session: Session) -> bool:
    return session.end == _UNKNOWN


def _apart(before: AnyPlan, after: AnyPlan, ours: Plan, theirs: Plan) -> Iterator[str]:
    """Why the two cannot be measured by one rule."""
    left_out = "coverage, relaxations and tiers are not compared"
    if isinstance(before, Result) and isinstance(after, Result):
        if before.athlete_id != after.athlete_id:
            names = listed(sorted(quoted(one.athlete_id) for one in (before, after)))
            yield f"The plans are for different athletes, {names}: {left_out}."
        if before.versions.catalog != after.versions.catalog:
            yield (
                "The plans were made with different catalogs, so an exercise may mean something"
                f" else in each: {left_out}."
            )
    days = [day for plan in (ours, theirs) for one in plan.sessions for day in _days_of(one)]
    if days and (max(days) - min(days)).days >= DAYS_OF_A_WEEK:
        yield (
            f"The sessions lie between {min(days)} and {max(days)}, more than one week: {left_out}."
        )


def _days_of(session: Session) -> Iterator[date]:
    """The session's day, where it is told."""
    if not _is_written(session):
        yield needed_instant(session.start, _STARTS).date()
        return
    with suppress(ValueError):  # a weekday and a time
        yield datetime.fromisoformat(session.start).date()


def _unlike_requests(before: AnyPlan, after: AnyPlan, *, alike: bool) -> Iterator[str]:
    written = sum(isinstance(one, WrittenPlan) for one in (before, after))
    if written:
        which = "Both plans are" if written > 1 else "One of the two plans is"
        yield f"{which} written by hand: only windows, starts, exercises and sets are compared."
        return
    if not (isinstance(before, Result) and isinstance(after, Result)):
        if isinstance(before, Result) or isinstance(after, Result):
            yield "One of the two is a plan without its result: its tiers are not known."
        return
    if before.versions.software != after.versions.software:
        versions = listed(sorted(one.versions.software for one in (before, after)))
        yield f"The plans were made by different versions of runstrong, {versions}."
    elif alike and before.fingerprint != after.fingerprint:
        yield "The plans answer different requests: a tier may be lower because less was asked."


# --- Sessions -------------------------------------------------------------------------------------


def _pairs(before: Plan, after: Plan, when: When) -> list[Pair[Session, Session]]:
    old, new = (
        [Standing(one, one.window, when(one.start), sets_of(one)) for one in plan.sessions]
        for plan in (before, after)
    )
    return sorted(paired(old, new), key=_first_start)


def _sessions(pairs: Iterable[Pair[Session, Session]]) -> Iterator[SessionChange]:
    for pair in pairs:
        before, after = _time(pair.before), _time(pair.after)
        if not pair.is_unchanged or _is_rearranged(pair):
            yield session_change(pair, before, after)
        elif has_other_dose(pair.before, pair.after):
            yield session_change(pair, before, after, kind="other_dose")


def _first_start(pair: Pair[Session, Session]) -> tuple[int, str]:
    return min((one.start, one.window) for one in (pair.old, pair.new) if one is not None)


def _is_rearranged(pair: Pair[Session, Session]) -> bool:
    """Of a plan by hand nothing is known of it."""
    one, other = pair.before, pair.after
    if one is None or other is None or _is_written(one) or _is_written(other):
        return False
    return is_rearranged(one, other)


def _time(session: Session | None) -> SessionTime | None:
    if session is None:
        return None
    time = time_of(session)
    if _is_written(session):
        return time.model_copy(update={"place": None, "end": None, "minutes": None})
    return time


def sets_of(session: Session) -> dict[str, int]:
    """Sets of each exercise in the session's blocks of work, by id."""
    found: dict[str, int] = {}
    for block in session.blocks:
        if block.kind in ("straight", "superset"):
            for item in block.items:
                found[item.exercise] = found.get(item.exercise, 0) + item.sets
    return found


def _timestamp(text: str) -> int:
    return int(needed_instant(text, _STARTS).timestamp())


def _weekly(text: str) -> int:
    """A plan by hand need not tell the date: its starts are compared within the week."""
    try:
        return round(minute_of_week(text) * 60)
    except ValueError:
        message = "is no time; write 'Mon 18:00' or 2026-11-23T18:00"
        raise UnusableInput(Problem("sessions", quoted(text), message)) from None


# --- Exercises, muscles, tiers --------------------------------------------------------------------


def _exercises(before: Plan, after: Plan) -> Iterator[ExerciseChange]:
    ours, theirs = _sets_by_window(before), _sets_by_window(after)
    names = _names(before) | _names(after)
    for exercise, one, other in _side_by_side(ours, theirs):
        windows = tuple(
            WindowSets(window=window, before=was or 0, after=now or 0)
            for window, was, now in _side_by_side(one or {}, other or {})
            if was != now
        )
        if windows:
            yield ExerciseChange(
                exercise=exercise,
                name=names.get(exercise, exercise),
                before=sum((one or {}).values()),
                after=sum((other or {}).values()),
                windows=windows,
            )


def _sets_by_window(plan: Plan) -> dict[str, dict[str, int]]:
    """By exercise and window."""
    found: dict[str, dict[str, int]] = {}
    for session in plan.sessions:
        for exercise, sets in sets_of(session).items():
            there = found.setdefault(exercise, {})
            there[session.window] = there.get(session.window, 0) + sets
    return found


def _names(plan: Plan) -> dict[str, str]:
    blocks = (block for session in plan.sessions for block in session.blocks)
    items = (item for block in blocks for item in block.items)
    return {item.exercise: item.name for item in items if item.name != _UNKNOWN}


def _coverage(before: Plan, after: Plan) -> Iterator[MuscleChange]:
    ours, theirs = _by_muscle(before), _by_muscle(after)
    if not (ours and theirs):
        return  # a plan written by hand says nothing of it
    both = (*ours.values(), *theirs.values())
    tells_worth = all(one.effective_sets is not None for one in both)
    for muscle, one, other in _side_by_side(ours, theirs):
        was, now = (_worked(coverage, tells_worth=tells_worth) for coverage in (one, other))
        if was != now:
            yield MuscleChange(
                muscle=muscle,
                before=was[0],
                after=now[0],
                effective_before=was[1],
                effective_after=now[1],
                direct_before=was[2],
                direct_after=now[2],
            )


def _by_muscle(plan: Plan) -> dict[str, MuscleCoverage]:
    return {coverage.muscle: coverage for coverage in plan.coverage}


def _worked(
    coverage: MuscleCoverage | None, *, tells_worth: bool
) -> tuple[float, float | None, tuple[str, ...]]:
    """Sets, what they are worth, and the exercises."""
    if coverage is None:
        return 0.0, 0.0 if tells_worth else None, ()
    return coverage.sets, coverage.effective_sets if tells_worth else None, coverage.direct


def _relaxations(before: Result, after: Result) -> Iterator[RelaxationChange]:
    ours, theirs = ({(r.rule, r.subject): r for r in one.relaxations} for one in (before, after))
    for (rule, subject), was, now in _side_by_side(ours, theirs):
        if was != now:
            yield RelaxationChange(rule=rule, subject=subject, before=was, after=now)


def _tiers(before: Result, after: Result) -> Iterator[TierChange]:
    ours, theirs = ({tier.name: tier for tier in one.objective} for one in (before, after))
    for name in dict.fromkeys([*TIERS, *sorted({*ours, *theirs})]):
        was, now = ours.get(name), theirs.get(name)
        # A tier that a result does not have is one in which nothing could be missed.
        if _value(was) != _value(now) or _bound(was) != _bound(now):
            known = was or now
            assert known is not None
            yield TierChange(name=name, unit=known.unit, before=was, after=now)


def _value(tier: TierValue | None) -> int:
    return 0 if tier is None else tier.value


def _bound(tier: TierValue | None) -> int:
    return 0 if tier is None else tier.bound


def _side_by_side(
    ours: Mapping[Key, Value], theirs: Mapping[Key, Value]
) -> list[tuple[Key, Value | None, Value | None]]:
    """Every key of the two, sorted, with what each has under it."""
    keys = sorted({*ours, *theirs}, key=repr)
    return [(key, ours.get(key), theirs.get(key)) for key in keys]
