"""One uvicorn server around the application, which stops as the service should."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.service.connections import Connection
from api.service.context import Service
from api.service.logs import log_what_nobody_catches, server_logging

_AFTER_THE_GRACE_SECONDS = 1
"""For what is left of an answer when the solves have given theirs."""
_KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep an idle connection: who closes it first loses no request."""


_LONGEST_STOP_SECONDS = 9.0
_FILES_FOR_THE_REST = 300
"""Open files of the database, the planning processes and the page."""
_MOST_CONNECTIONS = 2_000


def most_connections() -> int:
    """As many as the limit of open files leaves room for; raises that limit as far as it may."""
    try:
        import resource
    except ImportError:  # Windows
        return _MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _FILES_FOR_THE_REST
    if soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Where there is little, the rest gets half.
    return max(10, min(_MOST_CONNECTIONS, max(soft - _FILES_FOR_THE_REST, soft // 2)))


class Server(uvicorn.Server):
    """Tells the solves at once when it is to stop; they answer with the best they have."""

    def __init__(self, app: FastAPI) -> None:
        service: Service = app.state.service
        self._service = service
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                log_config=server_logging(),
                timeout_graceful_shutdown=(
                    int(service.settings.stop_seconds) + _AFTER_THE_GRACE_SECONDS
                ),
                http=Connection.with_limits(
                    service.settings.connections or most_connections(),
                    service.settings.head_seconds,
                    service.settings.body_seconds,
                    service.settings.send_seconds,
                ),
                ws="none",
            )
        )

    def serve_on(self, listening: socket.socket) -> None:
        """Answer until the process is told to stop."""
        host, port = listening.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        log_what_nobody_catches(self._service.log)
        self._service.log.info("listening", url=f"http://{name}:{port}")
        self.run(sockets=[listening])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Whatever hangs, the process ends in time; what is not answered is done again later."""
        if not self.should_exit:
            threading.Thread(target=self._end_in_time, name="end-in-time", daemon=True).start()
        super().handle_exit(sig, frame)

    def _end_in_time(self) -> None:
        time.sleep(_LONGEST_STOP_SECONDS)
        self._service.log.warning("stopped_in_a_hurry")
        os._exit(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for limiter in self._service.limiters:
            limiter.stop()
        await super().shutdown(sockets)
