"""Logs by hand, as JSON and from other programs, read into ``previous.log``."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.command_line.main import main
from api.training_log.cells import day_in, number_in
from api.training_log.documents import LogOptions, LogReading
from api.training_log.reading import read_log
from api.training_log.week_after import week_after
from catalog import load_catalog
from optimizer import Request, Result, UnusableInput, read_request
from optimizer.building.case_of import case_of
from optimizer.documents.request import PreviousWeek
from optimizer.dosing.loads import progress_of
from optimizer.dosing.workouts import workouts_of
from tests.api import weeks

CATALOG = load_catalog()
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,{weight},reps,distance_km,duration_seconds,rpe"
)
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,{weight},Reps,Distance,Seconds,Notes,RPE"
)


def hevy(*rows: str, weight: str = "weight_kg") -> str:
    return "\n".join([HEVY.format(weight=weight), *rows])


def strong(*rows: str, weight: str = "Weight (kg)", separator: str = ",") -> str:
    return "\n".join([STRONG.format(weight=weight), *rows]).replace(",", separator)


def read(text: str, **options: Any) -> LogReading:
    return read_log(text, CATALOG, LogOptions(**options))


def sets_by_day(reading: LogReading) -> list[tuple[str, str | None, list[dict[str, Any]]]]:
    return [
        (
            entry.date,
            entry.exercise or entry.name,
            [one.model_dump(exclude_defaults=True) for one in entry.sets],
        )
        for entry in reading.log
    ]


def refused(text: str, **options: Any) -> list[str]:
    with pytest.raises(UnusableInput) as found:
        read(text, **options)
    return [str(problem) for problem in found.value.problems]


# --- Hevy -----------------------------------------------------------------------------------------

SQUAT = '"Leg day","17 Nov 2026, 18:00","17 Nov 2026, 19:00","",Squat (Barbell),,"",'


def test_hevy_in_kilograms() -> None:
    """A warm-up set is told apart, an effort of 7.5 leaves 2.5, failure leaves none."""
    found = read(
        hevy(
            f"{SQUAT}0,warmup,40,5,,,",
            f"{SQUAT}1,normal,60,6,,,7.5",
            f"{SQUAT}2,failure,60,6,,,",
            '"Leg day","17 Nov 2026, 18:00","","",Plank,,,0,normal,,,,60,',
        )
    )
    assert found.source == "hevy"
    assert sets_by_day(found) == [
        (
            "2026-11-17",
            "back_squat",
            [
                {"reps": 5, "kg": 40.0, "warm_up": True},
                {"reps": 6, "kg": 60.0, "rpe": 7.5},
                {"reps": 6, "kg": 60.0, "rpe": 10.0},
            ],
        ),
        ("2026-11-17", "front_plank", [{"hold_seconds": 60}]),
    ]
    assert [one.reserve for one in found.log[0].sets] == [None, 2.5, 0]


def test_hevy_in_pounds_stays_in_pounds() -> None:
    [(_, _, [squat])] = sets_by_day(read(hevy(f"{SQUAT}0,normal,135,5,,,", weight="weight_lbs")))
    assert squat == {"reps": 5, "lb": 135.0}


def test_a_time_beside_repetitions_is_no_hold() -> None:
    [(_, _, sets)] = sets_by_day(read(hevy(f"{SQUAT}0,normal,60,5,,40,")))
    assert sets == [{"reps": 5, "kg": 60.0}]


def test_what_is_no_set_of_a_table_stands_in_its_note() -> None:
    """Runs, rides and a set without an amount stop no log, and nothing of them is lost."""
    log = read(
        hevy(
            '"Run","16 Nov 2026, 07:00","","",Running,,,0,normal,,,18.2,6000,',
            '"Ride","16 Nov 2026, 09:00","","",Cycling,,,0,normal,,,,5400,',
            '"Legs","17 Nov 2026, 18:00","","",Farmers Walk,,,0,normal,24,,0.04,,',
            '"Legs","17 Nov 2026, 18:00","","",Squat (Barbell),,,0,normal,60,,,,',
        )
    ).log
    assert [(len(entry.sets), entry.note) for entry in log] == [
        (0, "Run; 6000 s; distance km 18.2"),
        (0, "Ride; 5400 s"),
        (1, "Legs; distance km 0.04"),
        (0, "Legs; 60 kg without repetitions"),
    ]
    assert log[2].sets[0].kg == 24


def test_two_workouts_of_one_day_are_two_entries() -> None:
    later = SQUAT.replace("18:00", "20:00", 1)
    found = read(hevy(f"{SQUAT}0,normal,60,5,,,", f"{later}0,normal,60,4,,,"))
    assert len(found.log) == 2


# --- Strong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "separator", "options"),
    [
        ("Weight (kg)", ",", {}),
        ("Weight (kg)", ";", {}),
        ("Weight", ",", {"units": "kg"}),
    ],
)
def test_strong_with_its_units(weight: str, separator: str, options: dict[str, Any]) -> None:
    text = strong(
        '2026-11-17 17:30:00,"Legs",1h,Leg Press (Machine),W,100.0,8,0,0.0,"",',
        '2026-11-17 17:30:00,"Legs",1h,Leg Press (Machine),1,120.5,8,0,0.0,"",8',
        '2026-11-17 17:30:00,"Legs",1h,Rest Timer,1,,,,90,,',
        '2026-11-17 17:30:00,"Legs",1h,Plank,1,0.0,0,0,60.0,"",',
        weight=weight,
        separator=separator,
    )
    found = read(text, **options)
    assert found.source == "strong"
    assert sets_by_day(found) == [
        (
            "2026-11-17",
            "leg_press",
            [{"reps": 8, "kg": 100.0, "warm_up": True}, {"reps": 8, "kg": 120.5, "rpe": 8.0}],
        ),
        ("2026-11-17", "front_plank", [{"hold_seconds": 60}]),
    ]


def test_strong_with_a_unit_in_each_row_and_a_decimal_comma() -> None:
    text = (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Seconds\n"
        "2026-11-17 5:30:00\u202fPM;Legs;Squat (Barbell);1;82,5;kg;5;8,5;0\n"
        "2026-11-17 5:30:00\u202fPM;Legs;Squat (Barbell);2;185;lbs;5;;0\n"
    )
    [(day, _, sets)] = sets_by_day(read(text))
    assert day == "2026-11-17"
    assert sets == [{"reps": 5, "kg": 82.5, "rpe": 8.5}, {"reps": 5, "lb": 185.0}]


def test_strong_without_a_unit_is_not_guessed() -> None:
    [sentence] = refused(strong("2026-11-17,Legs,1h,Squat (Barbell),1,60,5,0,0,,", weight="Weight"))
    assert "may be kilograms or pounds; say units kg or lb" in sentence


# --- By hand and as JSON --------------------------------------------------------------------------


def test_by_hand() -> None:
    found = read(
        "# my log\n"
        "2026-11-17 s1 Back squat: warm-up 40 kg x 5; 60 kg x 6, 6, 5 rir 2; pain 2; note knee ok\n"
        "2026-11-17 Side plank: 30 s, 25 s\n"
        "2026-11-19 push-up: 12, 10 rpe 8\n"
        "2026-11-19 leg press: 225 lb x 8, 8, 3 left\n"
    )
    assert found.source == "hand"
    assert sets_by_day(found) == [
        (
            "2026-11-17",
            "back_squat",
            [
                {"reps": 5, "kg": 40.0, "warm_up": True},
                {"reps": 6, "kg": 60.0},
                {"reps": 6, "kg": 60.0},
                {"reps": 5, "kg": 60.0, "rir": 2.0},
            ],
        ),
        ("2026-11-17", "side_plank", [{"hold_seconds": 30}, {"hold_seconds": 25}]),
        ("2026-11-19", "push_up", [{"reps": 12}, {"reps": 10, "rpe": 8.0}]),
        (
            "2026-11-19",
            "leg_press",
            [{"reps": 8, "lb": 225.0}, {"reps": 8, "lb": 225.0, "rir": 3.0}],
        ),
    ]
    first = found.log[0]
    assert (first.session, first.pain, first.note) == ("s1", 2, "knee ok")


def test_json_with_and_without_its_athlete() -> None:
    entry = {"date": "2026-11-17", "exercise": "back_squat", "sets": [{"reps": 5, "kg": 60}]}
    alone, whole = json.dumps([entry]), json.dumps({"athlete_id": "ana", "log": [entry]})
    assert read(alone).log == read(whole).log
    request = read_request(json.dumps(_request("bea")))
    with pytest.raises(UnusableInput, match="is this the log of another athlete"):
        read_log(whole, CATALOG, request=request)


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("Squat (Barbell)", "back_squat"),
        ("barbell squat", "back_squat"),
        ("Deadlift (Trap Bar)", "trap_bar_deadlift"),
        ("Romanian Deadlift (Dumbbell)", "dumbbell_romanian_deadlift"),
        ("Bulgarian Split Squat", "bulgarian_split_squat"),
        ("Standing Calf Raise (Machine)", "machine_standing_calf_raise"),
        ("HIP THRUST (Barbell)", "barbell_hip_thrust"),
        ("Push-Up", "push_up"),
        ("Bent Over One Arm Row (Dumbbell)", "single_arm_row"),
    ],
)
def test_names_are_mapped_by_the_catalog(name: str, exercise: str) -> None:
    assert CATALOG.exercise_named(name) == exercise


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Bulgarian Split Squat (Dumbbell)", "Rear-foot-elevated split squat"),
        ("Front Squat (Dumbbell)", "Barbell front squat"),
        # With the tool, where the catalog has it so.
        ("Squat (Dumbbell)", "Goblet squat"),
        ("Lunge (Dumbbell)", "Reverse lunge with a load"),
        ("Hip Thrust (Dumbbell)", "Hip thrust with a load"),
        ("Stiff Leg Deadlift (Dumbbell)", "Romanian deadlift with dumbbells"),
        ("Romanian Deadlift (Dumbell)", "Romanian deadlift with dumbbells"),
        ("Split Squat (Barbell)", "Split squat"),
        ("Bench Press (Dumbbell)", None),
        ("()", None),
        ("Lateral Lunge (Kettlebell)", "Lateral lunge"),
        ("Frobnicate (Dumbbell)", None),
    ],
)
def test_the_nearest_name_is_that_of_the_movement(name: str, nearest: str | None) -> None:
    """By all of its letters a front squat with dumbbells was like no squat."""
    [unknown] = read(f"2026-11-24 {name}: 10 kg x 6").unknown
    assert (unknown.name, unknown.nearest) == (name, nearest)


def test_a_line_by_hand_may_have_several_loads() -> None:
    """Also with the comma of a decimal, and each with what was left."""
    squat = "2026-11-24 Back squat: warm-up 40 kg x 5, 50 kg x 3; 60 kg x 6, 6 rir 2, 62,5 kg x 5"
    [(_, _, sets)] = sets_by_day(read(f"{squat}, 4 rir 1"))
    assert sets == [
        {"reps": 5, "kg": 40.0, "warm_up": True},
        {"reps": 3, "kg": 50.0, "warm_up": True},
        {"reps": 6, "kg": 60.0},
        {"reps": 6, "kg": 60.0, "rir": 2.0},
        {"reps": 5, "kg": 62.5},
        {"reps": 4, "kg": 62.5, "rir": 1.0},
    ]
    # What has no load of its own is not taken for repetitions of none.
    [fault] = refused("2026-11-24 Back squat: 60, 62.5 kg x 5")
    assert "'60, 62.5 kg x 5' are no sets" in fault


def test_a_load_of_nothing_raises_none() -> None:
    """A squat without a weight says nothing of the bar, which was said to be untold."""
    week = _request() | {"places": {"gym": ["kit:gym"]}}
    week["availability"][0]["place"] = "gym"
    request = read_request(json.dumps(week))
    squat = CATALOG.exercises["back_squat"]

    def rule_and_sentence(log: str) -> tuple[str, str]:
        found = read_log(log, CATALOG, None, request)
        assert found.request is not None
        progress = progress_of(case_of(found.request, CATALOG), squat, "gym", step_waits=False)
        assert progress is not None
        return progress.rule, progress.sentence

    nothing = "2026-11-19 Back squat: 0 kg x 12, 12 rir 5\n"
    rule, sentence = rule_and_sentence(nothing)
    assert rule == "load_untold"
    assert "has it with 0 kg, which is no load: write down what was lifted." in sentence
    rule, sentence = rule_and_sentence(f"2026-11-12 Back squat: 60 kg x 12, 12 rir 5\n{nothing}")
    assert rule == "more_reps"
    assert "the same load" in sentence


def test_a_load_of_nothing_is_kept_as_it_was_written() -> None:
    """It was lost, as if nobody had written it; Strong alone writes it where there was none."""
    [(_, _, by_hand)] = sets_by_day(read("2026-11-24 Back squat: 0 kg x 6, 60 kg x 6"))
    assert by_hand == [{"reps": 6, "kg": 0.0}, {"reps": 6, "kg": 60.0}]
    [(_, _, from_hevy)] = sets_by_day(read(hevy(f"{SQUAT}0,normal,0,6,,,")))
    assert from_hevy == [{"reps": 6, "kg": 0.0}]
    [(_, _, from_strong)] = sets_by_day(read(strong("2026-11-24,Legs,1h,Push Up,1,0,9,0,0,,")))
    assert from_strong == [{"reps": 9}]


def test_what_is_not_known_is_said_and_kept() -> None:
    text = "2026-11-17 Hip Airplane: 8, 8\n2026-11-17 Back squat: 60 kg x 5\n"
    found = read(text)
    [unknown] = found.unknown
    assert (unknown.name, unknown.entries) == ("Hip Airplane", 1)
    assert [one.reps for one in found.log[0].sets] == [8, 8]
    mapped = read(text, names={"Hip Airplane": "single_leg_balance"})
    assert mapped.unknown == ()
    assert mapped.log[0].exercise == "single_leg_balance"
    assert mapped.log[0].name == "Hip Airplane"
    by_name = read(text, names={"Hip Airplane": "Dumbbell floor press"})
    assert by_name.log[0].exercise == CATALOG.exercise_named("Dumbbell floor press") is not None
    assert "is no known exercise" in refused(text, names={"Hip Airplane": "nothing"})[0]


def test_the_command_line_names_its_own_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("2026-11-17 Dumbell floor pres: 20 kg x 8\n", encoding="utf-8")
    assert main(["log", str(log), "--text"]) == 0
    assert "Dumbbell floor press, floor_press" in " ".join(capsys.readouterr().out.split())
    assert main(["log", str(log), "--name", "x=nothing"]) == 2
    assert "--name x: 'nothing' is no known exercise" in capsys.readouterr().err


# --- What cannot be read --------------------------------------------------------------------------


def sentences_of(text: str, **options: Any) -> list[str]:
    plan = weeks.plan().model_dump(mode="json")
    after = _request() | {"week": {"start": "2026-11-30"}, "previous": {"plan": plan}}
    request = read_request(json.dumps(after))
    with pytest.raises(UnusableInput) as error:
        read_log(text, CATALOG, LogOptions.model_validate(options), request)
    return [f"{problem.field} {problem.value}".strip() for problem in error.value.problems]


@pytest.mark.parametrize(
    ("written", "sets"),
    [
        ("3x8 @ 20 kg", [(8, 20)] * 3), ("2 × 12 20kg, 2 left", [(12, 20), (12, 20, 2)]),
        ("warm-up 2 x 5; 3 x 8", [(5,)] * 2 + [(8,)] * 3),
    ],
)  # fmt: skip
def test_so_many_sets_of_what_are_written_by_hand(
    written: str, sets: list[tuple[float, ...]]
) -> None:
    [entry] = read(f"2026-11-17 Goblet squat: {written}").log
    found = [(one.reps, one.kg, one.rir) for one in entry.sets]
    assert found == [(*one, None, None)[:3] for one in sets]


def test_seconds_are_written_by_hand_as_people_write_them() -> None:
    [entry] = read("2026-11-17 Side plank: 3 x 30 s; 25 sec, 20 seconds").log
    assert [one.hold_seconds for one in entry.sets] == [30, 30, 30, 25, 20]


def test_all_faults_of_a_log_by_hand_are_told_at_once() -> None:
    text = (
        "2026-13-40 Back squat: 60 kg x 5\n"
        "2026-11-17 Back squat: 60 stone x 5; pain much; sets none\n"
        "2026-11-17 Leg press: 500 kg x 200 rir -1\n"
        "2026-11-17 Plank 30 s\n"
        "2026-11-25 s9 Deadlift: 100 kg x 5\n"
    )
    assert sentences_of(text, since="some day") == [
        "line 1 '2026-13-40'",
        "line 2 'stone'",
        "line 2 'much'",
        "line 2 'sets none'",
        "line 3.reps 200",
        "line 3.kg 500.0",
        "line 3.rir -1.0",
        "line 4 '2026-11-17 Plank 30 s'",
        "session 's9'",
        "since 'some day'",
    ]


def test_all_faults_of_a_table_are_told_at_once() -> None:
    text = (
        "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Weight Unit\n"
        "2026-11-17,Legs,Squat,1,60,5,stone\n"
        "11/17/2026,Legs,Squat,2,sixty,200,kg\n"
        "2026-11-17,Legs,,3,500,20,kg\n"
    )
    assert sentences_of(text, names={"Squat": "zzz"}) == [
        "names.Squat 'zzz'",
        "line 2, weight unit 'stone'",
        "line 3, weight 'sixty'",
        "line 3, date '11/17/2026'",
        "line 3.reps 200",
        "line 4, exercise name",
        "line 4.kg 500.0",
    ]


def test_all_faults_of_a_log_as_json_are_told_at_once() -> None:
    entries = [
        {"date": "2026-13-01", "exercise": "back_squat", "sets": [{"kg": 500, "reps": 200}]},
        {"date": "2026-11-17", "exercise": "leg_press", "sets": [{"kg": 60, "stone": 4}]},
        {"date": "2026-11-25", "session": "s9", "exercise": "leg_press", "sets": [{"reps": 5}]},
    ]
    assert sentences_of(json.dumps({"athlete_id": "bea", "log": entries})) == [
        "log[0].date '2026-13-01'",
        "log[0].sets[0].reps 200",
        "log[0].sets[0].kg 500",
        "log[1].sets[0].stone",
        "athlete_id 'bea'",
        "session 's9'",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the log is empty; nothing was read"),
        ("a,b,c\n1,2,3\n", "are those of neither Hevy nor Strong"),
        ("athlete.id,level\nana,beginner\n", "are those of neither Hevy nor Strong"),
        (hevy(f"{SQUAT}0,normal,sixty,6,,,"), "line 2, weight_kg: 'sixty' is no number"),
        (hevy(f"{SQUAT}0,normal,60,200,,,"), "line 2.reps: 200 is too large; give 100 or less"),
        (hevy(f"{SQUAT}0,normal,60,5,,,-1"), "line 2.rpe: -1.0 is too small"),
        (hevy(f"{SQUAT}0,normal,500,5,,,"), "500.0 is too much; at most 400 kg are read"),
        (
            hevy('"Legs","11/17/2026","","",Plank,,,0,normal,,,,60,'),
            "line 2, start_time: '11/17/2026' is no date that is sure",
        ),
        (
            "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps\n"
            "2026-11-17;Legs;Squat (Barbell);1;10;stone;5\n",
            "line 2, weight unit: 'stone' is no known unit; write kg or lbs",
        ),
        ("2026-11-17 Squat: 3 stone x 5\n", "line 1: 'stone' is no known unit; write kg or lb"),
        ("2026-11-17 Squat: 60 kg x 5 rir -1\n", "line 1.rir: -1.0 is too small"),
        ("2026-11-17 Squat: 60 kg x 5, -1 left\n", "line 1.rir: -1.0 is too small"),
        (
            "2026-11-17 Squat 60 kg x 5\n",
            "line 1: '2026-11-17 Squat 60 kg x 5' has no colon behind",
        ),
        (
            "2026-11-17, Squat, 3x5\n",
            "has no colon behind the exercise; write 2026-11-24 Back squat:",
        ),
        ("03/04/2026 Squat: 60 kg x 5\n", "could be 2026-03-04 or 2026-04-03"),
        ("2026-02-30 Squat: 60 kg x 5\n", "is no date; write it as 2026-11-23"),
        ("2026-11-17 Squat: heavy\n", "line 1: 'heavy' are no sets; write them as in"),
        ('{"sessions": []}', "log: is missing; write the entries of previous.log as a list"),
        ('[{"date": "2026-11-17", "exercise": "x", "sets": [{"reps": 200}]}]', "200 is too large"),
        (hevy(f"{SQUAT}0,normal,60,5,,,,,,"), "line 2: has 17 cells under 14 columns"),
    ],
)
def test_what_is_no_log_is_one_sentence(text: str, sentence: str) -> None:
    [said] = refused(text)
    assert sentence in said


@pytest.mark.parametrize("end", ["\n", "\r", "\r\r\n"])
def test_lines_by_hand_may_have_other_days_and_ends(end: str) -> None:
    text = f"17.11.2026 Squat: 60 kg x 5{end}18/11/2026 Plank: 30 s{end}"
    found = read_log(text.encode(), CATALOG)
    assert [entry.date for entry in found.log] == ["2026-11-17", "2026-11-18"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bytes(range(256)), "the log is no text, or damaged; export the workouts as CSV"),
        ("2026-11-17 Kniebeuge für Ana: 5".encode("latin-1"), "is not UTF-8 (byte 22)"),
        (b"PK\x03\x04" + b"xl/workbook.xml" * 20, "is an Excel workbook (.xlsx)"),
    ],
)
def test_a_log_of_another_kind_is_called_by_its_name(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableInput, match=re.escape(sentence)):
        read_log(data, CATALOG)


def test_a_damaged_file_of_a_watch_is_told_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evening.fit"
    file.write_bytes(b"\x0e\x10\xd9\x07" + b"\xff" * 40)
    assert main(["log", str(file)]) == 2
    assert "evening.fit: is no FIT file, or its beginning is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("19 Jan 2026, 08:30", "2026-01-19"),
        ("19 août 2026, 18:00", "2026-08-19"),
        ("3. März 2026, 18:00", "2026-03-03"),
        ("19 de dic de 2026, 18:00", "2026-12-19"),
        ("Jan 19, 2026, 08:30", "2026-01-19"),
        ("2026-01-19T08:30:00", "2026-01-19"),
        ("19/01/2026", None),
        ("19 Foo 2026", None),
        ("31 Feb 2026", None),
    ],
)
def test_days_as_programs_write_them(cell: str, day: str | None) -> None:
    found = day_in(cell)
    assert (None if found is None else found.isoformat()) == day


@pytest.mark.parametrize(("cell", "value"), [("82.5", 82.5), ("82,5", 82.5), ("1.000,5", None)])
def test_numbers_as_programs_write_them(cell: str, value: float | None) -> None:
    assert number_in(cell) == value


# --- Into a request -------------------------------------------------------------------------------


def _request(athlete: str = "ana") -> dict[str, Any]:
    return {
        "athlete": {"id": athlete, "level": "intermediate"},
        "week": {"start": "2026-11-23"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 45}],
    }


def test_a_log_goes_into_a_request_once() -> None:
    request = read_request(json.dumps(_request()))
    text = "2026-11-17 Back squat: 60 kg x 5\n"
    first = read_log(text, CATALOG, request=request)
    assert first.request is not None
    again = read_log(text, CATALOG, request=first.request)
    assert again.already_there == 1
    assert again.request == first.request


def test_sessions_of_weeks_before_the_last_plan_are_not_taken_for_its_own() -> None:
    """A log by hand that grows from week to week names the sessions of each week's plan."""
    request = read_request(
        json.dumps(
            {**_request(), "previous": {"plan": weeks.plan().model_dump(mode="json")}}
            | {"week": {"start": "2026-11-30"}}
        )
    )
    text = "2026-11-10 s1 Back squat: 60 kg x 5\n2026-11-25 s1 Back squat: 60 kg x 5\n"
    found = read_log(text, CATALOG, request=request)
    assert found.request is not None
    assert found.request.previous is not None
    assert [entry.session for entry in found.request.previous.log] == [None, "s1"]


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-19", "2026-11-22"])
def test_a_session_of_the_week_before_is_none_of_the_last_week_s(day: str) -> None:
    """However few days are between them: each week's plan has an s1."""
    request = read_request(
        json.dumps(
            {**_request(), "previous": {"plan": weeks.plan().model_dump(mode="json")}}
            | {"week": {"start": "2026-11-30"}}
        )
    )
    found = read_log(f"{day} s1 Back squat: 60 kg x 5\n", CATALOG, request=request)
    assert found.request is not None
    assert found.request.previous is not None
    [entry] = found.request.previous.log
    assert entry.session is None
    assert list(case_of(found.request, CATALOG).request.previous.log) == [entry]  # type: ignore[union-attr]


