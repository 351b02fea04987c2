"""Telling a club that its batch is finished: known hosts alone, signed, and until it is heard."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.jobs.engine import Engine
from api.jobs.settings import WebhookSettings
from api.jobs.webhooks import call, check_webhook, headers_of
from optimizer.documents.errors import UnusableInput
from tests.api.jobs.batch_service import PATH, athletes, ended, served
from tests.api.jobs.clubs import json_lines
from tests.waiting import wait_until

SECRET = "a secret of sixteen characters"


def allowed(*hosts: str, **changes: object) -> WebhookSettings:
    defaults: dict[str, object] = {"hosts": hosts, "secret": SECRET, "first_pause_seconds": 0.05}
    return WebhookSettings.model_validate(defaults | changes)


@dataclass
class Heard:
    """What a receiver was told: path, headers and body of each call."""

    url: str
    host: str
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(*statuses: int) -> Iterator[Heard]:
    """Answers its calls with these statuses, the last of them from then on."""
    left = list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.calls.append((self.path, dict(self.headers), body))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = f"127.0.0.1:{server.server_port}"
    heard = Heard(f"http://{host}/done", host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://other.example/done", "may not call"),
        ("https://club.example:8443/done", "may not call"),
        ("https://club.example.evil.example/", "may not call"),
        ("https://club.example@evil.example/", "must not hold a user"),
        ("http://club.example/done", "without encryption"),
        ("ftp://club.example/done", "is no address"),
        ("club.example/done", "is no address"),
        (f"https://club.example/{'x' * 2_000}", "is too long"),
    ],
)
def test_addresses_that_may_not_be_called(url: str, says: str) -> None:
    with pytest.raises(UnusableInput, match=says):
        check_webhook(url, allowed("club.example"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("Club.Example", "https://club.example/done"),
        ("club.example:443", "https://club.example/done"),
        ("club.example:443", "https://CLUB.example:443/done"),
        ("CLUB.example:8443", "https://club.example:8443/done"),
        ("läuft.example", "https://xn--luft-loa.example/done"),
        ("xn--luft-loa.example", "https://läuft.example/done"),
        ("[::1]:8443", "https://[::1]:8443/done"),
    ],
)
def test_a_host_is_known_however_it_is_written(host: str, url: str) -> None:
    assert check_webhook(url, allowed(host)).endswith("/done")


def test_a_port_that_is_told_is_the_only_one() -> None:
    known = allowed("club.example:80", "other.example", plain_http=True)
    assert check_webhook("http://club.example/", known)
    assert check_webhook("http://other.example/", known)
    for url in ("https://club.example/", "https://other.example:80/"):
        with pytest.raises(UnusableInput, match="may not call"):
            check_webhook(url, known)


@pytest.mark.parametrize("host", ["", " ", "https://club.example", "club.example/x", "a@b", "a:x"])
def test_what_is_no_host_cannot_be_set(host: str) -> None:
    with pytest.raises(ValueError, match="is no host"):
        allowed("club.example", host)


def test_addresses_that_may_be_called() -> None:
    known = allowed("club.example", "other.example:8443")
    for url in ("https://club.example/done?by=me", "https://other.example:8443/"):
        assert check_webhook(url, known) == url
    assert check_webhook("https://CLUB.example:443/x#part", known) == "https://club.example/x"
    with pytest.raises(UnusableInput, match="calls nobody"):
        check_webhook("https://club.example/", None)


def test_a_redirect_is_not_followed() -> None:
    with receiver(307) as heard:
        assert not call(heard.url, "b", b"{}", allowed(heard.host, plain_http=True))
    assert [path for path, _, _ in heard.calls] == ["/done"]


@pytest.mark.parametrize("secret", [SECRET, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_a_receiver_checks_a_message_with_the_library_of_the_convention(secret: str) -> None:
    headers = headers_of("batch-1", b'{"a":1}', ["an older secret of ours", secret])
    mine = Webhook(secret if secret.startswith("whsec_") else secret.encode())
    assert mine.verify(b'{"a":1}', headers) == {"a": 1}
    with pytest.raises(WebhookVerificationError):
        mine.verify(b'{"a":2}', headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(b"another secret of theirs").verify(b'{"a":1}', headers)


def test_secrets_are_changed_while_the_service_runs(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text("# ours\nthe first secret of us\n")
    with receiver(204) as heard:
        known = allowed(heard.host, plain_http=True, secret=None, secret_file=file)
        assert call(heard.url, "m", b"{}", known)
        file.write_text("the second secret of us\nthe first secret of us\n")
        assert call(heard.url, "m", b"{}", known)
        file.unlink()
        assert not call(heard.url, "m", b"{}", known)
    assert len(heard.calls) == 2
    for _, headers, body in heard.calls:
        Webhook(b"the first secret of us").verify(body, headers)
    _, headers, body = heard.calls[1]
    Webhook(b"the second secret of us").verify(body, headers)


def test_a_receiver_that_drips_has_no_more_than_the_time_of_a_call() -> None:
    stop = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.wait(0.05):
                connection.sendall(b"X-More: 1\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=drip, args=[listening])
        thread.start()
        assert not call(
            f"http://{host}/", "m", b"{}", allowed(host, plain_http=True, timeout_seconds=0.3)
        )
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0"]
)
def test_a_name_that_stands_for_a_private_address_is_not_called(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert not call("https://club.example/done", "m", b"{}", allowed("club.example"))
    assert "address of a private network" in caplog.text


def test_a_finished_batch_is_told_until_it_is_heard(tmp_path: Path) -> None:
    with (
        receiver(503, 500, 204) as heard,
        served(tmp_path, webhooks=allowed(heard.host, plain_http=True)) as club,
    ):
        taken = club.post(
            json_lines("ana", "ben"), "application/jsonl", f"{PATH}?webhook={heard.url}"
        )
        path = taken.headers["Location"]
        ended(club, path)
        wait_until(lambda: len(heard.calls) >= 3, "three calls")
        assert athletes(club.get(f"{path}/results").text) == ["ana", "ben"]
    assert len(heard.calls) == 3
    for _, headers, body in heard.calls:
        report = json.loads(body)
        assert (report["state"], report["answered"]) == ("finished", 2)
        Webhook(SECRET.encode()).verify(body, headers)
        assert headers["webhook-id"].startswith(report["id"])
    assert len({headers["webhook-id"] for _, headers, _ in heard.calls}) == 1


def test_a_webhook_is_called_again_on_demand(tmp_path: Path) -> None:
    with (
        receiver(204) as heard,
        served(tmp_path, webhooks=allowed(heard.host, plain_http=True)) as club,
    ):
        without = club.handed_in("ana")
        ended(club, without)
        refused = club.send("POST", f"{without}/webhook")
        assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_deliver")
        taken = club.post(json_lines("ben"), "application/jsonl", f"{PATH}?webhook={heard.url}")
        path = taken.headers["Location"]
        ended(club, path)
        wait_until(lambda: len(heard.calls) == 1, "the first call")
        assert club.send("POST", f"{path}/webhook", key="you").status_code == 404
        for number in (2, 3):
            assert club.send("POST", f"{path}/webhook").status_code == 202
            wait_until(lambda: len(heard.calls) == number, "a further call")  # noqa: B023
    assert len({headers["webhook-id"] for _, headers, _ in heard.calls}) == 1


def test_a_database_that_goes_away_costs_no_webhook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, away = Engine.once, [True]

    def sometimes(engine: Engine, name: str, tell: Callable[[], bool]) -> bool:
        if away:
            away.pop()
            raise sa.exc.OperationalError("INSERT", None, Exception("disk is full"))
        return once(engine, name, tell)

    monkeypatch.setattr(Engine, "once", sometimes)
    with (
        receiver(204) as heard,
        served(tmp_path, webhooks=allowed(heard.host, plain_http=True)) as club,
    ):
        club.post(json_lines("ana"), "application/jsonl", f"{PATH}?webhook={heard.url}")
        wait_until(lambda: bool(heard.calls), "a call")
    assert not away
    assert len(heard.calls) == 1
