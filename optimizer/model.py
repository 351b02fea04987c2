"""The weekly model: how many sets of which exercise in which group of slots.

Slots are put into *groups*, and the model does not tell the slots of one group apart.  With every
slot in a group of its own the model is exact (the *fine* model).  Any coarser grouping is a
relaxation of it: each constraint of a group is the sum of the constraints of its slots.  So the
optimum of a coarse model bounds the fine one, and where the fine model can hold the coarse optimum,
that optimum is proven.  ``optimizer/solve.py`` uses both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from optimizer.problem import WeekProblem
from optimizer.rules.base import Claim
from optimizer.slots import Slot

Variable = cp_model.IntVar
Linear = cp_model.LinearExpr


@dataclass(frozen=True)
class Group:
    """Slots that admit the same exercises; ``most_held`` of them can be held in one week."""

    index: int
    slots: tuple[Slot, ...]
    most_held: int
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One exercise in one group: in how many of its sessions, and with how many sets in all."""

    exercise: str
    group: Group
    sessions: Variable
    sets: Variable


@dataclass
class Missed:
    """A demand that is not met, by ``amount`` of ``unit``; only in a relaxed problem."""

    rule: str
    subject: str
    amount: Variable
    most: int
    step: str
    """The objective tier that counts it."""


@dataclass
class WeekModel:
    """A CP-SAT model under construction; the rules add to it through these handles."""

    problem: WeekProblem
    groups: tuple[Group, ...]
    cp: cp_model.CpModel
    held: Mapping[int, Variable]
    """By slot index: a session is held in that slot."""
    cells: Mapping[tuple[str, int], Cell]
    """By exercise id and group index."""
    present: Mapping[str, Variable]
    """By exercise id: it is done at least once this week."""
    missed: list[Missed] = field(default_factory=list)
    claims: dict[Claim, Variable] = field(default_factory=dict)
    """By claim that is at stake the literal that it is kept; only in an open problem."""

    def keeps(self, rule: str, subject: str) -> list[Variable]:
        """The literals under which a rule is to hold for ``subject``; none: it always is."""
        if not self.problem.is_open:
            return []
        if not self.problem.asks(rule, subject):
            return [self.cp.new_constant(0)]
        claim = Claim(rule, subject)
        if self.problem.held == "all" and claim not in self.problem.free:
            return []
        if claim not in self.claims:
            self.claims[claim] = self.cp.new_bool_var(f"keeps {rule} {subject}")
        return [self.claims[claim]]

    def at_most_one(self, literals: Sequence[Variable], rule: str, subject: str) -> None:
        """At most one literal holds, as long as the rule is kept for ``subject``."""
        keeps = self.keeps(rule, subject)
        if keeps:
            together = cp_model.LinearExpr.sum(list(literals))
            self.cp.add(together <= 1).only_enforce_if(keeps)
        else:
            self.cp.add_at_most_one(literals)

    def cells_of(self, exercise: str) -> list[Cell]:
        cells = (self.cells.get((exercise, group.index)) for group in self.groups)
        return [cell for cell in cells if cell is not None]

    def cells_in(self, group: Group) -> list[Cell]:
        return [self.cells[exercise, group.index] for exercise in group.exercises]

    def sets_of(self, exercise: str) -> Linear:
        """The week's sets of one exercise."""
        return cp_model.LinearExpr.sum([cell.sets for cell in self.cells_of(exercise)])

    def sessions_in(self, group: Group) -> Linear:
        return cp_model.LinearExpr.sum([self.held[slot.index] for slot in group.slots])

    @property
    def sessions(self) -> Linear:
        return cp_model.LinearExpr.sum(list(self.held.values()))

    def half_sets(self, muscles: Iterable[str]) -> Linear:
        """Weekly dose of some muscles together, in half sets: 2 a primary set, 1 a secondary."""
        return self.weighted_half_sets(dict.fromkeys(muscles, 1))

    def weighted_half_sets(self, weights: Mapping[str, int]) -> Linear:
        """Σ weight × weekly half sets, over muscle ids."""
        per_exercise: dict[str, int] = {}
        for muscle, weight in weights.items():
            for exercise in self.problem.trained_by[muscle]:
                per_exercise[exercise] = per_exercise.get(exercise, 0) + 2 * weight
            for exercise in self.problem.helped_by[muscle]:
                per_exercise[exercise] = per_exercise.get(exercise, 0) + weight
        return self.weighted_sets({e: w for e, w in per_exercise.items() if w})

    def any_of(self, literals: Iterable[Variable], name: str) -> Variable:
        """A literal that is true if any of ``literals`` is; false is left to the solver."""
        found = self.cp.new_bool_var(name)
        for literal in literals:
            self.cp.add_implication(literal, found)
        return found

    def weighted_sets(self, weights: Mapping[str, int]) -> Linear:
        """Σ weight × weekly sets, over exercise ids."""
        terms = [
            (cell.sets, weight)
            for exercise, weight in weights.items()
            for cell in self.cells_of(exercise)
        ]
        return weighted_sum(terms)

    def may_miss(self, rule: str, subject: str, most: int, step: str) -> Variable | None:
        """How far a demand may be missed, or None where the problem is not relaxed."""
        if not self.problem.relaxed:
            return None
        amount = self.cp.new_int_var(0, most, f"missed {rule} {subject}")
        self.missed.append(Missed(rule, subject, amount, most, step))
        return amount

    def demand_any(self, literals: Sequence[Variable], rule: str, subject: str, step: str) -> None:
        """At least one literal holds, or the demand is missed where that is allowed."""
        missed = self.may_miss(rule, subject, 1, step)
        left_out = [~keep for keep in self.keeps(rule, subject)]
        self.cp.add_at_least_one([*literals, *left_out, *([] if missed is None else [missed])])


