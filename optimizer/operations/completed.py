"""How what is missing of a plan written by hand is filled in.

A coach says when a session starts, in which window, and how many sets of which exercises it holds.
The rest follows as it does for a plan of ours: the usual warm-up, the fastest blocks with whole
rests, the doses of the catalog.  So no other order of the same work takes less time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from optimizer.building.slots_of import admissions
from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING
from optimizer.case.timeline import TimedWindow, instant_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.result import Plan, Session
from optimizer.documents.wording import nearest, quoted
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from optimizer.dosing.doses import dose_of
from optimizer.session.arrange import session_of
from optimizer.week.slot import Slot
from optimizer.week.warm_up import WarmUp

_MOST_LIFTS = 14
"""With more it would take long to find the fastest supersets."""


def completed(case: Case, plan: WrittenPlan) -> Plan:
    """The plan with warm-ups, blocks and times.

    Raises ``UnusableInput`` for a window or exercise that there is not, or a time that cannot be
    read.
    """
    problems = [*chain.from_iterable(_problems(case, i, s) for i, s in enumerate(plan.sessions))]
    if problems:
        raise UnusableInput(*problems)
    windows = {window.id: window for window in case.timeline.windows}
    week = {exercise for session in plan.sessions for exercise in session.exercises}
    timed = sorted(
        (instant_of(case.request, session.start, f"sessions[{index}].start"), index)
        for index, session in enumerate(plan.sessions)
    )
    return Plan(
        sessions=tuple(
            _session(
                case,
                windows[plan.sessions[index].window],
                start,
                plan.sessions[index].exercises,
                f"s{number}",
                week,
            )
            for number, (start, index) in enumerate(timed, start=1)
        )
    )


def _problems(case: Case, index: int, session: WrittenSession) -> Iterable[Problem]:
    windows = {window.id for window in case.timeline.windows}
    if session.window not in windows:
        yield Problem(
            f"sessions[{index}].window",
            quoted(session.window),
            "is no window of the request; is this a plan for another request?"
            f"{nearest(session.window, windows)}",
        )
    exercises = case.catalog.exercises
    for name in session.exercises:
        if name not in exercises:
            yield Problem(
                f"sessions[{index}].exercises",
                quoted(name),
                f"is no exercise of this catalog{nearest(name, exercises)}",
            )
        elif not exercises[name].counts_toward_volume:
            yield Problem(
                f"sessions[{index}].exercises",
                quoted(name),
                "is a warm-up drill, a stretch or a release, which are filled in; leave it out",
            )


def _session(
    case: Case,
    window: TimedWindow,
    start: int,
    sets: Mapping[str, int],
    session_id: str,
    week: Collection[str],
) -> Session:
    exercises = [case.catalog.exercises[exercise] for exercise in sets]
    doses = {exercise.id: dose_of(case, exercise) for exercise in exercises}
    # The warm-up of a session that may hold this work; where none may, the usual one.
    admission = next(
        (way for way in admissions(case, start) if all(way.admits(e) for e in exercises)), ANYTHING
    )
    warm_up = warm_up_of(case, window, admission) or WarmUp((), 0)
    if len(sets) > _MOST_LIFTS:
        # The rules refuse so long a session anyhow.
        straight = case.request.preferences.model_copy(update={"style": "straight"})
        case = replace(case, request=case.request.model_copy(update={"preferences": straight}))
    slot = Slot(-1, window, start, admission, warm_up, 0, frozenset(sets))
    return session_of(case, doses, slot, sets, session_id, week)
