"""Which session of one plan is which of another: one pairing, for whoever compares two plans.

The shorter plan is paired whole; what is left of the longer one was dropped or added.  Of all such
pairings this one has, each only where all before are equal:

1. the fewest pairs of different windows, so that a session is followed by its window;
2. the fewest pairs of one window with different starts;
3. the fewest exercises that change, one in place of another counting once;
4. the fewest sets that change, of exercises that stay;
5. the least sum of squared moves in time, so that sessions of equal work keep their order;
6. the earlier sessions of the longer plan.

Where a plan has one session a window, as all of ours do, the first four are the order of the tiers
of change (``objective/changes.py``): what a model counts as its fewest changes is what is told.
Swap the plans, and the pairs stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Old = TypeVar("Old")
New = TypeVar("New")
Kind = TypeVar("Kind")

Key = tuple[int, str, list[tuple[str, int]]]


@dataclass(frozen=True)
class Standing(Generic[Kind]):
    """Where a session stands and what it holds.

    ``start``: seconds from any instant that is the same for both plans.  ``sets``: by exercise.
    """

    session: Kind
    window: str
    start: int
    sets: Mapping[str, int]


@dataclass(frozen=True)
class Pair(Generic[Old, New]):
    """One session in two plans: added where ``old`` is None, dropped where ``new`` is."""

    old: Standing[Old] | None
    new: Standing[New] | None

    @property
    def before(self) -> Old | None:
        return None if self.old is None else self.old.session

    @property
    def after(self) -> New | None:
        return None if self.new is None else self.new.session

    @property
    def stays_in_window(self) -> bool:
        return self.old is not None and self.new is not None and self.old.window == self.new.window

    @property
    def stays_in_place(self) -> bool:
        return (
            self.old is not None
            and self.new is not None
            and self.stays_in_window
            and self.old.start == self.new.start
        )

    @property
    def is_unchanged(self) -> bool:
        return (
            self.old is not None
            and self.new is not None
            and self.stays_in_place
            and self.old.sets == self.new.sets
        )

    @property
    def exercises_changed(self) -> int:
        if self.old is None or self.new is None:
            return 0
        old, new = self.old.sets, self.new.sets
        return max(len(old), len(new)) - len(old.keys() & new.keys())

    @property
    def sets_changed(self) -> int:
        if self.old is None or self.new is None:
            return 0
        old, new = self.old.sets, self.new.sets
        return sum(abs(new[exercise] - old[exercise]) for exercise in old.keys() & new.keys())

    @property
    def seconds_moved(self) -> int:
        if self.old is None or self.new is None:
            return 0
        return abs(self.new.start - self.old.start)


def paired(before: Sequence[Standing[Old]], after: Sequence[Standing[New]]) -> list[Pair[Old, New]]:
    """Every session of the two plans, each in one pair.

    Takes time of the order of s² · l for s and l sessions in the shorter and the longer plan.
    """
    # From either side the same question is asked, and so the same answer found.
    if (len(after), _keys(after)) < (len(before), _keys(before)):
        return [Pair(pair.new, pair.old) for pair in paired(after, before)]
    shorter, longer = sorted(before, key=_key), sorted(after, key=_key)
    costs = [
        [(*_cost(Pair(old, new)), place) for place, new in enumerate(longer)] for old in shorter
    ]
    chosen = _assigned(_as_numbers(costs)) if shorter else []
    pairs = [Pair(old, longer[place]) for old, place in zip(shorter, chosen, strict=True)]
    left = [new for place, new in enumerate(longer) if place not in chosen]
    return [*pairs, *(Pair(None, new) for new in left)]


def _key(one: Standing[Kind]) -> Key:
    return one.start, one.window, sorted(one.sets.items())


def _keys(plan: Sequence[Standing[Kind]]) -> list[Key]:
    return sorted(_key(one) for one in plan)


def _cost(pair: Pair[Old, New]) -> tuple[int, ...]:
    """What the pair changes, in the order that decides; never below zero."""
    return (
        not pair.stays_in_window,
        pair.stays_in_window and not pair.stays_in_place,
        pair.exercises_changed,
        pair.sets_changed,
        pair.seconds_moved**2,
    )


def _as_numbers(costs: Sequence[Sequence[tuple[int, ...]]]) -> list[list[int]]:
    """Each cost as one number, so that sums over all rows are ordered as the sums of the tuples."""
    bases = [
        len(costs) * max(level) + 1
        for level in zip(*(cost for row in costs for cost in row), strict=True)
    ]

    def number(cost: tuple[int, ...]) -> int:
        found = 0
        for base, amount in zip(bases, cost, strict=True):
            found = found * base + amount
        return found

    return [[number(cost) for cost in row] for row in costs]


def _assigned(costs: Sequence[Sequence[int]]) -> list[int]:
    """A column of its own for each row, with the least sum; there are no fewer columns than rows.

    The Hungarian method: row by row, along the shortest path by reduced costs to a free column.
    """
    columns = range(len(costs[0]))
    row_of: list[int | None] = [None for _ in columns]
    row_price, column_price = [0 for _ in costs], [0 for _ in columns]
    for new, its_costs in enumerate(costs):
        distance = [cost - price for cost, price in zip(its_costs, column_price, strict=True)]
        came_from: list[int | None] = [None for _ in columns]
        unreached, reached = list(columns), []
        while True:
            nearest = min(unreached, key=distance.__getitem__)
            unreached.remove(nearest)
            row = row_of[nearest]
            if row is None:
                break
            reached.append((nearest, row))
            for column in unreached:
                reduced = costs[row][column] - row_price[row] - column_price[column]
                if distance[nearest] + reduced < distance[column]:
                    distance[column] = distance[nearest] + reduced
                    came_from[column] = nearest
        row_price[new] += distance[nearest]
        for column, row in reached:
            row_price[row] += distance[nearest] - distance[column]
            column_price[column] -= distance[nearest] - distance[column]
        free = nearest
        while (previous := came_from[free]) is not None:
            row_of[free] = row_of[previous]
            free = previous
        row_of[free] = new
    column_of = {row: column for column, row in enumerate(row_of)}
    return [column_of[row] for row in range(len(costs))]
