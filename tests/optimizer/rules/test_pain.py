"""Pain: an exercise that hurt too much the last time is left out until that has settled."""

from __future__ import annotations

import pytest

from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Plan
from optimizer.documents.strength import LogEntry, LoggedSet
from tests.optimizer.worlds import (
    a_catalog,
    a_request,
    a_session,
    an_exercise,
    found,
    numbers,
    planned,
    sets_of,
)

RULE = "pain"
TUESDAY = "2026-11-24T18:00:00+00:00"
CATALOG = a_catalog(an_exercise("lift_0", "quadriceps"), an_exercise("lift_1", "hip"))


def after(*days_and_pain: tuple[str, int]) -> PreviousWeek:
    log = tuple(
        LogEntry(date=day, exercise="lift_0", sets=(LoggedSet(reps=10),), pain=pain)
        for day, pain in days_and_pain
    )
    return PreviousWeek(plan=Plan(sessions=()), log=log)


@pytest.mark.parametrize(
    ("log", "stays"),
    [
        ((("2026-11-20", 5),), True),
        ((("2026-11-20", 6),), False),
        ((("2026-11-16", 8), ("2026-11-20", 2)), True),
        ((("2026-11-20", 2), ("2026-11-16", 8)), True),
        ((("2026-11-20", 2), ("2026-11-20", 7)), False),
        ((("2026-11-07", 8),), False),
        ((("2026-11-06", 8),), True),
        ((("2026-11-23", 8),), True),
        ((("2026-11-20", 8), ("2026-11-23", 0)), False),
    ],
)
def test_both_readings_leave_out_what_hurt_the_last_time(
    log: tuple[tuple[str, int], ...], stays: bool
) -> None:
    """More than 5 of 10 in the last workout of the last 16 days shuts it out."""
    request = a_request(previous=after(*log))
    assert ("lift_0" in sets_of(planned(request, CATALOG))) is stays
    session = a_session(CATALOG, "tue", TUESDAY, {"lift_0": 2})
    breaches = numbers(found(RULE, request, CATALOG, session))
    hurt = max((pain for _, pain in log), default=0)
    assert breaches == ([] if stays else [("lift_0", 5, hurt)])


def test_what_the_log_has_of_the_planned_week_is_told() -> None:
    """It counts for nothing yet, and the reader hears of it."""
    result = planned(a_request(previous=after(("2026-11-20", 1), ("2026-11-23", 8))), CATALOG)
    notes = {warning.code: warning.sentence for warning in result.warnings}
    assert notes["log_of_this_week"].startswith("1 record of previous.log is of the planned week")
    before = planned(a_request(previous=after(("2026-11-20", 1))), CATALOG)
    assert "log_of_this_week" not in {warning.code for warning in before.warnings}


def test_warm_up_sets_alone_tell_nothing_of_pain() -> None:
    """Both readings take the last workout that tells of work or of pain."""
    warm_up = LogEntry(
        date="2026-11-21", exercise="lift_0", sets=(LoggedSet(reps=5, warm_up=True),)
    )
    before = after(("2026-11-20", 8))
    request = a_request(previous=before.model_copy(update={"log": (*before.log, warm_up)}))
    assert "lift_0" not in sets_of(planned(request, CATALOG))
    session = a_session(CATALOG, "tue", TUESDAY, {"lift_0": 2})
    assert numbers(found(RULE, request, CATALOG, session)) == [("lift_0", 5, 8)]