def test_what_is_long_ago_is_left_out_and_told() -> None:
    text = "2025-01-17 Back squat: 60 kg x 5\n2026-11-17 Back squat: 60 kg x 5\n"
    found = read(text)
    assert (len(found.log), found.left_out, found.since) == (1, 1, "2026-05-21")
    assert read(text, since="2025-01-01").left_out == 0


def test_the_command_line_writes_the_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log.txt").write_text("2026-11-17 Back squat: 60 kg x 5\n2026-11-17 Foo: 3\n")
    (tmp_path / "request.json").write_text(json.dumps(_request()))
    names = [str(tmp_path / name) for name in ("log.txt", "request.json", "next.json")]
    assert main(["log", names[0], "--into", names[1], "-o", names[2], "--text"]) == 0
    shown = capsys.readouterr().out
    assert "Log from a log by hand: 2 records on 1 day" in shown
    assert "'Foo' is no exercise of the catalog" in shown
    written = read_request(Path(names[2]).read_bytes())
    assert written.previous is not None
    assert [entry.exercise for entry in written.previous.log] == ["back_squat", None]
    assert main(["log", names[0], "--units", "stone"]) == 2
    assert "'stone' is no known unit; write kg or lb" in capsys.readouterr().err


# --- Sets that failed ---------------------------------------------------------------------------

