"""The socket that a server answers on, taken before anything that takes long is loaded."""

from __future__ import annotations

import socket

from optimizer.documents.errors import Problem, UnusableInput


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
