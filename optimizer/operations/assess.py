"""The fitness test: which tests to do, or what they found."""

from __future__ import annotations

from datetime import date, timedelta

from catalog import Catalog, UnknownName, load_catalog
from optimizer.documents.assessment import (
    Assessment,
    AssessmentRequest,
    AssessmentStatus,
    ScreenAnswer,
    TestedAthlete,
)
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.kinds import ASSESSMENT_REQUEST
from optimizer.documents.reading import read_json_object, read_text
from optimizer.documents.versions import versions_of
from optimizer.documents.wording import (
    counted,
    did_you_mean,
    listed,
    nearest,
    quoted,
    short,
    unlisted,
)
from optimizer.fitness.battery import battery_of
from optimizer.fitness.fitness import Fitness, fitness_of
from optimizer.fitness.person import Person
from optimizer.fitness.results import result_problems
from optimizer.fitness.screen import (
    questions_of,
    refusal_in_words,
    screen_problems,
    screen_state,
)
from optimizer.operations.all_faults import validated_at_once

_CLAIM = (
    "The tests set a starting point and show change. They do not say who will be injured, and a low"
    " score is no diagnosis."
)
_NO_TEST_PHASES = ("taper", "post_race")


def read_assessment_request(data: bytes | str, catalog: Catalog | None = None) -> AssessmentRequest:
    """Read one request for an assessment from UTF-8 JSON.

    Raises ``UnusableInput`` with every fault, with a ``catalog`` also of names and results.
    """
    text = read_text(data)
    read_json_object(text, ASSESSMENT_REQUEST)
    return assessment_request_in(text, catalog)


def assessment_request_in(text: str, catalog: Catalog | None = None) -> AssessmentRequest:
    """The same of text whose size somebody else has looked at."""

    def look(request: AssessmentRequest) -> None:
        known = load_catalog() if catalog is None else catalog
        _checked(request, known, _today(request))

    return validated_at_once(AssessmentRequest, text, look)


def dated_on(request: AssessmentRequest, today: date) -> AssessmentRequest:
    """The request with the day of asking, where it has results and no ``date``.

    ``today`` is that of UTC; somewhere it is a day later already, where a result may be of.
    """
    if request.date is not None or not request.tests:
        return request
    tomorrow = today + timedelta(days=1)
    is_tomorrow = max(one.day for one in request.tests) == tomorrow
    day = tomorrow if is_tomorrow else today
    return request.model_copy(update={"date": day.isoformat()})


def assess(request: AssessmentRequest, *, catalog: Catalog | None = None) -> Assessment:
    """Without results which tests to do, with them what they say.

    Nothing is tested before the health screen is answered, nor after a yes.  Raises
    ``UnusableInput`` with every unknown name and every result that cannot be one.
    """
    catalog = load_catalog() if catalog is None else catalog
    today = _today(request)
    person, there = _checked(request, catalog, today)
    state = screen_state(catalog, request.screen)
    fitness = Fitness()
    status: AssessmentStatus
    battery = None
    if state == "refused":
        status, sentence = "refused", refusal_in_words(catalog, request.screen)
    elif state == "open":
        missing = [q for q in questions_of(catalog) if q.id not in (request.screen or {})]
        status = "screen_first"
        sentence = f"Answer {counted(len(missing), 'questions')} of the health screen first."
    elif request.tests:
        fitness = fitness_of(catalog, request.tests, person, today)
        status, sentence = "assessed", _summary(fitness, catalog)
        if request.date is None:
            sentence += (
                f" Read as of {today.isoformat()}, the day of the last result, since no date of"
                " asking is told."
            )
    elif request.phase in _NO_TEST_PHASES:
        status = "not_now"
        sentence = "No tests in a taper or after a race; the weeks before and after are better."
    else:
        battery = battery_of(
            catalog,
            request.only or catalog.batteries[request.kit].tests,
            person,
            there,
            kit=None if request.only else request.kit,
            is_beginner=request.athlete.level == "beginner",
        )
        status = "battery"
        sentence = (
            f"{counted(len(battery.tests), 'tests')} in this order, in"
            f" {counted(battery.minutes, 'minutes')} with the warm-up."
        )
    return Assessment(
        status=status,
        athlete_id=request.athlete.id,
        date=today.isoformat() if request.tests else None,
        sentence=sentence,
        screen=_screen(request, catalog),
        battery=battery,
        level=fitness.level,
        weak=fitness.weak,
        first_side=fitness.first_sides,
        ready_for_impact=fitness.impact,
        single_leg=fitness.single_leg,
        lifts=fitness.lifts,
        starts=fitness.starts,
        changes=fitness.changes,
        uncounted=fitness.uncounted,
        athlete=TestedAthlete(
            screen=request.screen,
            tests=tuple(sorted(request.tests, key=lambda one: one.place)),
            lifts=tuple(one.lift for one in fitness.lifts),
        ),
        claim=_CLAIM,
        versions=versions_of(catalog),
    )


