"""Which athletes travel together through the queue."""

from __future__ import annotations

from collections.abc import Sequence

from api.club.answering import problem_of
from api.club.entries import Entry


def chunks_of(entries: Sequence[Entry], most: int) -> tuple[int, ...]:
    """The chunk of each entry, counted from 0: ``most`` different weeks a chunk, in their order.

    Athletes whose requests differ in nothing but the id go together, since they are solved once.
    """
    chunk_of: dict[str, int] = {}
    return tuple(chunk_of.setdefault(problem_of(one), len(chunk_of) // most) for one in entries)
