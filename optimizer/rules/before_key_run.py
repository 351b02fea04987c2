"""Fresh legs for key runs: 24 hours from a leg-loading session's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from optimizer.documents.result import Finding
from optimizer.documents.wording import hours
from optimizer.rules.base import Rule
from optimizer.week.case import Case
from optimizer.week.claims import ANYTHING, Admission, Enforcement, RuleParameters
from optimizer.week.doses import dose_of
from optimizer.week.eve import key_run_after, reserve_on_eve
from optimizer.week.prescription import prescribed
from optimizer.week.problem import WeekProblem
from optimizer.week.remedies import Remedy, window_remedies
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek
from optimizer.week.timeline import TimedRun

POINTS = 10
POINTS_WITHOUT_LEG_LOADING = 2


class Parameters(RuleParameters):
    hours: Annotated[float, Field(ge=0, le=168)] | None = None
    """Elapsed hours to the next tempo, interval, long run or race; null: the catalog's 24."""


class BeforeKeyRun(Rule):
    """Preferred by default: together with the 24 h after runs it can empty a week.

    Required where the request chooses ``recovery: hard_days_hard``.

    Left out for a run: leg work may end at any time before it.
    """

    id = "before_key_run"
    title = "24 hours from a leg-loading session's end to the next key run"
    evidence = ("leg_to_key_min", "no_hard_run_after", "eve_reserve")
    enforcement = "preferred"
    may_be: ClassVar[frozenset[Enforcement]] = frozenset({"required", "preferred", "off"})
    asks_of_placed_runs = True
    parameters = Parameters

    def enforced(self, case: Case) -> Enforcement:
        """Required where ``recovery`` is ``hard_days_hard``, unless the request says otherwise."""
        requested = case.settings[self.id].enforcement
        chosen = case.request.recovery == "hard_days_hard"
        return "required" if requested is None and chosen else super().enforced(case)

    def options(self, case: Case, start: int) -> Sequence[Admission]:
        key_run = case.timeline.next_key_run_after(start)
        if key_run is None or self.enforced(case) == "off":
            return (ANYTHING,)
        by = key_run.start - self.needed_minutes(case)
        if by - start >= 24 * 60:  # longer than any session
            return (ANYTHING,)
        required = self.enforced(case) == "required"
        light = 0 if required or by >= start else POINTS_WITHOUT_LEG_LOADING
        ways = [Admission(max_leg_load=1, max_impact=1, points=light)]
        if by > start:
            ways.append(Admission(ends_by=by))
        # Never less than a night, even where the 24 are only a preference.
        at_least = key_run.start - case.minutes_from_hours("no_hard_run_after")
        if not required and at_least > start:
            ways.append(Admission(points=POINTS, ends_late=True, ends_by=at_least))
        return ways

    def words_at(self, case: Case, start: int) -> str | None:
        key_run = case.timeline.next_key_run_after(start)
        if key_run is None or self.enforced(case) == "off":
            return None
        by = key_run.start - self.needed_minutes(case)
        if any(w.start <= start < w.end <= by for w in case.timeline.windows):
            return None  # the window ends in time
        return (
            f"{case.timeline.clock(start)} is {hours(key_run.start - start)} before"
            f" {case.timeline.run_name(key_run)};"
            f" {hours(self.needed_minutes(case))} from the end of leg work are"
            f" {self.enforced(case)}."
        )

    def open_options(self, case: Case, start: int) -> Sequence[Admission]:
        ways = list(self.options(case, start))
        if ANYTHING in ways:
            return ways
        # Without the claim of the nearest key run, those of the next ones still hold.
        needed = self._least_minutes(case)
        near = [
            run
            for run in sorted(case.timeline.runs, key=lambda run: run.start)
            if run.is_key and start <= run.start < start + needed + 24 * 60
        ]
        for count in range(1, len(near) + 1):
            broken = frozenset(self.claim(one.id) for one in near[:count])
            if count == len(near):
                ways.append(Admission(breaks=broken))
            elif near[count].start - needed > start:
                ways.append(Admission(breaks=broken, ends_by=near[count].start - needed))
        return ways

    def _least_minutes(self, case: Case) -> int:
        """The minutes before a key run that no week may fall short of."""
        if self.enforced(case) == "required":
            return self.needed_minutes(case)
        return case.minutes_from_hours("no_hard_run_after")

    def subjects(self, problem: WeekProblem) -> list[str]:
        if self.enforced(problem.case) == "off":
            return []
        return sorted(run.id for run in problem.case.timeline.runs if run.is_key)

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:
        for window in case.timeline.windows:
            key_run = case.timeline.next_key_run_after(window.start)
            if key_run is not None and key_run.id == subject:
                yield from window_remedies(case, window)

    def claim_sentence(self, case: Case, subject: str) -> str:
        run = next(run for run in case.timeline.runs if run.id == subject)
        needed = self._least_minutes(case)
        return f"Leg work ends at least {hours(needed)} before {case.timeline.run_name(run)}."

    def claim_sentence_anywhere(self, case: Case, run: TimedRun) -> str:
        needed = hours(self._least_minutes(case))
        return f"Leg work ends at least {needed} before run {run.id}, whenever it is run."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        needed = self.needed_minutes(week.case)
        for session in week.sessions:
            if not session.is_leg_loading:
                continue
            for run in week.case.timeline.runs:
                gap = run.start - session.end / 60
                if run.is_key and run.start * 60 >= session.start and gap < needed:
                    yield self.breach(
                        session.session.window, needed / 60, gap / 60, "hours",
                        f"The leg work of {week.when(session)} ends {hours(gap)} before the"
                        f" {run.kind} of {week.case.timeline.clock(run.start)}.",
                    )  # fmt: skip
                    break
        for session in week.sessions:
            yield from self._too_hard(week, session)

    def _too_hard(self, week: ReviewedWeek, session: ReviewedSession) -> Iterator[Finding]:
        """Work of the legs that leaves no more on the eve of a key run than else."""
        case = week.case
        run = key_run_after(case, session.start // 60, session.end / 60)
        for entry in session.training if run is not None else ():
            effort, usual = entry.item.effort, prescribed(case, entry.exercise)
            if effort is None or effort.rir is None or usual.rir is None:
                continue
            needed = usual.rir[0] + reserve_on_eve(case, entry.exercise, usual.rir[0])
            if effort.rir[0] < needed and run is not None:
                yield self.breach(
                    session.session.window, needed, effort.rir[0], "repetitions in reserve",
                    f"{week.when(session)}: {entry.exercise.name} leaves {effort.rir[0]}; less than"
                    f" {hours(case.minutes_from_hours('leg_to_key_min'))} before"
                    f" {case.timeline.run_name(run)} it is to leave {needed}.",
                )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        needed = self.needed_minutes(week.case)
        gaps = [
            (key_run.start - session.end / 60, week.when(session), session.session.window, key_run)
            for session in week.sessions
            for key_run in [week.case.timeline.next_key_run_after(session.start // 60)]
            if key_run is not None and session.is_leg_loading
        ]
        if not gaps:
            return None
        gap, when, window, key_run = min(gaps, key=lambda found: found[0])
        return self.margin(
            window, needed / 60, gap / 60, "hours",
            f"The leg work of {when} ends {hours(gap)} before"
            f" {week.case.timeline.run_name(key_run)}"
            f" ({hours(needed)} {self.enforced(week.case)}).",
        )  # fmt: skip

    def forbids(self, week: ReviewedWeek, *, relaxed: bool) -> bool:
        if self.enforced(week.case) != "preferred":
            return super().forbids(week, relaxed=relaxed)
        least = self._least_minutes(week.case)
        return any(
            run.is_key and run.start >= session.start / 60 and run.start - session.end / 60 < least
            for session in week.sessions
            if session.is_leg_loading
            for run in week.case.timeline.runs
        )

    def measured_points(self, week: ReviewedWeek) -> int:
        if self.enforced(week.case) != "preferred":
            return 0
        return sum(self._points_of(week.case, session) for session in week.ahead.sessions)

    def ends_late(self, case: Case, session: ReviewedSession) -> bool:
        """True: by its budgeted time, with ramp sets, it ends within the hours before a key run."""
        key_run = case.timeline.next_key_run_after(session.start // 60)
        ramps = (dose_of(case, entry.exercise).ramp_seconds for entry in session.training)
        ramp = min((seconds for seconds in ramps if seconds), default=0)
        charged_end = (session.start + session.budgeted_seconds(case) + ramp) / 60
        return (
            self.enforced(case) != "off"
            and key_run is not None
            and charged_end > key_run.start - self.needed_minutes(case)
        )

    def _points_of(self, case: Case, session: ReviewedSession) -> int:
        """What one session costs; its end is that of its charged time."""
        start = session.start // 60
        key_run = case.timeline.next_key_run_after(start)
        if key_run is None:
            return 0
        by = key_run.start - self.needed_minutes(case)
        if session.is_leg_loading:
            return POINTS if self.ends_late(case, session) else 0
        return POINTS_WITHOUT_LEG_LOADING if start > by else 0

    def minutes_clear(self, case: Case) -> tuple[int, int]:
        return 0, 0 if self.enforced(case) == "off" else self.needed_minutes(case)

    def needed_minutes(self, case: Case) -> int:
        hours_requested = case.parameters(self.id, Parameters).hours
        return (
            case.minutes_from_hours("leg_to_key_min")
            if hours_requested is None
            else round(hours_requested * 60)
        )
