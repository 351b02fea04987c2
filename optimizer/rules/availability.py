"""When the athlete can train: in a window, one session a window and a day, never in a run."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import listed
from optimizer.rules.base import Rule
from optimizer.week.model import Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_GRID_SECONDS = 300


class Availability(Rule):
    """Left out for a day: a second session on it.

    That a session starts in its window, once, and that nobody runs meanwhile, are facts that stay;
    the window's end belongs to the time budget.
    """

    id = "availability"
    title = "Inside a window, on a whole five minutes, one session a window and a day"

    def add(self, week: WeekModel) -> None:
        timeline = week.problem.case.timeline
        by_window: dict[str, list[Variable]] = {}
        by_day: dict[str, list[Variable]] = {}
        for slot in week.problem.slots:
            in_slot = week.has_session[slot.index]
            by_window.setdefault(slot.window.id, []).append(in_slot)
            by_day.setdefault(timeline.day(slot.start).isoformat(), []).append(in_slot)
        for alternatives in by_window.values():
            if len(alternatives) > 1:
                week.cp.add_at_most_one(alternatives)
        for day, alternatives in by_day.items():
            if len(alternatives) > 1:
                week.at_most_one(alternatives, self.id, day)

    def subjects(self, problem: WeekProblem) -> list[str]:
        day = problem.case.timeline.day
        days = [day(slot.start).isoformat() for slot in problem.slots]
        return sorted({name for name in days if days.count(name) > 1})

    def claim_sentence(self, case: Case, subject: str) -> str:
        timeline = case.timeline
        there = [w for w in timeline.windows if timeline.day(w.start).isoformat() == subject]
        names = listed(window.id for window in there)
        return f"At most one session on {timeline.weekday(there[0].start)} (windows {names})."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        timeline = week.case.timeline
        windows = {window.id: window for window in timeline.windows}
        used: dict[str, int] = {}
        for session in week.sessions:
            window = windows[session.session.window]
            name, when = window.id, week.when(session)
            early, late = window.start * 60 - session.start, session.end - window.end * 60
            if early > 0 or late > 0:
                yield self.breach(
                    name, 0, max(early, late) / 60, "minutes outside",
                    f"{when} lies outside window {name}"
                    f" ({timeline.clock(window.start)} to {timeline.clock(window.end)}).",
                )  # fmt: skip
            if session.start % _GRID_SECONDS:
                yield self.breach(
                    name, 0, session.start % _GRID_SECONDS / 60, "minutes off the grid",
                    f"{when} does not start on a whole five minutes.",
                )  # fmt: skip
            for run in timeline.runs:
                if session.start < run.end * 60 and run.start * 60 < session.end:
                    yield self.breach(
                        name, 0, 1, "runs overlapped",
                        f"{when} overlaps the run of {timeline.clock(run.start)}.",
                    )  # fmt: skip
            for subject in (f"window {name}", f"day {timeline.day(session.start // 60)}"):
                used[subject] = used.get(subject, 0) + 1
                if used[subject] == 2:
                    yield self.breach(
                        subject, 1, 2, "sessions",
                        f"{when}: a second session in the same {subject.split()[0]}.",
                    )  # fmt: skip
