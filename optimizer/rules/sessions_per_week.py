"""How many sessions a week holds: the phase's most, and the athlete's own limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from optimizer.rules.base import Rule

if TYPE_CHECKING:
    from optimizer.case import Case
    from optimizer.model import WeekModel
    from optimizer.problem import WeekProblem
    from optimizer.result import Finding
    from optimizer.review import ReviewedWeek


class SessionsPerWeek(Rule):
    """Only the athlete's own least is required.

    The phase's least is a target: where recovery has to be relaxed anyhow, a week still holds as
    many sessions, as far as its windows go.
    """

    id = "sessions_per_week"
    title = "Sessions within the phase's most and the athlete's limits"
    evidence = (
        "sessions_off_season", "sessions_pre_season", "sessions_in_season", "sessions_taper",
        "sessions_post_race",
    )  # fmt: skip
    relaxable = True
    mended_by_more = True

    def add(self, week: WeekModel) -> None:
        problem = week.problem
        week.cp.add(week.sessions <= max(problem.most_sessions, week.sessions_done))
        least = problem.case.request.limits.min_sessions or 0
        if problem.relaxed:
            windows = len({slot.window.id for slot in problem.slots})
            phase = round(problem.case.catalog.numbers(_evidence(problem.case))[0])
            least = max(least, min(phase, windows + week.sessions_done, problem.most_sessions))
        if least:
            missed = week.may_miss(self.id, "min_sessions", least, "sessions_missing")
            week.cp.add(week.sessions + (0 if missed is None else missed) >= least)

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        from optimizer.review import breach

        limits = week.case.request.limits
        phase = week.case.request.week.phase
        count = len(week.sessions)
        most = round(week.case.catalog.numbers(_evidence(week.case))[1])
        if count > most:
            yield breach(
                self.id, "phase", most, count, "sessions",
                f"{count} sessions; the phase {phase} has at most {most}.",
            )  # fmt: skip
        if limits.max_sessions is not None and count > limits.max_sessions:
            yield breach(
                self.id, "max_sessions", limits.max_sessions, count, "sessions",
                f"{count} sessions; the athlete wants at most {limits.max_sessions}.",
            )  # fmt: skip
        if limits.min_sessions is not None and count < limits.min_sessions:
            yield breach(
                self.id, "min_sessions", limits.min_sessions, count, "sessions",
                f"{count} sessions; the athlete wants at least {limits.min_sessions}.",
            )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding:
        from optimizer.problem import most_sessions
        from optimizer.review import kept

        count, most = len(week.sessions), most_sessions(week.case)
        return kept(
            self.id, "sessions", most, count, "sessions",
            f"{count} sessions; the most is {most}.",
        )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:
        windows = {slot.window.id for slot in problem.slots}
        phase = round(week.case.catalog.numbers(_evidence(week.case))[0])
        done = sum(session.is_done for session in week.sessions)
        usual = min(phase, len(windows) + done, problem.most_sessions)
        least = max(week.case.request.limits.min_sessions or 0, usual)
        return {"sessions_missing": max(0, least - len(week.sessions))}


def _evidence(case: Case) -> str:
    return f"sessions_{case.request.week.phase}"
