"""Stretches of a week beside its strength and runs: after easy runs, on days without strength."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.documents.request import Request
from optimizer.documents.result import Item, Plan
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import FlexibilitySession
from optimizer.session.flexibility import Stretching, stretches

_MUSCLES_ARE_WARM = "After an easy run muscles are warm, and nothing heavy follows on this day."
_AFTER_A_RUN = "After a run muscles are warm, and nothing heavy follows on this day."
_ANYWHERE = "kit:bodyweight"


def flexibility_of(
    number: int,
    request: Request,
    plan: Plan,
    runs: tuple[PlannedRun, ...],
    most: int,
    catalog: Catalog,
) -> tuple[FlexibilitySession, ...]:
    """At most ``most`` sessions of week ``number``, whose strength is ``plan``.

    What a week strengthens first has the other side of it stretched; each session goes on where the
    one before has ended.  Needs nothing but a floor and a wall, since it follows a run.
    """
    days = [*_runs_before(plan, runs)][:most]
    if not days:
        return ()
    case = case_of(request, catalog)
    sets = plan.training_sets()
    stretching = Stretching(
        equipment=catalog.equipment_of([_ANYWHERE]),
        sets=sets,
        trained=frozenset(m for name in sets for m in catalog.exercises[name].primary),
    )
    seconds = round(60 * catalog.numbers("season_flexibility")[1])
    found: list[FlexibilitySession] = []
    done: set[str] = set()
    for run in sorted(days, key=lambda one: one.start):
        items = stretches(case, stretching, seconds, done)
        if not items and done:
            done.clear()
            items = stretches(case, stretching, seconds, done)
        if not items:
            return ()
        start = run.ends_at
        found.append(_session(f"w{number}f{len(found) + 1}", start, items, run))
    return tuple(found)


def _session(
    name: str, start: datetime, items: tuple[Item, ...], run: PlannedRun
) -> FlexibilitySession:
    return FlexibilitySession(
        id=name,
        start=start.isoformat(timespec="minutes"),
        minutes=-(-sum(item.seconds for item in items) // 60),
        after_run=run.id,
        items=items,
        why=_MUSCLES_ARE_WARM if run.kind == "easy" else _AFTER_A_RUN,
    )


def _runs_before(plan: Plan, runs: tuple[PlannedRun, ...]) -> Iterator[PlannedRun]:
    """The runs that stretches may follow, easy ones first: one a day, none on the day of a race or
    of strength."""
    taken = {session.start[:10] for session in plan.sessions}
    taken |= {run.start[:10] for run in runs if run.kind == "race"}
    for kinds in (("easy",), ("long",), ("tempo", "interval")):
        # The last run of a day.
        for run in sorted(runs, key=lambda one: one.start, reverse=True):
            if run.kind in kinds and run.start[:10] not in taken:
                if any(other.start > run.start and other.day == run.day for other in runs):
                    continue
                taken.add(run.start[:10])
                yield run
