"""What injuries ask to be trained, by the model and read from a plan."""

from __future__ import annotations

import pytest

from catalog import Catalog, load_catalog
from catalog.models import Exercise, Injury
from optimizer.documents.request import Request
from optimizer.dosing.prescription import prescribed
from optimizer.objective.injury_work import InjuryWorkMissing
from tests.optimizer.test_exhaustive import agree
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_plan,
    a_request,
    a_session,
    a_week,
    a_window,
    an_exercise,
    an_injury,
    planned,
    sets_by_window,
)

TIER = InjuryWorkMissing()
SORE = an_injury("sore", emphasise=("calf",), hours_between_loading=48)
RAISE = a_leg_lift("raise_x", "calf", pattern="calf", leg_load=1)
HOLD = an_exercise("hold_x", "calf", pattern="calf", kind="isometric", reps=None,
                   seconds_per_rep=None, hold_seconds=(30, 30))  # fmt: skip
LIGHT = an_exercise("light_x", "calf", pattern="calf")
DRILL = an_exercise("balance_x", "abdominals", pattern="balance")
MONDAY, WEDNESDAY = a_window("mon", "Mon 18:00", 10), a_window("wed", "Wed 18:00", 10)
TUESDAY = a_window("tue", "Tue 18:00", 10)


def catalog_of(*exercises: Exercise, injuries: tuple[Injury, ...] = (SORE,)) -> Catalog:
    return a_catalog(*exercises, injuries=injuries)


def of(*windows: object, injury: str = "sore", **changes: object) -> Request:
    athlete = {"injuries": (injury,), "level": "advanced"}
    return a_request(*windows, athlete=athlete, **changes)  # type: ignore[arg-type]


def missing(request: Request, catalog: Catalog) -> int:
    """The tier of the planned week, which the plan's own reading has confirmed."""
    tiers = {tier.name: (tier.value, tier.bound) for tier in planned(request, catalog).objective}
    value, bound = tiers[TIER.name]
    assert value == bound
    return value


def measured(request: Request, catalog: Catalog, **sets: dict[str, int]) -> int:
    """The tier of a week written by hand: by window the sets of a session at 18:00."""
    days = {"mon": 23, "tue": 24, "wed": 25}
    sessions = (
        a_session(
            catalog, window, f"2026-11-{days[window]}T18:00:00+00:00", here, session_id=window
        )
        for window, here in sets.items()
    )
    return TIER.measured(a_week(request, catalog, a_plan(*sessions)), frozenset(catalog.exercises))


@pytest.mark.parametrize("work", [RAISE, HOLD], ids=["load", "hold"])
def test_both_sessions_load_or_hold_what_the_injury_emphasises(work: Exercise) -> None:
    """Two sessions 48 h apart can hold the work twice, and do."""
    catalog = catalog_of(work, DRILL)
    request = of(MONDAY, WEDNESDAY)
    result = planned(request, catalog)
    assert all(work.id in sets for sets in sets_by_window(result).values())
    assert missing(request, catalog) == 0


def test_what_neither_loads_nor_holds_the_muscle_does_not_count() -> None:
    """A light exercise for the calf is no work for it where a raise could be done."""
    catalog = catalog_of(RAISE, LIGHT)
    request = of(MONDAY, WEDNESDAY)
    twice = {"mon": {"light_x": 2}, "wed": {"light_x": 2}}
    assert measured(request, catalog, **twice) == 2
    assert measured(request, catalog, mon={"raise_x": 2}, wed={"light_x": 2}) == 1
    assert missing(request, catalog) == 0


def test_sessions_too_close_together_count_once() -> None:
    """Holds a day apart are lawful, but only one of them is the work of its two days."""
    catalog = catalog_of(HOLD, DRILL)
    assert missing(of(MONDAY, TUESDAY), catalog) == 1
    both = {"mon": {"hold_x": 2}, "tue": {"hold_x": 2}}
    assert measured(of(MONDAY, TUESDAY), catalog, **both) == 1
    assert measured(of(MONDAY, WEDNESDAY), catalog, mon={"hold_x": 2}, wed={"hold_x": 2}) == 0


def test_no_more_sessions_are_asked_for_than_the_week_may_have() -> None:
    """One window, or one session allowed: one session of the work is all that is wanted."""
    catalog = catalog_of(RAISE)
    assert missing(of(MONDAY), catalog) == 0
    limited = of(MONDAY, WEDNESDAY, limits={"max_sessions": 1})
    assert missing(limited, catalog) == 0


def test_what_the_injury_cautions_against_gives_way_to_what_it_does_not() -> None:
    """The cautioned raise is not done, although it is harder on the muscle than the hold."""
    cautioned = RAISE.model_copy(update={"cautions": ("sore",)})
    catalog = catalog_of(cautioned, HOLD)
    request = of(MONDAY, WEDNESDAY)
    result = planned(request, catalog)
    assert all(set(sets) == {"hold_x"} for sets in sets_by_window(result).values())
    # Two sessions lack their work, and two hold what was cautioned against.
    assert measured(request, catalog, mon={"raise_x": 2}, wed={"raise_x": 2}) == 4
    assert measured(request, catalog, mon={"hold_x": 2, "raise_x": 2}, wed={"hold_x": 2}) == 1