def weighted_sum(terms: Iterable[tuple[Variable, int]]) -> Linear:
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([v for v, _ in pairs], [w for _, w in pairs])


def coarse_groups(problem: WeekProblem) -> tuple[tuple[Slot, ...], ...]:
    """Slots that admit the same exercises, together."""
    groups: dict[frozenset[str], list[Slot]] = {}
    for slot in problem.slots:
        groups.setdefault(slot.exercises, []).append(slot)
    return tuple(tuple(slots) for slots in groups.values())


def fine_groups(problem: WeekProblem) -> tuple[tuple[Slot, ...], ...]:
    """Every slot by itself."""
    return tuple((slot,) for slot in problem.slots)


def week_model(problem: WeekProblem, grouping: Iterable[Sequence[Slot]]) -> WeekModel:
    """The model's variables with their channelling; the rules come on top."""
    cp = cp_model.CpModel()
    held = {slot.index: cp.new_bool_var(f"held {slot.index}") for slot in problem.slots}
    groups = tuple(
        Group(index, tuple(slots), _most_held(problem, slots), tuple(sorted(slots[0].exercises)))
        for index, slots in enumerate(grouping)
    )
    cells: dict[tuple[str, int], Cell] = {}
    for group in groups:
        for exercise in group.exercises:
            cells[exercise, group.index] = _cell(cp, problem, group, exercise, held)
    present = {
        exercise: _present(cp, exercise, [c for c in cells.values() if c.exercise == exercise])
        for exercise in problem.doses
    }
    week = WeekModel(problem, groups, cp, held, cells, present)
    for group in groups:
        # A session is held to do something.
        cp.add(sum(cell.sessions for cell in week.cells_in(group)) >= week.sessions_in(group))
    for slot in problem.slots:
        for claim in sorted(slot.admission.breaks):
            for keep in week.keeps(claim.rule, claim.subject):
                cp.add_implication(held[slot.index], ~keep)
    for cell in cells.values():
        for claim in sorted(cell.group.slots[0].refused.get(cell.exercise, ())):
            for keep in week.keeps(claim.rule, claim.subject):
                cp.add(cell.sessions == 0).only_enforce_if(keep)
    return week


def _most_held(problem: WeekProblem, slots: Sequence[Slot]) -> int:
    timeline = problem.case.timeline
    windows = len({slot.window.id for slot in slots})
    days = len({timeline.day(slot.start) for slot in slots})
    if problem.is_open:
        # One session a day is a claim that can be left out.
        return min(problem.most_sessions, windows)
    return min(problem.most_sessions, windows, days)


def _cell(
    cp: cp_model.CpModel,
    problem: WeekProblem,
    group: Group,
    exercise: str,
    held: Mapping[int, Variable],
) -> Cell:
    dose = problem.doses[exercise]
    name = f"{exercise} @{group.index}"
    most = group.most_held
    if most == 1:
        sessions = cp.new_bool_var(f"does {name}")
        domain = cp_model.Domain.from_intervals([[0, 0], [dose.sets_least, dose.sets_most]])
    else:
        sessions = cp.new_int_var(0, most, f"does {name}")
        domain = cp_model.Domain.from_intervals([[0, 0], [dose.sets_least, most * dose.sets_most]])
    sets = cp.new_int_var_from_domain(domain, f"sets {name}")
    cp.add(sets >= dose.sets_least * sessions)
    cp.add(sets <= dose.sets_most * sessions)
    in_group = [held[slot.index] for slot in group.slots]
    cp.add(sessions <= cp_model.LinearExpr.sum(in_group))
    return Cell(exercise, group, sessions, sets)


def _present(cp: cp_model.CpModel, exercise: str, cells: Sequence[Cell]) -> Variable:
    if len(cells) == 1 and cells[0].group.most_held <= 1:
        return cells[0].sessions
    present = cp.new_bool_var(f"present {exercise}")
    sessions = cp_model.LinearExpr.sum([cell.sessions for cell in cells])
    cp.add(sessions >= present)
    most = sum(cell.group.most_held for cell in cells)
    cp.add(sessions <= most * present)
    return present
