"""Rows of sets, whatever program wrote them, put together into entries of a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from optimizer.documents.errors import Problem
from optimizer.documents.reading import problems_of
from optimizer.documents.strength import LogEntry, LoggedSet, Units

_MOST_NOTE = 2000


@dataclass
class SetRow:
    """One row of a file: a set, or a note alone.

    Amounts are as they stand there; None where there is none.  ``where`` names the row.
    """

    where: str
    day: date
    workout: str
    """The workout's own start and name, by which rows belong together."""
    exercise: str
    weight: float | None = None
    unit: Units | None = None
    reps: float | None = None
    seconds: float | None = None
    rpe: float | None = None
    rir: float | None = None
    is_warm_up: bool = False
    notes: list[str] = field(default_factory=list)
    session: str | None = None
    pain: int | None = None
    far: str = ""
    """The distance in words; empty where there is none."""

    @property
    def is_set(self) -> bool:
        """Repetitions, a hold, a load carried over a distance, or a try that failed."""
        return bool(self.reps or self.seconds or (self.weight and self.far)) or self.is_missed

    @property
    def is_missed(self) -> bool:
        """It tells 0 repetitions or seconds; an amount that is not told is no try."""
        return not (self.reps or self.seconds or self.far) and 0 in (self.reps, self.seconds)

    @property
    def beside_the_set(self) -> Iterator[str]:
        """What it tells and a set has no field for."""
        yield self.far
        if self.weight and not self.is_set:
            yield f"{self.weight:g} {self.unit or 'kg'} without repetitions"


def entries_of(rows: Iterable[SetRow], problems: list[Problem]) -> list[LogEntry]:
    """Entries in the order of the file, one for each exercise of each workout.

    Each row that is no set goes to ``problems``.
    """
    groups: dict[tuple[date, str, str], list[SetRow]] = {}
    for row in rows:
        groups.setdefault((row.day, row.workout, row.exercise), []).append(row)
    entries: list[LogEntry] = []
    for (day, _, exercise), members in groups.items():
        sets: list[LoggedSet] = []
        is_held = any(row.seconds for row in members) and not any(row.reps for row in members)
        for row in members:
            if row.is_set:
                found = _set_of(row, is_held, problems)
                if found is not None:
                    sets.append(found)
        notes = dict.fromkeys(
            note.strip() for row in members for note in (*row.notes, *row.beside_the_set)
        )
        note = "; ".join(note for note in notes if note)[:_MOST_NOTE]
        pain = max((row.pain for row in members if row.pain is not None), default=None)
        session = next((row.session for row in members if row.session is not None), None)
        if not sets and pain is None and not note:
            continue
        try:
            entries.append(
                LogEntry(
                    date=day.isoformat(),
                    session=session,
                    name=exercise[:200],
                    sets=tuple(sets),
                    pain=pain,
                    note=note or None,
                )
            )
        except ValidationError as error:
            problems += problems_of(error, LogEntry, members[0].where)
    return entries


def _set_of(row: SetRow, is_held: bool, problems: list[Problem]) -> LoggedSet | None:
    if row.reps is not None and row.reps != int(row.reps):
        problems.append(Problem(row.where, f"{row.reps:g}", "is no whole number of repetitions"))
        return None
    fields = {
        **_amount_of(row, is_held),
        row.unit or "kg": row.weight,
        "rir": row.rir,
        "rpe": row.rpe,
        "warm_up": row.is_warm_up,
    }
    try:
        return LoggedSet.model_validate({name: v for name, v in fields.items() if v is not None})
    except ValidationError as error:
        problems += problems_of(error, LoggedSet, row.where)
        return None


def _amount_of(row: SetRow, is_held: bool) -> dict[str, int]:
    """``is_held``: the exercise's other sets are holds."""
    if row.reps:
        # A time beside repetitions is how long they took.
        return {"reps": int(row.reps)}
    if row.seconds:
        return {"hold_seconds": round(row.seconds)}
    if not row.is_missed:
        return {}
    return {"hold_seconds" if is_held or row.reps is None else "reps": 0}