def test_where_there_is_nothing_else_what_is_cautioned_against_counts() -> None:
    cautioned = RAISE.model_copy(update={"cautions": ("sore",)})
    catalog = catalog_of(cautioned, LIGHT)
    request = of(MONDAY, WEDNESDAY)
    assert missing(request, catalog) == 0
    assert all("raise_x" in sets for sets in sets_by_window(planned(request, catalog)).values())


TENDON = SORE.model_copy(update={"loading_sets": (3, 4)})


def test_a_tendon_is_given_three_sets_of_a_lift_in_both_sessions() -> None:
    """In season a lift may have two; the injury asks for three, and the hold is no work for it
    beside the lift."""
    catalog = catalog_of(RAISE.model_copy(update={"sets": (2, 4)}), HOLD, injuries=(TENDON,))
    request = of(a_window("mon", "Mon 18:00", 20), a_window("wed", "Wed 18:00", 20))
    result = planned(request, catalog)
    assert all(sets["raise_x"] >= 3 for sets in sets_by_window(result).values())
    assert missing(request, catalog) == 0
    assert measured(request, catalog, mon={"raise_x": 3}, wed={"raise_x": 3}) == 0
    assert measured(request, catalog, mon={"raise_x": 3}, wed={"raise_x": 2}) == 1
    assert measured(request, catalog, mon={"raise_x": 3}, wed={"hold_x": 3}) == 1


def test_where_no_lift_can_be_done_or_the_week_holds_less_a_tendon_is_held() -> None:
    both = {"mon": {"hold_x": 2}, "wed": {"hold_x": 2}}
    alone = catalog_of(HOLD, injuries=(TENDON,))
    assert measured(of(MONDAY, WEDNESDAY), alone, **both) == 0
    with_lift = catalog_of(RAISE, HOLD, injuries=(TENDON,))
    taper = of(MONDAY, WEDNESDAY, week={"phase": "taper"})
    assert measured(taper, with_lift, **both) == 0
    assert measured(of(MONDAY, WEDNESDAY), with_lift, **both) == 2


def test_what_asks_for_caution_is_done_with_more_in_reserve() -> None:
    """Two repetitions more, and of a hold ten seconds; without the injury neither."""
    changes = {"cautions": ("sore",)}
    catalog = catalog_of(RAISE.model_copy(update=changes), HOLD.model_copy(update=changes))

    def reserves(request: Request) -> tuple[int, int]:
        case = a_case(request, catalog)
        raised, still = (
            prescribed(case, catalog.exercises[name]) for name in ("raise_x", "hold_x")
        )
        assert raised.rir is not None
        assert still.reserve_seconds is not None
        return raised.rir[0], still.reserve_seconds[0]

    healthy = reserves(a_request(MONDAY, athlete={"level": "advanced"}))
    assert reserves(of(MONDAY)) == (healthy[0] + 2, healthy[1] + 10)


def test_nothing_is_asked_for_a_muscle_that_no_exercise_works() -> None:
    """Without such an exercise, or without an injury, the week has no such tier or none missing."""
    catalog = catalog_of(LIGHT)
    names = [tier.name for tier in planned(of(MONDAY), catalog).objective]
    assert TIER.name not in names
    assert measured(of(MONDAY), catalog, mon={"light_x": 2}) == 0


@pytest.mark.parametrize("apart", [24, 48, 72])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_best_week_is_the_best_of_all_weeks(apart: int, limit: int) -> None:
    """Tried one by one, no week lacks less."""
    injury = an_injury(
        "sore", emphasise=("calf", "abdominals"), hours_between_loading=apart,
        loading_sessions=(3, 3), cautions=("balance_x",),
    )  # fmt: skip
    plank = an_exercise("plank_x", "abdominals", kind="isometric", pattern="anti_extension",
                        reps=None, seconds_per_rep=None, hold_seconds=(30, 30))  # fmt: skip
    catalog = catalog_of(RAISE, plank, DRILL, injuries=(injury,))
    windows = (MONDAY, TUESDAY, WEDNESDAY)
    request = of(*windows, week={"phase": "off_season"}, limits={"max_sessions": limit})
    agree(request, catalog)


def test_the_week_says_which_muscle_lacks_work_and_what_would_be_it() -> None:
    sentences = {
        w.code: w.sentence for w in planned(of(MONDAY, TUESDAY), catalog_of(HOLD, DRILL)).warnings
    }
    assert sentences["injury_work"] == (
        "Sore asks for work of Calf in 2 sessions, 48 h apart; the week has 1. Lacking is work such"
        " as Hold x: give the week more time, or do it on a day between."
    )
    assert "injury_work" not in {
        one.code for one in planned(of(MONDAY, WEDNESDAY), catalog_of(HOLD, DRILL)).warnings
    }


def test_in_a_beginner_s_first_weeks_the_body_is_load_enough() -> None:
    """Later it is no work for what heals, where something loads it."""
    catalog = catalog_of(LIGHT.model_copy(update={"load_class": "drill"}), RAISE)
    both = {"mon": {"light_x": 2}, "wed": {"light_x": 2}}
    for weeks, lacking in ((0, 0), (20, 2)):
        athlete = {"injuries": ("sore",), "level": "beginner", "weeks_of_strength": weeks}
        request = a_request(MONDAY, WEDNESDAY, athlete=athlete)
        assert measured(request, catalog, **both) == lacking


def test_runner_s_knee_squats_with_the_body_alone() -> None:
    knee = load_catalog().injuries["patellofemoral_pain"]
    assert not knee.cautions_against(load_catalog().exercises["bodyweight_squat"])
