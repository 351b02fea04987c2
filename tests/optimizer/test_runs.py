"""Plans of runs: couch to 5 km by reports, races within the caps, and what cannot be in time."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.running import broken_caps
from catalog import load_catalog
from optimizer import RunsPlan, UnusableInput, plan, read_request, read_runs_request, runs
from optimizer.case.timeline import timeline_of
from optimizer.documents.running import RunWeek
from optimizer.running.review import breaches

CATALOG = load_catalog()
START = date(2026, 11, 30)


def runs_plan(running: dict[str, Any], **fields: Any) -> RunsPlan:
    document = {"start": START.isoformat(), "running": running, **fields}
    return runs(read_runs_request(json.dumps(document)), catalog=CATALOG)


def custom(weeks: int, km: float, **running: Any) -> RunsPlan:
    race = START + timedelta(days=7 * weeks - 1)
    choices = running.pop("choices", {})
    athlete = running.pop("athlete", {})
    own = {"plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 60}
    goal = {"race": race.isoformat(), "distance_km": km}
    return runs_plan({**own, **running}, goal=goal, choices=choices, athlete=athlete)


def problems(running: dict[str, Any], **fields: Any) -> list[str]:
    with pytest.raises(UnusableInput) as raised:
        runs_plan(running, **fields)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-31"])
def test_runs_at_an_end_of_the_calendar_are_refused(start: str) -> None:
    """Weeks that run out of the calendar were a fault of ours."""
    assert problems({"plan": "couch_to_5k"}, start=start) == [
        f"start: {start!r} is outside the years 1900 to 2199; write 2026-11-23"
    ]


# --- No cap is broken -----------------------------------------------------------------------------


def test_no_drawn_plan_breaks_a_cap() -> None:
    """Twenty of the thousand of ``benchmarks.running``."""
    for request, answer, broken in broken_caps(CATALOG, 7, 20):
        assert broken == [], request.model_dump_json()
        assert answer is not None
        assert answer.weeks


BUSY = custom(16, 21.1, days_a_week=5, minutes_a_week=300, longest_minutes=80)


def altered(answer: RunsPlan, number: int, **fields: Any) -> RunsPlan:
    """The answer with another first run in week ``number``."""
    week = answer.weeks[number - 1]
    run = week.runs[0].model_copy(update=fields)
    other = week.model_copy(update={"runs": (run, *week.runs[1:])})
    weeks = tuple(other if one is week else one for one in answer.weeks)
    return answer.model_copy(update={"weeks": weeks})


@pytest.mark.parametrize(
    ("number", "fields", "words"),
    [
        (1, {"minutes": 95, "bouts": ()}, "and 88 are the most after 80"),
        (2, {"minutes": 10, "bouts": ()}, "(easy) has 10 minutes"),
        (3, {"kind": "interval", "minutes": 30, "bouts": ()}, "(interval) has 30 minutes"),
        (2, {"start": "2027-01-01T18:00:00+00:00"}, "is not inside week 2"),
        (2, {"kind": "long"}, "is called long with"),
    ],
)
def test_the_review_sees_a_broken_cap(number: int, fields: dict[str, Any], words: str) -> None:
    request = read_runs_request(
        json.dumps(
            {
                "start": START.isoformat(),
                "goal": {"race": "2027-03-21", "distance_km": 21.1},
                "running": {
                    "plan": "custom", "days_a_week": 5, "minutes_a_week": 300,
                    "longest_minutes": 80,
                },
            }
        )
    )  # fmt: skip
    assert [*breaches(request, BUSY, CATALOG)] == []
    found = [*breaches(request, altered(BUSY, number, **fields), CATALOG)]
    assert any(words in one for one in found), found


# --- A race ---------------------------------------------------------------------------------------


def test_a_marathon_from_eighty_minutes_has_its_parts() -> None:
    answer = custom(19, 42.195, longest_minutes=80)
    assert answer.status == "planned"
    assert "with 150 minutes as the longest" in answer.sentence
    phases = [week.phase for week in answer.weeks]
    assert phases == sorted(phases, key=["off_season", "pre_season", "in_season", "taper"].index)
    assert phases.count("taper") == 3
    assert [week.number for week in answer.weeks if week.deload] == [4, 8, 12]
    [race] = [run for run in answer.weeks[-1].runs if run.kind == "race"]
    assert race.distance_km == 42.195
    assert any(run.name == "Long run with race pace" for w in answer.weeks for run in w.runs)
    last_long = max(
        date.fromisoformat(week.start) for week in answer.weeks if week.longest_minutes == 150
    )
    assert (race.day - last_long).days >= 21


def test_in_the_week_of_the_race_runs_are_short_and_end_two_days_before() -> None:
    last = custom(19, 42.195, longest_minutes=80).weeks[-1]
    race = next(run for run in last.runs if run.kind == "race")
    others = [run for run in last.runs if run.kind != "race"]
    assert all(run.minutes <= 45 and (race.day - run.day).days >= 2 for run in others)


# --- Races on the way -----------------------------------------------------------------------------


def on_the_way(*races: dict[str, Any], **running: Any) -> RunsPlan:
    own = {"plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 60}
    goal = {"race": "2027-04-18", "distance_km": 21.0975}
    return runs_plan({**own, **running}, goal=goal, races=[*races])


def around(answer: RunsPlan, day: str) -> dict[int, str]:
    """Kinds of runs by their days from ``day`` on, within eight days."""
    runs_of = [run for week in answer.weeks for run in week.runs]
    away = {(run.day - date.fromisoformat(day)).days: run.kind for run in runs_of}
    return {days: kind for days, kind in sorted(away.items()) if -8 <= days <= 8}


def test_a_b_race_has_easy_days_around_it_and_its_week_is_no_larger() -> None:
    plain, answer = on_the_way(), on_the_way({"date": "2027-02-14", "distance_km": 10})
    kinds = around(answer, "2027-02-14")
    assert kinds[0] == "race"
    assert kinds.keys().isdisjoint({-1, 1, 2})
    assert {kind for days, kind in kinds.items() if -3 <= days <= 6 and days} <= {"easy"}
    before, week = plain.weeks[10], answer.weeks[10]
    race = next(run for run in week.runs if run.kind == "race")
    assert (race.id, race.name, race.minutes) == ("w11race-14", "Race: 10 km", 65)
    assert week.minutes + race.minutes <= before.minutes
    assert answer.weeks[:10] == plain.weeks[:10]


@pytest.mark.parametrize("day", ["2027-02-15", "2027-02-16", "2027-02-17", "2027-02-18"])
def test_the_longest_run_is_not_in_the_days_before_a_b_race(day: str) -> None:
    """The long Sunday stood two days before a race on Tuesday, as an easy run of 75 minutes."""
    answer = on_the_way({"date": day, "distance_km": 10}, days_a_week=5, minutes_a_week=300)
    runs_of = [run for week in answer.weeks for run in week.runs if run.kind != "race"]
    away = {(date.fromisoformat(day) - run.day).days: run.minutes for run in runs_of}
    near = [minutes for days, minutes in away.items() if 1 <= days <= 3]
    assert near
    assert max(near) <= 45
    before = [minutes for days, minutes in away.items() if 4 <= days <= 9]
    assert max(before) > max(near)


@pytest.mark.parametrize("day", ["2027-04-12", "2027-04-13", "2027-04-14"])
@pytest.mark.parametrize("km", [5.0, 10.0, 21.0975])
def test_no_long_run_is_in_the_days_before_the_goal(day: str, km: float) -> None:
    running = {
        "plan": "custom", "days_a_week": 5, "minutes_a_week": 300, "longest_minutes": 100,
    }  # fmt: skip
    answer = runs_plan(running, goal={"race": day, "distance_km": km})
    runs_of = [run for week in answer.weeks for run in week.runs if run.kind != "race"]
    away = {(date.fromisoformat(day) - run.day).days: run for run in runs_of}
    assert all(run.minutes <= 45 and run.kind == "easy" for d, run in away.items() if d <= 3)


def test_the_review_sees_a_run_too_long_before_a_race() -> None:
    races = [{"date": "2027-02-16", "distance_km": 10}]
    document = {
        "start": START.isoformat(), "races": races,
        "goal": {"race": "2027-04-18", "distance_km": 21.0975},
        "running": {
            "plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 60,
        },
    }  # fmt: skip
    request = read_runs_request(json.dumps(document))
    answer = runs(request, catalog=CATALOG)
    for number, start in ((11, "2027-02-14"), (20, "2027-04-15")):
        moved = {"start": f"{start}T06:00:00+00:00", "minutes": 46, "kind": "easy", "bouts": ()}
        found = [*breaches(request, altered(answer, number, **moved), CATALOG)]
        assert any("(easy) has 46 minutes so near before the race of" in one for one in found)


def test_a_taper_after_weeks_that_races_made_small_grows_within_its_cap() -> None:
    """A share of the largest week was a fault of ours after a race on the way."""
    document = {
        "athlete": {"level": "beginner"}, "start": "2027-01-26",
        "goal": {"race": "2027-05-20", "distance_km": 21.0975},
        "races": [
            {"date": "2027-03-20", "distance_km": 10.0, "priority": "C"},
            {"date": "2027-05-05", "distance_km": 10.0},
            {"date": "2027-03-24", "distance_km": 21.0975},
            {"date": "2027-04-26", "distance_km": 5.0},
        ],
        "running": {
            "plan": "custom", "days_a_week": 2, "days_now": 1, "minutes_a_week": 263,
            "longest_minutes": 137,
        },
        "choices": {"weekly_growth": 20, "deload_every": 5, "aim": "good"},
    }  # fmt: skip
    assert runs(read_runs_request(json.dumps(document)), catalog=CATALOG).weeks


def test_a_c_race_takes_the_place_of_a_key_run() -> None:
    plain = on_the_way()
    race = {"date": "2027-02-14", "distance_km": 5, "minutes": 25, "priority": "C"}
    answer = on_the_way(race)

    def hard(one: RunsPlan) -> int:
        return sum(run.kind in ("interval", "tempo", "race") for run in one.weeks[10].runs)

    assert hard(answer) == hard(plain) > 0
    kinds = around(answer, "2027-02-14")
    assert kinds[0] == "race"
    assert not {"interval", "tempo"} & {kinds.get(-1), kinds.get(1)}
    assert len(answer.weeks[11].runs) == len(plain.weeks[11].runs)


def test_the_review_sees_a_hard_run_too_near_to_a_race_on_the_way() -> None:
    race = {"date": "2027-02-14", "distance_km": 10}
    answer = on_the_way(race)
    request = read_runs_request(
        json.dumps(
            {
                "start": START.isoformat(),
                "goal": {"race": "2027-04-18", "distance_km": 21.0975},
                "races": [race, {"date": "2027-03-07", "distance_km": 5}],
                "running": {
                    "plan": "custom", "days_a_week": 4, "minutes_a_week": 200,
                    "longest_minutes": 60,
                },
            }
        )
    )  # fmt: skip
    found = [*breaches(request, answer, CATALOG)]
    assert "the race of 2027-03-07 is missing" in found
    start = "2027-02-13T09:00:00+00:00"
    found = [*breaches(request, altered(answer, 11, start=start, kind="tempo"), CATALOG)]
    assert any("too near to the race of 2027-02-14" in one for one in found)


@pytest.mark.parametrize(
    ("races", "running", "words"),
    [
        ([{"date": "2026-11-01", "distance_km": 10}], {}, "is no day from 2026-11-30 to"),
        ([{"date": "2027-04-18", "distance_km": 10}], {}, "is not before 2027-04-18, the race"),
        ([{"date": "2027-02-14", "distance_km": 10}] * 2, {}, "has a race already; keep one"),
        (
            [{"date": "2027-02-14", "distance_km": 10}],
            {"plan": "couch_to_5k", "days_a_week": 3},
            "are for a custom plan; leave them out",
        ),
    ],
)
def test_a_race_that_cannot_be_on_the_way_is_told(
    races: list[dict[str, Any]], running: dict[str, Any], words: str
) -> None:
    with pytest.raises(UnusableInput) as raised:
        on_the_way(*races, **running)
    problem, *_ = raised.value.problems
    assert problem.field.startswith("races")
    assert words in str(problem)


def test_the_first_day_may_be_written_as_people_do() -> None:
    plain, written = (
        runs_plan({"plan": "couch_to_5k"}, start=start) for start in ("2026-11-30", "30.11.2026")
    )
    assert written == plain


@pytest.mark.parametrize(
    ("longest", "km", "weeks"),
    [(40, 21.1, 15), (60, 21.1, 10), (60, 42.195, 15), (90, 42.195, 12), (20, 5, 12), (50, 10, 6)],
)
def test_the_longest_run_decides_how_many_weeks_a_race_needs(
    longest: int, km: float, weeks: int
) -> None:
    own = {"longest_minutes": longest, "minutes_a_week": max(80, int(3.5 * longest))}
    assert custom(weeks, km, **own).status == "planned"
    answer = custom(weeks - 1, km, **own)
    assert answer.status == "not_in_time"
    assert answer.cures[0].kind == "later"
    assert answer.cures[0].patch[0]["value"] == (START + timedelta(days=7 * weeks - 1)).isoformat()


def test_what_cannot_be_in_time_says_by_when_and_what_else() -> None:
    answer = custom(9, 42.195, longest_minutes=40, minutes_a_week=140)
    assert [cure.kind for cure in answer.cures] == ["later", "shorter", "run_walk"]
    later, shorter, _ = answer.cures
    assert "The earliest date is" in answer.sentence
    assert str(later.patch[0]["value"]) in answer.sentence
    assert shorter.sentence == "A shorter race on that day: 10 km."
    assert custom(9, 10, longest_minutes=40, minutes_a_week=140).status == "planned"
    assert answer.weeks


def test_a_race_that_is_near_says_what_is_missing_and_not_less_than_is_run_now() -> None:
    answer = custom(1, 21.1)
    assert "it is 1 week away, and 10 are the least" in answer.sentence
    assert "the longest run gets to 60 minutes by then, and 105 are wanted" in answer.sentence


@pytest.mark.parametrize(("weeks", "km", "longest"), [(9, 42.195, 40), (2, 5, 20), (4, 21.1, 60)])
def test_the_earliest_date_is_the_first_that_is_planned(
    weeks: int, km: float, longest: int
) -> None:
    """The one of the race's own weekday could be days after it."""
    own = {"longest_minutes": longest, "minutes_a_week": 4 * longest}
    late = custom(weeks, km, **own)
    [day] = re.findall(r"The earliest date is ([0-9-]+)", late.sentence)
    earliest = date.fromisoformat(day)

    def on(race: date) -> str:
        running = {"plan": "custom", "days_a_week": 4, **own}
        return runs_plan(running, goal={"race": race.isoformat(), "distance_km": km}).status

    assert on(earliest) == "planned"
    days = [earliest - timedelta(days=away) for away in range(1, 15)]
    assert {on(day) for day in days} == {"not_in_time"}
    assert on(date.fromisoformat(str(late.cures[0].patch[0]["value"]))) == "planned"


