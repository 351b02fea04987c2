"""Every exercise can be done with what its session's place has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.remedies import PIECE_OF_EQUIPMENT, Change
from optimizer.documents.result import Finding
from optimizer.documents.wording import listed
from optimizer.dosing.weights import too_light_at
from optimizer.rules.base import OWN_WEEK, Choice, Rule
from optimizer.week.model import Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class Equipment(Rule):
    """Left out for a place: everything of the catalog is there (the warm-up stays as it is)."""

    id = "equipment"
    title = "Only what the place of the session has"

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:
        place = slot.window.place
        if exercise.id in case.without_equipment_at(place) or exercise.id in too_light_at(
            case, place
        ):
            yield case.place_name(slot.window.place)

    def subjects(self, problem: WeekProblem) -> list[str]:
        case = problem.case
        return sorted({case.place_name(window.place) for window in case.timeline.windows})

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        return OWN_WEEK

    def choice(self, problem: WeekProblem, subject: str) -> Choice | None:
        """One more thing at a place; rather none that is a station, and quick to set up."""
        case = problem.case
        if subject not in case.request.places:
            return None
        there = case.equipment_at(subject)
        things = sorted(
            (thing for thing in case.catalog.equipment.values() if thing.id not in there),
            key=lambda thing: (thing.exclusive, thing.setup_seconds, thing.id),
        )

        def bought(week: WeekModel) -> dict[str, Variable]:
            found = {thing.id: week.cp.new_bool_var(f"has {thing.id}") for thing in things}
            for keep in week.keeps(self.id, subject):
                week.cp.add(keep == 0)
            for cell in week.slot_cells:
                if self.claim(subject) in cell.slots[0].refused.get(cell.exercise, ()):
                    if cell.exercise in too_light_at(case, cell.slots[0].window.place):
                        week.cp.add(cell.sessions == 0)
                    for any_of in week.problem.doses[cell.exercise].exercise.equipment:
                        if not there.intersection(any_of):
                            having = [found[thing] for thing in any_of if thing in found]
                            week.cp.add(cell.sessions <= sum(having))
            return found

        def change(chosen: Sequence[str]) -> Change:
            path = f"/places/{subject.replace('~', '~0').replace('/', '~1')}"
            path += "/equipment/-" if case.request.places[subject].weights else "/-"
            names = listed(case.catalog.equipment[thing].name for thing in chosen)
            return Change(
                "equipment", PIECE_OF_EQUIPMENT * len(chosen),
                tuple({"op": "add", "path": path, "value": thing} for thing in chosen),
                f"Have at {subject}: {names}.",
            )  # fmt: skip

        costs = {thing.id: rank for rank, thing in enumerate(things, start=1)}
        return Choice(frozenset({self.claim(subject)}), bought, costs, 1, change)

    def claim_sentence(self, case: Case, subject: str) -> str:
        things = sorted(case.equipment_at(subject if subject in case.request.places else None))
        return f"{subject} has {listed(things) or 'no equipment'}."

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:
        there = case.equipment_at(slot.window.place)
        lacking = [group for group in exercise.equipment if not there & set(group)]
        if not lacking and exercise.id in too_light_at(case, slot.window.place):
            where = case.place_name(slot.window.place)
            return f"is too light with the weights of {where}, and heavy enough elsewhere"
        if not lacking:
            return None
        wanted = listed(" or ".join(group) for group in lacking)
        return f"needs {wanted}, which {case.place_name(slot.window.place)} does not have"

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        for session in week.sessions:
            place = session.window.place
            there = week.case.equipment_at(place)
            for entry in session.entries:
                lacking = [group for group in entry.exercise.equipment if not there & set(group)]
                if entry.counts and entry.exercise.id in too_light_at(week.case, place):
                    yield self.breach(
                        entry.exercise.id, 1, 0, "weights heavy enough",
                        f"{entry.exercise.name} is too light with the weights of"
                        f" {week.case.place_name(place)}, and heavy enough elsewhere.",
                    )  # fmt: skip
                if lacking:
                    wanted = listed(" or ".join(group) for group in lacking)
                    yield self.breach(
                        entry.exercise.id, len(lacking), 0, "things lacking",
                        f"{entry.exercise.name} needs {wanted}, which"
                        f" {week.case.place_name(place)} does not have.",
                    )  # fmt: skip
