"""What a tier is: one integer to be made small, with two independent readings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal

from optimizer.week.model import Linear, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

Kind = Literal["relaxation", "change", "week"]
"""What a tier counts: what is given up of required rules, changes of the plan so far, or what the
week itself lacks."""


@dataclass(frozen=True)
class Expression:
    """A tier in a model: a linear expression between 0 and ``most``."""

    linear: Linear
    most: int


class Tier(ABC):
    """One tier; ``name``, ``unit`` and ``kind`` are what results and documents call it."""

    name: str
    unit: str
    kind: ClassVar[Kind]

    @abstractmethod
    def expression(self, week: WeekModel) -> Expression | None:
        """The tier in ``week``, with the variables that it needs; None: nothing is to be counted.

        Only a relaxation may say so of a model; what is counted of a plan follows from the problem,
        see ``PlanTier.counts_in``.
        """

    def given_up(self, week: ReviewedWeek) -> int:  # noqa: ARG002
        """Of a relaxation: what no single rule measures by itself, read from a finished plan."""
        return 0


class PlanTier(Tier):
    """A tier that can be read from a finished plan alone, whether rules are given up or not."""

    def counts_in(self, problem: WeekProblem) -> bool:  # noqa: ARG002
        """False: no week of ``problem`` has anything of it to count, so that no answer tells it."""
        return True

    @abstractmethod
    def expression(self, week: WeekModel) -> Expression:
        """The tier in ``week``, whose problem it counts in."""

    @abstractmethod
    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        """The tier of a finished plan; ``possible``: exercise ids that some slot admits."""