def test_a_longest_run_that_is_short_for_the_race_is_told() -> None:
    capped = custom(26, 42.195, choices={"long_run_cap_minutes": 60})
    assert any(
        "stays at 60 minutes, as long_run_cap_minutes asks; 150 are" in n for n in capped.notes
    )
    slow = custom(26, 42.195, longest_minutes=90, minutes_a_week=300)
    assert "some 23 km at 6:30 a kilometre, taken where no pace is told; with less than 25 km" in (
        " ".join(slow.notes)
    )
    quick = custom(26, 42.195, longest_minutes=90, minutes_a_week=300, easy_seconds_per_km=330)
    assert not any("expect a slower race" in note for note in quick.notes)


@pytest.mark.parametrize(
    ("choices", "topic", "choice"),
    [
        ({}, "mix", "pyramidal"),
        ({"mix": "polarised"}, "mix", "polarised"),
        ({"weekly_growth": 5}, "growth", "careful"),
        ({"taper_weeks": 2}, "taper", "two_weeks"),
        ({"aim": "good"}, "aim", "good"),
        ({"long_run_cap_minutes": 150}, "long_run", "minutes_150"),
    ],
)
def test_a_choice_is_named_with_its_source(
    choices: dict[str, Any], topic: str, choice: str
) -> None:
    answer = custom(20, 42.195, longest_minutes=90, choices=choices)
    [found] = [one for one in answer.choices if one.topic == topic]
    assert found.choice == choice
    assert found.source
    assert found.others


