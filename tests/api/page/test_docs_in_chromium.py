"""Somebody reads ``/docs`` and tries an address there; nothing is fetched from elsewhere."""

from __future__ import annotations

from playwright.sync_api import Browser, ConsoleMessage, expect

from tests.browser import in_chromium

pytestmark = in_chromium


def test_the_addresses_are_shown_and_tried(chromium: Browser, address: str) -> None:
    said: list[str] = []
    hosts: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page = chromium.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/page")[0].split("/docs")[0]))
    page.goto(f"{address}/docs")
    expect(page.get_by_role("heading", name="runstrong")).to_be_visible()
    page.locator("#operations-operation-live .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(
        page.locator(".live-responses-table tr.response .response-col_status").first
    ).to_contain_text("200")
    page.close()
    assert said == []
    assert all(one.startswith((address, "data:", "blob:")) for one in hosts)
