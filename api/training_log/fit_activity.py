"""The FIT activity of a strength session: what a watch recorded, set by set.

A watch that followed a workout says of which step a set was, and so of which exercise.  Else it
guesses the exercise from the movements of the wrist, by which it counts repetitions in any case.
The file does not say whether a person has looked at either: both are told as guesses.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import fitdecode

from api.training_log.documents import Guess, WatchGuess
from api.training_log.rows import SetRow
from catalog import Catalog
from catalog.watch_profile import WATCH_CATEGORIES, watch_names
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.strength import Units

_Value = int | float | str
_Fields = Mapping[int, _Value]

# Numbers of the FIT profile: messages, their fields, and values.
_FILE_ID, _WORKOUT_STEP, _ACTIVITY, _SET = 0, 27, 34, 225
_TYPE, _ACTIVITY_FILE, _WORKOUT_FILE = 0, 4, 5
_TIMESTAMP, _LOCAL_TIMESTAMP, _INDEX = 253, 5, 254
_STEP_NAME, _STEP_ENDS_BY, _STEP_INTENSITY, _STEP_NOTES = 0, 1, 7, 8
_BY_TIME, _WARM_UP, _COOL_DOWN = 0, 2, 3
_DURATION, _REPS, _WEIGHT, _SET_TYPE, _START = 0, 3, 4, 5, 6
_CATEGORY, _NAME_IN_CATEGORY, _UNIT, _STEP = 7, 8, 9, 11
_SET_TIMESTAMP, _ACTIVE, _POUNDS = 254, 1, 2

_CRC = fitdecode.CrcCheck.RAISE
_FIT_BEGINS = int(datetime(1989, 12, 31, tzinfo=UTC).timestamp())
_HEAD_BYTES = 12
_WEIGHT_STEPS = 16
"""A kilogram."""
_KG_PER_LB = 0.45359237
_ROUND_WEIGHTS = (1.0, 0.5, 0.25, 0.1, 0.05)
_MOST_REPS = 100
_MOST_SECONDS = 3600
_LEAST_OF_A_NAME_CUT_SHORT = 40

# The notes of a step of ours: its label, the name, and what the set is for, see docs/watch.md.
_RAMP = re.compile(r", ramp set: ")
_WEAKER_SIDE = re.compile(r"S[0-9]+ ")
_ONE_SIDE = re.compile(r", (?:first|second|left|right) side\b")
_EACH_SIDE = " each side"


@dataclass(frozen=True)
class Activity:
    """Its sets in their order, and what the watch guessed of them."""

    rows: list[SetRow]
    guessed: tuple[WatchGuess, ...]


@dataclass(frozen=True)
class _Step:
    """A step of the workout that was followed."""

    name: str
    notes: str
    is_timed: bool
    is_exercise: bool
    """False: a drill before the work, or what comes after it."""

    @property
    def leads_up(self) -> bool:
        """Of a ramp set, or a further set of the weaker side: no set of the plan's own."""
        return bool(_RAMP.search(self.notes) or _WEAKER_SIDE.match(self.notes))


@dataclass
class _Read:
    sets: list[_Fields] = field(default_factory=list)
    steps: dict[int, _Step] = field(default_factory=dict)
    file_type: _Value | None = None
    offset_seconds: int | None = None
    """Of local time; None: it is not told."""


def is_fit(data: bytes) -> bool:
    return data[8:_HEAD_BYTES] == b".FIT"


