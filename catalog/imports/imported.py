"""What an import brings: entries of ours, with everything that was assumed, and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from catalog.catalog import Catalog
from catalog.models import Entry

Value = str | bool | int | float | Sequence["Value"]
Values = Mapping[str, Value]
"""One TOML table, by key."""

Mark = Literal["assumed", "to finish"]


@dataclass(frozen=True)
class Note:
    """Why a field is as it is: a cautious assumption, or a gap that only a person can fill."""

    mark: Mark
    sentence: str


@dataclass(frozen=True)
class Draft:
    """One exercise of ours; ``notes`` are by field, as many as there are reasons."""

    entry: str
    """Its id in the file that was read."""
    group: str
    """The file of the folder that it goes to, without its ending."""
    about: str
    """What the file that was read says of it, in a line."""
    values: Values
    notes: Mapping[str, Sequence[Note]]

    @property
    def id(self) -> str:
        return str(self.values["id"])


class LeftOut(Entry):
    """An entry that could not be mapped; ``position`` counts from 1."""

    position: int
    entry: str
    reason: str


class Mapped(Entry):
    """An entry and the exercise of ours that it became."""

    entry: str
    exercise: str


class Gap(Entry):
    """What the format cannot say: a muscle of ours, or a field."""

    subject: str
    sentence: str


class Noted(Entry):
    """One assumption or gap, and every exercise that has it."""

    field: str
    sentence: str
    exercises: tuple[str, ...]


class ImportReport(Entry):
    """What became of every entry of a file."""

    format: str
    catalog: str
    """Version of the catalog that the folder is to be laid over."""
    entries: int
    mapped: tuple[Mapped, ...]
    left_out: tuple[LeftOut, ...]
    cannot_express: tuple[Gap, ...]
    assumed: tuple[Noted, ...]
    to_finish: tuple[Noted, ...]


@dataclass(frozen=True)
class Imported:
    """The exercises, the equipment that they need beyond the catalog's, and the report."""

    drafts: tuple[Draft, ...]
    equipment: tuple[tuple[Values, str], ...]
    """New pieces, each with a line that says what it is for."""
    report: ImportReport


class Reader(Protocol):
    """Reads one format; ``file`` names it in messages.

    ``instructions``: take over the file's own words of how to do an exercise too.  Raises
    ``CatalogError`` for what is no file of that format.
    """

    def __call__(
        self, data: bytes, known: Catalog, *, file: str, instructions: bool
    ) -> Imported: ...


def noted(drafts: Sequence[Draft], mark: Mark) -> tuple[Noted, ...]:
    """Every assumption or gap once, sorted by field."""
    found: dict[tuple[str, str], list[str]] = {}
    for draft in drafts:
        for field, notes in draft.notes.items():
            for note in notes:
                if note.mark == mark:
                    found.setdefault((field, note.sentence), []).append(draft.id)
    return tuple(
        Noted(field=field, sentence=sentence, exercises=tuple(ids))
        for (field, sentence), ids in sorted(found.items())
    )