_SQUATS = ("10", "10", "10"), ("10", "10", "0")
_SQUAT_DAYS = "2026-11-12", "2026-11-19"


def _as_hevy() -> str:
    return hevy(
        *(
            f'"Legs","{day} 18:00:00","","",Squat (Barbell),,"",{number},'
            f"{'normal' if reps != '0' else 'failure'},50,{reps},,,{8 if reps != '0' else ''}"
            for day, sets in zip(_SQUAT_DAYS, _SQUATS, strict=True)
            for number, reps in enumerate(sets)
        )
    )


def _as_strong() -> str:
    return strong(
        *(
            f"{day} 18:00:00,Legs,1h,Squat (Barbell),{number},50,{reps},0,0,,"
            f"{8 if reps != '0' else 10}"
            for day, sets in zip(_SQUAT_DAYS, _SQUATS, strict=True)
            for number, reps in enumerate(sets, start=1)
        )
    )


def _as_hand() -> str:
    return (
        "2026-11-12 Back squat: 50 kg x 10 rpe 8; 50 kg x 10 rpe 8; 50 kg x 10 rpe 8\n"
        "2026-11-19 Back squat: 50 kg x 10 rpe 8; 50 kg x 10 rpe 8; 50 kg x 0 rpe 10\n"
    )


