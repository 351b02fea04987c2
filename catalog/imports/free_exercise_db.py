"""free-exercise-db's exercises.json, or one of its files, as exercises of ours.

Taken over are the factual columns: id, name, force, level, mechanic, equipment, muscles, category.
What they do not say is assumed on the safe side, and each assumption is noted at its field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from catalog.catalog import Catalog
from catalog.errors import CatalogError, Fault
from catalog.imports import free_exercise_db_words as words
from catalog.imports.free_exercise_db_mapping import draft_of
from catalog.imports.free_exercise_db_rows import NAME, NotMapped, letters, row_of, rows_of, shown
from catalog.imports.imported import (
    Draft,
    Gap,
    Imported,
    ImportReport,
    LeftOut,
    Mapped,
    Values,
    noted,
)


def imported(data: bytes, known: Catalog, *, file: str, instructions: bool) -> Imported:
    """Map every entry of ``data``; see ``Reader``."""
    rows = rows_of(data, file)
    drafts: list[Draft] = []
    left_out: list[LeftOut] = []
    ids: dict[str, str] = {}
    entries: set[str] = set()
    there = {
        letters(text): one.id for one in known.exercises.values() for text in (one.id, one.name)
    }
    for position, value in enumerate(rows, start=1):
        entry = value.get("id") if isinstance(value, dict) else None
        try:
            row = row_of(value)
            if row.id in entries:
                raise NotMapped("its id is there a second time; only the first is taken")
            entries.add(row.id)
            if (same := there.get(letters(row.name))) is not None:
                raise NotMapped(f"the catalog has {same} already, which is kept")
            draft = draft_of(row, known, ids, with_instructions=instructions)
        except NotMapped as reason:
            name = shown(entry) if isinstance(entry, str) else ""
            left_out.append(LeftOut(position=position, entry=name, reason=str(reason)))
        else:
            drafts.append(draft)
    if not drafts:
        first = f"; the first: {left_out[0].reason}" if left_out else ""
        raise CatalogError(
            Fault(file, "", "", f"no entry can be mapped{first}; is it {NAME}'s exercises.json?")
        )
    return Imported(
        tuple(drafts),
        tuple(_new_pieces(drafts, known)),
        ImportReport(
            format=NAME,
            catalog=known.version,
            entries=len(rows),
            mapped=tuple(Mapped(entry=draft.entry, exercise=draft.id) for draft in drafts),
            left_out=tuple(left_out),
            cannot_express=tuple(_gaps(known)),
            assumed=noted(drafts, "assumed"),
            to_finish=noted(drafts, "to finish"),
        ),
    )


def _new_pieces(drafts: Iterable[Draft], known: Catalog) -> Iterator[tuple[Values, str]]:
    text = json.dumps([draft.values["equipment"] for draft in drafts])
    for piece in words.NEW_PIECES:
        if f'"{piece.id}"' in text and piece.id not in known.equipment:
            yield (
                {
                    "id": piece.id,
                    "name": piece.name,
                    "group": piece.group,
                    "resistance": piece.resistance,
                    "exclusive": True,
                    "setup_seconds": piece.setup_seconds,
                },
                piece.about,
            )


# --- What cannot be said --------------------------------------------------------------------------


def _gaps(known: Catalog) -> Iterator[Gap]:
    """The muscles without a word of their own, then what no column says."""
    own = {muscle for word in words.OWN_WORDS for muscle in words.MUSCLES[word]}
    for muscle in known.muscles:
        if muscle in own:
            continue
        ways = [
            f"{_quoted(found)} {what}"
            for table, what in (
                (words.MUSCLES, "is taken for it"),
                (words.SEATED, "is taken for it where the name says seated"),
                (words.UNTOLD, "may mean it, but is not taken for it"),
            )
            if (found := [word for word, muscles in table.items() if muscle in muscles])
        ]
        said = "; ".join(ways) or "nothing is taken for it"
        yield Gap(subject=muscle, sentence=f"There is no word for just this muscle; {said}.")
    for subject, sentence in words.GAPS.items():
        yield Gap(subject=subject, sentence=sentence)


def _quoted(found: Iterable[str]) -> str:
    return " or ".join(repr(word) for word in found)
