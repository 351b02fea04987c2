"""The weekly model: how many sets of which exercise, in how many sessions, in which slots.

It is built at one of three depths.  *Weekly*: one cell for each exercise and the whole week; a slot
is only held or not, and each *pool* of slots has to hold what fits nowhere else.  *Direct*: a cell
for each exercise and slot, which is exact.  *Full*: both, linked, which is exact and bounds better.
Every week of the direct model is one of the weekly model, so the weekly optimum is a bound, and
where the slots can hold it, that optimum is proven.  ``optimizer/solving/solve.py`` uses all three.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from typing import Literal, TypeVar, cast

from ortools.sat.python import cp_model

from optimizer.case.claims import Claim
from optimizer.dosing.worth import half_sets_of
from optimizer.week.problem import WeekProblem
from optimizer.week.slot import Slot

Variable = cp_model.IntVar
Linear = cp_model.LinearExpr
Depth = Literal["weekly", "direct", "full"]
Made = TypeVar("Made")

_MOST_KINDS_FOR_ALL_UNIONS = 5
"""Up to so many kinds of slots every union of them is a pool; beyond it only unions of two."""


@dataclass(frozen=True)
class Cell:
    """One exercise in some slots: in how many of their sessions, and with how many sets in all."""

    exercise: str
    slots: tuple[Slot, ...]
    does: tuple[Variable, ...]
    """Literals: it is done in at least one, two, … sessions."""
    sessions: Linear
    sets: Linear
    more_sets: Variable | None = None
    """Sets above the least of its sessions; None where there are none."""


@dataclass(frozen=True)
class Group:
    """Slots whose limits count together, with the cells that lie within them."""

    slots: tuple[Slot, ...]
    cells: tuple[Cell, ...]

    @property
    def is_slot(self) -> bool:
        return len(self.slots) == 1


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
    cp: cp_model.CpModel
    has_session: Mapping[int, Variable]
    """By slot index: a session is held in that slot."""
    weekly: Mapping[str, Cell]
    """By exercise id: the whole week's cell; empty in a direct model."""
    slotted: Mapping[str, tuple[Cell, ...]]
    """By exercise id: a cell for each slot; empty in a weekly model."""
    groups: tuple[Group, ...]
    present: Mapping[str, Variable]
    """By exercise id: it is done at least once this week."""
    done: Mapping[str, Cell]
    """By exercise id: a fixed cell without slots for what sessions of this week that are done hold;
    it counts for the week like any other."""
    sessions_done: int
    decisions: tuple[Variable, ...]
    """What the week is made of; every other variable follows from these."""
    missed: list[Missed] = field(default_factory=list)
    claims: dict[Claim, Variable] = field(default_factory=dict)
    """By claim that is at stake the literal that it is kept; only in an open problem."""
    close_windows: dict[str, Variable] = field(default_factory=dict)
    """While runs are to be placed: by id of a window that it may be close to the runs of the weeks
    beside this one."""
    _made: dict[Hashable, object] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.problem.slots

    def once(self, make: Callable[[WeekModel], Made]) -> Made:
        """What ``make`` adds to this model: made once, however many ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    def keeps(self, rule: str, subject: str) -> list[Variable]:
        """The literals under which a rule is to hold for ``subject``; none: it always is."""
        claim = Claim(rule, subject)
        state = self.problem.claim_state(claim)
        if state == "holds":
            return []
        if state == "left_out":
            return [self.cp.new_constant(0)]
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

    def cells_of(self, exercise: str) -> tuple[Cell, ...]:
        """The smallest cells that part what is planned of the exercise."""
        if self.slotted:
            return self.slotted.get(exercise, ())
        return (self.weekly[exercise],) if exercise in self.weekly else ()

    @property
    def slot_cells(self) -> Iterator[Cell]:
        """The cells of single slots; none in a weekly model."""
        for cells in self.slotted.values():
            yield from cells

    def planned_of(self, exercise: str) -> tuple[Cell, ...]:
        """The fewest cells that add up to what is planned of the exercise."""
        return (self.weekly[exercise],) if exercise in self.weekly else self.cells_of(exercise)

    def totals_of(self, exercise: str) -> tuple[Cell, ...]:
        """The fewest cells that add up to the exercise's week, what is done of it included."""
        done = (self.done[exercise],) if exercise in self.done else ()
        return (*self.planned_of(exercise), *done)

    def sets_of(self, exercise: str) -> Linear:
        """The week's sets of one exercise."""
        return cp_model.LinearExpr.sum([cell.sets for cell in self.totals_of(exercise)])

    def sessions_in(self, group: Group) -> Linear:
        return cp_model.LinearExpr.sum([self.has_session[slot.index] for slot in group.slots])

    @property
    def sessions_planned(self) -> Linear:
        return cp_model.LinearExpr.sum(list(self.has_session.values()))

    @property
    def sessions(self) -> Linear:
        """This week's sessions, those that are done included."""
        return self.sessions_planned + self.sessions_done

    def half_sets(self, muscle: str) -> Linear:
        """The muscle's week in half sets: 2 a primary set, 1 a secondary."""
        weights = dict.fromkeys(self.problem.trained_by[muscle], 2)
        for exercise in self.problem.helped_by[muscle]:
            weights[exercise] = weights.get(exercise, 0) + 1
        return self.weighted_sets(weights)

    def weighted_worth(self, weights: Mapping[str, int]) -> Linear:
        """Σ weight × what the week's sets are worth, in half sets, over muscle ids."""
        per_exercise = {
            exercise: sum(weights.get(m, 0) * halves for m, halves in by_muscle.items())
            for exercise, by_muscle in self._worth.items()
        }
        return self.weighted_sets({e: w for e, w in per_exercise.items() if w})

    @cached_property
    def _worth(self) -> Mapping[str, Mapping[str, int]]:
        """Of the problem's exercises alone: what a set is worth, in half sets, by muscle."""
        worth = half_sets_of(self.problem.case)
        return {exercise: worth.get(exercise, {}) for exercise in self.problem.doses}

    def useful_worth(self, muscle: str, wanted: int) -> Linear:
        """What one muscle's sets are worth, in half sets; no exercise counts for more than the
        ``wanted`` ones.

        As good as all of them wherever ``wanted`` is asked for, and a tighter linear relaxation:
        a fraction of an exercise is worth no more than that fraction of what is wanted.
        """
        terms: list[tuple[Linear, int]] = []
        for exercise, by_muscle in self._worth.items():
            halves = by_muscle.get(muscle, 0)
            if not halves:
                continue
            # The least sets of one session give all that is wanted.
            if self._is_whole(exercise) and (
                halves * self.problem.doses[exercise].sets_least >= wanted
            ):
                terms.append((self.present[exercise], wanted))
            else:
                terms += [(cell.sets, halves) for cell in self.totals_of(exercise)]
        return weighted_sum(terms)

    def _is_whole(self, exercise: str) -> bool:
        """True: one cell is all that the week holds of it."""
        return exercise in self.weekly and exercise not in self.done

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
            for cell in self.totals_of(exercise)
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


