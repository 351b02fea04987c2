"""From today to the race on the page: a season as rows, opened, stopped, and kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from optimizer import plan_season, read_season_request
from optimizer.documents.season import SeasonRequest
from tests.api.page.accessibility import assert_it_fits, serious_findings
from tests.api.page.conftest import Visiting
from tests.api.page.gestures import QUICK, outlast
from tests.api.page.visits import Visit, answering, drop, holding_back, lost, visit
from tests.browser import in_chromium

pytestmark = in_chromium

TODAY = datetime.now(UTC).date()
RACE = (TODAY + timedelta(weeks=16)).isoformat()


def fill(seen: Visit, name: str, value: str) -> None:
    """Writes into a field of the form, and waits until the page has it."""
    box = seen.page.locator(f"[data-key=season-{name}]")
    if box.evaluate("node => node.tagName") == "SELECT":
        box.select_option(value)
    else:
        box.fill(value)
        box.blur()
    # It draws the form anew as soon as nobody is busy with it.
    outlast(seen, 1)
    expect(box).to_have_value(value)


def fill_in(seen: Visit, **fields: str) -> None:
    seen.go("season")
    for name, value in fields.items():
        fill(seen, name, value)


def plan_season_here(seen: Visit) -> None:
    seen.page.locator("[data-key=plan-season]").click()
    seen.page.wait_for_selector(".season-week")
    seen.page.wait_for_selector("[data-key=plan-season]:not([aria-busy])")


def stored_season(seen: Visit) -> dict[str, Any]:
    """The season that the browser keeps."""
    found = json.loads(seen.page.evaluate("localStorage['runstrong.season']"))["answer"]
    assert isinstance(found, dict)
    return found


def test_a_season_is_planned_week_by_week_and_its_weeks_are_opened(at: Visit) -> None:
    """Rows with phases, minutes and the race; a planned one opens beside one's own week."""
    page, own = at.page, at.stored
    fill_in(at, race=RACE, minutes="150", longest="60", exact="2")
    plan_season_here(at)
    rows = page.locator(".season-week")
    expect(rows).to_have_count(len(stored_season(at)["weeks"]))
    expect(rows.nth(0)).to_contain_text("Proven best")
    expect(rows.nth(0)).to_contain_text("3 runs, 150 min")
    expect(rows.nth(2)).to_contain_text("planned as it comes near")
    expect(page.locator(".season-week", has_text="Half marathon")).to_contain_text("Taper")
    expect(page.locator(".tag", has_text="lighter").first).to_be_visible()
    expect(page.locator(".season-picture")).to_be_visible()
    expect(page.get_by_role("button", name="Week 3")).to_have_count(0)
    page.get_by_role("button", name="Week 2").click()
    expect(page.locator("#week .verdict")).to_contain_text("Proven best")
    expect(page.locator(".beside-own:visible")).to_contain_text("your own week stays as it is")
    assert at.request["week"]["start"] == stored_season(at)["weeks"][1]["start"]  # type: ignore[index]
    assert at.stored == own
    page.reload()
    expect(page.locator(".beside-own:visible")).to_contain_text("A week of the season")
    page.get_by_role("link", name="Back to the season").click()
    expect(rows.nth(1)).to_contain_text("Proven best")
    page.get_by_role("button", name="Week 1").click()
    page.locator("#week [data-key=own-week]").click()
    assert at.request == own["request"]


def test_a_week_of_the_season_becomes_ones_own_with_its_plan(wide: Visit) -> None:
    """And is trained and logged as one; Undo brings the week before it back."""
    own = wide.stored["request"]
    fill_in(wide, goal="weeks", exact="1")
    plan_season_here(wide)
    wide.page.get_by_role("button", name="Week 1").click()
    wide.page.locator("#week [data-key=take-as-own]").click()
    expect(wide.page.locator(".beside-own")).to_have_count(0)
    expect(wide.page.locator("#week .verdict")).to_contain_text("Proven best")
    assert wide.stored["request"] != own
    wide.page.locator("[data-key=undo]").click()
    assert wide.stored["request"] == own


def test_the_page_plans_the_season_that_every_other_door_plans(wide: Visit) -> None:
    """Planned a week at a time, the weeks are those of all at once."""
    fill_in(wide, goal="weeks", weeks="6", exact="2")
    plan_season_here(wide)
    found = stored_season(wide)
    request = read_season_request(json.dumps(found["request"]).encode())
    assert request.exact_weeks == 2
    assert request.running.times == ("Mon 18:00", "Wed 18:00", "Sat 09:00")
    weeks = json.loads(plan_season(request).model_dump_json())["weeks"]
    for week in [*weeks, *found["weeks"]]:
        (week["result"] or {}).pop("stats", None)
    assert found["weeks"] == weeks


