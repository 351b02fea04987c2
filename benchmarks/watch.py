"""A watch that does a workout as it is written and records it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import fitdecode
from fit_tool.data_message import DataMessage
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    FileType,
    Intensity,
    Manufacturer,
    SetType,
    WorkoutStepDuration,
)

from api.formats.fit.messages import workout_file

_ROUNDS = 6
"""The way in which a step of a workout ends that goes back to an earlier one."""
_BY_TIME, _BY_REPS = 0, 29
_FIRST_MOMENT = datetime(1989, 12, 31, tzinfo=UTC)
_SECONDS_A_REP = 3.0


@dataclass(frozen=True)
class _Step:
    """A step of a workout by the numbers of the profile, as far as a watch goes by it."""

    index: int
    fields: dict[str, int | float | str]

    def whole(self, name: str) -> int:
        return int(self.fields.get(name, 0))


def activity_of(workout: bytes, start: datetime) -> bytes:
    """The FIT activity of the session in ``workout``, begun at ``start``: every step in its order,
    every repetition and second as it is asked for, with the weight that the step names.

    As a watch does, it keeps the steps of the workout beside the sets.
    """
    steps = _steps(workout)
    messages: list[DataMessage] = [file_id(start)]
    messages += [_step(step) for step in steps]
    now = start
    for number, step in enumerate(_performed(steps)):
        message, seconds = _set(step, number, now)
        messages.append(message)
        now += timedelta(seconds=seconds)
    messages.append(end_of(now))
    return workout_file(messages)


def _steps(workout: bytes) -> list[_Step]:
    found: list[_Step] = []
    with fitdecode.FitReader(io.BytesIO(workout), processor=None) as frames:
        for frame in frames:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "workout_step":
                fields: dict[str, int | float | str] = {}
                for one in frame.fields:
                    # Numbers stand as they are in the file.
                    value = one.value if isinstance(one.raw_value, (str, bytes)) else one.raw_value
                    if isinstance(value, (int, float, str)):
                        fields[one.name] = value
                found.append(_Step(len(found), fields))
    return found


def _performed(steps: Sequence[_Step]) -> Iterator[_Step]:
    done: list[_Step] = []
    begins: list[int] = []
    for step in steps:
        begins.append(len(done))
        if step.whole("duration_type") == _ROUNDS:
            again = done[begins[step.whole("duration_step")] :]
            done += again * (step.whole("repeat_steps") - 1)
        else:
            done.append(step)
    return iter(done)


def file_id(start: datetime) -> FileIdMessage:
    message = FileIdMessage(local_id=0)
    message.type = FileType.ACTIVITY
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    message.serial_number = 1
    message.time_created = round(start.timestamp()) * 1000
    return message


def _step(step: _Step) -> WorkoutStepMessage:
    message = WorkoutStepMessage(local_id=1)
    message.message_index = step.index
    message.workout_step_name = str(step.fields.get("wkt_step_name", ""))
    message.notes = str(step.fields.get("notes", ""))
    message.intensity = Intensity(step.whole("intensity"))
    message.duration_type = WorkoutStepDuration(step.whole("duration_type"))
    message.duration_value = step.whole("duration_value")
    return message


def _set(step: _Step, number: int, start: datetime) -> tuple[SetMessage, float]:
    """What the watch writes of one step, and the seconds that it took."""
    message = SetMessage(local_id=2)
    is_rest = step.whole("intensity") == Intensity.REST.value
    timed = step.whole("duration_type") == _BY_TIME
    seconds = step.whole("duration_time") / 1000 if timed else 0.0
    reps = step.whole("duration_reps") if step.whole("duration_type") == _BY_REPS else 0
    seconds = seconds or max(1.0, reps * _SECONDS_A_REP)
    message.message_index = number
    message.set_type = SetType.REST.value if is_rest else SetType.ACTIVE.value
    message.start_time = round(start.timestamp()) * 1000
    message.duration = seconds
    message.repetitions = reps
    message.weight = step.whole("exercise_weight") / 100
    message.weight_display_unit = step.whole("weight_display_unit")
    message.workout_step_index = step.index
    return message, seconds


def end_of(end: datetime) -> ActivityMessage:
    message = ActivityMessage(local_id=3)
    message.timestamp = round(end.timestamp()) * 1000
    offset = end.utcoffset() or timedelta()
    local = end.astimezone(UTC) + offset - _FIRST_MOMENT
    message.local_timestamp = round(local.total_seconds())
    return message
