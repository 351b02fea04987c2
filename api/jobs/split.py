"""Which athletes travel together through the queue."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from api.club.answering import problem_of
from api.club.entries import Entry

_CHUNKS_FOR_ALL = 16
"""Of a small batch, so that every worker gets some of it; a worker takes two at once."""


def athletes_a_chunk(athletes: int, most: int) -> int:
    """How many go together in a batch of so many."""
    return max(1, min(most, ceil(athletes / _CHUNKS_FOR_ALL)))


def chunks_of(entries: Sequence[Entry], most: int) -> tuple[int, ...]:
    """The chunk of each entry, counted from 0: ``most`` different weeks a chunk, in their order.

    Athletes whose requests differ in nothing but the id go together, since they are solved once.
    """
    chunk_of: dict[str, int] = {}
    return tuple(chunk_of.setdefault(problem_of(one), len(chunk_of) // most) for one in entries)
