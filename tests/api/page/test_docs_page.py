"""``/docs``: Swagger UI from the package, by the policy of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.service.file_headers import PAGE_HEADERS
from tests.api.service.client import Client, problem, serving


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as client:
        yield client


@pytest.mark.parametrize("name", ["", "/start.js", "/swagger-ui.css", "/swagger-ui-bundle.js"])
def test_all_of_it_comes_from_the_service(name: str, client: Client) -> None:
    answer = client.get(f"/docs{name}")
    assert answer.status_code == 200
    assert PAGE_HEADERS.items() <= {key: answer.headers.get(key) for key in PAGE_HEADERS}.items()


def test_a_name_that_is_none_is_no_file(client: Client) -> None:
    assert problem(client.get("/docs/other.js"))["code"] == "not_found"
