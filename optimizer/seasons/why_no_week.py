"""Why a week of a season has no plan, in one line."""

from __future__ import annotations

from optimizer.documents.result import Result
from optimizer.documents.wording import counted

_MOST_NAMED = 10
"""In a line; the result of the week has them all."""


def why_no_week(result: Result) -> str:
    """Every member of its conflict: no single one of them is the reason; empty without any."""
    members = () if result.conflict is None else result.conflict.rules
    sentences = [member.sentence for member in members[:_MOST_NAMED]]
    if len(members) < 2:
        return "".join(sentences)
    more = len(members) - len(sentences)
    rest = [f"And {counted(more, 'more rules')}."] if more else []
    return " ".join(("These cannot all hold:", *sentences, *rest))
