"""The request of the week after a planned one, into which the log of that week goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from api.training_log.reading import another_athlete
from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.case.runs_before import bears
from optimizer.case.timeline import DAYS_OF_A_WEEK, Timeline, timeline_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.placed_runs import with_placed_runs
from optimizer.documents.request import (
    Athlete,
    PreviousWeek,
    Request,
    Run,
    RunWindow,
    Window,
    run_id,
)
from optimizer.documents.result import Plan, Result

_MOST_NUMBER, _MOST_WEEKS_OF_STRENGTH, _MOST_ID = 520, 5000, 64
_BEFORE = "before-"


def week_after(request: Request, result: Result, catalog: Catalog) -> Request:
    """The next week after ``result``, which ``request`` was planned as.

    ``previous`` becomes the plan of ``result`` with the log so far, and the week before a lighter
    one its base; windows and runs are those of the same days a week later, without races.  A
    request that is later than the plan already stays where it is.  Raises ``UnusableInput`` for
    the result of another athlete, of another week, or without a plan.
    """
    if result.athlete_id != request.athlete.id:
        raise UnusableInput(another_athlete(request, result.athlete_id, "plan"))
    if result.plan is None or not result.plan.sessions:
        raise UnusableInput(Problem("plan", "", "is missing or empty; give a planned week"))
    before = PreviousWeek() if request.previous is None else request.previous
    first = _first_day_of(result.plan)
    assert first is not None
    _refuse_another_week(request, first)
    log = before.log
    if before.plan != result.plan:
        # The sessions that its entries name are those of the plans before.
        log = tuple(entry.model_copy(update={"session": None}) for entry in log)
    if first < request.week.first_day:
        previous = before.model_copy(update={"plan": result.plan, "log": log})
        return request.model_copy(update={"previous": previous})
    base = None
    if request.previous is not None and case_of(request, catalog).is_deload:
        base = before.base or before.plan
    previous = PreviousWeek(
        plan=result.plan,
        missed=_missed(request, result.plan),
        log=log,
        base=base if base is not None and base.sessions else None,
    )
    week = request.week
    number = None if week.number is None else min(week.number + 1, _MOST_NUMBER)
    timeline = timeline_of(with_placed_runs(request, result.plan))
    again = tuple(_runs_again(request, timeline))
    known = {run.id for run in again}
    order = tuple(name for name in request.run_rules.order if name in known)
    return request.model_copy(
        update={
            "athlete": _a_week_stronger(request.athlete),
            "week": week.model_copy(update={"start": _later(week.start), "number": number}),
            "runs": (*_runs_that_bear(request, timeline), *again),
            "run_rules": request.run_rules.model_copy(update={"order": order}),
            "availability": tuple(map(_window_later, request.availability)),
            # What was refused stays so; what was held was held for that week's sessions.
            "pinned": tuple(one for one in request.pinned if one.refuses and one.window is None),
            "previous": previous,
            "current": None,
        }
    )


def _first_day_of(plan: Plan) -> date | None:
    return min((session.starts_at.date() for session in plan.sessions), default=None)


def _refuse_another_week(request: Request, first: date) -> None:
    """``first``: the first day of the plan that is over."""
    week = request.week.first_day
    message = ""
    if first >= week + timedelta(days=DAYS_OF_A_WEEK):
        message = (
            f"is after the week of the request, which starts on {week}; give the result that was"
            " planned from it"
        )
    planned = None if request.previous is None else _first_day_of(request.previous.plan)
    if planned is not None and first < planned:
        message = (
            f"is before the plan that the request goes on from, of {planned}; give the result of a"
            " later week"
        )
    if message:
        raise UnusableInput(Problem("plan", f"of {first}", message))


def _missed(request: Request, plan: Plan) -> tuple[str, ...]:
    """Of ``plan`` the sessions that the request told as missed, by when they were to start."""
    current = request.current
    if current is None:
        return ()
    starts = {
        (one.window, one.starts_at) for one in current.plan.sessions if one.id in current.missed
    }
    return tuple(one.id for one in plan.sessions if (one.window, one.starts_at) in starts)


def _a_week_stronger(athlete: Athlete) -> Athlete:
    weeks = athlete.weeks_of_strength
    if weeks is None:
        return athlete
    more = min(weeks + 1, _MOST_WEEKS_OF_STRENGTH)
    return athlete.model_copy(update={"weeks_of_strength": more})


def _runs_again(request: Request, timeline: Timeline) -> Iterator[Run]:
    """The week's own runs a week later; a race is run once."""
    own = {run.id for run in timeline.runs if timeline.is_of_week(run.start)}
    own |= {run.id for run in timeline.to_place}
    for index, run in enumerate(request.runs):
        if run.kind == "race" or run_id(index, run) not in own:
            continue
        start = None if run.start is None else _later(run.start)
        when = None if run.when is None else tuple(map(_range_later, run.when))
        yield run.model_copy(update={"start": start, "when": when})


def _runs_that_bear(request: Request, timeline: Timeline) -> Iterator[Run]:
    """The runs so far that bear on the next week, on their days."""
    next_day = timeline.first_day + timedelta(days=DAYS_OF_A_WEEK)
    bearing = {
        run.id: run.start
        for run in timeline.runs
        if bears(timeline.day(run.start), run.kind, next_day)
    }
    # Those from before the week have their names already.
    taken = {run.id for run in request.runs if run.id is not None}
    for index, run in enumerate(request.runs):
        start = bearing.get(run_id(index, run))
        if start is None:
            continue
        # Always with its date: the weekday would be the next week's.
        dated = request.week.local_text(start)
        name = run.id
        if name is None or timeline.is_of_week(start):
            name = _unused(f"{_BEFORE}{index if name is None else name}", taken)
            taken.add(name)
        yield run.model_copy(update={"id": name, "start": dated, "when": None})


def _unused(name: str, taken: set[str]) -> str:
    """``name``, or with a number where it is taken."""
    found, number = name[:_MOST_ID], 2
    while found in taken:
        found = f"{name[: _MOST_ID - 4]}-{number}"
        number += 1
    return found


def _window_later(window: Window) -> Window:
    end = None if window.end is None else _later(window.end)
    return window.model_copy(update={"start": _later(window.start), "end": end})


def _range_later(one: RunWindow) -> RunWindow:
    return one.model_copy(update={"start": _later(one.start), "end": _later(one.end)})


def _later(text: str) -> str:
    """A date, or a time with one, a week later; a weekday is one of every week."""
    if text[:1].isdigit():
        later = date.fromisoformat(text[:10]) + timedelta(days=DAYS_OF_A_WEEK)
        return f"{later.isoformat()}{text[10:]}"
    return text
