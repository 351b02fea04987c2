"""What a peer is asked and what it answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from benchmarks.instances import Instance
from catalog import Catalog

Status = Literal["optimal", "relaxed", "infeasible", "feasible", "unsolved", "fault"]


@dataclass(frozen=True)
class TierBound:
    """One tier's value and the bound that was proven for it."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True)
class Answer:
    """``tiers`` in their order; ``relaxed`` and ``infeasible`` as in a result of runstrong."""

    status: Status
    tiers: tuple[TierBound, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by part (build, presolve, solve, review), as far as the peer can tell them."""
    note: str = ""

    @property
    def proven(self) -> bool:
        """No better week exists, or none at all, and that is proven."""
        if self.status == "infeasible":
            return True
        closed = all(tier.value == tier.bound for tier in self.tiers)
        return self.status in ("optimal", "relaxed") and bool(self.tiers) and closed

    @property
    def gap(self) -> float:
        """Of the first tier without proof, the open part of its value; 0 proven, 1 without a week.

        A later tier only counts once every earlier one is proven, and so it is with its gap.
        """
        if self.proven:
            return 0.0
        if self.status in ("unsolved", "fault") or not self.tiers:
            return 1.0
        open_tier = next((tier for tier in self.tiers if tier.value != tier.bound), None)
        if open_tier is None:
            return 0.0
        return min(1.0, (open_tier.value - open_tier.bound) / max(1, open_tier.value))


class Peer(Protocol):
    """A way to plan a week."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def exact(self) -> bool:
        """True: it proves what it finds, so that two such peers have to agree."""

    def plan(self, instance: Instance, catalog: Catalog, wall_seconds: float) -> Answer:
        """Plan one instance within a wall-clock limit."""


class Deadline:
    """A wall-clock limit that several solves share."""

    def __init__(self, wall_seconds: float) -> None:
        self.end = time.perf_counter() + wall_seconds

    @property
    def left(self) -> float:
        return self.end - time.perf_counter()

    @property
    def is_over(self) -> bool:
        return self.left <= 0
