"""Calendars at an address, fetched by the machine of whoever calls the command, and by no other.

What was fetched is kept with its ETag, so that a calendar that has not changed is not sent again.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import socket
import string
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.client import (
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    InvalidURL,
)
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import counted

Answer = TypeVar("Answer")

_SCHEME = "https://"
_SUBSCRIBED = "webcal"
"""As calendars write the address of a subscription; it is fetched by HTTPS."""
_MOST_SECONDS_OF_SILENCE = 10.0
_CHUNK_BYTES = 65_536
_LEADS_INWARD = "leads to an address inside your own network; is it still right?"


def is_address(name: str) -> bool:
    """True: ``name`` is no file but an address."""
    return "://" in name


def shown(address: str) -> str:
    """What may be told of an address: whoever knows all of a feed's may read it."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return f"{_SCHEME}{host}/…"


def fetched(address: str, most_bytes: int, most_seconds: float = 30.0) -> bytes:
    """The calendar at ``address``; raises ``UnusableInput``.

    Nothing but HTTPS is followed, no more than ``most_bytes`` are read, and no longer than
    ``most_seconds`` is waited for all of it: names, redirects, headers and body.
    """
    scheme, sign, rest = address.strip().partition("://")
    scheme = scheme.lower()
    address = f"{'https' if scheme == _SUBSCRIBED else scheme}{sign}{rest}"
    if not address.startswith(_SCHEME):
        raise _problem(address, "is not fetched: only addresses that begin with https:// are")
    if "@" in rest.partition("/")[0]:
        message = (
            "is not fetched: it holds a name and a password, which are not sent; use the private"
            " address that the calendar offers, or download it and give the file"
        )
        raise _problem(address, message)
    copy = _Copy(address)
    etag = copy.etag()
    found: Future[tuple[bytes, str | None] | None] = Future()
    work = partial(_answered, address, etag, most_bytes, time.monotonic() + most_seconds)
    # The time of a socket is that of one silence; a thread can be left behind wherever it waits.
    threading.Thread(target=_do, args=(work, found), name="fetch-calendar", daemon=True).start()
    try:
        answer = found.result(most_seconds)
    except (TimeoutError, _Late):
        limit = counted(math.ceil(most_seconds), "seconds")
        raise _problem(
            address, f"takes longer than {limit}; download it and give the file"
        ) from None
    if answer is None:
        return copy.data()
    copy.keep(*answer)
    return answer[0]


class _Late(Exception):
    """Nobody waits any more."""


def _do(work: Callable[[], Answer], found: Future[Answer]) -> None:
    try:
        found.set_result(work())
    except Exception as error:  # noqa: BLE001  (raised where it is waited for)
        found.set_exception(error)


