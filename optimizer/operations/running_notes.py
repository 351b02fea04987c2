"""What the catalog knows of the runs beside strength that is held back: with an injury, in a taper
and after a race.  The runs stay the athlete's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.run_plans import RaceDistance
from optimizer.case.case import Case
from optimizer.documents.result import Warning
from optimizer.documents.wording import counted, listed

_CODE = "running"
_ANY_IMPACT = 3


def running_notes(case: Case) -> Iterator[Warning]:
    """One note each on an injury, on the taper and on the days after a race."""
    if case.injuries:
        yield from _with_injuries(case)
    phase = case.request.week.phase
    if phase == "taper":
        yield Warning(code=_CODE, sentence=_taper(_distances(case)))
    if phase == "post_race":
        yield Warning(code=_CODE, sentence=_after(_distances(case)))


def _with_injuries(case: Case) -> Iterator[Warning]:
    held_back = [one for one in case.injuries if one.max_impact < _ANY_IMPACT]
    if not held_back:
        return
    names = listed(injury.name for injury in held_back)
    pain, hours, times, days = (round(value) for value in case.catalog.numbers("c25k_pain"))
    least = min(pain, *(injury.most_pain for injury in held_back))
    if least == 0:
        sentence = "only runs that do not hurt, during them and the next morning."
    else:
        sentence = (
            f"end a run in which pain rises above {least} of 10 and leave {hours} h without one;"
            f" after {counted(times, 'such runs', 'such run')} within {counted(days, 'days')} see a"
            " clinician."
        )
    yield Warning(code=_CODE, sentence=f"Running with {names}: {sentence}")


def _distances(case: Case) -> list[RaceDistance]:
    """That of the race which is told, else all, the shortest first."""
    known = sorted(case.catalog.race_distances.values(), key=lambda one: one.most_km)
    for run in case.timeline.runs:
        km = run.distance_km
        if run.is_race and km is not None:
            return [next((one for one in known if km <= one.most_km), known[-1])]
    return known


def _taper(distances: list[RaceDistance]) -> str:
    shares = [round(100 * one.taper_shares[-1]) for one in distances]
    race = f"before a race over {_names(distances)}" if len(distances) == 1 else "before a race"
    return (
        f"Running: the week {race} has about {_between(min(shares), max(shares))} % of the minutes"
        " of the largest week, the race left out."
    )


def _after(distances: list[RaceDistance]) -> str:
    rest = _days(distances[0].days_without_run_after, distances[-1].days_without_run_after)
    easy = _days(distances[0].days_without_key_run_after, distances[-1].days_without_key_run_after)
    race = f"a race over {_names(distances)}" if len(distances) == 1 else "a race, by its length,"
    return f"Running: after {race} {rest} without a run, and {easy} without a key run."


def _names(distances: list[RaceDistance]) -> str:
    return listed(one.name for one in distances)


def _days(least: int, most: int) -> str:
    return counted(least, "days") if least == most else f"{least} to {counted(most, 'days')}"


def _between(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
