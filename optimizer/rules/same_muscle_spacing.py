"""Loaded work for the same muscle at least 48 hours apart, start to start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from catalog.models import Exercise
from optimizer.case.case import Case, PastSession
from optimizer.case.remedies import Remedy, window_remedies
from optimizer.documents.result import Finding
from optimizer.documents.wording import hours, short
from optimizer.rules.base import Rule
from optimizer.week.model import Group, Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek
from optimizer.week.slot import Slot

POINTS_ECCENTRIC_REPEAT = 3


class SameMuscleSpacing(Rule):
    """48 h for every muscle, longer where an injury of it asks for more; last week counts too.

    Left out for a muscle: it may be loaded in any two sessions.

    For high-eccentric work 72 h are preferred: each repeat inside them costs points.
    """

    id = "same_muscle_spacing"
    title = "48 hours between loaded work for the same muscle"
    evidence = ("same_muscle_gap", "same_muscle_gap_ecc", "daily_ok")

    def moments(self, case: Case) -> Iterable[int]:
        """Where the spacing after a session that was done ends."""
        for session in case.done_before:
            for muscle in _loaded_before(case, session):
                yield session.start + needed_minutes(case, muscle)

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:
        if not _is_loaded(exercise):
            return
        for session in case.done_before:
            gap = slot.start - session.start
            for muscle in exercise.primary:
                if gap < needed_minutes(case, muscle) and muscle in _loaded_before(case, session):
                    yield muscle

    def may_refuse(self, case: Case) -> bool:
        return bool(case.done_before)

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:
        for past in case.done_before if _is_loaded(exercise) else ():
            gap = slot.start - past.start
            for muscle in exercise.primary:
                needed = needed_minutes(case, muscle)
                if gap < needed and muscle in _loaded_before(case, past):
                    whose = "last week's" if past in case.past else "this week's done"
                    return (
                        f"loads {muscle} {hours(gap)} after {whose} session did;"
                        f" {hours(needed)} are required"
                    )
        return None

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        for cell in week.weekly.values():
            exercise = week.problem.doses[cell.exercise].exercise
            if _is_loaded(exercise) and len(cell.slots) > 1:
                muscles = [m for m in exercise.primary if week.problem.asks(self.id, m)]
                if muscles:
                    gap, muscle = max((needed_minutes(case, m), m) for m in muscles)
                    week.cp.add(cell.sessions <= _most_apart(cell.slots, gap)).only_enforce_if(
                        week.keeps(self.id, muscle)
                    )
        single = [group for group in week.groups if group.is_slot]
        literals: dict[tuple[int, str], Variable | None] = {}

        def loads(group: Group, muscle: str) -> Variable | None:
            key = (group.slots[0].index, muscle)
            if key not in literals:
                literals[key] = _loads(week, group, muscle)
            return literals[key]

        muscles = sorted({m for e in week.problem.exercises if _is_loaded(e) for m in e.primary})
        needed = {m: needed_minutes(case, m) for m in muscles if week.problem.asks(self.id, m)}
        for first, second in combinations(single, 2):
            a, b = first.slots[0], second.slots[0]
            if a.window == b.window:
                continue
            for muscle, minutes in needed.items():
                if abs(b.start - a.start) < minutes:
                    one, other = loads(first, muscle), loads(second, muscle)
                    if one is not None and other is not None:
                        week.at_most_one([one, other], self.id, muscle)

    def spacings_minutes(self, case: Case) -> Iterator[int]:
        yield from (needed_minutes(case, muscle) for muscle in case.catalog.muscles)
        yield case.minutes_from_hours("same_muscle_gap_ecc")

    def subjects(self, problem: WeekProblem) -> list[str]:
        return sorted({m for e in problem.exercises if _is_loaded(e) for m in e.primary})

    def point_terms(self, week: WeekModel) -> Iterator[tuple[Variable, int]]:
        return ((repeat, POINTS_ECCENTRIC_REPEAT) for repeat in _eccentric_repeats(week))

    def measured_points(self, week: ReviewedWeek) -> int:
        return POINTS_ECCENTRIC_REPEAT * _measured_eccentric_repeats(week)

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:  # noqa: ARG002
        for window in case.timeline.windows:
            yield from window_remedies(case, window)

    def claim_sentence(self, case: Case, subject: str) -> str:
        name = short(case.catalog.muscles[subject].name)
        gap = hours(needed_minutes(case, subject))
        return f"{name}: sessions that load it are at least {gap} apart, start to start."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        case = week.case
        for session in week.sessions:
            for past in case.past:
                gap = session.start / 60 - past.start
                for muscle in sorted(_loaded_before(case, past) & _loaded_muscles(session)):
                    if gap < needed_minutes(case, muscle):
                        yield self.breach(
                            muscle, needed_minutes(case, muscle) / 60, gap / 60, "hours",
                            f"{week.when(session)} loads {muscle} {hours(gap)} after last week's"
                            " session did.",
                        )  # fmt: skip
        for first, second in combinations(week.sessions, 2):
            gap = (second.start - first.start) / 60
            for muscle in sorted(_loaded_muscles(first) & _loaded_muscles(second)):
                if gap < needed_minutes(case, muscle):
                    yield self.breach(
                        muscle, needed_minutes(case, muscle) / 60, gap / 60, "hours",
                        f"{week.when(first)} and {week.when(second)} both load {muscle}, only"
                        f" {hours(gap)} apart.",
                    )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        case = week.case
        before = [(past.start, _loaded_before(case, past)) for past in case.past]
        now = [(session.start / 60, _loaded_muscles(session)) for session in week.sessions]
        pairs = [*product(before, now), *combinations(now, 2)]
        gaps = [
            (later - earlier, needed_minutes(case, muscle), muscle)
            for (earlier, some), (later, others) in pairs
            for muscle in sorted(some & others)
        ]
        if not gaps:
            return None
        gap, needed, muscle = min(gaps, key=lambda found: (found[0] - found[1], found[2]))
        return self.margin(
            muscle, needed / 60, gap / 60, "hours",
            f"{muscle} is loaded again after {hours(gap)} ({hours(needed)} required).",
        )  # fmt: skip


def needed_minutes(case: Case, muscle: str) -> int:
    """The spacing for one muscle: the catalog's, or an injury's where it emphasises the muscle."""
    of_injuries = (60 * i.hours_between_loading for i in case.injuries if muscle in i.emphasise)
    return max(case.minutes_from_hours("same_muscle_gap"), *of_injuries, 0)


def _most_apart(slots: Iterable[Slot], gap: int) -> int:
    """The most sessions in ``slots``, given in order of time, that lie ``gap`` minutes apart."""
    count, last = 0, -gap
    for slot in slots:
        if count == 0 or slot.start - last >= gap:
            count, last = count + 1, slot.start
    return count


def _is_loaded(exercise: Exercise) -> bool:
    return exercise.loaded and exercise.counts_toward_volume


def _loaded_before(case: Case, session: PastSession) -> set[str]:
    done = (case.catalog.exercises[i] for i in session.sets if i in case.catalog.exercises)
    return {muscle for e in done if _is_loaded(e) for muscle in e.primary}


def _loaded_muscles(session: ReviewedSession) -> set[str]:
    return {m for e in session.training if e.exercise.loaded for m in e.exercise.primary}


def _eccentric_repeats(week: WeekModel) -> list[Variable]:
    """One literal for each muscle that two sessions inside 72 h both work eccentrically.

    Only between slots that the model tells apart: the weekly model leaves it out, as it may.
    """
    case = week.problem.case
    gap = case.minutes_from_hours("same_muscle_gap_ecc")
    single = [group for group in week.groups if group.is_slot]
    works = {group.slots[0].index: _eccentric_work(week, group) for group in single}
    repeats = []
    for group in single:
        slot = group.slots[0]
        for session in case.done_before:
            if slot.start - session.start < gap:
                before = _eccentric_muscles(
                    case.catalog.exercises[i] for i in session.sets if i in case.catalog.exercises
                )
                repeats += [work for m, work in works[slot.index].items() if m in before]
    for first, second in combinations(single, 2):
        a, b = first.slots[0], second.slots[0]
        if a.window == b.window or abs(a.start - b.start) >= gap:
            continue
        for muscle, one in works[a.index].items():
            other = works[b.index].get(muscle)
            if other is not None:
                both = week.cp.new_bool_var(f"eccentric {muscle} {a.index} {b.index}")
                week.cp.add_bool_or(~one, ~other, both)
                repeats.append(both)
    return repeats


def _measured_eccentric_repeats(week: ReviewedWeek) -> int:
    """The same, read from a finished plan."""
    exercises = week.case.catalog.exercises
    gap = week.case.minutes_from_hours("same_muscle_gap_ecc")
    sessions = [
        (past.start, _eccentric_muscles(exercises[i] for i in past.sets if i in exercises))
        for past in week.case.past
    ]
    count = 0
    for session in week.sessions:
        muscles = _eccentric_muscles(entry.exercise for entry in session.training)
        start = session.start // 60
        if not session.is_done:
            count += sum(len(muscles & before) for then, before in sessions if start - then < gap)
        sessions.append((start, muscles))
    return count


def _eccentric_muscles(exercises: Iterable[Exercise]) -> set[str]:
    return {m for e in exercises if e.high_eccentric and e.counts_toward_volume for m in e.primary}


def _eccentric_work(week: WeekModel, group: Group) -> dict[str, Variable]:
    """By muscle: a literal that is true if the group's one session works it eccentrically."""
    doing: dict[str, list[Variable]] = {}
    for cell in group.cells:
        exercise = week.problem.doses[cell.exercise].exercise
        for muscle in sorted(_eccentric_muscles([exercise])):
            doing.setdefault(muscle, []).append(cell.does[0])
    return {
        muscle: week.any_of(does, f"eccentric {muscle} @{group.slots[0].index}")
        for muscle, does in doing.items()
    }


def _loads(week: WeekModel, group: Group, muscle: str) -> Variable | None:
    """A literal that is true if the group's one session holds loaded work for ``muscle``."""
    doing = [
        cell.does[0]
        for cell in group.cells
        if muscle in week.problem.doses[cell.exercise].exercise.primary
        and _is_loaded(week.problem.doses[cell.exercise].exercise)
    ]
    return week.any_of(doing, f"loads {muscle} @{group.slots[0].index}") if doing else None
