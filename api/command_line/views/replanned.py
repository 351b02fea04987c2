"""What changed in a week that was planned again, and the week itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.command_line.views.week import week_view
from api.words.phrases import Names, heading, plain, said
from optimizer.documents.difference import SessionChange

if TYPE_CHECKING:
    from optimizer.documents.replanned import Replanned


def replanned_view(again: Replanned, names: Names) -> RenderableType:
    parts: list[RenderableType] = [Text(_headline(again), style="bold")]
    if again.changes:
        parts += [heading("What changes, and why"), _changes(again.changes)]
    parts.append(Text())
    return Group(*parts, week_view(again.request, again.result, names))


def _headline(again: Replanned) -> str:
    if again.result.plan is None:
        return "No week can go on from this plan"
    counts = [
        (again.done, "done"),
        (again.unchanged, "unchanged"),
        (tuple(change.session for change in again.changes), "changed"),
    ]
    parts = [f"{what}: {', '.join(ids)}" for ids, what in counts if ids]
    if not again.changes:
        return plain(" · ".join(["The plan stays as it is", *parts]))
    return plain(" · ".join(parts))


def _changes(changes: tuple[SessionChange, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for change in changes:
        table.add_row(Text("•", style="yellow"), said(change.sentence or change.session))
        for reason in change.reasons:
            table.add_row("", said(reason, "dim"))
    return table
