"""What is wrong with lifts, weights and a log beside names that the catalog does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog import Catalog, UnknownName
from optimizer.case.timeline import DAYS_OF_A_WEEK
from optimizer.documents.errors import Problem
from optimizer.documents.request import Request
from optimizer.documents.result import instant_in
from optimizer.documents.strength import MOST_DAYS_FROM_PLAN, Lift, Place
from optimizer.documents.wording import Hints, quoted


def strength_problems(request: Request, catalog: Catalog) -> list[Problem]:
    """Every such fault in the order of the document; unknown exercises are told elsewhere."""
    hints = Hints()
    return [
        *_lifts(request, catalog),
        *(
            problem
            for name, place in request.places.items()
            for problem in _weights(name, place, catalog, hints)
        ),
        *_log(request, hints),
    ]


def _lifts(request: Request, catalog: Catalog) -> Iterator[Problem]:
    for index, lift in enumerate(request.athlete.lifts):
        where = f"athlete.lifts[{index}].exercise"
        exercise = catalog.exercises.get(lift.exercise)
        if exercise is not None and exercise.load_class not in ("external", "heavy", "band"):
            yield Problem(where, quoted(lift.exercise), "is done without a load; leave it out")
    yield from _other_lifts(request.athlete.lifts)


def _other_lifts(lifts: Iterable[Lift]) -> Iterator[Problem]:
    """A lift has no day, so that of two of one exercise none is known to be the later."""
    first: dict[str, tuple[int, Lift]] = {}
    for index, lift in enumerate(lifts):
        before, other = first.setdefault(lift.exercise, (index, lift))
        if lift != other:
            message = (
                f"is another lift of {quoted(lift.exercise)} than athlete.lifts[{before}],"
                f" {_in_words(other)}; keep the one that holds now"
            )
            yield Problem(f"athlete.lifts[{index}]", _in_words(lift), message)


def _in_words(lift: Lift) -> str:
    weight = f"{lift.kg:g} kg" if lift.kg is not None else f"{lift.lb:g} lb"
    return f"{weight} × {lift.reps} with {lift.rir:g} left"


def _weights(name: str, place: Place, catalog: Catalog, hints: Hints) -> Iterator[Problem]:
    try:
        there = catalog.equipment_of(place.equipment)
    except UnknownName:
        return  # Told with the other names.
    for tool in place.weights:
        where = f"places.{name}.weights"
        if tool not in catalog.equipment:
            hint = hints.nearest(tool, catalog.equipment)
            yield Problem(where, quoted(tool), f"is no known equipment{hint}")
        elif not catalog.equipment[tool].is_weight:
            yield Problem(where, quoted(tool), "is no weight; leave it out")
        elif tool not in there:
            yield Problem(
                where, quoted(tool), f"is not among the equipment of {quoted(name)}; add it there"
            )


def _log(request: Request, hints: Hints) -> Iterator[Problem]:
    previous = request.previous
    if previous is None or not previous.log:
        return
    sessions = {session.id: instant_in(session.start) for session in previous.plan.sessions}
    first_day = request.week.first_day
    for index, entry in enumerate(previous.log):
        where = f"previous.log[{index}]"
        if entry.session is not None and entry.session not in sessions:
            yield Problem(
                f"{where}.session",
                quoted(entry.session),
                f"is no session of the previous plan{hints.nearest(entry.session, sessions)}; is"
                " this the log of another plan?",
            )
        elif entry.session is not None and entry.session in previous.missed:
            yield Problem(
                f"{where}.session",
                quoted(entry.session),
                "is in previous.missed too; take it out of one of them",
            )
        start = None if entry.session is None else sessions.get(entry.session)
        days = 0 if start is None else abs((entry.day - start.date()).days)
        if start is not None and days > MOST_DAYS_FROM_PLAN:
            yield Problem(
                f"{where}.date",
                quoted(entry.date),
                f"is {days} days from session {quoted(entry.session)} of the previous plan, which"
                f" is on {start.date()}; is this the log of another plan? If the day is right,"
                " leave out session",
            )
        if (entry.day - first_day).days >= DAYS_OF_A_WEEK:
            yield Problem(
                f"{where}.date",
                quoted(entry.date),
                "is after the week that is planned; a log tells what was done",
            )
