"""What the athlete pinned stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.remedies import PIN, Change, Remedy
from optimizer.documents.patch import Operation
from optimizer.documents.request import Pin
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.dosing.doses import sets_possible
from optimizer.rules.base import OWN_WISH, Rule
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class Pinned(Rule):
    """Left out for a pin: the pin does not count, unless it refuses a drill or a stretch."""

    id = "pinned"
    title = "Pinned sessions and exercises stay"
    mended_by_more = True

    def moments(self, case: Case) -> Iterable[int]:
        return (start for start in case.timeline.pinned_starts if start is not None)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        if exercise.counts_toward_volume:
            return None
        refused = any(
            pin.refuses and pin.window is None and pin.exercise == exercise.id
            for pin in case.request.pinned
        )
        return "is refused by a pin" if refused else None

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:
        for index, pin in enumerate(case.request.pinned):
            here = pin.window is None or pin.window == slot.window.id
            if here and pin.refuses and pin.exercise == exercise.id:
                yield f"pinned[{index}]"

    def may_refuse(self, case: Case) -> bool:
        return any(pin.refuses for pin in case.request.pinned)

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:
        return "is refused by a pin" if self.refuses_at(case, slot, exercise) else None

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        starts = case.timeline.pinned_starts
        for index, (pin, start) in enumerate(zip(case.request.pinned, starts, strict=True)):
            if pin.refuses:
                continue  # By ``refused_for``.
            keeps = week.keeps(self.id, f"pinned[{index}]")
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
                sessions = [week.has_session[slot.index] for slot in slots]
                week.cp.add_bool_or(sessions).only_enforce_if(keeps)
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
                week.cp.add(sum(cell.sessions for cell in cells) >= 1).only_enforce_if(keeps)
            if pin.sets is not None:
                # In the weekly model other slots may add to it; the direct one is exact.
                wanted = max(0, pin.sets - sets_done)
                sets = sum(cell.sets for cell in cells)
                week.cp.add(sets >= wanted).only_enforce_if(keeps)
                if all(slot.index in there for cell in cells for slot in cell.slots):
                    week.cp.add(sets == wanted).only_enforce_if(keeps)

    def needs(self, problem: WeekProblem) -> frozenset[str] | None:
        pins = [
            pin
            for index, pin in enumerate(problem.case.request.pinned)
            if not pin.refuses and problem.asks(self.id, f"pinned[{index}]")
        ]
        if any(pin.exercise is None for pin in pins):
            return None
        return frozenset(pin.exercise for pin in pins if pin.exercise is not None)

    def names(self, case: Case) -> Iterable[str]:
        return (pin.exercise for pin in case.request.pinned if pin.exercise is not None)

    def sets_needed(self, case: Case, exercise: Exercise) -> int:
        pins = (pin for pin in case.request.pinned if pin.exercise == exercise.id)
        return max((pin.sets or 0 for pin in pins), default=0)

    def subjects(self, problem: WeekProblem) -> list[str]:
        return [f"pinned[{index}]" for index in range(len(problem.case.request.pinned))]

    def unmeetable(self, problem: WeekProblem) -> Iterator[tuple[str, str]]:
        case = problem.case
        done = () if case.current is None else case.current.done
        starts = case.timeline.pinned_starts
        for index, (pin, start) in enumerate(zip(case.request.pinned, starts, strict=True)):
            if pin.refuses or any(
                (pin.window is None or session.window == pin.window)
                and (start is None or session.start == start)
                for session in done
            ):
                continue
            slots = [
                slot
                for slot in problem.slots
                if (pin.window is None or slot.window.id == pin.window)
                and (start is None or slot.start == start)
            ]
            subject = f"pinned[{index}]"
            if not slots:
                yield subject, f"{self.claim_sentence(case, subject)} No session can be held there."
            elif pin.exercise is not None and not any(
                pin.exercise in slot.exercises for slot in slots
            ):
                words = self.claim_sentence(case, subject)
                yield subject, f"{words} The rules admit it in no session there."

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        return OWN_WISH

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:
        index = self._index(subject)
        nearest = self._nearest_sets(case, case.request.pinned[index])
        if nearest is not None:
            pin = case.request.pinned[index]
            replaced: Operation = {
                "op": "replace", "path": f"/pinned/{index}/sets", "value": nearest,
            }  # fmt: skip
            words = f"Pin {pin.exercise} in {counted(nearest, 'sets')} instead of {pin.sets}."
            fewer = Change("pin", PIN // 2, (replaced,), words)
            yield Remedy("pin", f"{subject}.sets", 1, lambda _: fewer)
        operation: Operation = {"op": "remove", "path": f"/pinned/{index}"}
        sentence = f"Drop a pin. {self.claim_sentence(case, subject)}"
        change = Change("pin", PIN, (operation,), sentence)
        yield Remedy("pin", subject, 1, lambda _: change)

    def _nearest_sets(self, case: Case, pin: Pin) -> int | None:
        """The sets that can be done, nearest to those that are pinned and cannot; else None."""
        if pin.exercise is None or not pin.sets:
            return None
        sessions = 1 if pin.window is not None else len(case.timeline.windows)
        exercise = case.catalog.exercises[pin.exercise]
        possible = sets_possible(case, exercise, sessions) - {0}
        if pin.sets in possible or not possible or not exercise.counts_toward_volume:
            return None
        wanted = pin.sets
        return min(possible, key=lambda sets: (abs(sets - wanted), sets))

    def _index(self, subject: str) -> int:
        return int(subject[len("pinned[") : -1])

    def claim_sentence(self, case: Case, subject: str) -> str:
        pin = case.request.pinned[self._index(subject)]
        where = "" if pin.window is None else f" in window {pin.window}"
        if pin.refuses:
            return f"{pin.exercise} is refused{where}."
        start = case.timeline.pinned_starts[self._index(subject)]
        sets = "" if pin.sets is None else f" in {counted(pin.sets, 'sets')}"
        what = "A session" if pin.exercise is None else f"{pin.exercise}{sets}"
        when = "" if start is None else f" at {case.timeline.clock(start)}"
        return f"{what} is pinned{where}{when}."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        starts = week.case.timeline.pinned_starts
        for index, pin in enumerate(week.case.request.pinned):
            if pin.refuses:
                yield from self._refusals(week, index, pin)
                continue
            start = starts[index]
            sessions = [
                session
                for session in week.sessions
                if (pin.window is None or session.session.window == pin.window)
                and (start is None or session.start == start * 60)
            ]
            if pin.window is not None and not sessions:
                yield self.breach(
                    f"pinned[{index}]", 1, 0, "sessions",
                    f"The pinned session in window {pin.window} is missing.",
                )  # fmt: skip
            if pin.exercise is not None:
                sets = sum(session.sets().get(pin.exercise, 0) for session in sessions)
                if sets == 0 or (pin.sets is not None and sets != pin.sets):
                    yield self.breach(
                        f"pinned[{index}]", pin.sets or 1, sets, "sets",
                        f"The pinned exercise {pin.exercise} has {counted(sets, 'sets')}.",
                    )  # fmt: skip

    def _refusals(self, week: ReviewedWeek, index: int, pin: Pin) -> Iterator[Finding]:
        """What is done already cannot be undone, so only the sessions ahead are read."""
        sets = sum(
            entry.item.sets
            for session in week.ahead.sessions
            if pin.window is None or session.session.window == pin.window
            for entry in session.entries
            if entry.exercise.id == pin.exercise
        )
        if sets:
            yield self.breach(
                f"pinned[{index}]", 0, sets, "sets",
                f"The refused exercise {pin.exercise} has {counted(sets, 'sets')}.",
            )  # fmt: skip
