"""Calendars at an address: fetched by HTTPS alone, within limits, and once as long as they stay."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.command_line.feeds import fetched
from api.service.sample_bodies import CALENDARS, WEEK
from optimizer.documents.errors import UnusableInput
from tests.api.shell import call

OUTSIDE = "calendar.example"
REBOUND = "rebound.example"
TEXT = str(CALENDARS["runs"][0]["text"])  # type: ignore[index,call-overload]


class Feed(BaseHTTPRequestHandler):
    """``/runs.ics`` has an ETag; other addresses misbehave."""

    answers: list[int] = []  # noqa: RUF012  (one server at a time)
    text = TEXT
    inward = ""
    paths: list[str] = []  # noqa: RUF012
    released = threading.Event()

    def do_GET(self) -> None:
        self.paths.append(self.path)
        if self.path == "/away.ics":
            self._answer(302, b"", Location="http://127.0.0.1/runs.ics")
        elif self.path == "/inward.ics":
            self._answer(302, b"", Location=self.inward)
        elif self.path == "/slow.ics":
            self.released.wait(10)
        elif self.path == "/cut.ics":
            self._answer(200, self.text.encode(), ETag='"cut"', Content_Length="100000")
        elif self.path == "/part.ics":
            self._answer(206, self.text.encode(), ETag='"part"')
        elif self.path == "/no-http.ics":
            self.wfile.write(b"220 calendar.example ESMTP\r\n")
        elif self.path == "/busy.ics":
            self._answer(503, b"")
        elif self.path in ("/gone.ics", "/L%C3%A4ufe%20von%20Ana.ics"):
            self._answer(404, b"")
        elif self.headers.get("If-None-Match") == f'"{len(self.text)}"':
            self._answer(304, b"")
        else:
            self._answer(200, self.text.encode(), ETag=f'"{len(self.text)}"')

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.answers.append(status)
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up over the certificate is what a test wants."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    found = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.IPAddress(IPv4Address("127.0.0.1")),
                    x509.DNSName(OUTSIDE),
                    x509.DNSName(REBOUND),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "own.pem"
    file.write_bytes(
        found.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def feed(certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where a server on this machine answers by HTTPS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "*")
    server = Server(("127.0.0.1", 0), Feed)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    Feed.answers, Feed.text = [], TEXT
    Feed.released.clear()
    address = f"https://127.0.0.1:{server.server_address[1]}"
    Feed.inward = f"{address}/runs.ics"
    yield address
    Feed.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_feed_is_read_and_sent_again_only_when_it_has_changed(feed: str, tmp_path: Path) -> None:
    request = tmp_path / "week.json"
    request.write_text(json.dumps(WEEK), encoding="utf-8")
    first = call("calendar", request, "--runs", f"{feed}/runs.ics")
    again = call("calendar", request, "--runs", f"{feed.replace('https', 'webcal')}/runs.ics")
    assert (first.status, first.out) == (again.status, again.out) == (0, first.out)
    assert "2026-11-25T18:00" in first.out
    assert "https://127.0.0.1/…" in first.out
    assert "runs.ics" not in first.out
    Feed.text = TEXT.replace("Tempo", "Easy")
    assert fetched(f"{feed}/runs.ics", 10_000).decode() == Feed.text
    assert Feed.answers == [200, 304, 200]
    [copy] = (tmp_path / "cache").rglob("*.ics")
    assert copy.stat().st_mode & 0o077 == 0
    copy.write_bytes(b"changed by somebody else")
    assert fetched(f"{feed}/runs.ics", 10_000).decode() == Feed.text
    assert Feed.answers[3:] == [200]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("away.ics", "leads to an address that does not begin with https://"),
        ("gone.ics", "it answers 404; is the address still right?"),
        ("busy.ics", "it answers 503; try again later, or download it"),
        ("part.ics", "it answers 206; is the address still right?"),
        ("no-http.ics", "fetched: what comes is no whole answer of HTTP; try again later"),
        ("runs.ics", "is longer than 100 bytes"),
    ],
)
def test_what_cannot_be_fetched_is_said_without_the_address(
    feed: str, path: str, says: str
) -> None:
    with pytest.raises(UnusableInput) as refused:
        fetched(f"{feed}/{path}", 100)
    assert says in str(refused.value)
    assert path not in str(refused.value)


def test_a_calendar_that_was_cut_off_is_neither_read_nor_kept(feed: str, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(UnusableInput, match="no whole answer of HTTP"):
            fetched(f"{feed}/cut.ics", 10_000)
    assert Feed.answers == [200, 200]
    assert [*(tmp_path / "cache").rglob("*.ics")] == []


def test_an_address_is_taken_as_people_paste_it(feed: str) -> None:
    address = feed.removeprefix("https://")
    for pasted in (f"HTTPS://{address}/runs.ics", f" Webcal://{address}/runs.ics\n"):
        assert fetched(pasted, 10_000).decode() == TEXT


def test_nothing_but_https_is_fetched() -> None:
    for address in ("http://127.0.0.1/x.ics", "file:///etc/passwd", "ftp://a/b"):
        with pytest.raises(UnusableInput, match="only addresses that begin with https"):
            fetched(address, 100)


def test_an_address_with_a_password_is_refused_without_telling_it() -> None:
    with pytest.raises(UnusableInput, match="a name and a password") as refused:
        fetched("https://ana:secret@example.org/runs.ics", 10_000)
    assert "secret" not in str(refused.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(UnusableInput, match="certificate verify failed"):
        fetched(f"{feed}/runs.ics", 10_000)


def test_an_address_with_letters_beyond_ascii_is_fetched_and_one_that_is_none_is_refused(
    feed: str,
) -> None:
    with pytest.raises(UnusableInput, match="it answers 404"):
        fetched(f"{feed}/Läufe von Ana.ics", 10_000)
    assert Feed.paths[-1] == "/L%C3%A4ufe%20von%20Ana.ics"
    for address in ("https://[", "https://a..b/x.ics", "https://a:secret/x.ics"):
        with pytest.raises(UnusableInput, match="is it written right") as refused:
            fetched(address, 100)
        assert "secret" not in str(refused.value)


def test_one_limit_of_time_holds_for_all_of_a_fetch(feed: str) -> None:
    with pytest.raises(UnusableInput, match="takes longer than 1 second;"):
        fetched(f"{feed}/slow.ics", 100, most_seconds=0.2)


def test_nobody_outside_leads_into_the_network_around_here(
    feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fetched(f"{feed}/inward.ics", 10_000).decode() == TEXT
    # A name that the world resolves, behind which the same server answers.
    port = urlsplit(feed).port
    addresses_of, connect = socket.getaddrinfo, socket.create_connection
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", 0))]

    def public_outside(host: str, *rest: Any, **more: Any) -> object:
        return public if host == OUTSIDE else addresses_of(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", public_outside)
    monkeypatch.setattr(
        socket, "create_connection", lambda _, *rest: connect(("127.0.0.1", port), *rest)
    )
    Feed.answers.clear()
    with pytest.raises(UnusableInput, match="inside your own network"):
        fetched(f"https://{OUTSIDE}/inward.ics", 10_000)
    assert Feed.answers == [302]


def test_a_name_that_changes_between_check_and_connection_leads_nowhere(
    feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The redirect's name is the world's when it is checked, and this machine's right after."""
    port = urlsplit(feed).port
    addresses_of, connect = socket.getaddrinfo, socket.create_connection
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", 0))]
    hosts: list[str] = []

    def changing(host: str, *rest: Any, **more: Any) -> object:
        hosts.append(host)
        if host == OUTSIDE or (host == REBOUND and hosts.count(REBOUND) == 1):
            return public
        return addresses_of("127.0.0.1" if host == REBOUND else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(
        socket, "create_connection", lambda _, *rest: connect(("127.0.0.1", port), *rest)
    )
    Feed.inward = f"https://{REBOUND}:{port}/runs.ics"
    with pytest.raises(UnusableInput, match="inside your own network"):
        fetched(f"https://{OUTSIDE}/inward.ics", 10_000)
    assert hosts.count(REBOUND) == 2
    assert Feed.answers == [302]
