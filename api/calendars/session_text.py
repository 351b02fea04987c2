"""A session in plain lines, as a phone shows them in an event."""

from __future__ import annotations

from collections.abc import Iterator

from api.words.effort import (
    HOW_TO_FIND,
    LOADS,
    about_effort,
    effort_in_words,
    load_in_words,
    reasons_for_loads,
    ways_to_find,
)
from api.words.next_week import NEXT_WEEK, today_in_words
from api.words.phrases import dose, hours, minutes, plain
from api.words.roles import role_in_block
from api.words.rounds import rest_in_words, rounds_in_words
from api.words.sentences import next_key_run_in_words
from catalog import Catalog
from optimizer.documents.result import Block, Item, NextStep, Session


def session_text(session: Session, catalog: Catalog, next_week: tuple[NextStep, ...] = ()) -> str:
    """What to do, in order, what comes next week, how far the runs are, how each exercise is done.

    ``next_week``: the plan's.
    """
    parts = ["\n".join(_block(block)) for block in session.blocks]
    sentences = (*reasons_for_loads(session.blocks), *today_in_words(session.blocks, next_week))
    loads = [f"{labels}: {why}" for labels, why in sentences]
    if loads:
        ways = [f"{HOW_TO_FIND}: {way}" for way in ways_to_find([session])]
        parts.append("\n".join([LOADS.upper(), *loads, *ways]))
    about = about_effort([session])
    if about:
        parts.append(about)
    kinds = {"all", *(item.step_kind for block in session.blocks for item in block.items)}
    steps = [plain(step.sentence) for step in next_week if step.kind in kinds]
    if steps:
        parts.append("\n".join([NEXT_WEEK.upper(), *steps]))
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
    key_run = next_key_run_in_words(session)
    if key_run:
        yield key_run


def _how_to(session: Session, catalog: Catalog) -> Iterator[str]:
    names = dict.fromkeys(item.exercise for block in session.blocks for item in block.items)
    for name in names:
        exercise = catalog.exercises.get(name)
        if exercise is not None and exercise.how_to:
            yield f"{exercise.name}: {exercise.how_to}"
