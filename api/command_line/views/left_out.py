"""What the week gives up, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.words.phrases import heading, said
from api.words.sentences import (
    CANNOT_ALL_HOLD,
    CANNOT_HOLD,
    LESS_IS_BETTER,
    WITHHELD,
    conflict_in_words,
    cures_in_words,
    telling_tiers,
    versions_in_words,
    windows_in_words,
    withheld_in_words,
)
from optimizer.documents.result import Result


def left_out_view(result: Result) -> RenderableType:
    parts: list[RenderableType] = []
    relaxed = [relaxation.sentence for relaxation in result.relaxations]
    given_up = "Given up this week" if result.plan is not None else "What a week would give up"
    parts += _section(given_up, relaxed, "yellow")
    if result.conflict is not None:
        alone = len(result.conflict.rules) == 1
        members = conflict_in_words(result.conflict)
        parts += _section(CANNOT_HOLD if alone else CANNOT_ALL_HOLD, members)
        parts += _section("Behind it", list(result.conflict.background))
    parts += _section("What would help", cures_in_words(result), "green")
    parts += _section(WITHHELD, withheld_in_words(result))
    parts += _section("Windows", windows_in_words(result))
    parts += _section("Please note", [warning.sentence for warning in result.warnings], "yellow")
    parts += _section(LESS_IS_BETTER, telling_tiers(result))
    stats = f", {result.stats.total_ms / 1000:.1f} s" if result.stats.total_ms else ""
    parts.append(Text(f"\n{versions_in_words(result)}{stats}", style="dim"))
    return Group(*parts)


def bullets(sentences: Iterable[str], style: str = "") -> RenderableType:
    """Sentences one below the other, each indented under its mark."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for sentence in sentences:
        table.add_row(Text("•", style=style), said(sentence))
    return Padding(table, (0, 0, 0, 1))


def _section(title: str, sentences: list[str], style: str = "") -> list[RenderableType]:
    return [heading(title), bullets(sentences, style)] if sentences else []
