"""The athlete as the tests show them: a level, loads to begin with, and what else they say."""

from __future__ import annotations

from dataclasses import replace

from catalog import Catalog
from catalog.models import LEVELS, Level
from optimizer.documents.errors import Problem
from optimizer.documents.request import Athlete, Request
from optimizer.fitness.fitness import Fitness, fitness_of
from optimizer.fitness.person import Person
from optimizer.fitness.results import result_problems
from optimizer.fitness.screen import refusal_in_words, screen_problems, screen_state


def tested_athlete(request: Request, catalog: Catalog) -> tuple[Request, Fitness, list[Problem]]:
    """The request with the level and the lifts that the tests tell, and what is wrong with them.

    ``request`` names injuries by ids.  A yes of the health screen means a beginner's dose and no
    test.  A level that was given stays, at most one above what the tests say.
    """
    athlete = request.athlete
    if not athlete.tests and athlete.screen is None:
        return request, Fitness(), []
    today = request.week.first_day
    problems = [
        *screen_problems(catalog, athlete.screen, "athlete.screen", needed=bool(athlete.tests)),
        *result_problems(catalog, athlete.tests, "athlete.tests", today),
    ]
    if problems:
        return request, Fitness(), problems
    if screen_state(catalog, athlete.screen) == "refused":
        sentence = refusal_in_words(catalog, athlete.screen)
        return _with(request, "beginner"), Fitness(refused=sentence), []
    fitness = fitness_of(catalog, athlete.tests, person_of(athlete), today)
    level, sentence = _level(catalog, athlete, fitness)
    if level is None:
        why = fitness.level_sentence or "no test tells it"
        return request, fitness, [Problem("athlete.level", "", f"is required: {why}; add it")]
    lifts = tuple(one.lift for one in fitness.lifts)
    resolved = _with(request, level)
    resolved = resolved.model_copy(
        # What the athlete says of a lift weighs more than what a test does.
        update={"athlete": resolved.athlete.model_copy(update={"lifts": (*lifts, *athlete.lifts)})}
    )
    return resolved, replace(fitness, chosen_level=sentence), []


def person_of(athlete: Athlete) -> Person:
    """Who was tested, as far as tests ask for it."""
    return Person(
        injuries=frozenset(injury.id for injury in athlete.injuries),
        weeks_of_strength=athlete.weeks_of_strength,
        sex=athlete.sex,
        age_years=athlete.age_years,
        body_mass_kg=athlete.body_mass_kg,
        units=athlete.units,
    )


def _level(catalog: Catalog, athlete: Athlete, fitness: Fitness) -> tuple[Level | None, str]:
    """The level of the plan, and a sentence where it is not the one that was given."""
    found = fitness.level
    if found is None:
        return athlete.level, ""
    if athlete.level is None:
        return found.level, f"Level {found.level}, by the tests: {found.why}"
    above = round(catalog.number("test_level_chosen"))
    most = LEVELS[min(len(LEVELS) - 1, LEVELS.index(found.level) + above)]
    if LEVELS.index(athlete.level) <= LEVELS.index(most):
        return athlete.level, ""
    return most, (
        f"Level {most} instead of {athlete.level}: the tests say {found.level}, and a plan goes at"
        f" most {above} above. {found.why}"
    )


def _with(request: Request, level: Level) -> Request:
    athlete = request.athlete.model_copy(update={"level": level})
    return request.model_copy(update={"athlete": athlete})
