"""What comes again and again in a row, once with how often: bouts of a run, steps of a watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


_LARGEST = 6
"""Of a group; no workout of a person has longer ones."""


def in_rows(parts: Sequence[T]) -> Iterator[tuple[tuple[T, ...], int]]:
    """``parts`` in order as groups of two or more with how often each comes in a row.

    Where groups of several sizes come again, the one that covers most does, the smaller of equals;
    what does not come again stands alone, once.
    """
    index = 0
    while index < len(parts):
        most = min(_LARGEST, (len(parts) - index) // 2)
        sizes = [(size, _times(parts, index, size)) for size in range(2, most + 1)]
        size, count = max(sizes, key=_gain, default=(1, 1))
        if count == 1:
            size = 1
        yield tuple(parts[index : index + size]), count
        index += size * count


def _gain(row: tuple[int, int]) -> tuple[int, int]:
    size, count = row
    return (size * count if count > 1 else 0, -size)


def _times(parts: Sequence[T], start: int, size: int) -> int:
    """How often the ``size`` parts from ``start`` on stand there in a row."""
    first = parts[start : start + size]
    count = 1
    while parts[start + size * count : start + size * (count + 1)] == first:
        count += 1
    return count
