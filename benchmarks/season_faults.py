"""A season read without a solver: what each of its planned weeks is not to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from catalog import Catalog
from optimizer.documents.result import Plan
from optimizer.documents.season import Season, SeasonWeek
from optimizer.documents.wording import counted
from optimizer.seasons.season_weeks import is_valid_result

_LEAST_SHARE_AFTER_LIGHTER = 0.9
_COVERAGE_DAYS = 14
_LIGHT_PHASES = ("taper", "post_race")


def faults_of_season(season: Season, catalog: Catalog) -> Iterator[str]:
    """Every fault as a sentence; a season of ours has none."""
    planned = [week for week in season.weeks if _plan(week) is not None]
    for week in planned:
        assert week.request is not None
        assert week.result is not None
        if not is_valid_result(week.request, week.result, catalog):
            yield f"week {week.number} does not pass check of its own request"
    for week in season.weeks:
        first = date.fromisoformat(week.start)
        for run in week.runs:
            if not first <= run.day < first + timedelta(days=7):
                yield f"week {week.number} has {run.id} on {run.day}, outside of it"
    yield from _ratchets(planned)
    yield from _coverage(planned)
    yield from _lower_loads(planned)


def _plan(week: SeasonWeek) -> Plan | None:
    return None if week.result is None else week.result.plan


def _is_full(week: SeasonWeek) -> bool:
    return not week.deload and week.phase not in _LIGHT_PHASES


def _ratchets(weeks: Sequence[SeasonWeek]) -> Iterator[str]:
    """Sets come back after lighter weeks, where the week has as much time for them."""
    last: SeasonWeek | None = None
    has_lighter = False
    for week in weeks:
        if not _is_full(week):
            has_lighter = True
            continue
        if last is not None and has_lighter and _alike(last, week):
            most = last.sets[0]
            if week.sets[0] < _LEAST_SHARE_AFTER_LIGHTER * most:
                yield (
                    f"week {week.number} has {counted(week.sets[0], 'sets')} after a lighter week,"
                    f" and week {last.number} before that had {most}"
                )
        last, has_lighter = week, False


def _alike(one: SeasonWeek, other: SeasonWeek) -> bool:
    """The same part of the season with the same windows, days of runs and injuries."""
    if one.request is None or other.request is None or one.phase != other.phase:
        return False
    days = [[run.day.weekday() for run in week.runs] for week in (one, other)]
    return (
        one.request.availability == other.request.availability
        and one.request.athlete.injuries == other.request.athlete.injuries
        and days[0] == days[1]
    )


def _coverage(weeks: Sequence[SeasonWeek]) -> Iterator[str]:
    """No lighter week gives up a muscle that the 14 days before it trained directly."""
    for index, week in enumerate(weeks):
        if _is_full(week) or week.result is None:
            continue
        since = date.fromisoformat(week.start) - timedelta(days=_COVERAGE_DAYS)
        trained: set[str] = set()
        for before in weeks[:index]:
            plan = _plan(before)
            if plan is not None and date.fromisoformat(before.start) >= since:
                trained |= {one.muscle for one in plan.coverage if one.direct}
        for relaxed in week.result.relaxations:
            if relaxed.rule == "neglected_coverage" and relaxed.subject in trained:
                yield f"week {week.number} is relaxed for {relaxed.subject}, trained before it"


def _lower_loads(weeks: Sequence[SeasonWeek]) -> Iterator[str]:
    """As the plan is met, no main lift of full weeks gets lighter at the same repetitions.

    What is lighter since a key run is near is told by its effort, and is no step down.
    """
    loads: dict[tuple[str, tuple[int, int] | None], tuple[int, float]] = {}
    for week in weeks:
        plan = _plan(week)
        if plan is None or not _is_full(week):
            continue
        items = [i for session in plan.sessions for block in session.blocks for i in block.items]
        for item in items:
            if item.role != "main_lift" or item.load is None or item.load.kg is None:
                continue
            if item.is_lighter:
                continue
            key = (item.exercise, item.reps)
            number, before = loads.get(key, (0, 0.0))
            if item.load.kg < before and number < week.number:
                yield (
                    f"week {week.number} has {item.exercise} with {item.load.kg:g} kg, and week"
                    f" {number} had {before:g}"
                )
            loads[key] = (week.number, max(before, item.load.kg))
