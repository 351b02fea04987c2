"""Repairs of a conflict that give a placed run more room: one of its windows opens sooner or closes
later.

Only runs that the conflict names are given more, and only as much as a week needs with the others
where they are.  What the week then is, with every run placed anew, is for ``repaired`` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.case.fixed_run_starts import with_fixed_run_starts
from optimizer.case.remedies import Change
from optimizer.case.timeline import RunToPlace, local_time
from optimizer.documents.patch import Operation
from optimizer.documents.wording import hours
from optimizer.placing.candidates import is_on_grid, runs_to_place
from optimizer.placing.placement import may_stand_together
from optimizer.rules.registry import RULES_BY_ID
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import any_week

_STEP_MINUTES = 30
_LONGEST_MINUTES = 240
_MOST_OFFERED = 2


def wider_windows(
    as_requested: Case, case: Case, claims: Iterable[Claim], clock: Clock
) -> list[Change]:
    """The changes that ask least, each of which has a week; ``case`` has every run at its start."""
    names = {claim.subject for claim in claims if RULES_BY_ID[claim.rule].asks_of_placed_runs}
    found: list[Change] = []
    for run in as_requested.timeline.to_place:
        if run.id in names:
            least = min(_of_run(as_requested, case, run, clock), key=_rank, default=None)
            if least is not None:
                found.append(least)
    return sorted(found, key=_rank)[:_MOST_OFFERED]


def _rank(change: Change) -> tuple[int, str]:
    return change.asks, change.sentence


def _of_run(as_requested: Case, case: Case, run: RunToPlace, clock: Clock) -> Iterator[Change]:
    least = _LONGEST_MINUTES
    for place in range(len(run.windows)):
        for later in (False, True):
            # What asks more than a change that is known is of no use.
            for minutes in range(_STEP_MINUTES, least + 1, _STEP_MINUTES):
                start = _start(as_requested, run, place, minutes, later=later)
                if start is None or clock.is_over():
                    break
                if _has_week(as_requested, case, run, start, clock):
                    least = minutes - _STEP_MINUTES
                    yield _change(as_requested, run, place, minutes, later=later)
                    break


def _start(case: Case, run: RunToPlace, place: int, minutes: int, *, later: bool) -> int | None:
    """The furthest start of a window that is so much wider; None: on another day, or past."""
    opens, closes = run.windows[place]
    timeline, grid = case.timeline, case.request.run_rules.grid_minutes
    start = opens - minutes
    if later:
        latest = closes + minutes - run.minutes
        on_grid = (at for at in range(latest, opens, -1) if is_on_grid(timeline, at, grid))
        start = next(on_grid, opens)
    day = timeline.day
    if day(start) != day(opens) or day(start + run.minutes) != day(opens):
        return None
    now = None if case.current is None else case.current.now
    return None if now is not None and start <= now else start


def _has_week(as_requested: Case, case: Case, run: RunToPlace, start: int, clock: Clock) -> bool:
    """True: with this run at ``start`` and all others where they are, a week keeps every rule."""
    runs = runs_to_place(as_requested)
    moved = run.at(start, as_requested.request.run_rules.minutes_between)
    others = [one for one in case.timeline.runs if one.id != run.id]
    if not all(may_stand_together(runs, moved, other) for other in others):
        return False
    starts = {one.id: one.start for one in others} | {run.id: start}
    return any_week(problem_of(with_fixed_run_starts(as_requested, starts)), clock).exists is True


def _change(case: Case, run: RunToPlace, place: int, minutes: int, *, later: bool) -> Change:
    written = case.request.runs[run.index].when
    assert written is not None
    opens, closes = run.windows[place]
    edge = closes + minutes if later else opens - minutes
    side, like = ("end", written[place].end) if later else ("start", written[place].start)
    operation: Operation = {
        "op": "replace",
        "path": f"/runs/{run.index}/when/{place}/{side}",
        "value": local_time(case.timeline, edge, like=like),
    }
    clock = case.timeline.clock
    first, last = (opens, edge) if later else (edge, closes)
    sentence = (
        f"Let run {run.id} be run {hours(minutes)} {'later' if later else 'earlier'}: within"
        f" {clock(first)} to {clock(last)}."
    )
    return Change("run_window", minutes, (operation,), sentence)
