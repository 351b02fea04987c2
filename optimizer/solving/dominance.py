"""Exercises that no best week needs, because enough others do the same for no more.

An exercise is *bettered* by another that trains the same muscles in the same pattern, is admitted
wherever it is, counts alike for every rule and tier, and takes no longer in set-up, work and rest,
charged or whole.  Where it is done, the other could be done instead, unless that session holds the
other too.  A session holds only so many of one pattern, so an exercise with as many betters as that
can be left out: in every session that holds it, one of them is free.  One better that is in none of
these sessions replaces it in all of them; if there is none such, all of them are done this week
anyway.

Of the packaged catalog nothing goes; of ten times as many exercises, its variants, a tenth.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.dosing.choices import second_choices
from optimizer.dosing.doses import Dose, rests_long, stands_alone
from optimizer.dosing.weaker_side import hides_a_weaker_side
from optimizer.objective.wishes import exercise_points
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem

# What neither a rule nor a tier reads, and what ``_is_bettered`` compares by itself.
_BESIDES = frozenset(
    {
        "id", "name", "articles", "equipment", "level", "setup_seconds", "seconds_per_rep", "reps",
        "hold_seconds", "rest_seconds", "sets", "foot_contacts_per_rep", "contraindications",
        "cautions", "per_side", "how_to", "note", "watch",
        "weights_at_once",
    }
)  # fmt: skip
_COMPARED = sorted(Exercise.model_fields.keys() - _BESIDES)


def undominated(problem: WeekProblem) -> frozenset[str]:
    """The exercises that suffice for a best week of ``problem``, tier by tier."""
    most_alike = min(
        (most for rule in RULES for most in [rule.most_of_a_pattern(problem.case)] if most),
        default=None,
    )
    if most_alike is None or problem.conditions or problem.case.current is not None:
        return frozenset(problem.doses)
    ranks = problem.case.catalog.coach_ranks()
    return frozenset(
        exercise
        for alike in _alike(problem)
        for exercise in alike
        if sum(
            _is_bettered(problem.doses[exercise], problem.doses[other], ranks)
            for other in alike
            if other != exercise
        )
        < most_alike
    )


def _alike(problem: WeekProblem) -> list[list[str]]:
    """Exercises in groups of those that differ in nothing but their time and rank."""
    case = problem.case
    points = exercise_points(case)
    second = second_choices(case, problem.doses.keys())
    named = {exercise for rule in RULES for exercise in rule.names(case)}
    named.update(case.request.preferences.prefer)
    admitted: dict[str, list[int]] = {exercise: [] for exercise in problem.doses}
    for slot in problem.slots:
        for exercise in slot.exercises:
            admitted[exercise].append(slot.index)
    groups: dict[Hashable, list[str]] = {}
    for exercise, dose in problem.doses.items():
        needed = max(rule.sets_needed(case, dose.exercise) for rule in RULES)
        alone = exercise in named or dose.sets_least < needed
        content = (getattr(dose.exercise, name) for name in _COMPARED)
        key = (
            exercise if alone else "",
            *(frozenset(value) if isinstance(value, tuple) else value for value in content),
            dose.sets_least,
            dose.sets_most,
            dose.contacts_per_set,
            # In a long rest partners are set up too, so it is not simply longer than another.
            rests_long(dose.exercise),
            points.get(exercise, 0),
            hides_a_weaker_side(case, dose.exercise),
            # What heals asks which injury cautions, not how many do.
            case.cautions_of(dose.exercise),
            _in_choices(case, exercise),
            second.get(exercise, 0),
            tuple(admitted[exercise]),
        )
        groups.setdefault(key, []).append(exercise)
    return list(groups.values())


def _in_choices(case: Case, exercise: str) -> frozenset[tuple[str, bool]]:
    """By id the second choices that name the exercise, and whether as one of the better ones."""
    return frozenset(
        (choice.id, is_better)
        for choice in case.catalog.second_choices.values()
        for is_better, names in ((False, choice.exercises), (True, choice.better))
        if exercise in names
    )


def _is_bettered(dose: Dose, other: Dose, ranks: Mapping[str, int]) -> bool:
    """True: no part of ``other`` takes longer, and it costs always less or has the better rank."""
    if any(its > mine for mine, its in zip(_parts(dose), _parts(other), strict=True)):
        return False
    if ranks[other.exercise.id] < ranks[dose.exercise.id]:
        return True
    # The time of a main lift counts in no tier.
    return dose.exercise.main_lift is None and all(
        other.charged_seconds(sets) < dose.charged_seconds(sets)
        for sets in (dose.sets_least, dose.sets_most)
    )


def _parts(dose: Dose) -> tuple[int, ...]:
    """Seconds that rules charge together or apart, and whether it may share a superset."""
    return (
        dose.exercise.setup_seconds,
        dose.work_seconds,
        dose.exercise.rest_seconds,
        dose.charged_rest_seconds,
        dose.ramp_seconds,
        dose.weaker_side_seconds,
        stands_alone(dose.exercise),
    )
