"""What anyone must be able to do with the page: hit its controls, read it, see all of its width."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.api.page.visits import Visit

_SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, select, input, summary, nav a, .badge"
  )].filter((node) => node.checkVisibility()
    && !node.closest(".layer") && !["radio", "checkbox", "file"].includes(node.type)
    && node.getBoundingClientRect().height < 43.5
  ).map((node) => node.outerHTML)"""
"""Controls that a thumb may miss; the week has its list beside it."""


def serious_findings(page: Page) -> list[str]:
    """What axe finds serious, with where it is; no control may be too small in any case."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    assert page.evaluate(_SMALL_TARGETS) == []
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def assert_it_fits(at: Visit) -> None:
    wide, screen = at.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
