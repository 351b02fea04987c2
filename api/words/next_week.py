"""What a week leads to, in a person's words: next week, and today where a set is too easy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.words.phrases import plain
from optimizer.documents.result import Block, Item, NextStep, Plan

NEXT_WEEK = "Next week"


def next_week_in_words(plan: Plan | None) -> list[str]:
    """One sentence for each kind of exercise; none of a plan that does not tell it."""
    return [] if plan is None else [plain(step.sentence) for step in plan.next_week]


def today_in_words(blocks: Iterable[Block], steps: Iterable[NextStep]) -> Iterator[tuple[str, str]]:
    """What to do where a set leaves more than it should, or falls short: labels and sentence."""
    items = [item for block in blocks if block.is_work for item in block.items]
    for step in steps:
        labels = [
            plain(item.label)
            for item in items
            if item.step_kind == step.kind and _has_a_today(item)
        ]
        if step.today is not None and labels:
            yield ", ".join(labels), plain(step.today)


def _has_a_today(item: Item) -> bool:
    """False: it is held in each repetition and not lowered, or its load is still to be found."""
    is_held_in_reps = item.reps is not None and item.hold_seconds is not None
    is_found = item.step_kind == "load" and (item.load is None or item.load.kg is None)
    return not is_held_in_reps and not is_found


def step_in_short(item: Item, steps: Iterable[NextStep]) -> str:
    """Of the item's kind, else of all, in few words; empty where nothing is told."""
    kind = item.step_kind
    found = {step.kind: step.short for step in steps}
    return "" if kind is None else plain(found.get(kind, found.get("all", "")))
