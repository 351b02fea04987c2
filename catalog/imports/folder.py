"""Imported entries as a folder of TOML that a person can read and finish."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from catalog.errors import CatalogError, Fault
from catalog.imports.imported import Draft, Imported, Note, Value, Values
from catalog.loader import load_catalog

REPORT = "report.json"
_NO_NOTES: Mapping[str, Sequence[Note]] = MappingProxyType({})
_HEADING = """\
# Imported from {format}, entries about {group}.
#
# assumed     the data set does not say it; a cautious choice, which you may correct
# to finish   the data set does not say it, and nothing can be assumed; write it
#
# Delete the entries that you do not want.
"""


def write_folder(imported: Imported, folder: Path) -> None:
    """Write ``imported`` as a new folder: all of it, or nothing.

    Raises ``CatalogError`` where ``folder`` exists, and ``OSError`` where it cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        message = "exists already and is not overwritten; name a new folder, or remove this one"
        raise CatalogError(Fault(str(folder), "", "", message))
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in _files(imported):
            (unfinished / name).write_text(text, encoding="utf-8", newline="\n")
        load_catalog(unfinished)  # What is handed over is what ``--catalog`` takes.
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _files(imported: Imported) -> Iterator[tuple[str, str]]:
    """Name and content of each file."""
    report = imported.report
    groups: dict[str, list[Draft]] = {}
    for draft in imported.drafts:
        groups.setdefault(draft.group, []).append(draft)
    for group, drafts in sorted(groups.items()):
        heading = _HEADING.format(format=report.format, group=group)
        entries = [_table("exercise", draft.values, draft.about, draft.notes) for draft in drafts]
        yield f"{group.replace(' ', '_')}.toml", "\n".join([heading, *entries])
    if imported.equipment:
        pieces = [_table("equipment", values, about) for values, about in imported.equipment]
        yield "equipment.toml", "\n".join(pieces)
    document = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1)
    yield REPORT, f"{document}\n"


def _table(
    name: str, values: Values, about: str, notes: Mapping[str, Sequence[Note]] = _NO_NOTES
) -> str:
    """One entry, with a comment above it and each note behind its field."""
    lines = [f"# {about}", f"[[{name}]]"]
    for field, value in values.items():
        why = "; ".join(f"{note.mark}: {note.sentence}" for note in notes.get(field, ()))
        lines.append(f"{field} = {_toml(value)}{f'  # {why}' if why else ''}")
    return "\n".join([*lines, ""])


def _toml(value: Value) -> str:
    """A TOML value; its texts are printable, and then JSON writes them as TOML does."""
    if isinstance(value, (str, bool, int, float)):
        return json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(map(_toml, value))}]"
