"""Words and numbers as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Self

from rich.text import Text

from optimizer.documents.wording import counted

if TYPE_CHECKING:
    from catalog import Catalog
    from catalog.models import Level
    from optimizer.documents.difference import Dose
    from optimizer.documents.result import Item

# Not strftime: its names follow the machine's locale.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Names:
    """Names by id; an unknown id stands for itself."""

    muscles: Mapping[str, str]
    exercises: Mapping[str, str]
    sources: Mapping[str, str]
    """The short mark of each source."""

    @classmethod
    def of(cls, catalog: Catalog) -> Self:
        return cls(
            {muscle.id: short_name(muscle.name) for muscle in catalog.muscles.values()},
            {exercise.id: exercise.name for exercise in catalog.exercises.values()},
            {source.id: source.short for source in catalog.sources.values()},
        )

    def muscle(self, muscle: str) -> str:
        return self.muscles.get(muscle, plain(muscle))

    def exercise(self, exercise: str) -> str:
        return self.exercises.get(exercise, plain(exercise))

    def source(self, source: str) -> str:
        return self.sources.get(source, plain(source))


def short_name(name: str) -> str:
    """``Hip adductors`` of ``Hip adductors (longus, brevis, …)``."""
    return name.split(" (", maxsplit=1)[0]


def plain(text: str) -> str:
    """``text`` without signs that could move the cursor or change the colours."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def said(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)


def heading(text: str) -> Text:
    return Text(f"\n{plain(text)}", style="bold")


def day_name(day: date) -> str:
    """``Tue 24 Nov``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def span(start: datetime, end: datetime) -> str:
    """``18:00–18:45``; an end on a later day says how many days later.

    Where the clocks change between them, both have their offset: ``02:30 (+0200)–02:06 (+0100)``.
    """
    days = (end.date() - start.date()).days
    if start.utcoffset() != end.utcoffset():
        later = f" +{days} d" if days else ""
        return f"{start:%H:%M} ({start:%z})–{end:%H:%M} ({end:%z}){later}"
    return f"{start:%H:%M}–{end:%H:%M}{f' +{days} d' if days else ''}"


def hours(value: float) -> str:
    """``24 h 15 min`` from hours."""
    whole, rest = divmod(round(value * 60), 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02d} min" if rest else f"{whole} h"


def minutes(value: float) -> str:
    """``39 min 4 s`` from minutes."""
    whole, seconds = divmod(round(value * 60), 60)
    return f"{whole} min {seconds} s" if seconds else f"{whole} min"


def whole_minutes(value: float) -> str:
    """``40 min`` from minutes with a part of one, as long as the whole session lasts."""
    return f"{ceil(value)} min"


def clock(seconds: int) -> str:
    """``3:39`` from seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def number(value: float) -> str:
    """``4`` or ``4.5``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def sets_and_worth(sets: float, worth: float) -> str:
    """``2 sets``; ``2 sets, worth 1`` where they count for less or more."""
    words = counted(sets, "sets")
    return words if worth == sets else f"{words}, worth {number(worth)}"


def amount_and_worth(sets: float, worth: float | None) -> str:
    """``3``, or ``3 (worth 1.5)``; ``worth`` None: it was not told."""
    if worth is None or worth == sets:
        return number(sets)
    return f"{number(sets)} (worth {number(worth)})"


def signed(value: int) -> str:
    """``+3``, ``-2`` or ``0``."""
    return f"+{value}" if value > 0 else str(value)


def between(bounds: tuple[int, int]) -> str:
    least, most = bounds
    return str(least) if least == most else f"{least}–{most}"


def dose(item: Item) -> str:
    """``3 × 8–12 each side``, ``2 × 20–40 s``, ``2 × 10, hold 3 s``."""
    return f"{item.sets} × {amount_of_set(item)}"


def amount_of_set(item: Item | Dose) -> str:
    """``8–12 each side``, ``20–40 s``, ``10, hold 3 s``."""
    if item.reps is None:
        amount = _hold_in_words(item.hold_seconds) if item.hold_seconds else "once"
    else:
        amount = between(item.reps)
        if item.hold_seconds is not None:
            amount += f", hold {between(item.hold_seconds)} s"
    return f"{amount}{sides(item)}"


_MOST_IN_SECONDS = 90


def _hold_in_words(bounds: tuple[int, int]) -> str:
    """``20–40 s``; of a walk that is one length, from a minute and a half on ``2 min 15 s``."""
    least, most = bounds
    if least == most > _MOST_IN_SECONDS:
        return minutes(most / 60)
    return f"{between(bounds)} s"


def level_in_words(level: Level | None) -> str:
    """``beginner``; a level that follows from tests is told by the plan's notes."""
    return "level by the fitness test" if level is None else level


def sides(item: Item | Dose) -> str:
    """`` each side``, `` each side, left first``, `` left side``; empty where both work at once."""
    if not item.per_side:
        return "" if item.first_side is None else f" {item.first_side} side"
    return " each side" if item.first_side is None else f" each side, {item.first_side} first"