def read_activity(data: bytes, catalog: Catalog, names: Mapping[str, str]) -> Activity:
    """The sets of one activity.

    ``names``: what the reader has said that names mean; such an exercise is no guess.  Raises
    ``UnusableInput`` for a damaged file, one that is no activity, and one without sets.
    """
    read = _read(data)
    if read.file_type != _ACTIVITY_FILE:
        what = "a workout for a watch" if read.file_type == _WORKOUT_FILE else "no activity"
        raise UnusableInput(
            Problem("", "", f"the FIT file is {what}; give the activity that the watch recorded")
        )
    rows: list[SetRow] = []
    guessed: dict[tuple[date, str], dict[Guess, None]] = {}
    day = _day_of(read)
    waiting: SetRow | None = None
    for number, one in enumerate(_active(read.sets), start=1):
        step = read.steps.get(_whole(one, _STEP, -1))
        if step is not None and not step.is_exercise:
            continue
        name, is_guess = _exercise(one, step, catalog)
        row = _row(f"set {number}", day, name, one, step)
        if row is None:
            continue
        guesses = guessed.setdefault((day, name), {})
        if is_guess and name not in names:
            guesses["exercise"] = None
        if row.reps is not None:
            guesses["repetitions"] = None
        if read.offset_seconds is None:
            guesses["day"] = None
        if step is not None and _ONE_SIDE.search(step.notes) and not step.leads_up:
            # Two sides are one set, as long as the shorter of them.
            if waiting is not None and waiting.exercise == name:
                waiting.seconds = min(waiting.seconds or 0, row.seconds or 0)
                waiting = None
                continue
            waiting = row
        rows.append(row)
    if not rows:
        raise UnusableInput(
            Problem(
                "",
                "",
                "the activity has no sets; was it recorded as strength training? If so, write the"
                " log by hand",
            )
        )
    for (_, name), guesses in guessed.items():
        first = next(row for row in rows if row.exercise == name)
        first.notes += [_SAID[guess] for guess in guesses]
    return Activity(
        rows,
        tuple(
            WatchGuess(date=at.isoformat(), exercise=name, guessed=tuple(guesses))
            for (at, name), guesses in guessed.items()
            if guesses
        ),
    )


_SAID: Mapping[Guess, str] = {
    "exercise": "exercise guessed by the watch",
    "repetitions": "repetitions counted by the watch",
    "day": "day by UTC, the watch does not tell its own",
}


def _read(data: bytes) -> _Read:
    read = _Read()
    files = 0
    try:
        with fitdecode.FitReader(
            io.BytesIO(data),
            processor=None,
            check_crc=_CRC,
            error_handling=fitdecode.ErrorHandling.RAISE,
        ) as frames:
            for frame in frames:
                if isinstance(frame, fitdecode.FitHeader):
                    files += 1
                if isinstance(frame, fitdecode.FitDataMessage):
                    _take(read, frame.global_mesg_num, frame)
    except (
        fitdecode.FitError, ArithmeticError, AssertionError, AttributeError, LookupError,
        struct.error, TypeError, UnicodeDecodeError, ValueError,
    ) as error:  # fmt: skip
        raise UnusableInput(
            Problem("", "", f"the FIT file is damaged: {_damage(error)}; export it anew")
        ) from None
    if files > 1:
        # The steps of one workout would name the sets of another.
        message = "the FIT file holds more than one; give one activity at a time"
        raise UnusableInput(Problem("", "", message))
    return read


def _damage(error: Exception) -> str:
    if isinstance(error, fitdecode.FitCRCError):
        return "its checksum is wrong"
    if isinstance(error, fitdecode.FitEOFError):
        return "it ends too early"
    return "it has parts that cannot be read"


def _take(read: _Read, message: int, frame: Iterator[object]) -> None:
    if message == _SET:
        read.sets.append(_fields(frame))
    elif message == _WORKOUT_STEP:
        fields = _fields(frame)
        read.steps[_whole(fields, _INDEX, -1)] = _Step(
            name=str(fields.get(_STEP_NAME, "")).strip(),
            notes=str(fields.get(_STEP_NOTES, "")).strip(),
            is_timed=fields.get(_STEP_ENDS_BY) == _BY_TIME,
            is_exercise=fields.get(_STEP_INTENSITY) not in (_WARM_UP, _COOL_DOWN),
        )
    elif message == _FILE_ID:
        read.file_type = _fields(frame).get(_TYPE)
    elif message == _ACTIVITY:
        fields = _fields(frame)
        local, utc = _whole(fields, _LOCAL_TIMESTAMP, 0), _whole(fields, _TIMESTAMP, 0)
        if local and utc:
            read.offset_seconds = local - utc


def _fields(frame: Iterator[object]) -> _Fields:
    """The fields that hold a value, by their numbers; of a list the first, which is the likeliest.

    Numbers stand as they are in the file.
    """
    found: dict[int, _Value] = {}
    for one in frame:
        if one.field_type == "devfield" or one.is_expanded:  # type: ignore[attr-defined]
            continue
        is_text = isinstance(one.raw_value, (str, bytes))  # type: ignore[attr-defined]
        value = one.value if is_text else one.raw_value  # type: ignore[attr-defined]
        if isinstance(value, (list, tuple)):
            value = next((part for part in value if part is not None), None)
        if isinstance(value, (int, float, str)):
            found.setdefault(one.def_num, value)  # type: ignore[attr-defined]
    return found


