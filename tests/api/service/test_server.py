"""``runstrong serve`` as a process: clients that leave, and a stop in the middle of a solve."""

from __future__ import annotations

import hashlib
import json
import signal
import socket
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.catalog.example_requests import example
from optimizer import read_result
from tests.api.service.loopback import server_process, server_thread
from tests.api.shell import run
from tests.waiting import PATIENCE_SECONDS, wait_until

LONG = example("p7").path.read_bytes()
"""A week that takes a second or two on one core."""


HEADERS = {"Content-Type": "application/json"}


def head(length: int) -> bytes:
    lines = [
        "POST /v1/plans HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    ]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def post(url: str, body: bytes) -> httpx.Response:
    return httpx.post(f"{url}/v1/plans", content=body, headers=HEADERS, timeout=PATIENCE_SECONDS)


def figure(url: str, name: str) -> float:
    lines = httpx.get(f"{url}/metrics", timeout=PATIENCE_SECONDS).text.splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(name)), 0.0)


def wait_for(url: str, name: str, value: float) -> None:
    wait_until(lambda: figure(url, name) == value, f"{name} is {value:g}")


def post_and_leave(url: str, body: bytes) -> socket.socket:
    """Send a request over a connection of its own, which the caller closes."""
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    connection = socket.create_connection((address.hostname, address.port))
    connection.sendall(head(len(body)) + body)
    return connection


def test_a_client_that_leaves_stops_its_solve() -> None:
    with server_thread(solves=1) as url:
        connection = post_and_leave(url, LONG)
        wait_for(url, "runstrong_solves_running", 1)
        connection.close()
        wait_for(url, 'runstrong_solves_total{operation="plan",status="left"}', 1)
        # Its thread is free for the next.
        answer = post(url, example("p1").path.read_bytes())
        assert answer.json()["status"] == "optimal"


def test_a_client_that_leaves_before_its_body_is_sent_does_no_harm() -> None:
    with server_thread(solves=1) as url:
        address = urlsplit(url)
        with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
            connection.sendall(head(99) + b"{")
        wait_for(url, 'runstrong_requests_total{method="POST",route="/v1/plans",status="499"}', 1)
        assert httpx.get(f"{url}/health/live", timeout=PATIENCE_SECONDS).status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM for a console process")
def test_a_stop_in_the_middle_of_a_solve_gives_the_best_so_far_and_ends_well() -> None:
    with server_process("--solves", "1") as process:
        url = process.url
        answers: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: answers.append(post(url, LONG)))
        asking.start()
        wait_for(url, "runstrong_solves_running", 1)
        process.running.send_signal(signal.SIGTERM)
        asking.join()
        assert process.running.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)
    assert answers[0].status_code == 200
    assert read_result(answers[0].content).athlete_id == json.loads(LONG)["athlete"]["id"]
    assert all(isinstance(event["level"], str) for event in process.events)


def test_the_server_asks_for_the_keys_of_its_file(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"club {hashlib.sha256(b'secret').hexdigest()}\n")
    with server_process("--keys", str(keys)) as process:
        rules = f"{process.url}/v1/catalog/rules"
        assert httpx.get(rules, timeout=PATIENCE_SECONDS).status_code == 401
        key = {"Authorization": "Bearer secret"}
        assert httpx.get(rules, headers=key, timeout=PATIENCE_SECONDS).status_code == 200


def test_what_cannot_be_used_is_told_before_the_start(tmp_path: Path) -> None:
    answer = run("serve", "--keys", tmp_path / "none", "--port", "0")
    assert answer.status == 2
    assert answer.errors == [
        f"error: {tmp_path / 'none'}: cannot be read: No such file or directory; check the path"
    ]


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("serve", "--port", str(port))
    assert answer.status == 2
    assert answer.errors == [
        f"error: --host and --port: 127.0.0.1 {port} cannot be listened on: Address already in use;"
        " give others"
    ]
