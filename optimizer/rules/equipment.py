"""Every exercise can be done with what its session's place has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rules.base import OWN_WEEK, Rule
from optimizer.wording import listed

if TYPE_CHECKING:
    from catalog.models import Exercise
    from optimizer.case import Case
    from optimizer.problem import WeekProblem
    from optimizer.result import Finding
    from optimizer.review import ReviewedWeek
    from optimizer.slots import Slot


class Equipment(Rule):
    """Left out for a place: everything of the catalog is there (the warm-up stays as it is)."""

    id = "equipment"
    title = "Only what the place of the session has"

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:
        there = case.equipment_at(slot.window.place)
        if not all(there.intersection(any_of) for any_of in exercise.equipment):
            yield case.place_name(slot.window.place)

    def subjects(self, problem: WeekProblem) -> list[str]:
        case = problem.case
        return sorted({case.place_name(window.place) for window in case.timeline.windows})

    def telling(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        return OWN_WEEK

    def claim_sentence(self, case: Case, subject: str) -> str:
        things = sorted(case.equipment_at(subject if subject in case.request.places else None))
        return f"{subject} has {listed(things) or 'no equipment'}."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        from optimizer.review import breach

        for session in week.sessions:
            place = session.window.place
            there = week.case.equipment_at(place)
            for entry in session.entries:
                lacking = [group for group in entry.exercise.equipment if not there & set(group)]
                if lacking:
                    wanted = listed(" or ".join(group) for group in lacking)
                    yield breach(
                        self.id, entry.exercise.id, len(lacking), 0, "things lacking",
                        f"{entry.exercise.name} needs {wanted}, which"
                        f" {week.case.place_name(place)} does not have.",
                    )  # fmt: skip