def test_growth_and_taper_are_as_chosen() -> None:
    slow, quick = (
        custom(11, 21.1, choices={"weekly_growth": percent, "aim": "ambitious"})
        for percent in (5, 20)
    )
    assert max(w.minutes for w in slow.weeks) < max(w.minutes for w in quick.weeks)
    two = custom(20, 42.195, longest_minutes=100, choices={"taper_weeks": 2})
    assert [week.phase for week in two.weeks].count("taper") == 2


def hard_minutes(week: RunWeek, kind: str) -> float:
    seconds = (
        bout.seconds
        for run in week.runs
        if run.kind == kind
        for bout in run.bouts
        if bout.kind == "work"
    )
    return sum(seconds) / 60


def test_mixes_differ_in_hard_and_moderate_minutes() -> None:
    pyramidal, polarised = (
        custom(14, 10, days_a_week=6, minutes_a_week=300, choices={"mix": mix})
        for mix in ("pyramidal", "polarised")
    )
    moderate = [sum(hard_minutes(w, "tempo") for w in a.weeks) for a in (pyramidal, polarised)]
    hard = [sum(hard_minutes(w, "interval") for w in a.weeks) for a in (pyramidal, polarised)]
    assert moderate[0] > moderate[1]
    assert hard[0] < hard[1]


