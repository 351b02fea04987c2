"""What the athlete pinned stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from optimizer import plan, replan
from optimizer.documents.patch import patched
from optimizer.documents.request import Pin
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_catalog,
    a_drill,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    broken_in,
    found,
    numbers,
    planned,
    relaxed,
    sets_by_window,
    sets_of,
    starts,
)

RULE = "pinned"
TUESDAY = "2026-11-24T18:00:00+00:00"
THURSDAY = "2026-11-26T18:00:00+00:00"
TWO_DAYS = (a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00"))
# Muscles without a dose: nothing but a pin asks for their exercises.
CATALOG = a_catalog(
    an_exercise("row", "latissimus"),
    an_exercise("press", "deltoid"),
    muscles=[a_muscle("latissimus", own_dose=False), a_muscle("deltoid", own_dose=False)],
)


def test_model_holds_a_session_in_a_pinned_window() -> None:
    """Nothing asks for a session but the pin: it is on Thursday."""
    assert starts(planned(a_request(*TWO_DAYS), CATALOG)) == []
    request = a_request(*TWO_DAYS, pinned=[Pin(window="thu")])
    assert starts(planned(request, CATALOG)) == ["thu 2026-11-26T18:00"]


def test_model_does_a_pinned_exercise_somewhere() -> None:
    """The least dose of the press, once in the week."""
    request = a_request(*TWO_DAYS, pinned=[Pin(exercise="press")])
    assert sets_of(planned(request, CATALOG)) == {"press": 2}


def test_model_does_a_pinned_exercise_in_its_window_with_its_sets() -> None:
    """Three sets of the press on Thursday, and not one elsewhere."""
    request = a_request(*TWO_DAYS, pinned=[Pin(window="thu", exercise="press", sets=3)])
    assert sets_by_window(planned(request, CATALOG)) == {"thu": {"press": 3}}


def test_model_counts_the_sets_of_a_pin_without_a_window_over_the_week() -> None:
    """Four sets are pinned and a session holds three: two and two."""
    request = a_request(*TWO_DAYS, pinned=[Pin(exercise="press", sets=4)])
    assert sets_by_window(planned(request, CATALOG)) == {"tue": {"press": 2}, "thu": {"press": 2}}


def test_model_keeps_several_pins_at_once() -> None:
    """A window, and an exercise in another."""
    pins = [Pin(window="tue"), Pin(window="thu", exercise="press")]
    by_window = sets_by_window(planned(a_request(*TWO_DAYS, pinned=pins), CATALOG))
    assert set(by_window) == {"tue", "thu"}
    assert set(by_window["thu"]) == {"press"}


def test_model_starts_a_pinned_session_at_its_time() -> None:
    """The window opens at 18:00, the session is pinned to 18:20."""
    request = a_request(pinned=[Pin(window="tue", start="Tue 18:20")])
    assert starts(planned(request, CATALOG)) == ["tue 2026-11-24T18:20"]


def test_model_starts_a_pinned_session_at_the_windows_own_time() -> None:
    """Pinned to the window's first minute, it starts there."""
    request = a_request(pinned=[Pin(window="tue", start="Tue 18:00")])
    assert starts(planned(request, CATALOG)) == ["tue 2026-11-24T18:00"]


def test_model_relaxes_recovery_for_a_pinned_session() -> None:
    """The pin stands although a run ended ten hours before: the hours are relaxed."""
    request = a_request(runs=[a_run("Tue 07:00")], pinned=[Pin(window="tue")])
    result = planned(request, CATALOG)
    assert starts(result) == ["tue 2026-11-24T18:00"]
    assert relaxed(result) == [("recovery_after_run", "tue", 24, 10)]


def test_model_is_infeasible_where_a_pin_cannot_be_kept() -> None:
    """A pinned exercise that the place has nothing for: no week, relaxed or not."""
    catalog = a_catalog(an_exercise("curl", "biceps", equipment=(("dumbbell",),)))
    result = planned(a_request(pinned=[Pin(exercise="curl")]), catalog)
    assert (result.status, result.plan) == ("infeasible", None)


def test_model_is_infeasible_where_more_windows_are_pinned_than_sessions_allowed() -> None:
    """Two pinned windows and one session at most."""
    request = a_request(
        *TWO_DAYS, pinned=[Pin(window="tue"), Pin(window="thu")], limits={"max_sessions": 1}
    )
    assert planned(request, CATALOG).status == "infeasible"


