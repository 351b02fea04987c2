"""How many sessions a week holds: the phase's most, and the athlete's own limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.case.case import Case
from optimizer.case.remedies import SESSION_FEWER, SESSION_MORE, Change, Remedy
from optimizer.documents.patch import Operation
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.rules.base import BACKGROUND, OWN_DEMAND, Rule
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

LEAST = "min_sessions"
MOST = "max_sessions"
PHASE = "phase"


class SessionsPerWeek(Rule):
    """Only the athlete's own least is required.

    Left out for ``phase``, ``max_sessions`` or ``min_sessions``: that bound does not count.

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
        if problem.is_open:
            for subject, most in most_by_subject(problem.case).items():
                week.cp.add(week.sessions <= most).only_enforce_if(week.keeps(self.id, subject))
        else:
            week.cp.add(week.sessions <= max(problem.most_sessions, week.sessions_done))
        least = problem.case.request.limits.min_sessions or 0
        if problem.relaxed:
            windows = problem.usable_windows
            phase = round(problem.case.catalog.numbers(_evidence(problem.case))[0])
            least = max(least, min(phase, windows + week.sessions_done, problem.most_sessions))
        if least:
            missed = week.may_miss(self.id, LEAST, least, "sessions_missing")
            week.cp.add(week.sessions + (0 if missed is None else missed) >= least).only_enforce_if(
                week.keeps(self.id, LEAST)
            )

    def needs(self, problem: WeekProblem) -> frozenset[str] | None:
        least = problem.case.request.limits.min_sessions or 0
        return None if least and problem.asks(self.id, LEAST) else frozenset()

    def subjects(self, problem: WeekProblem) -> list[str]:
        least = [LEAST] if problem.case.request.limits.min_sessions else []
        return sorted([*least, *most_by_subject(problem.case)])

    def gives_way(self, subject: str) -> bool:
        return subject == LEAST

    def unmeetable(self, problem: WeekProblem) -> Iterator[tuple[str, str]]:
        least = problem.case.request.limits.min_sessions or 0
        current = problem.case.current
        done = 0 if current is None else len(current.done)
        windows = problem.usable_windows + done
        if least > windows:
            there = counted(windows, "windows")
            yield LEAST, f"{self.claim_sentence(problem.case, LEAST)} Only {there} can hold one."
        elif least > max(problem.most_sessions, done):
            bounds = most_by_subject(problem.case)
            lowest = min(bounds, key=lambda bound: bounds[bound])
            most = self.claim_sentence(problem.case, lowest)
            yield LEAST, f"{self.claim_sentence(problem.case, LEAST)} {most}"

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        return BACKGROUND if subject == PHASE else OWN_DEMAND

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:
        limits = case.request.limits
        if subject == LEAST and limits.min_sessions:
            least = limits.min_sessions

            def fewer(steps: int) -> Change:
                return _count_change(LEAST, least - steps, SESSION_FEWER * steps)

            yield Remedy("session_count", LEAST, least, fewer)
        if subject == MOST and limits.max_sessions is not None:
            most = limits.max_sessions

            def more(steps: int) -> Change:
                return _count_change(MOST, most + steps, SESSION_MORE * steps)

            if most_by_subject(case)[PHASE] > most:
                yield Remedy("session_count", MOST, most_by_subject(case)[PHASE] - most, more)

    def claim_sentence(self, case: Case, subject: str) -> str:
        if subject == LEAST:
            least = case.request.limits.min_sessions
            return f"The athlete wants at least {counted(least or 0, 'sessions')}."
        most = most_by_subject(case)[subject]
        if subject == MOST:
            return f"The athlete wants at most {counted(most, 'sessions')}."
        phase = case.request.week.phase.replace("_", "-")
        return f"A week in the {phase} phase has at most {counted(most, 'sessions')}."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        limits = week.case.request.limits
        phase = week.case.request.week.phase
        count = len(week.sessions)
        most = round(week.case.catalog.numbers(_evidence(week.case))[1])
        if count > most:
            yield self.breach(
                PHASE, most, count, "sessions",
                f"{counted(count, 'sessions')}; the phase {phase} has at most {most}.",
            )  # fmt: skip
        if limits.max_sessions is not None and count > limits.max_sessions:
            yield self.breach(
                MOST, limits.max_sessions, count, "sessions",
                f"{counted(count, 'sessions')}; the athlete wants at most {limits.max_sessions}.",
            )  # fmt: skip
        if limits.min_sessions is not None and count < limits.min_sessions:
            yield self.breach(
                LEAST, limits.min_sessions, count, "sessions",
                f"{counted(count, 'sessions')}; the athlete wants at least {limits.min_sessions}.",
            )  # fmt: skip

    def forbids(self, week: ReviewedWeek, *, relaxed: bool) -> bool:  # noqa: ARG002
        # Only the least is ever given up.
        return any(finding.subject != LEAST for finding in self.review(week))

    def closest(self, week: ReviewedWeek) -> Finding:
        count, most = len(week.sessions), min(most_by_subject(week.case).values())
        return self.margin(
            "sessions", most, count, "sessions",
            f"{counted(count, 'sessions')}; the most is {most}.",
        )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:
        phase = round(week.case.catalog.numbers(_evidence(week.case))[0])
        done = sum(session.is_done for session in week.sessions)
        usual = min(phase, problem.usable_windows + done, problem.most_sessions)
        least = max(week.case.request.limits.min_sessions or 0, usual)
        return {"sessions_missing": max(0, least - len(week.sessions))}


def most_by_subject(case: Case) -> dict[str, int]:
    """The most sessions of the phase and, where told, of the athlete."""
    requested = case.request.limits.max_sessions
    most = {PHASE: round(case.catalog.numbers(_evidence(case))[1])}
    return most if requested is None else most | {MOST: requested}


def _count_change(field: str, count: int, asks: int) -> Change:
    least = "at least" if field == LEAST else "up to"
    operation: Operation = {"op": "replace", "path": f"/limits/{field}", "value": count}
    return Change(
        "session_count", asks, (operation,), f"Ask for {least} {counted(count, 'sessions')}."
    )


def _evidence(case: Case) -> str:
    return f"sessions_{case.request.week.phase}"
