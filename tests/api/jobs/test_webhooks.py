"""Telling a club that its batch is finished: known hosts alone, signed, and until it is heard."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.jobs.engine import Engine
from api.jobs.settings import WebhookSettings
from api.jobs.webhooks import call, check_webhook, signature
from optimizer.documents.errors import UnusableInput
from tests.api.jobs.batch_service import PATH, athletes, ended, served
from tests.api.jobs.clubs import json_lines
from tests.waiting import wait_until

SECRET = "a secret of sixteen characters"


def allowed(*hosts: str, **changes: object) -> WebhookSettings:
    told: dict[str, object] = {"hosts": hosts, "secret": SECRET, "first_pause_seconds": 0.05}
    return WebhookSettings.model_validate(told | changes)


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


def test_the_signature_is_over_the_time_and_the_body() -> None:
    expected = hmac.new(SECRET.encode(), b'7.{"a":1}', hashlib.sha256).hexdigest()
    assert signature(SECRET, 7, b'{"a":1}') == f"t=7,v1={expected}"


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
        assert headers["Runstrong-Delivery"] == report["id"]
        told = headers["Runstrong-Signature"]
        at = int(told.removeprefix("t=").partition(",")[0])
        assert told == signature(SECRET, at, body)
        assert abs(at - time.time()) < 600


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
