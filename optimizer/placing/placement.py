"""Choosing one candidate of each run, under the rules among runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ortools.sat.python import cp_model

from optimizer.case.timeline import GRID_MINUTES, TimedRun
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.joint_slots import JointSlot
from optimizer.placing.seams import Pairs, Seam
from optimizer.rules.run_placement import RunPlacement

_RULE = RunPlacement()
_SEARCH = 2.0
"""In deterministic time, for one question about runs alone; most take a hundredth."""


class PlacementModel:
    """The runs' part of a model: of each run one candidate is chosen."""

    def __init__(
        self, cp: cp_model.CpModel, runs: RunsToPlace, candidates_by_run: Sequence[Sequence[int]]
    ) -> None:
        self.cp = cp
        self.runs = runs
        self.chosen = [
            {index: cp.new_bool_var(f"run {place} at {index}") for index in of_run}
            for place, of_run in enumerate(candidates_by_run)
        ]
        for choices in self.chosen:
            cp.add_exactly_one(choices.values())
        for one, other in combinations(range(len(self.chosen)), 2):
            self._hold_apart(one, other)
        self._hold_days()
        self._in_order()

    def open_if(self, slot: JointSlot, literal: cp_model.IntVar) -> None:
        """Where ``literal`` holds, a session may stand in the slot."""
        for choices, allowed in zip(self.chosen, slot.allowed_by, strict=True):
            if not allowed >= choices.keys():
                good = [choice for index, choice in choices.items() if index in allowed]
                self.cp.add_bool_or([~literal, *good])
        for makers in slot.made_by:
            made = [self.chosen[p][i] for p, i in sorted(makers) if i in self.chosen[p]]
            self.cp.add_bool_or([~literal, *made])

    def is_open(self, slot: JointSlot) -> cp_model.IntVar:
        """A literal that holds exactly where a session may stand in the slot."""
        literal = self.cp.new_bool_var(f"is open {slot.index}")
        self.open_if(slot, literal)
        closing = self._closing(slot)
        self.cp.add_bool_or([literal, *closing])
        return literal

    def close(self, slot: JointSlot) -> None:
        """No session may stand in the slot."""
        self.cp.add_bool_or(self._closing(slot))

    def close_windows(self, seams: Iterable[Seam]) -> dict[str, cp_model.IntVar]:
        """By window a literal that holds where a placement brings it close, see ``Seam``."""
        found: dict[str, cp_model.IntVar] = {}
        for seam in seams:
            if seam.window not in found:
                found[seam.window] = self.cp.new_bool_var(f"close {seam.window}")
            known = self._chosen(seam.known)
            if seam.always:
                self.cp.add_bool_or([found[seam.window], *known])
            for near in self._chosen(seam.near):
                self.cp.add_bool_or([~near, found[seam.window], *known])
        return found

    def _chosen(self, pairs: Pairs) -> list[cp_model.IntVar]:
        return [self.chosen[p][i] for p, i in sorted(pairs) if i in self.chosen[p]]

    def _closing(self, slot: JointSlot) -> list[cp_model.IntVar]:
        """Literals of which one holds where no session may stand in the slot."""
        closing = [
            choice
            for choices, allowed in zip(self.chosen, slot.allowed_by, strict=True)
            for index, choice in choices.items()
            if index not in allowed
        ]
        for makers in slot.made_by:
            unmade = self.cp.new_bool_var("unmade")
            for place, index in sorted(makers):
                if index in self.chosen[place]:
                    self.cp.add_implication(unmade, ~self.chosen[place][index])
            closing.append(unmade)
        return closing

    def _hold_apart(self, one: int, other: int) -> None:
        starts = [candidates.starts for candidates in self.runs.runs]
        for this, that in ((one, other), (other, one)):
            for index, choice in self.chosen[this].items():
                in_the_way = cannot_stand_with(self.runs, starts[this][index], starts[that])
                bad = [literal for n, literal in self.chosen[that].items() if n in in_the_way]
                if bad:
                    self.cp.add_at_most_one([choice, *bad])

    def _hold_days(self) -> None:
        case = self.runs.case
        most = case.request.run_rules.max_a_day
        if most == 1:
            return  # Held pair by pair.
        day = case.timeline.day
        on_day: dict[str, list[cp_model.IntVar]] = {}
        for choices, candidates in zip(self.chosen, self.runs.runs, strict=True):
            for index, choice in choices.items():
                name = day(candidates.starts[index].start).isoformat()
                on_day.setdefault(name, []).append(choice)
        for name, literals in on_day.items():
            fixed = sum(day(run.start).isoformat() == name for run in case.timeline.runs)
            self.cp.add(sum(literals) <= max(0, most - fixed))

    def _in_order(self) -> None:
        """Of runs that are alike, the one that is named first is the earlier one."""
        for one, other in combinations(range(len(self.chosen)), 2):
            first, second = self.runs.runs[one], self.runs.runs[other]
            if are_alike(self.runs, one, other):
                starts = [
                    cp_model.LinearExpr.weighted_sum(
                        list(choices.values()),
                        [candidates.starts[i].start - candidates.starts[0].start for i in choices],
                    )
                    for choices, candidates in (
                        (self.chosen[one], first),
                        (self.chosen[other], second),
                    )
                ]
                self.cp.add(starts[0] <= starts[1])


