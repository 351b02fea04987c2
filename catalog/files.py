"""From TOML files to raw entries, layer over layer: the packaged data, then a user's folders.

A layer is one folder.  A later layer's entry is laid key by key over the earlier one of the same
id; ``remove = true`` takes the earlier entry away.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from catalog.errors import CatalogError, Fault, cure, near_names

TABLES = (
    "muscle", "structure", "exercise", "equipment", "kit", "injury", "source", "contradiction",
    "evidence", "effects", "main_lift_family", "main_lift_week", "main_lift_session", "ranking",
    "wanted_movement", "second_choice", "prescription", "usual_weights", "ladder", "log_names",
    "load_transfer", "start_load", "screen_question", "fitness_test", "battery", "couch_to_5k_week",
    "race_distance", "run_option",
)  # fmt: skip
"""The tables that a file may hold, each any number of times, as ``[[exercise]]``."""

Key = tuple[str, str]
"""Table and id."""


@dataclass(frozen=True)
class RawEntry:
    """An entry as written, not validated; ``origins`` tells which file each of its keys is from."""

    values: dict[str, Any]
    origins: dict[str, str]
    file: str
    """The last file that touched the entry."""

    def origin(self, key: object) -> str:
        return self.origins.get(str(key), self.file)


@dataclass
class Layers:
    """The entries of all layers so far, and what was removed by which file."""

    entries: dict[Key, RawEntry] = field(default_factory=dict)
    removed: dict[Key, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def copy(self) -> Layers:
        return Layers(dict(self.entries), dict(self.removed), list(self.faults))

    def add_layer(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Lay one folder's files, as (name, content), over what is here."""
        seen: dict[Key, str] = {}
        for file, content in documents:
            document = self._parsed(file, content)
            for key, values in self._entries_of(file, document):
                if key in seen:
                    other = "above" if seen[key] == file else f"in {seen[key]}"
                    self._fault(file, key, "id", f"is also {other}; keep one or rename one")
                    continue
                seen[key] = file
                self._lay(file, key, values)

    def _lay(self, file: str, key: Key, values: dict[str, Any]) -> None:
        table, name = key
        before = self.entries.get(key)
        if "remove" in values:
            if values["remove"] is not True or len(values) > 2:
                self._fault(file, key, "remove", "write remove = true and nothing else but the id")
            elif before is None:
                known = [other for kind, other in self.entries if kind == table]
                hint = cure(name, known, "leave the entry out")
                self._fault(file, key, "remove", f"no {table} {name!r} is there to remove{hint}")
            else:
                del self.entries[key]
                self.removed[key] = file
            return
        self.removed.pop(key, None)
        origins = dict.fromkeys(values, file)
        if before is not None:
            values = {**before.values, **values}
            origins = {**before.origins, **origins}
        self.entries[key] = RawEntry(values, origins, file)

    def _parsed(self, file: str, content: bytes) -> dict[str, Any]:
        try:
            return tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"not UTF-8 (line {line}); save the file as UTF-8"
        except ValueError as error:  # Bad TOML, or a number longer than Python reads.
            message = f"not TOML: {error}; mend that place"
        except RecursionError:
            message = "not readable: nested too deeply; write plain tables"
        self.faults.append(Fault(file, "", "", message))
        return {}

    def _entries_of(
        self, file: str, document: dict[str, Any]
    ) -> Iterator[tuple[Key, dict[str, Any]]]:
        for table, entries in document.items():
            if table not in TABLES:
                hint = cure(table, TABLES, f"known: {', '.join(TABLES)}")
                self.faults.append(Fault(file, "", table, f"is no known table{hint}"))
                continue
            if not isinstance(entries, list):
                message = f"is not a list of tables; write [[{table}]]"
                self.faults.append(Fault(file, "", table, message))
                continue
            for number, values in enumerate(entries, start=1):
                where = f"{table} number {number}"
                if not isinstance(values, dict):
                    message = f"is not a table; write [[{table}]]"
                    self.faults.append(Fault(file, where, "", message))
                elif "id" not in values:
                    near = near_names("id", values)
                    hint = f"; did you mean id by {near[0]!r}?" if near else "; add id"
                    self.faults.append(Fault(file, where, "id", f"is missing{hint}"))
                elif not isinstance(values["id"], str):
                    message = f"{values['id']} is no text; write it in quotes"
                    self.faults.append(Fault(file, where, "id", message))
                else:
                    yield (table, values["id"]), values

    def _fault(self, file: str, key: Key, field_name: str, message: str) -> None:
        self.faults.append(Fault(file, entry_name(key), field_name, message))


def entry_name(key: Key) -> str:
    """``exercise 'goblet_squat'``."""
    return f"{key[0]} {key[1]!r}"


def read_layers(folders: Iterable[Path]) -> Layers:
    """The packaged data with the user's folders laid over it; faults are collected, not raised."""
    layers = packaged_layer().copy()
    for folder in folders:
        layers.add_layer(_folder_documents(folder, layers.faults))
    return layers


def packaged_entry(key: Key) -> RawEntry | None:
    """The entry as the package has it, whatever a user's folder lays over it."""
    return packaged_layer().entries.get(key)


@lru_cache(maxsize=1)
def packaged_layer() -> Layers:
    """The data that come with the package; not to be changed, but copied."""
    layers = Layers()
    layers.add_layer(_packaged_documents(files("catalog").joinpath("data"), "catalog/data"))
    if layers.faults:
        raise CatalogError(*layers.faults)
    return layers


def _packaged_documents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for child in sorted(folder.iterdir(), key=lambda item: item.name):
        child_name = f"{name}/{child.name}"
        if child.is_dir():
            yield from _packaged_documents(child, child_name)
        elif child.name.endswith(".toml"):
            yield child_name, child.read_bytes()


def _folder_documents(folder: Path, faults: list[Fault]) -> list[tuple[str, bytes]]:
    """The folder's ``*.toml`` files, at any depth, in the order of their names."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        faults.append(Fault(str(folder), "", "", f"{what}; name a folder of TOML files"))
        return []
    paths = sorted(path for path in folder.rglob("*.toml") if path.is_file())
    if not paths:
        faults.append(
            Fault(str(folder), "", "", "holds no *.toml file; add one or drop the folder")
        )
    documents = []
    for path in paths:
        try:
            documents.append((str(path), path.read_bytes()))
        except OSError as error:
            message = f"cannot be read ({error.strerror}); check its permissions"
            faults.append(Fault(str(path), "", "", message))
    return documents
