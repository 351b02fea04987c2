"""A PostgreSQL server of one's own on loopback, from the programs that the system has."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_USER = "runstrong"
_SYSTEM_USER = "postgres"
_FAST = "-c fsync=off -c synchronous_commit=on -c max_connections=100 -c unix_socket_directories=''"


class NoPostgres(Exception):
    """There is no server here that can be started; says why."""


class Postgres:
    """``url``: for ``--database``.  May be restarted at any moment."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "log"
        self._port = port
        self.url = f"postgresql://{_USER}@127.0.0.1:{port}/postgres"

    def initialise(self) -> None:
        self._call("initdb", "-D", self._data, "-A", "trust", "-U", _USER, "--no-sync")

    def start(self) -> None:
        options = f"{_FAST} -c listen_addresses=127.0.0.1 -p {self._port}"
        self._call("pg_ctl", "start", "-w", "-D", self._data, "-l", self._log, "-o", options)

    def stop(self) -> None:
        """At once, as if it had been killed."""
        self._call("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._data)

    def _call(self, program: str, *arguments: str | Path) -> None:
        command = [*_as_other_user(), str(self._programs / program), *map(str, arguments)]
        # The server it starts keeps what it is given open: a pipe would never end.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
            )
            if done.returncode:
                output.seek(0)
                raise NoPostgres(f"{program}: {output.read().decode(errors='replace').strip()}")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server that is gone afterwards; raises ``NoPostgres``."""
    folder = Path(tempfile.mkdtemp(prefix="runstrong-postgres-"))
    try:
        if _as_other_user():
            shutil.chown(folder, _SYSTEM_USER, _SYSTEM_USER)
        server = Postgres(_programs(), folder, free_port())
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            with suppress(NoPostgres):
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """One that nobody on loopback listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _programs() -> Path:
    """The newest that is installed, where Debian and Ubuntu put it, or on the path."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise NoPostgres("PostgreSQL is not installed (Debian's package postgresql)")
    return Path(found).parent


def _as_other_user() -> Sequence[str]:
    """The server refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ()
    if shutil.which("setpriv"):
        return ("setpriv", f"--reuid={_SYSTEM_USER}", f"--regid={_SYSTEM_USER}", "--clear-groups")
    if shutil.which("runuser"):
        return ("runuser", "-u", _SYSTEM_USER, "--")
    raise NoPostgres("root cannot start PostgreSQL as another user: no setpriv and no runuser")
