"""Weeks of a season that are planned: each with what came before, as if that is met."""

from __future__ import annotations

from itertools import pairwise

import pytest

from optimizer import check, plan_season
from optimizer.documents.result import Item, Plan
from optimizer.documents.season import Season, SeasonWeek
from optimizer.documents.versions import fingerprint
from optimizer.seasons.coarse import Usual, coarse_amounts
from optimizer.seasons.outline import outline_of
from optimizer.seasons.week_requests import request_of_week
from tests.optimizer.seasons.seasons import (
    CATALOG,
    WHOLE,
    half_marathon,
    known_of,
    request_of,
    season_of,
    ten_km,
)

DELOADS = [4, 8, 12]


def whole() -> Season:
    return season_of(WHOLE)


def plan_of(week: SeasonWeek) -> Plan:
    assert week.result is not None
    assert week.result.plan is not None
    return week.result.plan


def main_lifts(plan: Plan) -> list[Item]:
    return [
        item
        for session in plan.sessions
        for block in session.blocks
        for item in block.items
        if item.role == "main_lift"
    ]


def test_every_week_to_the_race_is_proven_and_passes_check_of_its_own_request() -> None:
    season = whole()
    assert season.status == "proven"
    assert season.reason is None
    assert [week.state for week in season.weeks] == ["planned"] * 16 + ["coarse"]
    for week in season.weeks[:16]:
        assert week.request is not None
        assert week.result is not None
        assert week.result.status == "optimal"
        assert week.result.fingerprint == fingerprint(week.request, CATALOG)
        assert check(week.request, week.result, catalog=CATALOG).holds


def test_sets_come_back_after_a_lighter_week() -> None:
    """A lighter week is no measure for the week after it, so nothing ratchets down."""
    season = whole()
    assert [week.number for week in season.weeks if week.deload] == DELOADS
    full = [week.sets[0] for week in season.weeks[:15] if not week.deload]
    assert min(full) >= 0.9 * max(full)
    for number in DELOADS:
        assert season.week_of(number).sets[0] <= 0.6 * season.week_of(number - 1).sets[0]


def test_lighter_weeks_and_the_taper_are_not_relaxed_for_muscles_of_the_last_14_days() -> None:
    season = whole()
    for week in (*(season.week_of(number) for number in DELOADS), season.week_of(16)):
        assert week.result is not None
        assert week.result.relaxations == ()
        assert any(one.carried_over for one in plan_of(week).coverage)
    assert season.week_of(16).phase == "taper"
    assert season.week_of(16).sessions == (1, 1)


def test_each_week_is_asked_for_with_the_plans_before_it() -> None:
    season = whole()
    for before, week in pairwise(season.weeks[:16]):
        assert week.request is not None
        previous = week.request.previous
        assert previous is not None
        assert previous.plan.sessions == plan_of(before).sessions
        # Only a lighter week needs another one as the base.
        assert (previous.base is not None) is before.deload
        if before.deload:
            assert previous.base is not None
            base = season.week_of(before.number - 1)
            assert previous.base.sessions == plan_of(base).sessions
        days = {entry.date for entry in previous.log}
        assert max(days) < week.start
        assert week.request.athlete.weeks_of_strength == 12 + week.number - 1
    first = season.week_of(1).request
    assert first is not None
    assert first.previous is None


def test_loads_rise_as_the_plan_is_met_and_never_fall_in_full_weeks() -> None:
    """What is lighter before a key run is no step down, and none follows from it."""
    season = whole()
    loads: dict[str, list[float]] = {}
    for week in season.weeks[:15]:
        if not week.deload:
            for item in main_lifts(plan_of(week)):
                is_lighter = item.effort is not None and item.effort.lighter_because is not None
                if item.load is not None and item.load.kg is not None and not is_lighter:
                    loads.setdefault(item.exercise, []).append(item.load.kg)
    assert {"goblet_squat", "dumbbell_romanian_deadlift"} <= loads.keys()
    for found in loads.values():
        assert found == sorted(found)
        assert found[-1] > found[0]


def test_main_lifts_stay_through_a_block() -> None:
    season = whole()
    for first, second in ((1, 2), (2, 3), (13, 14), (14, 15)):
        now, then = (
            {item.exercise for item in main_lifts(plan_of(season.week_of(number)))}
            for number in (first, second)
        )
        assert now == then


def test_fewer_exact_weeks_are_the_same_weeks() -> None:
    """With four exact weeks the first four are those of sixteen, byte for byte."""
    season = season_of(ten_km())
    assert [week.state for week in season.weeks].count("planned") == 4
    for four, sixteen in zip(season.weeks[:4], whole().weeks[:4], strict=True):
        assert four.model_dump_json() == sixteen.model_dump_json()
    for week in season.weeks[4:]:
        least, most = week.sets
        planned = whole().week_of(week.number).sets[0]
        assert least <= most
        if week.number <= 16:
            assert least * 0.9 <= planned <= most * 1.1
            assert week.sessions[0] <= whole().week_of(week.number).sessions[0] <= week.sessions[1]


