"""A careful greedy planner, such as a good app would use, judged like everyone else.

It picks the sessions, then adds exercises and sets one by one: pinned ones, then the neglected
muscle coverage and the patterns by most gained per second, then the doses by what is still missing.
Every addition has to fit the time and is read by the rules' own reviews; what breaks a rule is
taken back.  It never looks ahead and never takes back what it kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, islice

from benchmarks.instances import Instance
from benchmarks.peers.base import Answer, Deadline, TierBound
from benchmarks.peers.lexicographic import can_be_arranged
from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.result import Finding, Plan, Session
from optimizer.objective.doses import target_weights
from optimizer.objective.tiers import measured, names_of
from optimizer.rules.pattern_variety import FAMILIES
from optimizer.rules.progression import most_rise, most_sets, pinned_exercises
from optimizer.rules.registry import RULES_BY_ID
from optimizer.rules.session_limits import most_in_session
from optimizer.session.arrange import session_blocks
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot

_MOST_CHOICES = 6
"""Choices of sessions that are tried; the best week of them counts."""
_DEMANDS = frozenset(
    {"neglected_coverage", "pattern_variety", "sessions_per_week", "pinned", "progression"}
)
"""Rules that more work can mend: no reason to take an exercise back.

Of progression that is only a half; the other, the most sets, is looked at by itself.
"""
_MINIMUM_WEIGHT = 20

Week = dict[int, dict[str, int]]
"""By slot index the sets of each exercise."""
Arranged = dict[tuple[int, tuple[tuple[str, int], ...]], Session]
"""Finished sessions by their slot and sets."""
_Gain = Callable[[str, int], float]
"""What some more sets of an exercise are worth."""


class Greedy:
    id = "greedy"
    title = "careful greedy planner"
    exact = False

    def plan(self, instance: Instance, catalog: Catalog, wall_seconds: float) -> Answer:
        started = time.perf_counter()
        deadline = Deadline(wall_seconds)
        case = case_of(instance.request, catalog)
        judged: list[tuple[tuple[int, ...], Judgement]] = []
        for relaxed in (False, True):
            problem = problem_of(case, relaxed=relaxed)
            for slots in islice(_choices_of_sessions(problem), _MOST_CHOICES):
                if judged and deadline.is_over:
                    break
                found = judge(problem, Filling(problem, slots).filled())
                judged.append((found.key, found))
            if any(judgement.lawful for _, judgement in judged):
                break
        if not judged:
            return Answer("unsolved")
        best = min(judged, key=lambda entry: entry[0])[1]
        shares = {"solve": 1000 * (time.perf_counter() - started)}
        tiers = tuple(TierBound(name, value, 0) for name, value in best.tiers.items())
        if best.unlawful:
            return Answer("unsolved", tiers, shares, f"breaks {', '.join(best.unlawful)}")
        return Answer("feasible" if best.lawful else "relaxed", tiers, shares)


@dataclass(frozen=True)
class Judgement:
    """What a week is worth; ``unlawful``: the rules it breaks that can never be relaxed."""

    tiers: Mapping[str, int]
    unlawful: tuple[str, ...]

    @property
    def key(self) -> tuple[int, ...]:
        return (len(self.unlawful), *self.tiers.values())

    @property
    def lawful(self) -> bool:
        """Keeps every required rule."""
        return not self.unlawful and not any(self.tiers[name] for name in names_of("relaxation"))


def judge(problem: WeekProblem, week: Week) -> Judgement:
    """Every tier of a finished week, relaxations first, read by the reviews without a solver."""
    case = problem.case
    read = _reviewed(problem, week, {})
    tiers = dict.fromkeys(names_of("relaxation", "week"), 0)
    tiers |= measured(read, problem.doses)
    unlawful = []
    for finding in required_only(case, findings_of(read)):
        if finding.rule == "recovery_after_run":
            continue
        name = _step_of(case, finding)
        if name is None:
            unlawful.append(finding.rule)
        else:
            by_muscle = finding.rule == "neglected_coverage"
            tiers[name] += 1 if by_muscle else round(abs(finding.actual - finding.required))
    for index, sets in week.items():
        admission = problem.slots[index].admission
        tiers["sessions_inside_recovery"] += bool(sets) and admission.relaxation != "none"
        if sets and admission.relaxation == "floor":
            tiers["recovery_short_for_leg_loading"] += admission.relaxed_minutes
        elif sets and admission.relaxation == "leg_loading_only":
            tiers["recovery_short_without_leg_loading"] += admission.relaxed_minutes
    if problem.relaxed:
        # A relaxed week owes the phase's least number of sessions, as far as its windows go.
        windows = len({slot.window.id for slot in problem.slots})
        phase = round(case.catalog.numbers(f"sessions_{case.request.week.phase}")[0])
        owed = min(phase, windows, problem.most_sessions)
        owed = max(case.request.limits.min_sessions or 0, owed)
        tiers["sessions_missing"] = max(0, owed - len(read.sessions))
    return Judgement(tiers, tuple(sorted(set(unlawful))))


def _step_of(case: Case, finding: Finding) -> str | None:
    """The relaxation tier that counts a breach; None: nothing may."""
    if finding.rule == "neglected_coverage":
        return f"neglected_{case.catalog.muscles[finding.subject].volume_class}_left_out"
    if finding.rule == "pattern_variety":
        return "patterns_missing"
    if finding.rule == "sessions_per_week" and finding.subject == "min_sessions":
        return "sessions_missing"
    if finding.rule == "progression":
        return {
            "weekly_sets": "sets_above_progression",
            "kept_exercises": "kept_exercises_missing",
        }.get(finding.subject)
    return None


def _choices_of_sessions(problem: WeekProblem) -> Iterator[tuple[Slot, ...]]:
    """Slots on different days, as many as may be; those with most recovery and time first."""
    day = problem.case.timeline.day
    best: dict[str, Slot] = {}
    for slot in problem.slots:
        known = best.get(slot.window.id)
        if known is None or _worth(slot) > _worth(known):
            best[slot.window.id] = slot
    ranked = sorted(best.values(), key=_worth, reverse=True)
    pinned = {pin.window for pin in problem.case.request.pinned if pin.window is not None}
    for count in range(min(problem.most_sessions, len(ranked)), 0, -1):
        for slots in combinations(ranked, count):
            apart = len({day(slot.start) for slot in slots}) == count
            if apart and pinned <= {slot.window.id for slot in slots}:
                yield slots


def _worth(slot: Slot) -> tuple[int, int, int, int]:
    admission = slot.admission
    return (-admission.relaxed_minutes, -admission.points, len(slot.exercises), slot.work_seconds)


@dataclass
class Filling:
    """A week in the making."""

    problem: WeekProblem
    slots: tuple[Slot, ...]
    week: Week = field(default_factory=dict)
    impossible: set[tuple[int, str, int]] = field(default_factory=set)
    arranged: Arranged = field(default_factory=dict)

    def filled(self) -> Week:
        self.week = {slot.index: {} for slot in self.slots}
        self._pins()
        while self._best_addition(self._coverage_gain):
            pass
        while self._best_addition(self._dose_gain):
            pass
        return {index: sets for index, sets in self.week.items() if sets}

    def _pins(self) -> None:
        for pin in self.problem.case.request.pinned:
            for slot in self.slots:
                if pin.exercise in slot.exercises and pin.window in (None, slot.window.id):
                    sets = pin.sets or self.problem.doses[pin.exercise].sets_least
                    if self._add(slot, pin.exercise, sets):
                        break

    def _best_addition(self, gain: _Gain) -> bool:
        """Make the addition that gains most per second; False: none gains anything."""
        offers = []
        for slot in self.slots:
            for exercise in sorted(slot.exercises):
                dose = self.problem.doses[exercise]
                now = self.week[slot.index].get(exercise, 0)
                sets = now + 1 if now else max(dose.sets_least, min(2, dose.sets_most))
                if sets > dose.sets_most or (slot.index, exercise, sets) in self.impossible:
                    continue
                seconds = dose.charged_seconds(sets) - (dose.charged_seconds(now) if now else 0)
                worth = gain(exercise, sets - now)
                if worth > 0:
                    offers.append((-worth / seconds, exercise, slot.start, slot, sets))
        for _, exercise, _, slot, sets in sorted(offers, key=lambda offer: offer[:3]):
            if self._add(slot, exercise, sets):
                return True
        return False

    def _add(self, slot: Slot, exercise: str, sets: int) -> bool:
        session = self.week[slot.index]
        tried = {**session, exercise: sets}
        if self._fits(slot, tried):
            self.week[slot.index] = tried
            if self._is_lawful():
                return True
            self.week[slot.index] = session
        self.impossible.add((slot.index, exercise, sets))
        return False

    def _fits(self, slot: Slot, sets: Mapping[str, int]) -> bool:
        doses = self.problem.doses
        most_sets, most_exercises = most_in_session(self.problem.case)
        return (
            len(sets) <= most_exercises
            and sum(sets.values()) <= most_sets
            and sum(doses[e].charged_seconds(n) for e, n in sets.items()) <= slot.work_seconds
            and can_be_arranged(self.problem, slot.index, sets)
        )

    def _is_lawful(self) -> bool:
        """Nothing but demands, which more work can mend, is broken."""
        read = _reviewed(self.problem, self.week, self.arranged)
        for rule in RULES_BY_ID.values():
            if rule.id in _DEMANDS or rule.enforced(read.case) != "required":
                continue
            for finding in rule.review(read):
                if not (finding.rule == "recovery_after_run" and self.problem.relaxed):
                    return False
        return self._progresses(read.sets())

    def _progresses(self, now: Mapping[str, int]) -> bool:
        """No more than last week allows."""
        case = self.problem.case
        before = case.sets_before
        if not before:
            return True
        free = pinned_exercises(case)
        return sum(now.values()) <= most_sets(case) and all(
            now.get(exercise, 0)
            <= max(sets + most_rise(case, exercise), self.problem.doses[exercise].sets_least)
            for exercise, sets in before.items()
            if exercise in self.problem.doses and exercise not in free
        )

    def _coverage_gain(self, exercise: str, sets: int) -> float:
        """How many neglected muscles and missing patterns it serves."""
        done = self._done()
        exercises = self.problem.case.catalog.exercises
        covered = {m for e, n in done.items() if n >= 2 for m in exercises[e].primary}
        gained = len((set(self.problem.must_cover) - covered) & set(exercises[exercise].primary))
        if done.get(exercise, 0) + sets < 2:
            gained = 0
        if not self.problem.case.is_lightened:
            patterns = {exercises[e].pattern for e in done}
            gained += sum(
                exercises[exercise].pattern in family and not patterns & set(family)
                for family in FAMILIES.values()
            )
        return gained

    def _dose_gain(self, exercise: str, sets: int) -> float:
        """Weighted half sets of missing minimum and target that it makes up."""
        case = self.problem.case
        weights = target_weights(case)
        done = self._done()
        gained = 0
        chosen = case.catalog.exercises[exercise]
        for muscles, factor in ((chosen.primary, 2), (chosen.secondary, 1)):
            for muscle in muscles:
                has = self._half_sets(done, muscle)
                dose = case.doses[muscle]
                more = has + factor * sets
                gained += _MINIMUM_WEIGHT * (min(more, dose.minimum) - min(has, dose.minimum))
                gained += weights[muscle] * (min(more, dose.target) - min(has, dose.target))
        return gained

    def _done(self) -> dict[str, int]:
        done: dict[str, int] = {}
        for sets in self.week.values():
            for exercise, count in sets.items():
                done[exercise] = done.get(exercise, 0) + count
        return done

    def _half_sets(self, done: Mapping[str, int], muscle: str) -> int:
        exercises = self.problem.case.catalog.exercises
        return sum(
            count * (2 * (muscle in exercises[e].primary) + (muscle in exercises[e].secondary))
            for e, count in done.items()
        )


def _reviewed(problem: WeekProblem, week: Week, arranged: Arranged) -> ReviewedWeek:
    """``arranged`` remembers the sessions that are known already."""
    sessions = []
    for index, sets in sorted(week.items()):
        if sets:
            key = (index, tuple(sorted(sets.items())))
            if key not in arranged:
                arranged[key] = _session(problem, problem.slots[index], sets)
            sessions.append(arranged[key])
    return reviewed(problem.case, Plan(sessions=tuple(sessions)))


def _session(problem: WeekProblem, slot: Slot, sets: Mapping[str, int]) -> Session:
    case = problem.case
    blocks = session_blocks(case, problem.doses, slot, sets)
    seconds = sum(item.seconds for block in blocks for item in block.items)
    return Session(
        id=slot.window.id,
        window=slot.window.id,
        place=case.place_name(slot.window.place),
        start=case.timeline.iso(slot.start),
        end=case.timeline.iso(slot.start, seconds),
        minutes=round(seconds / 60, 2),
        blocks=blocks,
    )


GREEDY = Greedy()