def _whole(fields: _Fields, number: int, default: int) -> int:
    value = fields.get(number)
    return int(value) if isinstance(value, (int, float)) else default


def _active(sets: list[_Fields]) -> Iterator[_Fields]:
    """Those in which something was done; a watch writes rests as sets too."""
    return (one for one in sets if one.get(_SET_TYPE) == _ACTIVE)


def _day_of(read: _Read) -> date:
    """Of the first set, by the clock of the watch: a session over midnight is one."""
    times = (_whole(one, _START, 0) or _whole(one, _SET_TIMESTAMP, 0) for one in _active(read.sets))
    first = min((time for time in times if time), default=None)
    if first is None:
        raise UnusableInput(
            Problem("", "", "the activity has no sets; was it recorded as strength training?")
        )
    moment = datetime.fromtimestamp(_FIT_BEGINS + first + (read.offset_seconds or 0), UTC)
    return moment.date()


def _exercise(one: _Fields, step: _Step | None, catalog: Catalog) -> tuple[str, bool]:
    """The exercise's id, else its name, and True: the watch guessed it."""
    if step is not None and step.name:
        return _called(step.name, catalog), False
    number = one.get(_CATEGORY)
    category = next((name for name, known in WATCH_CATEGORIES.items() if known == number), None)
    if category is None:
        return "unknown exercise (watch)", True
    wanted = one.get(_NAME_IN_CATEGORY)
    name = next((name for name, known in watch_names(category).items() if known == wanted), None)
    if name is None:
        return f"{category.replace('_', ' ')} (watch)", True
    same = [
        exercise.id
        for exercise in catalog.exercises.values()
        if exercise.watch is not None
        and (exercise.watch.category, exercise.watch.name) == (category, name)
    ]
    return (same[0] if len(same) == 1 else f"{name.replace('_', ' ')} (watch)"), True


def _called(name: str, catalog: Catalog) -> str:
    """The id of an exercise by the name of a step, which may be cut short."""
    found = catalog.exercise_named(name)
    if found is None and len(name) >= _LEAST_OF_A_NAME_CUT_SHORT:
        longer = [one.id for one in catalog.exercises.values() if one.name.startswith(name)]
        found = longer[0] if len(longer) == 1 else None
    return found or name


def _row(where: str, day: date, name: str, one: _Fields, step: _Step | None) -> SetRow | None:
    """A set; None where neither repetitions nor a time are told that can be.

    0 repetitions are none counted, as where the wrist rests; they are no set that failed.
    """
    reps: int | None = _whole(one, _REPS, 0)
    seconds: int | None = round(_whole(one, _DURATION, 0) / 1000)
    if step is not None and not step.is_timed and _EACH_SIDE in step.notes:
        reps = (reps or 0) // 2
    if not reps or reps > _MOST_REPS or (step is not None and step.is_timed):
        reps = None
    if reps is not None or not seconds or seconds > _MOST_SECONDS:
        seconds = None
    if reps is None and seconds is None:
        return None
    weight, unit = _weight(one)
    return SetRow(
        where=where,
        day=day,
        workout=day.isoformat(),
        exercise=name,
        weight=weight,
        unit=unit,
        reps=reps,
        seconds=seconds,
        is_warm_up=step is not None and step.leads_up,
    )


def _weight(one: _Fields) -> tuple[float | None, Units | None]:
    """As it stood on the watch, which keeps sixteenths of a kilogram: the roundest that fits."""
    sixteenths = _whole(one, _WEIGHT, 0)
    if not 0 < sixteenths < 0xFFFE:
        return None, None
    unit: Units = "lb" if one.get(_UNIT) == _POUNDS else "kg"
    to_unit = 1 / _KG_PER_LB if unit == "lb" else 1.0
    exact, tolerance = sixteenths / _WEIGHT_STEPS * to_unit, to_unit / _WEIGHT_STEPS
    for step in _ROUND_WEIGHTS:
        nearest = round(exact / step) * step
        if abs(nearest - exact) < tolerance:
            return round(nearest, 2), unit
    return round(exact, 2), unit
