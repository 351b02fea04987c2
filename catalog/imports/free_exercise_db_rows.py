"""The entries of free-exercise-db as they stand in its file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalog.errors import CatalogError, Fault, cure
from catalog.imports import free_exercise_db_words as words

NAME = "free-exercise-db"
_LONGEST_NAME = 120

_FAULTS = {
    "missing": "is missing",
    "string_type": "is no text",
    "tuple_type": "is no list",
    "model_type": "is no object",
}


class Row(BaseModel):
    """One entry of the data set; of its other columns nothing is taken."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: str
    name: str
    force: str | None = None
    level: str
    mechanic: str | None = None
    equipment: str | None = None
    primary: tuple[str, ...] = Field(alias="primaryMuscles")
    secondary: tuple[str, ...] = Field(alias="secondaryMuscles")
    instructions: tuple[str, ...] = ()
    category: str

    @property
    def words(self) -> str:
        """The name as words to look for."""
        return self.name.lower()

    @property
    def first_muscle(self) -> str:
        """The first word for a primary muscle that we have."""
        return next(word for word in self.primary if words.MUSCLES[word])


class NotMapped(Exception):
    """Why an entry is left out."""


def rows_of(data: bytes, file: str) -> list[object]:
    try:
        document: object = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"not UTF-8 (byte {error.start}); save the file as UTF-8"
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError):
        message = "not readable as JSON: nested too deeply, or a number too long"
    else:
        if isinstance(document, list) and document:
            return document
        if isinstance(document, dict) and "primaryMuscles" in document:
            return [document]
        what = "an empty list" if document == [] else "no list of exercises"
        message = f"is {what}; give {NAME}'s exercises.json, or one of its files"
    raise CatalogError(Fault(file, "", "", message))


def row_of(value: object) -> Row:
    if not isinstance(value, dict):
        raise NotMapped("is no object")
    try:
        # Strict models take a list for a tuple only from JSON.
        row = Row.model_validate_json(json.dumps(value))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = "".join(f"{part}: " for part in detail["loc"])
        raise NotMapped(f"{where}{_FAULTS.get(detail['type'], detail['msg'])}") from None
    if not row.name.strip() or not row.name.isprintable() or len(row.name) > _LONGEST_NAME:
        raise NotMapped(f"name: is no line of text with at most {_LONGEST_NAME} characters")
    _known("level", row.level, words.LEVELS)
    _known("category", row.category, words.CATEGORIES)
    _known("force", row.force, words.FORCES)
    _known("mechanic", row.mechanic, words.MECHANICS)
    _known("equipment", row.equipment, words.EQUIPMENT)
    for word in (*row.primary, *row.secondary):
        _known("muscle", word, words.MUSCLES)
    return row


def _known(column: str, word: str | None, known: Iterable[str | None]) -> None:
    if word is not None and word not in known:
        names = [name for name in known if name is not None]
        hint = cure(word, names, f"known: {', '.join(names)}")
        raise NotMapped(f"{column}: {shown(word)!r} is no word of {NAME}{hint}")


def shown(text: str) -> str:
    """``text`` as it may stand in a line of a report."""
    clean = "".join(sign if sign.isprintable() else "�" for sign in text)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[: _LONGEST_NAME - 1]}…"


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
