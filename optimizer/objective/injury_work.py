"""What injuries ask to be trained: how many sessions of it a week lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from catalog.models import Exercise, Injury
from optimizer.case.case import Case
from optimizer.dosing.injury_doses import loading_sets_of
from optimizer.dosing.worth import EIGHTHS_OF_A_SET, worth_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, Variable, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem, most_sessions
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


@dataclass(frozen=True)
class _Wanted:
    """One muscle that an injury asks to train: in ``sessions``, whose starts lie apart."""

    injury: Injury
    muscle: str
    sessions: int
    work: frozenset[str]
    """Exercises that load or hold the muscle; with a caution only where there is no other."""
    withheld: frozenset[str]
    """Exercises for the muscle that the injury cautions against, where there are others."""

    @property
    def minutes_apart(self) -> int:
        return 60 * self.injury.hours_between_loading


class InjuryWorkMissing(PlanTier):
    """Sessions that lack for the muscles that injuries emphasise.

    Each such muscle is to be loaded or held in the injury's least ``loading_sessions``, as far as
    the week may have that many, its ``hours_between_loading`` apart.  Where the injury asks for
    sets of lifts, no hold counts beside them, and a session only with that many sets.  What the
    injury cautions against does not count while another exercise of the week does, and each session
    of it counts as one that lacks.
    """

    name = "injury_work_missing"
    unit = "sessions"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(_wanted(problem.case, problem.doses))

    def expression(self, week: WeekModel) -> Expression:
        wanted = _wanted(week.problem.case, week.problem.doses)
        short = [_short(week, one) for one in wanted]
        withheld = [
            cell.sessions
            for one in wanted
            for exercise in sorted(one.withheld)
            for cell in week.planned_of(exercise)
        ]
        sessions = week.problem.most_sessions
        most = sum(one.sessions + sessions * len(one.withheld) for one in wanted)
        return Expression(weighted_sum((term, 1) for term in [*short, *withheld]), most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        missing = 0
        for one in _wanted(week.case, possible):
            missing += max(0, one.sessions - _trained(week, one))
            missing += sum(len(one.withheld.intersection(s.sets())) for s in week.ahead.sessions)
        return missing


@dataclass(frozen=True)
class LackingWork:
    """A muscle that an injury asks to train in ``wanted`` sessions and ``trained`` have it."""

    injury: Injury
    muscle: str
    wanted: int
    trained: int
    work: frozenset[str]
    """Exercises of the week that count for it."""


def lacking_work(week: ReviewedWeek, possible: Collection[str]) -> Iterator[LackingWork]:
    """What ``InjuryWorkMissing`` counts, muscle by muscle; ``possible``: exercises of the week."""
    for one in _wanted(week.case, possible):
        trained = _trained(week, one)
        if trained < one.sessions:
            yield LackingWork(one.injury, one.muscle, one.sessions, trained, one.work)


def _trained(week: ReviewedWeek, one: _Wanted) -> int:
    """Sessions that train the muscle, of those that lie too close together only one."""
    trained, last = 0, 0
    for session in week.sessions:
        if not _trains(week.case, one, session.sets()):
            continue
        # The earliest first: no other choice of sessions that lie apart has more.
        if trained == 0 or session.start - last >= 60 * one.minutes_apart:
            trained, last = trained + 1, session.start
    return trained


def _short(week: WeekModel, one: _Wanted) -> Variable:
    """Sessions that the muscle lacks."""
    name = f"injury work {one.injury.id} {one.muscle}"
    short = week.cp.new_int_var(0, one.sessions, f"missing {name}")
    starts = _starts_done(week.problem.case, one)
    week.cp.add(short + _counted(week, one, starts) >= one.sessions)
    if not week.slotted:
        # A session of two such exercises counts twice here, which only makes the bound weaker.
        planned = [cell.sessions for e in sorted(one.work) for cell in week.planned_of(e)]
        total = weighted_sum((sessions, 1) for sessions in planned) + len(starts)
        week.cp.add(short + total >= one.sessions)
    return short


def _counted(week: WeekModel, one: _Wanted, done: Iterable[int]) -> Linear:
    """Sessions that train the muscle, of those that lie too close together only one.

    In a weekly model any that is held might.
    """
    counted = [(start, week.cp.new_bool_var(f"done {start} for {one.muscle}")) for start in done]
    for slot, does in _may_train(week, one):
        counts = week.cp.new_bool_var(f"{one.injury.id} {one.muscle} @{slot.index}")
        week.cp.add_bool_or([*does, ~counts])
        counted.append((slot.start, counts))
    counted.sort(key=lambda pair: pair[0])
    for index, (start, _) in enumerate(counted):
        close = [counts for at, counts in counted[index:] if at - start < one.minutes_apart]
        if len(close) > 1:
            week.cp.add_at_most_one(close)
    return weighted_sum((counts, 1) for _, counts in counted)


def _may_train(week: WeekModel, one: _Wanted) -> Iterator[tuple[Slot, list[Variable]]]:
    """Slots with literals of which one holds where the slot's session trains the muscle."""
    if not week.slotted:
        for slot in week.problem.slots:
            if not one.work.isdisjoint(slot.exercises):
                yield slot, [week.has_session[slot.index]]
        return
    for group in week.groups:
        does = [cell.does[0] for cell in group.cells if cell.exercise in one.work]
        if group.is_slot and does:
            yield group.slots[0], does


