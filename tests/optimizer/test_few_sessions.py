"""A week with fewer sessions than its phase wants says so, and what would help."""

from __future__ import annotations

from optimizer.documents.request import Request
from tests.optimizer.worlds import a_catalog, a_request, a_run, a_window, an_exercise, planned

CATALOG = a_catalog(an_exercise("row_x", "back", pattern="pull_horizontal"))


def notes_of(request: Request) -> list[str]:
    return [w.sentence for w in planned(request, CATALOG).warnings if w.code == "few_sessions"]


def of(**changes: object) -> Request:
    windows = (a_window("thu", "Thu 20:00", 30), a_window("sun", "Sun 20:00", 30))
    runs = [a_run("Thu 12:30", 60)]
    return a_request(*windows, runs=runs, week={"phase": "off_season"}, **changes)  # type: ignore[arg-type]


def test_recovery_that_keeps_a_window_free_is_told_with_its_cure() -> None:
    assert notes_of(of()) == [
        "The week has 1 session; its phase wants 2. 1 free window begins too soon after a run. Let"
        " the recovery after runs count for leg-loading sessions only"
        " (rules.recovery_after_run.applies_to = leg_loading): sooner sessions may then hold work"
        " that spares the legs."
    ]


def test_nothing_is_said_where_the_athlete_wants_no_more() -> None:
    assert notes_of(of(limits={"max_sessions": 1})) == []


def test_nothing_is_said_where_the_week_has_its_sessions() -> None:
    assert notes_of(of(rules={"recovery_after_run": {"applies_to": "leg_loading"}})) == []


def test_hard_days_offer_no_parameter_that_they_do_not_go_by() -> None:
    [sentence] = notes_of(of(recovery="hard_days_hard"))
    assert "too soon after a run" in sentence
    assert "leg_loading" not in sentence
