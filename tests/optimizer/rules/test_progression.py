"""From last week to this: sets at most a fifth more, half of the exercises kept, deloads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import Catalog
from optimizer import check
from optimizer.building.problem_of import problem_of
from optimizer.documents.request import Pin, PreviousWeek, Request
from optimizer.rules.registry import RULES_BY_ID
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    broken_in,
    found,
    last_week,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "progression"
TUESDAY = "2026-11-24T12:00:00+00:00"
LAST_TUESDAY = "2026-11-17T12:00:00+00:00"
PATTERNS = ("knee_extension", "knee_flexion", "shin", "foot", "balance", "scapular")


def lifts(count: int, sets: tuple[int, int] = (1, 4)) -> Catalog:
    """``lift_0``, ``lift_1`` …, each of a muscle and a pattern of its own."""
    return a_catalog(
        *(
            an_exercise(f"lift_{n}", f"muscle_{n}", sets=sets, pattern=PATTERNS[n])
            for n in range(count)
        )
    )


def after(
    catalog: Catalog, done: dict[str, int], *, number: int | None = None, **changes: Any
) -> Request:
    """A week with all the time in the world after a week in which ``done`` was done."""
    week = {"phase": "off_season"} | ({} if number is None else {"number": number})
    previous = last_week(a_session(catalog, "x", LAST_TUESDAY, done))
    return a_request(a_window("tue", "Tue 12:00", 300), week=week, previous=previous, **changes)


def test_claims_and_edge_tell_the_numbers_of_last_week() -> None:
    """Five sets last week let six be done, and no lift gains more than one."""
    catalog = lifts(2)
    request = after(catalog, {"lift_0": 2, "lift_1": 3})
    case, rule = a_case(request, catalog), RULES_BY_ID[RULE]
    assert {s: rule.claim_sentence(case, s) for s in rule.subjects(problem_of(case))} == {
        "weekly_sets": "At most 6 sets in all, after 5 last week.",
        "kept_exercises": "Half of last week's exercises that are possible this week are kept.",
        "lift_0": "At most 3 sets of lift_0, after 2 last week.",
        "lift_1": "At most 4 sets of lift_1, after 3 last week.",
    }
    report = check(request, planned(request, catalog), catalog=catalog, optimum=False)
    edges = [edge for edge in report.closest if edge.rule == RULE]
    assert numbers(edges) == [("weekly_sets", 6, 6)]
    assert edges[0].sentence == "6 sets after 5 last week; the most is 6."


@pytest.mark.parametrize(
    ("before", "number", "most"),
    [(10, None, 12), (9, None, 10), (4, None, 4), (10, 3, 12), (10, 4, 6), (9, 8, 5), (10, 5, 12)],
)
def test_both_readings_hold_the_weeks_most_sets(before: int, number: int | None, most: int) -> None:
    """A fifth more, rounded down; three fifths in every fourth week.  One more set is told."""
    catalog = lifts(4)
    done = {f"lift_{n}": before // 4 + (n < before % 4) for n in range(4)}
    request = after(catalog, done, number=number)
    result = planned(request, catalog)
    assert (result.status, sum(sets_of(result).values())) == ("optimal", most)
    now = {f"lift_{n}": most // 4 + (n < most % 4) for n in range(4)}
    assert found(RULE, request, catalog, a_session(catalog, "tue", TUESDAY, now)) == []
    now["lift_0"] += 1
    breaches = numbers(found(RULE, request, catalog, a_session(catalog, "tue", TUESDAY, now)))
    assert ("weekly_sets", most, most + 1) in breaches


def test_both_readings_raise_one_exercise_by_one_set() -> None:
    """From one set to two, not to three, though the week would allow two more sets."""
    catalog = lifts(4)
    done = {f"lift_{n}": 4 for n in range(1, 4)} | {"lift_0": 1}
    request = after(catalog, done)
    assert sets_of(planned(request, catalog))["lift_0"] == 2
    at = a_session(catalog, "tue", TUESDAY, done | {"lift_0": 2})
    above = a_session(catalog, "tue", TUESDAY, done | {"lift_0": 3})
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("lift_0", 2, 3)]


@pytest.mark.parametrize(("times", "most"), [(1, 4), (2, 3)])
def test_sets_do_not_go_up_together_with_the_load(times: int, most: int) -> None:
    """Twice at the top of the range with the reserve asks for a heavier weight: no set more."""
    catalog = a_catalog(
        an_exercise(
            "curl_x", "muscle_0", sets=(1, 4), load_class="external", loaded=True,
            equipment=(("dumbbell",),), weights_at_once={"dumbbell": 2}, reps=(8, 12),
        ),
        *(an_exercise(f"lift_{n}", f"muscle_{n}", pattern=PATTERNS[n]) for n in range(1, 4)),
    )  # fmt: skip
    done = {"curl_x": 3, "lift_1": 3, "lift_2": 3, "lift_3": 3}
    one = {"reps": 12, "rir": 3, "kg": 30}
    log = [
        {"date": f"2026-11-{17 - 3 * ago}", "exercise": "curl_x", "sets": [one] * 3}
        for ago in range(times)
    ]
    request = after(catalog, done, places={"x": ["dumbbell"]})
    request = request.model_copy(
        update={
            "availability": (a_window("tue", "Tue 12:00", 300, place="x"),),
            "previous": PreviousWeek.model_validate_json(
                json.dumps({**request.model_dump(mode="json")["previous"], "log": log})
            ),
        }
    )
    at = a_session(catalog, "tue", TUESDAY, done | {"curl_x": most}, place="x")
    above = a_session(catalog, "tue", TUESDAY, done | {"curl_x": most + 1}, place="x")
    assert numbers(found(RULE, request, catalog, at)) == []
    assert ("curl_x", most, most + 1) in numbers(found(RULE, request, catalog, above))
    assert sets_of(planned(request, catalog)).get("curl_x", 0) <= most


def test_model_gives_an_exercise_its_least_dose_whatever_was_done() -> None:
    """One set was done of what is three sets at least: three are not told off."""
    catalog = a_catalog(
        an_exercise("lift_0", "muscle_0", sets=(3, 3)),
        an_exercise("lift_1", "muscle_1", sets=(1, 4), pattern="shin"),
        muscles=[a_muscle("muscle_0", neglected=True)],
    )
    request = after(catalog, {"lift_0": 1, "lift_1": 4})
    result = planned(request, catalog)
    assert (result.status, sets_of(result)["lift_0"]) == ("optimal", 3)
    assert RULE not in broken_in(request, catalog, result)


def test_model_leaves_a_pinned_dose_alone() -> None:
    """The athlete pinned four sets of what had one: they stand, and are not told off."""
    catalog = lifts(4)
    done = {"lift_0": 1, "lift_1": 4, "lift_2": 4, "lift_3": 4}
    request = after(catalog, done, pinned=[Pin(exercise="lift_0", sets=4)])
    result = planned(request, catalog)
    assert (result.status, sets_of(result)["lift_0"]) == ("optimal", 4)
    assert RULE not in broken_in(request, catalog, result)


@pytest.mark.parametrize(("before", "least"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_review_wants_half_of_the_exercises_kept(before: int, least: int) -> None:
    """Half, and of an odd number the larger half."""
    catalog = lifts(6)
    request = after(catalog, {f"lift_{n}": 2 for n in range(before)})
    fewest = {f"lift_{n}": 1 for n in range(least)}
    enough = a_session(catalog, "tue", TUESDAY, fewest)
    fewer = a_session(
        catalog, "tue", TUESDAY, {"lift_5": 1} | {f"lift_{n}": 1 for n in range(least - 1)}
    )
    assert found(RULE, request, catalog, enough) == []
    assert numbers(found(RULE, request, catalog, fewer)) == [("kept_exercises", least, least - 1)]


def test_model_keeps_half_of_the_exercises_where_others_are_as_good() -> None:
    """Pinned to change, it still keeps one of two: time is only left for two lifts."""
    catalog = a_catalog(
        *(
            an_exercise(f"{name}_{n}", f"muscle_{n}", sets=(2, 2), pattern=PATTERNS[n])
            for n in range(2)
            for name in ("old", "new")
        ),
        muscles=[a_muscle(f"muscle_{n}", neglected=True, own_dose=False) for n in range(2)],
    )
    pinned = [Pin(exercise="new_0")]
    request = after(
        catalog, {"old_0": 2, "old_1": 2}, pinned=pinned, preferences={"prefer": ("new_1",)}
    )
    assert set(sets_of(planned(request, catalog))) == {"new_0", "old_1"}


def test_model_does_not_ask_for_exercises_that_are_no_longer_possible() -> None:
    """Last week's two exercises need a barbell that is not here: none has to be kept."""
    catalog = a_catalog(
        an_exercise("lift_0", "muscle_0"),
        an_exercise("away", "muscle_1", equipment=(("barbell",),), pattern="shin"),
    )
    request = after(catalog, {"away": 4})
    result = planned(request, catalog)
    assert result.status == "optimal"
    assert RULE not in broken_in(request, catalog, result)


