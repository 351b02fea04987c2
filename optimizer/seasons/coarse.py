"""How much strength the weeks hold that are not planned yet: sessions, sets and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor

from catalog import Catalog
from optimizer.documents.request import Request
from optimizer.documents.result import Plan
from optimizer.documents.season import SeasonWeek
from optimizer.dosing.of_age import catalog_of_age
from optimizer.seasons.week_windows import day_of

_USUAL_MINUTES = 45
_USUAL_SETS = 16


@dataclass(frozen=True)
class Usual:
    """Of one session of the last full week that is planned."""

    sets: float
    minutes: float


@dataclass(frozen=True)
class Amounts:
    """Each is [least, most]."""

    sessions: tuple[int, int]
    sets: tuple[int, int]
    minutes: tuple[int, int]


def amounts_of(plan: Plan) -> Amounts:
    """Of a week that is planned."""
    sets = sum(plan.training_sets().values())
    minutes = ceil(sum(session.minutes for session in plan.sessions))
    count = len(plan.sessions)
    return Amounts((count, count), (sets, sets), (minutes, minutes))


NOTHING = Amounts((0, 0), (0, 0), (0, 0))


def usual_of(weeks: Sequence[SeasonWeek], request: Request) -> Usual:
    """Of the last full week with sessions; without one, of a session as long as it may be."""
    for week in reversed(weeks):
        plan = None if week.result is None else week.result.plan
        if plan is None or not plan.sessions or week.deload:
            continue
        if week.phase in ("taper", "post_race"):
            continue
        count = len(plan.sessions)
        amounts = amounts_of(plan)
        return Usual(amounts.sets[0] / count, amounts.minutes[0] / count)
    longest = request.limits.max_session_minutes or _USUAL_MINUTES
    return Usual(_USUAL_SETS, min(longest, _USUAL_MINUTES))


def coarse_amounts(request: Request, usual: Usual, is_deload: bool, catalog: Catalog) -> Amounts:
    """Of a week that is far ahead, by its phase, its limits and its windows."""
    catalog = catalog_of_age(request.athlete, catalog)
    least, most = (round(v) for v in catalog.numbers(f"sessions_{request.week.phase}"))
    limits = request.limits
    if limits.max_sessions is not None:
        most = min(most, limits.max_sessions)
    days = [request.week.first_day + timedelta(days=index) for index in range(7)]
    most = min(most, len({day_of(window, days) for window in request.availability}))
    least = min(most, max(least, limits.min_sessions or 0))
    low, high = (v / 100 for v in catalog.numbers("season_sets"))
    if is_deload:
        cut_least, cut_most = (v / 100 for v in catalog.numbers("deload_cut"))
        low, high = 1 - cut_most, 1 - cut_least
    elif request.week.phase == "taper":
        # Main lifts stay whole, beside half of the rest.
        low, high = low * catalog.number("taper_volume"), 1
    elif request.week.phase == "post_race":
        low, high = 0, catalog.number("taper_volume")
    return Amounts(
        (least, most),
        (floor(usual.sets * least * low), ceil(usual.sets * most * high)),
        (floor(usual.minutes * least * low), ceil(usual.minutes * most * min(1, high))),
    )
