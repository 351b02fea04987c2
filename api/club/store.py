"""Answers that came before their turn, or that a later row asks for again, kept on disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO


class Store:
    """Lines by the key of their problem, one after another in ``file``, which is open for reading
    and appending bytes.  Only their places are held in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def put(self, key: str, text: str) -> None:
        data = text.encode() + b"\n"
        at = self._file.seek(0, 2)
        self._file.write(data)
        self._file.flush()
        self._places[key] = (at, len(data) - 1)

    def known_at(self, key: str, at: int, length: int) -> None:
        """The file holds the line of ``key`` already."""
        self._places[key] = (at, length)

    def get(self, key: str) -> str:
        at, length = self._places[key]
        self._file.seek(at)
        return self._file.read(length).decode()

    def forget(self, key: str) -> None:
        """The line is of no more use; with the last one the file is emptied."""
        self._places.pop(key, None)
        if not self._places:
            self._file.seek(0)
            self._file.truncate()


def whole_lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where each line begins, and the line; a torn one at the end is cut off the file.

    A process that was killed while it wrote leaves a line without its end.
    """
    file.seek(0)
    at = 0
    for line in file:
        if not line.endswith(b"\n"):
            break
        yield at, line[:-1]
        at += len(line)
    file.seek(at)
    file.truncate()
