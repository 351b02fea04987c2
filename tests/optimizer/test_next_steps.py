"""What a plan says of next week, of the runs beside it and of windows that it does not use."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.result import Block, Effort, Item, Load, Session
from optimizer.operations.next_steps import next_steps
from optimizer.operations.running_notes import running_notes
from optimizer.operations.window_uses import window_uses

CATALOG = load_catalog()
REPS = {"reps": (6, 8), "effort": Effort(rir=(2, 3))}
WEIGHT = {**REPS, "load": Load(kg=60, why="Last week.")}
NEW_WEIGHT = {**REPS, "load": Load(why="Begin. Go up.", method="Go up.")}
BAND = {**REPS, "load": Load(why="The band that fits.")}
HOLD = {"hold_seconds": (20, 30), "effort": Effort(reserve_seconds=(10, 20))}
JUMPS = {"reps": (10, 10), "role": "plyometric"}
DRILL = {"reps": (10, 10)}


def a_case(phase: str = "pre_season", level: str = "advanced", **changes: Any) -> Case:
    athlete = {"id": "ana", "level": level, **changes.pop("athlete", {})}
    document: dict[str, Any] = {
        "athlete": athlete,
        "week": {"start": "2026-11-23", "phase": phase, **changes.pop("week", {})},
        "availability": [
            {"id": "tue", "start": "Tue 18:00", "minutes": 60},
            {"id": "fri", "start": "Fri 18:00", "minutes": 60},
        ],
        **changes,
    }
    return case_of(read_request(json.dumps(document)), CATALOG)


def a_session(*items: dict[str, Any]) -> Session:
    block = Block(
        label="1", kind="straight", rounds=1,
        items=tuple(
            Item(
                label=str(n), exercise="push_up", name="x", sets=3, rest_seconds=60, seconds=90, **i
            )
            for n, i in enumerate(items)
        ),
    )  # fmt: skip
    return Session(
        id="s1", window="tue", place="gym", start="2026-11-24T18:00:00+00:00",
        end="2026-11-24T18:30:00+00:00", minutes=30, blocks=(block,),
    )  # fmt: skip


def test_there_is_one_step_for_each_kind_that_the_week_holds() -> None:
    case = a_case()
    everything = next_steps(case, [a_session(WEIGHT, BAND, REPS, HOLD, JUMPS, DRILL)])
    assert [step.kind for step in everything] == ["load", "band", "body", "hold", "jumps", "all"]
    assert [step.kind for step in next_steps(case, [a_session(HOLD)])] == ["hold", "all"]
    assert next_steps(case, [a_session(DRILL)]) == ()
    assert next_steps(case, []) == ()


@pytest.mark.parametrize(
    ("level", "often"),
    [("beginner", "left as planned, the next weight"), ("advanced", "in 2 workouts in a row")],
)
def test_a_weight_goes_up_as_the_log_would_have_it(level: str, often: str) -> None:
    [weight, _] = next_steps(a_case(level=level), [a_session(WEIGHT)])
    assert often in weight.sentence
    assert "up to 2 repetitions more" in weight.sentence
    assert "new load" not in weight.sentence
    [found, _] = next_steps(a_case(level=level), [a_session(NEW_WEIGHT)])
    assert "In its first 3 workouts a new load goes up by what was left" in found.sentence


def test_in_season_a_weight_goes_up_with_as_many_left_as_is_planned_at_most() -> None:
    [weight, _] = next_steps(a_case("in_season"), [a_session(WEIGHT)])
    assert "with as many left as the plan's higher number" in weight.sentence


def test_what_the_body_alone_makes_too_easy_is_made_slower_today() -> None:
    [body, _] = next_steps(a_case(), [a_session(REPS)])
    assert body.today is not None
    assert "lower for 3 to 4 s, then pause for 2 s" in body.today


def test_on_a_bad_day_a_known_load_is_lowered_for_the_sets_that_are_left() -> None:
    [known, _] = next_steps(a_case(), [a_session(WEIGHT)])
    assert known.today is not None
    assert "2 repetitions short of the last time with the same load: about 5 % less" in known.today
    [found, _] = next_steps(a_case(), [a_session(NEW_WEIGHT)])
    assert found.today is None


@pytest.mark.parametrize(
    ("phase", "week", "words"),
    [
        ("taper", {}, "In a taper no load rises"),
        ("post_race", {}, "After a race no load rises"),
        ("pre_season", {"number": 4}, "After this lighter week go back"),
    ],
)
def test_nothing_rises_where_the_week_is_a_lighter_one(
    phase: str, week: dict[str, int], words: str
) -> None:
    [step] = next_steps(a_case(phase, week=week), [a_session(WEIGHT, REPS, HOLD)])
    assert step.kind == "all"
    assert step.sentence.startswith(words)
    assert step.today is None


def test_with_an_injury_nothing_rises_against_pain() -> None:
    case = a_case(athlete={"injuries": ["ankle_sprain"]})
    [*_, last] = next_steps(case, [a_session(REPS)])
    assert last.sentence.startswith("Nothing goes up where pain was not back")


def sentences(case: Case) -> list[str]:
    return [note.sentence for note in running_notes(case)]


def test_running_is_told_beside_an_injury_a_taper_and_a_race() -> None:
    assert sentences(a_case()) == []
    assert sentences(a_case(athlete={"injuries": ["wrist_pain"]})) == []
    [sprain] = sentences(a_case(athlete={"injuries": ["ankle_sprain"]}))
    assert "end a run in which pain rises above 3 of 10 and leave 48 h without one" in sprain
    [bone] = sentences(a_case(athlete={"injuries": ["bone_stress_injury"]}))
    assert bone.endswith("only runs that do not hurt, during them and the next morning.")
    [taper] = sentences(a_case("taper"))
    assert "about 40 to 65 % of the minutes of the largest week" in taper
    [after] = sentences(a_case("post_race"))
    assert "1 to 5 days without a run, and 4 to 21 days without a key run" in after


def test_running_around_a_race_that_is_told_goes_by_its_length() -> None:
    race = {"start": "Sun 09:00", "minutes": 110, "kind": "race", "distance_km": 21.1}
    [taper] = sentences(a_case("taper", runs=[race]))
    assert "about 50 %" in taper
    [after] = sentences(a_case("post_race", runs=[race]))
    assert "3 days without a run, and 10 days without a key run" in after


@pytest.mark.parametrize(
    ("changes", "proven", "words"),
    [
        ({"phase": "taper"}, True, "the taper phase has at most 1 session a week"),
        ({"limits": {"max_sessions": 1}}, True, "the athlete wants at most 1 session a week"),
        ({}, True, "no week with another session here does better"),
        ({}, False, "the search found no better week with a session here"),
    ],
)
def test_a_window_that_is_not_used_says_why(
    changes: dict[str, Any], proven: bool, words: str
) -> None:
    case = a_case(**changes)
    sessions = [a_session(REPS)]
    uses = {u.window: u for u in window_uses(case, problem_of(case), sessions, proven=proven)}
    assert uses["fri"].reason == words
    assert uses["tue"].reason is None


def test_a_window_that_is_told_before_there_is_a_week_is_not_unused() -> None:
    case = a_case()
    uses = window_uses(case, problem_of(case), (), proven=None)
    assert [use.reason for use in uses] == [None, None]
