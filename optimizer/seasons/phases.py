"""Which part of the season a week is, and whether it is a lighter one.

Counted backward from the race, so that what is short leaves out the off season first, then the
weeks before the season, and never the taper.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog import Catalog
from catalog.models import Level, Phase
from catalog.run_plans import RaceDistance
from optimizer.running.sizes import phase_without_race


@dataclass(frozen=True)
class Phases:
    """``race_week``: the number of the week of the race; None: the season has none."""

    catalog: Catalog
    level: Level
    race: RaceDistance | None
    race_week: int | None
    is_couch_to_5k: bool
    deload_every: int

    def weeks_left(self, number: int) -> int | None:
        """The week of the race is 1; None: it is over, or there is none."""
        if self.race_week is None or number > self.race_week:
            return None
        return self.race_week - number + 1

    def phase(self, number: int) -> Phase:
        if self.race is None or self.race_week is None:
            return "off_season" if self.is_couch_to_5k else phase_without_race(self.catalog, number)
        left = self.weeks_left(number)
        if left is None:
            return "post_race"
        if left <= self.race.strength_taper_weeks:
            return "taper"
        if left <= self.race.in_season_from_weeks:
            return "in_season"
        return "pre_season" if left <= self.race.pre_season_from_weeks else "off_season"

    def is_deload(self, number: int, runs_less: bool | None) -> bool:
        """A lighter week of strength; ``runs_less``: so is that of its runs, None: not known.

        With the runs, else every so many weeks; not in the first weeks, around a taper or after a
        race, and a beginner's later.
        """
        first_free, before_taper, beginner_from = (
            round(value) for value in self.catalog.numbers("season_deload")
        )
        if self.phase(number) in ("taper", "post_race"):
            return False
        if number <= first_free or (self.level == "beginner" and number < beginner_from):
            return False
        left = self.weeks_left(number)
        near = before_taper + (0 if self.race is None else self.race.strength_taper_weeks)
        if left is not None and left <= near:
            return False
        if runs_less is not None:
            return runs_less
        return number % self.deload_every == 0
