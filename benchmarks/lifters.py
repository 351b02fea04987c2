"""Simulated lifters who follow the progression alone: does it bring them to the wanted reserve?

Each lifter has a true maximum and a curve of repetitions of their own (people differ by 2.5
repetitions at 80 % of the maximum: Nuzzo 2024), days that vary by 3 %, fatigue from set to set, and
feels one repetition less in reserve than there is (Halperin 2022: 0.95 on average), with noise.  A
third tell a lift whose load is up to 10 % off; the others find their load as the plan tells them.
They go on with a set until they feel the least of the wanted reserve, or the repetitions are at
their top, and never stop below the bottom while they can go on.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog import Catalog, load_catalog
from catalog.models import Exercise, Level, Phase
from optimizer.documents.strength import Lift
from optimizer.dosing.new_load import first_load
from optimizer.dosing.one_rep_max import percent_at
from optimizer.dosing.prescription import Prescribed
from optimizer.dosing.progress_rules import decide
from optimizer.dosing.standing import Decision, Standing
from optimizer.dosing.start_loads import finding_steps, start_kg
from optimizer.dosing.weights import Weight
from optimizer.dosing.workouts import Workout

LIFTERS = 500
WORKOUTS = 6
WANTED_BY = 4
"""The workout by which the reserve is to be right."""
_FIRST_DAY = date(2026, 9, 7)
_DAYS_BETWEEN = 4
_SETS = 3
_UNKNOWN_START_KG = 5.0
_RAMP_SETS = 2
"""Of a heavy lift, in which finding begins."""

# Median maximum in kilograms of a trained runner, by exercise with its tool.
_MAXIMA = {
    "back_squat": ("barbell", 85.0),
    "romanian_deadlift": ("barbell", 95.0),
    "leg_press": ("leg_press_machine", 170.0),
    "goblet_squat": ("dumbbell", 34.0),
    "dumbbell_romanian_deadlift": ("dumbbell", 36.0),
    "machine_seated_calf_raise": ("seated_calf_machine", 75.0),
    "leg_curl_machine": ("leg_curl_machine", 50.0),
}
_DOSES: tuple[tuple[Level, Phase], ...] = (
    ("beginner", "off_season"),
    ("beginner", "in_season"),
    ("intermediate", "off_season"),
    ("intermediate", "pre_season"),
    ("intermediate", "in_season"),
    ("advanced", "off_season"),
    ("advanced", "pre_season"),
    ("advanced", "in_season"),
)


@dataclass(frozen=True)
class Lifter:
    """Who they are; ``feels_less``: repetitions by which they think that less is left."""

    level: Level
    phase: Phase
    exercise: Exercise
    dose: Prescribed
    weights: tuple[Weight, ...]
    maximum_kg: float
    more_reps: float
    """Times the repetitions of the curve."""
    feels_less: float
    lift: Lift | None


@dataclass(frozen=True)
class Reached:
    """One workout of one lifter: what its work sets left, and what led to it.

    ``felt_reserves``: on the lifter's own scale, without the noise of a single report; a wanted
    reserve is meant on it.
    """

    number: int
    kg: float
    true_reserves: tuple[float, ...]
    felt_reserves: tuple[float, ...]
    usual_reserve: float
    """What the first set with this load leaves on an average day, as the lifter feels it."""
    missed: bool
    decision: Decision | None

    @property
    def reserve(self) -> float:
        """Of this day."""
        return sum(self.felt_reserves) / len(self.felt_reserves)

    def is_right(self, dose: Prescribed) -> bool:
        """Within one repetition of the wanted reserve, on an average day."""
        assert dose.rir is not None
        return dose.rir[0] - 1 <= self.usual_reserve <= dose.rir[1] + 1


def lifters(count: int = LIFTERS, seed: int = 15) -> Iterator[Lifter]:
    """``count`` of them, the same for the same seed."""
    catalog = load_catalog()
    chance = random.Random(seed)
    for number in range(count):
        level, phase = _DOSES[number % len(_DOSES)]
        name = chance.choice(sorted(_MAXIMA))
        tool, median = _MAXIMA[name]
        maximum = median * math.exp(chance.gauss(0, 0.25))
        more_reps = math.exp(chance.gauss(0, 0.2))
        lift = None
        if number % 3 == 0:
            reps = chance.randint(3, 8)
            kg = _load_for(catalog, maximum, reps, more_reps) * chance.uniform(0.9, 1.1)
            lift = Lift(exercise=name, kg=round(kg, 1), reps=reps)
        exercise = catalog.exercises[name]
        yield Lifter(
            level=level,
            phase=phase,
            exercise=exercise,
            dose=_dose(catalog, exercise, level, phase),
            weights=tuple(Weight(kg, kg, "kg") for kg in catalog.usual_weights[tool].kg.weights()),
            maximum_kg=maximum,
            more_reps=more_reps,
            feels_less=chance.gauss(0.95, 0.5),
            lift=lift,
        )


def _dose(catalog: Catalog, exercise: Exercise, level: Level, phase: Phase) -> Prescribed:
    role = "accessory"
    if exercise.main_lift == "calf":
        role = "calf_lift"
    elif exercise.main_lift is not None:
        role = "main_lift" if exercise.load_class == "heavy" else "external_lift"
    cell = next(
        one.of(phase)
        for one in catalog.prescriptions.values()
        if one.role == role and one.stage == level
    )
    assert cell.reps is not None
    assert cell.rir is not None
    assert exercise.reps is not None
    least = max(cell.reps[0], exercise.reps[0])
    most = max(least, min(cell.reps[1], exercise.reps[1]))
    return Prescribed(None, _SETS, (least, most), None, (cell.rir[0], cell.rir[1]))


def trained(lifter: Lifter, chance: random.Random, workouts: int = WORKOUTS) -> list[Reached]:
    """The lifter's workouts, each with the load that the progression gives after the one before."""
    catalog = load_catalog()
    log: list[Workout] = []
    reached: list[Reached] = []
    dose, top = lifter.dose, lifter.dose
    weight: Weight | None = None
    decision: Decision | None = None
    if lifter.lift is not None:
        first = first_load(catalog, dose, lifter.lift, lifter.weights)
        weight = None if first is None else first.weight
    for number in range(1, workouts + 1):
        day = _FIRST_DAY + timedelta(days=_DAYS_BETWEEN * (number - 1))
        if log:
            decision = decide(_standing(catalog, lifter, top, tuple(log), day))
            weight = decision.weight
            reps = decision.reps or dose.reps
            top = Prescribed(None, _SETS, reps, None, dose.rir)
        strength = lifter.maximum_kg * (1 + chance.gauss(0, 0.03))
        sets, today = _SETS, top
        if weight is None:
            today = _finding_dose(catalog, lifter)
            weight, sets = _found(catalog, lifter, today, strength, chance)
        workout, done = _workout(catalog, lifter, today, weight, sets, strength, day, chance)
        log.append(workout)
        assert dose.reps is not None
        reached.append(
            Reached(
                number=number,
                kg=weight.kg,
                true_reserves=done,
                felt_reserves=tuple(_scaled(lifter, left) for left in done),
                usual_reserve=_usual_reserve(catalog, lifter, today, weight),
                missed=workout.least_reps < dose.reps[0],
                decision=decision,
            )
        )
    return reached