def test_a_beginner_runs_fewer_days_and_begins_hard_runs_later() -> None:
    answer = custom(12, 10, athlete={"level": "beginner"}, minutes_a_week=150)
    kinds = [[run.kind for run in week.runs] for week in answer.weeks]
    assert not any(kind in ("tempo", "interval") for week in kinds[:2] for kind in week)
    assert "outside the 2 to 4 days of a beginner" in problems(
        {"plan": "custom", "days_a_week": 5, "minutes_a_week": 150, "longest_minutes": 40},
        goal={"weeks": 8}, athlete={"level": "beginner"},
    )[0]  # fmt: skip


def test_days_are_added_one_at_a_time() -> None:
    answer = custom(16, 10, days_a_week=5, days_now=3, minutes_a_week=180)
    counts = [len(week.runs) for week in answer.weeks if not week.deload and week.phase != "taper"]
    assert counts[0] == 3
    assert max(counts) == 5
    assert all(after - before <= 1 for before, after in pairwise(counts))


def even_weeks(answer: RunsPlan) -> list[int]:
    """Weeks of three runs and more whose longest is less than half as much again."""
    found = []
    for week in answer.weeks:
        minutes = [run.minutes for run in week.runs if run.kind != "race"]
        if week.phase != "taper" and len(minutes) > 2 and max(minutes) < 1.5 * min(minutes):
            found.append(week.number)
    return found


def test_shorter_and_longer_runs_take_turns() -> None:
    """Every run of a full week had the length with which a 10 km race is finished."""
    answer = custom(18, 10, days_a_week=5, minutes_a_week=300, longest_minutes=60)
    # The first weeks have what is run now, and the last but one no long run so near to the race.
    assert set(even_weeks(answer)) <= {1, 2, 3, 17}
    for week in answer.weeks:
        runs_of = [run for run in week.runs if run.kind != "race"]
        mean = sum(run.minutes for run in runs_of) / len(runs_of)
        assert not any(
            (after.day - before.day).days == 1 and min(before.minutes, after.minutes) > 1.1 * mean
            for before, after in pairwise(runs_of)
        )


def test_weeks_too_full_for_runs_in_turn_are_named_with_the_reason() -> None:
    answer = custom(12, 10, minutes_a_week=325, longest_minutes=90)
    even = [str(number) for number in even_weeks(answer)]
    assert len(even) > 1
    [note] = [note for note in answer.notes if "take turns" in note]
    weeks = f"{', '.join(even[:-1])} and {even[-1]}"
    assert note.startswith(f"In weeks {weeks} the longest run is less than 1.5 times the shortest")
    assert "Rauh 2014" in note


def test_times_and_the_long_day_are_the_athlete_s() -> None:
    times = ["Mon 06:30", "Wed 06:30", "Sat 08:00"]
    answer = custom(12, 10, days_a_week=3, times=times, long_day="Sat")
    starts = {run.start[11:16] for week in answer.weeks for run in week.runs if run.kind != "race"}
    assert starts == {"06:30", "08:00"}
    long_runs = [run for week in answer.weeks for run in week.runs if run.kind == "long"]
    assert long_runs
    assert all(run.day.weekday() == 5 for run in long_runs)


def test_without_a_race_the_weeks_keep_what_is_run_now() -> None:
    answer = runs_plan(
        {"plan": "custom", "days_a_week": 3, "minutes_a_week": 150, "longest_minutes": 60},
        goal={"weeks": 10},
    )
    assert len(answer.weeks) == 10
    assert all(week.minutes <= 150 for week in answer.weeks)


# --- From the couch to 5 km -----------------------------------------------------------------------


def report(number: int, letter: str, days: int, **fields: Any) -> dict[str, Any]:
    day = START + timedelta(days=7 * (number - 1) + days)
    return {"id": f"w{number}{letter}", "date": day.isoformat(), **fields}


def good(*numbers: int) -> list[dict[str, Any]]:
    return [
        report(number, letter, days, rpe=5)
        for number in numbers
        for letter, days in (("a", 1), ("b", 3), ("c", 6))
    ]


def hard(*numbers: int) -> list[dict[str, Any]]:
    return [{**one, "rpe": 9} for one in good(*numbers)]


def program(**running: Any) -> RunsPlan:
    return runs_plan({"plan": "couch_to_5k", **running})


def steps(answer: RunsPlan) -> list[float | None]:
    return [week.program_week for week in answer.weeks]