def _answered(
    address: str, etag: str | None, most_bytes: int, until: float
) -> tuple[bytes, str | None] | None:
    """The calendar and its ETag; None: it is still the one of ``etag``."""
    try:
        request = Request(
            _quoted(address), headers={"Accept": "text/calendar", "User-Agent": "runstrong"}
        )
        if etag is not None:
            request.add_header("If-None-Match", etag)
        opener = build_opener(_OnlyOutward(), _ByWhatItChecked(address))
        with opener.open(request, timeout=_MOST_SECONDS_OF_SILENCE) as answer:
            if answer.status != HTTPStatus.OK:
                raise _no_calendar(address, answer.status)
            return _read(address, answer, most_bytes, until), answer.headers.get("ETag")
    except UnusableInput:
        raise
    except HTTPError as error:
        with error:
            if error.code == HTTPStatus.NOT_MODIFIED and etag is not None:
                return None
        raise _no_calendar(address, error.code) from None
    except (ValueError, InvalidURL):
        # Their words repeat the address.
        raise _problem(
            address, "cannot be fetched: it, or where it leads, is no address; is it written right?"
        ) from None
    except HTTPException:
        # Their words are those of whoever answers.
        raise _problem(
            address,
            "cannot be fetched: what comes is no whole answer of HTTP; try again later, or"
            " download it and give the file",
        ) from None
    except (URLError, OSError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise _problem(
            address, f"cannot be fetched: {reason}; download it and give the file"
        ) from None


def _no_calendar(address: str, status: int) -> UnusableInput:
    """An answer that is no whole calendar, such as a part of one."""
    passes = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    cure = "try again later, or download it and give the file"
    message = f"it answers {status}; {cure if passes else 'is the address still right?'}"
    return _problem(address, f"cannot be fetched: {message}")


def _quoted(address: str) -> str:
    """As it is sent: in ASCII alone; raises ``ValueError``."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(part, safe=string.punctuation) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


class _OnlyOutward(HTTPRedirectHandler):
    """Follows redirects by HTTPS alone, and none from elsewhere into the network around here."""

    def redirect_request(self, req: Request, fp, code, msg, headers, newurl: str):  # type: ignore[no-untyped-def]
        message = ""
        if not newurl.startswith(_SCHEME):
            message = "leads to an address that does not begin with https://"
        elif _is_inward(newurl) and not _is_inward(req.full_url):
            message = _LEADS_INWARD
        if message:
            fp.close()
            raise _problem(req.full_url, message)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _ByWhatItChecked(HTTPSHandler):
    """Connects to the very addresses that it has checked: looked up once more for the connection,
    a name could stand for others.

    Once something outside has been reached, nothing inside is, wherever redirects lead.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._has_been_outside = False

    def https_open(self, req: Request) -> HTTPResponse:
        def connection(host: str, **rest: Any) -> HTTPSConnection:
            made = HTTPSConnection(host, **rest)
            # By a proxy, only that knows which machine a name stands for.
            made._create_connection = partial(self._connected, made)  # type: ignore[attr-defined]
            return made

        return self.do_open(connection, req)

    def _connected(
        self, made: HTTPSConnection, end: tuple[str, int], timeout: float, _source: object
    ) -> socket.socket:
        found = socket.getaddrinfo(*end, type=socket.SOCK_STREAM)
        by_proxy = getattr(made, "_tunnel_host", None) is not None
        if not by_proxy:
            inward = any(_is_inward_ip(str(one[0])) for *_, one in found)
            if inward and self._has_been_outside:
                raise _problem(self._address, _LEADS_INWARD)
            self._has_been_outside |= not inward
        error: OSError = OSError(f"nobody knows {end[0]}")
        for *_, one in found:
            try:
                return socket.create_connection((str(one[0]), end[1]), timeout)
            except OSError as refused:
                error = refused
        raise error


def _is_inward(address: str) -> bool:
    """Whether its host is this machine or one that the world cannot reach."""
    try:
        found = socket.getaddrinfo(urlsplit(address).hostname, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        # Known to a proxy at most; or nobody, which the attempt will tell.
        return False
    return any(_is_inward_ip(str(end[0])) for *_, end in found)


def _is_inward_ip(text: str) -> bool:
    ip = ip_address(text.partition("%")[0])
    return not (getattr(ip, "ipv4_mapped", None) or ip).is_global


def _read(address: str, answer: HTTPResponse, most_bytes: int, until: float) -> bytes:
    data = bytearray()
    while chunk := answer.read1(_CHUNK_BYTES):
        data += chunk
        if time.monotonic() > until:
            raise _Late
        if len(data) > most_bytes:
            raise _problem(address, f"is longer than {most_bytes:,} bytes")
    if answer.length:
        # The library says nothing of a connection that ends too early.
        raise IncompleteRead(bytes(data), answer.length)
    return bytes(data)


def _problem(address: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(shown(address), "", message))


class _Copy:
    """What was fetched last from an address, in the user's cache, readable by nobody else."""

    def __init__(self, address: str) -> None:
        base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        folder = (Path(base) if base else Path.home() / ".cache") / "runstrong" / "calendars"
        name = hashlib.sha256(address.encode()).hexdigest()
        self._body = folder / f"{name}.ics"
        self._about = folder / f"{name}.json"

    def etag(self) -> str | None:
        """None: nothing is kept, or not what was once written down."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            about = json.loads(self._about.read_text(encoding="utf-8"))
            if hashlib.sha256(self.data()).hexdigest() == about["sha256"]:
                return str(about["etag"])
        return None

    def data(self) -> bytes:
        return self._body.read_bytes()

    def keep(self, data: bytes, etag: str | None) -> None:
        """A cache that cannot be written is none; the calendar is there all the same."""
        with suppress(OSError):
            if etag is None:
                self._about.unlink(missing_ok=True)
                return
            self._body.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            about = {"etag": etag, "sha256": hashlib.sha256(data).hexdigest()}
            for path, content in (
                (self._body, data),
                (self._about, json.dumps(about).encode()),
            ):
                path.touch(mode=0o600)
                path.write_bytes(content)
