"""A log as a person writes it, a line for each exercise.

``2026-11-24 Back squat: 60 kg x 6, 6, 5 rir 2``
``2026-11-24 s1 Side plank: 30 s, 30 s; pain 2; note left side is weaker``

After the day and, where it is told, the session's id comes the name, a colon, and parts between
semicolons: sets (a load and ``x`` where there is one, then repetitions or seconds, then ``rir`` or
``rpe`` of the last of them; another load after a comma), ``warm-up`` before sets that lead up,
``pain`` and ``note``.  Or so many sets of what, and ``@`` a load: ``3 x 8 @ 60 kg``, ``3 x 30 s``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from api.training_log.cells import NUMBER, number_in
from api.training_log.rows import SetRow
from optimizer.documents.errors import Problem
from optimizer.documents.strength import Units
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import NoTime, written_date

# Nothing is tried twice, however long a line is.
_DAY = r"[0-9]{1,4}(?P<sign>[-./])[0-9]{1,2}(?P=sign)[0-9]{2,4}"
_BEGINS_WITH_A_DAY = re.compile(rf"{_DAY}(?![0-9])")
_LINE = re.compile(
    rf"(?P<day>{_DAY})\s++(?:(?P<session>s[0-9]{{1,9}})\s++)?(?P<name>[^:]++)"
    r":\s*+(?P<parts>.*)"
)
_AMOUNT = r"[0-9]{1,9}(?:\s*+s(?:ec(?:onds?)?)?\b)?"
_LEFT = (
    rf"(?:,?\s++(?P<scale>rir|rpe)\s++(?P<effort>-?{NUMBER})"
    r"|,?\s++(?P<left>-?[0-9]{1,9})\s++left)?"
)
_SETS = re.compile(
    rf"(?P<warm>warm-?up\s++)?(?:(?P<load>{NUMBER})\s*+(?P<unit>[a-z]++)\s*+[x×*]\s*+)?"
    rf"(?P<amounts>{_AMOUNT}(?:\s*+,\s*+{_AMOUNT})*){_LEFT}",
    re.IGNORECASE,
)
_SO_MANY_SETS = re.compile(
    rf"(?P<warm>warm-?up\s++)?(?P<sets>[1-9])\s*+[x×*]\s*+(?P<amounts>{_AMOUNT})"
    rf"(?:\s*+@?\s*+(?P<load>{NUMBER})\s*+(?P<unit>kgs?|lbs?))?{_LEFT}",
    re.IGNORECASE,
)
_HAS_A_LOAD = re.compile(rf"(?:warm-?up\s++)?{NUMBER}\s*+[a-z]++\s*+[x×*]", re.IGNORECASE)
# A blank stands behind this comma, and none behind that of a decimal.
_BEFORE_NEXT_LOAD = re.compile(rf",\s++(?={NUMBER}\s*+[a-z]++\s*+[x×*])", re.IGNORECASE)
_FORM = "2026-11-24 Back squat: 60 kg x 6, 6, 5 rir 2"
_UNITS: dict[str, Units] = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}


def is_by_hand(text: str) -> bool:
    """True: its first line that is no comment begins with a day, as that of no program does."""
    first = next(_lines(text), None)
    return first is not None and _BEGINS_WITH_A_DAY.match(first[1]) is not None


def is_empty(text: str) -> bool:
    """True: it has no line but comments."""
    return next(_lines(text), None) is None


def rows_by_hand(text: str, problems: list[Problem]) -> list[SetRow]:
    """The sets of each line; what is none goes to ``problems``."""
    return [row for number, line in _lines(text) for row in _rows(f"line {number}", line, problems)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _rows(where: str, line: str, problems: list[Problem]) -> list[SetRow]:
    found = _LINE.fullmatch(line)
    if found is None:
        has_day = _BEGINS_WITH_A_DAY.match(line) is not None
        what = "has no colon behind the exercise" if has_day else "is no line of a log"
        problems.append(Problem(where, quoted(line), f"{what}; write {_FORM}"))
        return []
    day = _day(where, found["day"], problems)
    session, name = found["session"], found["name"].strip()
    rows: list[SetRow] = []
    rest = SetRow(where, day, line, name, session=session)
    for part in (part.strip() for part in found["parts"].split(";")):
        word, _, value = part.partition(" ")
        if word.lower() == "note":
            rest.notes.append(value)
        elif word.lower() == "pain":
            pain = number_in(value)
            if pain is None or pain != int(pain):
                what = "is no pain from 0 to 10; write pain 2"
                problems.append(Problem(where, quoted(value), what))
            else:
                rest.pain = int(pain)
        elif part:
            rows += _sets(rest, part, problems)
    return [*rows, rest]


def _day(where: str, text: str, problems: list[Problem]) -> date:
    """Any day where it is none, so that the rest of its line is read."""
    try:
        return date.fromisoformat(written_date(text))
    except NoTime as fault:
        problems.append(Problem(where, quoted(text), str(fault)))
        return date.min


def _sets(of: SetRow, part: str, problems: list[Problem]) -> list[SetRow]:
    """Of a part that may have several loads; all of them lead up where it says so."""
    first, *others = _BEFORE_NEXT_LOAD.split(part)
    if others and _HAS_A_LOAD.match(first) is None:
        first, others = part, []
    rows = _sets_of_a_load(of, first, problems)
    leads_up = any(row.is_warm_up for row in rows)
    for other in others:
        more = _sets_of_a_load(of, other, problems)
        for row in more:
            row.is_warm_up |= leads_up
        rows += more
    return rows


def _sets_of_a_load(of: SetRow, part: str, problems: list[Problem]) -> list[SetRow]:
    found = _SO_MANY_SETS.fullmatch(part) or _SETS.fullmatch(part)
    if found is None:
        what = f"are no sets; write them as in {_FORM!r}"
        problems.append(Problem(of.where, quoted(part), what))
        return []
    unit: Units | None = None
    if found["unit"] is not None:
        unit = _UNITS.get(found["unit"].lower())
        if unit is None:
            what = "is no known unit; write kg or lb"
            problems.append(Problem(of.where, quoted(found["unit"]), what))
            return []
    rows = []
    times = int(found.groupdict().get("sets") or 1)
    for amount in found["amounts"].split(",") * times:
        is_timed = not amount.strip().isdecimal()
        value = number_in("".join(filter(str.isdecimal, amount)))
        rows.append(
            SetRow(
                of.where,
                of.day,
                of.workout,
                of.exercise,
                weight=None if found["load"] is None else number_in(found["load"]),
                unit=unit,
                reps=None if is_timed else value,
                seconds=value if is_timed else None,
                is_warm_up=found["warm"] is not None,
                session=of.session,
            )
        )
    if found["left"] is not None:
        rows[-1].rir = number_in(found["left"])
    elif found["scale"] is not None and found["scale"].lower() == "rir":
        rows[-1].rir = number_in(found["effort"])
    elif found["scale"] is not None:
        rows[-1].rpe = number_in(found["effort"])
    return rows