def test_nine_weeks_of_three_sessions_with_their_bouts() -> None:
    answer = program()
    assert steps(answer) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    first, last = answer.weeks[0].runs[0], answer.weeks[-1].runs[-1]
    assert [bout.kind for bout in first.bouts[:4]] == ["walk", "run", "walk", "run"]
    assert [bout.seconds for bout in last.bouts] == [300, 1800, 300]
    assert all(run.kind == "easy" for week in answer.weeks for run in week.runs)
    longest = [
        max(bout.seconds for bout in run.bouts if bout.kind == "run")
        for week in answer.weeks
        for run in week.runs
    ]
    assert all(now <= max(longest[:index]) + 180 for index, now in enumerate(longest) if index)


@pytest.mark.parametrize(
    ("longest", "first"), [(0, 1), (1, 1), (2, 3), (5, 5), (12, 7), (20, 7), (21, 9)]
)
def test_the_first_week_goes_by_what_is_run_at_a_time(longest: int, first: int) -> None:
    assert steps(program(longest_minutes=longest))[0] == first


def test_a_first_week_that_jumps_is_refused() -> None:
    [problem] = problems({"plan": "couch_to_5k", "first_week": 9, "longest_minutes": 5})
    assert "begins with 24 minutes at a time; after 5 begin with week 5" in problem


@pytest.mark.parametrize(
    ("reports", "ahead"),
    [
        (good(1), [2, 3]),
        (hard(1), [1, 2]),
        (good(1)[:2], [1, 2]),  # the last session was not done
        (good(1)[1:], [2, 3]),  # two sessions, the last among them
        ([*good(1)[:2], {**good(1)[2], "pain_next_morning": 3}], [1, 2]),
        (
            [
                {**one, "pain_next_morning": pain}
                for one, pain in zip(good(1), (0, 1, 2), strict=True)
            ],
            [1, 2],
        ),
        (hard(1, 2), [1, 2]),
        ([*good(1), *hard(2, 3, 4)], [1, 1.5, 2, 2.5]),
    ],
)
def test_a_week_is_passed_repeated_or_taken_back(
    reports: list[dict[str, Any]], ahead: list[float]
) -> None:
    answer = program(reports=reports)
    planned = [week.program_week for week in answer.weeks if week.state == "planned"]
    assert planned[: len(ahead)] == ahead
    assert answer.next_week == len(answer.weeks) - len(planned) + 1
    assert planned[-1] == 9


@pytest.mark.parametrize(("weeks_off", "step"), [(0, 5), (1, 4), (2, 3), (3, 3), (4, 2), (20, 2)])
def test_days_off_lead_back(weeks_off: int, step: float) -> None:
    today = START + timedelta(weeks=4 + weeks_off)
    answer = program(reports=good(1, 2, 3, 4), today=today.isoformat())
    ahead = next(week for week in answer.weeks if week.state == "planned")
    assert ahead.program_week == step
    assert (ahead.note is None) is (weeks_off == 0)


def test_pain_twice_at_one_place_stops_the_plan() -> None:
    sore = [report(1, "a", 1, pain=5, place="shin"), report(1, "c", 6, pain=4, place="shin")]
    answer = program(reports=sore)
    assert (answer.status, answer.weeks) == ("stopped", ())
    assert "see a clinician" in answer.sentence
    apart = [sore[0], report(4, "a", 1, pain=5, place="shin")]
    assert program(reports=apart).status == "planned"


@pytest.mark.parametrize("words", ["Left knee", "left  knee", " LEFT KNEE "])
def test_one_place_in_other_letters_is_the_same_place(words: str) -> None:
    sore = [report(1, "a", 1, pain=5, place="left knee"), report(1, "c", 6, pain=4, place=words)]
    assert program(reports=sore).status == "stopped"
    elsewhere = [sore[0], report(1, "c", 6, pain=4, place="right knee")]
    assert program(reports=elsewhere).status == "planned"


def test_the_first_two_weeks_may_be_done_twice() -> None:
    assert steps(program(heavier=True))[:5] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("times", "words"),
    [
        # A day lies between them, so to leave one was no cure.
        (["Tue 18:00", "Thu 18:00", "Sat 09:00"],
         ["'Thu 18:00' and 'Sat 09:00' are 39 h apart, start to start, and 44 h are the least"
          " between two sessions; move Sat 09:00 to Sat 14:00"]),
        # Around the end of the week, too.
        (["Mon 09:00", "Wed 18:00", "Sat 18:00"],
         ["'Sat 18:00' and 'Mon 09:00' are 39 h apart, start to start, and 44 h are the least"
          " between two sessions; move Mon 09:00 to Mon 14:00, or Sat 18:00 to Sat 13:00"]),
        (["Mon 18:00", "Tue 18:00", "Wed 18:00"],
         ["'Mon 18:00' and 'Tue 18:00' are 24 h apart", "'Tue 18:00' and 'Wed 18:00' are 24 h"]),
        (["Mon 23:30", "Tue 00:30", "Wed 00:00"],
         ["'Mon 23:30' and 'Tue 00:30' are 1 h apart", "'Tue 00:30' and 'Wed 00:00' are 23 h 30"]),
    ],
)  # fmt: skip
def test_sessions_too_close_are_named_with_what_parts_them(
    times: list[str], words: list[str]
) -> None:
    found = problems({"plan": "couch_to_5k", "times": times})
    assert len(found) == len(words)
    for problem, one in zip(found, words, strict=True):
        assert problem.startswith(f"running.times: {one}")


def test_a_move_that_parts_two_sessions_is_taken() -> None:
    for times in (["Tue 18:00", "Thu 18:00", "Sat 09:00"], ["Mon 18:00", "Tue 18:00", "Fri 06:00"]):
        [problem] = problems({"plan": "couch_to_5k", "times": times})
        moves = re.findall(r"(\w{3} \d\d:\d\d) to (\w{3} \d\d:\d\d)", problem)
        assert moves
        for old, new in moves:
            moved = [new if one == old else one for one in times]
            assert program(times=moved).status == "planned"


