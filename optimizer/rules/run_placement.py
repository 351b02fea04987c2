"""Placed runs: inside their windows, and as far from other runs as ``run_rules`` asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.case.claims import Enforcement
from optimizer.case.timeline import TimedRun, Timeline
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted, hours, listed
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek

MAX_A_DAY = "max_a_day"
BETWEEN_KEY_RUNS = "hours_between_key_runs"
LONG_AFTER_KEY_RUN = "long_after_key_run"
ORDER = "order"
OVERLAP = "overlap"


class RunPlacement(Rule):
    """It asks nothing of sessions: what a run asks of them is the other rules' part.

    Two runs of which neither was placed stand as the athlete has given them.
    """

    id = "run_placement"
    title = "Placed runs in their windows, one a day, key runs apart"
    may_be: ClassVar[frozenset[Enforcement]] = frozenset({"required"})
    says_what_is_possible = False

    def forbidden_pair(self, case: Case, one: TimedRun, other: TimedRun) -> str | None:
        """The part of ``run_rules`` that keeps two runs from these times; None: none does.

        ``max_a_day`` is asked of a pair only where one run a day is the most.
        """
        rules, timeline = case.request.run_rules, case.timeline
        if not (one.is_placed or other.is_placed):
            return None
        if one.start < other.end and other.start < one.end:
            return OVERLAP
        first, second = sorted((one, other), key=lambda run: run.start)
        days = (timeline.day(second.start) - timeline.day(first.start)).days
        if days == 0 and rules.max_a_day == 1:
            return MAX_A_DAY
        if first.is_key and second.is_key:
            if second.start - first.start < 60 * rules.hours_between_key_runs:
                return BETWEEN_KEY_RUNS
            if second.kind == "long" and days == 1 and not rules.long_after_key_run:
                return LONG_AFTER_KEY_RUN
        order = rules.order
        if first.id in order and second.id in order:
            return ORDER if order.index(first.id) > order.index(second.id) else None
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        timeline = week.case.timeline
        for run in timeline.runs:
            if run.is_placed:
                yield from self._of_one(week.case, run)
        yield from self._of_days(week.case)
        for earlier, later in combinations(timeline.runs, 2):
            if earlier.is_placed or later.is_placed:
                yield from self._of_two(week.case, earlier, later)
        yield from self._beside_sessions(week)

    def _of_one(self, case: Case, run: TimedRun) -> Iterator[Finding]:
        timeline, grid = case.timeline, case.request.run_rules.grid_minutes
        outside = min(
            max(0, start - run.start) + max(0, run.end - end) for start, end in run.windows
        )
        if outside:
            windows = listed(_window(timeline, *window) for window in run.windows)
            yield self.breach(
                run.id, 0, outside, "minutes outside",
                f"{_name(timeline, run)} is not inside its windows ({windows}).",
            )  # fmt: skip
        opens = any(run.start == start for start, _ in run.windows)
        moment = timeline.local(run.start)
        off = (60 * moment.hour + moment.minute) % grid
        if off and not opens:
            yield self.breach(
                run.id, 0, off, "minutes off the grid",
                f"{_name(timeline, run)} does not start on a whole {counted(grid, 'minutes')}.",
            )  # fmt: skip

    def _of_days(self, case: Case) -> Iterator[Finding]:
        timeline, most = case.timeline, case.request.run_rules.max_a_day
        on_day = Counter(timeline.day(run.start) for run in timeline.runs)
        for day in sorted({timeline.day(run.start) for run in timeline.runs if run.is_placed}):
            if on_day[day] > most:
                yield self.breach(
                    MAX_A_DAY, most, on_day[day], "runs",
                    f"{counted(on_day[day], 'runs')} on {day:%a %d %b}; the most is {most} where"
                    " one of them is placed.",
                )  # fmt: skip

    def _of_two(self, case: Case, earlier: TimedRun, later: TimedRun) -> Iterator[Finding]:
        timeline, rules = case.timeline, case.request.run_rules
        names = f"{_name(timeline, later)} and {_name(timeline, earlier)}"
        if later.start < earlier.end:
            overlap = min(earlier.end, later.end) - later.start
            yield self.breach(OVERLAP, 0, overlap, "minutes", f"{names} overlap.")
        if earlier.is_key and later.is_key:
            gap = later.start - earlier.start
            if gap < 60 * rules.hours_between_key_runs:
                yield self.breach(
                    BETWEEN_KEY_RUNS, rules.hours_between_key_runs, gap / 60, "hours",
                    f"{names} start {hours(gap)} apart; key runs need"
                    f" {hours(60 * rules.hours_between_key_runs)}.",
                )  # fmt: skip
            next_day = timeline.day(earlier.start) + timedelta(days=1) == timeline.day(later.start)
            if later.kind == "long" and next_day and not rules.long_after_key_run:
                yield self.breach(
                    LONG_AFTER_KEY_RUN, 2, 1, "days",
                    f"{_name(timeline, later)} is on the day after {_name(timeline, earlier)}.",
                )  # fmt: skip
        if {earlier.id, later.id} <= {*rules.order}:
            places = [rules.order.index(run.id) for run in (earlier, later)]
            if places[0] > places[1]:
                yield self.breach(
                    ORDER, 0, 1, "runs out of order",
                    f"{names} are not in the order of run_rules.",
                )  # fmt: skip

    def _beside_sessions(self, week: ReviewedWeek) -> Iterator[Finding]:
        least = week.case.request.run_rules.minutes_between
        for run in week.case.timeline.runs:
            if not run.is_placed:
                continue
            for session in week.sessions:
                gap = max(session.start / 60 - run.end, run.start - session.end / 60)
                if 0 <= gap < least:
                    yield self.breach(
                        session.session.window, least, gap, "minutes",
                        f"The session of {week.when(session)} is {gap:.0f} min from"
                        f" {_name(week.case.timeline, run)}; {least} are asked for.",
                    )  # fmt: skip


def _name(timeline: Timeline, run: TimedRun) -> str:
    """``The long run 'sunday' of Sun 08:00``."""
    name = timeline.run_name(run)
    return f"{name[0].upper()}{name[1:]}"


def _window(timeline: Timeline, start: int, end: int) -> str:
    return f"{timeline.clock(start)} to {timeline.clock(end)}"
