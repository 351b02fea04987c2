"""Where an exercise stands: its dose, what was done of it and what weights there are.

Knows no request and no solver; ``progress.py`` makes it from a case, ``progress_rules.py`` decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal, get_args

from catalog import Catalog
from catalog.models import LEVELS, Exercise, Level, Phase
from optimizer.documents.strength import Units
from optimizer.documents.wording import each_hand
from optimizer.dosing.load_words import load_in_words, workout_in_words, written_weight
from optimizer.dosing.prescription import MULTI_JOINT, Bounds, Prescribed
from optimizer.dosing.weights import Weight, heaviest_up_to
from optimizer.dosing.workouts import Workout, days_between

STANDING_STILL: frozenset[Phase] = frozenset({"taper", "post_race"})
"""Phases in which no load rises."""

SAME_WEIGHT_KG = 0.02
"""A weight in the other unit is written with two decimals of a kilogram, or one of a pound."""


ProgressRule = Literal[
    "pain", "load_untold", "other_tool", "illness", "time_off", "deload", "taper", "after_race",
    "after_deload", "new_range", "missed_once", "missed_again", "too_hard", "too_easy", "step_up",
    "step_waits", "heaviest", "next_too_heavy", "regain", "harder_variant", "next_band", "slower",
    "same_jumps", "plateau", "more_reps", "hold_longer",
]  # fmt: skip
PROGRESS_RULES: tuple[ProgressRule, ...] = get_args(ProgressRule)
"""Every id that ``progress.rule`` of an item can have, in the order of docs/loads.md."""


@dataclass(frozen=True)
class Decision:
    """What comes next, by which rule and why.

    ``weight`` None: the load is found anew, or there is none.  ``reps``: instead of those that are
    prescribed.  ``stops``: it is left out this week.
    """

    rule: ProgressRule
    sentence: str
    weight: Weight | None = None
    reps: Bounds | None = None
    stops: bool = False
    on_other_days: Weight | None = None
    """Instead of ``weight``, where that was too much on an eve; None: ``weight`` itself."""
    weights: tuple[Weight, ...] = ()
    """Those that ``weight`` was chosen among: of the tool that the log goes on with."""


@dataclass(frozen=True)
class Standing:
    """All that decides of one exercise: its dose, what was done of it and what weights there are.

    ``before``: the dose by which the last workout was planned; None: it is not known, and taken to
    be the same.  ``workouts``: the earliest first, at least one.
    """

    catalog: Catalog
    exercise: Exercise
    level: Level
    phase: Phase
    dose: Prescribed
    before: Prescribed | None
    workouts: tuple[Workout, ...]
    weights: tuple[Weight, ...]
    today: date
    tools: tuple[str, ...] = ()
    """By id, those that ``weights`` are of."""
    units: Units = "kg"
    is_deload: bool = False
    is_ill: bool = False
    age_years: int | None = None
    """None: not told."""
    is_eased: bool = True
    """False: time off, if there was any, leaves its dose as it is."""
    is_reduced_after_deload: bool = False
    """True: after a lighter week it has a set less than before it."""
    harder: str | None = None
    """The name of the next variant that the athlete may do."""
    most_kg: float | None = None
    """Where the log before or in a lighter week lowered the load, what it left."""

    @property
    def last(self) -> Workout:
        return self.workouts[-1]

    @property
    def judged(self) -> tuple[Workout, ...]:
        """Since the last break that was time off: across it nothing is twice in a row."""
        longest = self.catalog.numbers("time_off_days")[1]
        first = 0
        for number, (earlier, later) in enumerate(pairwise(self.workouts), start=1):
            if days_between(earlier.day, later.day) > longest:
                first = number
        return tuple(workout for workout in self.workouts[first:] if workout.is_judged)

    @property
    def is_loaded(self) -> bool:
        return bool(self.weights) and self.load_kg is not None

    @property
    def load_kg(self) -> float | None:
        """The load to go on from: of the last workout before a lighter week, else of the last.

        Of one that was lighter on an eve what it was lighter of.
        """
        return None if self._loaded is None else self._loaded.kg

    @property
    def load_in_words(self) -> str:
        return "" if self._loaded is None else self._load_in_words(self._loaded)

    @property
    def _loaded(self) -> Workout | None:
        weighed = [workout for workout in self.workouts if workout.kg]
        judged = [one for one in weighed if one.is_judged or one.usual_kg is not None]
        found = (judged or weighed)[-1:]
        return next((self._left_of(one) for one in found), None)

    def _left_of(self, workout: Workout) -> Workout:
        kg = workout.usual_kg or workout.kg
        if self.most_kg is not None and kg is not None and self.most_kg < kg:
            return replace(workout, kg=self.most_kg, original=None)
        return replace(workout, kg=kg)

    @property
    def reps(self) -> Bounds:
        """By which the log is judged: those it was planned with."""
        dose = self.dose if self.before is None or self.before.reps is None else self.before
        return dose.reps or (1, 1)

    @property
    def reserve(self) -> Bounds:
        dose = self.dose if self.before is None or self.before.rir is None else self.before
        return dose.rir or (1, 3)

    def at_most(self, kg: float) -> Weight:
        """The heaviest weight that is no more than ``kg``, or hardly; else the lightest."""
        return heaviest_up_to(self.catalog, self.weights, kg)

    def same(self) -> Weight:
        """The weight there that is its last load; one from elsewhere, the nearest that is hardly
        more.  Of heavy bars the next step is hardly more, too."""
        load_kg = self.load_kg
        assert load_kg is not None
        most = self.at_most(load_kg)
        return min(
            (weight for weight in self.weights if weight.kg <= most.kg),
            key=lambda weight: abs(weight.kg - load_kg),
        )

    def below(self, kg: float) -> Weight:
        """The next weight below ``kg``; where there is none, the lightest."""
        lower = [weight for weight in self.weights if weight.kg < kg - 1e-6]
        return lower[-1] if lower else self.weights[0]

    def words(self, weight: Weight) -> str:
        return load_in_words(weight, self.units)

    @property
    def last_in_words(self) -> str:
        return self.done_in_words(self.last)

    def done_in_words(self, workout: Workout) -> str:
        done = workout.as_done or workout
        words = workout_in_words(done, self._load_in_words(done), self.today)
        if workout.as_done is None:
            return words
        usual = f", as {self._load_in_words(workout)} on other days" if workout.kg else ""
        return f"{words} on the eve of a key run{usual}"

    def _load_in_words(self, workout: Workout) -> str:
        """As the weight is marked that the place has so heavy, else as the log has it."""
        if workout.kg is None:
            return ""
        kg = workout.kg
        original = workout.original
        if original is not None:
            shared = self.words(written_weight(kg, workout.unit))
            in_all = f"{shared}{each_hand(workout.at_once) or ' in all'}"
            one = self.words(written_weight(original.kg, workout.unit))
            return f"{one}{each_hand(original.at_once)} ({in_all})"
        there = (weight for weight in self.weights if abs(weight.kg - kg) <= SAME_WEIGHT_KG)
        return self.words(next(there, written_weight(kg, workout.unit)))


def missed(standing: Standing, workout: Workout) -> bool:
    """A set below the range, or two repetitions nearer to failure than wanted.

    Who stopped below it with so much left that the range was in reach missed nothing.
    """
    least = standing.reps[0]
    in_reach = workout.least_reps + (workout.reserve or 0) >= least + standing.reserve[0]
    if workout.reps and workout.least_reps < least:
        return not in_reach
    holds, dose = workout.holds_seconds, standing.dose
    if holds and dose.reps is None and dose.hold_seconds and min(holds) < dose.hold_seconds[0]:
        return True
    reserve = workout.mean_reserve
    return (
        reserve is not None
        and standing.dose.rir is not None
        and (reserve <= standing.reserve[0] - 2)
    )


def sessions_needed(standing: Standing) -> int:
    return round(standing.catalog.numbers("progression_sessions")[LEVELS.index(standing.level)])


def usual_step(standing: Standing) -> float:
    lower, upper, single_joint, _ = standing.catalog.numbers("progression_step")
    exercise = standing.exercise
    if exercise.leg_loading or exercise.main_lift is not None:
        return lower
    return upper if exercise.pattern in MULTI_JOINT else single_joint


def is_regaining(standing: Standing) -> bool:
    """True: after time off, and the load of before is not back yet."""
    limit = standing.catalog.numbers("time_off_days")[1]
    peak = 0.0
    gap_since_peak = False
    for earlier, later in zip(standing.workouts, standing.workouts[1:], strict=False):
        if (earlier.kg or 0) >= peak:
            peak, gap_since_peak = earlier.kg or 0, False
        gap_since_peak |= days_between(earlier.day, later.day) > limit
    return gap_since_peak and (standing.last.kg or 0) < peak * 0.98


def missed_twice(standing: Standing) -> bool:
    recent = standing.judged[-2:]
    return len(recent) == 2 and all(missed(standing, workout) for workout in recent)


def top_of(standing: Standing) -> int:
    """Repetitions or seconds in every set from which a harder variant is due."""
    dose = standing.dose
    if dose.reps is None:
        longest = round(standing.catalog.numbers("hold_step")[1])
        return longest if dose.hold_seconds is None else min(longest, dose.hold_seconds[1])
    rung = standing.catalog.next_rung(standing.exercise.id)
    return dose.reps[1] if rung is None else min(dose.reps[1], max(rung[1], dose.reps[0]))


def is_at_top_twice(standing: Standing) -> bool:
    """True: without a load, the last two workouts had the top in every set, with enough left."""
    recent = standing.judged[-2:]
    if standing.is_loaded or len(recent) < 2:
        return False
    top = top_of(standing)
    for workout in recent:
        amounts = workout.holds_seconds if standing.dose.reps is None else workout.reps
        if not amounts or min(amounts) < top:
            return False
        if standing.dose.rir is not None and (
            workout.reserve is None or workout.reserve < max(2, standing.reserve[0])
        ):
            return False
    return True
