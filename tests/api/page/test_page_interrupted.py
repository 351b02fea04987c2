"""What happens when answers come late, in another order or not at all, and hands do not wait."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.api.page.conftest import Visiting
from tests.api.page.gestures import (
    QUICK,
    RELAXED,
    at_minute,
    drag,
    outlast,
    runs,
    swipe,
    windows,
)
from tests.api.page.visits import EXAMPLES, Visit, answering, drop, holding_back, lost
from tests.browser import in_chromium

pytestmark = in_chromium

REPLAN = "**/v1/plans/replan"
PLANS = "**/v1/plans?*"


def move(visit: Visit, run: str, key: str) -> None:
    visit.page.locator(f"[data-key={run}]").focus()
    visit.page.keyboard.press(key)


def paste(visit: Visit, text: str) -> None:
    visit.page.locator("[data-key=paste-top]").click()
    area = visit.page.get_by_label("JSON", exact=True)
    area.evaluate("(area, text) => (area.value = text)", text)
    visit.page.get_by_role("button", name="Use it").click()


# --- Late answers ---------------------------------------------------------------------------------


def test_an_edit_during_a_replan_does_not_lock_the_week(wide: Visit) -> None:
    """The level is changed before the answer comes: both count, and the next move replans."""
    wide.plan()
    with holding_back(wide, REPLAN) as answers:
        move(wide, "run-0", "ArrowRight")
        answers.wait()
        wide.go("setup")
        wide.page.get_by_role("radio", name="Intermediate").check()
        wide.go("week")
        answers.let_go()
        wide.settle()
    request: Any = wide.request
    assert request["athlete"]["level"] == "intermediate"
    assert request["current"]["plan"]["sessions"]
    expect(wide.page.locator(".verdict")).to_contain_text("edited since")
    move(wide, "run-0", "ArrowUp")
    wide.settle()
    expect(wide.page.get_by_role("alert")).to_have_count(0)
    expect(wide.page.locator(".verdict")).not_to_contain_text("edited since")
    assert runs(wide)[0]["start"] == "Tue 17:45"


def test_a_form_that_is_open_when_an_answer_comes_writes_its_own_run_only(wide: Visit) -> None:
    wide.plan()
    move(wide, "run-0", "ArrowUp")
    wide.settle()
    with holding_back(wide, REPLAN) as answers:
        move(wide, "run-0", "ArrowRight")
        answers.wait()
        wide.page.locator("[data-key=run-2]").click()
        wide.page.get_by_role("dialog").get_by_label("Minutes").fill("35")
        answers.let_go()
        wide.page.wait_for_selector("#answer[aria-busy=false] .changes", state="attached")
    wide.page.get_by_role("button", name="Done").last.click()
    wide.settle()
    expect(wide.page.get_by_role("alert")).to_have_count(0)
    assert (runs(wide)[0]["start"], runs(wide)[2]["minutes"]) == ("Tue 17:45", 35)
    assert "current" in wide.request


def test_a_late_answer_does_not_land_on_another_week(wide: Visit) -> None:
    """Another example is chosen while the first is planned: it has no plan, and nothing is busy."""
    with holding_back(wide, PLANS) as answers:
        wide.page.locator("[data-key=plan]").click()
        answers.wait()
        wide.choose("p4_achilles")
        expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan my week")
        wide.page.locator("[data-key=plan]").click()
        answers.wait(2)
        wide.page.locator("[data-key=undo]").click()
        expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan my week")
    expect(wide.page.locator(".verdict")).to_have_count(0)


def test_a_replan_that_waits_is_given_up_with_its_week(wide: Visit) -> None:
    """A run is moved and another example chosen at once: there is nothing to plan again."""
    wide.plan()
    move(wide, "run-0", "ArrowRight")
    wide.choose("p4_achilles")
    outlast(wide, 600)
    wide.go("week")
    expect(wide.page.locator(".verdict")).to_have_count(0)


def test_of_two_examples_the_one_chosen_last_comes(wide: Visit) -> None:
    with holding_back(wide, "**/v1/examples/p4_achilles") as answers:
        wide.page.locator("[data-key=example]").select_option("p4_achilles")
        answers.wait()
        wide.choose(RELAXED)
        with wide.page.expect_response("**/v1/examples/p4_achilles"):
            answers.let_go()
    # What is answered later is read later.
    wide.page.evaluate("fetch('/v1/examples/p4_achilles').then((answer) => answer.json())")
    athlete: Any = wide.request["athlete"]
    assert athlete["id"] == RELAXED


def test_the_plan_is_of_the_example_that_is_on_its_way(wide: Visit) -> None:
    """Plan is pressed before the chosen example is here: it is the one that is planned, once."""
    with holding_back(wide, "**/v1/examples/p4_achilles") as answers:
        wide.page.locator("[data-key=example]").select_option("p4_achilles")
        answers.wait()
        wide.page.locator("[data-key=plan]").click()
        expect(wide.page.locator("#said")).to_contain_text("planned when it is here")
        wide.page.locator("[data-key=plan]").click()
        answers.let_go()
        wide.settle()
    athlete: Any = wide.request["athlete"]
    assert athlete["id"] == "p4_achilles"
    for _ in range(2):
        wide.page.locator("[data-key=undo]").click()
    athlete = wide.request["athlete"]
    assert athlete["id"] == QUICK


def test_an_example_that_does_not_come_leaves_the_week_to_be_planned(wide: Visit) -> None:
    """The press that meant the example plans nothing else in its place; the next one plans."""
    with (
        holding_back(wide, "**/v1/examples/p4_achilles") as answers,
        holding_back(wide, PLANS) as plans,
    ):
        wide.page.locator("[data-key=example]").select_option("p4_achilles")
        answers.wait()
        wide.page.locator("[data-key=plan]").click()
        lost(answers.routes[0])
        expect(wide.page.get_by_role("alert")).to_contain_text("cannot be reached")
        assert plans.routes == []
    wide.plan()
    athlete: Any = wide.request["athlete"]
    assert athlete["id"] == QUICK


def test_a_missed_session_is_told_until_it_is_answered(wide: Visit) -> None:
    """A run is moved before the answer to it came: the session is missed all the same."""
    wide.plan()
    with holding_back(wide, REPLAN) as answers:
        wide.page.locator("[data-key=missed-s1]").click()
        answers.wait()
        expect(wide.page.locator("[data-key=card-s1] .tag", has_text="missed")).to_be_visible()
        move(wide, "run-2", "ArrowUp")
        answers.wait(2)
        answers.let_go()
        wide.settle()
    request: Any = wide.request
    assert request["current"]["missed"] == ["s1"]
    assert runs(wide)[2]["start"] == "Sat 08:45"


# --- The plan and the week ------------------------------------------------------------------------


def test_repairs_are_offered_for_the_week_that_they_are_of(wide: Visit) -> None:
    """A repair is a patch of the planned week; applied to an edited one it would drop the edit."""
    wide.choose(RELAXED)
    wide.page.get_by_text("The week and further wishes").click()
    wide.page.get_by_label("When no week keeps every rule").select_option("fail")
    wide.plan()
    repair = wide.page.locator("[data-key=repair-0]")
    expect(repair).to_be_enabled()
    wide.go("setup")
    wide.page.get_by_role("radio", name="Advanced").check()
    wide.go("week")
    expect(repair).to_be_disabled()
    wide.page.locator("[data-key=undo]").click()
    expect(repair).to_be_enabled()
    repair.click()
    wide.settle()
    wide.page.locator("[data-key=undo]").click()
    assert wide.verdict.endswith("No week fits")


def test_a_week_under_way_is_planned_on_and_forgotten_only_when_told(wide: Visit) -> None:
    """The button keeps what was missed; another one forgets it."""
    wide.plan()
    wide.page.locator("[data-key=missed-s1]").click()
    wide.settle()
    expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan the rest again")
    wide.go("setup")
    wide.page.get_by_role("radio", name="Intermediate").check()
    wide.plan()
    request: Any = wide.request
    assert request["athlete"]["level"] == "intermediate"
    assert request["current"]["now"] >= "2026-11-24T19"
    wide.page.locator("[data-key=forget-progress]").click()
    wide.settle()
    assert "current" not in wide.request
    expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan afresh")


def test_another_first_day_is_another_week(wide: Visit) -> None:
    """Nothing of it has gone by, so it is planned by itself; a move plans it, not the old one."""
    wide.plan()
    wide.page.locator("[data-key=missed-s1]").click()
    wide.settle()
    wide.go("setup")
    wide.page.get_by_text("The week and further wishes").click()
    wide.page.get_by_label("First day").fill("2026-11-30")
    wide.page.keyboard.press("Tab")
    expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan afresh")
    move(wide, "run-0", "ArrowUp")
    wide.go("week")
    wide.settle()
    expect(wide.page.get_by_role("alert")).to_have_count(0)
    assert "current" not in wide.request
    assert wide.verdict.endswith("Proven best")


def test_reasons_and_the_body_map_belong_to_the_plan_that_is_shown(wide: Visit) -> None:
    """The same week planned again with another plan: the reasons go, the map is drawn anew."""
    wide.plan()
    page = wide.page
    wide.go("why")
    page.wait_for_selector(".body-map")
    wide.go("week")
    page.locator("[data-key=why-s1]").click()
    expect(page.locator(".card-foot ~ .why")).to_contain_text("What if:")

    def another_plan(route: Route) -> None:
        result = route.fetch().json()
        coverage = result["plan"]["coverage"]
        for one in coverage:
            one["sets"] += 1
        route.fulfill(json=result)

    with answering(wide, PLANS, another_plan), page.expect_request("**/page/body-map"):
        wide.plan()
        wide.go("why")
    wide.go("week")
    expect(page.locator(".card-foot ~ .why")).to_have_count(0)


# --- Hands that do not wait -----------------------------------------------------------------------


def test_a_number_counts_when_the_button_is_clicked_next(at: Visit) -> None:
    """The click that leaves the field is the click on the button."""
    at.page.locator("[data-key=max-minutes]").click()
    at.page.keyboard.type("25")
    at.plan()
    limits: Any = at.request["limits"]
    assert limits["max_session_minutes"] == 25
    expect(at.page.locator(".card")).not_to_have_count(0)


def test_tab_goes_on_from_a_field_that_was_filled_in(wide: Visit) -> None:
    wide.page.locator("[data-key=max-minutes]").click()
    wide.page.keyboard.type("25")
    wide.page.keyboard.press("Tab")
    expect(wide.page.locator("[data-key=min-sessions]")).to_be_focused()
    wide.page.locator("[data-key=run-0]").press("Enter")
    wide.page.get_by_role("dialog").get_by_label("Minutes").fill("50")
    wide.page.keyboard.press("Tab")
    expect(wide.page.get_by_role("dialog").get_by_label("Kilometres")).to_be_focused()


def test_what_is_being_typed_outlives_an_answer(wide: Visit) -> None:
    wide.plan()
    with holding_back(wide, REPLAN) as answers:
        move(wide, "run-0", "ArrowUp")
        answers.wait()
        wide.go("setup")
        wide.page.locator("[data-key=max-minutes]").click()
        wide.page.keyboard.type("2")
        with wide.page.expect_response(REPLAN):
            answers.let_go()
        wide.page.wait_for_function(
            "() => JSON.parse(localStorage['runstrong.week.2']).answer.changes !== null"
        )
        wide.page.keyboard.type("5")
    expect(wide.page.locator("[data-key=max-minutes]")).to_have_value("25")


def test_an_answer_does_not_take_the_week_from_under_a_finger(visiting: Visiting) -> None:
    """It comes while the finger rests: the window is drawn all the same, and then the sessions."""
    phone = visiting(360, False)
    with holding_back(phone, PLANS, most=1) as answers:
        phone.page.locator("[data-key=plan]").click()
        answers.wait()

        def come() -> None:
            with phone.page.expect_response(PLANS):
                answers.let_go()

        phone.page.evaluate("document.querySelector('.layer').scrollIntoView()")
        noon, later = at_minute(phone, 4, 12 * 60), at_minute(phone, 4, 13 * 60)
        swipe(phone, noon, later, rest=500, meanwhile=come)
        phone.settle()
    drawn = windows(phone)[-1]
    assert (drawn["start"], drawn["minutes"]) == ("Fri 12:00", 60)
    expect(phone.page.locator(".layer .session")).to_have_count(2)


def test_a_removal_by_keyboard_keeps_its_place(wide: Visit) -> None:
    """The focus goes to what comes next, not to the top of the page."""
    wide.page.get_by_label("Injuries").select_option("plantar_fasciopathy")
    wide.page.get_by_role("button", name="Remove Plantar").focus()
    wide.page.keyboard.press("Enter")
    expect(wide.page.locator(".note.warning")).to_have_count(0)
    assert wide.page.evaluate("document.activeElement.closest('#wishes') !== null")


def test_a_click_beside_the_fields_leaves_the_form_open(wide: Visit) -> None:
    """Only one beside the box closes it."""
    wide.page.locator("[data-key=run-0]").press("Enter")
    box = wide.page.get_by_role("dialog").bounding_box()
    assert box is not None
    wide.page.mouse.click(box["x"] + 6, box["y"] + box["height"] / 2)
    expect(wide.page.get_by_role("dialog")).to_be_visible()
    wide.page.mouse.click(box["x"] - 30, box["y"] + box["height"] / 2)
    expect(wide.page.get_by_role("dialog")).to_have_count(0)


def test_a_step_out_of_the_week_is_none(wide: Visit) -> None:
    """Monday has no day to its left: the run keeps its hour, by key and by mouse."""
    move(wide, "run-0", "ArrowLeft")
    assert runs(wide)[0]["start"] == "Mon 18:00"
    move(wide, "window-2", "ArrowRight")
    assert windows(wide)[2]["start"] == "Sun 10:00"
    start = at_minute(wide, 0, 18 * 60 + 5)
    drag(wide, start, (start[0] - 120, start[1]))
    assert runs(wide)[0]["start"] == "Mon 18:00"


def test_what_was_just_opened_stays_open(wide: Visit) -> None:
    """The browser tells of an opened part a moment later; the page is drawn anew before that."""
    wide.plan()
    why = "[data-key='this-s1-1A']"
    wide.page.evaluate(
        """why => {
          document.querySelector("[data-key='item-s1-1A-summary']").click();
          document.querySelector(why).focus();
          document.querySelector(why).click();
        }""",
        why,
    )
    expect(wide.page.locator(".item .why .what-if").first).to_be_visible()
    expect(wide.page.locator(why)).to_be_focused()


def test_a_roster_dropped_at_once_is_a_roster(wide: Visit) -> None:
    """The view was chosen, and the browser has not yet told the page so."""
    week = (EXAMPLES / f"{QUICK}.json").read_text(encoding="utf-8").replace("\n", " ")
    wide.page.evaluate(
        """text => {
          document.querySelector("nav [data-view=club]").click();
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "club.jsonl"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }""",
        week,
    )
    expect(wide.page.locator(".club-progress")).to_contain_text("club.jsonl")


# --- What is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ({"athlete": {"id": "ana", "level": "beginner"}, "availability": []}, "week.start"),
        (
            {
                "athlete": {"id": "ana", "level": "beginner"},
                "week": {"start": "2026-11-23"},
                "runs": [{"start": "Someday", "minutes": 30}],
                "availability": [],
            },
            "runs",
        ),
    ],
    ids=["no week", "no start"],
)
def test_what_is_no_week_is_not_taken(wide: Visit, week: dict[str, Any], said: str) -> None:
    """The dialog says what is missing, and the week that was here is still here."""
    before = wide.stored
    paste(wide, json.dumps(week))
    expect(wide.page.get_by_role("dialog")).to_contain_text(f"{said}:")
    assert wide.stored == before


@pytest.mark.parametrize(
    ("name", "spoilt", "said"),
    [
        ("runstrong.week.2", "answer", "This plan cannot be shown"),
        ("runstrong.week.2", "request", "A week that was here cannot be shown"),
        ("runstrong.week", "nothing", ""),
    ],
)
def test_a_kept_week_that_cannot_be_shown_is_put_away(
    wide: Visit, name: str, spoilt: str, said: str
) -> None:
    """Without its plan, or else as a whole; of an older version the week alone is taken."""
    wide.choose("p4_achilles")
    wide.plan()
    stored: Any = wide.stored
    if spoilt == "answer":
        stored["answer"]["result"]["plan"]["sessions"] = [{}]
    elif spoilt == "request":
        stored["request"]["availability"] = [{}]
    keep = "([name, text]) => { localStorage.clear(); localStorage[name] = text; }"
    wide.page.evaluate(keep, [name, json.dumps(stored)])
    wide.page.reload()
    wide.page.wait_for_selector(".layer")
    expect(wide.page.locator(".verdict")).to_have_count(0)
    if said:
        expect(wide.page.get_by_role("alert")).to_contain_text(said)
        wide.faults.clear()
    athlete: Any = wide.request["athlete"]
    assert athlete["id"] == ("me" if spoilt == "request" else "p4_achilles")


def test_a_browser_that_keeps_nothing_is_said_to(wide: Visit) -> None:
    """The week is planned all the same, and the footer does not promise what is not so."""
    wide.page.evaluate(
        """() => {
          for (const name of ["getItem", "setItem"]) {
            Storage.prototype[name] = () => { throw new DOMException("full"); };
          }
        }"""
    )
    wide.plan()
    assert wide.verdict.endswith("Proven best")
    expect(wide.page.locator("#kept")).to_contain_text("This browser keeps nothing")


def test_two_tabs_show_the_same_week(wide: Visit) -> None:
    """An edit in one is there in the other, and so is Forget everything."""
    other = wide.page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(wide.address)
    other.locator("[data-key=run-0]").focus()
    other.keyboard.press("ArrowRight")
    moved = wide.page.get_by_role("button", name="Easy run, Tuesday 18:00 to 18:30")
    expect(moved).to_be_visible()
    with wide.page.expect_navigation():
        other.locator("[data-key=forget]").click()
    expect(wide.page.locator("#opening h1")).to_have_text("Your week in one minute")
    other.close()


def test_an_example_becomes_ones_own_week_only_when_it_is_taken(wide: Visit) -> None:
    """Taken, it stands in place of one's own, which Undo brings back."""
    page, own = wide.page, wide.stored
    page.locator("[data-key=example]").select_option("p4_achilles")
    expect(page.locator("h1:visible")).to_have_text("Achilles tendinopathy")
    page.locator("[data-key=take-as-own]").click()
    expect(page.locator(".beside-own")).to_have_count(0)
    stored: Any = wide.stored
    assert [run["id"] for run in stored["request"]["runs"]] == [run["id"] for run in runs(wide)]
    assert stored["request"]["athlete"]["id"] == "me"
    page.locator("[data-key=undo]").click()
    expect(page.locator("h1:visible")).to_have_text(f"{QUICK}’s week")
    assert wide.stored["request"] == own["request"]


