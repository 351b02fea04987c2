"""How heavy each exercise is: from the log, from a lift, else how to find it.

Read from the case alone, so that a plan by hand gets the same loads as one of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog import Catalog
from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.request import Request
from optimizer.documents.result import Load, Progress
from optimizer.documents.strength import Lift, Units
from optimizer.documents.wording import counted, each_hand
from optimizer.dosing.doses import ramp_sets_of
from optimizer.dosing.eve import on_eve
from optimizer.dosing.load_words import (
    far_off_in_words,
    in_units,
    load_in_words,
    written_weight,
)
from optimizer.dosing.new_load import first_load
from optimizer.dosing.one_rep_max import share_between
from optimizer.dosing.prescription import Prescribed, prescribed
from optimizer.dosing.progress import WEIGHTED_CLASSES, decide_of
from optimizer.dosing.standing import STANDING_STILL, Decision
from optimizer.dosing.start_loads import finding_steps, start_kg
from optimizer.dosing.transferred_load import transferred_load
from optimizer.dosing.weights import Weight, heaviest_up_to, weights_at, weights_at_once

_FIRST_WEEK = "In the first week do the sets that are left with one step less."
_VERY_EASY = "what feels very easy"


def load_of(
    case: Case,
    exercise: Exercise,
    place: str | None,
    *,
    step_waits: bool,
    is_eve: bool = False,
) -> Load | None:
    """The load of ``exercise`` at ``place`` with its reason; None: nothing is loaded.

    ``step_waits``: its session has steps up enough.  ``is_eve``: that of a key run.
    """
    key = ("load", exercise.id, place, step_waits, is_eve)
    return case.once(key, lambda: _load_of(case, exercise, place, step_waits, is_eve=is_eve))


def _load_of(
    case: Case, exercise: Exercise, place: str | None, step_waits: bool, *, is_eve: bool
) -> Load | None:
    usual = prescribed(case, exercise)
    dose = on_eve(case, exercise, usual) if is_eve else usual
    if exercise.load_class not in WEIGHTED_CLASSES or dose.role in (None, "plyometric"):
        return None
    weights = weights_at(case, exercise, place)
    if not weights:
        return _band(dose) if exercise.load_class == "band" else None
    decision = decide_of(case, exercise, place, step_waits=step_waits)
    if decision is not None and decision.weight is not None:
        if dose != usual:
            decision = _lighter(case, decision, usual, dose)
        elif decision.on_other_days is not None:
            decision = replace(decision, weight=decision.on_other_days)
    found = _load_in(case, exercise, place, dose, decision)
    return found.model_copy(update={"at_once": weights_at_once(case, exercise, place)})


def _lighter(case: Case, decision: Decision, usual: Prescribed, dose: Prescribed) -> Decision:
    """The weight of a decision for ``usual``, as much lighter as ``dose`` leaves more."""
    had, wanted = usual.reps_to_failure, dose.reps_to_failure
    assert decision.weight is not None
    if had is None or wanted is None:
        return decision
    share = share_between(case.catalog, had, wanted)
    weight = heaviest_up_to(case.catalog, decision.weights, decision.weight.kg * share)
    if weight.kg >= decision.weight.kg:
        return decision
    words = load_in_words(weight, case.request.athlete.units)
    sentence = f"{decision.sentence} On the eve of a key run {words}."
    return replace(decision, weight=weight, sentence=sentence)


def _load_in(
    case: Case, exercise: Exercise, place: str | None, dose: Prescribed, decision: Decision | None
) -> Load:
    """The load as if its weight were used alone."""
    finder = _finder(case, exercise, place, dose)
    if decision is not None and decision.weight is not None:
        return _load(decision.weight, decision.sentence, case.request.athlete.units)
    if decision is not None:
        return _sought(finder, decision.sentence)
    lift = _lift_of(case.request, exercise.id)
    if lift is not None:
        return _from_lift(case, lift, dose, weights_at(case, exercise, place), finder)
    return _from_kin(case, exercise, place, dose) or _sought(finder)


def progress_of(
    case: Case, exercise: Exercise, place: str | None, *, step_waits: bool
) -> Progress | None:
    """What the log changes for ``exercise`` at ``place``; None: no log has it."""
    decision = decide_of(case, exercise, place, step_waits=step_waits)
    return None if decision is None else Progress(rule=decision.rule, sentence=decision.sentence)


def ramp_load(
    case: Case,
    exercise: Exercise,
    place: str | None,
    number: int,
    *,
    step_waits: bool,
    is_first: bool | None = None,
    is_eve: bool = False,
) -> Load | None:
    """The load of the ramp set ``number``, from 0; None: the exercise has no weight there.

    Where the working load is not known, its ramp sets are the first in which it is found: none is
    heavier than what comes after it.  ``is_first``: none was done before it; None: where its number
    is 0.  ``step_waits``: as of the work.
    """
    working = load_of(case, exercise, place, step_waits=step_waits, is_eve=is_eve)
    weights = weights_at(case, exercise, place)
    if working is None or not weights:
        return None
    shares = case.catalog.numbers("ramp_load")
    percent = shares[min(number, len(shares) - 1)]
    if working.kg is None:
        if case.request.week.phase in STANDING_STILL:
            return Load(how="lighter than the work", why="Lighter than the work.")
        is_first = number == 0 if is_first is None else is_first
        if is_first:
            start = _start_in_words(case, exercise, place)
            return Load(how=_begin(start), why=f"Begin with {start}: here finding begins.")
        how = "go up by what the set before left, or stay"
        return Load(how=how, why=f"{how[0].upper()}{how[1:]}.")
    decision = decide_of(case, exercise, place, step_waits=step_waits)
    if decision is not None and decision.weight is not None:
        weights = decision.weights
    weight = heaviest_up_to(case.catalog, weights, working.kg * percent / 100)
    units = case.request.athlete.units
    why = f"{percent:g} % of {working.in_words}"
    load = _load(weight, f"{why}, as far as there is a weight.", units)
    return load.model_copy(update={"at_once": working.at_once})


def _lift_of(request: Request, exercise: str) -> Lift | None:
    """The lift of the exercise that was told last."""
    return next((one for one in reversed(request.athlete.lifts) if one.exercise == exercise), None)


def _from_lift(
    case: Case, lift: Lift, dose: Prescribed, weights: Sequence[Weight], finder: _Finder
) -> Load:
    units = case.request.athlete.units
    workout = _lift_in_words(lift, units)
    first = first_load(case.catalog, dose, lift, weights)
    if first is None:
        most_reps, most_reserve = (round(n) for n in case.catalog.numbers("e1rm_sets"))
        return _sought(
            finder,
            f"No formula is trusted with {workout}: it needs a set with at most {most_reps}"
            f" repetitions to failure and {most_reserve} left.",
        )
    weight, estimate = first.weight, first.estimate
    why = (
        f"{workout} is a maximum of about {round(in_units(estimate.kg, units))} {units}"
        f" (± {estimate.error_percent} %): begin with {load_in_words(weight, units)}, and"
        " correct it after the first set by what is left."
    )
    return _load(weight, why, units)


def _from_kin(case: Case, exercise: Exercise, place: str | None, dose: Prescribed) -> Load | None:
    """From another exercise that a log or a lift tells; None: the catalog leads from none."""
    units = case.request.athlete.units
    weights = weights_at(case, exercise, place)
    at_once = weights_at_once(case, exercise, place) or 1
    found = transferred_load(case, exercise, dose, weights, at_once)
    if found is None:
        return None
    estimate, weight = found.first.estimate, found.first.weight
    why = (
        f"{found.known.name}, {_lift_in_words(found.lift, units)}, is a maximum of about"
        f" {round(in_units(estimate.kg, units))} {units} (± {estimate.error_percent} %), of which"
        f" this takes about {found.percent:g} %{' in both hands' if at_once == 2 else ''}: begin"
        f" with {load_in_words(weight, units)}{each_hand(at_once)}, and correct it after the first"
        " set by what is left."
    )
    if found.aside is not None:
        why += f" {far_off_in_words(_lift_in_words(found.aside, units))}"
    return _load(weight, why, units)


def _lift_in_words(lift: Lift, units: Units) -> str:
    """``60 kg × 5 with 2 left``."""
    lifted = written_weight(lift.in_kg, "kg" if lift.lb is None else "lb")
    left = f" with {lift.rir:g} left" if lift.rir else ""
    return f"{load_in_words(lifted, units)} × {lift.reps}{left}"


@dataclass(frozen=True)
class _Finder:
    how: str
    begin: str
    method: str | None


def _finder(case: Case, exercise: Exercise, place: str | None, dose: Prescribed) -> _Finder:
    """How to find a load without a maximal effort, in the sets that the plan has.

    Ramp sets are the first of them.
    """
    start = _start_in_words(case, exercise, place)
    how, begin = _begin(start), f"Begin with {start}"
    if dose.reps is None or dose.rir is None:
        end = "go up from set to set until the hold is hard in its last seconds"
        return _Finder(how, f"{begin} and {end}.", None)
    reps, left = dose.reps[0], _between(dose.rir)
    yours = f"the first load with which {reps} repetitions leave about {left} is yours."
    if ramp_sets_of(case, exercise):
        how = "go on from the ramp set"
        begin = f"{begin} in the ramp set before it and go on from there: {yours}"
    else:
        begin = f"{begin} and do {reps}: {yours}"
    if case.request.week.phase in STANDING_STILL:
        # No time to try out what is heavy enough.
        return _Finder(
            f"what you know, or {start}",
            f"Take a load that you know to leave {left} after {reps} repetitions; where you know"
            f" none, {start}, and stay with it.",
            None,
        )
    is_beginner = case.level == "beginner"
    method = _method(case.catalog)
    return _Finder(how, begin, f"{method} {_FIRST_WEEK}" if is_beginner else method)


def _method(catalog: Catalog) -> str:
    (many, much), *others = finding_steps(catalog)
    less = "".join(f", with {left:g} or more {more:g} %" for left, more in others)
    most, least = catalog.numbers("finding_sets")
    return (
        "Where you know a load for these repetitions, begin with nine tenths of it. Else the sets"
        " of the plan find it, ramp sets first; those after the ramp sets count as done. With"
        f" {many:g} or more left in a set take {much:g} % more for the next{less}, else stay; where"
        " a load leaves fewer than wanted, go half of the step back. The sets that are left, at"
        f" least {least:g}, use the load found. After"
        f" {counted(round(most), 'sets')} that found none, or when time is up, stop: write down"
        " what you did, and the next plan goes on from there."
    )


def _start_in_words(case: Case, exercise: Exercise, place: str | None) -> str:
    """``60 kg``, ``8 kg each hand``; where nothing tells how much, what feels very easy."""
    weights = weights_at(case, exercise, place)
    at_once = weights_at_once(case, exercise, place)
    athlete = case.request.athlete
    least = start_kg(
        case.catalog,
        exercise,
        case.level,
        at_once=at_once or 1,
        body_mass_kg=athlete.body_mass_kg,
        sex=athlete.sex,
        in_first_weeks=case.in_first_weeks,
    )
    if least is None or not weights:
        return _VERY_EASY
    first = next((weight for weight in weights if weight.kg >= least - 1e-6), weights[-1])
    return f"{load_in_words(first, athlete.units)}{each_hand(at_once)}"


def _begin(start: str) -> str:
    """In few words."""
    return "begin very light" if start == _VERY_EASY else f"begin with {start}"


def _sought(finder: _Finder, because: str | None = None) -> Load:
    parts = (because, finder.begin, finder.method)
    why = " ".join(part for part in parts if part)
    return Load(how=finder.how, why=why, method=finder.method)


def _band(dose: Prescribed) -> Load:
    how = "the band that fits"
    if dose.reps is None or dose.rir is None:
        return Load(
            how=how, is_band=True, why="A band with which the hold is hard in its last seconds."
        )
    why = f"The band with which {_between(dose.reps)} leave {_between(dose.rir)} more."
    return Load(how=how, is_band=True, why=why)


def _load(weight: Weight, why: str, units: Units) -> Load:
    kg = round(weight.kg, 2)
    if weight.unit == units == "kg":
        return Load(kg=kg, why=why)
    pounds = weight.amount if weight.unit == "lb" else in_units(weight.kg, "lb")
    return Load(kg=kg, lb=pounds, also_in=None if weight.unit == units else units, why=why)


def _between(bounds: tuple[int, int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}–{bounds[1]}"
