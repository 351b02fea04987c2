"""A plan read rule by rule, and held against the best week."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.command_line.views.left_out import bullets
from api.command_line.views.tables import plain_table
from api.words.phrases import heading, number, plain, signed
from api.words.sentences import ORDER_AMONG_EQUALS
from optimizer.documents.result import CheckReport, Finding, TierReading
from optimizer.documents.wording import counted

_FILLED_IN = (
    "The plan was written by hand: its warm-ups, supersets, doses and times are filled in as usual."
)
_NO_OPTIMUM = {
    "infeasible": "There is no best week to compare with: no week keeps what is never relaxed.",
    "unsolved": "The limit of the search came before a week to compare with was found.",
}


def check_view(report: CheckReport) -> RenderableType:
    if report.holds:
        headline = Text.assemble(("The plan holds", "bold green"), ": no required rule is broken")
    else:
        headline = Text.assemble(
            ("The plan does not hold", "bold red"), ": it breaks a required rule"
        )
    parts: list[RenderableType] = [headline]
    if report.filled_in:
        parts.append(Text(_FILLED_IN, style="dim"))
    if report.findings:
        title = (
            "Preferred rules that it misses, and what it declares as given up"
            if report.holds
            else "Breaches, required rules first"
        )
        parts += [heading(title), bullets((_finding(one) for one in report.findings), "red")]
    if report.rules_held:
        rules = ", ".join(plain(rule) for rule in report.rules_held)
        parts += [heading("Rules that hold"), Text(rules)]
    if report.closest:
        parts += [heading("Where they come closest to their edge")]
        parts.append(bullets(f"{edge.sentence} ({edge.rule})" for edge in report.closest))
    if report.objective:
        parts += _objective(report)
    return Group(*parts)


def _finding(finding: Finding) -> str:
    required = counted(round(finding.required, 2), finding.unit).rstrip()
    actual = number(finding.actual)
    return plain(f"{finding.sentence} ({finding.rule}: {actual} of {required})")


def _objective(report: CheckReport) -> list[RenderableType]:
    parts: list[RenderableType] = [heading("Objective, in the order that decides; less is better")]
    compared = any(tier.optimum is not None for tier in report.objective)
    if compared:
        parts.append(_distance(report))
    elif report.optimum is not None:
        parts.append(Text(_NO_OPTIMUM.get(report.optimum, ""), style="yellow"))
    parts.append(_tiers(report.objective, compared=compared))
    return parts


def _distance(report: CheckReport) -> Text:
    first = next((t for t in report.objective if t.name == report.first_difference), None)
    proven = all(tier.optimum == tier.bound for tier in report.objective)
    best = "the proven optimum" if proven else "the best week found, which is not proven"
    if first is None:
        return Text.assemble(("As good as", "bold green"), f" {best} in every tier")
    assert first.difference is not None
    name = plain(first.name.replace("_", " "))
    if first.name in ORDER_AMONG_EQUALS:
        return Text.assemble(("As good as", "bold green"), f" {best}; another order among equals")
    if first.difference < 0:
        why = (
            ", in supersets that are quicker than the time it is proven by"
            if report.holds
            else ", by breaking a rule or in supersets quicker than the time it is proven by"
        )
        return Text(f"Better than {best} by {counted(-first.difference, first.unit)}, {name}{why}")
    behind = plain(f"{counted(first.difference, first.unit)} behind")
    return Text.assemble((behind, "bold yellow"), f" {best}, {name}")


def _tiers(tiers: tuple[TierReading, ...], *, compared: bool) -> Table:
    columns = ("Tier", "Plan", "Best week", "Difference", "Unit") if compared else (
        "Tier", "Plan", "Unit",
    )  # fmt: skip
    table = plain_table(*columns)
    for tier in tiers:
        if not (tier.value or tier.optimum):
            continue  # nothing is missed in either
        cells = [Text(tier.name.replace("_", " ")), Text(str(tier.value))]
        if compared:
            more = tier.difference or 0
            open_gap = "" if tier.bound == tier.optimum else f" (≥ {tier.bound})"
            style = "green" if more < 0 else "red" if more > 0 else ""
            cells += [Text(f"{tier.optimum}{open_gap}"), Text(signed(more), style=style)]
        table.add_row(*cells, Text(tier.unit))
    return table
