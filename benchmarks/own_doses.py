"""What a log of a plan's own doses changes in the next week: nothing but what progression asks.

``python -m benchmarks.own_doses`` plans drawn weeks and the weeks after them, once with and once
without such a log, and tells where exercises, sets, repetitions or efforts differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.watch_log import drawn
from catalog import load_catalog
from optimizer import Request, diff, plan
from optimizer.documents.difference import PlanDiff
from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Item, Plan
from optimizer.documents.strength import LogEntry, LoggedSet

WEEKS = 30
_FOUND_KG = 20.0
"""What is lifted where no load is told."""


def log_of(week: Plan) -> tuple[LogEntry, ...]:
    """Every set in the middle of its range, with the most of the wanted reserve."""
    return tuple(
        LogEntry(
            date=session.starts_at.date().isoformat(),
            session=session.id,
            exercise=item.exercise,
            sets=(_set(item),) * item.sets,
        )
        for session in week.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    )


def _set(item: Item) -> LoggedSet:
    effort, load = item.effort, item.load
    is_weighed = load is not None and "band" not in load.why
    return LoggedSet(
        reps=None if item.reps is None else sum(item.reps) // 2,
        hold_seconds=None
        if item.reps is not None or item.hold_seconds is None
        else sum(item.hold_seconds) // 2,
        rir=None if effort is None or effort.rir is None else effort.rir[1],
        kg=None if not is_weighed or load is None else _FOUND_KG if load.kg is None else load.kg,
    )


def differences(count: int) -> Iterator[tuple[Request, PlanDiff]]:
    """Of each drawn week that has sessions, the next week without and with the log."""
    catalog = load_catalog()
    for request in drawn(count, seed="own doses"):
        first = plan(request, catalog=catalog, explain_conflict=False).plan
        if first is None or not first.sessions:
            continue
        later = (date.fromisoformat(request.week.start) + timedelta(days=7)).isoformat()
        week = request.week.model_copy(update={"start": later})
        following = request.model_copy(update={"week": week})
        without, with_log = (
            plan(
                following.model_copy(update={"previous": PreviousWeek(plan=first, log=log)}),
                catalog=catalog,
                explain_conflict=False,
            )
            for log in ((), log_of(first))
        )
        yield request, diff(without, with_log)


def main() -> int:
    weeks = others = doses = 0
    for request, found in differences(WEEKS):
        weeks += 1
        others += bool(found.exercises)
        doses += any(
            (one.before.reps, one.before.effort) != (one.after.reps, one.after.effort)
            for one in found.doses
        )
        changed = [(one.exercise, one.before, one.after) for one in found.exercises]
        print(f"{request.athlete.id}: {changed or 'the same exercises and sets'}", flush=True)
    print(
        f"{weeks} weeks: {others} with other exercises or sets, {doses} with other repetitions"
        " or efforts"
    )
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
