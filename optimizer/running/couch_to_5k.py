"""From the couch to 5 km: nine weeks of walking and running, by what was reported.

A week that was passed leads to the next one, another is repeated; after two repeats the plan goes
back a week and on by half steps.  Days off lead back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from catalog import Catalog
from catalog.run_plans import BoutSession
from optimizer.documents.running import PlannedRun, RunReport, RunWeek
from optimizer.documents.wording import counted
from optimizer.running.bouts import walk_run_bouts
from optimizer.running.times import WeeklyTime, local

_LETTERS = "abc"
_QUARTER_MINUTE = 4
MOST_WEEKS = 60
"""Beyond, a program is none."""


@dataclass
class Progress:
    """Where in the program the runner stands, after the weeks that are behind."""

    step: float
    """The program's week ahead; a half lies between two."""
    last_passed: float | None = None
    repeats: int = 0
    by_halves: bool = False
    times_passed: dict[float, int] = field(default_factory=dict)
    finished: bool = False
    stopped: str | None = None
    note: str | None = None


class CouchTo5k:
    """The program of the catalog, for one runner."""

    def __init__(self, catalog: Catalog, *, heavier: bool) -> None:
        self.catalog = catalog
        self.heavier = heavier
        self.by_week = {week.week: week for week in catalog.couch_to_5k_weeks.values()}
        self.last = max(self.by_week)

    def first_week(self, longest_minutes: int) -> int:
        """By the longest run without a walk."""
        bounds = self.catalog.numbers("c25k_entry")
        return 1 + 2 * sum(longest_minutes >= bound for bound in bounds)

    def longest_bout_in(self, step: float) -> float:
        return max(max(session.run_minutes) for session in self.sessions(step))

    def first_bout_of(self, step: float) -> float:
        return max(self.sessions(step)[0].run_minutes)

    def sessions(self, step: float) -> tuple[BoutSession, ...]:
        """The sessions of a week; of a half step, bouts half way between its two weeks."""
        week = self.by_week[max(1, int(step))]
        if step == int(step) or int(step) >= self.last:
            return week.sessions
        later = self.by_week[int(step) + 1]
        return tuple(map(_half_way, week.sessions, later.sessions))

    def after(self, progress: Progress, reports: Sequence[RunReport], number: int) -> None:
        """What week ``number`` of the plan, with these reports, leads to."""
        progress.note = None
        if self._passed(reports, number):
            self.go_on(progress)
            return
        most = round(self.catalog.number("c25k_repeat"))
        if progress.repeats < most:
            progress.repeats += 1
            progress.note = "Again: the week before was not passed, which is normal."
            return
        progress.repeats = 0
        progress.by_halves = True
        progress.step = max(1.0, float(int(progress.step - 1)))
        progress.note = (
            "One week back, and on by half steps: the week was not passed"
            f" {counted(most + 1, 'times')}."
        )

    def go_on(self, progress: Progress) -> None:
        """The week was passed."""
        step, progress.note = progress.step, None
        progress.times_passed[step] = progress.times_passed.get(step, 0) + 1
        progress.last_passed, progress.repeats = step, 0
        if self.heavier and step <= 2 and progress.times_passed[step] < 2:
            progress.note = "Once more, as chosen: the first two weeks are done twice."
            return
        progress.step = step + (0.5 if progress.by_halves else 1.0)
        if step >= self.last:
            progress.finished = True
        progress.step = min(progress.step, float(self.last))

    def _passed(self, reports: Sequence[RunReport], number: int) -> bool:
        needed, most_effort, most_pain = self.catalog.numbers("c25k_pass")
        good = [one for one in reports if one.done and (one.rpe is None or one.rpe <= most_effort)]
        mornings = [one.pain_next_morning for one in sorted(reports, key=lambda r: r.date)]
        known = [pain for pain in mornings if pain is not None]
        rises = len(known) > 1 and known[-1] > known[0]
        has_last = any(one.id == session_id(number, 2) for one in good)
        return (
            len(good) >= needed
            and has_last
            and all(pain <= most_pain for pain in known)
            and not rises
        )

    def after_days_off(self, progress: Progress, days: int) -> None:
        """So many days since the last session that was done."""
        go_on, repeat, back_two = self.catalog.numbers("c25k_missed")
        if days <= go_on:
            return
        reached, off = progress.step, f"After {counted(days, 'days')} without a run"
        if days <= repeat:
            progress.step = progress.last_passed or reached
            progress.note = f"{off}: the last passed week again."
        elif days <= back_two:
            progress.step = max(1.0, reached - 2)
            progress.note = f"{off}: two weeks back."
        else:
            progress.step = max(1.0, float(int(reached / 2)))
            progress.note = f"{off}: back to half of what was reached."
        progress.repeats = 0
        progress.finished = False

    def stop_of(self, reports: Sequence[RunReport]) -> str | None:
        """Why the plan ends until a clinician has seen it; None: it goes on."""
        limit, _, sessions, days = self.catalog.numbers("c25k_pain")
        sore = sorted(
            (one for one in reports if one.pain is not None and one.pain > limit),
            key=lambda one: one.date,
        )
        for index, one in enumerate(sore):
            same = [
                other
                for other in sore[index:]
                if _same_place(other, one) and (other.day - one.day).days <= days
            ]
            if len(same) >= sessions:
                where = "" if one.place is None else f" ({one.place})"
                return (
                    f"Stop running and see a clinician: pain above {limit:g} of 10{where} in"
                    f" {counted(len(same), 'sessions')} within {counted(days, 'days')}."
                )
        return None

    def pain_note(self, reports: Sequence[RunReport]) -> str | None:
        """After pain in one session: how to go on."""
        limit, rest_hours, _, _ = self.catalog.numbers("c25k_pain")
        if any(one.pain is not None and one.pain > limit for one in reports):
            return (
                f"After pain above {limit:g} of 10: walk home, no run for"
                f" {counted(rest_hours, 'hours')}, then the last painless session again."
            )
        return None


