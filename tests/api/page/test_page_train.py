"""A session in the gym: ticks, rest and log on a phone, without a network too."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.responses import Response

from api.formats.fit.messages import session_file
from api.service import routers
from api.service.routers.page import page_files, page_version
from api.words.phrases import dose
from benchmarks.watch import activity_of
from catalog import load_catalog
from optimizer import Request, Result
from optimizer.documents.result import Effort, Load
from tests.api import weeks
from tests.api.page.visits import Visit, answering, drop, visit
from tests.api.service.loopback import server_thread
from tests.browser import in_chromium
from tests.waiting import wait_until

pytestmark = in_chromium


def begin_first(phone: Visit) -> None:
    """The first session of a planned week, at its first block that counts."""
    phone.go("train")
    phone.page.locator("[data-key=begin-s1]").click()
    while not phone.page.locator(".train-item .pair").count():
        phone.page.locator("[data-key=block-next]").click()


@pytest.fixture
def of_that_week(chromium: Browser, address: str) -> Iterator[Visit]:
    """Somebody on the Tuesday of the example's week."""
    with visit(chromium, address, 360) as phone:
        phone.page.clock.set_fixed_time("2026-11-24T20:00:00")
        phone.begin()
        yield phone
        phone.end()


def test_a_session_is_done_logged_and_leads_to_next_week(
    of_that_week: Visit, tmp_path: Path
) -> None:
    """Ticked and written down, it outlives a reload, counts as done, and next week knows of it."""
    phone = of_that_week
    page = phone.page
    phone.plan()
    begin_first(phone)
    expect(page.locator(".figure svg").first).to_be_visible()
    first = page.locator(".set").first
    number = first.locator("input").first
    number.fill("9")
    number.press("Tab")
    first.locator(".tick-set").click()
    expect(page.get_by_role("timer")).to_contain_text("Rest")
    page.reload()
    expect(first.locator(".tick-set")).to_have_attribute("aria-pressed", "true")
    expect(number).to_have_value("9")
    page.locator("[data-key=skip-rest]").click()
    expect(page.get_by_role("timer")).to_have_count(0)
    while page.locator("[data-key=block-next]").count():
        page.locator("[data-key=block-next]").click()
    expect(page.locator("#train .note")).to_contain_text("1 of ")
    page.locator("[data-key=tick-all]").click()
    page.locator("[data-key=finish]").click()
    phone.settle()
    expect(page.locator("[data-key=card-s1] .tag", has_text="done")).to_be_visible()
    log: Any = json.loads(page.evaluate("localStorage['runstrong.log']"))
    plan: Any = phone.stored["answer"]["result"]["plan"]  # type: ignore[index]
    items = [item for block in plan["sessions"][0]["blocks"] for item in block["items"]]
    done = [(item["exercise"], item["sets"]) for item in items]
    assert [(one["exercise"], len(one["sets"])) for one in log] == done
    written = [one for one in log if one["sets"][0].get("reps") == 9]
    assert [one["session"] for one in written] == ["s1"]
    by_time = next(item["exercise"] for item in items if item["reps"] and item["hold_seconds"])
    assert "reps" in next(one for one in log if one["exercise"] == by_time)["sets"][0]
    answer: Any = phone.stored["answer"]
    week = Request.model_validate_json(json.dumps(answer["request"]))
    planned = Result.model_validate_json(json.dumps(answer["result"])).plan
    assert planned is not None
    watched = next(one for one in planned.sessions if one.id != "s1")
    recorded = activity_of(session_file(week, watched, load_catalog()), watched.starts_at)
    phone.go("train")
    page.locator("[data-key=take-in]").set_input_files(
        {"name": "activity.fit", "mimeType": "application/octet-stream", "buffer": recorded}
    )
    box = page.get_by_role("dialog", name="Log activity.fit")
    expect(box).to_contain_text("repetitions counted by the watch")
    box.locator("[data-key=take-log]").click()
    phone.go("week")
    expect(page.locator(f"[data-key=card-{watched.id}] .tag", has_text="done")).to_be_visible()
    log = json.loads(page.evaluate("localStorage['runstrong.log']"))
    assert {one["session"] for one in log} == {"s1", watched.id}
    phone.settle()
    with page.expect_download() as waiting:
        page.locator("[data-key=take-out]").click()
    waiting.value.save_as(tmp_path / "all.json")
    phone.begin(week=None)
    drop(phone, "all.json", (tmp_path / "all.json").read_text(encoding="utf-8"))
    phone.go("week")
    page.locator("[data-key=next-week]").click()
    expect(page.locator("h1:visible + .lead")).to_contain_text("Mon 30 Nov")
    phone.settle()
    request: Any = phone.request
    assert request["week"]["start"] == "2026-11-30"
    assert request["previous"]["log"][0]["exercise"] == log[0]["exercise"]
    assert [run["start"][:3] for run in request["runs"][-3:]] == ["Mon", "Wed", "Sat"]
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(("day", "counts"), [("2026-12-02", True), ("2026-12-08", False)])
def test_a_session_that_is_done_days_after_its_own_leads_to_next_week_too(
    of_that_week: Visit, day: str, counts: bool
) -> None:
    """It was that session's no more, and after the week that is planned it tells nothing."""
    phone = of_that_week
    phone.plan()
    begin_first(phone)
    while phone.page.locator("[data-key=block-next]").count():
        phone.page.locator("[data-key=block-next]").click()
    phone.page.locator("[data-key=tick-all]").click()
    phone.page.clock.set_fixed_time(f"{day}T20:00:00")
    phone.page.locator("[data-key=finish]").click()
    phone.settle()
    phone.page.locator("[data-key=next-week]").click()
    expect(phone.page.locator("h1:visible + .lead")).to_contain_text("Mon 30 Nov")
    phone.settle()
    request: Any = phone.request
    log = request["previous"]["log"]
    assert bool(log) is counts
    assert not any("session" in entry for entry in log)