@pytest.mark.parametrize("day", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
def test_any_long_day_leaves_a_day_between_the_sessions(day: str) -> None:
    """Saturday, and others, were refused for times that nobody had given."""
    first = program(long_day=day).weeks[0]
    assert day in {f"{run.day:%a}" for run in first.runs}


def test_runs_around_a_long_day_are_spread_over_the_week() -> None:
    answer = runs_plan({**NOW, "days_a_week": 4, "long_day": "Sat"}, goal={"weeks": 1})
    assert [f"{run.day:%a}" for run in answer.weeks[0].runs] == ["Mon", "Tue", "Thu", "Sat"]


def test_a_race_before_the_program_ends_says_by_when_it_could_be() -> None:
    answer = runs_plan({"plan": "couch_to_5k"}, goal={"race": "2027-01-10", "distance_km": 5})
    assert answer.status == "not_in_time"
    assert len(answer.weeks) == 6
    assert answer.cures[0].patch[0]["value"] == "2027-01-31"


def test_a_race_on_the_last_session_s_day_takes_its_place() -> None:
    """Half an hour is not run before it, so a race days earlier is not in time."""
    running = {"plan": "couch_to_5k"}
    last = runs_plan(running, goal={"race": "2027-01-31", "distance_km": 5})
    assert last.status == "planned"
    assert [run.kind for run in last.weeks[-1].runs] == ["easy", "easy", "race"]
    assert last.weeks[-1].minutes == sum(run.minutes for run in last.weeks[-1].runs[:-1])
    early = runs_plan(running, goal={"race": "2027-01-28", "distance_km": 5})
    assert early.status == "not_in_time"
    assert early.cures[0].patch[0]["value"] == "2027-01-31"
    late = runs_plan(running, goal={"race": "2027-02-14", "distance_km": 5})
    assert late.status == "planned"
    assert any("do that week again until then" in note for note in late.notes)


def test_a_program_that_never_ends_does_not_say_that_it_does() -> None:
    day = START + timedelta(weeks=59, days=1)
    reports = [{"id": "w60a", "date": day.isoformat(), "rpe": 9}]
    answer = program(reports=reports)
    assert "After 60 weeks the program is not at its end" in answer.sentence


def test_who_begins_is_told_what_comes_before_it_and_when_to_stop() -> None:
    notes = " ".join(program().notes)
    for words in (
        "30 minutes of brisk walking without symptoms", "dropped, not made up for",
        "in the groin when hopping: stop running at once",
    ):  # fmt: skip
        assert words in notes
    assert "brisk walking" not in " ".join(program(longest_minutes=12).notes)
    assert "body mass index above 30" in " ".join(program(heavier=True).notes)


# --- Runs that were given -------------------------------------------------------------------------


def test_two_given_runs_of_a_day_stand() -> None:
    """They were a fault of ours."""
    twice = [{"start": "Tue 06:00", "minutes": 30}, {"start": "Tue 18:00", "minutes": 40}]
    answer = runs_plan({"plan": "given", "runs": twice})
    [week] = answer.weeks
    assert [run.minutes for run in week.runs] == [30, 40]
    # No run of an earlier day is known that one of them could be longer than.
    assert answer.notes == ()
    against = runs_plan({"plan": "given", "runs": twice, "longest_minutes": 30})
    assert [note[:37] for note in against.notes] == ["The run of 2026-12-01 has 40 minutes;"]


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        (("Sun 02:30", "06:00"), "2027-03-28T03:00", "2027-03-28T06:00"),
        (("Sun 00:30", "02:30"), "2027-03-28T00:30", "2027-03-28T03:00"),
        # As long as the run, though the night takes an hour of it.
        (("Sun 01:30", "03:30"), "2027-03-28T01:30", "2027-03-28T04:00"),
    ],
)
def test_weekly_ranges_go_on_over_the_night_in_which_the_clocks_go_forward(
    given: tuple[str, str], start: str, end: str
) -> None:
    when = [{"start": given[0], "end": given[1]}]
    answer = runs_plan(
        {"plan": "given", "runs": [{"id": "r", "minutes": 90, "when": when}]},
        start="2027-03-22", timezone="Europe/Berlin", goal={"weeks": 2},
        week={
            "athlete": {"id": "ana", "level": "beginner"},
            "availability": [{"start": "Wed 18:30", "minutes": 40}],
        },
    )  # fmt: skip
    spring, after = ([run.when for run in week.runs] for week in answer.weeks)
    assert [[(one.start, one.end) for one in when] for when in spring] == [[(start, end)]]
    assert after[0][0].start[-5:] == given[0][-5:]
    for week in answer.weeks:
        timeline_of(read_request(json.dumps(week.request)))


def test_a_weekly_run_goes_on_over_the_night_in_which_the_clocks_go_forward() -> None:
    answer = runs_plan(
        {"plan": "given", "runs": [{"start": "Sun 02:30", "minutes": 30}]},
        start="2027-03-22", timezone="Europe/Berlin", goal={"weeks": 2},
    )  # fmt: skip
    assert [run.start for week in answer.weeks for run in week.runs] == [
        "2027-03-28T03:00:00+02:00", "2027-04-04T02:30:00+02:00",
    ]  # fmt: skip


def test_the_race_of_given_runs_is_among_them_and_what_is_left_out_is_told() -> None:
    given = [{"start": "Tue 18:00", "minutes": 30}, {"start": "2027-06-01T06:00", "minutes": 30}]
    goal = {"race": "2026-12-13", "distance_km": 10}
    answer = runs_plan({"plan": "given", "runs": given}, goal=goal)
    assert [run.kind for run in answer.weeks[-1].runs] == ["easy", "race"]
    assert answer.weeks[-1].minutes == 30
    assert answer.notes == (
        "Left out, as they are on no day from 2026-11-30 to 2026-12-13: the runs of 2027-06-01.",
    )
    wrong = [{"start": "2026-12-13T10:00", "minutes": 60}]
    [note] = runs_plan({"plan": "given", "runs": wrong}, goal=goal).notes
    assert "A run that is no race is given for 2026-12-13" in note


