"""FIT activities as logs: what a watch recorded, and what of it is a guess."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import fitdecode
import pytest
from fit_tool.data_message import DataMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.profile_type import FitBaseUnit, SetType
from hypothesis import given
from hypothesis import strategies as st

from api.catalog.example_requests import examples
from api.command_line.main import main
from api.formats.fit.messages import session_file, workout_file
from api.training_log import fit_activity
from api.training_log.documents import LogOptions, LogReading
from api.training_log.reading import read_log
from benchmarks import watch, watch_log
from catalog import load_catalog
from optimizer import Request, UnusableInput
from tests import answers

CATALOG = load_catalog()
_EVENING = datetime.fromisoformat("2026-11-24T23:50:00+01:00")


def assert_nothing_is_lost(week: Request) -> None:
    result = answers.answer_to(week)
    assert result.plan is not None
    assert watch_log.faults(week, result, CATALOG) == []


@pytest.mark.parametrize("name", answers.by_example(example.id for example in examples()))
def test_the_next_week_loses_no_set_of_what_a_watch_recorded(name: str) -> None:
    """Plan, file, activity, log: the same sets, repetitions, holds and weights as were planned."""
    assert_nothing_is_lost(answers.request_of(name))


@pytest.mark.parametrize(
    "week", [*watch_log.drawn(12, windows_a_week=(1,))], ids=lambda week: week.athlete.id
)
def test_the_week_after_a_small_one_loses_no_set_of_it_either(week: Request) -> None:
    assert_nothing_is_lost(week)


@pytest.fixture(scope="module")
def activity() -> bytes:
    """Of the first session of an example."""
    week = answers.request_of("p1")
    result = answers.answer_to(week)
    assert result.plan is not None
    session = result.plan.sessions[0]
    return watch.activity_of(session_file(week, session, CATALOG), session.starts_at)


def by_movement(*sets: tuple[int, int | None, int, float], pounds: bool = False) -> bytes:
    """An activity without a workout: category, name, repetitions and kilograms of each set."""
    messages: list[DataMessage] = [watch.file_id(_EVENING)]
    for number, (category, name, reps, kg) in enumerate(sets):
        message = SetMessage(local_id=2)
        message.message_index = number
        message.set_type = SetType.ACTIVE.value
        message.start_time = round(_EVENING.timestamp()) * 1000
        message.duration = 40.0
        message.repetitions = reps
        message.weight = kg
        message.weight_display_unit = (FitBaseUnit.POUND if pounds else FitBaseUnit.KILOGRAM).value
        message.category = [category]
        message.category_subtype = [0xFFFF if name is None else name]
        messages.append(message)
    return workout_file([*messages, watch.end_of(_EVENING)])


def exercises_by_day(reading: LogReading) -> Sequence[tuple[str, str | None, int]]:
    return [(one.date, one.exercise or one.name, len(one.work_sets)) for one in reading.log]


def test_what_the_watch_guessed_is_marked() -> None:
    """Goblet squat (28, 37), a curl of some kind (7) and nothing that the profile has."""
    found = read_log(by_movement((28, 37, 10, 12.5), (7, None, 8, 0), (65534, None, 5, 0)), CATALOG)
    assert found.source == "fit"
    assert exercises_by_day(found) == [
        ("2026-11-24", "goblet_squat", 1),
        ("2026-11-24", "curl (watch)", 1),
        ("2026-11-24", "unknown (watch)", 1),
    ]
    assert [(one.exercise, one.guessed) for one in found.guessed] == [
        (name, ("exercise", "repetitions"))
        for name in ("goblet_squat", "curl (watch)", "unknown (watch)")
    ]
    [goblet, *_] = found.log
    assert goblet.note == "exercise guessed by the watch; repetitions counted by the watch"
    assert [(one.reps, one.kg) for one in goblet.sets] == [(10, 12.5)]
    assert {one.name for one in found.unknown} == {"curl (watch)", "unknown (watch)"}


def test_what_the_reader_says_is_no_guess() -> None:
    options = LogOptions(names={"curl (watch)": "biceps_curl"})
    [entry] = read_log(by_movement((7, None, 8, 10.0)), CATALOG, options).log
    assert (entry.exercise, entry.name) == ("biceps_curl", "curl (watch)")
    assert entry.note == "repetitions counted by the watch"


def test_a_step_of_the_workout_names_the_exercise(activity: bytes) -> None:
    found = read_log(activity, CATALOG)
    assert found.unknown == ()
    assert all("exercise" not in one.guessed for one in found.guessed)
    assert any(one.guessed == ("repetitions",) for one in found.guessed)


@pytest.mark.parametrize(
    ("kg", "pounds", "written"),
    [(22.5, False, {"kg": 22.5}), (9.1, False, {"kg": 9.1}), (20.41, True, {"lb": 45.0})],
)
def test_weights_are_those_that_stood_on_the_watch(
    kg: float, pounds: bool, written: dict[str, float]
) -> None:
    """The file has sixteenths of a kilogram."""
    [entry] = read_log(by_movement((28, 37, 10, kg), pounds=pounds), CATALOG).log
    assert entry.sets[0].model_dump(include={"kg", "lb"}, exclude_none=True) == written


def test_what_is_no_activity_is_refused_with_a_cure(activity: bytes) -> None:
    week = answers.request_of("p1")
    plan = answers.answer_to(week).plan
    assert plan is not None
    workout = session_file(week, plan.sessions[0], CATALOG)
    damaged = activity[:-3] + bytes([activity[-3] ^ 1]) + activity[-2:]
    for data, says in (
        (workout, "is a workout for a watch; give the activity"),
        (damaged, "is damaged"),
        (activity[:200], "is damaged"),
        (activity + activity, "holds more than one; give one activity at a time"),
        (by_movement(), "has no sets; was it recorded as strength training"),
    ):
        with pytest.raises(UnusableInput) as refused:
            read_log(data, CATALOG)
        assert says in str(refused.value.problems[0])


@given(st.data())
def test_no_bytes_are_more_than_a_sentence(activity: bytes, data: st.DataObject) -> None:
    """Whatever stands in a damaged file, checksums aside."""
    at = data.draw(st.integers(14, len(activity) - 3))
    changed = bytearray(activity)
    changed[at] = data.draw(st.integers(0, 255))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit_activity, "_CRC", fitdecode.CrcCheck.DISABLED)
        with contextlib.suppress(UnusableInput):
            assert read_log(bytes(changed), CATALOG).source == "fit"


def test_the_command_puts_an_activity_into_a_request(
    activity: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "monday.fit").write_bytes(activity)
    assert main(["log", str(tmp_path / "monday.fit"), "--text"]) == 0
    said = capsys.readouterr().out
    assert "Log from a watch" in said
    assert "Repetitions are as the watch counted them." in said