STRONG = """Date,Workout Name,Exercise Name,Set Order,Weight,Reps
2026-11-24,Legs,Squat (Barbell),1,135,5
"""


def test_the_page_asks_in_what_a_file_counts_its_weights(at: Visit) -> None:
    page = at.page
    at.go("train")
    drop(at, "strong.csv", STRONG)
    box = page.get_by_role("dialog", name="Log strong.csv")
    expect(box).to_contain_text("does not say in what its weights are")
    box.locator("[data-key=log-in-lb]").click()
    expect(box).to_contain_text("135 lb")
    box.locator("[data-key=take-log]").click()
    log = json.loads(page.evaluate("localStorage['runstrong.log']"))
    assert [one["lb"] for one in log[0]["sets"]] == [135]


OWN_LOG = {
    "week": "2026-11-23",
    "date": "2026-11-24",
    "session": "s1",
    "exercise": "glute_bridge",
    "sets": [{"reps": 9}],
}
LATER_IN_THE_BLOCK = """log => {
  const own = JSON.parse(localStorage['runstrong.week.2']);
  for (const request of [own.request, own.answer.request]) {
    request.week.number = 4;
    request.runs[2].kind = 'race';
    request.previous = { plan: { sessions: [] } };
  }
  localStorage['runstrong.week.2'] = JSON.stringify(own);
  localStorage['runstrong.log'] = JSON.stringify([log]);
}"""


def test_an_example_touches_no_log_and_a_lighter_week_leads_on(wide: Visit) -> None:
    """Done and written down, an example leaves one's own log alone, and a file its week."""
    page = wide.page
    wide.plan()
    page.evaluate(LATER_IN_THE_BLOCK, OWN_LOG)
    page.reload()
    own = wide.stored
    wide.go("train")
    page.locator("[data-key=begin-s1]").click()
    wide.go("setup")
    page.locator("[data-key=example]").select_option("p1_c25k")
    expect(page.locator(".beside-own:visible")).to_be_visible()
    wide.plan()
    page.locator("[data-key=train-s1]").click()
    while page.locator("[data-key=block-next]").count():
        page.locator("[data-key=block-next]").click()
    expect(page.locator("#train .note")).to_contain_text("nothing of it goes into your log")
    page.locator("[data-key=finish]").click()
    wide.settle()
    log = "JSON.parse(localStorage['runstrong.log'])"
    assert page.evaluate(log) == [OWN_LOG]
    drop(wide, "log.json", json.dumps({"runstrong": 1, "log": [{"exercise": "squat"}]}))
    expect(page.get_by_role("alert").first).to_contain_text("log: has to be a list")
    drop(wide, "log.json", json.dumps({"runstrong": 1, "log": [OWN_LOG, OWN_LOG]}))
    expect(page.locator("#said")).to_contain_text("All that the file had is here")
    assert page.evaluate(log) == [OWN_LOG, OWN_LOG]
    expect(page.locator(".beside-own:visible")).to_be_visible()
    assert wide.stored == own
    page.locator("[data-key=own-week]:visible").click()
    wide.go("week")
    with answering(wide, "**/v1/plans?*", lambda route: route.fulfill(status=503)):
        page.locator("[data-key=next-week]").click()
        expect(page.get_by_role("alert").first).to_contain_text("busy")
    request: Any = wide.request
    assert request["week"] == {**request["week"], "start": "2026-11-30", "number": 5}
    assert request["previous"]["base"] == {"sessions": []}
    found = [(run["start"][:10], run["kind"]) for run in request["runs"]]
    assert [one for one in found if one[1] == "race"] == [("2026-11-28", "race")]


