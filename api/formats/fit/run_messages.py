"""A run as a FIT workout: walks, bouts, work and recoveries as steps that a watch counts down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import Intensity, Sport, WorkoutStepDuration

from api.formats.fit.messages import (
    MOST_NAME_BYTES,
    MOST_NOTES_BYTES,
    bounded,
    file_id,
    set_no_target,
    workout_file,
)
from api.words.phrases import day_name
from optimizer.documents.running import Bout, BoutKind

if TYPE_CHECKING:
    from datetime import datetime

    from optimizer.documents.running import PlannedRun

_WORKOUT, _STEP = 1, 2
_NAMES: dict[BoutKind, str] = {
    "warm_up": "Warm up",
    "walk": "Walk",
    "run": "Run",
    "work": "Hard",
    "recovery": "Recover",
    "strides": "Stride",
    "cool_down": "Cool down",
}
_INTENSITIES: dict[BoutKind, Intensity] = {
    "warm_up": Intensity.WARMUP,
    "walk": Intensity.REST,
    "run": Intensity.ACTIVE,
    "work": Intensity.ACTIVE,
    "recovery": Intensity.REST,
    "strides": Intensity.ACTIVE,
    "cool_down": Intensity.COOLDOWN,
}


def run_file(run: PlannedRun, uid: str, start: datetime) -> bytes:
    """The FIT workout of one run; ``uid``: of its event, by which a watch tells it from others.

    A race has no time to end by: its one step ends when the runner says so.
    """
    bouts = run.bouts or (Bout(kind="run", seconds=60 * run.minutes),)
    workout = WorkoutMessage(local_id=_WORKOUT)
    workout.sport = Sport.RUNNING
    workout.num_valid_steps = len(bouts)
    workout.workout_name = bounded(f"{run.name} {day_name(start.date())}", MOST_NAME_BYTES)
    steps = [
        _step(index, bout, len(bouts), ends=run.kind != "race") for index, bout in enumerate(bouts)
    ]
    return workout_file([file_id(uid, start), workout, *steps])


def _step(index: int, bout: Bout, count: int, *, ends: bool) -> WorkoutStepMessage:
    message = WorkoutStepMessage(local_id=_STEP)
    message.message_index = index
    message.workout_step_name = bounded(
        f"{_NAMES[bout.kind]} {length(bout.seconds)}", MOST_NAME_BYTES
    )
    message.notes = bounded(bout.effort or _NAMES[bout.kind], MOST_NOTES_BYTES)
    message.intensity = _INTENSITIES[bout.kind]
    if bout.kind == "walk" and index in (0, count - 1):
        # The walks around a session of bouts are its warm-up and its cool-down.
        message.intensity = Intensity.WARMUP if index == 0 else Intensity.COOLDOWN
    if ends:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = float(bout.seconds)
    else:
        message.duration_type = WorkoutStepDuration.OPEN
        message.duration_value = 0
    set_no_target(message)
    return message


def length(seconds: int) -> str:
    """``3 min``, ``1:30 min``, ``20 s``."""
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d} min" if rest else f"{minutes} min"
