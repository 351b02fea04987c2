"""Draws the page for the README: ``python -m tests.page_picture`` writes docs/page.png."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.api.page.visits import browser, service, visit
from tests.api.shell import ROOT

PICTURE = ROOT / "docs" / "page.png"
_EXAMPLE = "p4_achilles"
_HEIGHT = 1500


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as state,
        service(Path(state)) as address,
        browser() as opened,
        visit(opened, address, 1280) as seen,
    ):
        seen.page.set_viewport_size({"width": 1280, "height": _HEIGHT})
        seen.begin()
        seen.choose(_EXAMPLE)
        seen.plan()
        seen.page.evaluate("document.activeElement.blur()")
        seen.page.mouse.move(5, 5)
        seen.page.screenshot(path=PICTURE)
        seen.end()


if __name__ == "__main__":
    main()
