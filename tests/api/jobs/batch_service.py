"""A running service with batches, and a client that asks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.api.jobs.clubs import json_lines, quick_planner, settings
from tests.api.service.client import Client, serving
from tests.waiting import PATIENCE_SECONDS, wait_until

PATH = "/v1/batches"
MOST_ATHLETES = 9
MOST_BYTES = 20_000


class Club:
    """A client with a key; ``me`` unless told."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(
        self, method: str, path: str, *, key: str = "me", content: str = "", **headers: str
    ) -> httpx.Response:
        all_headers = {"Authorization": f"Bearer {key}", **headers}
        sent = self.client.send(method, path, headers=all_headers, content=content.encode())
        return sent.result(PATIENCE_SECONDS)

    def get(self, path: str, key: str = "me") -> httpx.Response:
        return self.send("GET", path, key=key)

    def cancel(self, path: str, key: str = "me") -> httpx.Response:
        return self.send("POST", f"{path}/cancel", key=key)

    def delete(self, path: str, key: str = "me") -> httpx.Response:
        return self.send("DELETE", path, key=key)

    def post(self, content: str, media: str, path: str = PATH, **rest: str) -> httpx.Response:
        return self.send("POST", path, content=content, **{"Content-Type": media}, **rest)

    def hand_in(self, *names: str, **rest: str) -> httpx.Response:
        return self.post(json_lines(*names), "application/jsonl", **rest)

    def handed_in(self, *names: str) -> str:
        """The path of a batch that was taken in."""
        answer = self.hand_in(*names)
        assert answer.status_code == 202, answer.text
        return answer.headers["Location"]


@contextmanager
def served(
    folder: Path, gate: Path | None = None, *, deadly: bool = True, **changes: object
) -> Iterator[Club]:
    """``gate`` and ``deadly`` as ``planners.quick`` has them."""
    jobs = settings(folder, most_athletes=MOST_ATHLETES, most_bytes=MOST_BYTES, **changes)
    hashes = tuple((key, hashlib.sha256(key.encode()).hexdigest()) for key in ("me", "you"))
    with (
        quick_planner(gate, deadly=deadly),
        serving(jobs=jobs, key_hashes=hashes, solves=1) as client,
    ):
        yield Club(client)


def ended(club: Club, path: str) -> dict[str, object]:
    """The report of a batch once it has ended."""
    report: dict[str, object] = {}

    def is_over() -> bool:
        report.update(club.get(path).json())
        return report["state"] in ("finished", "cancelled")

    wait_until(is_over, "the batch ends")
    return report


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def athletes(text: str) -> list[str]:
    return [json.loads(line)["athlete_id"] for line in text.splitlines()]
