"""Plans of runs as events of a calendar and as workouts of a watch."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from api.calendars.run_plans_out import planned_run_uid, run_text
from api.formats.run_plans import (
    RUN_FORMATS,
    run_files,
    run_format_for_file,
    run_format_named,
    runs_as_one,
)
from api.words.rows import in_rows
from catalog import load_catalog
from optimizer import RunsPlan, RunsRequest, UnusableInput, read_runs_request, runs
from tests.api.formats.watch import (
    ACTIVE,
    COOL_DOWN,
    OPEN,
    REST,
    ROUNDS,
    TIME,
    WARM_UP,
    performed,
    read_by_fitdecode,
    read_by_fitparse,
    steps,
)

CATALOG = load_catalog()


def planned(running: dict[str, Any], **fields: Any) -> tuple[RunsRequest, RunsPlan]:
    document = {
        "athlete": {"id": "ana"}, "start": "2026-11-30", "timezone": "Europe/Berlin",
        "running": running, **fields,
    }  # fmt: skip
    request = read_runs_request(json.dumps(document))
    return request, runs(request, catalog=CATALOG)


PROGRAM = planned({"plan": "couch_to_5k"})
RACE = planned(
    {"plan": "custom", "days_a_week": 4, "minutes_a_week": 220, "longest_minutes": 70},
    goal={"race": "2027-04-11", "distance_km": 21.0975},
)


def events(request: RunsRequest, answer: RunsPlan) -> list[icalendar.Event]:
    [file] = run_files("ics", request, answer)
    calendar = icalendar.Calendar.from_ical(file.data)
    return [part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)]


@pytest.mark.parametrize("plan", [PROGRAM, RACE], ids=["couch_to_5k", "custom"])
def test_every_run_is_an_event_of_its_time_and_length(plan: tuple[RunsRequest, RunsPlan]) -> None:
    """Also where the clocks change, at the end of March."""
    request, answer = plan
    found = {str(event["UID"]): event for event in events(request, answer)}
    planned_runs = [run for week in answer.weeks for run in week.runs]
    assert len(found) == len(planned_runs)
    for run in planned_runs:
        event = found[planned_run_uid(request, run.id)]
        start, end = (event.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND"))
        assert start == datetime.fromisoformat(run.start)
        assert end - start == timedelta(minutes=run.minutes)
        assert str(event["SUMMARY"]) == run.name


def test_a_later_plan_of_the_same_start_updates_its_events() -> None:
    reports = [{"id": "w1a", "date": "2026-12-01", "rpe": 5}]
    later = planned({"plan": "couch_to_5k", "reports": reports})
    before, after = ({str(e["UID"]): e for e in events(*one)} for one in (PROGRAM, later))
    shared = before.keys() & after.keys()
    assert before.keys() <= after.keys()
    assert all(after[uid].decoded("SEQUENCE") > before[uid].decoded("SEQUENCE") for uid in shared)


def test_an_event_tells_its_bouts() -> None:
    run = PROGRAM[1].weeks[0].runs[0]
    assert run_text(run).splitlines() == [
        "5 min walk",
        "7 × (1 min run + 2 min walk): easy: you can speak in whole sentences",
        "1 min run: easy: you can speak in whole sentences",
        "5 min walk",
    ]


@pytest.mark.parametrize("plan", [PROGRAM, RACE], ids=["couch_to_5k", "custom"])
def test_every_run_is_a_workout_with_its_bouts(plan: tuple[RunsRequest, RunsPlan]) -> None:
    """Two decoders read the same, and the steps last as long as the bouts."""
    request, answer = plan
    files = {file.name: file.data for file in run_files("fit", request, answer)}
    for week in answer.weeks:
        for run in week.runs:
            data = files[f"ana-{run.day}-{run.id}.fit"]
            messages = read_by_fitdecode(data)
            assert messages == read_by_fitparse(data)
            [workout] = [fields for name, fields in messages if name == "workout"]
            assert workout["sport"] == 1
            assert workout["num_valid_steps"] == len(steps(messages)) <= max(1, len(run.bouts))
            done = performed(messages)
            if run.kind == "race":
                assert [step["duration_type"] for step in done] == [OPEN]
                continue
            assert {step["duration_type"] for step in done} == {TIME}
            lengths = [step["duration_time"] for step in done]
            assert lengths == [1000 * b.seconds for b in run.bouts] or not run.bouts


def test_walks_around_are_warm_up_and_cool_down_and_between_are_rests() -> None:
    [first, *_] = run_files("fit", *PROGRAM)
    done = performed(read_by_fitdecode(first.data))
    kinds = [step["intensity"] for step in done]
    assert kinds == [WARM_UP, *[ACTIVE, REST] * 7, ACTIVE, COOL_DOWN]
    assert done[1]["wkt_step_name"] == "Run 1 min"


def test_bouts_that_come_again_are_one_round_of_a_watch() -> None:
    """8 minutes of running with 7 walks between, a walk around: six steps and not seventeen."""
    [first, *_] = run_files("fit", *PROGRAM)
    warm_up, run, walk, rounds, last, cool_down = steps(read_by_fitdecode(first.data))
    assert [one["duration_time"] for one in (warm_up, run, walk, last, cool_down)] == [
        300_000, 60_000, 120_000, 60_000, 300_000,
    ]  # fmt: skip
    assert (rounds["duration_type"], rounds["duration_step"], rounds["repeat_steps"]) == (
        ROUNDS, 1, 7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        ("", []),
        ("a", [("a", 1)]),
        ("abab", [("ab", 2)]),
        ("wababad", [("w", 1), ("ab", 2), ("a", 1), ("d", 1)]),
        ("abcdabcd", [("abcd", 2)]),
        ("ababxababx", [("ababx", 2)]),
        ("abababab", [("ab", 4)]),
        ("aab", [("a", 1), ("a", 1), ("b", 1)]),
    ],
)
def test_what_comes_again_in_a_row_stands_once(parts: str, rows: list[tuple[str, int]]) -> None:
    assert [("".join(group), count) for group, count in in_rows(parts)] == rows


def test_no_two_workouts_have_the_same_number() -> None:
    numbers = [
        fields["serial_number"]
        for file in run_files("fit", *RACE)
        for name, fields in read_by_fitdecode(file.data)
        if name == "file_id"
    ]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("form", RUN_FORMATS)
def test_the_same_plan_gives_the_same_bytes(form: Any) -> None:
    first, second = (runs_as_one(form, *planned({"plan": "couch_to_5k"})) for _ in range(2))
    assert first == second


def test_workouts_travel_as_one_archive() -> None:
    media, file = runs_as_one("fit", *PROGRAM)
    assert media == "application/zip"
    assert len(zipfile.ZipFile(io.BytesIO(file.data)).namelist()) == 27


@pytest.mark.parametrize(
    ("name", "form"), [("a.ics", "ics"), ("a.json", "json"), ("a.zip", "fit"), ("watch", "fit")]
)
def test_the_ending_says_the_format(name: str, form: str) -> None:
    assert run_format_for_file(name) == form


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(UnusableInput, match="is no format of runs; known: fit, ics, json"):
        run_format_named("pdf")
