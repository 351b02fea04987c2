"""Placements as problems: the weekly model of each is a bound on the week of every placement in it.

What a week is asked for depends on what it can hold (last week's exercises, patterns, lifts), and
that on where the runs are.  So placements that leave the same exercises possible make one problem;
nearly always there is one in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from optimizer.building.problem_of import all_doses, usable_doses
from optimizer.dosing.doses import Dose
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.joint_slots import JointSlot, joint_slots
from optimizer.placing.placement import (
    PlacementModel,
    distinct_candidates,
    placement_for,
    solver_of_runs,
    useful_candidates,
)
from optimizer.placing.seams import Seam, seams_of
from optimizer.week.conditions import Condition, Decisions
from optimizer.week.problem import JointProblem, most_sessions
from optimizer.week.reviewed import ReviewedWeek

Kind = frozenset[int]
"""Indices of the slots that some exercises may be done in, or that a window has."""

_MOST_PROBLEMS = 24


@dataclass(frozen=True)
class Cut:
    """A week holds one at the least of ``slots``, or a session in one of ``windows`` and has it far
    from the weeks beside this one."""

    slots: tuple[int, ...]
    windows: tuple[str, ...]


@dataclass
class Placed(Condition):
    """Every slot that is held is open beside the chosen candidates, and none that were cut off.

    Of each kind of slots in ``open_kinds`` one is open, and none of those in ``lost_kinds``.
    """

    runs: RunsToPlace
    slots: tuple[JointSlot, ...]
    candidates: tuple[tuple[int, ...], ...]
    """Of each run, by its place, the candidates worth choosing."""
    open_kinds: tuple[Kind, ...] = ()
    lost_kinds: tuple[Kind, ...] = ()
    seams: tuple[Seam, ...] = ()
    cuts: list[Cut] = field(default_factory=list)

    def add(self, week: Decisions) -> None:
        model = self._model(week.cp)
        for slot in self.slots:
            model.open_if(slot, week.has_session[slot.index])
        week.close_windows.update(model.close_windows(self.seams))
        for cut in self.cuts:
            others = [week.has_session[index] for index in cut.slots]
            others += [self._is_held_and_far(week, window) for window in cut.windows]
            week.cp.add_at_least_one(others)

    def _is_held_and_far(self, week: Decisions, window: str) -> cp_model.IntVar:
        literal = week.cp.new_bool_var(f"held and far: {window}")
        sessions = [week.has_session[slot.index] for slot in self.slots if slot.window.id == window]
        week.cp.add_bool_or([~literal, *sessions])
        week.cp.add_implication(literal, ~week.close_windows[window])
        return literal

    def met_by(self, week: ReviewedWeek) -> bool:  # noqa: ARG002
        return True  # Only the bound has it; the week of a placement is an ordinary one.

    def cut_off(self, chosen: Sequence[int]) -> None:
        """No more weeks that the problem of these candidates has too."""
        self.cuts.append(
            Cut(
                slots=tuple(slot.index for slot in self.slots if not slot.is_open(chosen)),
                windows=tuple(
                    sorted({seam.window for seam in self.seams if seam.is_close(chosen)})
                ),
            )
        )

    @property
    def is_used_up(self) -> bool:
        """True: no week is left that was not cut off."""
        return any(not cut.slots and not cut.windows for cut in self.cuts)

    def placement_for(
        self, occupied_slots: frozenset[int], far_windows: frozenset[str] = frozenset()
    ) -> tuple[int, ...] | None:
        """Candidates beside which these slots are open, as many others as can be, and early.

        Those of ``far_windows`` that hold a session are not close to the weeks beside this one.
        """
        occupied = {slot.window.id for slot in self.slots if slot.index in occupied_slots}
        seams = [seam for seam in self.seams if seam.window in far_windows & occupied]
        model = self._model(cp_model.CpModel())
        return placement_for(model, self.slots, occupied_slots, seams)

    def _model(self, cp: cp_model.CpModel) -> PlacementModel:
        return self.restricted(PlacementModel(cp, self.runs, self.candidates))

    def restricted(self, model: PlacementModel) -> PlacementModel:
        """The same model with what has to be open and what must not be."""
        by_index = {slot.index: slot for slot in self.slots}
        for kind in self.open_kinds:
            model.cp.add_at_least_one(model.is_open(by_index[index]) for index in sorted(kind))
        for kind in self.lost_kinds:
            for index in sorted(kind):
                model.close(by_index[index])
        return model


@dataclass(frozen=True)
class JointProblems:
    """``all_of_them`` False: there are placements that none of them has."""

    problems: tuple[tuple[JointProblem, Placed], ...]
    all_of_them: bool


def joint_problems(
    runs: RunsToPlace, *, relaxed: bool, dominated_too: bool = False
) -> JointProblems:
    """``dominated_too``: also with candidates that another one dominates."""
    case = runs.case
    doses = all_doses(case)
    slots = joint_slots(runs, doses, relaxed=relaxed) if most_sessions(case) > 0 else ()
    usable = usable_doses(case, doses, slots)
    seams = seams_of(runs, list(dict.fromkeys(slot.window for slot in slots)))
    candidates = distinct_candidates(runs, slots, seams=seams)
    placed = Placed(runs, slots, candidates, seams=seams)
    kinds = {
        exercise: frozenset(slot.index for slot in slots if exercise in slot.exercises)
        for exercise in usable
    }
    can_be_lost = [
        kind for kind in sorted({*kinds.values()} - {frozenset()}, key=sorted)
        if _can_be_lost(placed, kind)
    ]  # fmt: skip
    if not dominated_too:
        # Where an exercise can be lost, a placement that loses it may be asked for less.
        telling = frozenset(index for kind in can_be_lost for index in kind)
        placed = replace(placed, candidates=useful_candidates(runs, slots, telling, seams))
    windows = {
        name: frozenset(slot.index for slot in slots if slot.window.id == name)
        for name in sorted({slot.window.id for slot in slots})
    }
    least_windows = sum(not _can_be_lost(placed, kind) for kind in windows.values())
    found = []
    losses, all_of_them = _losses(placed, can_be_lost)
    for lost in losses:
        condition = replace(
            placed,
            open_kinds=tuple(kind for kind in can_be_lost if kind not in lost),
            lost_kinds=tuple(lost),
            cuts=[],
        )
        problem = JointProblem(
            case=case,
            doses=_without(usable, kinds, lost),
            slots=_without_lost(slots, lost, kinds),
            relaxed=relaxed,
            conditions=(condition,),
            windows_demanded=least_windows,
            may_have_close_windows=bool(seams),
        )
        found.append((problem, condition))
    return JointProblems(tuple(found), all_of_them)


def _without(
    doses: Mapping[str, Dose], kinds: Mapping[str, Kind], lost: Sequence[Kind]
) -> dict[str, Dose]:
    """What was done already counts, even where nothing admits it any more."""
    return {name: dose for name, dose in doses.items() if kinds[name] not in lost}


def _without_lost(
    slots: Sequence[JointSlot], lost: Sequence[Kind], kinds: Mapping[str, Kind]
) -> tuple[JointSlot, ...]:
    gone = {exercise for exercise, kind in kinds.items() if kind in lost}
    if not gone:
        return tuple(slots)
    return tuple(replace(slot, exercises=slot.exercises - gone) for slot in slots)


def _losses(placed: Placed, kinds: Sequence[Kind]) -> tuple[list[tuple[Kind, ...]], bool]:
    """Each set of kinds that some placement loses and no more; False: there may be others."""
    if not kinds:
        return [()], True
    by_index = {slot.index: slot for slot in placed.slots}
    cp = cp_model.CpModel()
    model = PlacementModel(cp, placed.runs, placed.candidates)
    is_open = [cp.new_bool_var(f"kind {n}") for n in range(len(kinds))]
    for literal, kind in zip(is_open, kinds, strict=True):
        slots = [model.is_open(by_index[index]) for index in sorted(kind)]
        cp.add_bool_or([~literal, *slots])
        for slot in slots:
            cp.add_implication(slot, literal)
    cp.maximize(sum(is_open))
    found: list[tuple[Kind, ...]] = []
    while len(found) < _MOST_PROBLEMS:
        solver = solver_of_runs()
        status = solver.solve(cp)
        if status != cp_model.OPTIMAL:
            return found, status == cp_model.INFEASIBLE
        opened = [bool(solver.value(literal)) for literal in is_open]
        found.append(tuple(k for k, stays in zip(kinds, opened, strict=True) if not stays))
        cp.add_bool_or(~v if stays else v for v, stays in zip(is_open, opened, strict=True))
    return found, False


def _can_be_lost(placed: Placed, kind: Kind) -> bool:
    cp = cp_model.CpModel()
    model = PlacementModel(cp, placed.runs, placed.candidates)
    for slot in placed.slots:
        if slot.index in kind:
            model.close(slot)
    # What is not known counts as one that can be lost.
    return solver_of_runs().solve(cp) != cp_model.INFEASIBLE
