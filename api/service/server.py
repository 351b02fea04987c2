"""One uvicorn server around the application, which stops as the service should."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from api.service.context import Service
from api.service.logs import server_logging

_AFTER_THE_GRACE_SECONDS = 5
"""For what is left of an answer when the solves have given theirs."""


class Server(uvicorn.Server):
    """Tells the solves at once when it is to stop; they answer with the best they have."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        service: Service = app.state.service
        self._service = service
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                access_log=False,
                server_header=False,
                log_config=server_logging(),
                timeout_graceful_shutdown=(
                    int(service.settings.stop_seconds) + _AFTER_THE_GRACE_SECONDS
                ),
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.solving.stop()
        await super().shutdown(sockets)
