"""A service without keys is not driven by whatever page a browser shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.service.sample_bodies import WEEK
from tests.api.service.client import Client, problem, serving


@pytest.fixture(scope="module")
def named() -> Iterator[Client]:
    with serving(hosts=("runs.lan",), origins=("https://club.example",)) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:80", "127.9.9.9", "[::1]:8000"],
)
def test_loopback_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/v1/catalog/rules", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "127.0.0.1.evil.example",
        "",
        "[::1",
        "x@y",
    ],
)
def test_other_names_are_refused(client: Client, host: str) -> None:
    answer = client.get("/v1/catalog/rules", headers={"Host": host})
    assert answer.status_code == 421
    assert problem(answer)["code"] == "foreign_host"
    # What watches it asks by addresses.
    assert client.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_foreign_pages_are_refused(client: Client, headers: dict[str, str]) -> None:
    answer = client.post("/v1/plans", WEEK, headers=headers)
    assert answer.status_code == 403
    assert problem(answer)["code"] == "foreign_origin"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost:80"},
        {"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_our_own_page_is_answered(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/v1/plans", WEEK, headers=headers).status_code == 200


def test_a_link_to_the_page_is_followed(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("media", [None, "text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", ["/v1/plans", "/v1/batches"])
def test_what_any_page_may_send_is_no_body_of_ours(
    client: Client, path: str, media: str | None
) -> None:
    headers = {} if media is None else {"Content-Type": media}
    answer = client.send("POST", path, content=b"{}", headers=headers).result(60)
    # The service of these tests takes no batches.
    assert answer.status_code in ((415,) if path == "/v1/plans" else (415, 503))


def test_names_and_pages_of_the_operator_are_answered(named: Client) -> None:
    assert named.get("/v1/catalog/rules", headers={"Host": "runs.lan:8000"}).status_code == 200
    answer = named.post("/v1/plans", WEEK, headers={"Origin": "https://club.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://club.example"
    preflight = {
        "Origin": "https://club.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    before = named.send("OPTIONS", "/v1/plans", headers=preflight).result(60)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == "https://club.example"
    other = named.post("/v1/plans", WEEK, headers={"Origin": "https://evil.example"})
    assert other.status_code == 403


def test_with_keys_any_name_is_answered_and_no_page_is_let_in() -> None:
    with serving(key_hashes=(("club", "0" * 64),)) as client:
        headers = {"Host": "runs.example", "Origin": "https://evil.example"}
        answer = client.get("/v1/catalog/rules", headers=headers)
        assert answer.status_code == 401
        assert "access-control-allow-origin" not in answer.headers
