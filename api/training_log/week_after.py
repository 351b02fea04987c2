"""The request of the week after a planned one, into which the log of that week goes."""

from __future__ import annotations

from datetime import timedelta

from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import PreviousWeek, Request
from optimizer.documents.result import Result
from optimizer.documents.wording import quoted

_DAYS_OF_A_WEEK = 7


def week_after(request: Request, result: Result, catalog: Catalog) -> Request:
    """The next week after ``result``, which ``request`` was planned as.

    ``previous`` becomes the plan of ``result`` with the log so far, and the week before a lighter
    one its base.  A request that is later than the plan already stays where it is.  Raises
    ``UnusableInput`` for the result of another athlete, or without a plan.
    """
    if result.athlete_id != request.athlete.id:
        raise UnusableInput(
            Problem(
                "athlete_id",
                quoted(result.athlete_id),
                f"is not the athlete of the request, {quoted(request.athlete.id)}; is this the plan"
                " of another athlete?",
            )
        )
    if result.plan is None or not result.plan.sessions:
        raise UnusableInput(Problem("plan", "", "is missing or empty; give a planned week"))
    before = request.previous
    # The sessions that its entries name are those of the plans before.
    entries = () if before is None else before.log
    log = tuple(entry.model_copy(update={"session": None}) for entry in entries)
    previous = PreviousWeek(plan=result.plan, log=log)
    first = min(session.starts_at.date() for session in result.plan.sessions)
    if first < request.week.first_day:
        base = None if before is None else before.base
        return request.model_copy(update={"previous": previous.model_copy(update={"base": base})})
    if before is not None and case_of(request, catalog).is_deload:
        base = before.base or before.plan
        previous = previous.model_copy(update={"base": base if base.sessions else None})
    week = request.week
    later = week.first_day + timedelta(days=_DAYS_OF_A_WEEK)
    number = None if week.number is None else week.number + 1
    moved = week.model_copy(update={"start": later.isoformat(), "number": number})
    return request.model_copy(update={"week": moved, "previous": previous})