def _as_json() -> str:
    return json.dumps(
        [
            {
                "date": day,
                "exercise": "back_squat",
                "sets": [
                    {"reps": int(reps), "kg": 50, "rpe": 8 if reps != "0" else 10} for reps in sets
                ],
            }
            for day, sets in zip(_SQUAT_DAYS, _SQUATS, strict=True)
        ]
    )


@pytest.mark.parametrize("text", [_as_hevy(), _as_strong(), _as_hand(), _as_json()])
def test_a_set_that_failed_raises_no_load(text: str, tmp_path: Path) -> None:
    log, week, written = (tmp_path / name for name in ("log", "week.json", "with_log.json"))
    document = _request() | {"places": {"gym": ["kit:gym"]}}
    document["availability"][0]["place"] = "gym"
    week.write_text(json.dumps(document))
    log.write_text(text)
    assert main(["log", str(log), "--into", str(week), "--output", str(written)]) == 0
    case = case_of(read_request(written.read_text()), CATALOG)
    progress = progress_of(case, CATALOG.exercises["back_squat"], "gym", step_waits=False)
    assert progress is not None
    assert progress.rule == "missed_once"
    assert "50 kg × 10, 10, 0" in progress.sentence


@pytest.mark.parametrize(
    "text",
    [
        hevy('"Core","17 Nov 2026, 18:00","","",Plank,,"",0,normal,,,,0,'),
        strong(
            "2026-11-17,Core,1h,Plank,1,0,0,0,45,,",
            "2026-11-17,Core,1h,Plank,2,0,0,0,0,,",
        ),
        "2026-11-17 Plank: 0 s\n",
    ],
)
def test_a_hold_that_failed_is_kept(text: str) -> None:
    [(_, name, sets)] = sets_by_day(read(text))
    assert name == "front_plank"
    assert sets[-1] == {"hold_seconds": 0}


