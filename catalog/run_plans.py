"""Plans of runs: from the couch to 5 km, races, and choices where the literature disagrees.

Entries like those of ``catalog/models.py``, whose words they use.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalog.models import Entry, Id, Text

RunOptionTopic = Literal["mix", "taper", "growth", "aim", "long_run"]
KeyRunKind = Literal["interval", "tempo", "race_pace"]

_Minutes = Annotated[float, Field(gt=0, le=600)]
_Weeks = Annotated[int, Field(ge=1, le=104)]
_Share = Annotated[float, Field(ge=0, le=1)]


class BoutSession(Entry):
    """One session of walking and running: bouts of running with a walk between them."""

    run_minutes: Annotated[tuple[_Minutes, ...], Field(min_length=1)]
    walk_between_minutes: Annotated[float, Field(ge=0, le=60)]

    @property
    def running_minutes(self) -> float:
        return sum(self.run_minutes)


class CouchTo5kWeek(Entry):
    """One week of the program; its sessions stay in order."""

    id: Id
    week: Annotated[int, Field(ge=1, le=52)]
    sessions: Annotated[tuple[BoutSession, ...], Field(min_length=1)]
    source: Text
    basis: Text


class RaceDistance(Entry):
    """What a race of some length asks of the weeks before it."""

    id: Id
    name: Text
    most_km: Annotated[float, Field(gt=0, le=200)]
    """Races up to here are read as this one."""
    finish_long_minutes: _Minutes
    """The longest run with which it can be finished."""
    most_long_minutes: _Minutes
    """The longest run of its plan, unless a choice says otherwise."""
    long_km: Annotated[float, Field(gt=0, le=200)] | None = None
    """With a shorter longest run a slower race is to be expected; None: nothing is known of it."""
    taper_shares: Annotated[tuple[_Share, ...], Field(min_length=1)]
    """Of the largest week, by week of the taper, the race left out; strictly falling."""
    least_weeks: _Weeks
    """Even for the well prepared."""
    peak_minutes: Annotated[tuple[_Minutes, ...], Field(min_length=3, max_length=3)]
    """Of the largest week: to finish, good, ambitious."""
    last_long_days: Annotated[int, Field(ge=1, le=60)]
    """Days before the race from which on no run is longer than a cutback's."""
    pre_season_from_weeks: _Weeks
    in_season_from_weeks: _Weeks
    """Weeks before the race, counted from 1, with which a part of the season begins."""
    key_runs: tuple[KeyRunKind, ...]
    """Of the season before the race, the most important first."""
    strength_taper_weeks: _Weeks
    """With that of the race; the runs may taper earlier, while strength stays in season."""
    weeks_after: _Weeks
    """Until the next season begins."""
    days_without_run_after: Annotated[int, Field(ge=0, le=60)]
    days_without_key_run_after: Annotated[int, Field(ge=0, le=60)]
    source: Text
    basis: Text

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        shares = self.taper_shares
        if any(after >= before for before, after in pairwise(shares)):
            raise ValueError(f"taper_shares = {list(shares)}: each is less than the one before")
        if self.finish_long_minutes > self.most_long_minutes:
            raise ValueError("finish_long_minutes is above most_long_minutes; correct one of them")
        if not self.pre_season_from_weeks > self.in_season_from_weeks >= len(shares):
            raise ValueError("the season begins before its race part, and that before the taper")
        if self.strength_taper_weeks > self.in_season_from_weeks:
            raise ValueError("strength_taper_weeks is above in_season_from_weeks; lower it")
        if self.days_without_run_after > self.days_without_key_run_after:
            raise ValueError("a key run comes no earlier after a race than a run; correct the days")
        if list(self.peak_minutes) != sorted(self.peak_minutes):
            raise ValueError(f"peak_minutes = {list(self.peak_minutes)}: they may not fall")
        return self


class RunOption(Entry):
    """A choice where the literature disagrees; one of each topic is the default."""

    id: Id
    topic: RunOptionTopic
    choice: Id
    """As a request has it; of growth ``percent_5`` and the like."""
    name: Text
    is_default: bool = False
    race: Id | None = None
    """Only for this race; None: for any."""
    values: tuple[Annotated[float, Field(ge=0, le=600)], ...]
    """Of a mix the shares of easy, moderate and hard minutes; of a taper the shares of its weeks;
    of growth the most percent a week; of an aim its place in ``peak_minutes``; of a long run
    minutes."""
    source: Text
    basis: Text
