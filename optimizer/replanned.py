"""The answer of ``replan``: the week as it is now, and what changed in it and why."""

from __future__ import annotations

from typing import Literal

from optimizer.documents.request import Request
from optimizer.documents.result import Document, Result

ChangeKind = Literal["dropped", "added", "moved", "other_start", "other_content", "rearranged"]


class SetsChange(Document):
    """An exercise that stays in its session with another number of sets."""

    exercise: str
    before: int
    after: int


class SessionChange(Document):
    """One session that does not stay as it was.

    ``moved``: to another window.  ``other_start``: in its window at another time.
    ``other_content``: in its place with other exercises or sets, which the first two may have too.
    ``rearranged``: the same work in other blocks, or with another warm-up or other stretches; this
    is no change that a tier counts.
    """

    session: str
    """Its id: that of the plan so far, or of the new plan where it was added."""
    kind: ChangeKind
    window_before: str | None = None
    window: str | None = None
    start_before: str | None = None
    start: str | None = None
    exercises_out: tuple[str, ...] = ()
    exercises_in: tuple[str, ...] = ()
    sets: tuple[SetsChange, ...] = ()
    sentence: str
    reasons: tuple[str, ...]
    """Why it could not stay: what would be broken, or worse, with this session as it was."""


class Replanned(Document):
    """``result`` answers ``request``: the changed request, which holds the plan so far."""

    request: Request
    result: Result
    changes: tuple[SessionChange, ...] = ()
    """In order of time; none where the plan stays."""
    done: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Ids of the sessions ahead that stay exactly as they were."""
