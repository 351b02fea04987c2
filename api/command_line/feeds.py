"""Calendars at an address, fetched by the machine of whoever calls the command, and by no other.

What was fetched is kept with its ETag, so that a calendar that has not changed is not sent again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import counted

_SCHEME = "https://"
_SUBSCRIBED = "webcal://"
"""As calendars write the address of a subscription; it is fetched by HTTPS."""
_MOST_SECONDS = 30.0
_MOST_SECONDS_OF_SILENCE = 10.0
_CHUNK_BYTES = 65_536
_NOT_MODIFIED = 304


def is_address(name: str) -> bool:
    """True: ``name`` is no file but an address."""
    return "://" in name


def shown(address: str) -> str:
    """What may be told of an address: whoever knows all of a feed's may read it."""
    return f"{_SCHEME}{urlsplit(address).hostname or ''}/…"


def fetched(address: str, most_bytes: int) -> bytes:
    """The calendar at ``address``; raises ``UnusableInput``.

    Nothing but HTTPS is followed, no more than ``most_bytes`` are read, and 30 seconds are waited.
    """
    if address.startswith(_SUBSCRIBED):
        address = _SCHEME + address.removeprefix(_SUBSCRIBED)
    if not address.startswith(_SCHEME):
        raise _problem(address, "is not fetched: only addresses that begin with https:// are")
    copy = _Copy(address)
    request = Request(address, headers={"Accept": "text/calendar", "User-Agent": "runstrong"})
    etag = copy.etag()
    if etag is not None:
        request.add_header("If-None-Match", etag)
    try:
        with build_opener(_OnlyHttps()).open(request, timeout=_MOST_SECONDS_OF_SILENCE) as answer:
            data = _read(address, answer, most_bytes)
            copy.keep(data, answer.headers.get("ETag"))
            return data
    except HTTPError as error:
        with error:
            if error.code == _NOT_MODIFIED and etag is not None:
                return copy.data()
        message = f"cannot be fetched: it answers {error.code}; is the address still right?"
        raise _problem(address, message) from None
    except (URLError, TimeoutError, HTTPException, OSError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise _problem(
            address, f"cannot be fetched: {reason}; download it and give the file"
        ) from None


class _OnlyHttps(HTTPRedirectHandler):
    def redirect_request(self, req: Request, fp, code, msg, headers, newurl: str):  # type: ignore[no-untyped-def]
        if not newurl.startswith(_SCHEME):
            fp.close()
            raise _problem(req.full_url, "leads to an address that does not begin with https://")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(address: str, answer: HTTPResponse, most_bytes: int) -> bytes:
    until = time.monotonic() + _MOST_SECONDS
    data = bytearray()
    while chunk := answer.read1(_CHUNK_BYTES):
        data += chunk
        if len(data) > most_bytes:
            raise _problem(address, f"is longer than {most_bytes:,} bytes")
        if time.monotonic() > until:
            raise _problem(address, f"takes longer than {counted(round(_MOST_SECONDS), 'seconds')}")
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
