"""No change is offered that brings strength right before running."""

from __future__ import annotations

from catalog import load_catalog
from optimizer.building.case_of import case_of
from optimizer.documents.request import Request
from optimizer.operations.before_runs import moved_before_runs
from optimizer.operations.plan import plan
from tests.optimizer.worlds import a_catalog, a_leg_lift, a_muscle, a_request, a_run, a_window

CATALOG = load_catalog()
THIGH = a_muscle("quadriceps", neglected=True)
WORLD = a_catalog(a_leg_lift("squat_x", "quadriceps", pattern="knee_extension"), muscles=[THIGH])


def of(start: str, *, recovery: str = "day_after") -> Request:
    runs = (a_run("Mon 12:30", 35, "easy"), a_run("Wed 12:30", 45, "tempo"))
    window = a_window("w", start, 30)
    return a_request(window, runs=runs, recovery=recovery)


def moved(start: str, to: str) -> list[str]:
    return list(moved_before_runs(case_of(of(start), CATALOG), case_of(of(to), CATALOG)))


def test_a_window_moved_before_a_run_of_its_day_is_worse() -> None:
    assert moved("Mon 20:00", "Mon 12:00") == [
        "has strength 0 min before the easy run of Mon 12:30, and on one day the run comes first"
    ]


def test_a_window_moved_to_the_eve_of_a_key_run_is_worse() -> None:
    assert moved("Tue 11:00", "Tue 13:00") == [
        "has window w end 23 h before the tempo run of Wed 12:30 (24 h preferred)"
    ]


def test_a_window_that_came_before_the_run_already_is_no_worse() -> None:
    assert moved("Mon 11:00", "Mon 11:30") == []
    assert moved("Tue 13:00", "Tue 14:00") == []


def test_such_a_change_is_withheld_with_its_reason() -> None:
    """The window of the evening after the run cures, held before it."""
    runs = (a_run("Tue 12:30", 35, "easy"),)
    result = plan(a_request(a_window("w", "Tue 20:00", 30), runs=runs), catalog=WORLD)
    why = {one.sentence: one.why for one in result.repairs_withheld}
    assert why["Hold window w earlier by 8 h: window w from Tue 12:00 to Tue 12:30."] == (
        "The week it leads to has strength 0 min before the easy run of Tue 12:30, and on one day"
        " the run comes first."
    )
