"""Who works in which round of a superset, and how long each rests, in a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.words.phrases import plain
from optimizer.documents.wording import counted

if TYPE_CHECKING:
    from optimizer.documents.result import Block, Item


def rounds_in_words(block: Block, how: str = "") -> str:
    """``4 rounds``, ``4 rounds, 1B only in rounds 1–2``; ``how`` follows the rounds."""
    shorter = [
        f"{plain(item.label)} only in {'round 1' if item.sets == 1 else f'rounds 1–{item.sets}'}"
        for item in block.items
        if item.sets < block.rounds
    ]
    return ", ".join([counted(block.rounds, "rounds") + how, *shorter])


def rest_in_words(item: Item, block: Block) -> str:
    """``15 s``, ``15 s, and 180 s from round 3 on``; empty where none follows.

    From there on it is done alone; of one round that is ``after the last round``.  Of a main lift
    beside partners ``15 s, at least 90 s between its own sets``: that is what it rests.
    """
    rest = f"{item.rest_seconds} s" if item.rest_seconds else ""
    if item.set_to_set_seconds is not None:
        whole = f"at least {item.set_to_set_seconds} s between its own sets"
        return f"{rest}, {whole}" if rest else whole
    alone_from = _goes_on_alone_from(item, block)
    if alone_from is None or item.later_rest_seconds in (None, item.rest_seconds):
        return rest
    is_last = alone_from == block.rounds
    when = "after the last round" if is_last else f"from round {alone_from} on"
    later = f"{item.later_rest_seconds} s {when}"
    return f"{rest}, and {later}" if rest else later


def _goes_on_alone_from(item: Item, block: Block) -> int | None:
    """The first round in which all items after it have finished; None: there is none."""
    if block.kind != "superset":
        return None
    after = block.items[block.items.index(item) + 1 :]
    most = max((one.sets for one in after), default=item.sets)
    return most + 1 if item.sets > most else None
