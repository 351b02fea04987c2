"""One budget of search for a whole plan."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from optimizer.solving import budgets
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import ForwardOnly, OnProgress


@dataclass
class Clock:
    """Shares one deterministic budget among the solves of a plan, and counts their time."""

    options: SolveOptions
    on_progress: OnProgress | None = None
    spent: float = 0.0
    solve_seconds: float = 0.0
    started: float = field(default_factory=time.perf_counter)
    hit_wall: bool = False
    least_wall_seconds: float = 0.05
    """What a search gets although the wall limit is spent."""
    wall_share: float = 1.0
    """The part of the wall limit that the present phase may use up."""

    def __post_init__(self) -> None:
        if self.on_progress is not None and not isinstance(self.on_progress, ForwardOnly):
            self.on_progress = ForwardOnly(self.on_progress)

    @property
    def wall_left(self) -> float:
        left = math.inf
        if self.options.wall_seconds is not None:
            spent = time.perf_counter() - self.started
            left = self.options.wall_seconds * self.wall_share - spent
        if self.options.stop is not None:
            left = min(left, self.options.stop.seconds_left(self.wall_share))
        if left <= 0:
            self.hit_wall = True
            if self.options.stop is not None:
                self.options.stop.cut_short = True
        return left

    def is_over(self, overtime: float = 0.0) -> bool:
        """True: the limit is spent.  ``overtime``: what turning a bound into a week may add."""
        return self.spent >= self.options.deterministic_limit + overtime or self.wall_left <= 0

    @property
    def share(self) -> float:
        """What one tier may take, so that the tiers after it are not left without."""
        return (self.options.deterministic_limit - self.spent) * budgets.SHARE_OF_ONE_TIER

    @contextmanager
    def within(self, wall_share: float) -> Iterator[None]:
        """While inside, the present phase may use up no more than this part of the wall limit."""
        before, self.wall_share = self.wall_share, wall_share
        try:
            yield
        finally:
            self.wall_share = before

    def sub_budget(self, deterministic_limit: float, at_least: float = 0.0) -> Clock:
        """A clock for a part of the budget that is left, to be taken back with ``take_back``.

        ``at_least``: what it has although less is left.
        """
        left = max(self.options.deterministic_limit - self.spent, at_least)
        options = replace(self.options, deterministic_limit=min(deterministic_limit, left))
        return replace(self, options=options, spent=0.0, solve_seconds=0.0)

    def take_back(self, part: Clock) -> None:
        """Count what ``part`` has spent."""
        self.spent += part.spent
        self.solve_seconds += part.solve_seconds
        self.hit_wall |= part.hit_wall

    def fresh_budget(self, deterministic_limit: float) -> Clock:
        """A fresh deterministic budget within what the wall limit has left."""
        wall = self.options.wall_seconds
        left = None if wall is None else max(0.0, wall - (time.perf_counter() - self.started))
        return Clock(SolveOptions(deterministic_limit, left, self.options.stop))

    def limits(self, solver: cp_model.CpSolver, most: float) -> None:
        left = max(self.options.deterministic_limit - self.spent, budgets.LEAST)
        solver.parameters.max_deterministic_time = min(left, most)
        wall_left = self.wall_left
        if wall_left < math.inf:
            solver.parameters.max_time_in_seconds = max(wall_left, self.least_wall_seconds)