def test_given_runs_stand_every_week_or_on_their_day() -> None:
    answer = runs_plan(
        {
            "plan": "given",
            "longest_minutes": 60,
            "runs": [
                {"start": "Tue 18:00", "minutes": 45},
                {"start": "2026-12-12T08:00", "minutes": 90, "kind": "long"},
            ],
        }
    )
    assert [len(week.runs) for week in answer.weeks] == [1, 2]
    assert answer.weeks[1].runs[-1].start == "2026-12-12T08:00:00+00:00"
    assert any("has 90 minutes" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("given", "longest", "notes"),
    [
        # After a month off the most was said to be 3 minutes, as if nobody had ever run.
        ([("2026-12-01", 60), ("2027-01-12", 60), ("2027-01-14", 60)], None,
         ["The run of 2027-01-12 has 60 minutes; it is the first in 42 days, and after so long 30"
          " minutes are the most, 50 % of the longest before."]),
        ([("2026-12-01", 60), ("2027-01-12", 30), ("2027-01-14", 33)], None, []),
        # To the day on which the 30 days end.
        ([("2026-12-01", 60), ("2026-12-31", 66), ("2027-01-02", 60)], None, []),
        ([("2026-12-01", 60), ("2027-01-01", 66), ("2027-01-02", 60)], None,
         ["The run of 2027-01-01 has 66 minutes; it is the first in 31 days, and after so long 30"
          " minutes are the most, 50 % of the longest before."]),
        ([("2026-12-01", 60), ("2027-02-12", 45)], None,
         ["The run of 2027-02-12 has 45 minutes; it is the first in 73 days: begin as from the"
          " couch to 5 km."]),
        ([("2026-12-01", 60)], 0,
         ["The run of 2026-12-01 has 60 minutes; there was none in the 30 days before: begin as"
          " from the couch to 5 km."]),
        ([("2026-12-01", 24)], 20,
         ["The run of 2026-12-01 has 24 minutes; the longest of the 30 days before has 20, and 23"
          " are the most after it."]),
    ],
)  # fmt: skip
def test_a_given_run_far_above_the_longest_before_it_is_told(
    given: list[tuple[str, int]], longest: int | None, notes: list[str]
) -> None:
    running: dict[str, Any] = {
        "plan": "given",
        "runs": [{"start": f"{day}T08:00", "minutes": minutes} for day, minutes in given],
    }
    if longest is not None:
        running["longest_minutes"] = longest
    assert runs_plan(running).notes == tuple(notes)


def test_after_weeks_of_races_alone_the_runs_begin_again() -> None:
    """No week after them had a run, and the plan did not say so."""
    days = [date(2026, 12, 27) + timedelta(weeks=number) for number in range(5)]
    answer = on_the_way(*({"date": day.isoformat(), "distance_km": 42.2} for day in days))
    minutes = [week.minutes for week in answer.weeks[8:]]
    assert 0 < minutes[0] <= answer.weeks[2].minutes / 2
    assert all(minutes)


# --- Each week as a request -----------------------------------------------------------------------


def test_each_week_plans_as_a_request() -> None:
    week = {
        "athlete": {"id": "ana", "level": "beginner"},
        "availability": [{"id": "wed", "start": "Wed 18:30", "minutes": 40}],
    }
    answer = runs_plan({"plan": "couch_to_5k"}, week=week)
    for one in (answer.weeks[0], answer.weeks[-1]):
        request = read_request(json.dumps(one.request))
        assert [run.id for run in request.runs] == [run.id for run in one.runs]
        assert plan(request, catalog=CATALOG).status in ("optimal", "relaxed")
    custom_weeks = runs_plan(
        {"plan": "custom", "days_a_week": 3, "minutes_a_week": 150, "longest_minutes": 60},
        athlete={"id": "ana", "level": "beginner"},
        goal={"race": "2027-03-21", "distance_km": 10}, week=week,
    ).weeks  # fmt: skip
    for one in custom_weeks:
        request = read_request(json.dumps(one.request))
        assert request.week.number is not None
        assert (request.week.number % 4 == 0) is one.deload


def test_what_is_wrong_in_the_week_is_told_under_it() -> None:
    found = problems({"plan": "couch_to_5k"}, week={"availabilty": []})
    assert any(one.startswith("week.availabilty: is no known field") for one in found)


# --- What cannot be planned -----------------------------------------------------------------------

NOW = {"plan": "custom", "days_a_week": 3, "minutes_a_week": 150, "longest_minutes": 60}


