"""Fresh legs for key runs: 24 hours from a leg-loading session's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from catalog.models import Exercise, Region
from optimizer.case.before_key_run import HoursBeforeKeyRun, minutes_before_key_run
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission, Enforcement
from optimizer.case.remedies import Remedy, window_remedies
from optimizer.case.timeline import TimedRun
from optimizer.documents.result import Finding
from optimizer.documents.wording import hours
from optimizer.dosing.after_time_off import begins_anew, eased
from optimizer.dosing.doses import dose_of
from optimizer.dosing.injury_doses import more_reserve
from optimizer.dosing.prescription import dose_role_of
from optimizer.dosing.worth import stage_of
from optimizer.rules.base import Rule
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek

POINTS = 10
POINTS_WITHOUT_LEG_LOADING = 2

_LEGS: frozenset[Region] = frozenset({"hip", "thigh", "lower_leg", "foot"})
_BELOW_THE_KNEE: frozenset[Region] = frozenset({"lower_leg", "foot"})
_SECONDS_OF_ONE = 5
"""Of a hold, for a repetition in reserve."""


class Parameters(HoursBeforeKeyRun):
    pass


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
        case, needed = week.case, self.needed_minutes(week.case)
        near = [
            run
            for run in case.timeline.runs
            if run.is_key
            and run.start * 60 >= session.start
            and run.start - session.end / 60 < needed
        ]
        for entry in session.training if near else ():
            effort = entry.item.effort
            least = None if effort is None else _least_on_an_eve(case, entry.exercise)
            if effort is None or least is None:
                continue
            left, unit = effort.rir, "repetitions in reserve"
            if left is None:
                left, unit = effort.reserve_seconds, "seconds in reserve"
                least *= _SECONDS_OF_ONE
            if left is not None and left[0] < least:
                seconds = "" if effort.rir is not None else " s"
                yield self.breach(
                    session.session.window, least, left[0], unit,
                    f"{week.when(session)}: {entry.exercise.name} leaves {left[0]}{seconds}; less"
                    f" than {hours(needed)} before {case.timeline.run_name(near[0])} it is to leave"
                    f" {least:g}{seconds}.",
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
        return minutes_before_key_run(case)


def _least_on_an_eve(case: Case, exercise: Exercise) -> float | None:
    """Repetitions that are to be left, of a hold its seconds by five; None: it spares the legs, or
    is not dosed by reserve.

    Read from the table of doses and what is added to it, not from the dose that plans are made by.
    """
    muscles = case.catalog.muscles
    regions = {muscles[name].region for name in exercise.primary if name in muscles}
    role = dose_role_of(case, exercise)
    if role in (None, "plyometric") or not regions & _LEGS:
        return None
    stage = "beginner_first4" if begins_anew(case, exercise) else stage_of(case)
    cell = case.catalog.prescribed(role, stage, case.request.week.phase)
    if exercise.reps is None:
        # A hold whose role is dosed by repetitions is left as early as one of a circuit.
        circuit = case.catalog.prescribed("circuit", stage_of(case), "in_season")
        seconds = cell.reserve_seconds or circuit.reserve_seconds
        usual = None if seconds is None else seconds[0] / _SECONDS_OF_ONE
    else:
        usual = None if cell.rir is None else float(cell.rir[0])
    if usual is None:
        return None
    usual += more_reserve(case, exercise) + eased(case, exercise, cell.sets[1]).more_reserve
    usual += case.catalog.number("deload_reserve") if case.is_deload else 0
    more, least_below_the_knee = case.catalog.numbers("eve_reserve")
    on_eve = usual + more
    return max(on_eve, least_below_the_knee) if regions & _BELOW_THE_KNEE else on_eve