def test_a_column_of_zeros_is_no_set_that_failed() -> None:
    """Strong has 0 in every column that a row does not use."""
    found = read(
        strong(
            "2026-11-17,Legs,1h,Squat (Barbell),1,60,5,0,0,,",
            "2026-11-17,Legs,1h,Squat (Barbell),Note,0,0,0,0,knee ok,",
            "2026-11-17,Legs,1h,Farmers Walk,1,24,0,40,0,,",
            "2026-11-17,Legs,1h,Running,1,0,0,5,1800,,",
            "2026-11-17,Legs,1h,Cycling,1,0,0,0,5400,,",
        )
    )
    assert [sets for _, _, sets in sets_by_day(found)] == [
        [{"reps": 5, "kg": 60.0}],
        [{"kg": 24.0}],
        [{"hold_seconds": 1800}],
        [],
    ]


# --- From week to week ----------------------------------------------------------------------------


def _result(athlete: str = "ana") -> Result:
    return weeks.result().model_copy(update={"athlete_id": athlete})


def _result_later(days: int) -> Result:
    later = weeks.plan().model_copy(
        update={
            "sessions": tuple(
                one.model_copy(
                    update={
                        "start": (one.starts_at + timedelta(days=days)).isoformat(),
                        "end": (one.starts_at + timedelta(days=days, minutes=40)).isoformat(),
                    }
                )
                for one in weeks.plan().sessions
            )
        }
    )
    return _result().model_copy(update={"plan": later})


