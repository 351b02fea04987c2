"""The plan that this week has already: what of it is past, and what is to stay if it can.

The week has gone as far as ``now``: the request tells it, or the last session that it names as done
or missed does.  What was planned before is done unless it is named as missed, and nothing new
starts before it.  A done session is a fact: no rule is asked about it any more, and what it did
counts for the week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog import Catalog
from optimizer.case.timeline import Timeline
from optimizer.documents.errors import MAX_PROBLEMS, Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.result import Session, needed_instant
from optimizer.documents.wording import nearest, quoted


@dataclass(frozen=True)
class PlannedSession:
    """One session of the plan so far: its start in minutes, and the sets that count."""

    session: Session
    start: int
    sets: Mapping[str, int]

    @property
    def id(self) -> str:
        return self.session.id

    @property
    def window(self) -> str:
        return self.session.window

    def stands_at(self, window: str, start: int) -> bool:
        """``start`` in minutes."""
        return self.window == window and self.start == start


@dataclass(frozen=True)
class Current:
    """The sessions of the plan so far, each list in order of time; ``now`` in minutes."""

    now: int | None
    done: tuple[PlannedSession, ...]
    missed: tuple[PlannedSession, ...]
    ahead: tuple[PlannedSession, ...]

    @property
    def to_keep(self) -> tuple[PlannedSession, ...]:
        """What a change is counted against.  A missed session can only be moved or dropped."""
        return tuple(sorted((*self.missed, *self.ahead), key=lambda one: one.start))

    @property
    def all(self) -> tuple[PlannedSession, ...]:
        return tuple(sorted((*self.done, *self.to_keep), key=lambda one: one.start))

    def done_at(self, window: str, start_seconds: int) -> PlannedSession | None:
        for one in self.done:
            if one.window == window and one.start * 60 == start_seconds:
                return one
        return None


def current_of(request: Request, timeline: Timeline, catalog: Catalog) -> Current | None:
    """The plan so far, placed on the week's clock; None where the request has none.

    Raises ``UnusableInput`` for sessions that are unknown, contradict each other or cannot be read.
    """
    progress = request.current
    if progress is None:
        return None
    sessions = {one.id: one for one in _planned(progress.plan.sessions, catalog)}
    _refuse_contradictions(request, sessions)
    now = timeline.now
    if now is None:
        now = _as_far_as(sessions, progress.done, progress.missed, timeline)
    elif wrong := [
        Problem(
            f"current.{field}[{index}]",
            quoted(name),
            f"starts {timeline.clock(sessions[name].start)}, which is not before now"
            f" ({timeline.clock(now)}); tell a later now, or change the window of a session that"
            " is still ahead",
        )
        for field, names in (("done", progress.done), ("missed", progress.missed))
        for index, name in enumerate(names)
        if sessions[name].start >= now
    ]:
        raise UnusableInput(*wrong)
    before = [one for one in sessions.values() if now is not None and one.start < now]
    done = tuple(one for one in before if one.id not in progress.missed)
    known = {window.id for window in timeline.windows}
    gone = [one for one in done if one.window not in known]
    if gone:
        raise UnusableInput(
            *(
                Problem(
                    "availability",
                    "",
                    f"window {quoted(one.window)} of session {one.id}, which is done, is missing;"
                    " keep the window: what is done stays",
                )
                for one in gone
            )
        )
    return Current(
        now=now,
        done=done,
        missed=tuple(one for one in sessions.values() if one.id in progress.missed),
        ahead=tuple(one for one in sessions.values() if one not in before),
    )


def _as_far_as(
    sessions: Mapping[str, PlannedSession],
    done: Sequence[str],
    missed: Sequence[str],
    timeline: Timeline,
) -> int | None:
    """The end of the last done session, or of a missed one's window."""
    windows = {window.id: window.end for window in timeline.windows}
    ends = {one.id: minute_of(one.session.end, f"the end of {one.id}") for one in sessions.values()}
    past = [ends[name] for name in done]
    past += [max(ends[name], windows.get(sessions[name].window, 0)) for name in missed]
    return max(past, default=None)


def _planned(sessions: Sequence[Session], catalog: Catalog) -> list[PlannedSession]:
    planned = []
    problems: list[Problem] = []
    for index, session in enumerate(sessions):
        where = f"current.plan.sessions[{index}]"
        sets: dict[str, int] = {}
        for block_index, block in enumerate(session.blocks):
            for item_index, item in enumerate(block.items):
                exercise = catalog.exercises.get(item.exercise)
                if exercise is None and len(problems) >= MAX_PROBLEMS:
                    continue
                if exercise is None:
                    problems.append(
                        Problem(
                            f"{where}.blocks[{block_index}].items[{item_index}].exercise",
                            quoted(item.exercise),
                            "is no exercise of this catalog"
                            f"{nearest(item.exercise, catalog.exercises)}",
                        )
                    )
                elif block.is_work and exercise.counts_toward_volume:
                    sets[item.exercise] = sets.get(item.exercise, 0) + item.sets
        minute_of(session.end, f"{where}.end")
        planned.append(PlannedSession(session, minute_of(session.start, f"{where}.start"), sets))
    if problems:
        raise UnusableInput(*problems)
    return sorted(planned, key=lambda one: one.start)


def _refuse_contradictions(request: Request, sessions: Mapping[str, PlannedSession]) -> None:
    progress = request.current
    assert progress is not None
    problems = []
    if len(sessions) < len(progress.plan.sessions):
        problems.append(
            Problem("current.plan.sessions", "", "two sessions have the same id; rename one")
        )
    windows = [one.window for one in sessions.values()]
    problems += [
        Problem(
            "current.plan.sessions",
            "",
            f"two sessions are in window {quoted(window)}, which holds one; leave one out",
        )
        for window in sorted({w for w in windows if windows.count(w) > 1})
    ]
    for field, names in (("done", progress.done), ("missed", progress.missed)):
        for index, name in enumerate(names):
            if name not in sessions:
                fault = f"is no session of the plan so far{nearest(name, sessions)}"
            elif field == "missed" and name in progress.done:
                fault = "is told to be done as well; name it once"
            else:
                continue
            problems.append(Problem(f"current.{field}[{index}]", quoted(name), fault))
    if problems:
        raise UnusableInput(*problems)


def minute_of(text: str, field: str) -> int:
    """A plan's time as an instant in whole minutes; raises ``UnusableInput``."""
    return int(needed_instant(text, field).timestamp()) // 60
