"""Connections that say nothing, or drip, or come in hundreds."""

from __future__ import annotations

import json
import select
import socket
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.api.service.loopback import server_thread
from tests.waiting import PATIENCE_SECONDS


def connected(url: str, stack: ExitStack) -> socket.socket:
    address = urlsplit(url)
    found = socket.create_connection((address.hostname or "", address.port or 0), PATIENCE_SECONDS)
    return stack.enter_context(found)


def everything(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def problem_in(answer: bytes) -> dict[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    document: dict[str, Any] = json.loads(body)
    return document


def test_half_a_head_is_waited_for_and_then_let_go() -> None:
    with server_thread(head_seconds=0.3) as url, ExitStack() as stack:
        silent, half = connected(url, stack), connected(url, stack)
        half.sendall(b"GET /health/live HTTP/1.1\r\nHost: local")
        for connection in (silent, half):
            answer = everything(connection)
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert problem_in(answer)["code"] == "slow_head"
        assert httpx.get(f"{url}/health/live", timeout=PATIENCE_SECONDS).status_code == 200


def test_a_head_that_drips_has_no_more_time_than_one_that_stops() -> None:
    with server_thread(head_seconds=0.5) as url, ExitStack() as stack:
        connection = connected(url, stack)
        connection.settimeout(0.05)
        found = b""
        connection.sendall(b"GET /health/live HTTP/1.1\r\nX: ")
        while not found:
            try:
                connection.sendall(b"x")
                found = connection.recv(65_536)
            except TimeoutError:
                continue
        assert found.startswith(b"HTTP/1.1 408 ")


def test_a_second_request_on_a_connection_has_its_own_time() -> None:
    with (
        server_thread(head_seconds=5.0) as url,
        httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client,
    ):
        for _ in range(3):
            assert client.get("/health/live").status_code == 200


def test_the_rest_of_a_body_that_nobody_reads_is_not_waited_for_for_ever() -> None:
    with server_thread(body_seconds=0.3) as url, ExitStack() as stack:
        connection = connected(url, stack)
        connection.sendall(
            b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"
        )
        assert b"404" in everything(connection).partition(b"\r\n")[0]


LARGE = b"GET /v1/catalog/exercises HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""Hundreds of kilobytes; some dozens of them are more than any system buffers on their way."""


def test_an_answer_that_nobody_reads_ends_its_connection() -> None:
    with server_thread(send_seconds=0.3) as url, ExitStack() as stack:
        deaf = connected(url, stack)
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        deaf.sendall(LARGE * 60)
        ends = select.poll()
        ends.register(deaf, 0)
        assert ends.poll(1_000 * PATIENCE_SECONDS), "it still waits for its client to read"
        assert httpx.get(f"{url}/health/live", timeout=PATIENCE_SECONDS).status_code == 200


def test_who_reads_has_all_answers_however_many() -> None:
    with server_thread(send_seconds=0.3) as url, ExitStack() as stack:
        one = len(httpx.get(f"{url}/v1/catalog/exercises", timeout=PATIENCE_SECONDS).content)
        reader = connected(url, stack)
        reader.sendall(LARGE * 40)
        found = 0
        while found < 40 * one:
            part = reader.recv(20_000)
            assert part
            found += len(part)


def test_more_connections_than_may_be_are_refused_and_then_welcome() -> None:
    with server_thread(connections=10, head_seconds=60.0) as url:
        with ExitStack() as stack:
            for _ in range(10):
                connected(url, stack)
            refused = everything(connected(url, stack))
            assert refused.startswith(b"HTTP/1.1 503 ")
            assert problem_in(refused)["code"] == "busy"
        for _ in range(100):
            answer = httpx.get(f"{url}/health/live", timeout=PATIENCE_SECONDS)
            if answer.status_code == 200:
                return
        raise AssertionError("nobody is welcome again")
