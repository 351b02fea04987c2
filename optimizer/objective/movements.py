"""Movements that a coach's week does not go without, as a push, a row or a leg curl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.dosing.weaker_side import hides_a_weaker_side
from optimizer.dosing.worth import longest_sessions_minutes, stage_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Variable, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem, most_sessions
from optimizer.week.reviewed import ReviewedWeek


class MovementsMissing(PlanTier):
    """Wanted movements of the catalog that could be done and of which the week holds no exercise,
    or none in as many sessions as the movement is wanted in.

    What the athlete avoids or an injury cautions against is not asked for.  Of muscles with a
    weaker side it is work of one side, which a quicker exercise of both would crowd out.
    """

    name = "movements_missing"
    unit = "movements"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(_wanted(problem.case, problem.doses))

    def expression(self, week: WeekModel) -> Expression:
        wanted = _wanted(week.problem.case, week.problem.doses)
        missing = []
        for number, (sessions, exercises) in enumerate(wanted):
            lacks = week.cp.new_bool_var(f"movement {number} is missing")
            there = [_is_in_sessions(week, exercise, sessions) for exercise in exercises]
            week.cp.add_bool_or([lacks, *there])
            missing.append((lacks, 1))
        return Expression(weighted_sum(missing), len(wanted))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        times = Counter(exercise for session in week.sessions for exercise in session.sets())
        wanted = _wanted(week.case, {*possible, *times})
        return sum(
            max(times[exercise] for exercise in exercises) < sessions
            for sessions, exercises in wanted
        )


def _is_in_sessions(week: WeekModel, exercise: str, sessions: int) -> Variable:
    """A literal that is false unless so many sessions hold the exercise."""
    if sessions == 1:
        return week.present[exercise]
    current = week.problem.case.current
    done = sum(exercise in one.sets for one in (() if current is None else current.done))
    planned = weighted_sum((cell.sessions, 1) for cell in week.planned_of(exercise))
    is_there = week.cp.new_bool_var(f"{exercise} comes again")
    week.cp.add(planned + done >= sessions * is_there)
    return is_there


def _wanted(case: Case, exercises: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Of each wanted movement its sessions, and its exercises among some; movements without any are
    left out."""
    stage, phase = stage_of(case), case.request.week.phase
    room = len(longest_sessions_minutes(case, most_sessions(case)))
    welcome = set(exercises).difference(case.request.preferences.avoid)
    known = [case.catalog.exercises[name] for name in sorted(welcome)]
    lawful = [exercise for exercise in known if not case.cautions_of(exercise)]
    found = [
        (
            movement.in_sessions,
            _by_sides(case, [exercise for exercise in lawful if movement.takes(exercise)]),
        )
        for movement in case.catalog.wanted_movements.values()
        if stage in movement.stages and phase in movement.phases and movement.from_sessions <= room
    ]
    return [(sessions, exercises) for sessions, exercises in found if exercises]


def _by_sides(case: Case, exercises: Sequence[Exercise]) -> list[str]:
    """Where tests found a weaker side, what works it alone, as long as anything does."""
    alone = [one.id for one in exercises if not hides_a_weaker_side(case, one)]
    return alone or [one.id for one in exercises]
