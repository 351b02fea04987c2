"""One uvicorn server around the application, which stops as the service should."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from api.service.context import Service
from api.service.logs import server_logging
from optimizer.documents.errors import Problem, UnusableInput

_AFTER_THE_GRACE_SECONDS = 5
"""For what is left of an answer when the solves have given theirs."""


def listening_on(host: str, port: int) -> socket.socket:
    """A socket; raises ``UnusableInput`` where there can be none."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise UnusableInput(
            Problem(
                "--host and --port",
                f"{host} {port}",
                f"cannot be listened on: {reason}; give others",
            )
        ) from None


_KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep an idle connection: who closes it first loses no request."""


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
            )
        )

    def serve_on(self, listening: socket.socket) -> None:
        """Answer until the process is told to stop."""
        host, port = listening.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        self._service.log.info("listening", url=f"http://{name}:{port}")
        self.run(sockets=[listening])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.solving.stop()
        await super().shutdown(sockets)