def test_the_page_speaks_german_and_writes_hours_as_the_browser_does(
    chromium: Browser, address: str
) -> None:
    """By the browser's language, or by choice; what goes to the service stays as it is."""
    with visit(chromium, address, 360, language="de-AT") as phone:
        page = phone.page
        phone.begin()
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("button", name="Meine Woche planen")).to_be_visible()
        phone.plan()
        expect(page.locator(".verdict h2")).to_contain_text("Alles passt: 2 Einheiten, alle 24")
        expect(page.locator(".card-head").first).to_contain_text("Di")
        expect(page.locator(".verdict li")).to_contain_text("Keine Hauptübungen: In den ersten")
        # No half of a sentence of the catalog is taken for a text of the page.
        how_to = {one.how_to for one in load_catalog().exercises.values()}
        texts = [each.text_content() for each in page.locator(".item summary + p").all()]
        assert texts
        assert set(texts) <= how_to
        assert str(phone.request["runs"]).count("Mon 18:00") == 1
        page.locator("[data-key=language]").select_option("en")
        expect(page.locator(".verdict h2")).to_contain_text("Everything fits: 2 sessions")
        phone.end()


STEP_KINDS = """async ([script, items]) => {
  const { stepKind } = await import(script);
  return items.map(stepKind);
}"""


def test_the_page_tells_kinds_of_exercises_apart_as_the_service_does(
    chromium: Browser, address: str
) -> None:
    """By what each goes on: what ``next_week`` says of a kind stands beside the same items."""
    efforts = (None, Effort(), Effort(rir=(2, 3)), Effort(reserve_seconds=(0, 10)))
    loads = (None, Load(why=""), Load(why="", kg=60.0), Load(why="", method="Find it."))
    plank = weeks.plan().sessions[0].blocks[-1].items[0]
    items = [
        plank.model_copy(update={"role": role, "effort": effort, "load": load})
        for role, effort, load in product(("plyometric", "main_lift", "ramp"), efforts, loads)
    ]
    kinds = [item.step_kind for item in items]
    assert set(kinds) == {"jumps", "load", "hold", "band", "body", None}
    documents: list[Any] = [item.model_dump(mode="json") for item in items]
    documents += [item.model_dump(mode="json", exclude_none=True) for item in items]
    with visit(chromium, address, 360) as phone:
        phone.begin(week=None)
        script = f"/page/{page_version()}/js/words.js"
        assert phone.page.evaluate(STEP_KINDS, [script, documents]) == kinds * 2


DOSES = """async ([script, items]) => {
  const { dose } = await import(script);
  return items.map(dose);
}"""


def test_the_page_and_the_other_doors_say_an_amount_alike(chromium: Browser, address: str) -> None:
    """A walk of one length is told in minutes from a minute and a half on."""
    plank = weeks.plan().sessions[0].blocks[-1].items[0]
    holds = [(20, 40), (30, 30), (90, 90), (135, 135), (180, 180), (120, 180), None]
    items = [plank.model_copy(update={"hold_seconds": hold}) for hold in holds]
    assert [dose(item) for item in items] == [
        "2 × 20–40 s", "2 × 30 s", "2 × 90 s", "2 × 2 min 15 s", "2 × 3 min", "2 × 120–180 s",
        "2 × once",
    ]  # fmt: skip
    documents = [item.model_dump(mode="json") for item in items]
    with visit(chromium, address, 360) as phone:
        phone.begin(week=None)
        script = f"/page/{page_version()}/js/words.js"
        assert phone.page.evaluate(DOSES, [script, documents]) == list(map(dose, items))