def _same_place(one: RunReport, other: RunReport) -> bool:
    """Told in the same words, whatever their letters and blanks: both are typed by hand."""

    def words(report: RunReport) -> list[str]:
        return (report.place or "").casefold().split()

    return words(one) == words(other)


def session_id(number: int, index: int) -> str:
    """Of the session at ``index`` in week ``number`` of the plan: ``w3c``."""
    return f"w{number}{_LETTERS[index]}"


def weeks_of(
    program: CouchTo5k,
    progress: Progress,
    start: date,
    times: Sequence[WeeklyTime],
    zone: ZoneInfo,
    reports: Sequence[RunReport],
    today: date | None,
) -> Iterator[RunWeek]:
    """Every week: those behind by their reports, those ahead as if each is passed.

    Changes ``progress``, whose state afterwards is that of the last week.
    """
    by_week: dict[int, list[RunReport]] = {}
    for report in reports:
        by_week.setdefault(int(report.id[1:-1]), []).append(report)
    last_reported = max(by_week, default=0)
    number, last_done = 1, None
    while number <= MOST_WEEKS:
        first = start + timedelta(weeks=number - 1)
        is_behind = number <= last_reported or (
            today is not None and first + timedelta(days=7) <= today
        )
        if not is_behind and last_done is not None:
            resumes = first if today is None else max(first, today)
            program.after_days_off(progress, (resumes - last_done).days)
            last_done = None
        if progress.finished:
            return
        own = by_week.get(number, [])
        week = _week(program, progress, number, first, times, zone)
        if is_behind:
            note = week.note if own else "Nothing was reported of it."
            week = week.model_copy(update={"state": "done", "note": note})
        yield week
        if is_behind:
            done = [one.day for one in own if one.done]
            last_done = max([*done, *([last_done] if last_done else [])], default=None)
            if own:
                program.after(progress, own, number)
                progress.note = program.pain_note(own) or progress.note
        else:
            program.go_on(progress)
        number += 1


def _week(
    program: CouchTo5k,
    progress: Progress,
    number: int,
    start: date,
    times: Sequence[WeeklyTime],
    zone: ZoneInfo,
) -> RunWeek:
    runs = []
    in_order = sorted(times, key=lambda one: one.date_from(start))
    for index, (session, time) in enumerate(
        zip(program.sessions(progress.step), in_order, strict=True)
    ):
        bouts = walk_run_bouts(program.catalog, session)
        seconds = sum(bout.seconds for bout in bouts)
        runs.append(
            PlannedRun(
                id=session_id(number, index),
                start=local(time.date_from(start), time.at, zone),
                minutes=-(-seconds // 60),
                kind="easy",
                name=f"Walk and run {_in_words(session)}",
                bouts=bouts,
            )
        )
    return RunWeek(
        number=number,
        start=start.isoformat(),
        phase="off_season",
        minutes=sum(run.minutes for run in runs),
        longest_minutes=max(run.minutes for run in runs),
        runs=tuple(runs),
        program_week=progress.step,
        note=progress.note,
    )


def _in_words(session: BoutSession) -> str:
    """``5 × 3 min``, ``16 + 9 min``."""
    lengths = [f"{minutes:g}" for minutes in session.run_minutes]
    if len(set(lengths)) == 1 and len(lengths) > 1:
        return f"{len(lengths)} × {lengths[0]} min"
    return f"{' + '.join(lengths)} min"


def _half_way(one: BoutSession, other: BoutSession) -> BoutSession:
    """Bouts half way between, as many as their common running time holds."""
    longest = (max(one.run_minutes) + max(other.run_minutes)) / 2
    bout = int(longest * _QUARTER_MINUTE) / _QUARTER_MINUTE
    running = (one.running_minutes + other.running_minutes) / 2
    return BoutSession(
        run_minutes=(bout,) * max(1, int(running / bout)),
        walk_between_minutes=max(one.walk_between_minutes, other.walk_between_minutes),
    )