def test_review_tells_a_missing_session() -> None:
    """A session in the pinned window at the pinned time holds; another time or none is told."""
    session = a_session(CATALOG, "tue", TUESDAY, {"row": 2})
    here = a_request(*TWO_DAYS, pinned=[Pin(window="tue", start="Tue 18:00")])
    later = a_request(*TWO_DAYS, pinned=[Pin(window="tue", start="Tue 18:05")])
    elsewhere = a_request(*TWO_DAYS, pinned=[Pin(window="thu")])
    assert found(RULE, here, CATALOG, session) == []
    assert numbers(found(RULE, later, CATALOG, session)) == [("pinned[0]", 1, 0)]
    assert numbers(found(RULE, elsewhere, CATALOG, session)) == [("pinned[0]", 1, 0)]


def test_review_tells_missing_and_surplus_sets() -> None:
    """Two pinned sets: two hold, three and none do not; without a number any dose holds."""
    tuesday = a_session(CATALOG, "tue", TUESDAY, {"press": 2})
    for sets, expected in ((2, []), (3, [("pinned[0]", 3, 2)]), (None, [])):
        request = a_request(*TWO_DAYS, pinned=[Pin(exercise="press", sets=sets)])
        assert numbers(found(RULE, request, CATALOG, tuesday)) == expected
    request = a_request(*TWO_DAYS, pinned=[Pin(window="thu", exercise="press", sets=2)])
    thursday = a_session(CATALOG, "thu", THURSDAY, {"row": 2})
    findings = found(RULE, request, CATALOG, tuesday, thursday)
    assert numbers(findings) == [("pinned[0]", 2, 0)]


def test_model_is_infeasible_where_a_pin_is_below_the_least_dose() -> None:
    """One set on Tuesday of what is two sets at least: no such week, and no fault of ours."""
    request = a_request(*TWO_DAYS, pinned=[Pin(window="tue", exercise="press", sets=1)])
    assert planned(request, CATALOG).status == "infeasible"


def test_model_is_infeasible_where_two_pins_load_a_muscle_too_soon() -> None:
    """The same loaded lift pinned on two days running: spacing is not given up for a pin."""
    catalog = a_catalog(a_leg_lift("squat", "quadriceps"))
    days = (a_window("tue", "Tue 18:00", 10), a_window("wed", "Wed 17:00", 10))
    pins = [Pin(window=window, exercise="squat") for window in ("tue", "wed")]
    assert planned(a_request(*days, pinned=pins), catalog).status == "infeasible"


@drawn(40)
@given(
    window=st.sampled_from([None, "tue", "thu"]),
    exercise=st.sampled_from([None, "row", "press"]),
    sets=st.sampled_from([None, 1, 2, 3, 4, 6, 7]),
)
def test_both_readings_agree(window: str | None, exercise: str | None, sets: int | None) -> None:
    """A plan keeps its pin in both readings; a pin that no dose can meet has no plan."""
    if window is None and exercise is None:
        return
    pin = Pin(window=window, exercise=exercise, sets=sets if exercise else None)
    possible = {None, 2, 3} if window else {None, 2, 3, 4, 6}
    if window is not None and pin.sets not in possible:
        return  # the test of a pin below the least dose is about these
    request = a_request(*TWO_DAYS, pinned=[pin])
    result = planned(request, CATALOG)
    assert (result.status == "optimal") is (pin.sets in possible)
    if result.plan is not None:
        assert RULE not in broken_in(request, CATALOG, result)


# --- Refused --------------------------------------------------------------------------------------

# Both train the one neglected muscle; the row is the quicker one, and no window has room for more.
EITHER = a_catalog(
    an_exercise("row", "latissimus"),
    an_exercise("pulldown", "latissimus", setup_seconds=90),
    muscles=[a_muscle("latissimus", neglected=True, own_dose=False)],
)


def test_model_does_another_exercise_in_place_of_a_refused_one() -> None:
    """The row would be chosen; refused anywhere, the pulldown does its work."""
    assert set(sets_of(planned(a_request(*TWO_DAYS), EITHER))) == {"row"}
    refused = a_request(*TWO_DAYS, pinned=[Pin(exercise="row", sets=0)])
    assert set(sets_of(planned(refused, EITHER))) == {"pulldown"}


def test_model_refuses_an_exercise_in_one_window_only() -> None:
    """Sessions are pinned on both days, and the row is refused on one of them."""
    for refused, other in (("tue", "thu"), ("thu", "tue")):
        pins = [
            Pin(window=refused), Pin(window=refused, exercise="row", sets=0),
            Pin(window=other, exercise="row"),
        ]  # fmt: skip
        by_window = sets_by_window(planned(a_request(*TWO_DAYS, pinned=pins), EITHER))
        assert set(by_window[refused]) == {"pulldown"}
        assert "row" in by_window[other]


