"""What an import brought, what it could not, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Group, RenderableType

from api.command_line.views.tables import plain_table
from api.words.phrases import heading, said
from catalog.imports import ImportReport
from catalog.imports.folder import REPORT
from catalog.imports.imported import Gap, LeftOut, Noted
from optimizer.documents.wording import counted

_MOST_NAMES = 8


def import_view(report: ImportReport, folder: Path) -> RenderableType:
    of = counted(report.entries, "entries", "entry")
    parts: list[RenderableType] = [
        said(f"{len(report.mapped)} of {of} became exercises, in {folder}.", "bold")
    ]
    if report.left_out:
        parts += [heading("Left out"), _left_out(report.left_out)]
    parts += [heading("What the data set cannot express"), _gaps(report.cannot_express)]
    parts += [heading("Assumed"), _noted(report.assumed)]
    if report.to_finish:
        parts += [heading("To finish"), _noted(report.to_finish)]
    parts += [
        heading("Next"),
        said(
            f"Each assumption stands behind its field in the files of {folder}, and every entry in"
            f" its {REPORT}. Correct what you know better, delete what you do not want, then:"
        ),
        said(f"  runstrong plan week.json --catalog {folder}"),
    ]
    return Group(*parts)


def _left_out(left_out: Iterable[LeftOut]) -> RenderableType:
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.reason, []).append(one.entry or f"number {one.position}")
    table = plain_table("Entries", "Reason", "Which")
    for reason, entries in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        table.add_row(str(len(entries)), said(reason), said(_some(entries)))
    return table


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


def _gaps(gaps: Iterable[Gap]) -> RenderableType:
    table = plain_table("What", "How it is")
    for gap in gaps:
        table.add_row(gap.subject, gap.sentence)
    return table


def _noted(notes: Iterable[Noted]) -> RenderableType:
    table = plain_table("Exercises", "Field", "Why")
    for one in notes:
        table.add_row(str(len(one.exercises)), one.field, said(one.sentence))
    return table
