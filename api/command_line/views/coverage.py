"""The week's sets of each neglected muscle, what they are worth and what they should be."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.words.phrases import Names, amount_and_worth, heading, number
from optimizer.documents.result import MuscleCoverage

_CELLS = 14


def coverage_view(coverage: tuple[MuscleCoverage, ...], names: Names) -> RenderableType:
    neglected = [one for one in coverage if one.neglected]
    others = [one for one in coverage if not one.neglected and one.sets]
    parts: list[RenderableType] = []
    if neglected:
        direct = sum(one.carried_over or bool(one.direct) for one in neglected)
        enough = sum(one.worth >= one.minimum for one in neglected)
        parts += [
            heading(
                f"Neglected muscles: {direct} of {len(neglected)} have direct work, {enough} their"
                " weekly minimum"
            ),
            _table(neglected, names),
            Text(
                "Sets of the week: 1 as primary muscle, ½ as secondary one. A bar ends at the"
                f" maximum; [ ] runs from the minimum to the target.{_about_worth(coverage)}",
                style="dim",
            ),
        ]
    if others:
        words = ", ".join(
            f"{names.muscle(one.muscle)} {amount_and_worth(one.sets, one.worth)}" for one in others
        )
        parts += [heading("Other muscles, in sets"), Text(words)]
    return Group(*parts)


def _about_worth(coverage: tuple[MuscleCoverage, ...]) -> str:
    if not _tells_worth(coverage):
        return ""
    return (
        " Minimum and target are read in what the sets are worth to this athlete (■), the maximum"
        " in all of them (□)."
    )


def _tells_worth(coverage: Iterable[MuscleCoverage]) -> bool:
    return any(one.worth != one.sets for one in coverage)


def _table(neglected: list[MuscleCoverage], names: Names) -> Table:
    tells_worth = _tells_worth(neglected)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Muscle", min_width=12, overflow="fold")
    table.add_column("Sets", justify="right", no_wrap=True)
    if tells_worth:
        table.add_column("Worth", justify="right", no_wrap=True)
    table.add_column("Min–target–max", no_wrap=True)
    table.add_column("Direct exercises", overflow="fold")
    table.add_column("Sources", overflow="fold", style="dim", max_width=15)
    for one in neglected:
        if one.direct:
            direct = ", ".join(names.exercise(exercise) for exercise in one.direct)
        else:
            direct = "carried over from last week" if one.carried_over else "none this week"
        style = "" if _is_met(one) else "red"
        amounts = (one.sets, one.worth) if tells_worth else (one.sets,)
        table.add_row(
            Text(names.muscle(one.muscle), style=style),
            *(Text(number(amount), style=style) for amount in amounts),
            bar(one),
            Text(direct, style=style if not one.direct else ""),
            " ".join(names.source(source) for source in one.claimed_by),
        )
    return table


def _is_met(one: MuscleCoverage) -> bool:
    return one.carried_over or (bool(one.direct) and one.worth >= one.minimum)


def bar(one: MuscleCoverage) -> Text:
    """``■■[■□··]····``: as long as the maximum, minimum to target in [ ].

    Filled up to what the sets are worth, and hollow from there up to all of them.
    """
    longest = max(one.maximum, one.sets, one.worth, one.target, 1)

    def cells(sets: float) -> int:
        return round(_CELLS * sets / longest)

    filled, done = (max(cells(sets), 1) if sets else 0 for sets in (one.worth, one.sets))
    least, wanted = cells(one.minimum), cells(one.target)
    text = Text()
    for cell in range(_CELLS + 1):
        if cell == least:
            text.append("[", style="dim")
        if cell == wanted:
            text.append("]", style="dim")
        if cell < _CELLS:
            colour = "green" if one.worth >= one.minimum else "red"
            if cell < filled:
                text.append("■", colour)
            else:
                text.append("□" if cell < done else "·", "dim")
    return text
