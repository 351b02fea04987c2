"""One service and one browser for the stories of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Browser

from tests.api.page.stage import WIDTHS, Visit, browser, service, visit

Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with service() as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def at(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Visit]:
    """A visit at each width."""
    with visit(chromium, address, request.param) as visited:
        yield visited


@pytest.fixture
def wide(chromium: Browser, address: str) -> Iterator[Visit]:
    with visit(chromium, address, 1280) as visited:
        yield visited


@pytest.fixture
def visiting(chromium: Browser, address: str) -> Iterator[Visiting]:
    """Opens further visits, which last as long as the test."""
    with ExitStack() as stack:

        def opened(width: int, *, dark: bool = False) -> Visit:
            coming: AbstractContextManager[Visit] = visit(chromium, address, width, dark=dark)
            return stack.enter_context(coming)

        yield opened
