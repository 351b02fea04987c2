"""The log of a benchmark: each measurement is a line, written when it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Log:
    """Records by their ``key``.  A log belongs to one configuration.

    A log of another configuration, or one that is not to be gone on with (``resume``), is set aside
    under another name.
    """

    def __init__(
        self, path: Path, configuration: Mapping[str, object], *, resume: bool = True
    ) -> None:
        self.path = path
        self.hash = hash_of(configuration)
        self.records: dict[str, Record] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        head = self._head()
        if head is not None and (not resume or head != self.hash):
            # Another configuration: its figures are kept apart, not mixed.
            self.path.replace(_free_name(self.path, head))
            head = None
        if head is None:
            first = {"hash": self.hash, "configuration": configuration}
            self.path.write_text(json.dumps(first) + "\n", encoding="utf-8")
        else:
            self.records = dict(_complete_records(self.path))
            self._drop_half_a_line()

    def add(self, record: Record) -> None:
        self.records[record["key"]] = record
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def _head(self) -> str | None:
        try:
            with self.path.open(encoding="utf-8") as file:
                return str(json.loads(file.readline())["hash"])
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def _drop_half_a_line(self) -> None:
        """A process that was killed while writing leaves a line without its end."""
        text = self.path.read_text(encoding="utf-8")
        if not text.endswith("\n"):
            self.path.write_text(text[: text.rfind("\n") + 1], encoding="utf-8")


def hash_of(configuration: Mapping[str, object]) -> str:
    text = json.dumps(configuration, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _free_name(path: Path, head: str) -> Path:
    names = (path.with_name(f"{path.stem}.{head}.{n}{path.suffix}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())


def _complete_records(path: Path) -> Iterator[tuple[str, Record]]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        try:
            record = json.loads(line)
            yield record["key"], record
        except (ValueError, KeyError):
            continue
