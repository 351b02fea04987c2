"""What a log of a plan's own doses changes in the next week: nothing but what progression asks.

``python -m benchmarks.own_doses`` plans drawn weeks and the weeks after them, once with and once
without such a log, and tells where exercises, sets, repetitions or efforts differ, and which rule
of the log asks for it.

The sets of an exercise may not go up in the week in which its load does.  That is a bound more on
the search, which may then end at another week that is just as good: the same sets on other days.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.watch_log import drawn
from catalog import load_catalog
from optimizer import Request, diff, plan
from optimizer.documents.difference import PlanDiff
from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Item, Plan, Result
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


@dataclass(frozen=True)
class Following:
    """The next week without and with the log of the week before."""

    request: Request
    without: Result
    with_log: Result

    @property
    def difference(self) -> PlanDiff:
        return diff(self.without, self.with_log)

    @property
    def other_sets(self) -> list[str]:
        """Exercises with other sets in the week."""
        return [
            f"{one.exercise} {one.before} -> {one.after}"
            for one in self.difference.exercises
            if one.before != one.after
        ]

    @property
    def is_moved(self) -> bool:
        """True: the same sets on other days, in a week that is just as good."""
        is_as_good = self.without.objective == self.with_log.objective
        return bool(self.difference.exercises) and not self.other_sets and is_as_good

    @property
    def other_doses(self) -> list[tuple[str, str | None]]:
        """Other repetitions or efforts, each with the sentence by which the log asks for it."""
        assert self.with_log.plan is not None
        reasons = dict(_reasons(self.with_log.plan))
        return [
            (one.exercise, reasons.get(one.exercise))
            for one in self.difference.doses
            if (one.before.reps, one.before.effort) != (one.after.reps, one.after.effort)
        ]


def _reasons(plan: Plan) -> Iterator[tuple[str, str]]:
    """What the log has to say of an exercise, or of another by whose load it is known now."""
    for session in plan.sessions:
        for block in session.blocks:
            for item in block.items:
                if item.progress is not None:
                    yield item.exercise, item.progress.sentence
                elif item.load is not None and item.load.kg is not None:
                    yield item.exercise, item.load.why


def followings(count: int) -> Iterator[Following]:
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
        yield Following(request, without, with_log)


def main() -> int:
    weeks = others = moved = doses = unasked = 0
    for found in followings(WEEKS):
        weeks += 1
        is_other = bool(found.difference.exercises) and not found.is_moved
        others += is_other
        moved += found.is_moved
        other_doses = found.other_doses
        doses += bool(other_doses)
        unasked += any(reason is None for _, reason in other_doses)
        what = "the same exercises and sets"
        if found.is_moved:
            what = "the same sets on other days, just as good"
        elif is_other:
            what = f"other exercises or sets: {', '.join(found.other_sets) or 'on other days'}"
        print(f"{found.request.athlete.id}: {what}", flush=True)
        for exercise, reason in other_doses:
            print(f"  {exercise} with another dose: {reason or 'NOTHING ASKS FOR IT'}", flush=True)
    print(
        f"{weeks} weeks: {others} with other exercises or sets, {moved} with the same on other days"
        f" of a week just as good, {doses} with other repetitions or efforts, {unasked} of them"
        " without a rule that asks for it"
    )
    return 1 if others or unasked else 0


if __name__ == "__main__":
    sys.exit(main())
