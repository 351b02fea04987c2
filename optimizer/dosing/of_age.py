"""What changes of an athlete's doses from an age on: more in reserve, longer rests, fewer jumps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog import Catalog
from catalog.models import Exercise
from optimizer.documents.request import Athlete

_IN_SEASON = "sessions_in_season"
_LONG_ENOUGH_SECONDS = 60
"""Small muscles rest shorter, in the work of others."""


@dataclass(frozen=True)
class OfAge:
    """``least_sessions``: a week in season; ``most_impact``: below the advanced level."""

    from_years: int
    more_reserve: int
    more_rest_seconds: int
    least_sessions: int
    most_impact: int


def of_age(catalog: Catalog, athlete: Athlete) -> OfAge | None:
    """None: the athlete is younger, or the age is not told."""
    found = OfAge(*map(round, catalog.numbers("of_age")))
    years = athlete.age_years
    return found if years is not None and years >= found.from_years else None


def catalog_of_age(athlete: Athlete, catalog: Catalog) -> Catalog:
    """The catalog as the athlete's age leaves it: longer rests, and two sessions in season."""
    found = of_age(catalog, athlete)
    if found is None:
        return catalog
    longer = {
        exercise.id: exercise.model_copy(
            update={"rest_seconds": exercise.rest_seconds + found.more_rest_seconds}
        )
        for exercise in catalog.exercises.values()
        if exercise.counts_toward_volume and exercise.rest_seconds >= _LONG_ENOUGH_SECONDS
    }
    sessions = catalog.evidence[_IN_SEASON]
    least, most = sessions.values
    usual = sessions.model_copy(update={"values": (max(least, found.least_sessions), most)})
    return replace(
        catalog,
        exercises={**catalog.exercises, **longer},
        evidence={**catalog.evidence, _IN_SEASON: usual},
    )


def jumps_too_hard(catalog: Catalog, athlete: Athlete, exercise: Exercise) -> bool:
    """True: its impact is beyond what the athlete's age leaves below the advanced level."""
    found = of_age(catalog, athlete)
    return found is not None and athlete.level != "advanced" and exercise.impact > found.most_impact
