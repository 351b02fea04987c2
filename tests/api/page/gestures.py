"""What the hands do in the stories of the page, and what the browser keeps of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.api.page.visits import Visit

QUICK = "p1_c25k"
RELAXED = "p7_pfp_time_poor"

Point = tuple[float, float]


def runs(visit: Visit) -> list[dict[str, Any]]:
    found: Any = visit.request["runs"]
    assert isinstance(found, list)
    return found


def windows(visit: Visit) -> list[dict[str, Any]]:
    found: Any = visit.request["availability"]
    assert isinstance(found, list)
    return found


_TO_THE_MIDDLE = """document.querySelector(".layer").scrollIntoView({ block: "center" })"""


_STANDS_STILL = """async () => {
  const layer = document.querySelector(".layer");
  const top = () => layer.getBoundingClientRect().top;
  for (let frames = 0, before = top(); frames < 60; before = top()) {
    layer.scrollIntoView({ block: "center" });
    await new Promise(requestAnimationFrame);
    frames = top() === before ? frames + 1 : 0;
  }
}"""


def wait_for_calendar(visit: Visit) -> None:
    """Until the calendar stands still: what was done before may yet move it."""
    visit.page.evaluate(_STANDS_STILL)


def at_minute(visit: Visit, day: int, minute: int) -> Point:
    """Where a minute of a day lies on the screen; the calendar shows from 06:00 on."""
    # The whole of it has room; so two places on it are found at one time.
    visit.page.evaluate(_TO_THE_MIDDLE)
    box = visit.page.locator(".layer").bounding_box()
    grid = visit.page.locator(".grid")
    first, last = (int(grid.get_attribute(f"data-{end}") or 0) for end in ("from", "to"))
    assert box is not None
    across = box["x"] + (day + 0.5) * box["width"] / 7
    return across, box["y"] + (minute / 60 - first) / (last - first) * box["height"]


def open_everything(visit: Visit) -> None:
    visit.page.evaluate(
        "document.querySelectorAll('details').forEach((fold) => (fold.open = true))"
    )


def drag(visit: Visit, start: Point, end: Point) -> None:
    mouse = visit.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=6)
    mouse.up()


def swipe(
    visit: Visit,
    start: Point,
    end: Point,
    *,
    rest: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """One finger from here to there, after ``rest`` milliseconds and ``meanwhile`` in one place."""
    session = visit.page.context.new_cdp_session(visit.page)

    def touch(kind: str, *points: Point) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    touch("touchStart", start)
    meanwhile()
    outlast(visit, rest)
    for step in range(1, 7):
        across = start[0] + (end[0] - start[0]) * step / 6
        touch("touchMove", (across, start[1] + (end[1] - start[1]) * step / 6))
    touch("touchEnd")


def outlast(visit: Visit, milliseconds: int) -> None:
    """Until the page has done what it had put off by so much: its timers keep their order."""
    visit.page.evaluate("pause => new Promise((done) => setTimeout(done, pause))", milliseconds)


def tab_to(visit: Visit, selector: str, most: int = 200) -> None:
    for _ in range(most):
        if visit.page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
            return
        visit.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {selector}")


def tap(visit: Visit, point: Point) -> None:
    """A press at one place, with whatever the visitor has."""
    if visit.page.evaluate("navigator.maxTouchPoints > 0"):
        visit.page.touchscreen.tap(*point)
    else:
        visit.page.mouse.click(*point)