def _today(request: AssessmentRequest) -> date:
    last = max((one.date for one in request.tests), default="1970-01-01")
    return date.fromisoformat(request.date or last)


def _checked(
    request: AssessmentRequest, catalog: Catalog, today: date
) -> tuple[Person, frozenset[str] | None]:
    """Who is tested and what is there, by ids; raises ``UnusableInput``."""
    problems: list[Problem] = []
    athlete = request.athlete
    injuries = set()
    for index, injury in enumerate(athlete.injuries):
        name = catalog.injury_names.found(injury.id)
        if name is None:
            hint = did_you_mean(catalog.injury_names.near(injury.id))
            where, what = f"athlete.injuries[{index}]", "is no known injury"
            problems.append(unlisted(where, quoted(injury.id), what, hint, "injuries"))
        else:
            injuries.add(name)
    for index, name in enumerate(request.only):
        if name not in catalog.fitness_tests:
            hint = nearest(name, catalog.fitness_tests)
            where, what = f"only[{index}]", "is no known test"
            problems.append(unlisted(where, quoted(name), what, hint, "tests"))
    if request.kit not in catalog.batteries:
        hint = nearest(request.kit, catalog.batteries)
        problems.append(Problem("kit", quoted(request.kit), f"is no battery of tests{hint}"))
    there: frozenset[str] | None = None
    if request.equipment is not None:
        try:
            there = catalog.equipment_of(
                catalog.equipment_names.found(name) or name for name in request.equipment
            )
        except UnknownName as error:
            problems.append(Problem("equipment", "", str(error)))
    problems += screen_problems(catalog, request.screen, "screen", needed=bool(request.tests))
    problems += result_problems(catalog, request.tests, "tests", today)
    if problems:
        raise UnusableInput(*problems)
    person = Person(
        injuries=frozenset(injuries),
        weeks_of_strength=athlete.weeks_of_strength,
        sex=athlete.sex,
        age_years=athlete.age_years,
        body_mass_kg=athlete.body_mass_kg,
        units=athlete.units,
    )
    return person, there


def _screen(request: AssessmentRequest, catalog: Catalog) -> tuple[ScreenAnswer, ...]:
    answers = request.screen or {}
    return tuple(
        ScreenAnswer(
            question=question.id,
            asks=question.asks,
            answer=answers.get(question.id),
            refer=question.refer if answers.get(question.id) else None,
            source=question.source,
        )
        for question in questions_of(catalog)
    )


def _summary(fitness: Fitness, catalog: Catalog) -> str:
    """One sentence of what was found."""
    if fitness.level is None:
        level = f"No level yet: {fitness.level_sentence}"
    else:
        level = f"Level {fitness.level.level}"
    parts = [level]
    if fitness.weak:
        muscles = dict.fromkeys(m for weak in fitness.weak for m in weak.muscles)
        parts.append(f"weak: {listed(short(catalog.muscles[m].name) for m in muscles)}")
    uneven = [one for one in fitness.first_sides if one.muscles]
    if uneven:
        tests = catalog.fitness_tests
        sides = listed(f"{one.side} in {tests[one.test].name}" for one in uneven)
        parts.append(f"weaker side first: {sides}")
    return f"{'; '.join(parts)}."