def test_a_refusal_asks_for_no_session() -> None:
    """Nothing is asked but that the press is not done on Thursday: no session at all."""
    request = a_request(*TWO_DAYS, pinned=[Pin(window="thu", exercise="press", sets=0)])
    assert starts(planned(request, CATALOG)) == []


def test_a_refusal_stands_in_the_conflict_and_can_be_dropped() -> None:
    """The muscle's only exercise is refused: dropping that pin is a cure."""
    catalog = a_catalog(
        an_exercise("row", "latissimus"), muscles=[a_muscle("latissimus", neglected=True)]
    )
    request = a_request(pinned=[Pin(exercise="row", sets=0)], on_conflict="fail")
    result = plan(request, catalog=catalog)
    assert result.conflict is not None
    assert "row is refused." in [member.sentence for member in result.conflict.rules]
    dropped = {"op": "remove", "path": "/pinned/0"}
    [cure] = [repair for repair in result.repairs if dropped in repair.patch]
    assert plan(patched(request, cure.patch), catalog=catalog).status == "optimal"


def test_a_replan_puts_another_exercise_in_place_of_a_refused_one() -> None:
    """Everything stays but the refused row: one exercise changes."""
    request = a_request(*TWO_DAYS)
    result = plan(request, catalog=EITHER)
    refusal: JsonValue = {"exercise": "row", "sets": 0}
    again = replan(request, result, patch={"pinned": [refusal]}, catalog=EITHER)
    assert set(sets_of(again.result)) == {"pulldown"}
    assert [change.exercises_out for change in again.changes] == [("row",)]


def test_what_is_done_already_breaks_no_refusal() -> None:
    """The row was done on Tuesday; refused since, it stays away from Thursday only."""
    pins = [Pin(window="tue"), Pin(window="thu")]
    request = a_request(*TWO_DAYS, pinned=pins)
    result = plan(request, catalog=EITHER)
    assert result.plan is not None
    refusal: JsonValue = [{"window": "thu"}, {"exercise": "row", "sets": 0}]
    again = replan(
        request, result, patch={"pinned": refusal}, done=[result.plan.sessions[0].id],
        catalog=EITHER,
    )  # fmt: skip
    by_window = sets_by_window(again.result)
    assert "row" in by_window["tue"]
    assert set(by_window["thu"]) == {"pulldown"}
    assert again.result.status == "optimal"


def test_a_refused_drill_leaves_the_warm_up() -> None:
    """Of two drills that each last the whole warm-up, the other one opens the session."""
    catalog = a_catalog(
        a_drill("first_drill"), a_drill("second_drill"), an_exercise("row", "latissimus"),
        muscles=[a_muscle("latissimus", neglected=True)],
    )  # fmt: skip
    for refused, expected in (("first_drill", "second_drill"), ("second_drill", "first_drill")):
        result = planned(a_request(pinned=[Pin(exercise=refused, sets=0)]), catalog)
        assert result.plan is not None
        [session] = result.plan.sessions
        assert [item.exercise for item in session.blocks[0].items] == [expected]


def test_review_finds_a_refused_exercise() -> None:
    """Two sets on Tuesday break a refusal for anywhere or for Tuesday, not one for Thursday."""
    tuesday = a_session(CATALOG, "tue", TUESDAY, {"press": 2})
    for window, expected in (
        (None, [("pinned[0]", 0, 2)]), ("tue", [("pinned[0]", 0, 2)]), ("thu", []),
    ):  # fmt: skip
        request = a_request(*TWO_DAYS, pinned=[Pin(window=window, exercise="press", sets=0)])
        assert numbers(found(RULE, request, CATALOG, tuesday)) == expected


def test_a_refusal_has_no_start() -> None:
    """What must not be done is not done at any time."""
    with pytest.raises(ValidationError, match="start with 0 sets"):
        Pin(window="tue", start="Tue 18:00", exercise="press", sets=0)


@drawn(20)
@given(window=st.sampled_from([None, "tue", "thu"]), exercise=st.sampled_from(["row", "pulldown"]))
def test_both_readings_of_a_refusal_agree(window: str | None, exercise: str) -> None:
    """Sessions on both days, an exercise refused: the plan keeps it in both readings."""
    pins = [Pin(window="tue"), Pin(window="thu"), Pin(window=window, exercise=exercise, sets=0)]
    request = a_request(*TWO_DAYS, pinned=pins)
    result = planned(request, EITHER)
    assert result.status == "optimal"
    assert RULE not in broken_in(request, EITHER, result)
    assert sets_by_window(result).keys() == {"tue", "thu"}
