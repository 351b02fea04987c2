"""Placed runs: in their windows, one a day, key runs apart, free time around them."""

from __future__ import annotations

from itertools import product

import pytest

from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.case.fixed_run_starts import with_fixed_run_starts
from optimizer.documents.request import Request, Run
from optimizer.placing.candidates import runs_to_place
from optimizer.rules.registry import RULES_BY_ID
from optimizer.rules.run_placement import RunPlacement
from tests.optimizer.worlds import (
    a_catalog,
    a_plan,
    a_request,
    a_run,
    a_session,
    an_exercise,
    planned,
)

RULE = "run_placement"
CATALOG = a_catalog(an_exercise("plank", "abdominals", sets=(2, 2)))


def placed(name: str, *windows: tuple[str, str], minutes: int = 60, kind: str = "easy") -> Run:
    when = tuple({"start": start, "end": end} for start, end in windows)
    return Run.model_validate({"id": name, "when": when, "minutes": minutes, "kind": kind})


def week(*runs: Run, **rules: object) -> Request:
    return a_request(runs=runs, run_rules=rules)


def broken(request: Request, starts: dict[str, str], *sessions: object) -> list[str]:
    """Subjects of the review's findings with runs at ``Wed 07:00`` and the like."""
    case = case_of(request, CATALOG)
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    minutes = {
        name: case.timeline.midnights[days.index(when[:3])] + 60 * int(when[4:6]) + int(when[7:])
        for name, when in starts.items()
    }
    found = reviewed(with_fixed_run_starts(case, minutes), a_plan(*sessions))  # type: ignore[arg-type]
    return [one.subject for one in RULES_BY_ID[RULE].review(found)]


def test_review_reads_windows_to_the_minute() -> None:
    """A run of 60 min fits 07:00 to 08:00 in one way; a quarter of an hour off is outside."""
    request = week(placed("a", ("Wed 07:00", "Wed 08:00"), ("Fri 07:00", "Fri 09:00")))
    assert broken(request, {"a": "Wed 07:00"}) == []
    assert broken(request, {"a": "Fri 08:00"}) == []
    assert broken(request, {"a": "Wed 06:45"}) == ["a"]
    assert broken(request, {"a": "Fri 08:15"}) == ["a"]


def test_review_reads_the_grid_and_lets_a_window_open_off_it() -> None:
    """On a grid of 30 min 07:15 is off; a window that opens at 07:10 may be entered then."""
    request = week(placed("a", ("Wed 07:10", "Wed 12:00")), grid_minutes=30)
    assert broken(request, {"a": "Wed 07:10"}) == []
    assert broken(request, {"a": "Wed 07:30"}) == []
    assert broken(request, {"a": "Wed 07:45"}) == ["a"]


@pytest.mark.parametrize(
    ("rules", "second", "subjects"),
    [
        ({}, "Fri 07:00", []),
        ({}, "Fri 06:45", ["hours_between_key_runs"]),
        ({"hours_between_key_runs": 24}, "Thu 07:00", []),
        ({"hours_between_key_runs": 24}, "Wed 18:00", ["max_a_day", "hours_between_key_runs"]),
        ({"hours_between_key_runs": 0, "max_a_day": 2}, "Wed 18:00", []),
        (
            {"hours_between_key_runs": 0, "max_a_day": 2},
            "Wed 07:30",
            ["overlap"],
        ),
        ({"order": ("b", "a")}, "Fri 07:00", ["order"]),
    ],
)
def test_review_reads_what_is_asked_among_runs(
    rules: dict[str, object], second: str, subjects: list[str]
) -> None:
    """Tempo on Wednesday 07:00; where the intervals may be depends on ``run_rules``."""
    windows = (("Wed 00:00", "Sat 00:00"),)
    runs = (placed("a", *windows, kind="tempo"), placed("b", *windows, kind="interval"))
    assert broken(week(*runs, **rules), {"a": "Wed 07:00", "b": second}) == subjects


def test_review_reads_a_long_run_on_the_day_after_a_key_run() -> None:
    """Twenty-six hours after a tempo run a long run stands only where it is asked to."""
    runs = (a_run("Fri 07:00", kind="tempo"), placed("a", ("Sat 00:00", "Sun 00:00"), kind="long"))
    request = week(*runs, hours_between_key_runs=24)
    assert broken(request, {"a": "Sat 09:00"}) == ["long_after_key_run"]
    request = week(*runs, hours_between_key_runs=24, long_after_key_run=True)
    assert broken(request, {"a": "Sat 09:00"}) == []


def test_review_leaves_given_runs_alone() -> None:
    """Two runs of a day that the athlete has given stand; a third that is placed may not join."""
    given = (a_run("Wed 07:00"), a_run("Wed 18:00"))
    request = week(*given, placed("a", ("Wed 09:00", "Thu 12:00")))
    assert broken(request, {"a": "Thu 09:00"}) == []
    assert broken(request, {"a": "Wed 09:00"}) == ["max_a_day"]


def test_review_reads_the_free_minutes_around_a_placed_run() -> None:
    """A session that ends 18:05 leaves 55 min before a run of 19:00; 60 are asked for."""
    session = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {}, seconds=5 * 60)
    request = week(placed("a", ("Tue 19:00", "Tue 21:00")), minutes_between=60)
    assert broken(request, {"a": "Tue 19:00"}, session) == ["tue"]
    assert broken(request, {"a": "Tue 19:15"}, session) == []


def test_model_keeps_the_free_minutes_around_a_placed_run() -> None:
    """The run can only be Tuesday 19:10, and 60 free minutes leave the window until 18:10."""
    run = placed("a", ("Tue 19:10", "Tue 20:10"))
    assert planned(week(run), CATALOG).status == "optimal"
    short = planned(week(run, minutes_between=60), CATALOG)
    assert short.plan is not None
    assert [s.end for s in short.plan.sessions if s.end > "2026-11-24T18:10"] == []


def test_both_readings_agree_on_every_pair_of_starts() -> None:
    """What may stand together by pairs is what the review finds nothing wrong with."""
    windows = (("Wed 07:00", "Wed 09:00"), ("Thu 06:30", "Thu 09:00"), ("Fri 07:00", "Fri 08:30"))
    runs = (
        placed("a", *windows, kind="tempo"),
        placed("b", *windows, kind="long"),
        a_run("Wed 18:00", kind="interval"),
    )
    for hours, order in product((0, 36, 48), ((), ("b", "a"))):
        request = week(*runs, hours_between_key_runs=hours, grid_minutes=30, order=order)
        case = case_of(request.model_copy(update={"runs": runs[:2]}), CATALOG)
        first, second = runs_to_place(case).runs
        for one, other in product(first.starts, second.starts):
            apart = RunPlacement().forbidden_pair(case, one, other) is None
            chosen = with_fixed_run_starts(case, {"a": one.start, "b": other.start})
            found = [*RULES_BY_ID[RULE].review(reviewed(chosen, a_plan()))]
            assert apart == (found == []), (one, other)
        fixed = case_of(request, CATALOG).timeline.runs[0]
        for candidates in runs_to_place(case_of(request, CATALOG)).runs:
            for one in candidates.starts:
                assert RunPlacement().forbidden_pair(case, one, fixed) is None
