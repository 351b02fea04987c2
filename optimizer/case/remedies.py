"""Changes of the athlete's own week, as patches of the request.

A *remedy* is one kind of change of one thing, by some steps: a window that ends later, a run that
starts earlier, a rule told otherwise.  Rules offer remedies for their claims, and
``optimizer/conflict/repairs.py`` finds the fewest steps that help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from optimizer.case.case import Case
from optimizer.case.timeline import GRID_MINUTES, TimedRun, TimedWindow, local_time
from optimizer.documents.patch import Operation
from optimizer.documents.wording import hours

Kind = Literal[
    "window_later",
    "window_earlier",
    "session_minutes",
    "run_earlier",
    "run_window",
    "run_rule",
    "equipment",
    "recovery_for_legs",
    "leave_out",
    "pin",
    "session_count",
]

# How much a change asks, in minutes that a person would give for it: our own choice.
RUN_MINUTE = 2
PIN = 30
PIECE_OF_EQUIPMENT = 60
SESSION_FEWER = 60
RECOVERY_FOR_LEGS = 90
MUSCLE_LEFT_OUT = 120
SESSION_MORE = 120

_LONGEST_EXTENSION_MINUTES = 120
_LONGEST_RUN_MOVE_MINUTES = 240


@dataclass(frozen=True)
class Change:
    """What to change; ``asks`` ranks it."""

    kind: Kind
    asks: int
    operations: tuple[Operation, ...]
    sentence: str


@dataclass(frozen=True)
class Remedy:
    """A change by 1 to ``most`` steps; more steps hardly ever help less.

    (Only where they make something possible that is demanded then.)

    ``as_a_whole``: the change that moves the whole thing by as much, None where that cannot be; it
    asks no more time of a person and is offered where it helps too.  ``most_alone``: with more
    steps only that one is worth offering.
    """

    kind: Kind
    subject: str
    most: int
    change: Callable[[int], Change]
    as_a_whole: Callable[[int], Change | None] | None = None
    most_alone: int | None = None

    def is_worth_offering(self, steps: int) -> bool:
        return self.most_alone is None or steps <= self.most_alone


def window_remedies(case: Case, window: TimedWindow) -> Iterator[Remedy]:
    """The window ends later or starts earlier, or moves as a whole, within its day."""
    timeline = case.timeline
    if _is_past(case, window.end):
        return
    index = next(i for i, w in enumerate(case.request.availability) if w.id == window.id)
    written = case.request.availability[index]
    place = timeline.windows.index(window)
    midnight = max(m for m in timeline.midnights if m <= window.start)
    next_midnight = min(m for m in timeline.midnights if m > window.start)
    later = timeline.windows[place + 1].start if place + 1 < len(timeline.windows) else None
    before = timeline.windows[place - 1].end if place else None

    def at(start: int, end: int) -> tuple[Operation, ...]:
        operations: list[Operation] = []
        path = f"/availability/{index}"
        if start != window.start:
            when = local_time(timeline, start, like=written.start)
            operations.append({"op": "replace", "path": f"{path}/start", "value": when})
        if written.minutes is not None:
            if end - start != written.minutes:
                operations.append(
                    {"op": "replace", "path": f"{path}/minutes", "value": end - start}
                )
        elif end != window.end:
            when = local_time(timeline, end, like=written.end or "")
            operations.append({"op": "replace", "path": f"{path}/end", "value": when})
        return tuple(operations)

    def changed(kind: Kind, start: int, end: int, words: str, minutes: int) -> Change:
        clock = timeline.clock
        sentence = (
            f"{words} by {hours(minutes)}: window {window.id} from {clock(start)} to {clock(end)}."
        )
        return Change(kind, minutes, at(start, end), sentence)

    def end_later(steps: int) -> Change:
        n = steps * GRID_MINUTES
        words = f"End window {window.id} later"
        return changed("window_later", window.start, window.end + n, words, n)

    def meets_run(start: int, end: int) -> bool:
        return any(run.start < end and start < run.end for run in timeline.runs)

    def move_later(steps: int) -> Change | None:
        n = steps * GRID_MINUTES
        if meets_run(window.start + n, window.end + n):
            return None
        words = f"Hold window {window.id} later"
        return changed("window_later", window.start + n, window.end + n, words, n)

    def start_earlier(steps: int) -> Change:
        n = steps * GRID_MINUTES
        words = f"Start window {window.id} earlier"
        return changed("window_earlier", window.start - n, window.end, words, n)

    def move_earlier(steps: int) -> Change | None:
        n = steps * GRID_MINUTES
        if meets_run(window.start - n, window.end - n):
            return None
        words = f"Hold window {window.id} earlier"
        return changed("window_earlier", window.start - n, window.end - n, words, n)

    alone = _LONGEST_EXTENSION_MINUTES // GRID_MINUTES
    room = min([next_midnight, *([] if later is None else [later])]) - window.end
    if room >= GRID_MINUTES:
        yield Remedy("window_later", window.id, room // GRID_MINUTES, end_later, move_later, alone)
    room = window.start - max([midnight, *([] if before is None else [before])])
    if room >= GRID_MINUTES:
        yield Remedy(
            "window_earlier", window.id, room // GRID_MINUTES, start_earlier, move_earlier, alone
        )


def _is_past(case: Case, minute: int) -> bool:
    return case.current is not None and case.current.now is not None and minute <= case.current.now


def run_remedy(case: Case, run: TimedRun) -> Remedy | None:
    """An easy run starts earlier, as far as no window, run or other day is in the way.

    Within that room nothing but the hours after the run changes, so that more never helps less.
    """
    timeline = case.timeline
    index = _run_index(case, run)
    if index is None or run.kind != "easy" or run.is_placed or _is_past(case, run.start):
        return None
    inside = [m for m in timeline.midnights if m <= run.start]
    if not inside:
        return None
    others = [other.end for other in timeline.runs if other.start < run.start]
    ends = [window.end for window in timeline.windows if window.start < run.end]
    room = run.start - max([max(inside), *others, *ends])
    most = min(room, _LONGEST_RUN_MOVE_MINUTES) // GRID_MINUTES
    if most < 1:
        return None
    written = case.request.runs[index]

    def earlier(steps: int) -> Change:
        n = steps * GRID_MINUTES
        when = local_time(timeline, run.start - n, like=written.start or "")
        return Change(
            "run_earlier",
            RUN_MINUTE * n,
            ({"op": "replace", "path": f"/runs/{index}/start", "value": when},),
            f"Start the easy run of {timeline.clock(run.start)} {hours(n)} earlier, at"
            f" {timeline.clock(run.start - n)}.",
        )

    return Remedy("run_earlier", run.id, most, earlier)


def _run_index(case: Case, run: TimedRun) -> int | None:
    names = [
        written.id if written.id is not None else f"run {index + 1}"
        for index, written in enumerate(case.request.runs)
    ]
    return names.index(run.id) if names.count(run.id) == 1 else None