def _standing(
    catalog: Catalog, lifter: Lifter, before: Prescribed, log: tuple[Workout, ...], day: date
) -> Standing:
    return Standing(
        catalog=catalog,
        exercise=lifter.exercise,
        level=lifter.level,
        phase=lifter.phase,
        dose=lifter.dose,
        before=before,
        workouts=log,
        weights=lifter.weights,
        today=day,
    )


def _finding_dose(catalog: Catalog, lifter: Lifter) -> Prescribed:
    """With more in reserve, above a beginner, whose first load is a step less instead."""
    dose = lifter.dose
    assert dose.rir is not None
    if lifter.level == "beginner":
        return dose
    more = round(catalog.number("finding_reserve"))
    return replace(dose, rir=(dose.rir[0] + more, dose.rir[1] + more))


def _found(
    catalog: Catalog,
    lifter: Lifter,
    dose: Prescribed,
    strength: float,
    chance: random.Random,
) -> tuple[Weight, int]:
    """By the finder, from light in steps until the wanted reserve is left, ramp sets and sets of
    the plan first; and how many sets are done with the load found."""
    reps, rir = dose.reps, dose.rir
    assert reps is not None
    assert rir is not None
    start = start_kg(catalog, lifter.exercise, lifter.level)
    steps = finding_steps(catalog)
    most_sets, least_sets = catalog.numbers("finding_sets")
    weights = lifter.weights
    weight = _nearest(weights, _UNKNOWN_START_KG if start is None else start)
    before = weight
    ramp_sets = _RAMP_SETS if lifter.exercise.load_class == "heavy" else 0
    done = 0
    for _ in range(round(most_sets) - 1):
        left = _capacity(catalog, lifter, strength, weight.kg) - reps[0]
        felt = _felt(lifter, left, chance)
        if felt < rir[0]:
            weight = _nearest(weights, (before.kg + weight.kg) / 2)
        percent = next((more for least, more in steps if felt >= least), None)
        if percent is None:
            break
        done += 1
        before = weight
        weight = _nearest(weights, weight.kg * (1 + percent / 100), above=weight.kg)
    if lifter.level == "beginner":
        lower = [one for one in weights if one.kg < weight.kg]
        weight = lower[-1] if lower else weight
    return weight, max(round(least_sets), min(_SETS, ramp_sets + _SETS - done))


