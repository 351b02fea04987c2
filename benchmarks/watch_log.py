"""A watch that does a workout as it is written and records it, for the round trip through files.

``python -m benchmarks.watch_log`` draws a thousand weeks, plans each, writes its sessions for a
watch, has them done set by set, reads the activities back as logs, and tells what the next week
would hold otherwise than by the plan itself: nothing may be lost and nothing be added.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
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

from api.formats.fit.messages import session_file, workout_file
from api.training_log.reading import read_log
from benchmarks.draw import a_run, a_window, athlete_week
from catalog import Catalog, load_catalog
from optimizer import Request, Result, plan, read_request
from optimizer.building.past_sessions import past_sessions
from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Plan, Session
from optimizer.documents.strength import LogEntry

WEEKS = 1000
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
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


def log_of(request: Request, result: Plan, catalog: Catalog) -> tuple[LogEntry, ...]:
    """The log of a week that a watch has recorded, one activity a session."""
    found: list[LogEntry] = []
    for session in result.sessions:
        workout = session_file(request, session, catalog)
        activity = activity_of(workout, session.starts_at)
        found += read_log(activity, catalog).log
    return tuple(found)


def faults(request: Request, result: Result, catalog: Catalog) -> list[str]:
    """What the log says otherwise than the plan; empty: the next week loses no set."""
    assert result.plan is not None
    log = log_of(request, result.plan, catalog)
    wrong = [
        f"{session.id}: {exercise} {count} sets, not {planned.get(exercise, 0)}"
        for session in result.plan.sessions
        for planned in (session.training_sets(),)
        for exercise, count in _logged(log, session).items()
        if planned.get(exercise, 0) != count
    ]
    later = (datetime.fromisoformat(request.week.start) + timedelta(days=7)).date().isoformat()
    following = request.model_copy(
        update={"week": request.week.model_copy(update={"start": later})}
    )
    planned_week = PreviousWeek(plan=result.plan)
    by_plan = following.model_copy(update={"previous": planned_week})
    logged = planned_week.model_copy(update={"log": log})
    by_log = following.model_copy(update={"previous": logged})
    if [(one.start, Counter(one.sets)) for one in past_sessions(by_plan)] != [
        (one.start, Counter(one.sets)) for one in past_sessions(by_log)
    ]:
        wrong.append("the sessions that the next week keeps a distance to are others")
    return [*wrong, *_other_doses(result.plan, log)]


def _logged(log: Sequence[LogEntry], session: Session) -> Counter[str]:
    day = session.starts_at.date().isoformat()
    counts = Counter(dict.fromkeys(session.training_sets(), 0))
    for entry in log:
        if entry.date == day and entry.work_sets:
            counts[entry.exercise or str(entry.name)] += len(entry.work_sets)
    return counts


def _other_doses(result: Plan, log: Sequence[LogEntry]) -> Iterator[str]:
    """Sets whose repetitions, seconds or weight are not those that were planned."""
    for session in result.sessions:
        day = session.starts_at.date().isoformat()
        for item in (item for block in session.blocks if block.is_work for item in block.items):
            wanted = item.reps[1] if item.reps is not None else (item.hold_seconds or (0, 0))[1]
            load = None if item.load is None else item.load.kg
            for one in (
                one for entry in log if entry.date == day and entry.exercise == item.exercise
                for one in entry.work_sets
            ):  # fmt: skip
                amount = one.hold_seconds if item.reps is None else one.reps
                kg = one.in_kg
                same_load = (kg is None) == (load is None) and abs((kg or 0) - (load or 0)) < 0.05
                if amount != wanted or not same_load:
                    yield f"{session.id}: {item.exercise} {amount} with {kg}, not {wanted} {load}"


def drawn(
    count: int, windows_a_week: tuple[int, ...] = (1, 2, 2), seed: str = "watch"
) -> Iterator[Request]:
    """``count`` requests: windows of 25 to 75 minutes around three runs; half of the athletes count
    in pounds, half have lifts from which loads follow."""
    chance = random.Random(seed)
    for number in range(count):
        days = sorted(chance.sample(_DAYS, chance.choice(windows_a_week)), key=_DAYS.index)
        windows = [a_window(day, "18:30", chance.randrange(25, 76, 5)) for day in days]
        runs = [a_run(day, "07:00", chance.randrange(30, 61, 5)) for day in ("Mon", "Wed", "Sat")]
        document = athlete_week(chance, number, windows, runs)
        document["athlete"]["id"] = f"watch-{number}"
        if chance.random() < 0.5:
            document["athlete"]["units"] = "lb"
        if chance.random() < 0.5:
            document["athlete"]["lifts"] = [
                {"exercise": "back_squat", "kg": chance.randrange(40, 121, 5), "reps": 5},
                {"exercise": "goblet_squat", "kg": chance.randrange(8, 33, 4), "reps": 8},
            ]
        yield read_request(json.dumps(document))


def main() -> int:
    catalog, count = load_catalog(), 0
    for request in drawn(WEEKS):
        result = plan(request, catalog=catalog, explain_conflict=False)
        if result.plan is None or not result.plan.sessions:
            continue
        count += 1
        for wrong in faults(request, result, catalog):
            print(f"{request.athlete.id}: {wrong}", flush=True)
            return 1
    print(f"{count} of {WEEKS} drawn weeks have sessions; the next week loses no set of any")
    return 0


if __name__ == "__main__":
    sys.exit(main())
