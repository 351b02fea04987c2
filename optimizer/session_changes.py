"""One session in two plans, as ``diff`` and ``replan`` tell it."""

from __future__ import annotations

from typing import Literal

from optimizer.documents.result import Document, Session
from optimizer.pairing import New, Old, Pair

ChangeKind = Literal["dropped", "added", "moved", "other_start", "other_content", "rearranged"]


class SessionTime(Document):
    """Where and when a session stands; null what a plan written by hand does not say."""

    id: str
    window: str
    place: str | None
    start: str
    """As the plan has it."""
    end: str | None
    minutes: float | None


class SetsChange(Document):
    """An exercise that stays in its session with another number of sets."""

    exercise: str
    before: int
    after: int


class SessionChange(Document):
    """One session that does not stay as it was.

    ``moved``: to another window.  ``other_start``: in its window at another time.
    ``other_content``: in its place with other exercises or sets, which the first two may have too.
    ``rearranged``: the same work in other blocks, with another warm-up or other stretches, or at
    another place; this is no change that a tier counts.
    """

    session: str
    """Its id: in the first plan, or in the second where it was added."""
    kind: ChangeKind
    before: SessionTime | None = None
    """Null: it was added."""
    after: SessionTime | None = None
    """Null: it was dropped."""
    exercises_out: tuple[str, ...] = ()
    exercises_in: tuple[str, ...] = ()
    sets: tuple[SetsChange, ...] = ()
    sentence: str | None = None
    """The change in words; only a replan has them."""
    reasons: tuple[str, ...] = ()
    """Only of a replan: what would be broken, or worse, with this session as it was."""


def time_of(session: Session) -> SessionTime:
    return SessionTime(
        id=session.id,
        window=session.window,
        place=session.place,
        start=session.start,
        end=session.end,
        minutes=session.minutes,
    )


def session_change(
    pair: Pair[Old, New], before: SessionTime | None, after: SessionTime | None
) -> SessionChange:
    """The change of a session that stands as ``before`` and ``after`` say; its sets are the pair's.

    It differs in some way, if only in what ``pair`` does not hold.
    """
    known = before or after
    assert known is not None
    old, new = ({}, {}) if pair.old is None or pair.new is None else (pair.old.sets, pair.new.sets)
    return SessionChange(
        session=known.id,
        kind=_kind(pair),
        before=before,
        after=after,
        exercises_out=tuple(sorted(old.keys() - new.keys())),
        exercises_in=tuple(sorted(new.keys() - old.keys())),
        sets=tuple(
            SetsChange(exercise=exercise, before=old[exercise], after=new[exercise])
            for exercise in sorted(old.keys() & new.keys())
            if old[exercise] != new[exercise]
        ),
    )


def _kind(pair: Pair[Old, New]) -> ChangeKind:
    if pair.new is None:
        return "dropped"
    if pair.old is None:
        return "added"
    if not pair.stays_in_window:
        return "moved"
    if not pair.stays_in_place:
        return "other_start"
    return "rearranged" if pair.is_unchanged else "other_content"
