"""The week's sets of each neglected muscle against what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.words.phrases import Names, heading, number

if TYPE_CHECKING:
    from optimizer.documents.result import MuscleCoverage

_CELLS = 14


def coverage_view(coverage: tuple[MuscleCoverage, ...], names: Names) -> RenderableType:
    neglected = [one for one in coverage if one.neglected]
    others = [one for one in coverage if not one.neglected and one.sets]
    parts: list[RenderableType] = []
    if neglected:
        direct = sum(one.carried_over or bool(one.direct) for one in neglected)
        enough = sum(one.sets >= one.minimum for one in neglected)
        parts += [
            heading(
                f"Neglected muscles: {direct} of {len(neglected)} have direct work, {enough} their"
                " weekly minimum"
            ),
            _table(neglected, names),
            Text(
                "Sets of the week: 1 as primary muscle, ½ as secondary one. A bar ends at the"
                " maximum; [ ] runs from the minimum to the target.",
                style="dim",
            ),
        ]
    if others:
        words = ", ".join(f"{names.muscle(one.muscle)} {number(one.sets)}" for one in others)
        parts += [heading("Other muscles, in sets"), Text(words)]
    return Group(*parts)


def _table(neglected: list[MuscleCoverage], names: Names) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Muscle", min_width=12, overflow="fold")
    table.add_column("Sets", justify="right", no_wrap=True)
    table.add_column("Min–target–max", no_wrap=True)
    table.add_column("Direct exercises", overflow="fold")
    table.add_column("Sources", overflow="fold", style="dim", max_width=15)
    for one in neglected:
        if one.direct:
            direct = ", ".join(names.exercise(exercise) for exercise in one.direct)
        else:
            direct = "carried over from last week" if one.carried_over else "none this week"
        style = "" if _is_met(one) else "red"
        table.add_row(
            Text(names.muscle(one.muscle), style=style),
            Text(number(one.sets), style=style),
            bar(one),
            Text(direct, style=style if not one.direct else ""),
            " ".join(names.source(source) for source in one.claimed_by),
        )
    return table


def _is_met(one: MuscleCoverage) -> bool:
    return one.carried_over or (bool(one.direct) and one.sets >= one.minimum)


def bar(one: MuscleCoverage) -> Text:
    """``■■[■■··]····``: as long as the maximum, filled up to the sets; minimum to target in [ ]."""
    longest = max(one.maximum, one.sets, one.target, 1)

    def cells(sets: float) -> int:
        return round(_CELLS * sets / longest)

    filled = cells(one.sets)
    if one.sets:
        filled = max(filled, 1)
    least, wanted = cells(one.minimum), cells(one.target)
    text = Text()
    for cell in range(_CELLS + 1):
        if cell == least:
            text.append("[", style="dim")
        if cell == wanted:
            text.append("]", style="dim")
        if cell < _CELLS:
            colour = "green" if one.sets >= one.minimum else "red"
            text.append(*(("■", colour) if cell < filled else ("·", "dim")))
    return text