def weighted_sum(terms: Iterable[tuple[Linear, int]]) -> Linear:
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([v for v, _ in pairs], [w for _, w in pairs])


def week_model(
    problem: WeekProblem, depth: Depth, exercises: Collection[str] | None = None
) -> WeekModel:
    """The model's variables with their channelling; the rules come on top.

    ``exercises``: those that may be done, where others are known not to be; None: all.
    """
    return _Builder(problem, depth, exercises).week()


@dataclass(frozen=True)
class _Kind:
    """Slots that the same exercises may be done in.

    ``at_least``: literals that one, two, … sessions are held in them, up to the most of one week.
    """

    slots: tuple[Slot, ...]
    at_least: tuple[Variable, ...]


class _Builder:
    def __init__(
        self, problem: WeekProblem, depth: Depth, exercises: Collection[str] | None
    ) -> None:
        self.problem = problem
        self.depth = depth
        self.cp = cp_model.CpModel()
        self.more_sets: list[Variable] = []
        self.has_session = {
            slot.index: self.cp.new_bool_var(f"held {slot.index}") for slot in problem.slots
        }
        self.kinds: dict[tuple[int, ...], _Kind] = {}
        self.kind_of = {
            exercise: self._kind(slots)
            for exercise in problem.doses
            if exercises is None or exercise in exercises
            for slots in [[slot for slot in problem.slots if exercise in slot.exercises]]
            # What was done may be admitted by no slot any more.
            if slots
        }

    def week(self) -> WeekModel:
        weekly: dict[str, Cell] = {}
        slotted: dict[str, tuple[Cell, ...]] = {}
        groups: list[Group] = []
        if self.depth != "direct":
            weekly = {exercise: self._cell(exercise, k) for exercise, k in self.kind_of.items()}
            groups += self._pools(weekly)
        if self.depth != "weekly":
            slotted = {e: self._parts(weekly.get(e), e, k) for e, k in self.kind_of.items()}
            groups += self._single_slots(slotted)
        present = dict.fromkeys(self.problem.doses, self.cp.new_constant(0))
        current = self.problem.case.current
        before = self._done()
        present |= {exercise: cell.does[0] for exercise, cell in before.items()}
        for exercise in self.kind_of:
            if exercise in before:
                continue
            cells = (weekly[exercise],) if weekly else slotted[exercise]
            present[exercise] = self._present(exercise, cells)
        distinct = {id(c): c for parts in (*slotted.values(), weekly.values()) for c in parts}
        done = (literal for cell in distinct.values() for literal in cell.does)
        week = WeekModel(
            problem=self.problem,
            cp=self.cp,
            has_session=self.has_session,
            weekly=weekly,
            slotted=slotted,
            groups=tuple(groups),
            present=present,
            done=before,
            sessions_done=0 if current is None else len(current.done),
            decisions=(
                *(self.has_session[slot.index] for slot in self.problem.slots),
                *done,
                *self.more_sets,
            ),
        )
        self._hold_to_do_something(week)
        self._keep_claims(week)
        return week

    def _done(self) -> dict[str, Cell]:
        always = self.cp.new_constant(1)
        return {
            exercise: Cell(exercise, (), (always,), always, self.cp.new_constant(sets))
            for exercise, sets in self.problem.done_sets.items()
        }

    def _kind(self, slots: Sequence[Slot]) -> _Kind:
        key = tuple(slot.index for slot in slots)
        if key not in self.kinds:
            at_least = [self.has_session[index] for index in key]
            if len(slots) > 1 and self.depth != "direct":
                sessions = cp_model.LinearExpr.sum(at_least)
                at_least = self._chain(
                    f"held in {_names(slots)}", _most_sessions_in(self.problem, slots)
                )
                self.cp.add(cp_model.LinearExpr.sum(at_least) == sessions)
            self.kinds[key] = _Kind(tuple(slots), tuple(at_least))
        return self.kinds[key]

    def _chain(self, name: str, most: int) -> list[Variable]:
        """Literals for at least one, two, … up to ``most``."""
        chain = [self.cp.new_bool_var(f"{name} {n}×") for n in range(1, most + 1)]
        for fewer, more in pairwise(chain):
            self.cp.add_implication(more, fewer)
        return chain

    def _cell(self, exercise: str, kind: _Kind) -> Cell:
        dose = self.problem.doses[exercise]
        most = len(kind.at_least)
        if dose.sessions_needed is not None:
            most = min(most, dose.sessions_needed)
        name = f"{exercise} @{_names(kind.slots)}"
        does = tuple(self._chain(f"does {name}", most))
        # A week need not do it as often as it holds sessions.
        for literal, at_least in zip(does, kind.at_least, strict=False):
            self.cp.add_implication(literal, at_least)
        sessions = cp_model.LinearExpr.sum(does)
        terms: list[tuple[Linear, int]] = [(literal, dose.sets_least) for literal in does]
        free = dose.sets_most - dose.sets_least
        more_sets: Variable | None = None
        if free:
            # Sets above the least, rather than sets with a gap in their domain: the linear
            # relaxation is the same, and the solver has fewer literals to make.
            more_sets = self.cp.new_int_var(0, most * free, f"more sets {name}")
            self.cp.add(more_sets <= free * sessions)
            self.more_sets.append(more_sets)
            terms.append((more_sets, 1))
        return Cell(exercise, kind.slots, does, sessions, weighted_sum(terms), more_sets)

    def _parts(self, whole: Cell | None, exercise: str, kind: _Kind) -> tuple[Cell, ...]:
        """A cell for each slot; they add up to the ``whole``."""
        if whole is not None and len(kind.slots) == 1:
            return (whole,)
        parts = tuple(self._cell(exercise, self._kind([slot])) for slot in kind.slots)
        if whole is not None:
            self.cp.add(cp_model.LinearExpr.sum([p.sets for p in parts]) == whole.sets)
            self.cp.add(cp_model.LinearExpr.sum([p.sessions for p in parts]) == whole.sessions)
        return parts

    def _present(self, exercise: str, cells: Sequence[Cell]) -> Variable:
        if len(cells) == 1:
            return cells[0].does[0]
        done = [cell.does[0] for cell in cells]
        present = self.cp.new_bool_var(f"present {exercise}")
        self.cp.add_bool_or([~present, *done])
        for literal in done:
            self.cp.add_implication(literal, present)
        return present

    def _pools(self, weekly: Mapping[str, Cell]) -> list[Group]:
        """What only some slots admit has to fit into these slots, for every kind of slots."""
        lies_in = {
            exercise: frozenset(slot.index for slot in kind.slots)
            for exercise, kind in self.kind_of.items()
        }
        kinds = sorted(set(lies_in.values()), key=sorted)
        every = frozenset(slot.index for slot in self.problem.slots)
        most = len(kinds) if len(kinds) <= _MOST_KINDS_FOR_ALL_UNIONS else 2
        pools = {
            frozenset().union(*chosen)
            for count in range(1, most + 1)
            for chosen in combinations(kinds, count)
        }
        groups = []
        for pool in sorted({*pools, every}, key=sorted):
            slots = tuple(slot for slot in self.problem.slots if slot.index in pool)
            # A full model has every single slot as a group of its own.
            if len(slots) > 1 or self.depth == "weekly":
                cells = tuple(weekly[e] for e, indices in lies_in.items() if indices <= pool)
                groups.append(Group(slots, cells))
        return groups

    def _single_slots(self, slotted: Mapping[str, Sequence[Cell]]) -> list[Group]:
        cells: dict[int, list[Cell]] = {slot.index: [] for slot in self.problem.slots}
        for parts in slotted.values():
            for cell in parts:
                cells[cell.slots[0].index].append(cell)
        return [Group((slot,), tuple(cells[slot.index])) for slot in self.problem.slots]

    def _hold_to_do_something(self, week: WeekModel) -> None:
        if self.depth == "weekly":
            done = [cell.sessions for cell in week.weekly.values()]
            self.cp.add(cp_model.LinearExpr.sum(done) >= week.sessions_planned)
            return
        for group in week.groups:
            if group.is_slot:
                done = [cell.sessions for cell in group.cells]
                self.cp.add(cp_model.LinearExpr.sum(done) >= week.sessions_in(group))

    def _keep_claims(self, week: WeekModel) -> None:
        """What a slot breaks or refuses is out as long as the claim is kept.

        The weekly model leaves the refusals out, as it may.
        """
        for slot in self.problem.slots:
            for claim in sorted(slot.admission.breaks):
                for keep in week.keeps(claim.rule, claim.subject):
                    self.cp.add_implication(self.has_session[slot.index], ~keep)
        for cell in week.slot_cells:
            for claim in sorted(cell.slots[0].refused.get(cell.exercise, ())):
                for keep in week.keeps(claim.rule, claim.subject):
                    self.cp.add_implication(keep, ~cell.does[0])


def _names(slots: Iterable[Slot]) -> str:
    return ",".join(str(slot.index) for slot in slots)


def _most_sessions_in(problem: WeekProblem, slots: Sequence[Slot]) -> int:
    """The most sessions that one week can hold in ``slots``: one a window, one a day."""
    timeline = problem.case.timeline
    windows = len({slot.window.id for slot in slots})
    days = len({timeline.day(slot.start) for slot in slots})
    if problem.is_open:
        # One session a day is a claim that can be left out.
        return min(problem.most_sessions, windows)
    return min(problem.most_sessions, windows, days)
