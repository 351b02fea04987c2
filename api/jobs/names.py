"""The name of a process: its own among all, and the same when it starts again."""

from __future__ import annotations

import hashlib
import socket
import sqlite3
from itertools import count
from pathlib import Path

from optimizer.documents.errors import Problem, UnusableInput


class Name:
    """A name of this machine and state folder; held until ``give_back``, or until we die."""

    def __init__(self, folder: Path) -> None:
        """Take the first free name; raises ``UnusableInput`` if ``folder`` cannot be written."""
        place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:6]
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for number in count(1):
                lock = _taken(folder / f"worker-{number}.lock")
                if lock is not None:
                    self._lock = lock
                    self.text = f"{socket.gethostname()}-{place}-{number}"
                    return
        except (OSError, sqlite3.Error) as error:
            what = error.strerror if isinstance(error, OSError) else str(error)
            raise UnusableInput(
                Problem("--state", str(folder), f"cannot be written: {what}; give another folder")
            ) from None

    def give_back(self) -> None:
        self._lock.close()


def _taken(path: Path) -> sqlite3.Connection | None:
    """A lock that the system lifts when this process ends in whatever way, the same everywhere."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return None
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            # It says nothing but that it is held, and whoever held it has been torn.
            path.unlink()
            return _taken(path)
        raise
    return connection