def test_main_lifts_stand_with_the_loads_of_their_weeks(at: Visit) -> None:
    """One that is known in its weight; how another is found belongs to its session."""
    week = dict(at.request)
    week["athlete"] = {
        **week["athlete"],  # type: ignore[dict-item]
        "level": "intermediate",
        "lifts": [{"exercise": "goblet_squat", "kg": 24, "reps": 8, "rir": 2}],
    }
    week["places"] = {"home": ["dumbbell", "mini_band", "chair"]}
    drop(at, "week.json", json.dumps(week))
    fill_in(at, goal="weeks", exact="1")
    plan_season_here(at)
    plan = stored_season(at)["weeks"][0]["result"]["plan"]
    items = [i for s in plan["sessions"] for b in s["blocks"] for i in b["items"]]
    lifts = {i["name"]: i["load"] for i in items if i["role"] == "main_lift"}
    row = at.page.locator(".season-week").first
    for name, load in lifts.items():
        load_text = "load to be found" if load["kg"] is None else f"{load['kg']:g} kg"
        expect(row.locator(".lifts li", has_text=name)).to_contain_text(load_text)
    assert lifts
    expect(row).not_to_contain_text("ramp set")


def test_what_is_missing_for_a_season_is_said(at: Visit) -> None:
    fill_in(at)
    at.page.locator("[data-key=plan-season]").click()
    expect(at.page.get_by_role("alert")).to_contain_text("Say on which day the race is.")
    at.begin(week=None)
    fill_in(at, race=RACE)
    at.page.locator("[data-key=plan-season]").click()
    expect(at.page.get_by_role("alert")).to_contain_text("draw on Set up when you could train")
    expect(at.page.get_by_role("alert")).to_contain_text("Say on how many days a week you run.")


def test_a_race_too_near_says_what_would_do_instead(wide: Visit) -> None:
    """A press takes the later race into the form and plans it."""
    soon = (TODAY + timedelta(weeks=8)).isoformat()
    fill_in(wide, goal="42.195", race=soon, minutes="150", longest="60", exact="1")
    page = wide.page
    page.locator("[data-key=plan-season]").click()
    expect(page.locator("#season .verdict")).to_contain_text("There is no such season")
    page.locator("[data-key=season-cure-0]").click()
    page.wait_for_selector(".season-week")
    expect(page.locator("[data-key=season-race]")).not_to_have_value(soon)


def test_a_season_that_was_stopped_goes_on(wide: Visit) -> None:
    """What is planned stays through a stop, a reload and a service that is away."""
    page = wide.page
    fill_in(wide, goal="weeks", exact="2")
    with holding_back(wide, "**/v1/seasons/next") as steps:
        page.locator("[data-key=plan-season]").click()
        steps.wait()
        expect(page.locator(".season-week .tag.status")).to_have_count(1)
        planned = page.get_by_role("progressbar", name="Weeks planned")
        expect(planned).to_have_attribute("value", "1")
        expect(page.locator("#season .club-progress")).to_contain_text("Week 2 of 2")
        page.locator("[data-key=season-stop]").click()
        expect(page.locator("#season .club-progress")).to_have_count(0)
    page.reload()
    expect(page.locator("#season")).to_contain_text("1 week still to be planned.")
    with answering(wide, "**/v1/seasons/next", lost):
        page.locator("[data-key=season-go-on]").click()
        expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")
    page.locator("[data-key=season-go-on]").click()
    expect(page.locator(".season-week .tag.status")).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_season_is_taken_out_and_in_and_forgotten(wide: Visit) -> None:
    page = wide.page
    fill_in(wide, goal="weeks", exact="1")
    plan_season_here(wide)
    season = stored_season(wide)
    for form, ending in (("ics", ".ics"), ("html", ".html"), ("json", ".json")):
        with page.expect_download() as waiting:
            page.locator(f"[data-key=season-{form}]").click()
        assert waiting.value.suggested_filename.endswith(ending)
    with page.expect_download() as waiting:
        page.locator("[data-key=take-out]").click()
    everything = waiting.value.path().read_text(encoding="utf-8")
    page.locator("[data-key=forget]").click()
    page.wait_for_selector("body:not(.loading)")
    page.wait_for_selector("[data-key=plan-season]")
    expect(page.locator(".season-week")).to_have_count(0)
    assert page.evaluate("JSON.parse(localStorage['runstrong.season'])")["answer"] is None
    drop(wide, "all.json", everything)
    page.wait_for_selector(".season-week")
    assert stored_season(wide) == season
    broken = json.loads(everything)
    broken["season"]["answer"]["weeks"] = [{}]
    drop(wide, "all.json", json.dumps(broken))
    expect(page.locator(".note[role=alert]:visible")).to_contain_text("season: is no season")