def test_model_ignores_what_was_missed_and_what_the_catalog_lost() -> None:
    """A week of which nothing was done limits nothing."""
    catalog = lifts(2)
    done = a_session(catalog, "x", LAST_TUESDAY, {"lift_0": 1, "lift_1": 1})
    request = a_request(previous=last_week(done, missed=("s1",)))
    result = planned(request, catalog)
    assert (result.status, sets_of(result)) == ("optimal", {"lift_0": 4, "lift_1": 4})
    gone = planned(a_request(previous=last_week(done)), a_catalog(an_exercise("other", "hip")))
    assert (gone.status, sets_of(gone)) == ("optimal", {"other": 3})


def test_model_relaxes_the_weeks_most_for_a_neglected_muscle() -> None:
    """Two sets were done, so two are the most; two muscles need two each: two too many."""
    muscles = [a_muscle(f"muscle_{n}", neglected=True, own_dose=False) for n in range(2)]
    catalog = a_catalog(
        *(an_exercise(f"lift_{n}", f"muscle_{n}", pattern=PATTERNS[n]) for n in range(2)),
        muscles=muscles,
    )
    result = planned(after(catalog, {"lift_0": 2}), catalog)
    assert relaxed(result) == [(RULE, "weekly_sets", 2, 4)]


def test_review_says_nothing_without_a_previous_week() -> None:
    """Without last week nothing is known to progress from, not even in a fourth week."""
    catalog = lifts(2)
    session = a_session(catalog, "tue", TUESDAY, {"lift_0": 4, "lift_1": 4})
    request = a_request(a_window("tue", "Tue 12:00", 300), week={"number": 4})
    assert found(RULE, request, catalog, session) == []


@drawn(40)
@given(
    before=st.lists(st.integers(min_value=0, max_value=4), min_size=3, max_size=3),
    number=st.one_of(st.none(), st.integers(min_value=1, max_value=8)),
)
def test_both_readings_agree(before: list[int], number: int | None) -> None:
    """Whatever was done last week, an unrelaxed plan is not told off, a relaxed one says where."""
    catalog = lifts(3, sets=(2, 3))
    done = {f"lift_{n}": sets for n, sets in enumerate(before) if sets}
    request = after(catalog, done, number=number)
    result = planned(request, catalog)
    is_broken = RULE in broken_in(request, catalog, result)
    assert is_broken is any(entry[0] == RULE for entry in relaxed(result))
    assert is_broken is (result.status == "relaxed")


def test_a_catalog_without_deloads_has_none() -> None:
    """No weeks between two of them: there is none, rather than one in each week."""
    catalog = a_catalog(an_exercise("lift_0", "muscle_0", sets=(1, 4)), evidence={"deload": (0,)})
    result = planned(after(catalog, {"lift_0": 2}, number=4), catalog)
    assert result.status == "optimal"
    assert sets_of(result)["lift_0"] == 2