def are_alike(runs: RunsToPlace, one: int, other: int) -> bool:
    """True: nothing but their ids tells two runs apart, now that a part of the week may be over."""
    first, second = runs.runs[one].run, runs.runs[other].run
    order = runs.case.request.run_rules.order
    starts, others = (
        [candidate.start for candidate in runs.runs[place].starts] for place in (one, other)
    )
    return (
        (first.kind, first.minutes, first.windows) == (second.kind, second.minutes, second.windows)
        and starts == others
        and not {first.id, second.id} & {*order}
    )


def may_stand_together(runs: RunsToPlace, one: TimedRun, other: TimedRun) -> bool:
    key = (one.id, one.start, other.id, other.start)
    known = runs.known_pairs.get(key)
    if known is None:
        known = runs.known_pairs[key] = _RULE.forbidden_pair(runs.case, one, other) is None
    return known


def cannot_stand_with(
    runs: RunsToPlace, one: TimedRun, others: Sequence[TimedRun]
) -> Collection[int]:
    """The indices of those of ``others``, all of one run in order of time, that it keeps away."""
    if runs.case.request.run_rules.max_a_day > 1:
        return {n for n, run in enumerate(others) if not may_stand_together(runs, one, run)}
    # Whatever keeps two runs apart keeps nearer ones apart too, so only its edges are sought.
    middle = bisect_left(others, one.start, key=_start)
    first = bisect_left(
        range(middle), True, key=lambda n: not may_stand_together(runs, one, others[n])
    )
    last = bisect_left(
        range(len(others)), True, lo=middle, key=lambda n: may_stand_together(runs, one, others[n])
    )
    return range(first, last)


def _start(run: TimedRun) -> int:
    return run.start


@dataclass(frozen=True)
class _Leaves:
    """What a candidate leaves to sessions and to other runs; ``day`` counts where a day has room
    for more than one run."""

    opened: frozenset[int]
    made: frozenset[tuple[int, int]]
    beside: frozenset[tuple[int, int]]
    day: date | None
    near: frozenset[int] = frozenset()
    """By place among the seams, those that it is near at, and those that it makes known."""
    known: frozenset[int] = frozenset()

    def dominates(self, other: _Leaves, telling: frozenset[int]) -> bool:
        return (
            self.day == other.day
            and self.opened >= other.opened
            and self.opened & telling == other.opened & telling
            and self.made >= other.made
            and self.beside >= other.beside
            and self.near <= other.near
            and self.known >= other.known
        )


def distinct_candidates(
    runs: RunsToPlace, *of_several: Sequence[JointSlot], seams: Sequence[Seam] = ()
) -> tuple[tuple[int, ...], ...]:
    """Of each run the candidates that some slot or another run tells apart, the earliest of each.

    ``of_several``: slots of several questions.
    """
    found = []
    for place, candidates in enumerate(runs.runs):
        first: dict[tuple[_Leaves, ...], int] = {}
        for index in range(len(candidates.starts)):
            leaves = tuple(_leaves(runs, slots, place, index, seams) for slots in of_several)
            first.setdefault(leaves, index)
        found.append(tuple(sorted(first.values())))
    return tuple(found)