def test_a_season_of_another_tab_is_here_too(wide: Visit) -> None:
    """So what is filled in here later does not put an older one in its place."""
    fill_in(wide, goal="weeks", exact="1")
    with wide.page.context.new_page() as other:
        other.goto(f"{wide.address}/#season")
        other.locator("[data-key=plan-season]").click()
        other.wait_for_selector(".season-week")
        # The last that comes: what is drawn anew is not typed in meanwhile.
        expect(wide.page.locator(".season-picture")).to_be_visible()
    fill(wide, "weeks", "9")
    assert len(stored_season(wide)["weeks"]) == 12


def test_the_scripts_of_a_season_come_when_they_are_needed(wide: Visit) -> None:
    """Not before; and where they do not come, the screen says so."""
    urls: list[str] = []
    wide.page.on("request", lambda one: urls.append(one.url))
    wide.page.reload()
    wide.page.wait_for_selector(".layer .block")
    assert not [url for url in urls if url.endswith("/season.js")]
    with answering(wide, "**/season.js", lost):
        wide.go("season")
        expect(wide.page.locator("#season")).to_contain_text("did not come")
    wide.page.get_by_role("button", name="Try again").click()
    wide.page.wait_for_selector("[data-key=plan-season]")


def test_a_season_is_read_in_german(chromium: Browser, address: str) -> None:
    with visit(chromium, address, 360, language="de-DE") as phone:
        phone.begin(QUICK)
        fill_in(phone, goal="weeks", exact="1")
        plan_season_here(phone)
        page = phone.page
        expect(page.locator("#season h1")).to_have_text("Von heute bis zum Rennen")
        expect(page.locator(".season-week").first).to_contain_text("Woche 1")
        expect(page.locator(".season-week").first).to_contain_text("3 Läufe")
        assert_it_fits(phone)
        phone.end()


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (360, False)], ids=["dark", "light"])
def test_axe_finds_nothing_serious_in_a_season(visiting: Visiting, width: int, dark: bool) -> None:
    """Empty, told what is missing, and planned; by keyboard alone a week opens."""
    seen = visiting(width, dark)
    page = seen.page

    seen.go("season")
    page.locator("[data-key=plan-season]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert serious_findings(page) == []
    fill_in(seen, race=RACE, minutes="150", longest="60", exact="1")
    plan_season_here(seen)
    page.wait_for_selector(".season-picture")
    page.locator("[data-key=season-notes-summary]").click()
    assert serious_findings(page) == []
    assert_it_fits(seen)
    page.locator("[data-key=week-1]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#week:not([hidden]) .verdict")
    assert serious_findings(page) == []


RANGE = [{"start": "Tue 06:00", "end": "Tue 08:00"}, {"start": "Thu 06:00", "end": "Thu 08:00"}]


def test_the_times_of_a_week_are_those_of_its_season(wide: Visit) -> None:
    """Also every one at which a run may be; of more than the program has, three are taken."""
    week: Any = wide.request
    runs = [
        {"id": "a", "minutes": 30, "when": RANGE},
        {"id": "b", "minutes": 50, "start": "Sat 08:00"},
    ]

    def request_of(goal: str, days: int, more: list[Any]) -> SeasonRequest:
        form = {
            "goal": goal, "weeks": 12, "start": "2026-11-30", "days": days, "minutes": 120,
            "longest": 30,
        }  # fmt: skip
        found = wide.page.evaluate(
            """async ([form, week]) =>
              (await import("/page/js/season_form.js")).seasonRequest(form, week, 1)""",
            [form, {**week, "runs": [*runs, *more]}],
        )
        return read_season_request(json.dumps(found).encode())

    sunday = {"minutes": 30, "start": "Sun 18:00"}
    assert request_of("weeks", 2, []).running.times == ("Tue 06:00", "Thu 06:00", "Sat 08:00")
    assert request_of("couch", 3, []).running.times == ("Tue 06:00", "Thu 06:00", "Sat 08:00")
    season = plan_season(request_of("couch", 3, [sunday]))
    days = [date.fromisoformat(run.start[:10]).strftime("%a") for run in season.weeks[0].runs]
    assert days == ["Tue", "Thu", "Sat"]
