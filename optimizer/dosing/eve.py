"""Lighter work on the eve of a key run: more in reserve for whatever trains the legs.

It changes no time and no set, and so is decided by where a session stands, after the search.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.models import Exercise, Region
from optimizer.case.before_key_run import keeps_clear_of_key_runs, minutes_before_key_run
from optimizer.case.case import Case
from optimizer.case.timeline import TimedRun
from optimizer.documents.result import Effort
from optimizer.documents.wording import hours
from optimizer.dosing.prescription import Prescribed, percent_of, prescribed, with_seconds_left

_LEGS: frozenset[Region] = frozenset({"hip", "thigh", "lower_leg", "foot"})
_LOWER_LEGS: frozenset[Region] = frozenset({"lower_leg", "foot"})


def key_run_after(case: Case, start: int, end: float) -> TimedRun | None:
    """The key run on whose eve a session stands, from minute ``start`` to ``end``; else None.

    By the hours of the rule ``before_key_run``; where that is off there is no eve.
    """
    if not keeps_clear_of_key_runs(case):
        return None
    run = case.timeline.next_key_run_after(start)
    is_near = run is not None and run.start - end < minutes_before_key_run(case)
    return run if is_near else None


def reserve_on_eve(case: Case, exercise: Exercise, least: int) -> int:
    """Repetitions more in reserve than the ``least`` that are left else; 0: none, it spares the
    legs."""
    regions = {
        case.catalog.muscles[muscle].region
        for muscle in exercise.primary
        if muscle in case.catalog.muscles
    }
    if regions.isdisjoint(_LEGS):
        return 0
    more, least_of_lower_leg = (round(n) for n in case.catalog.numbers("eve_reserve"))
    return more if regions.isdisjoint(_LOWER_LEGS) else max(more, least_of_lower_leg - least)


def on_eve(case: Case, exercise: Exercise, dose: Prescribed) -> Prescribed:
    """The dose with what is more in reserve; five seconds of a hold for each repetition."""
    if dose.rir is None:
        if dose.reserve_seconds is None:
            return dose
        more = reserve_on_eve(case, exercise, dose.reserve_seconds[0] // 5)
        return with_seconds_left(dose, 5 * more)
    more = reserve_on_eve(case, exercise, dose.rir[0])
    if not more:
        return dose
    lighter = replace(dose, rir=(dose.rir[0] + more, dose.rir[1] + more))
    if dose.percent_1rm is None:
        return lighter
    return replace(lighter, percent_1rm=percent_of(case, lighter))


def eve_in_words(case: Case, run: TimedRun) -> str:
    """Why it is lighter."""
    needed = hours(minutes_before_key_run(case))
    return f"Lighter: {case.timeline.run_name(run)} is less than {needed} away."


def effort_of(
    case: Case, exercise: Exercise, key_run: TimedRun | None, *, is_main_lift: bool
) -> Effort | None:
    """How hard it is, lighter on the eve of ``key_run``."""
    usual = prescribed(case, exercise)
    dose = usual if key_run is None else on_eve(case, exercise, usual)
    if key_run is None or dose == usual:
        return usual.effort(is_main_lift=is_main_lift)
    return dose.effort(is_main_lift=is_main_lift, lighter_because=eve_in_words(case, key_run))