STORED = """async (version) => {
  const { controller } = navigator.serviceWorker;
  if (!controller || !(await caches.has(`runstrong-${version}`))) return false;
  const cache = await caches.open(`runstrong-${version}`);
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  const catalog = asked.filter((name) => name.includes("/v1/catalog/"));
  const found = ["/", ...catalog].map((address) => cache.match(address));
  return (await Promise.all(found)).every(Boolean);
}"""
"""The page goes into its store last, with all that it is made of; beside it what it has asked."""


def await_stored(page: Page) -> None:
    version = page_version()
    wait_until(lambda: bool(page.evaluate(STORED, version)), "the page is stored")


OLDER = """async () => {
  for (const release of ["first", "second"]) {
    const cache = await caches.open(`runstrong-${release}`);
    await cache.put("/v1/catalog/of-a-release", new Response(release));
  }
}"""
TAKEN_OVER = """async (version) => {
  const cache = await caches.open(`runstrong-${version}`);
  const found = await cache.match("/v1/catalog/of-a-release");
  return found ? await found.text() : null;
}"""
"""What the page itself does not ask."""


def test_of_two_older_releases_the_catalog_of_the_newer_is_taken_over(
    chromium: Browser, address: str
) -> None:
    with visit(chromium, address, 360, offline=True) as phone:
        page, version = phone.page, page_version()
        page.goto(f"{address}/v1/catalog/rules?id=level")
        page.evaluate(OLDER)
        phone.begin(week=None)
        wait_until(lambda: page.evaluate(TAKEN_OVER, version) is not None, "it is taken over")
        assert page.evaluate(TAKEN_OVER, version) == "second"


def test_a_newer_page_comes_at_once_and_a_stuck_network_is_not_waited_for(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the service says nothing the page is there; after a release it is the newer one."""
    folder, goes_on, answer = tmp_path / "files", threading.Event(), routers.page._answer
    shutil.copytree(routers.page._FOLDER, folder)
    index = folder / "index.html"
    index.write_text(index.read_text().replace("<title>runstrong", "<title>Newer runstrong"))

    def stuck(*arguments: Any, **how: Any) -> Response:
        goes_on.wait(60)
        return answer(*arguments, **how)

    with server_thread() as address, visit(chromium, address, 360, offline=True) as phone:
        page = phone.page
        phone.begin(week=None)
        await_stored(page)
        monkeypatch.setattr(routers.page, "_answer", stuck)
        page.reload()
        expect(page.locator(".layer")).to_be_visible()
        assert not goes_on.is_set()
        monkeypatch.setattr(routers.page, "_FOLDER", folder)
        for known in (page_files, page_version):
            known.cache_clear()
        goes_on.set()
        page.reload()
        expect(page).to_have_title(re.compile("^Newer"))
        await_stored(page)
        page.context.set_offline(True)
        page.reload()
        expect(page).to_have_title(re.compile("^Newer"))
        expect(page.locator(".layer")).to_be_visible()
        page.context.set_offline(False)
        phone.end()
    for known in (page_files, page_version):
        known.cache_clear()


def test_a_session_goes_on_without_a_network(chromium: Browser, address: str) -> None:
    """Loaded anew in the cellar: the block, its picture and how to do it are there."""
    with visit(chromium, address, 360, offline=True) as phone:
        page = phone.page
        phone.begin()
        phone.plan()
        begin_first(phone)
        expect(page.locator(".figure svg").first).to_be_visible()
        await_stored(page)
        page.context.set_offline(True)
        page.reload()
        expect(page.locator(".figure svg").first).to_be_visible()
        page.locator(".tick-set").first.click()
        expect(page.locator(".set.done")).to_have_count(1)
        page.get_by_text("How to").first.click()
        expect(page.locator("details[open] p").first).to_contain_text(".")
        page.context.set_offline(False)
        phone.end()
