"""Runs whose time the week decides: drawn as a range, placed with the sessions, and fixed again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.page.accessibility import assert_it_fits, serious_findings
from tests.api.page.conftest import Visiting
from tests.api.page.gestures import at_minute, drag, outlast, runs
from tests.api.page.visits import Visit, drop
from tests.browser import in_chromium

pytestmark = in_chromium

WEEK: dict[str, Any] = {
    "athlete": {"id": "me", "level": "beginner"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [
        {
            "id": "hard",
            "kind": "interval",
            "minutes": 40,
            "when": [
                {"start": "Wed 06:00", "end": "08:00"},
                {"start": "Thu 06:00", "end": "08:00"},
            ],
        },
        {"id": "easy", "kind": "easy", "minutes": 30, "start": "Sat 08:00"},
    ],
    "availability": [
        {"id": "wed", "start": "Wed 18:00", "minutes": 40, "place": "home"},
        {"id": "mon", "start": "Mon 18:00", "minutes": 40, "place": "home"},
    ],
    "places": {"home": ["mini_band", "dumbbell"]},
}
"""Wednesday morning is the earliest, and would leave Wednesday evening too soon after it."""


def bring(seen: Visit, week: dict[str, Any]) -> None:
    drop(seen, "week.json", json.dumps(week))
    seen.page.wait_for_selector(".layer .run.range")


def test_a_run_whose_time_the_week_decides_is_never_given_a_start_beside_it(at: Visit) -> None:
    """Brought as a file, moved, made longer and counted: it has its ranges, or a start; one that is
    taken out is out of the order too."""
    bring(at, {**WEEK, "run_rules": {"order": ["hard", "easy"]}})
    page = at.page
    expect(page.locator(".layer .run.range")).to_have_count(2)
    label = "Interval run, 40 min within Wednesday 06:00 to 08:00"
    page.get_by_role("button", name=label).press("ArrowLeft")
    page.locator("[data-key=run-0-1]").press("Shift+ArrowDown")
    moved = [
        {"start": "Tue 06:00", "end": "Tue 08:00"},
        {"start": "Thu 06:00", "end": "Thu 08:15"},
    ]
    assert runs(at)[0] == {**WEEK["runs"][0], "when": moved}
    for _ in range(12):
        page.locator("[data-key=run-0]").press("Shift+ArrowUp")
    assert runs(at)[0]["when"][0] == {"start": "Tue 06:00", "end": "Tue 06:40"}
    page.locator("[data-key=run-0]").press("Delete")
    assert runs(at)[0] == {**WEEK["runs"][0], "when": moved[1:]}
    page.locator("[data-key=run-0]").press("Delete")
    assert [run["id"] for run in runs(at)] == ["easy"]
    assert at.request["run_rules"] == {"order": ["easy"]}


def test_a_run_is_drawn_as_a_range_in_which_the_week_decides(wide: Visit) -> None:
    page = wide.page
    page.get_by_role("radio", name="Tempo").check()
    page.get_by_role("radio", name="The week decides").check()
    drag(wide, at_minute(wide, 4, 6 * 60), at_minute(wide, 4, 9 * 60))
    drawn = page.get_by_role("button", name="Tempo run, 45 min within Friday 06:00 to 09:00")
    expect(drawn).to_be_focused()
    assert runs(wide)[-1] == {
        "id": "r4",
        "minutes": 45,
        "kind": "tempo",
        "when": [{"start": "Fri 06:00", "end": "Fri 09:00"}],
    }
    page.get_by_role("radio", name="Race").check()
    expect(page.get_by_role("radio", name="The week decides")).to_have_count(0)


def test_a_run_is_left_to_the_week_and_taken_back_in_its_form(at: Visit) -> None:
    page = at.page
    page.locator("[data-key=run-0]").press("Enter")
    box = page.get_by_role("dialog", name="Run")
    box.get_by_label("When it is run").select_option("decides")
    outlast(at, 1)
    box.get_by_label("Until").fill("20:30")
    box.get_by_label("Minutes").fill("35")
    box.get_by_role("button", name="Or at another time").click()
    expect(box).to_contain_text("or Tuesday 18:00 to 20:30")
    box.get_by_role("button", name="Done").click()
    run = runs(at)[0]
    assert (run["minutes"], run.get("start")) == (35, None)
    assert run["when"] == [
        {"start": "Mon 18:00", "end": "Mon 20:30"},
        {"start": "Tue 18:00", "end": "Tue 20:30"},
    ]
    page.locator("[data-key=run-0-1]").press("Enter")
    box.get_by_label("When it is run").select_option("fixed")
    box.get_by_role("button", name="Done").click()
    run = runs(at)[0]
    assert (run["start"], run["minutes"], "when" in run) == ("Tue 18:00", 35, False)


def test_the_plan_shows_where_it_placed_a_run_and_what_that_gained(at: Visit) -> None:
    """At its start on My week, as a range on Set up; moved by its owner, it stands there."""
    bring(at, WEEK)
    at.plan()
    page = at.page
    label = "Interval run, placed at Thursday 06:45 to 07:25"
    expect(page.locator(".layer .range")).to_have_count(0)
    expect(page.locator("[data-key=run-0]")).to_have_accessible_name(label)
    region = page.get_by_role("region", name="Runs that the week placed")
    expect(region).to_contain_text("Interval run: Placed at Thu 06:45")
    expect(region).to_contain_text("What that is worth")
    expect(region).to_contain_text("frees Wed 18:00")
    expect(page.locator(".layer .session")).to_have_count(2)
    page.locator("[data-key=next-week]").click()
    at.settle()
    # A rule may look a week back.
    assert [run["id"] for run in runs(at)] == ["before-hard", "before-easy", "hard", "easy"]
    assert runs(at)[2]["when"] == WEEK["runs"][0]["when"]
    at.go("week")
    page.locator("[data-key=undo]").click()
    at.go("setup")
    expect(page.locator(".layer .range")).to_have_count(2)
    at.go("week")
    page.locator("[data-key=run-0]").press("ArrowUp")
    at.settle()
    run = runs(at)[0]
    assert (run["start"], "when" in run) == ("Thu 06:30", False)
    expect(region).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)], ids=["light", "dark"])
def test_axe_finds_nothing_serious_in_placed_runs(
    visiting: Visiting, width: int, dark: bool
) -> None:
    seen = visiting(width, dark)
    page = seen.page

    bring(seen, WEEK)
    page.get_by_role("radio", name="Tempo").check()
    assert serious_findings(page) == []
    page.locator("[data-key=run-0]").press("Enter")
    assert serious_findings(page) == []
    page.keyboard.press("Escape")
    seen.plan()
    assert serious_findings(page) == []
    assert_it_fits(seen)
