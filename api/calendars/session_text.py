"""A session in plain lines, as a phone shows them in an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.words.effort import (
    HOW_TO_FIND,
    effort_in_words,
    load_in_words,
    reasons_for_loads,
    ways_to_find,
)
from api.words.phrases import dose, hours, minutes
from api.words.roles import role_in_block
from api.words.rounds import rest_in_words, rounds_in_words

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.result import Block, Item, Session


def session_text(session: Session, catalog: Catalog) -> str:
    """What to do, in order, then how far the runs are, then how each exercise is done."""
    parts = ["\n".join(_block(block)) for block in session.blocks]
    loads = [f"{labels}: {why}" for labels, why in reasons_for_loads(session.blocks)]
    if loads:
        ways = [f"{HOW_TO_FIND}: {way}" for way in ways_to_find([session])]
        parts.append("\n".join(["LOADS", *loads, *ways]))
    parts.append("\n".join(_around(session)))
    how = [*_how_to(session, catalog)]
    if how:
        parts.append("\n".join(["HOW TO", *how]))
    return "\n\n".join(parts)


def _block(block: Block) -> Iterator[str]:
    yield _title(block)
    for item in block.items:
        yield _item(item, block)


def _title(block: Block) -> str:
    seconds = sum(item.seconds for item in block.items)
    if block.kind == "warm_up":
        return f"WARM-UP, {minutes(seconds / 60)}"
    if block.kind == "ramp":
        return f"RAMP SETS, {minutes(seconds / 60)}"
    if block.kind == "weaker_side":
        return f"ONCE MORE, THE WEAKER SIDE, {minutes(seconds / 60)}"
    if block.kind == "mobility":
        return f"MOBILITY, {minutes(seconds / 60)}"
    if block.kind == "superset":
        return f"BLOCK {block.label}, {rounds_in_words(block, ' in turn')}"
    return f"BLOCK {block.label}"


def _item(item: Item, block: Block) -> str:
    rest = rest_in_words(item, block)
    if rest:
        rest = f", {'then' if block.kind == 'superset' else 'rest'} {rest}"
    role = role_in_block(item, block)
    name = f"{item.name} ({role})" if role else item.name
    parts = [dose(item), load_in_words(item), effort_in_words(item)]
    return f"{item.label} {name}: {', '.join(part for part in parts if part)}{rest}"


def _around(session: Session) -> Iterator[str]:
    if session.hours_since_run is not None:
        yield f"{hours(session.hours_since_run)} after the last run"
    if session.hours_to_key_run is not None:
        yield f"next key run {hours(session.hours_to_key_run)} after its start"


def _how_to(session: Session, catalog: Catalog) -> Iterator[str]:
    names = dict.fromkeys(item.exercise for block in session.blocks for item in block.items)
    for name in names:
        exercise = catalog.exercises.get(name)
        if exercise is not None and exercise.how_to:
            yield f"{exercise.name}: {exercise.how_to}"