def _previous(request: Request) -> PreviousWeek:
    assert request.previous is not None
    return request.previous


def test_the_week_after_follows_from_the_plan_of_the_one_before() -> None:
    document = _request()
    document["week"] = {"start": "2026-11-23", "number": 3}
    second = week_after(read_request(json.dumps(document)), _result(), CATALOG)
    assert (second.week.start, second.week.number) == ("2026-11-30", 4)
    assert _previous(second).plan == weeks.plan()
    assert _previous(second).base is None
    # The week after the lighter one, whose base is the week before that.
    after = _result_later(7)
    third = week_after(second, after, CATALOG)
    assert (third.week.start, third.week.number) == ("2026-12-07", 5)
    assert _previous(third).base == weeks.plan()
    # Whoever has moved on by hand stays there.
    assert week_after(third, after, CATALOG).week == third.week


def test_the_week_after_another_athlete_s_is_none() -> None:
    with pytest.raises(UnusableInput, match="is this the plan of another athlete"):
        week_after(read_request(json.dumps(_request())), _result("bea"), CATALOG)
    empty = _result().model_copy(update={"plan": None})
    with pytest.raises(UnusableInput, match="give a planned week"):
        week_after(read_request(json.dumps(_request())), empty, CATALOG)


def test_the_week_after_a_week_that_the_request_is_not_of_is_none() -> None:
    earlier = read_request(json.dumps(_request() | {"week": {"start": "2026-11-16"}}))
    with pytest.raises(UnusableInput, match="of 2026-11-24 is after the week of the request"):
        week_after(earlier, _result(), CATALOG)
    second = week_after(read_request(json.dumps(_request())), _result(), CATALOG)
    third = week_after(second, _result_later(7), CATALOG)
    with pytest.raises(UnusableInput, match="is before the plan that the request goes on from, of"):
        week_after(third, _result(), CATALOG)


