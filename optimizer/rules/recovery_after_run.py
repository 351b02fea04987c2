"""Recovery: 24 elapsed hours from the end of a run to the start of a strength session."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from optimizer.case import hard_days
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission, Enforcement, RuleParameters
from optimizer.case.hard_days import POINTS_OFF_HARD_DAYS
from optimizer.case.remedies import RECOVERY_FOR_LEGS, Change, Remedy, run_remedy, window_remedies
from optimizer.case.timeline import TimedRun, TimedWindow
from optimizer.documents.errors import Problem
from optimizer.documents.request import Request
from optimizer.documents.result import Finding
from optimizer.documents.wording import hours, quoted
from optimizer.rules.base import BESIDE_THE_POINT, OWN_WEEK, Rule
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek

POINTS_TIRED = 10
_SESSIONS = "sessions_inside_recovery"
# Whether a session loads the legs, and the tier that counts its lack of recovery.
_TIERS = {
    True: "recovery_short_for_leg_loading",
    False: "recovery_short_without_leg_loading",
}


class Parameters(RuleParameters):
    hours: Annotated[float, Field(ge=0, le=168)] | None = None
    """Elapsed hours from the end of a run; null: the catalog's 24."""
    applies_to: Literal["every_session", "leg_loading"] = "every_session"


