"""What is known of a week before it is planned."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from api.command_line.views.left_out import bullets
from api.words.phrases import heading, plain
from optimizer.documents.validation import Validation


def validation_view(found: Validation) -> RenderableType:
    if found.status == "usable":
        headline = Text.assemble(
            ("The request can be planned", "bold green"),
            ": it has no fault; whether a week keeps every rule, a search decides",
        )
    else:
        headline = Text.assemble(
            ("No week keeps every rule", "bold red"),
            ": a plan gives something up, or there is none",
        )
    parts: list[RenderableType] = [headline]
    if found.conflicts:
        sentences = (plain(f"{one.sentence} ({one.rule})") for one in found.conflicts)
        parts += [heading("What no week can keep"), bullets(sentences, "red")]
    short = [f"{use.window}: {use.reason}" for use in found.windows if use.reason]
    if short:
        parts += [heading("Windows that cannot be used from their start"), bullets(short, "dim")]
    return Group(*parts)
