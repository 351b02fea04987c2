"""Records of a long measurement, a line of JSON each, so that a stopped one goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalog import Catalog
from optimizer.documents.versions import versions_of

Record = dict[str, Any]


class RecordFile:
    """The records of ``path`` that were made with these versions, catalog and ``settings``.

    ``by_key`` has them by their value of ``key``.  A line that was cut off is passed over.
    """

    def __init__(self, path: Path, catalog: Catalog, key: str, **settings: object) -> None:
        self._path, self._key = path, key
        self._made_with = {"versions": versions_of(catalog).model_dump(), **settings}
        self.by_key: dict[Any, Record] = {}
        for line in path.read_bytes().splitlines() if path.exists() else ():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if all(record.get(name) == value for name, value in self._made_with.items()):
                self.by_key[record[key]] = record

    def add(self, record: Record) -> None:
        """Keep one more, on the disk before it returns."""
        record = {**record, **self._made_with}
        self.by_key[record[self._key]] = record
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            # A line on its own, whatever the last one was cut off at.
            file.write(b"\n" + json.dumps(record).encode() + b"\n")
