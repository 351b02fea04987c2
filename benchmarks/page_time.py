"""What the page adds to a plan's own time: ``python -m benchmarks.page_time``.

A real service answers a page in Chromium, at a desk and on a phone whose processor is four times
slower.  For each week the one button is pressed; taken is the time from the press to the drawn
verdict less the time that the planner itself took (``stats`` of the answer), and of it the part
that is the page's own: from the answer's last byte to the drawn verdict.  Each press is of another
athlete, so that no answer comes from the cache.  Only weeks that are proven in the first answer
count: of others a first week is shown before the plan is done.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from benchmarks.figures import percentile

_ROOT = Path(__file__).resolve().parents[1]
_WEEKS = ("p1_c25k", "p4_achilles", "p6_post_marathon")
_PRESSES = 7
_SLOWED = {"desk": (1280, 1), "phone": (360, 4)}
_START_SECONDS = 120
_CHROMIUM = "chromium-headless-shell"
# From the press until the frame after the verdict is there: what was told then, in milliseconds.
_PRESS = """() => new Promise((done) => {
  performance.clearResourceTimings();
  const begun = performance.now();
  const isThere = () => {
    const asked = performance.getEntriesByType("resource").filter(
      ({ name, responseEnd }) => name.includes("/v1/plans") && responseEnd > begun);
    if (!asked.length || !document.querySelector("#answer[aria-busy=false] .verdict"))
      return requestAnimationFrame(isThere);
    requestAnimationFrame(() => setTimeout(() => done({
      whole: performance.now() - begun,
      drawn: performance.now() - Math.max(...asked.map((one) => one.responseEnd)),
      asked: asked.length,
    })));
  };
  document.querySelector("[data-key=plan]").click();
  isThere();
})"""


@dataclass(frozen=True)
class Press:
    """Milliseconds that a press added, and of them those after the answer was there."""

    added: float
    drawn: float


@contextmanager
def _service() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as state:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "api", "serve", "--port", str(port)),
                *("--state", state, "--processes", "1"),
            ],
            cwd=_ROOT,
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(f"{address}/health/ready")
            yield address
        finally:
            process.terminate()
            process.wait()


def _await(address: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _pressed(page: Page, address: str, week: str, number: int) -> Press | None:
    """None: the first answer was no proof, or came from a store."""
    request = json.loads((_ROOT / "examples" / f"{week}.json").read_text(encoding="utf-8"))
    request["athlete"]["id"] = f"{week}-{number}-{time.monotonic_ns()}"
    page.goto(f"{address}/health/live")
    page.evaluate(
        "kept => { localStorage.clear(); localStorage['runstrong.week.2'] = kept; }",
        json.dumps({"request": request}),
    )
    page.goto(address)
    page.wait_for_selector(".layer .block")
    found = page.evaluate(_PRESS)
    result = json.loads(page.evaluate("localStorage['runstrong.week.2']"))["answer"]["result"]
    if found["asked"] > 1 or result["status"] != "optimal":
        return None
    return Press(found["whole"] - result["stats"]["total_ms"], found["drawn"])


def main() -> None:
    """Print the figures of both widths."""
    with _service() as address, sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which(_CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (width, slowed) in _SLOWED.items():
            page = browser.new_page(viewport={"width": width, "height": 740})
            page.set_default_timeout(_START_SECONDS * 1000)
            page.context.new_cdp_session(page).send(
                "Emulation.setCPUThrottlingRate", {"rate": slowed}
            )
            presses = [
                press
                for number in range(_PRESSES)
                for week in _WEEKS
                if (press := _pressed(page, address, week, number)) is not None
            ]
            print(f"{name}: {len(presses)} presses, {_figures(presses)}")
        browser.close()


def _figures(presses: list[Press]) -> str:
    added, drawn = [one.added for one in presses], [one.drawn for one in presses]
    return ", ".join(
        f"{word} median {percentile(values, 50):.0f} ms, p95 {percentile(values, 95):.0f} ms"
        for word, values in (("added", added), ("of it drawing", drawn))
    )


if __name__ == "__main__":
    main()
