"""A plan read rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from api.render.left_out import bullets
from api.render.words import heading, number, plain

if TYPE_CHECKING:
    from optimizer.result import CheckReport, Finding


def check_view(report: CheckReport) -> RenderableType:
    broken = [finding for finding in report.findings if not finding.holds]
    if report.holds:
        headline = Text.assemble(("The plan holds", "bold green"), ": no required rule is broken")
    else:
        headline = Text.assemble(
            ("The plan does not hold", "bold red"), ": it breaks a required rule"
        )
    parts: list[RenderableType] = [headline]
    if broken:
        title = (
            "Preferred rules that it misses" if report.holds else "Breaches, required rules first"
        )
        parts += [heading(title), bullets((_finding(one) for one in broken), "red")]
    if report.rules_held:
        held = ", ".join(plain(rule) for rule in report.rules_held)
        parts += [heading("Rules that hold"), Text(held)]
    return Group(*parts)


def _finding(finding: Finding) -> str:
    required, actual = number(finding.required), number(finding.actual)
    numbers = f"{finding.rule}: {actual} of {required} {finding.unit}".rstrip()
    return plain(f"{finding.sentence} ({numbers})")
