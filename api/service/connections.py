"""Connections that neither pile up nor stay: as many as may, and each speaks in time."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
from collections import Counter
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.service.problems import BUSY, MEDIA_TYPE, SLOW_HEAD, Kind

_ONE_ADDRESS = 4
"""One address has at most this part of all connections."""
_NETWORK_BITS = 64
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_LEAST_READ_BYTES = 30_000
"""What a client has to take of its answer in ``send_seconds``, or all that is left."""


class Connection(H11Protocol):
    """One connection; the limits are those of the process, set by ``with_limits``."""

    most: ClassVar[int] = 1_000
    head_seconds: ClassVar[float] = 10.0
    rest_seconds: ClassVar[float] = 30.0
    send_seconds: ClassVar[float] = 30.0
    by_address: ClassVar[Counter[str]] = Counter()

    _address = ""
    _waiting: asyncio.TimerHandle | None = None
    _sending: asyncio.TimerHandle | None = None

    @classmethod
    def with_limits(
        cls, most: int, head_seconds: float, rest_seconds: float, send_seconds: float
    ) -> type[Connection]:
        """A protocol of its own.  ``most`` connections; the head of a request has to be there in
        ``head_seconds``, what follows an answer that did not need it in ``rest_seconds``; nobody
        has to be sent an answer who reads next to nothing of it for ``send_seconds``."""
        return type(
            "LimitedConnection",
            (cls,),
            {
                "most": most,
                "head_seconds": head_seconds,
                "rest_seconds": rest_seconds,
                "send_seconds": send_seconds,
                "by_address": Counter(),
            },
        )

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._address = _network("" if self.client is None else self.client[0])
        self.by_address[self._address] += 1
        of_address = self.by_address[self._address]
        local = self._address in ("", "127.0.0.1", "::/64")
        if len(self.connections) > self.most or (
            # Behind a proxy on the same machine all come from one address.
            not local and of_address > max(1, self.most // _ONE_ADDRESS)
        ):
            self._refuse(BUSY, "As many connections are open as may be; ask again in a moment.")
            return
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._stop_sending()
        self.by_address[self._address] -= 1
        if self.by_address[self._address] <= 0:
            del self.by_address[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()
        self._send_in_time()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._send_in_time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_sending()

    def _look(self) -> None:
        """What is waited for now: the head of a request, the rest of one that is answered, or
        nothing that has a time here."""
        theirs = self.conn.their_state
        if theirs is h11.IDLE and self.conn.trailing_data[0]:
            self._wait(self.head_seconds)
        elif theirs is h11.SEND_BODY and self.cycle.response_complete:
            self._wait(self.rest_seconds)
        else:
            self._stop_waiting()

    def _wait(self, seconds: float) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(seconds, self._too_late)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _send_in_time(self) -> None:
        """See to it that what is to be sent now, and has no more coming behind it, is read."""
        self._stop_sending()
        if left := self.transport.get_write_buffer_size():
            self._sending = self.loop.call_later(self.send_seconds, self._look_what_was_read, left)

    def _stop_sending(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _look_what_was_read(self, before: int) -> None:
        self._sending = None
        left = self.transport.get_write_buffer_size()
        if left and before - left < min(before, _LEAST_READ_BYTES):
            self._drop()
        else:
            self._send_in_time()

    def _drop(self) -> None:
        """At once, with what the system has not sent either: closing would wait for the reader."""
        connection = self.transport.get_extra_info("socket")
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()

    def _too_late(self) -> None:
        self._waiting = None
        if self.conn.our_state is h11.IDLE:
            self._refuse(SLOW_HEAD, "The head of the request did not arrive in its time.")
        else:
            self.transport.close()

    def _refuse(self, kind: Kind, detail: str) -> None:
        """Without the application, which knows nothing of what has no head."""
        document = {
            "type": "about:blank",
            "title": kind.code.replace("_", " ").capitalize(),
            "status": kind.status,
            "code": kind.code,
            "detail": detail,
            "instance": "urn:request:none",
            "problems": [],
        }
        body = json.dumps(document).encode()
        head = (
            f"HTTP/1.1 {kind.status} {kind.code}\r\nContent-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
        self._send_in_time()


def _network(host: str) -> str:
    """The address, of IPv6 its network: whoever has one has all of it."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(ip_network((address, _NETWORK_BITS), strict=False)) if address.version == 6 else host