def useful_candidates(
    runs: RunsToPlace,
    slots: Sequence[JointSlot],
    telling: frozenset[int] = frozenset(),
    seams: Sequence[Seam] = (),
) -> tuple[tuple[int, ...], ...]:
    """Of each run the candidates worth choosing: without those that another one dominates.

    It leaves every slot open, and lets other runs stand wherever the bettered one does.  Of equal
    ones the earliest stays.  ``telling``: by index, slots without which a week may be asked for
    less, so that it is not better to leave one of them open.
    """
    candidates_by_run = []
    for place, candidates in enumerate(runs.runs):
        first: dict[_Leaves, int] = {}
        for index in range(len(candidates.starts)):
            first.setdefault(_leaves(runs, slots, place, index, seams), index)
        others = [other for other in range(len(runs.runs)) if other != place]
        if any(are_alike(runs, place, other) for other in others):
            # Their order is a choice of its own, so that only equal ones go.
            candidates_by_run.append(tuple(sorted(first.values())))
            continue
        best = [
            index
            for leaves, index in first.items()
            if not any(other != leaves and other.dominates(leaves, telling) for other in first)
        ]
        candidates_by_run.append(tuple(sorted(best)))
    return tuple(candidates_by_run)


def _leaves(
    runs: RunsToPlace, slots: Sequence[JointSlot], place: int, index: int, seams: Sequence[Seam]
) -> _Leaves:
    run = runs.runs[place].starts[index]
    several = runs.case.request.run_rules.max_a_day > 1
    return _Leaves(
        opened=frozenset(slot.index for slot in slots if index in slot.allowed_by[place]),
        made=frozenset(
            (slot.index, n)
            for slot in slots
            for n, makers in enumerate(slot.made_by)
            if (place, index) in makers
        ),
        beside=frozenset(
            (other, n)
            for other, others in enumerate(runs.runs)
            if other != place
            for in_the_way in [cannot_stand_with(runs, run, others.starts)]
            for n in range(len(others.starts))
            if n not in in_the_way
        ),
        day=runs.case.timeline.day(run.start) if several else None,
        near=frozenset(n for n, seam in enumerate(seams) if (place, index) in seam.near),
        known=frozenset(n for n, seam in enumerate(seams) if (place, index) in seam.known),
    )


def solver_of_runs() -> cp_model.CpSolver:
    """For a question about runs alone, which takes next to nothing."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _SEARCH
    # The solver's own handler would end the process; the command line answers Ctrl-C itself.
    solver.parameters.catch_sigint_signal = False
    return solver


def placement_for(
    model: PlacementModel,
    slots: Iterable[JointSlot],
    occupied_slots: frozenset[int],
    seams: Iterable[Seam] = (),
) -> tuple[int, ...] | None:
    """The placement that leaves ``occupied_slots`` open, as many others as it can, and is early.

    ``seams``: of windows that it does not bring close.  None: there is none.
    """
    for is_close in model.close_windows(seams).values():
        model.cp.add(is_close == 0)
    opened = []
    for slot in slots:
        literal = model.cp.new_bool_var(f"open {slot.index}")
        model.open_if(slot, literal)
        if slot.index in occupied_slots:
            model.cp.add(literal == 1)
        opened.append(literal)
    steps = [
        (choice, (candidates.starts[index].start - candidates.starts[0].start) // GRID_MINUTES)
        for choices, candidates in zip(model.chosen, model.runs.runs, strict=True)
        for index, choice in choices.items()
    ]
    latest = 1 + len(model.chosen) * max(step for _, step in steps)
    model.cp.maximize(latest * sum(opened) - sum(step * choice for choice, step in steps))
    solver = solver_of_runs()
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return tuple(
        next(index for index, choice in choices.items() if solver.value(choice))
        for choices in model.chosen
    )


def runs_can_stand(runs: RunsToPlace) -> bool:
    """True: all runs have starts that the rules among runs allow."""
    if any(not candidates.starts for candidates in runs.runs):
        return False
    cp = cp_model.CpModel()
    PlacementModel(cp, runs, [[*range(len(one.starts))] for one in runs.runs])
    return solver_of_runs().solve(cp) != cp_model.INFEASIBLE
