"""The past is past: what was done stays as it was, and nothing new starts before now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class WeekSoFar(Rule):
    """Only with ``current``."""

    id = "week_so_far"
    title = "What is done stays, and nothing new starts before now"
    mended_by_more = True

    def moments(self, case: Case) -> Iterable[int]:
        if case.current is not None and case.current.now is not None:
            yield case.current.now

    def options(self, case: Case, start: int) -> Sequence[Admission]:
        current = case.current
        if current is None or current.now is None:
            return (ANYTHING,)
        days = {case.timeline.day(one.start) for one in current.done}
        return () if start < current.now or case.timeline.day(start) in days else (ANYTHING,)

    def words_at(self, case: Case, start: int) -> str | None:
        if self.options(case, start):
            return None
        assert case.current is not None
        assert case.current.now is not None
        clock = case.timeline.clock
        if start < case.current.now:
            return f"{clock(start)} is past: it is {clock(case.current.now)} already."
        return f"The day of {clock(start)} has a session that is done."

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:  # noqa: ARG002
        """A window holds one session, and that is done."""
        done = () if case.current is None else case.current.done
        return (one.id for one in done if one.window == slot.window.id)

    def may_refuse(self, case: Case) -> bool:
        return case.current is not None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        current = week.case.current
        if current is None or current.now is None:
            return
        clock = week.case.timeline.clock
        for done in current.done:
            there = [
                session
                for session in week.sessions
                if session.session.window == done.window and session.start == done.start * 60
            ]
            if not any(session.sets() == done.sets for session in there):
                yield self.breach(
                    done.window, 1, 0, "sessions",
                    f"The session of {clock(done.start)} is done, and the plan has it"
                    f" {'otherwise' if there else 'no more'}.",
                )  # fmt: skip
        for session in week.sessions:
            if session.start < current.now * 60 and not session.is_done:
                yield self.breach(
                    session.session.window, 0, current.now - session.start / 60, "minutes",
                    f"{week.when(session)} is past: it is {clock(current.now)} already.",
                )  # fmt: skip
