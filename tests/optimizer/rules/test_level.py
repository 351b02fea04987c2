"""No exercise above the athlete's level."""

from __future__ import annotations

import pytest

from catalog.models import LEVELS
from tests.optimizer.worlds import (
    a_catalog,
    a_drill,
    a_muscle,
    a_request,
    a_session,
    an_exercise,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "level"
TUESDAY = "2026-11-24T18:00:00+00:00"


@pytest.mark.parametrize("athlete", LEVELS)
@pytest.mark.parametrize("exercise", LEVELS)
def test_both_readings_admit_up_to_the_athletes_level(athlete: str, exercise: str) -> None:
    """An exercise is done, and approved of, exactly where its level is not the higher one."""
    catalog = a_catalog(an_exercise("lift", level=exercise))
    request = a_request(athlete={"level": athlete})
    possible = LEVELS.index(exercise) <= LEVELS.index(athlete)
    assert bool(sets_of(planned(request, catalog))) is possible
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    assert (found(RULE, request, catalog, session) == []) is possible


@pytest.mark.parametrize(
    ("level", "weeks", "possible"),
    [
        ("beginner", 104, False),
        ("intermediate", 7, False),
        ("intermediate", 8, True),
        ("advanced", 0, True),
    ],
)
def test_both_readings_ask_weeks_of_strength_of_athletes_of_the_very_level(
    level: str, weeks: int, possible: bool
) -> None:
    """Eight weeks for the intermediate, whose level it is; the advanced need none."""
    catalog = a_catalog(an_exercise("lift", level="intermediate", least_weeks_of_strength=8))
    request = a_request(athlete={"level": level, "weeks_of_strength": weeks})
    assert bool(sets_of(planned(request, catalog))) is possible
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    assert (found(RULE, request, catalog, session) == []) is possible


def test_model_is_never_relaxed() -> None:
    """A muscle whose only exercise is too hard is left out."""
    catalog = a_catalog(
        an_exercise("lift", level="advanced"), muscles=[a_muscle("quadriceps", neglected=True)]
    )
    assert relaxed(planned(a_request(), catalog)) == [("neglected_coverage", "quadriceps", 2, 0)]


def test_model_leaves_a_drill_that_is_too_hard_out_of_the_warm_up() -> None:
    """Of two drills the beginner gets the beginner's, though the other comes first by name."""
    catalog = a_catalog(
        an_exercise("lift"), a_drill("a_skip", level="intermediate"), a_drill("marching")
    )
    result = planned(a_request(athlete={"level": "beginner"}), catalog)
    assert result.plan is not None
    warm_up = result.plan.sessions[0].blocks[0]
    assert [item.exercise for item in warm_up.items] == ["marching"]


def test_review_tells_the_levels_as_steps() -> None:
    """A beginner (0) with an advanced exercise (2), in the work and in the warm-up."""
    catalog = a_catalog(an_exercise("lift", level="advanced"), a_drill(level="intermediate"))
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    findings = found(RULE, a_request(athlete={"level": "beginner"}), catalog, session)
    assert numbers(findings) == [("marching", 0, 1), ("lift", 0, 2)]