class RecoveryAfterRun(Rule):
    """Relaxed in two published steps, session by session.

    First a session inside the 24 hours is held without leg-loading work (the upper body recovers
    at once: Sporer & Wenger 2003).  Only where that is not enough, leg loading
    comes back down to the floor: 6 h (3 h for the advanced after a hard run), 24 h after a long run
    or a race.

    Left out for a run: a session may start at once after it, as far as other runs allow.

    Where the request chooses ``hard_days_hard``, a session may also stand on the day of an interval
    or tempo run, see ``case/hard_days.py``: then it lacks nothing, and other days cost points.
    """

    id = "recovery_after_run"
    title = "24 hours from the end of a run to a strength session"
    evidence = (
        "run_to_leg_pref", "run_to_leg_floor_easy", "run_to_leg_floor_hard",
        "run_to_leg_floor_hard_advanced", "run_to_leg_long", "long_run_minutes", "run_to_light",
        "run_to_upper", "hard_days_hard",
    )  # fmt: skip
    may_be: ClassVar[frozenset[Enforcement]] = frozenset({"required", "preferred"})
    relaxable = True
    asks_of_placed_runs = True
    parameters = Parameters

    def contradictions(self, request: Request) -> Iterator[Problem]:
        if request.recovery != "hard_days_hard":
            return
        for name, value in request.rules.get(self.id, {}).items():
            if name in ("hours", "applies_to") and value is not None:
                yield Problem(
                    "recovery",
                    quoted(request.recovery),
                    f"and rules.{self.id}.{name} ({quoted(value)}) cannot both hold; leave one of"
                    " them out",
                )

    def moments(self, case: Case) -> Iterable[int]:
        needed = self.needed_minutes(case)
        for run in case.timeline.runs:
            yield from (run.end, run.end + floor_minutes(case, run))
            yield run.end + needed
            if hard_days.is_chosen(case):
                yield run.end + hard_days.least_minutes(case, run)
        if hard_days.is_chosen(case):
            # Where a hard day ends.
            yield from case.timeline.midnights

    def options(self, case: Case, start: int) -> Sequence[Admission]:
        if hard_days.is_chosen(case):
            return self._options_by_hard_days(case, start)
        before = case.timeline.last_run_before(start)
        needed = self.needed_minutes(case)
        if before is None or start - before.end >= needed:
            return (ANYTHING,)
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        if self.enforced(case) == "preferred":
            tired = Admission(points=POINTS_TIRED)
            return (Admission(max_leg_load=1, max_impact=1), tired) if only_legs else (tired,)
        if only_legs:
            ways = [Admission(max_leg_load=1, max_impact=1)]
        else:
            ways = [
                Admission(
                    max_leg_load=1,
                    max_impact=1,
                    relaxation="leg_loading_only",
                    relaxed_minutes=needed - (start - before.end),
                )
            ]
        if all(
            start - run.end >= min(needed, floor_minutes(case, run))
            for run in case.timeline.runs
            if run.end <= start
        ):
            short = needed - (start - before.end)
            ways.append(Admission(relaxation="floor", relaxed_minutes=short))
        return ways

    def _options_by_hard_days(self, case: Case, start: int) -> Sequence[Admission]:
        points = 0 if hard_days.holds_at(case, start) else POINTS_OFF_HARD_DAYS
        light, legs = (self._minutes_short(case, start, legs=legs) for legs in (False, True))
        if legs == 0:
            return (Admission(points=points),)
        if self.enforced(case) == "preferred":
            tired = Admission(points=points + POINTS_TIRED)
            rested = Admission(max_leg_load=1, max_impact=1, points=points)
            return (tired,) if light else (rested, tired)
        ways = [
            Admission(
                max_leg_load=1,
                max_impact=1,
                relaxation="leg_loading_only" if light else "none",
                relaxed_minutes=light,
                points=points,
            )
        ]
        if all(
            start - run.end >= min(self.needed_minutes(case), floor_minutes(case, run))
            for run in case.timeline.runs
            if run.end <= start
        ):
            ways.append(Admission(relaxation="floor", relaxed_minutes=legs, points=points))
        return ways

    def _required_minutes(self, case: Case, run: TimedRun, *, on_hard_day: bool, legs: bool) -> int:
        """The gap after ``run`` that a session needs; ``legs``: one that loads them."""
        if not on_hard_day:
            return self.needed_minutes(case)
        if legs:
            return min(self.needed_minutes(case), floor_minutes(case, run))
        return hard_days.least_minutes(case, run)

    def _minutes_short(self, case: Case, start: int, *, legs: bool) -> int:
        """By how much the runs before ``start`` ask for a later one; 0: it is late enough."""
        on_hard_day = hard_days.holds_at(case, start)
        return max(
            (
                self._required_minutes(case, run, on_hard_day=on_hard_day, legs=legs)
                - (start - run.end)
                for run in self.runs_too_close(case, start, legs=legs)
            ),
            default=0,
        )

    def words_at(self, case: Case, start: int) -> str | None:
        if hard_days.is_chosen(case):
            return self._words_by_hard_days(case, start)
        before = case.timeline.last_run_before(start)
        needed = self.needed_minutes(case)
        if before is None or start - before.end >= needed:
            return None
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        what = " for work that loads the legs" if only_legs else ""
        return (
            f"{case.timeline.clock(start)} is {hours(start - before.end)} after"
            f" {case.timeline.run_name(before)} ends;"
            f" {hours(needed)} are {self.enforced(case)}{what}."
        )

    def _words_by_hard_days(self, case: Case, start: int) -> str | None:
        for legs, what in ((False, ""), (True, " for work that loads the legs")):
            short = self.runs_too_close(case, start, legs=legs)
            if short:
                run = max(short, key=lambda run: run.end)
                on_hard_day = hard_days.holds_at(case, start)
                required = self._required_minutes(case, run, on_hard_day=on_hard_day, legs=legs)
                but = "" if on_hard_day else " except on the day of an interval or tempo run"
                return (
                    f"{case.timeline.clock(start)} is {hours(start - run.end)} after"
                    f" {case.timeline.run_name(run)} ends;"
                    f" {hours(required)} are {self.enforced(case)}{what}{but}."
                )
        return None

    def open_options(self, case: Case, start: int) -> Sequence[Admission]:
        short = self.runs_too_close(case, start)
        if self.enforced(case) != "required" or not short:
            return [way for way in self.options(case, start) if way.relaxation == "none"]
        ways = [Admission(breaks=frozenset(self.claim(run.id) for run in short))]
        if hard_days.is_chosen(case):
            light = self.runs_too_close(case, start, legs=False)
            if len(light) < len(short):
                broken = frozenset(self.claim(run.id) for run in light)
                ways.append(Admission(max_leg_load=1, max_impact=1, breaks=broken))
        if case.parameters(self.id, Parameters).applies_to == "leg_loading":
            ways.append(Admission(max_leg_load=1, max_impact=1))
        return ways

    def runs_too_close(self, case: Case, start: int, *, legs: bool = True) -> list[TimedRun]:
        """The runs that had ended by ``start``, by fewer hours than the rule asks for.

        ``legs``: of a session that loads them, which on a hard day asks for more than another.
        """
        on_hard_day = hard_days.holds_at(case, start)
        return [
            run
            for run in case.timeline.runs
            if 0
            <= start - run.end
            < self._required_minutes(case, run, on_hard_day=on_hard_day, legs=legs)
        ]

    def subjects(self, problem: WeekProblem) -> list[str]:
        if self.enforced(problem.case) != "required":
            return []
        return sorted(run.id for run in problem.case.timeline.runs)

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:
        return OWN_WEEK if self._windows_after(problem.case, subject) else BESIDE_THE_POINT

    def may_spare_legs_alone(self, case: Case) -> bool:
        """True: its hours are those of every session, and could be of leg-loading ones alone."""
        applies_to = case.parameters(self.id, Parameters).applies_to
        return applies_to == "every_session" and not hard_days.is_chosen(case)

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:
        if self.may_spare_legs_alone(case):
            operations = self._set_parameter(case, "applies_to", "leg_loading")
            change = Change(
                "recovery_for_legs", RECOVERY_FOR_LEGS, operations,
                "Let the recovery after runs count for leg-loading sessions only; sooner sessions"
                " then hold no such work.",
            )  # fmt: skip
            yield Remedy("recovery_for_legs", "", 1, lambda _: change)
        run = next(run for run in case.timeline.runs if run.id == subject)
        earlier = run_remedy(case, run)
        if earlier is not None:
            yield earlier
        for window in case.timeline.windows:
            if any(run in self.runs_too_close(case, at) for at in (window.start, window.end)):
                yield from window_remedies(case, window)

    def claim_sentence(self, case: Case, subject: str) -> str:
        needed = self.needed_minutes(case)
        run = next(run for run in case.timeline.runs if run.id == subject)
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        what = "Leg-loading sessions" if only_legs else "Sessions"
        windows = [
            self._too_soon(case, run, window) for window in self._windows_after(case, subject)
        ]
        rule = (
            f"{what} start at least {hours(needed)} after {case.timeline.run_name(run)} ends at"
            f" {case.timeline.clock(run.end)}"
        )
        if hard_days.is_chosen(case):
            rule += ", or on the day of an interval or tempo run"
            least = hard_days.least_minutes(case, run)
            rule += f" {hours(least)} after it" if least else ""
        return f"{rule}; {'; '.join(windows)}." if windows else f"{rule}."

    def claim_sentence_anywhere(self, case: Case, run: TimedRun) -> str:
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        what = "Leg-loading sessions" if only_legs else "Sessions"
        rule = f"{what} start at least {hours(self.needed_minutes(case))} after run {run.id} ends"
        if hard_days.is_chosen(case):
            rule += ", or on the day of an interval or tempo run"
        return f"{rule}, whenever it is run."

    def _too_soon(self, case: Case, run: TimedRun, window: TimedWindow) -> str:
        clock = case.timeline.clock
        on_hard_day = hard_days.holds_at(case, window.start)
        required = self._required_minutes(case, run, on_hard_day=on_hard_day, legs=False)
        short = run.end + required - window.start
        sentence = (
            f"window {window.id} opens {clock(window.start)}, {hours(window.start - run.end)}"
            f" after, {hours(short)} too soon"
        )
        floor = run.end + floor_minutes(case, run)
        if window.start < floor < window.end:
            sentence += (
                f" (and even a relaxed week has leg work there only from {clock(floor)},"
                f" {hours(floor - window.start)} later)"
            )
        return sentence

    def _windows_after(self, case: Case, run_id: str) -> list[TimedWindow]:
        """The windows that open too soon after this run, and after no later one."""
        found = []
        for window in case.timeline.windows:
            last = case.timeline.last_run_before(window.start)
            if (
                last is not None
                and last.id == run_id
                and last in self.runs_too_close(case, window.start, legs=False)
            ):
                found.append(window)
        return found

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        if hard_days.is_chosen(week.case):
            yield from self._review_by_hard_days(week)
            return
        case = week.case
        needed = self.needed_minutes(case)
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        for session in week.sessions:
            if only_legs and not session.is_leg_loading:
                continue
            for run in case.timeline.runs:
                gap = session.start / 60 - run.end
                if 0 <= gap < needed and run is case.timeline.last_run_before(session.start // 60):
                    without = "" if session.is_leg_loading else "; it loads the legs but little"
                    yield self.breach(
                        session.session.window,
                        needed / 60,
                        gap / 60,
                        "hours",
                        f"{week.when(session)} starts {hours(gap)} after"
                        f" {case.timeline.run_name(run)} ends ({hours(needed)} required){without}.",
                    )

    def _review_by_hard_days(self, week: ReviewedWeek) -> Iterator[Finding]:
        for session in week.sessions:
            run, required, gap = self._most_lacking(week.case, session)
            if run is not None and gap < required:
                of_day = _hard_run_before(week.case, session)
                where = " on a day that has an interval or tempo run" if of_day else ""
                without = "" if session.is_leg_loading else "; it loads the legs but little"
                yield self.breach(
                    session.session.window, required / 60, gap / 60, "hours",
                    f"{week.when(session)} starts {hours(gap)} after"
                    f" {week.case.timeline.run_name(run)} ends"
                    f" ({hours(required)} required{where}){without}.",
                )  # fmt: skip

    def _most_lacking(
        self, case: Case, session: ReviewedSession
    ) -> tuple[TimedRun | None, int, float]:
        """Under ``hard_days_hard``: the run of whose hours a session lacks most, the minutes that
        it asks for and those that the session has."""
        of_day = _hard_run_before(case, session)
        found: tuple[TimedRun | None, int, float] = (None, 0, 0)
        for run in case.timeline.runs:
            gap = session.start / 60 - run.end
            if gap < 0:
                continue
            required = self.needed_minutes(case)
            if of_day and session.is_leg_loading:
                required = min(required, floor_minutes(case, run))
            elif of_day and run.kind not in ("interval", "tempo"):
                continue
            elif of_day:
                level = "_advanced" if case.request.athlete.level == "advanced" else ""
                required = case.minutes_from_hours(f"run_to_leg_floor_hard{level}")
            if found[0] is None or required - gap > found[1] - found[2]:
                found = run, required, gap
        return found

    def forbids(self, week: ReviewedWeek, *, relaxed: bool) -> bool:
        if not relaxed:
            return super().forbids(week, relaxed=relaxed)
        case = week.case
        needed = self.needed_minutes(case)
        return self.enforced(case) == "required" and any(
            0 <= session.start / 60 - run.end < min(needed, floor_minutes(case, run))
            for session in week.sessions
            if session.is_leg_loading
            for run in case.timeline.runs
        )

    def measured_points(self, week: ReviewedWeek) -> int:
        points = 0
        if hard_days.is_chosen(week.case):
            off = [s for s in week.ahead.sessions if not _hard_run_before(week.case, s)]
            points = POINTS_OFF_HARD_DAYS * len(off)
        if self.enforced(week.case) != "preferred":
            return points
        return points + POINTS_TIRED * sum(1 for _ in self.review(week.ahead))

    def closest(self, week: ReviewedWeek) -> Finding | None:
        if hard_days.is_chosen(week.case):
            return self._closest_by_hard_days(week)
        case = week.case
        needed = self.needed_minutes(case)
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        gaps = [
            (session.start / 60 - before.end, week.when(session), session.session.window, before)
            for session in week.sessions
            for before in [case.timeline.last_run_before(session.start // 60)]
            if before is not None and (session.is_leg_loading or not only_legs)
        ]
        if not gaps:
            return None
        gap, when, window, before = min(gaps, key=lambda found: found[0])
        return self.margin(
            window, needed / 60, gap / 60, "hours",
            f"{when} starts {hours(gap)} after {case.timeline.run_name(before)} ends"
            f" ({hours(needed)} required).",
        )  # fmt: skip

    def _closest_by_hard_days(self, week: ReviewedWeek) -> Finding | None:
        found = [
            (gap - required, week.when(session), session.session.window, run, required, gap)
            for session in week.sessions
            for run, required, gap in [self._most_lacking(week.case, session)]
            if run is not None
        ]
        if not found:
            return None
        _, when, window, run, required, gap = min(found, key=lambda one: one[0])
        return self.margin(
            window, required / 60, gap / 60, "hours",
            f"{when} starts {hours(gap)} after {week.case.timeline.run_name(run)} ends"
            f" ({hours(required)} required).",
        )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:  # noqa: ARG002
        if self.enforced(week.case) != "required":
            return {}
        short = {_SESSIONS: 0, _TIERS[True]: 0, _TIERS[False]: 0}
        for session in week.ahead.sessions:
            minutes = self._minutes_inside(week.case, session)
            short[_TIERS[session.is_leg_loading]] += max(0, math.ceil(minutes))
            short[_SESSIONS] += minutes > 0
        return short

    def starts_inside(self, case: Case, session: ReviewedSession) -> bool:
        return self.enforced(case) == "required" and self._minutes_inside(case, session) > 0

    def _minutes_inside(self, case: Case, session: ReviewedSession) -> float:
        """By how much a session starts before its recovery is over; not positive: it does not."""
        if hard_days.is_chosen(case):
            _, required, gap = self._most_lacking(case, session)
            return required - gap
        before = case.timeline.last_run_before(session.start // 60)
        only_legs = case.parameters(self.id, Parameters).applies_to == "leg_loading"
        if before is None or (only_legs and not session.is_leg_loading):
            return 0
        return self.needed_minutes(case) - (session.start / 60 - before.end)

    def sessions_inside(self, week: ReviewedWeek, *, hours_of: Case) -> int:
        """Sessions within the hours, of those for which the request of ``hours_of`` asks for them.

        A change of the request may want less; that does not bring a session out of the hours.
        """
        if hard_days.is_chosen(hours_of):
            lacking = (self._most_lacking(week.case, session) for session in week.sessions)
            return sum(gap < required for _, required, gap in lacking)
        needed = self.needed_minutes(hours_of)
        only_legs = hours_of.parameters(self.id, Parameters).applies_to == "leg_loading"
        last_run_before = week.case.timeline.last_run_before
        return sum(
            session.start / 60 - before.end < needed
            for session in week.sessions
            if session.is_leg_loading or not only_legs
            for before in [last_run_before(session.start // 60)]
            if before is not None
        )

    def minutes_clear(self, case: Case) -> tuple[int, int]:
        return 0 if self.enforced(case) == "off" else self.needed_minutes(case), 0

    def needed_minutes(self, case: Case) -> int:
        hours_requested = case.parameters(self.id, Parameters).hours
        return (
            case.minutes_from_hours("run_to_leg_pref")
            if hours_requested is None
            else round(hours_requested * 60)
        )


def _hard_run_before(case: Case, session: ReviewedSession) -> bool:
    """True: an interval or tempo run of the session's day had ended when it started."""
    return any(
        run.kind in ("interval", "tempo")
        and 60 * run.end <= session.start
        and case.timeline.day(run.start) == case.timeline.day(session.start // 60)
        for run in case.timeline.runs
    )


def is_long(case: Case, run: TimedRun) -> bool:
    """True: a long run or a race, by its kind or by its length."""
    return run.kind in ("long", "race") or run.minutes >= case.catalog.number("long_run_minutes")


def floor_minutes(case: Case, run: TimedRun) -> int:
    """The least gap after ``run`` before leg loading, once 24 h cannot be kept."""
    if is_long(case, run):
        return case.minutes_from_hours("run_to_leg_long")
    if run.kind == "easy":
        return case.minutes_from_hours("run_to_leg_floor_easy")
    if case.request.athlete.level == "advanced":
        return case.minutes_from_hours("run_to_leg_floor_hard_advanced")
    return case.minutes_from_hours("run_to_leg_floor_hard")