def test_what_is_known_is_not_planned_again_and_each_week_is_handed_over() -> None:
    """So a caller who was stopped goes on where it was, to the same bytes."""
    season = season_of(ten_km())
    searched: list[object] = []
    seen = []
    known = known_of([season])
    again = plan_season(
        request_of(ten_km()), catalog=CATALOG, known=known,
        on_week=lambda number, result: seen.append((number, result.fingerprint)),
        on_progress=searched.append,
    )  # fmt: skip
    assert again.model_dump_json() == season.model_dump_json()
    assert [number for number, _ in seen] == [1, 2, 3, 4]
    assert {name for _, name in seen} == known.keys()
    assert searched == []


def test_a_holiday_over_everything_is_a_season_with_the_gap_named() -> None:
    away = {"from": "2026-11-30", "to": "2027-04-30", "availability": [], "note": "at sea"}
    season = plan_season(request_of(ten_km(exceptions=[away])), catalog=CATALOG)
    assert season.status == "proven"
    assert all(week.result is None and week.sessions == (0, 0) for week in season.weeks)
    assert season.weeks[0].note == (
        "No time for strength: 2026-11-30 to 2027-04-30 (at sea) leave no window."
    )
    assert "there is no time for strength" in " ".join(season.notes)


def test_two_windows_on_a_day_are_one_day_of_a_week_far_ahead() -> None:
    week = {"availability": [{"start": "Wed 07:00", "minutes": 30},
                             {"start": "Wed 19:30", "minutes": 30}]}  # fmt: skip
    request = request_of(ten_km(week=week))
    outline = outline_of(request, "advanced", CATALOG)
    far = request_of_week(request, outline.weeks[9], 1, request.athlete, "advanced", CATALOG)
    assert coarse_amounts(far, Usual(16, 30), is_deload=False, catalog=CATALOG).sessions == (1, 1)


def test_a_season_that_cannot_be_has_no_week_and_says_what_could_be() -> None:
    season = plan_season(
        request_of(half_marathon(goal={"race": "2026-12-20", "distance_km": 42.195})),
        catalog=CATALOG,
    )
    assert (season.status, season.weeks, season.next_week) == ("infeasible", (), None)
    assert season.reason is not None
    assert [cure.kind for cure in season.cures] == ["later", "run_walk"]
    assert season.cures[0].patch[0]["path"] == "/goal/race"


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({"availability": [{"start": "Wed 19:30", "minutes": 30, "place": "home"}],
          "places": {"home": ["dumbell"]}}, "week.places.home"),
        ({"availability": [{"start": "Wednesday", "minutes": 30}]}, "week.availability"),
    ],
)  # fmt: skip
def test_a_fault_of_the_week_is_told_by_its_place_in_the_season(
    week: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        plan_season(request_of(ten_km(week=week)), catalog=CATALOG)


def test_a_week_of_a_beginner_without_strength_is_a_gap_that_the_season_names_and_passes() -> None:
    short = [{"id": "wed", "start": "Wed 19:30", "minutes": 5, "place": "home"}]
    document = ten_km(
        athlete={"id": "eve", "level": "beginner"}, exact_weeks=2,
        overrides=[{"week": "2026-11-30", "availability": short}],
    )  # fmt: skip
    season = plan_season(request_of(document), catalog=CATALOG)
    first, second = season.weeks[:2]
    assert first.sessions == (0, 0)
    assert first.note == "No session of strength fits into the windows of this week."
    assert season.status == "relaxed"
    assert season.reason is not None
    assert season.reason.startswith("Not every rule can hold in week")
    assert second.request is not None
    assert second.request.previous is None
    assert plan_of(second).sessions
    assert second.note is None


def test_the_run_on_the_eve_of_a_week_keeps_its_first_day_free() -> None:
    """A run on Sunday evening is over less than 24 hours before Monday's window."""
    document = ten_km(
        exact_weeks=2,
        running={
            "plan": "custom", "days_a_week": 3, "minutes_a_week": 120, "longest_minutes": 60,
            "times": ["Wed 07:00", "Fri 07:00", "Sun 19:00"], "long_day": "sun",
        },
        week={
            "availability": [
                {"id": "mon", "start": "Mon 18:00", "minutes": 30, "place": "home"},
                {"id": "thu", "start": "Thu 18:00", "minutes": 30, "place": "home"},
                {"id": "sat", "start": "Sat 18:00", "minutes": 30, "place": "home"},
            ],
            "places": {"home": ["kit:bodyweight", "dumbbell"]},
        },
    )  # fmt: skip
    first, second = plan_season(request_of(document), catalog=CATALOG).weeks[:2]
    [*_, sunday] = plan_of(first).runs
    assert sunday.start.startswith("2026-12-06T19:00")
    assert {session.window for session in plan_of(second).sessions} == {"thu", "sat"}
    assert second.request is not None
    assert sunday.start[:16] in {run.start for run in second.request.runs}
