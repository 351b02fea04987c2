"""Each muscle within its weekly most, each exercise within its sets of a session."""

from __future__ import annotations

import pytest

from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    sets_of,
)

RULE = "volume_limits"
TUESDAY = "2026-11-24T18:00:00+00:00"
THURSDAY = "2026-11-26T18:00:00+00:00"
TWO_DAYS = (a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00"))
# The catalog's most for a major muscle is out of a tiny world's reach.
SMALL_MOST: dict[str, tuple[float, ...]] = {
    "sets_major_in": (2, 4, 8),
    "sets_major_offpre": (4, 6, 12),
}


def test_model_stops_helping_at_the_most_of_the_helped_muscle() -> None:
    """Three lifts want four sets each; two of them give the accessory muscle its most, 4 sets."""
    lifts = ("one", "two", "three")
    catalog = a_catalog(
        *(
            an_exercise(f"{name}_lift", name, secondary=("toe",), sets=(4, 4), pattern=pattern)
            for name, pattern in zip(lifts, ("squat", "shin", "foot"), strict=True)
        ),
        muscles=[a_muscle("toe", volume_class="accessory")],
    )
    result = planned(a_request(*TWO_DAYS), catalog)
    assert sum(sets_of(result).values()) == 8


@pytest.mark.parametrize(
    ("volume_class", "phase", "most"),
    [
        ("major", "in_season", 8),
        ("minor", "in_season", 6),
        ("accessory", "in_season", 4),
        ("major", "off_season", 12),
        ("minor", "pre_season", 8),
        ("accessory", "off_season", 6),
    ],
)
def test_both_readings_hold_the_most_of_each_class(
    volume_class: str, phase: str, most: int
) -> None:
    """The week's most by the muscle's class and the season: at it, nothing; half a set above, told.

    The helped muscle has no dose of its own, so only the limit keeps the model from going on.
    """
    helped = a_muscle("toe", volume_class=volume_class, own_dose=False)
    names = ("a", "b", "c", "d", "e", "f", "g", "h")
    catalog = a_catalog(
        *(an_exercise(f"lift_{n}", n, secondary=("toe",), sets=(1, 4)) for n in names),
        muscles=[helped],
        evidence={
            "pattern_cap": (12,), "session_set_cap": (99, 99, 99),
            "session_exercise_cap": (99, 99, 99), **SMALL_MOST,
        },
    )  # fmt: skip
    request = a_request(
        a_window("tue", "Tue 12:00", 300), a_window("thu", "Thu 12:00", 300), week={"phase": phase}
    )
    assert sum(sets_of(planned(request, catalog)).values()) == min(2 * most, _wanted(phase))
    half = {f"lift_{n}": 2 for n in names[:most]}
    first = a_session(catalog, "tue", "2026-11-24T12:00:00+00:00", half)
    rest = {f"lift_{n}": 2 for n in names[: most - len(half)]}
    second = a_session(catalog, "thu", "2026-11-26T12:00:00+00:00", rest)
    assert found(RULE, request, catalog, first, second) == []
    more = dict(rest)
    more["lift_a"] = more.get("lift_a", 0) + 1
    third = a_session(catalog, "thu", "2026-11-26T12:00:00+00:00", more)
    assert numbers(found(RULE, request, catalog, first, third)) == [("toe", most, most + 0.5)]


def _wanted(phase: str) -> int:
    """Sets that eight major muscles want for their targets."""
    return 8 * (4 if phase == "in_season" else 6)


def test_model_holds_four_sets_of_one_exercise_in_a_session() -> None:
    """An exercise that the catalog allows five sets of has four."""
    catalog = a_catalog(an_exercise("lift", sets=(1, 5)))
    request = a_request(week={"phase": "off_season"})
    assert sets_of(planned(request, catalog)) == {"lift": 4}


def test_model_holds_two_sets_in_a_beginners_first_four_weeks() -> None:
    """Three weeks in, two sets; four weeks in, three."""
    catalog = a_catalog(an_exercise("lift"))
    for weeks, sets in ((3, 2), (4, 3)):
        athlete = {"level": "beginner", "weeks_of_strength": weeks}
        assert sets_of(planned(a_request(athlete=athlete), catalog)) == {"lift": sets}


def test_review_counts_secondary_work_as_half() -> None:
    """Eight direct sets are the most; one set of help more makes eight and a half."""
    catalog = a_catalog(
        an_exercise("one", "quadriceps"),
        an_exercise("two", "quadriceps"),
        an_exercise("help", "hamstrings", secondary=("quadriceps",)),
        evidence=SMALL_MOST,
    )
    request = a_request()
    at = a_session(catalog, "tue", TUESDAY, {"one": 4, "two": 4})
    above = a_session(catalog, "tue", TUESDAY, {"one": 4, "two": 4, "help": 1})
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("quadriceps", 8, 8.5)]


def test_review_counts_sets_of_one_exercise_in_one_session() -> None:
    """Four in each of two sessions hold; five in one are told."""
    catalog = a_catalog(an_exercise("lift"))
    request = a_request(*TWO_DAYS)
    thursday = a_session(catalog, "thu", THURSDAY, {"lift": 4})
    four = a_session(catalog, "tue", TUESDAY, {"lift": 4})
    five = a_session(catalog, "tue", TUESDAY, {"lift": 5})
    assert found(RULE, request, catalog, four, thursday) == []
    assert numbers(found(RULE, request, catalog, five)) == [("lift", 4, 5)]


def test_review_counts_two_sets_in_a_beginners_first_four_weeks() -> None:
    """Three sets are one too many in the third week, and none in the fourth."""
    catalog = a_catalog(an_exercise("lift"))
    session = a_session(catalog, "tue", TUESDAY, {"lift": 3})
    for weeks, expected in ((3, [("lift", 2, 3)]), (4, [])):
        request = a_request(athlete={"level": "beginner", "weeks_of_strength": weeks})
        assert numbers(found(RULE, request, catalog, session)) == expected