def _starts_done(case: Case, one: _Wanted) -> list[int]:
    """When this week's sessions that are done trained the muscle, in minutes."""
    done = () if case.current is None else case.current.done
    return [session.start for session in done if _trains(case, one, session.sets)]


def _trains(case: Case, one: _Wanted, sets: Mapping[str, int]) -> bool:
    """True: a session with these ``sets`` holds work for the muscle, as many sets as are asked for.

    What is planned ahead has no fewer: its dose begins with them.
    """
    for exercise in one.work & sets.keys():
        wanted = loading_sets_of(case, case.catalog.exercises[exercise])
        if wanted is None or sets[exercise] >= wanted[0]:
            return True
    return False


def _wanted(case: Case, possible: Collection[str]) -> list[_Wanted]:
    """What the athlete's injuries ask for, by exercises that are ``possible`` this week."""
    most = min(most_sessions(case), len(case.timeline.windows))
    return [
        _Wanted(injury, muscle, min(injury.loading_sessions[0], most), work, rest)
        for injury in case.injuries
        for muscle in injury.emphasise
        for work, rest in [_work_for(case, injury, muscle, possible)]
        if work and most
    ]


def _work_for(
    case: Case, injury: Injury, muscle: str, possible: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The exercises that count for the muscle, and those that others make needless."""
    theirs = [
        exercise
        for exercise in case.catalog.exercises.values()
        if exercise.id in possible and muscle in exercise.primary and exercise.counts_toward_volume
    ]
    loads = {exercise.id for exercise in theirs if _loads_or_holds(case, exercise, muscle)}
    lifts = {exercise.id for exercise in theirs if loading_sets_of(case, exercise) is not None}
    if injury.loading_sets is not None and lifts:
        loads = lifts
    cautioned = frozenset(e.id for e in theirs if injury.cautions_against(e))
    if loads - cautioned:
        return frozenset(loads - cautioned), cautioned
    return frozenset(loads), frozenset()


def _loads_or_holds(case: Case, exercise: Exercise, muscle: str) -> bool:
    """In a beginner's first weeks the body is load enough where a set of it is worth a whole one:
    so hips and knees begin (Willy 2019)."""
    if exercise.loaded or exercise.kind == "isometric":
        return True
    worth = worth_of(case).get(exercise.id, {})
    return case.in_first_weeks and worth.get(muscle, 0) >= EIGHTHS_OF_A_SET
