"""What the week gives up, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.render.words import heading, hours, plain, said

if TYPE_CHECKING:
    from optimizer.result import Conflict, Result, WindowUse

_CANNOT_HOLD = "Why: this cannot hold this week"
_CANNOT_ALL_HOLD = "Why: these cannot all hold; without any one of them they could"


def left_out_view(result: Result) -> RenderableType:
    parts: list[RenderableType] = []
    relaxed = [relaxation.sentence for relaxation in result.relaxations]
    given_up = "Given up this week" if result.plan is not None else "What a week would give up"
    parts += _section(given_up, relaxed, "yellow")
    if result.conflict is not None:
        members = _together(result.conflict)
        alone = len(result.conflict.rules) == 1
        parts += _section(_CANNOT_HOLD if alone else _CANNOT_ALL_HOLD, members)
        parts += _section("Behind it", list(result.conflict.background))
    cures = [repair.sentence for repair in result.repairs]
    if result.conflict is not None and not cures:
        cures = ["No small change of one window, run, limit, thing, muscle or pin alone does it."]
    parts += _section("What would help", cures, "green")
    windows = result.plan.windows if result.plan is not None else ()
    parts += _section("Windows", [_window(use) for use in windows if _is_worth_a_line(use)])
    parts += _section("Please note", [warning.sentence for warning in result.warnings], "yellow")
    stats = f"{result.stats.total_ms / 1000:.1f} s" if result.stats.total_ms else ""
    versions = f"runstrong {result.versions.software}, catalog {_short(result.versions.catalog)}"
    parts.append(Text(f"\n{versions}{', ' if stats else ''}{stats}", style="dim"))
    return Group(*parts)


def _together(conflict: Conflict) -> list[str]:
    """Sentences of one rule that say the same of several things, as one."""
    alike: dict[tuple[str, str], list[str]] = {}
    for member in conflict.rules:
        head, colon, tail = member.sentence.partition(": ")
        # Without a colon it is one whole sentence, like no other.
        alike.setdefault((member.rule, f"{colon}{tail}" or head), []).append(head)
    return [
        f"{', '.join(heads)}{tail}" if tail.startswith(":") else heads[0]
        for (_, tail), heads in alike.items()
    ]


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


def _is_worth_a_line(use: WindowUse) -> bool:
    return bool(use.reason or use.lost_minutes or use.session is None)


def _window(use: WindowUse) -> str:
    name = f"{use.window} ({use.session or 'not used'})"
    if use.reason:
        return plain(f"{name}: {use.reason}")
    if use.lost_minutes:
        return plain(f"{name}: its first {use.lost_minutes} min come too soon")
    if use.hours_since_run is not None:
        return plain(f"{name}: free, {hours(use.hours_since_run)} after the last run")
    return plain(f"{name}: free")


def _short(version: str) -> str:
    """A content hash as far as a person would compare it."""
    return plain(version.removeprefix("sha256:")[:12])
