"""One session in two plans, as ``diff`` and ``replan`` tell it."""

from __future__ import annotations

from optimizer.case.session_matching import New, Old, Pair
from optimizer.documents.difference import (
    ChangeKind,
    SessionChange,
    SessionTime,
    SetsChange,
)
from optimizer.documents.result import Session
from optimizer.operations.dose_changes import dose_changes, undosed


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
    pair: Pair[Old, New],
    before: SessionTime | None,
    after: SessionTime | None,
    kind: ChangeKind | None = None,
) -> SessionChange:
    """The change of a session that stands as ``before`` and ``after`` say; its sets are the pair's.

    It differs in some way, if only in what ``pair`` does not hold.  ``kind`` None: as the pair
    says, ``rearranged`` where it says nothing.
    """
    known = before or after
    assert known is not None
    old, new = ({}, {}) if pair.old is None or pair.new is None else (pair.old.sets, pair.new.sets)
    return SessionChange(
        session=known.id,
        kind=kind or _kind(pair),
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


def is_rearranged(one: Session, other: Session) -> bool:
    """True: the same work at the same time stands in another order, with other rests or elsewhere.

    The time that other repetitions take makes no rearrangement.
    """
    if has_other_dose(one, other):
        return (one.place, undosed(one)) != (other.place, undosed(other))
    without_words = {"load": None, "progress": None}
    return (one.place, one.minutes, undosed(one, without_words)) != (
        other.place, other.minutes, undosed(other, without_words),
    )  # fmt: skip


def has_other_dose(one: Session | None, other: Session | None) -> bool:
    """True: an exercise of both has another load, other repetitions or another effort."""
    return any(dose_changes([(one, other)]))
