"""Main lifts: which families a week leaves out, and how many of the sets that it wants it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import ClassVar

from catalog.models import LIFT_FAMILIES, LiftFamily
from optimizer.case.case import Case
from optimizer.dosing.worth import (
    MainLiftRoom,
    main_lift_families_possible,
    main_lift_of,
    main_lift_room,
    main_lift_sets_possible,
    main_lift_sets_wanted,
)
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, Variable, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem, most_sessions
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek


class MainLiftFamiliesMissing(PlanTier):
    """Families of main lifts of which the week holds no set.

    As many are wanted as the longest sessions of the week can hold.
    """

    name = "main_lift_families_missing"
    unit = "families"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return families_wanted(problem.case, len(by_family(problem.case, problem.doses))) > 0

    def expression(self, week: WeekModel) -> Expression:
        families = by_family(week.problem.case, week.problem.doses)
        wanted = families_wanted(week.problem.case, len(families))
        there = []
        for family, exercises in families.items():
            is_there = week.cp.new_bool_var(f"some main lift {family}")
            week.cp.add_bool_or([~is_there, *(week.present[e] for e in exercises)])
            there.append(is_there)
        missing = week.cp.new_int_var(0, wanted, "main lift families missing")
        week.cp.add(missing + weighted_sum((one, 1) for one in there) >= wanted)
        return Expression(missing + 0, wanted)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        sets = week.sets()
        families = by_family(week.case, {*possible, *sets})
        there = sum(not sets.keys().isdisjoint(exercises) for exercises in families.values())
        return max(0, families_wanted(week.case, len(families)) - there)


class MainLiftSetsMissing(PlanTier):
    """Sets of main lifts that the week wants and does not hold.

    Each family wants its sets, as far as the longest sessions of the week can hold them.  A session
    counts one lift of a family, and only as many sets and families as its length holds, so that
    they are spread over the week.  A family that no exercise of the week is in wants none.
    """

    name = "main_lift_sets_missing"
    unit = "sets"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        families = by_family(problem.case, problem.doses)
        _, most = all_sets_wanted(problem.case, len(families))
        return most > 0

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        families = by_family(case, week.problem.doses)
        wanted, most = all_sets_wanted(case, len(families))
        useful = _by_session(week, families) if week.slotted else _by_week(week, families)
        counted = []
        for family, sums in useful.items():
            sets = week.cp.new_int_var(0, wanted, f"main lifts {family}")
            for linear in sums:
                week.cp.add(sets <= linear)
            counted.append((sets, 1))
        missing = week.cp.new_int_var(0, most, "main lifts missing")
        week.cp.add(missing + weighted_sum(counted) >= most)
        if not week.slotted:
            week.cp.add(weighted_sum(counted) <= _sets_of_sessions(week, families))
        return Expression(missing + 0, most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        families = by_family(week.case, {*possible, *week.sets()})
        _, most = all_sets_wanted(week.case, len(families))
        return max(0, most - all_sets_done(week, families))


def by_family(case: Case, exercises: Iterable[str]) -> dict[LiftFamily, list[str]]:
    """By family its exercises among some, in the order of the families; none is empty."""
    found: dict[LiftFamily, list[str]] = {family: [] for family in LIFT_FAMILIES}
    for name in sorted(exercises):
        family = main_lift_of(case, case.catalog.exercises[name])
        if family is not None:
            found[family].append(name)
    return {family: names for family, names in found.items() if names}


def families_wanted(case: Case, families: int) -> int:
    """How many of the ``families`` that exercises of the week are in it should hold."""
    return min(families, main_lift_families_possible(case, most_sessions(case)))


def all_sets_wanted(case: Case, families: int) -> tuple[int, int]:
    """Sets that are wanted of each family, and of all together."""
    of_one, of_all = main_lift_sets_possible(case, most_sessions(case))
    wanted = min(main_lift_sets_wanted(case), of_one)
    return wanted, min(families * wanted, of_all)


def all_sets_done(week: ReviewedWeek, families: Mapping[LiftFamily, Collection[str]]) -> int:
    """The sets of all families together, as far as sessions and the week count for them.

    A session counts only as many families as its length holds; those that serve the week best.
    """
    wanted, _ = all_sets_wanted(week.case, len(families))
    totals = {(0,) * len(families)}
    for session in week.sessions:
        counted = [_counted(week, session, exercises) for exercises in families.values()]
        most = len(families) if session.is_done else _room(week, session).most_families
        ways = [
            tuple(sets if place in chosen else 0 for place, sets in enumerate(counted))
            for chosen in combinations(range(len(families)), min(most, len(families)))
        ]
        totals = {
            tuple(min(wanted, had + more) for had, more in zip(total, way, strict=True))
            for total in totals
            for way in ways
        }
    return max(map(sum, totals))


def _counted(week: ReviewedWeek, session: ReviewedSession, exercises: Collection[str]) -> int:
    """What a session counts for one family: its one lift with most sets, as far as it has room.

    What is done already counts whole.
    """
    sets = [number for exercise, number in session.sets().items() if exercise in exercises]
    if session.is_done:
        return sum(sets)
    return min(max(sets, default=0), _room(week, session).most_sets)


def _room(week: ReviewedWeek, session: ReviewedSession) -> MainLiftRoom:
    return main_lift_room(week.case, week.case.timeline.window(session.window.id))


_Sums = dict[LiftFamily, list[Linear]]
"""By family sums of which the least is what the week counts for it."""


def _done(week: WeekModel, exercises: Iterable[str]) -> int:
    return sum(week.problem.done_sets.get(exercise, 0) for exercise in exercises)


def picked_lifts(week: WeekModel) -> dict[int, dict[str, Variable]]:
    """By slot index and exercise a literal that it is the session's main lift of its family.

    At most one of a family is, and as many families as the session has room for.  Empty in a weekly
    model.
    """
    return week.once(_picked_lifts)


def _picked_lifts(week: WeekModel) -> dict[int, dict[str, Variable]]:
    families = by_family(week.problem.case, week.problem.doses)
    picked: dict[int, dict[str, Variable]] = {}
    for group in week.groups if week.slotted else ():
        if not group.is_slot:
            continue
        slot = group.slots[0]
        mine = picked.setdefault(slot.index, {})
        for exercises in families.values():
            of_family = []
            for cell in group.cells:
                if cell.exercise in exercises:
                    literal = week.cp.new_bool_var(f"main lift {cell.exercise} @{slot.index}")
                    week.cp.add_implication(literal, cell.does[0])
                    of_family.append(literal)
                    mine[cell.exercise] = literal
            if len(of_family) > 1:
                week.cp.add_at_most_one(of_family)
        most = main_lift_room(week.problem.case, slot.window).most_families
        if most < len(families):
            week.cp.add(weighted_sum((literal, 1) for literal in mine.values()) <= most)
    return picked


def _by_session(week: WeekModel, families: Mapping[LiftFamily, Collection[str]]) -> _Sums:
    """Exactly what each session counts."""
    counted: dict[LiftFamily, list[tuple[Linear, int]]] = {family: [] for family in families}
    picked = picked_lifts(week)
    for group in week.groups:
        if not group.is_slot:
            continue
        slot = group.slots[0]
        most = main_lift_room(week.problem.case, slot.window).most_sets
        for family, exercises in families.items():
            for cell in group.cells:
                if cell.exercise in exercises:
                    sets = week.cp.new_int_var(0, most, f"main {cell.exercise} @{slot.index}")
                    week.cp.add(sets <= cell.sets)
                    week.cp.add(sets <= most * picked[slot.index][cell.exercise])
                    counted[family].append((sets, 1))
    return {
        family: [weighted_sum(terms) + _done(week, families[family])]
        for family, terms in counted.items()
    }


def _by_week(week: WeekModel, families: Mapping[LiftFamily, Collection[str]]) -> _Sums:
    """No less than the sessions count: as the week holds sets, times and sessions."""
    found: _Sums = {}
    for family, exercises in families.items():
        of_slot = _rooms(week, exercises)
        most = max((room.most_sets for _, room in of_slot), default=0)
        cells = [cell for exercise in exercises for cell in week.planned_of(exercise)]
        done = _done(week, exercises)
        found[family] = [
            weighted_sum((cell.sets, 1) for cell in cells) + done,
            weighted_sum((cell.sessions, most) for cell in cells) + done,
            weighted_sum((has_session, room.most_sets) for has_session, room in of_slot) + done,
        ]
    return found


def _sets_of_sessions(week: WeekModel, families: Mapping[LiftFamily, Collection[str]]) -> Linear:
    """What the sessions of the week can count for all families together."""
    exercises = [exercise for names in families.values() for exercise in names]
    of_slot = _rooms(week, exercises)
    planned = weighted_sum((has_session, room.most_in_all) for has_session, room in of_slot)
    return planned + _done(week, exercises)


def _rooms(week: WeekModel, exercises: Collection[str]) -> list[tuple[Variable, MainLiftRoom]]:
    """Of each slot that admits any of the exercises: it is held, and what it has room for."""
    return [
        (week.has_session[slot.index], main_lift_room(week.problem.case, slot.window))
        for slot in week.problem.slots
        if not slot.exercises.isdisjoint(exercises)
    ]