def _workout(
    catalog: Catalog,
    lifter: Lifter,
    dose: Prescribed,
    weight: Weight,
    sets: int,
    strength: float,
    day: date,
    chance: random.Random,
) -> tuple[Workout, tuple[float, ...]]:
    reps_done: list[int] = []
    reported: list[float] = []
    true: list[float] = []
    assert dose.reps is not None
    assert dose.rir is not None
    for number in range(sets):
        can = _capacity(catalog, lifter, strength, weight.kg) - 0.5 * number
        done = 0
        while done + 1 <= can and done < dose.reps[1]:
            done += 1
            if done >= dose.reps[0] and _felt(lifter, can - done, chance) <= dose.rir[0]:
                break
        reps_done.append(done)
        reported.append(_felt(lifter, can - done, chance))
        true.append(can - done)
    workout = Workout(day, weight.kg, tuple(reps_done), (), tuple(reported))
    return workout, tuple(true)


def _usual_reserve(catalog: Catalog, lifter: Lifter, dose: Prescribed, weight: Weight) -> float:
    assert dose.reps is not None
    assert dose.rir is not None
    can = _capacity(catalog, lifter, lifter.maximum_kg, weight.kg)
    for done in range(dose.reps[0], dose.reps[1] + 1):
        felt = _scaled(lifter, can - done)
        if felt <= dose.rir[0]:
            return felt
    return _scaled(lifter, can - dose.reps[1])


def _felt(lifter: Lifter, left: float, chance: random.Random) -> float:
    """Whole repetitions, better near the end of a set."""
    noise = chance.gauss(0, 0.5 + 0.1 * max(0.0, left))
    return float(max(0, round(_scaled(lifter, left) + noise)))


def _scaled(lifter: Lifter, left: float) -> float:
    """What a lifter feels is left, without noise; near failure everybody knows."""
    return left - lifter.feels_less * min(1.0, left / 2)


def _capacity(catalog: Catalog, lifter: Lifter, strength: float, kg: float) -> float:
    """Repetitions to failure with ``kg`` today."""
    percent = 100 * kg / strength
    if percent > 100:
        return 0.0
    curve = catalog.numbers("percent_by_reps_to_failure")
    if percent <= curve[-1]:
        beyond = (curve[-1] - percent) / (curve[-2] - curve[-1])
        return (len(curve) + beyond) * lifter.more_reps
    n = next(n for n in range(1, len(curve)) if curve[n] <= percent)
    share = (curve[n - 1] - percent) / (curve[n - 1] - curve[n])
    return max(1.0, (n + share) * lifter.more_reps)


def _load_for(catalog: Catalog, maximum: float, reps: int, more_reps: float) -> float:
    percent = percent_at(catalog, max(1.0, reps / more_reps))
    assert percent is not None
    return maximum * percent / 100


def _nearest(weights: Sequence[Weight], kg: float, above: float = 0.0) -> Weight:
    higher = [weight for weight in weights if weight.kg > above + 1e-6]
    if not higher:
        return weights[-1]
    return min(higher, key=lambda weight: abs(weight.kg - kg))


def share_right(count: int = LIFTERS, seed: int = 15) -> dict[int, float]:
    """By workout, the share of lifters who are within one repetition of the wanted reserve."""
    right = dict.fromkeys(range(1, WORKOUTS + 1), 0)
    chance = random.Random(seed + 1)
    for lifter in lifters(count, seed):
        for reached in trained(lifter, chance):
            right[reached.number] += reached.is_right(lifter.dose)
    return {number: hits / count for number, hits in right.items()}


if __name__ == "__main__":
    for workout, share in share_right().items():
        print(f"workout {workout}: {share:.1%} within one repetition of the wanted reserve")
