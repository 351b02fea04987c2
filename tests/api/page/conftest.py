"""One service, one browser and one visit a width for all stories of a run, or of a worker of it.

They end with the stories: a browser's loop runs in the thread of the tests, and those of other
packages begin loops of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.api.page.visits import WIDTHS, Visit, browser, service, visit

Visiting = Callable[[int, bool], Visit]
"""By width, and whether it is dark: somebody who was never there."""


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with service(tmp_path_factory.mktemp("state")) as found:
        yield found


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="package")
def visits(chromium: Browser, address: str) -> Iterator[Visiting]:
    """A page for each width and scheme, used again: a new one takes longer than a story."""
    opened: dict[tuple[int, bool], Visit] = {}
    with ExitStack() as stack:

        def at(width: int, dark: bool) -> Visit:
            if (width, dark) not in opened:
                coming = visit(chromium, address, width, dark=dark)
                opened[width, dark] = stack.enter_context(coming)
            return opened[width, dark]

        yield at


@pytest.fixture
def visiting(visits: Visiting) -> Iterator[Visiting]:
    """Somebody at a width, and nothing may go wrong for them."""
    begun: list[Visit] = []

    def at(width: int, dark: bool = False) -> Visit:
        begun.append(visits(width, dark))
        begun[-1].begin()
        return begun[-1]

    yield at
    for each in begun:
        each.end()


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def at(request: pytest.FixtureRequest, visiting: Visiting) -> Visit:
    """Somebody at each width."""
    return visiting(request.param, False)


@pytest.fixture
def wide(visiting: Visiting) -> Visit:
    return visiting(1280, False)
