"""Whether some placement has a week that keeps some claims and no others.

Every placement is asked at once by its weekly model: where that has no week, none has one.  Else a
placement that leaves its slots open is asked by itself, for sessions that can be done; where it has
no week, all that it allows is cut off.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from optimizer.building.problem_of import (
    all_doses,
    open_problem,
    problem_of,
    usable_doses,
    with_fewest_sets,
    without,
)
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.joint_problem import Placed, joint_problems
from optimizer.placing.joint_slots import JointSlot, joint_slots
from optimizer.placing.placement import PlacementModel, distinct_candidates, placement_for
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import Verdict, any_week, some_occupied_slots
from optimizer.solving.modelling import modelled
from optimizer.week.conditions import Condition, Decisions
from optimizer.week.problem import OpenProblem
from optimizer.week.reviewed import ReviewedWeek


@dataclass
class _ClaimsKept(Condition):
    """Every slot that is held is open beside the chosen candidates; ``placed`` says which of the
    placements are meant, by the slots of all claims."""

    placed: Placed
    slots: tuple[JointSlot, ...]
    candidates: tuple[tuple[int, ...], ...]
    cuts: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, week: Decisions) -> None:
        model = self._model(week.cp)
        for slot in self.slots:
            model.open_if(slot, week.has_session[slot.index])
        for cut in self.cuts:
            week.cp.add_at_least_one([week.has_session[index] for index in cut])

    def met_by(self, week: ReviewedWeek) -> bool:  # noqa: ARG002
        return True  # Only the joint question has it; a placement is asked as an ordinary week.

    def placement_for(self, occupied_slots: frozenset[int]) -> tuple[int, ...] | None:
        return placement_for(self._model(cp_model.CpModel()), self.slots, occupied_slots)

    def cut_off(self, chosen: Sequence[int]) -> bool:
        """No more weeks that these candidates allow; False: there are no others."""
        cut = tuple(slot.index for slot in self.slots if not slot.is_open(chosen))
        self.cuts.append(cut)
        return bool(cut)

    def _model(self, cp: cp_model.CpModel) -> PlacementModel:
        return self.placed.restricted(PlacementModel(cp, self.placed.runs, self.candidates))


@dataclass(frozen=True)
class SomePlacement:
    """``exists`` None: the limit came before it was known; ``case`` has a week, where one does."""

    exists: bool | None
    case: Case | None = None


class ClaimsKept:
    """The question for one week with runs to place, asked of many sets of claims."""

    def __init__(self, runs: RunsToPlace, clock: Clock) -> None:
        self.runs = runs
        self.clock = clock
        self.of_strict = joint_problems(runs, relaxed=False, dominated_too=True)
        self.doses = all_doses(runs.case)
        self._opened: dict[int, tuple[Case, OpenProblem]] = {}
        self._known: list[Case] = []

    def some_placement(
        self, claims: frozenset[Claim], likely: Collection[Case] = ()
    ) -> SomePlacement:
        """One with a week that keeps these claims; those that are ``likely`` are asked first."""
        if not self.of_strict.all_of_them:
            return SomePlacement(None)
        for case in (*likely, *self._known):
            if self.has_week(case, claims).exists:
                return SomePlacement(True, case)
        slots = joint_slots(self.runs, self.doses, relaxed=False, claims=claims)
        of_strict = self.of_strict.problems[0][1].slots
        candidates = distinct_candidates(self.runs, of_strict, slots)
        for problem, placed in self.of_strict.problems:
            found = self._in(
                frozenset(problem.doses), _ClaimsKept(placed, slots, candidates), claims
            )
            if found.exists is not False:
                return found
        return SomePlacement(False)

    def has_week(self, case: Case, claims: frozenset[Claim]) -> Verdict:
        """Of one placement."""
        return any_week(without(self.opened(case), claims), self.clock)

    def opened(self, case: Case) -> OpenProblem:
        if id(case) not in self._opened:
            self._opened[id(case)] = case, open_problem(problem_of(case))
        return self._opened[id(case)][1]

    def _in(
        self, demanded: frozenset[str], condition: _ClaimsKept, claims: frozenset[Claim]
    ) -> SomePlacement:
        case = self.runs.case
        problem = OpenProblem(
            case=case,
            doses=usable_doses(case, self.doses, condition.slots),
            slots=condition.slots,
            relaxed=False,
            conditions=(condition,),
            demanded=demanded,
            at_stake=claims,
            enforced="all",
        )
        problem = with_fewest_sets(problem)
        for _ in range(budgets.MOST_PLACEMENTS):
            if self.clock.is_over():
                break
            week = some_occupied_slots(modelled(problem, "weekly"), self.clock)
            if not week.exists:
                return SomePlacement(week.exists)
            chosen = condition.placement_for(week.slots)
            if chosen is None:
                break
            case = self.runs.placed_at(chosen)
            exists = self.has_week(case, claims).exists
            if exists:
                self._known.append(case)
                return SomePlacement(True, case)
            if exists is None:
                break
            if not condition.cut_off(chosen):
                return SomePlacement(False)
        return SomePlacement(None)
