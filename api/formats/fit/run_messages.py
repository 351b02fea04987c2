"""A run as a FIT workout: walks, bouts, work and recoveries as steps that a watch counts down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import Intensity, Sport, WorkoutStepDuration

from api.formats.fit.messages import (
    MOST_NAME_BYTES,
    MOST_NOTES_BYTES,
    bounded,
    file_id,
    rounds_message,
    set_no_target,
    workout_file,
)
from api.formats.fit.steps import RoundsStep
from api.words.phrases import day_name
from api.words.rows import in_rows
from optimizer.documents.running import Bout, BoutKind, PlannedRun

_WORKOUT, _STEP, _ROUNDS = 1, 2, 3
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


@dataclass(frozen=True)
class BoutStep:
    bout: Bout
    intensity: Intensity


Step = BoutStep | RoundsStep


def run_file(run: PlannedRun, uid: str, start: datetime) -> bytes:
    """The FIT workout of one run; ``uid``: of its event, by which a watch tells it from others.

    What comes again in a row is there once, with a step that goes back so many times.  A race has
    no time to end by: its one step ends when the runner says so.
    """
    steps = run_steps(run)
    workout = WorkoutMessage(local_id=_WORKOUT)
    workout.sport = Sport.RUNNING
    # All of them, those of rounds too, as Garmin's own examples of workouts count.
    workout.num_valid_steps = len(steps)
    workout.workout_name = bounded(f"{run.name} {day_name(start.date())}", MOST_NAME_BYTES)
    messages = [_message(index, step, run) for index, step in enumerate(steps)]
    return workout_file([file_id(uid, start), workout, *messages])


def run_steps(run: PlannedRun) -> tuple[Step, ...]:
    """The bouts in order, each group that comes again in a row once."""
    bouts = run.bouts or (Bout(kind="run", seconds=60 * run.minutes),)
    parts = [BoutStep(bout, _INTENSITIES[bout.kind]) for bout in bouts]
    # The walks around a session of bouts are its warm-up and its cool-down.
    for index, intensity in ((0, Intensity.WARMUP), (-1, Intensity.COOLDOWN)):
        if len(parts) > 1 and bouts[index].kind == "walk":
            parts[index] = BoutStep(bouts[index], intensity)
    steps: list[Step] = []
    for group, rounds in in_rows(parts):
        first = len(steps)
        steps.extend(group)
        if rounds > 1:
            steps.append(RoundsStep(first, rounds))
    return tuple(steps)


def _message(index: int, step: Step, run: PlannedRun) -> WorkoutStepMessage:
    if isinstance(step, RoundsStep):
        message = rounds_message(step.first, step.rounds, _ROUNDS)
    else:
        message = _bout(step, ends=run.kind != "race")
    message.message_index = index
    return message


def _bout(step: BoutStep, *, ends: bool) -> WorkoutStepMessage:
    bout = step.bout
    message = WorkoutStepMessage(local_id=_STEP)
    message.workout_step_name = bounded(
        f"{_NAMES[bout.kind]} {length(bout.seconds)}", MOST_NAME_BYTES
    )
    message.notes = bounded(bout.effort or _NAMES[bout.kind], MOST_NOTES_BYTES)
    message.intensity = step.intensity
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
