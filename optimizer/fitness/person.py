"""Who was tested, as far as norms and rules ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from catalog.fitness_tests import Bounds, FitnessTest, OfWhom, Sex
from optimizer.documents.fitness import FitnessResult
from optimizer.documents.strength import Units

Row = TypeVar("Row", bound=OfWhom)


@dataclass(frozen=True)
class Person:
    """``weeks_of_strength`` None: not told."""

    injuries: frozenset[str] = frozenset()
    weeks_of_strength: int | None = None
    sex: Sex | None = None
    age_years: int | None = None
    body_mass_kg: float | None = None
    units: Units = "kg"
    """For what is shown."""

    def row_of(self, rows: tuple[Row, ...]) -> Row | None:
        """The row that fits best: of the athlete's sex, then of the highest age reached."""
        age = 0 if self.age_years is None else self.age_years
        fitting = [row for row in rows if row.sex in (None, self.sex) and row.age_from <= age]
        return max(fitting, key=lambda row: (row.sex is not None, row.age_from), default=None)

    def norm_of(self, test: FitnessTest) -> float | None:
        """What people like this reach; where age or sex is not told, the usual value."""
        row = None if self.age_years is None else self.row_of(test.norms)
        return test.usual if row is None else row.value

    def bounds_of(self, test: FitnessTest, result: FitnessResult) -> Bounds | None:
        """The bounds for a result; None: there are none for its kind."""
        return self.row_of(
            tuple(
                row
                for row in test.bounds
                if row.variant in (None, result.variant)
                and (not row.exercises or result.exercise in row.exercises)
            )
        )