@pytest.mark.parametrize("log", ["", "# I was away\n"])
def test_after_a_week_without_a_workout_comes_the_next_one(log: str, tmp_path: Path) -> None:
    """Nothing was done, and the file says so."""
    files = [tmp_path / name for name in ("log.txt", "request.json", "result.json", "next.json")]
    for file, text in zip(
        files, (log, json.dumps(_request()), _result().model_dump_json()), strict=False
    ):
        file.write_text(text)
    names = list(map(str, files))
    into = ["log", names[0], "--into", names[1], "-o", names[3]]
    assert main(into) == 2
    assert main([*into, "--after", names[2]]) == 0
    after = read_request(files[3].read_bytes())
    assert (after.week.start, _previous(after).log) == ("2026-11-30", ())


def test_the_same_week_after_twice_reads_every_workout_once(tmp_path: Path) -> None:
    """A log that comes in two parts is put in with the same result both times."""
    files = {name: str(tmp_path / name) for name in ("request", "result", "first", "both")}
    Path(files["request"]).write_text(json.dumps(_request()))
    Path(files["result"]).write_text(_result().model_dump_json())
    line = "2026-11-24 s1 Goblet squat: 20 kg x 8, 8\n"
    Path(files["first"]).write_text(line)
    Path(files["both"]).write_text(f"{line}2026-11-26 Back squat: 60 kg x 5\n")
    out = [str(tmp_path / name) for name in ("once.json", "twice.json", "thrice.json")]
    after = ["--after", files["result"]]
    assert main(["log", files["first"], "--into", files["request"], *after, "-o", out[0]]) == 0
    assert main(["log", files["both"], "--into", out[0], *after, "-o", out[1]]) == 0
    assert main(["log", files["both"], "--into", out[1], *after, "-o", out[2]]) == 0
    once, twice, thrice = (read_request(Path(name).read_bytes()) for name in out)
    assert [(one.session, one.exercise) for one in _previous(twice).log] == [
        ("s1", "goblet_squat"), (None, "back_squat"),
    ]  # fmt: skip
    assert _previous(twice).log[:1] == _previous(once).log
    assert thrice == twice
    [workout] = workouts_of(case_of(twice, CATALOG), "goblet_squat")
    assert workout.reps == (8, 8)


