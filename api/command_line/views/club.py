"""What became of a club."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.command_line.views.left_out import bullets
from api.words.phrases import heading, minutes, plain
from optimizer.documents.wording import noun

if TYPE_CHECKING:
    from api.club.summary import Summary, UnansweredRow

_COLOURS = {"unsolved": "red", "infeasible": "yellow", "unusable": "red", "fault": "bold red"}


def club_view(summary: Summary) -> RenderableType:
    headline = Text.assemble(
        (f"{summary.athletes:,} {noun(summary.athletes, 'athletes')}", "bold"),
        f" in {_time(summary.seconds)}",
    )
    parts: list[RenderableType] = [headline, _statuses(summary)]
    counted = [
        (summary.planned_before, "answered before, and not again"),
        (summary.same_problem, "with the same problem as another, solved once"),
    ]
    parts += [Text(f"{count:,} {what}", style="dim") for count, what in counted if count]
    if summary.rules_relaxed:
        parts.append(heading("Rules relaxed most often"))
        parts.append(_rows((f"{one.athletes:,}", one.rule, "") for one in summary.rules_relaxed))
    if summary.slowest:
        parts.append(heading("Slowest"))
        parts.append(
            _rows(
                (f"{one.seconds:.1f} s", plain(one.athlete_id), f"row {one.row}, {one.status}")
                for one in summary.slowest
            )
        )
    parts += _unanswered("Rows that cannot be used", "unusable", summary, summary.unusable)
    parts += _unanswered("Faults of ours", "fault", summary, summary.faults)
    return Group(*parts)


def _statuses(summary: Summary) -> RenderableType:
    words = [
        (f"{count:,} {status}", _COLOURS.get(status, ""))
        for status, count in summary.statuses.items()
        if count
    ]
    parts: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        parts += [(", ", "")] * (index > 0) + [word]
    return Text.assemble(*parts)


def _unanswered(
    title: str, status: str, summary: Summary, rows: tuple[UnansweredRow, ...]
) -> list[RenderableType]:
    if not rows:
        return []
    words = [
        plain(f"row {one.row}{f' ({one.athlete_id})' if one.athlete_id else ''}: {sentence}")
        for one in rows
        for sentence in one.sentences
    ]
    more = summary.statuses[status] - len(rows)
    if more:
        words.append(f"and {more:,} more rows; the results tell of each")
    return [heading(title), bullets(words, "red")]


def _rows(rows: Iterable[tuple[str, str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for index in range(3):
        table.add_column(justify="left" if index else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else minutes(round(seconds) / 60)
