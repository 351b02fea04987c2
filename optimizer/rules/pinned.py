"""What the athlete pinned stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from optimizer.rules.base import Rule

if TYPE_CHECKING:
    from optimizer.case import Case
    from optimizer.model import WeekModel
    from optimizer.result import Finding
    from optimizer.review import ReviewedWeek


class Pinned(Rule):
    id = "pinned"
    title = "Pinned sessions and exercises stay"
    mended_by_more = True

    def moments(self, case: Case) -> Iterable[int]:
        return (start for start in case.timeline.pinned_starts if start is not None)

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        for pin, start in zip(case.request.pinned, case.timeline.pinned_starts, strict=True):
            slots = [
                slot
                for slot in week.problem.slots
                if (pin.window is None or slot.window.id == pin.window)
                and (start is None or slot.start == start)
            ]
            done = [
                session
                for session in (() if case.current is None else case.current.done)
                if (pin.window is None or session.window == pin.window)
                and (start is None or session.start == start)
            ]
            if pin.window is not None and not done:
                week.cp.add_at_least_one([week.held[slot.index] for slot in slots])
            if pin.exercise is None:
                continue
            there = {slot.index for slot in slots}
            cells = [
                cell
                for cell in week.cells_of(pin.exercise)
                if any(slot.index in there for slot in cell.slots)
            ]
            sets_done = sum(session.sets.get(pin.exercise, 0) for session in done)
            if not sets_done:
                week.cp.add(sum(cell.sessions for cell in cells) >= 1)
            if pin.sets is not None:
                # In the weekly model other slots may add to it; the full one is exact.
                wanted = max(0, pin.sets - sets_done)
                week.cp.add(sum(cell.sets for cell in cells) >= wanted)
                if all(slot.index in there for cell in cells for slot in cell.slots):
                    week.cp.add(sum(cell.sets for cell in cells) == wanted)

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        from optimizer.review import breach

        starts = week.case.timeline.pinned_starts
        for index, pin in enumerate(week.case.request.pinned):
            start = starts[index]
            sessions = [
                session
                for session in week.sessions
                if (pin.window is None or session.session.window == pin.window)
                and (start is None or session.start == start * 60)
            ]
            if pin.window is not None and not sessions:
                yield breach(
                    self.id, f"pinned[{index}]", 1, 0, "sessions",
                    f"The pinned session in window {pin.window} is missing.",
                )  # fmt: skip
            if pin.exercise is not None:
                sets = sum(session.sets().get(pin.exercise, 0) for session in sessions)
                if sets == 0 or (pin.sets is not None and sets != pin.sets):
                    yield breach(
                        self.id, f"pinned[{index}]", pin.sets or 1, sets, "sets",
                        f"The pinned exercise {pin.exercise} has {sets} sets.",
                    )  # fmt: skip
