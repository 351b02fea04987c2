"""What an exercise is for in its session, in a person's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from optimizer.documents.wording import counted

if TYPE_CHECKING:
    from optimizer.documents.result import Block, Item, Role

_ROLES: Mapping[Role, str] = {
    "warm_up": "warm-up",
    "ramp": "ramp set",
    "plyometric": "jumps",
    "main_lift": "main lift",
    "accessory": "accessory",
    "circuit": "circuit",
    "mobility": "mobility",
    "release": "release",
}


def role_in_words(item: Item) -> str:
    """``main lift``, ``jumps, 24 contacts``; empty in a plan that was saved before roles."""
    if item.role is None:
        return ""
    words = _ROLES[item.role]
    return f"{words}, {counted(item.contacts, 'contacts')}" if item.contacts else words


def role_in_block(item: Item, block: Block) -> str:
    """The same, and empty where the title of the block says it."""
    return role_in_words(item) if block.is_work else ""