@pytest.mark.parametrize(
    ("running", "fields", "words"),
    [
        ({"plan": "custom"}, {}, "goal: is required for a custom plan"),
        ({**NOW, "longest_minutes": 15}, {"goal": {"weeks": 8}}, "take couch_to_5k"),
        ({**NOW, "days_a_week": 7}, {"goal": {"weeks": 8}}, "outside the 2 to 6 days of a plan"),
        (NOW, {"goal": {"race": "2026-11-01", "distance_km": 10}}, "is before 2026-11-30"),
        (NOW, {"goal": {"race": "2029-11-01", "distance_km": 10}}, "is not within the 104 weeks"),
        (NOW, {"goal": {"race": "2027-05-01", "distance_km": 100}},
         "is beyond the 50 km that plans are known for; take a shorter race"),
        (NOW, {"goal": {"race": "2027-05-01", "distance_km": 0.1}}, "0.1 is below 1 km"),
        ({**NOW, "longest_minutes": 160}, {"goal": {"weeks": 8}},
         "running.longest_minutes: 160 is more than the 150 of minutes_a_week"),
        ({**NOW, "minutes_a_week": 900}, {"goal": {"weeks": 8}},
         "running.minutes_a_week: 900 is more than 14 runs of longest_minutes, 60"),
        ({**NOW, "reports": [{"id": "w1a", "date": "2026-12-01", "pain": 9}]},
         {"goal": {"weeks": 8}}, "running.reports: is for the plan couch_to_5k; leave it out of"),
        ({**NOW, "runs": [{"start": "Tue 18:00", "minutes": 30}]}, {"goal": {"weeks": 8}},
         "running.runs: is for the plan given"),
        (NOW, {"goal": {"race": "2027-05-01"}}, "race and distance_km go together"),
        ({**NOW, "times": ["Tue"]}, {"goal": {"weeks": 8}}, "is no weekly time"),
        ({**NOW, "times": ["Tue 18:00"]}, {"goal": {"weeks": 8}}, "3 days a week need as many"),
        ({**NOW, "long_day": "Sun", "times": ["Mon 07:00", "Tue 07:00", "Fri 07:00"]},
         {"goal": {"weeks": 8}}, "is no day of running.times"),
        (NOW, {"goal": {"race": "2027-05-01", "distance_km": 42.195},
               "choices": {"taper_weeks": 4}}, "is no taper known for Marathon; known: 2 and 3"),
        ({"plan": "couch_to_5k", "times": ["Mon 07:00", "Tue 07:00", "Fri 07:00"]}, {},
         "'Mon 07:00' and 'Tue 07:00' are 24 h apart, start to start, and 44 h are the least"
         " between two sessions; move Tue 07:00 to Wed 07:00, or Mon 07:00 to Sun 11:00"),
        ({"plan": "couch_to_5k"}, {"goal": {"race": "2027-05-01", "distance_km": 10}},
         "is more than couch_to_5k leads to"),
        ({"plan": "couch_to_5k", "reports": [{"id": "x", "date": "2026-12-01"}]}, {},
         "is no session of the plan"),
        ({"plan": "couch_to_5k", "reports": [{"id": "w1a", "date": "2026-12-01"},
                                             {"id": "w1a", "date": "2026-12-02", "rpe": 9}]}, {},
         "reports[1].id: 'w1a' has a report already in running.reports[0]; keep one"),
        ({"plan": "couch_to_5k", "reports": [{"id": "w2a", "date": "2026-11-20"}]}, {},
         "is days away from week 2 of the plan, 2026-12-07 to 2026-12-13; correct it"),
        ({"plan": "couch_to_5k", "reports": [{"id": "w1a", "date": "2099-01-01"}]}, {},
         "is days away from week 1"),
        ({"plan": "couch_to_5k", "today": "2026-12-01",
          "reports": [{"id": "w1b", "date": "2026-12-03"}]}, {},
         "is after 2026-12-01, running.today; correct one of them"),
        ({"plan": "couch_to_5k",
          "reports": [{"id": "w1a", "date": "2026-12-01", "minutes": 0}]}, {},
         "minutes: 0 is none, and done is true"),
        ({"plan": "couch_to_5k", "today": "2099-01-01"}, {}, "is more than 60 weeks after start"),
        ({"plan": "couch_to_5k", "longest_minutes": 45}, {},
         "45 is more than the 30 with which couch_to_5k ends; take the plan custom"),
        ({"plan": "given"}, {}, "running.runs: is required for given runs"),
        ({"plan": "given", "runs": [{"start": "whenever", "minutes": 30}]}, {},
         "is no time; write it as Tue 18:00"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_told_with_a_cure(
    running: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    assert any(words in problem for problem in problems(running, **fields))


# --- Names and neighbours of races ----------------------------------------------------------------


def test_a_race_that_is_no_marathon_is_called_by_its_length() -> None:
    """It is read as the next longer race that is known, and is not called after it."""
    found = custom(40, 50.0, minutes_a_week=300, longest_minutes=100)
    assert "to the 50 km of" in found.sentence
    [race] = [run for run in found.weeks[-1].runs if run.kind == "race"]
    assert (race.name, race.distance_km) == ("Race: 50 km", 50.0)
    late = custom(4, 25.0)
    assert late.sentence.startswith("The 25 km of ")
    assert "Finish the 25 km with walks" in late.cures[-1].sentence
    for km, name in ((42.2, "Marathon"), (21.1, "Half marathon"), (5.0, "5 km")):
        assert f" {name} of " in custom(3, km).sentence


def test_races_on_neighbouring_days_stand_and_are_told() -> None:
    running = {"plan": "custom", "days_a_week": 3, "minutes_a_week": 120, "longest_minutes": 60}
    goal = {"race": "2027-03-07", "distance_km": 10}
    days = ("2027-01-16", "2027-01-17", "2027-03-06")
    found = runs_plan(running, goal=goal, races=[{"date": day, "distance_km": 5} for day in days])
    raced = [run.start[:10] for week in found.weeks for run in week.runs if run.kind == "race"]
    assert raced == [*days, "2027-03-07"]
    words = [note for note in found.notes if "neighbouring days" in note]
    assert [word[13:37] for word in words] == [
        "2027-01-16 and 2027-01-1", "2027-03-06 and 2027-03-0",
    ]  # fmt: skip
    apart = runs_plan(running, goal=goal, races=[{"date": "2027-01-16", "distance_km": 5}])
    assert not any("neighbouring days" in note for note in apart.notes)