def test_what_was_told_of_the_week_before_stays_where_the_request_has_moved_on() -> None:
    document = _request() | {"week": {"start": "2026-11-30"}}
    plan = weeks.plan().model_dump(mode="json")
    for with_plan in ({}, {"plan": plan}):
        document["previous"] = {**with_plan, "ill": True, "missed": ["s1"]}
        found = _previous(week_after(read_request(json.dumps(document)), _result(), CATALOG))
        assert (found.plan, found.ill, found.missed) == (weeks.plan(), True, ("s1",))


def test_the_week_after_is_one_that_can_be_planned() -> None:
    """Dated windows and runs move with it, and what became of the week goes into ``previous``."""
    ranges = [{"start": "2026-11-26T06:00", "end": "2026-11-26T08:00"}]
    document = _request() | {
        "athlete": {"id": "ana", "level": "intermediate", "weeks_of_strength": 20},
        "availability": [
            {"id": "tue", "start": "2026-11-24T18:00", "end": "2026-11-24T21:00"},
            {"id": "fri", "start": "Fri 18:00", "minutes": 45},
        ],
        "runs": [
            {"id": "old", "start": "2026-11-22T09:00", "minutes": 80, "kind": "long"},
            {"id": "mon", "start": "Mon 06:00", "minutes": 45},
            {"id": "thu", "when": ranges, "minutes": 45},
            {"id": "sat", "start": "2026-11-28T08:00", "minutes": 110, "kind": "long"},
            {"id": "sun", "start": "Sun 10:00", "minutes": 40, "kind": "race"},
        ],
        "run_rules": {"order": ["mon", "sun"]},
        "pinned": [{"window": "tue"}, {"exercise": "back_squat", "sets": 0}],
        "current": {
            "plan": weeks.plan().model_dump(mode="json"), "missed": ["s1"],
            "now": "2026-11-25T12:00",
        },
    }  # fmt: skip
    after = week_after(read_request(json.dumps(document)), _result(), CATALOG)
    found = read_request(after.model_dump_json(exclude_defaults=True))
    assert case_of(found, CATALOG).request.week.start == "2026-11-30"
    assert found.current is None
    assert _previous(found).missed == ("s1",)
    assert [(one.start, one.end) for one in found.availability] == [
        ("2026-12-01T18:00", "2026-12-01T21:00"), ("Fri 18:00", None),
    ]  # fmt: skip
    assert [(run.id, run.start, run.kind) for run in found.runs] == [
        ("before-mon", "2026-11-23T06:00", "easy"),
        ("before-sat", "2026-11-28T08:00", "long"),
        ("before-sun", "2026-11-29T10:00", "race"),
        ("mon", "Mon 06:00", "easy"),
        ("thu", None, "easy"),
        ("sat", "2026-12-05T08:00", "long"),
    ]
    assert found.runs[4].when is not None
    assert found.runs[4].when[0].end == "2026-12-03T08:00"
    assert found.run_rules.order == ("mon",)
    assert [pin.exercise for pin in found.pinned] == ["back_squat"]
    assert found.athlete.weeks_of_strength == 21
