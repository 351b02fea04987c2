"""One session as a table to train from."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.words.effort import LOADS, effort_in_words, load_in_words, reasons_for_loads
from api.words.next_week import today_in_words
from api.words.phrases import Names, clock, dose, heading, plain, said, whole_minutes
from api.words.roles import role_in_block
from api.words.rounds import rest_in_words, rounds_in_words
from api.words.session_times import session_when
from optimizer.documents.result import Block, Item, NextStep, Session

_TITLES = {
    "warm_up": "Warm-up",
    "ramp": "Ramp sets",
    "weaker_side": "Once more, the weaker side",
    "mobility": "Mobility and release",
}


def session_view(
    session: Session, names: Names, next_week: Iterable[NextStep] = ()
) -> RenderableType:
    """``next_week``: the plan's, which also says what to do where a set is too easy."""
    title = (
        f"{session.id} · {session_when(session)} at {session.place},"
        f" {whole_minutes(session.minutes)}"
    )
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, style="bold")
    table.add_column("Exercise", overflow="fold", min_width=16)
    table.add_column("Sets × reps or hold, load, left", overflow="fold")
    table.add_column("Rest", justify="right", min_width=5)
    table.add_column("min:s", justify="right", no_wrap=True, style="dim")
    items = [(item, block) for block in session.blocks for item in block.items]
    tells_roles = any(role_in_block(item, block) for item, block in items)
    if tells_roles:
        table.add_column("Role", overflow="fold")
    for index, block in enumerate(session.blocks):
        if index:
            table.add_section()
        _add_block(table, block, names, tells_roles=tells_roles)
    sentences = (*reasons_for_loads(session.blocks), *today_in_words(session.blocks, next_week))
    reasons = [f"{labels}: {why}" for labels, why in sentences]
    lines = [said(reason, "dim") for reason in reasons]
    return Group(heading(title), table, *([said(LOADS, "dim italic"), *lines] if lines else []))


def _dose(item: Item) -> str:
    """Sets and repetitions with the load, below it what is left."""
    load, effort = load_in_words(item), effort_in_words(item)
    with_load = f"{dose(item)}, {load}" if load else dose(item)
    return f"{with_load}\n{effort}" if effort else with_load


def _add_block(table: Table, block: Block, names: Names, *, tells_roles: bool) -> None:
    caption = _TITLES.get(block.kind)
    if block.kind == "superset":
        caption = f"In turn, {rounds_in_words(block)}"
    if caption:
        table.add_row("", Text(caption, style="dim italic"))
    for item in block.items:
        table.add_row(
            plain(item.label),
            plain(item.name) or names.exercise(item.exercise),
            _dose(item),
            rest_in_words(item, block) or "–",
            clock(item.seconds),
            *([role_in_block(item, block)] if tells_roles else []),
        )
