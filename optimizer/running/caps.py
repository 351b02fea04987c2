"""How long a run and a week may be, by what was run before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from catalog import Catalog


@dataclass(frozen=True)
class Caps:
    """The numbers of the catalog by name; minutes, days and shares."""

    longest_ratio: float
    longest_days: int
    plain_below: float
    plain_step: float
    growth_weeks: int
    growth_step: float
    growth_most: float
    break_share: float
    """Of the most before, with no run in the last days."""
    least_run: int

    @classmethod
    def of(cls, catalog: Catalog) -> Caps:
        ratio, days, below, step = catalog.numbers("run_longest_step")
        weeks, growth_step, most = catalog.numbers("run_week_growth")
        return cls(
            longest_ratio=ratio / 100, longest_days=round(days), plain_below=below,
            plain_step=step, growth_weeks=round(weeks), growth_step=growth_step,
            growth_most=1 + most / 100, break_share=catalog.numbers("run_after_break")[0] / 100,
            least_run=round(catalog.numbers("run_minutes")[0]),
        )  # fmt: skip

    def longest_after(self, minutes: float) -> int:
        """The longest run that may follow one of ``minutes``."""
        if minutes < self.plain_below:
            return floor(minutes + self.plain_step)
        return floor(minutes * self.longest_ratio + 1e-9)

    def longest_on(self, day: date, history: Iterable[tuple[date, int]]) -> int:
        """The longest run of ``day``; ``history``: dates and minutes of runs, races left out."""
        since = day - timedelta(days=self.longest_days)
        before = [(when, minutes) for when, minutes in history if when < day and minutes]
        recent = [minutes for when, minutes in before if when >= since]
        if before and not recent:
            return self.after_break(max(minutes for _, minutes in before))
        return self.longest_after(max(recent, default=0))

    def after_break(self, most: float) -> int:
        """The longest run after days without any; ``most``: of all before."""
        return max(self.least_run, floor(self.break_share * most))

    def week_after(self, weeks: list[int], growth_percent: float) -> int:
        """The most minutes of a week after ``weeks``, the last ones counted."""
        most = max(weeks[-self.growth_weeks :], default=0)
        if not most:
            return floor(self.break_share * max(weeks, default=0))
        grown = max(most * (1 + growth_percent / 100), most + self.growth_step)
        return floor(min(grown, max(most * self.growth_most, most + self.growth_step)) + 1e-9)
