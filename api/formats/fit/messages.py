"""A session as a FIT workout: ``file_id``, ``workout`` and its ``workout_step`` messages.

The bytes depend on the plan alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime

from fit_tool.data_message import DataMessage
from fit_tool.definition_message import DefinitionMessage
from fit_tool.fit_file import FitFile
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.fit_file_header import FitFileHeader, ProtocolVersion
from fit_tool.message import Message
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    FileType,
    FitBaseUnit,
    Intensity,
    Manufacturer,
    Sport,
    SubSport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from api.calendars.identity import session_uid
from api.formats.fit.steps import Part, RestStep, SetStep, Step, steps_of
from api.words.effort import effort_in_words, load_in_words
from api.words.next_week import step_in_short
from api.words.phrases import day_name
from api.words.roles import role_in_words
from catalog import Catalog
from catalog.watch_profile import WATCH_CATEGORIES, watch_names
from optimizer.documents.request import Request
from optimizer.documents.result import NextStep, Session

MOST_NAME_BYTES = 50
"""Of the name of a workout or a step, with its end mark.  The profile sets no bound; small watches
show about 15 letters, and longer fields are where old ones fail."""
MOST_NOTES_BYTES = 200
"""Of the notes of a step, with their end mark; a FIT field cannot have more than 255."""

_MOST_KG = 655.34
"""In hundredths the most that the field holds."""

_INTENSITIES: dict[Part, Intensity] = {
    "warm_up": Intensity.WARMUP,
    "main": Intensity.ACTIVE,
    "cool_down": Intensity.COOLDOWN,
}

# Each shape of message has a local number of its own, so that it is defined only once in a file.
_FILE_ID, _WORKOUT, _NAMED_SET, _OTHER_SET, _REST, _ROUNDS, _NAMED_LOAD, _OTHER_LOAD = range(8)

# The first version can say all of this, and an old watch refuses a file of a later one.
_PROTOCOL = ProtocolVersion(1, 0)

# FIT counts the seconds of a date from the end of 1989 and reads small numbers as times since the
# watch was switched on.
_FIRST_MOMENT = datetime(1999, 1, 1, tzinfo=UTC)
_LAST_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)


def session_file(
    request: Request, session: Session, catalog: Catalog, next_week: tuple[NextStep, ...] = ()
) -> bytes:
    """The FIT workout of one session of a plan that answers ``request``.

    ``next_week``: the plan's, for the notes of its steps.

    An exercise that ``catalog`` does not know, or that has no ``watch`` there, stands as unknown
    with its name.
    """
    start = session.starts_at
    steps = steps_of(session)
    messages: list[DataMessage] = [
        file_id(session_uid(request, session.id), start),
        _workout(start.date(), len(steps)),
        *(_message(index, step, catalog, next_week) for index, step in enumerate(steps)),
    ]
    return workout_file(messages)


def workout_file(messages: Sequence[DataMessage]) -> bytes:
    """A FIT file of these messages, each shape defined once."""
    builder = FitFileBuilder()
    defined: set[int] = set()
    for message in messages:
        if message.local_id not in defined:
            defined.add(message.local_id)
            builder.add(_definition([m for m in messages if m.local_id == message.local_id]))
        builder.add(message)
    records = builder.records
    header = FitFileHeader(sum(record.size for record in records), _PROTOCOL, gen_crc=True)
    return FitFile(header, records).to_bytes()


def _definition(alike: Sequence[DataMessage]) -> Message:
    """The definition of messages of one shape, with room for the longest text of each field."""
    definition: DefinitionMessage = DefinitionMessage.from_data_message(alike[0])
    for message in alike[1:]:
        sizes = {field.field_id: field.size for field in message.fields if field.is_valid()}
        for field in definition.field_definitions:
            field.size = max(field.size, sizes[field.field_id])
    return definition


def file_id(uid: str, start: datetime) -> FileIdMessage:
    """Who made the file, and which it is.

    Workouts are told apart by these numbers.  A session keeps its own when the week is planned
    again, as its event in a calendar does.
    """
    message = FileIdMessage(local_id=_FILE_ID)
    message.type = FileType.WORKOUT
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    # Above zero, which FIT keeps for no number at all.
    digest = hashlib.sha256(uid.encode()).digest()
    message.serial_number = int.from_bytes(digest[:4], "big") % 0xFFFF_FFFE + 1
    moment = min(max(start.astimezone(UTC), _FIRST_MOMENT), _LAST_MOMENT)
    message.time_created = round(moment.timestamp()) * 1000
    return message


def _workout(day: date, steps: int) -> WorkoutMessage:
    message = WorkoutMessage(local_id=_WORKOUT)
    message.sport = Sport.TRAINING
    message.sub_sport = SubSport.STRENGTH_TRAINING
    # All of them, those of rounds too, as Garmin's own examples of workouts count.
    message.num_valid_steps = steps
    message.workout_name = bounded(f"Strength {day_name(day)}", MOST_NAME_BYTES)
    return message


def _message(
    index: int, step: Step, catalog: Catalog, next_week: tuple[NextStep, ...]
) -> WorkoutStepMessage:
    if isinstance(step, SetStep):
        message = _set(step, catalog, next_week)
    elif isinstance(step, RestStep):
        message = _rest(step)
    else:
        message = rounds_message(step.first, step.rounds, _ROUNDS)
    message.message_index = index
    return message


def _set(step: SetStep, catalog: Catalog, next_week: tuple[NextStep, ...]) -> WorkoutStepMessage:
    exercise = catalog.exercises.get(step.item.exercise)
    name = step.item.name or (exercise.name if exercise else step.item.exercise)
    watch = exercise.watch if exercise else None
    load = step.item.load
    is_named = watch is not None and watch.name is not None
    if load is None or load.kg is None:
        message = WorkoutStepMessage(local_id=_NAMED_SET if is_named else _OTHER_SET)
    else:
        message = WorkoutStepMessage(local_id=_NAMED_LOAD if is_named else _OTHER_LOAD)
        message.exercise_weight = min(load.kg, _MOST_KG)
        unit = FitBaseUnit.POUND if load.unit == "lb" else FitBaseUnit.KILOGRAM
        message.weight_display_unit = unit.value
    message.workout_step_name = bounded(name, MOST_NAME_BYTES)
    # Of a drill or a stretch the intensity of the step says it.
    role = role_in_words(step.item) if step.part == "main" else ""
    labelled = f"{name}, {role}" if role else name
    words = (step.words, load_in_words(step.item), effort_in_words(step.item))
    notes = f"{step.item.label} {labelled}: {', '.join(part for part in words if part)}"
    coming = step_in_short(step.item, next_week)
    if coming:
        notes = f"{notes}; {coming}"
    # Not every watch has the long hyphen.
    message.notes = bounded(notes.replace("–", "-"), MOST_NOTES_BYTES)
    message.intensity = _INTENSITIES[step.part]
    if step.reps is not None:
        message.duration_type = WorkoutStepDuration.REPS
        message.duration_reps = step.reps
    elif step.seconds is not None:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = float(step.seconds)
    else:
        message.duration_type = WorkoutStepDuration.OPEN
        message.duration_value = 0
    set_no_target(message)
    message.exercise_category = WATCH_CATEGORIES[watch.category if watch else "unknown"]
    if watch and watch.name is not None:
        message.exercise_name = watch_names(watch.category)[watch.name]
    return message


def _rest(step: RestStep) -> WorkoutStepMessage:
    """A rest names no exercise: with one, some watches show the first of their list."""
    message = WorkoutStepMessage(local_id=_REST)
    message.workout_step_name = "Change sides" if step.changes_side else "Rest"
    message.intensity = Intensity.REST
    message.duration_type = WorkoutStepDuration.TIME
    message.duration_time = float(step.seconds)
    set_no_target(message)
    return message


def rounds_message(first: int, rounds: int, local_id: int) -> WorkoutStepMessage:
    """Everything from the step numbered ``first``, ``rounds`` times in all."""
    message = WorkoutStepMessage(local_id=local_id)
    message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
    message.duration_step = first
    message.target_type = WorkoutStepTarget.OPEN
    message.target_repeat_steps = rounds
    return message


def set_no_target(message: WorkoutStepMessage) -> None:
    """A step without a pace or a heart rate to keep to."""
    message.target_type = WorkoutStepTarget.OPEN
    message.target_value = 0


def bounded(text: str, most_bytes: int) -> str:
    """``text`` on one line in at most ``most_bytes`` bytes of UTF-8, one of them the end mark.

    It is cut between two letters, never inside one.
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    data = line.encode(errors="replace")
    return data[: most_bytes - 1].decode(errors="ignore").rstrip()
