"""A watch for tests: two independent decoders of FIT files, and what a person does by the steps."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Protocol

import fitdecode
import fitparse

Value = int | float | str
Message = tuple[str, dict[str, Value]]
"""A message's name, and its fields by name: texts as such, everything else as the number that
stands in the file."""
Fields = dict[str, Value]

TIME, OPEN, ROUNDS, REPS = 0, 5, 6, 29
ACTIVE, REST, WARM_UP, COOL_DOWN = 0, 1, 2, 3


def read_by_fitdecode(data: bytes) -> list[Message]:
    """Raises for a wrong checksum."""
    with fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        return [
            (str(frame.name), _given(frame.fields))
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]


def read_by_fitparse(data: bytes) -> list[Message]:
    """Raises for a wrong checksum."""
    with fitparse.FitFile(io.BytesIO(data), check_crc=True) as file:
        return [(str(message.name), _given(message)) for message in file.get_messages()]


class _Field(Protocol):
    name: str
    value: object
    raw_value: object


def _given(fields: Iterable[_Field]) -> Fields:
    """The fields that hold a value.  Of a text the decoded one, since only that is told alike."""
    found: Fields = {}
    for field in fields:
        is_text = isinstance(field.raw_value, (str, bytes))
        value = field.value if is_text else field.raw_value
        if value is not None:
            assert isinstance(value, (int, float, str)), field.name
            found[field.name] = value
    return found


def definitions(data: bytes) -> int:
    """How many messages of the file are defined."""
    with fitdecode.FitReader(io.BytesIO(data)) as reader:
        return sum(isinstance(frame, fitdecode.FitDefinitionMessage) for frame in reader)


def checksum(data: bytes) -> int:
    """The checksum of the FIT protocol (CRC-16, reflected, 0xA001), bit by bit."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def steps(messages: Sequence[Message]) -> list[Fields]:
    return [fields for name, fields in messages if name == "workout_step"]


def performed(messages: Sequence[Message]) -> list[Fields]:
    """The steps as they are done one after another, every round by itself."""
    done: list[Fields] = []
    begins: list[int] = []
    for step in steps(messages):
        begins.append(len(done))
        if step["duration_type"] == ROUNDS:
            again = done[begins[int(step["duration_step"])] :]
            done.extend(again * (int(step["repeat_steps"]) - 1))
        else:
            done.append(step)
    return done
