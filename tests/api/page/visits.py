"""The page as a person meets it: the real service in a process of its own, and Chromium."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.api.shell import ROOT
from tests.browser import CHROMIUM
from tests.waiting import PATIENCE_SECONDS, wait_until

WIDTHS = (1280, 360)
EXAMPLES = ROOT / "examples"
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_LONGEST_START_SECONDS = 60
_PATIENCE_MILLISECONDS = 30_000
BATCH_MILLISECONDS = 180_000
"""For a batch, whose planning gives way to all else that the machine does."""
expect.set_options(timeout=_PATIENCE_MILLISECONDS)


@contextmanager
def service(state: Path) -> Iterator[str]:
    """``runstrong serve`` on a free port, with batches in ``state``; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "api", "serve", "--port", str(port)),
            *("--state", str(state), "--processes", "1"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_answer(f"{address}/health/live", process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert process.poll() is None, "the service did not start"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            # Not there yet, or at its start for a while.
            return False

    wait_until(answers, "the service answers", seconds=_LONGEST_START_SECONDS)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS])
        yield opened
        opened.close()


@dataclass
class Visit:
    """One person's visit: the page, and what went wrong or elsewhere while they were there."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def begin(self, week: str | None = "p1_c25k") -> None:
        """With the week of an example as one's own; None: as somebody who was never here."""
        # From another page of the service: it shares what the browser keeps, and loads at once.
        self.page.goto(f"{self.address}/health/live")
        own = week and json.dumps({"request": json.loads((EXAMPLES / f"{week}.json").read_text())})
        self.page.evaluate(
            """kept => {
              localStorage.clear();
              sessionStorage.clear();
              if (kept) localStorage['runstrong.week.2'] = kept;
            }""",
            own,
        )
        self.page.goto(self.address)
        self.page.wait_for_selector(".layer .block" if week else ".layer")

    def end(self) -> None:
        """Nothing may have gone wrong, or to another address, on the way."""
        faults, elsewhere = self.faults[:], self.elsewhere[:]
        self.faults.clear()
        self.elsewhere.clear()
        assert faults == []
        assert elsewhere == []

    def plan(self) -> None:
        """Press the one button, and wait for the answer and for why it is so."""
        self.page.locator("[data-key=plan]").click()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being planned or looked for."""
        self.page.wait_for_selector("#answer[aria-busy=false] .verdict")

    def go(self, screen: str) -> None:
        """To one of the screens."""
        self.page.locator(f"nav [data-view={screen}]").click()
        self.page.wait_for_selector(f"#{screen}:not([hidden])")

    def choose(self, example: str) -> None:
        """The week of another example, opened as a file of one's own."""
        self.go("setup")
        drop(self, f"{example}.json", (EXAMPLES / f"{example}.json").read_text(encoding="utf-8"))
        self.page.wait_for_function(
            "id => JSON.parse(localStorage['runstrong.week.2']).request.athlete.id === id",
            arg=example,
        )

    @property
    def verdict(self) -> str:
        return self.page.locator(".verdict .badge").inner_text()

    @property
    def stored(self) -> dict[str, object]:
        """What the browser keeps."""
        found = json.loads(self.page.evaluate("localStorage['runstrong.week.2'] ?? '{}'"))
        assert isinstance(found, dict)
        return found

    @property
    def request(self) -> dict[str, object]:
        """The week that is shown: one's own, or what is opened in this tab."""
        opened = self.page.evaluate("sessionStorage['runstrong.opened'] ?? null")
        found = (self.stored if opened is None else json.loads(opened))["request"]
        assert isinstance(found, dict)
        return found


@dataclass
class TakenWork:
    """What the page asks at one address and gets no answer to before it is let go."""

    page: Page
    most: int | None
    routes: list[Route] = field(default_factory=list)

    def take(self, route: Route) -> None:
        if self.most is not None and len(self.routes) >= self.most:
            route.continue_()
        else:
            self.routes.append(route)

    def wait(self, count: int = 1) -> None:
        end = time.monotonic() + _PATIENCE_MILLISECONDS / 1000
        while len(self.routes) < count:
            assert time.monotonic() < end, f"{len(self.routes)} of {count} were asked"
            self.page.wait_for_timeout(20)

    def let_go(self, index: int = -1) -> None:
        self.routes[index].continue_()


@contextmanager
def holding_back(visited: Visit, address: str, *, most: int | None = None) -> Iterator[TakenWork]:
    """Holds back every answer of ``address``, a pattern as of ``page.route``.

    ``most``: only so many, since the page asks again where an answer was cut short.
    """
    found = TakenWork(visited.page, most)
    with answering(visited, address, found.take):
        yield found


@contextmanager
def answering(visited: Visit, address: str, answer: Callable[[Route], object]) -> Iterator[None]:
    """Has ``answer`` do with each call of ``address`` what it likes."""

    def handle(route: Route) -> None:
        answer(route)

    visited.page.route(address, handle)
    try:
        yield
    finally:
        visited.page.unroute(address, handle)


def lost(route: Route) -> None:
    """The line to the service is broken."""
    route.abort("connectionrefused")


@contextmanager
def visit(
    opened: Browser,
    address: str,
    width: int,
    *,
    dark: bool = False,
    offline: bool = False,
    language: str = "en-GB",
) -> Iterator[Visit]:
    """A visit at ``width``; a phone's width has a finger.

    ``offline``: it can do without a network.
    """
    context: BrowserContext = opened.new_context(
        viewport={"width": width, "height": 800},
        has_touch=width < 600,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        accept_downloads=True,
        locale=language,
        # What a worker answers does not pass by the stories, which hold answers back.
        service_workers="allow" if offline else "block",
    )
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MILLISECONDS)
    visited = Visit(page, address)
    page.on("dialog", lambda dialog: dialog.accept())
    page.on("pageerror", lambda error: visited.faults.append(str(error)))
    page.on("console", lambda said: _note_fault(visited, said.type, said.text))
    page.on("request", lambda request: _note_place(visited, request.url))
    yield visited
    context.close()


def _note_fault(visited: Visit, kind: str, text: str) -> None:
    # A no of the service, or none at all, is no fault of the page; the browser tells of it too.
    expected = (
        "the server responded with a status of",
        "net::ERR_CONNECTION_REFUSED",
        "net::ERR_INTERNET_DISCONNECTED",
        "Service Worker registration blocked",
    )
    if kind in ("error", "warning") and not any(each in text for each in expected):
        visited.faults.append(text)


def _note_place(visited: Visit, url: str) -> None:
    if not url.startswith((visited.address, "blob:", "data:")):
        visited.elsewhere.append(url)


def drop(visit: Visit, name: str, text: str) -> None:
    """A file is dropped on the page."""
    visit.page.evaluate(
        """([name, text]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], name));
          const init = { dataTransfer, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("drop", init));
        }""",
        [name, text],
    )
