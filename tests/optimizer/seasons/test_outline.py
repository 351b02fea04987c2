"""Phases, lighter weeks and runs of a season, before any of its weeks is planned."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.season_draw import drawn_season
from optimizer import UnusableInput
from optimizer.documents.season import SeasonRequest
from optimizer.seasons.outline import Outline, outline_of
from optimizer.seasons.week_requests import level_of, numbers_in_block, request_of_week
from tests.optimizer.seasons.seasons import CATALOG, half_marathon, outlined, request_of

DRAWN = 60
IN_ORDER = ("off_season", "pre_season", "in_season", "taper", "post_race")


def phases(found: Outline) -> str:
    return "".join(
        week.phase[1] if week.phase == "post_race" else week.phase[0] for week in found.weeks
    )


def problems(document: dict[str, Any]) -> list[str]:
    with pytest.raises(UnusableInput) as raised:
        outlined(document)
    return [str(problem) for problem in raised.value.problems]


# --- Phases ---------------------------------------------------------------------------------------


def test_phases_are_counted_backward_from_the_race() -> None:
    """14 weeks before a half marathon the pre-season begins, 7 the season, 1 the taper."""
    assert phases(outlined(half_marathon())) == "ooooo" + "ppppppp" + "iiiiii" + "t" + "oo"


@pytest.mark.parametrize(
    ("km", "weeks"),
    [
        (5, "p" * 6 + "i" * 5 + "t" + "o"),
        (10, "p" * 6 + "i" * 5 + "t" + "o"),
        (42.195, "p" * 4 + "i" * 6 + "tt" + "oooo"),
    ],
)
def test_each_distance_has_its_own_parts(km: float, weeks: str) -> None:
    goal = {"race": "2027-02-21", "distance_km": km}
    found = outlined(half_marathon(goal=goal))
    assert phases(found) == weeks


def test_a_short_time_leaves_out_the_off_season_first_and_never_the_taper() -> None:
    given = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 40}]}
    for weeks in range(1, 20):
        race = date(2026, 11, 30) + timedelta(days=7 * weeks - 1)
        goal = {"race": race.isoformat(), "distance_km": 10}
        found = phases(outlined(half_marathon(goal=goal, running=given)))
        assert found == ("o" * 20 + "p" * 6 + "i" * 5 + "t" + "o")[-weeks - 1 :]


def test_without_a_race_the_year_goes_round() -> None:
    assert (
        phases(outlined(half_marathon(goal={"weeks": 23})))
        == "o" * 8 + "p" * 6 + "i" * 6 + "o" + "oo"
    )


def test_from_the_couch_it_is_off_season_and_the_program_decides_how_long() -> None:
    found = outlined(half_marathon(running={"plan": "couch_to_5k"}, goal=None))
    assert phases(found) == "o" * 9
    longer = outlined(half_marathon(running={"plan": "couch_to_5k"}, goal={"weeks": 12}))
    assert [week.running_minutes for week in longer.weeks[8:]] == [111] * 4


def test_weeks_like_the_last_of_the_program_keep_the_time_by_the_clock() -> None:
    """On 28 March 2027 clocks in Berlin go from winter to summer time."""
    found = outlined(half_marathon(running={"plan": "couch_to_5k"}, goal={"weeks": 18})).weeks
    last, before, after = (found[number].runs for number in (8, 15, 17))
    assert [run.start[10:] for run in before] == [run.start[10:] for run in last]
    assert {run.start[19:] for run in before} == {"+01:00"}
    assert [run.start[10:19] for run in after] == [run.start[10:19] for run in last]
    assert {run.start[19:] for run in after} == {"+02:00"}


# --- Lighter weeks --------------------------------------------------------------------------------


def test_lighter_weeks_are_those_of_the_runs_and_never_around_the_taper() -> None:
    found = outlined(half_marathon())
    assert [week.number for week in found.weeks if week.is_deload] == [4, 8, 12]
    first = outlined(half_marathon(athlete={"id": "ana", "level": "beginner"}))
    assert [week.number for week in first.weeks if week.is_deload] == [8, 12]
    third = outlined(half_marathon(choices={"deload_every": 3}))
    assert [week.number for week in third.weeks if week.is_deload] == [6, 9, 12, 15]


def test_a_week_may_be_chosen_otherwise() -> None:
    overrides = [
        {"week": "2026-12-09", "deload": True, "phase": "pre_season"},
        {"week": "2026-12-21", "deload": False, "runs": [{"start": "Wed 18:00", "minutes": 30}]},
    ]
    found = outlined(half_marathon(overrides=overrides)).weeks
    assert (found[1].is_deload, found[1].phase) == (True, "pre_season")
    assert (found[3].is_deload, [run.start[:10] for run in found[3].runs]) == (
        False,
        ["2026-12-23"],
    )


# --- Runs -----------------------------------------------------------------------------------------


def test_after_the_race_there_is_no_run_at_first_and_then_few_easy_ones() -> None:
    found = outlined(half_marathon()).weeks
    after = [run for week in found[19:] for run in week.runs]
    assert {run.kind for run in after} == {"easy"}
    assert min(run.day for run in after) > date(2027, 4, 14)
    assert [week.running_minutes for week in found[19:]] == sorted(
        week.running_minutes for week in found[19:]
    )


def test_a_race_on_the_way_has_its_day_alone_and_easy_days_around_it() -> None:
    races = [{"date": "2027-02-14", "distance_km": 10, "minutes": 50}]
    found = outlined(half_marathon(races=races)).weeks
    around = {
        (run.day - date(2027, 2, 14)).days: (run.kind, run.minutes)
        for week in found
        for run in week.runs
        if abs((run.day - date(2027, 2, 14)).days) <= 6
    }
    assert around[0] == ("race", 50)
    assert not {-1, 1, 2} & around.keys()
    assert {kind for day, (kind, _) in around.items() if day in (-3, -2, 3, 4, 5, 6)} == {"easy"}


@pytest.mark.parametrize("kind", ["easy", "long"])
def test_given_runs_are_short_in_the_days_before_a_race_on_the_way(kind: str) -> None:
    given = [
        {"start": "Tue 18:00", "minutes": 40},
        {"start": "Sun 09:00", "minutes": 90, "kind": kind},
    ]
    races = [{"date": "2027-02-16", "distance_km": 10}]
    running = {"plan": "given", "runs": given}
    found = outlined(half_marathon(races=races, running=running)).weeks
    sundays = [run for week in found for run in week.runs if run.day.weekday() == 6]
    assert {(run.kind, run.minutes) for run in sundays if run.day == date(2027, 2, 14)} == {
        ("easy", 45)
    }
    assert {run.minutes for run in sundays if run.day < date(2027, 2, 8)} == {90}


def test_a_holiday_takes_windows_and_runs_or_moves_them() -> None:
    away = {"from": "2026-12-24", "to": "2026-12-27", "availability": [], "run_windows": []}
    found = outlined(half_marathon(exceptions=[away]))
    assert max(run.day for run in found.weeks[3].runs) < date(2026, 12, 24)
    assert "From 2026-12-24 to 2026-12-27 there is no time for strength." in found.notes
    other = {"from": "2026-12-24", "to": "2026-12-27", "run_windows": [{"start": "Fri 11:00"}]}
    moved = outlined(half_marathon(exceptions=[other]))
    assert [run.start[:16] for run in moved.weeks[3].runs][-1] == "2026-12-25T11:00"


def test_given_runs_go_on_after_the_race_and_the_race_is_added() -> None:
    given = {"plan": "given", "runs": [{"start": "Tue 18:00", "minutes": 40}]}
    found = outlined(half_marathon(running=given)).weeks
    assert [run.kind for run in found[18].runs] == ["easy", "race"]
    assert [len(week.runs) for week in found[19:]] == [1, 1]


def test_run_windows_are_the_times_of_runs() -> None:
    windows = [{"start": f"{day} 07:00"} for day in ("Mon", "Tue", "Wed", "Fri", "Sat")]
    week = {**half_marathon()["week"], "run_windows": windows}
    found = outlined(half_marathon(week=week)).weeks
    assert {run.start[11:16] for week in found[:18] for run in week.runs} == {"07:00"}
    program = outlined(half_marathon(week=week, running={"plan": "couch_to_5k"}, goal=None)).weeks
    assert [run.day.weekday() for run in program[0].runs] == [0, 2, 4]


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (
            ["Tue 18:00", "Thu 18:00", "Sat 09:00"],
            "week.run_windows: 'Thu 18:00' and 'Sat 09:00' are 39 h apart",
        ),
        # Of windows enough those are told that stand apart best.
        (
            ["Mon 18:00", "Tue 18:00", "Wed 06:00", "Wed 18:00", "Thu 18:00"],
            "week.run_windows: 'Mon 18:00' and 'Wed 06:00' are 36 h apart",
        ),
        (["2026-12-01T18:00", "Thu 18:00", "Sat 19:00"], "'2026-12-01T18:00' is no weekly time"),
    ],
)
def test_run_windows_too_close_for_the_program_are_named(starts: list[str], words: str) -> None:
    week = {**half_marathon()["week"], "run_windows": [{"start": start} for start in starts]}
    document = half_marathon(week=week, running={"plan": "couch_to_5k"}, goal=None)
    assert any(words in one for one in problems(document))


# --- Drawn seasons --------------------------------------------------------------------------------


def drawn(number: int) -> tuple[SeasonRequest, Outline]:
    request = drawn_season(f"outline {number}", 1)
    return request, outline_of(request, level_of(request, CATALOG), CATALOG)


def test_every_drawn_season_has_whole_weeks_in_order() -> None:
    """Phases never go back before the race, no two lighter weeks follow each other unless they were
    chosen, runs lie in their weeks, and every week is a request."""
    for number in range(DRAWN):
        request, found = drawn(number)
        assert [week.number for week in found.weeks] == [*range(1, len(found.weeks) + 1)]
        for before, after in pairwise(found.weeks):
            assert after.start - before.start == timedelta(days=7)
            if before.weeks_left is not None:
                assert IN_ORDER.index(before.phase) <= IN_ORDER.index(after.phase)
            if not request.overrides:
                assert not (before.is_deload and after.is_deload)
        if request.goal is not None and request.goal.race is not None:
            [race_week] = [week for week in found.weeks if week.weeks_left == 1]
            races = [run.day.isoformat() for run in race_week.runs if run.kind == "race"]
            assert request.goal.race in races
            assert race_week.phase == "taper"
            assert not race_week.is_deload
        in_block = numbers_in_block(found.weeks, CATALOG)
        for week in found.weeks:
            assert all(week.start <= run.day < week.end for run in week.runs)
            week_request = request_of_week(
                request, week, in_block[week.number - 1], request.athlete, found.level, CATALOG
            )
            assert (week_request.week.number == 4) is week.is_deload
            away = [one for one in request.exceptions if one.availability == ()]
            for window in week_request.availability:
                day = next(
                    week.start + timedelta(days=index)
                    for index in range(7)
                    if f"{week.start + timedelta(days=index):%a}" == window.start[:3]
                )
                assert not any(one.holds(day) for one in away)


# --- What cannot be a season ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"goal": {"race": "2026-11-01", "distance_km": 10}}, "goal.race: '2026-11-01' is before"),
        ({"running": {"plan": "custom", "days_a_week": 9, "minutes_a_week": 200,
                      "longest_minutes": 60}},
         "running.days_a_week: 9 is too large; give 7 or less"),
        ({"overrides": [{"week": "2029-01-01"}]}, "is no day of the season, 2026-11-30 to"),
        ({"overrides": [{"week": "2026-12-07"}, {"week": "2026-12-09"}]}, "put both together"),
        ({"races": [{"date": "2026-11-01", "distance_km": 5}]}, "is not within the season"),
        ({"races": [{"date": "2027-02-14", "distance_km": 10, "priority": "A"}]},
         "races[0].priority: 'A' is the goal's alone: a season leads to one A race; give this one"),
        ({"exceptions": [{"from": "2026-12-05", "to": "2026-12-01"}]}, "before it begins on"),
        ({"exceptions": [{"from": "2026-12-01", "to": "2026-12-05", "run_windows":
                          [{"start": "2026-12-01T10:00"}]}]}, "is no weekly time; write it"),
        ({"exceptions": [{"from": "2026-12-01", "to": "2026-12-05", "availability":
                          [{"start": "Tue 10:00", "minutes": 30, "place": "hotel"}]}]},
         "exceptions[0].availability[0].place: 'hotel' is no place"),
        ({"week": {"availability": [{"start": "Tue 10:00", "minutes": 30, "place": "gm"}],
                   "places": {"gym": ["barbell"]}}}, "week.availability[0].place: 'gm' is"),
        ({"week": {"availability": [], "run_windows": [{"start": "Mon 07:00"}]}},
         "week.run_windows: has Mon; 4 days a week need as many"),
        ({"goal": None}, "goal: is required for a custom plan"),
        ({"athlete": {"id": "ana"}}, "athlete.level: is required"),
        ({"exact_weeks": 17}, "exact_weeks: 17 is too large; give 16 or less"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_season_is_told_with_a_cure(changes: dict[str, Any], words: str) -> None:
    found = problems(half_marathon(**changes))
    assert any(words in one for one in found), found


def test_a_race_next_week_is_answered_with_what_could_be() -> None:
    found = outlined(half_marathon(goal={"race": "2026-12-06", "distance_km": 21.0975}))
    assert found.reason is not None
    assert "cannot be reached" in found.reason
    assert next(cure.kind for cure in found.cures) == "later"


def test_a_request_is_read_back_as_it_was_written() -> None:
    request = request_of(half_marathon(exceptions=[{"from": "2026-12-24", "to": "2026-12-27"}]))
    assert SeasonRequest.model_validate_json(request.model_dump_json()) == request
