"""Bodies of other kinds than the address reads: each is called by its name."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.api.club.rosters import athlete
from tests.api.service.client import Client, problem

_WEEK = json.dumps(athlete("ana")).encode()


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip", "zstd"])
@pytest.mark.parametrize("path", ["/v1/plans", "/v1/plans/replan", "/v1/calendars/read"])
def test_a_packed_body_is_refused_by_its_encoding(client: Client, encoding: str, path: str) -> None:
    answer = client.post(
        path, gzip.compress(_WEEK, mtime=0), headers={"Content-Encoding": encoding}
    )
    refusal = problem(answer)
    assert (refusal["status"], refusal["code"]) == (415, "unsupported_content_encoding")
    assert answer.headers["Accept-Encoding"] == "identity"


def test_a_body_that_says_that_it_is_as_it_is_is_read(client: Client) -> None:
    answer = client.post("/v1/plans/check", b"{}", headers={"Content-Encoding": "identity"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (gzip.compress(_WEEK, mtime=0), "the document is packed with gzip; unpack it"),
        (b"PK\x03\x04xl/workbook.xml", "the document is an Excel workbook (.xlsx)"),
        (b"<html><body>", "the document is a web page"),
    ],
)
def test_bytes_of_another_kind_are_called_by_their_name(
    client: Client, body: bytes, says: str
) -> None:
    refusal = problem(client.post("/v1/plans", body))
    assert says in refusal["problems"][0]["message"]