# --- No answer ------------------------------------------------------------------------------------


def busy(route: Route) -> None:
    route.fulfill(status=503, content_type="application/problem+json", body='{"detail": "Later."}')


def broken_off(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body='{"status": "opt')


@pytest.mark.parametrize(
    ("answer", "heading"),
    [
        (lost, "The service cannot be reached"),
        (busy, "The service is busy"),
        (broken_off, "The service cannot be reached"),
    ],
)
def test_a_failure_is_headed_by_its_cause(wide: Visit, answer: Any, heading: str) -> None:
    """It stands at the head of the week."""
    wide.plan()
    with answering(wide, PLANS, answer):
        wide.page.locator("[data-key=plan]").click()
        expect(wide.page.get_by_role("alert").get_by_role("heading")).to_have_text(heading)
    expect(wide.page.locator("[data-key=plan]")).to_have_text("Plan afresh")


def test_a_file_that_is_nothing_is_no_fault_of_the_week(wide: Visit) -> None:
    drop(wide, "notes.txt", "Buy milk")
    heading = wide.page.get_by_role("alert").get_by_role("heading")
    expect(heading).to_have_text("This file cannot be used")


def test_an_example_that_does_not_come_says_so(wide: Visit) -> None:
    with answering(wide, "**/v1/examples/*", lost):
        wide.page.locator("[data-key=example]").select_option("p4_achilles")
        expect(wide.page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(wide.page.locator("[data-key=example]")).to_have_value("")


def test_without_examples_the_page_begins_with_an_empty_week(wide: Visit) -> None:
    wide.page.evaluate("localStorage.clear()")
    with answering(wide, "**/v1/examples", lambda route: route.fulfill(json=[])):
        wide.page.reload()
        expect(wide.page.locator("#opening h1")).to_have_text("Your week in one minute")
    expect(wide.page.locator("[data-key=plan]")).to_be_visible()


def test_a_search_that_breaks_off_can_go_on(wide: Visit) -> None:
    """The plan is there, why no week keeps every rule is not; a button asks for it again."""
    wide.choose(RELAXED)
    with answering(wide, "**/v1/plans", lost):
        wide.plan()
        expect(wide.page.locator(".verdict")).to_contain_text("The search broke off.")
    expect(wide.page.locator(".repairs")).to_have_count(0)
    wide.page.locator("[data-key=go-on]").click()
    expect(wide.page.locator(".repairs")).to_be_visible()
    expect(wide.page.locator("[data-key=go-on]")).to_have_count(0)
