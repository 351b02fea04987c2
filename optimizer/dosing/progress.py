"""What comes next of the exercises of one case, by its log; see ``progress_rules.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalog.models import LEVELS, LOADED_CLASSES, Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Item
from optimizer.dosing.after_eve import before_eve, kg_before_eve
from optimizer.dosing.prescription import (
    Bounds,
    Prescribed,
    is_eased,
    is_reduced_after_deload,
    prescribed,
)
from optimizer.dosing.progress_rules import decide, without_step
from optimizer.dosing.standing import (
    SAME_WEIGHT_KG,
    Decision,
    Standing,
    is_at_top_twice,
    missed_twice,
)
from optimizer.dosing.weights import Weight, tools_in_use, weights_at, weights_at_once, weights_of
from optimizer.dosing.workouts import (
    Workout,
    days_between,
    shared_by,
    workouts_by_exercise,
    workouts_of,
)

WEIGHTED_CLASSES = LOADED_CLASSES | {"band"}
"""Of what has a load where the place has a weight for it."""


def decide_of(
    case: Case, exercise: Exercise, place: str | None, *, step_waits: bool = False
) -> Decision | None:
    """What comes next at ``place``; None: no log has the exercise.

    ``step_waits``: its session has steps enough, see ``waiting_steps``.
    """
    key = ("decision", exercise.id, place, step_waits)
    return case.once(key, lambda: _decide_of(case, exercise, place, step_waits))


def _decide_of(
    case: Case, exercise: Exercise, place: str | None, step_waits: bool
) -> Decision | None:
    workouts = workouts_of(case, exercise.id)
    if not workouts or not exercise.counts_toward_volume:
        return None
    standing = _standing_of(case, exercise, place)
    decision = without_step(standing) if step_waits else decide(standing)
    return replace(decision, weights=standing.weights)


def waiting_steps(case: Case, exercises: Sequence[Exercise], place: str | None) -> frozenset[str]:
    """Those of a session's exercises, in their order, whose step up waits for a later session.

    No more than a share of them goes up at once, the first ones.
    """
    most = int(len(exercises) * case.catalog.number("steps_in_session") / 100)
    decisions = ((one.id, decide_of(case, one, place)) for one in exercises)
    up = [name for name, decision in decisions if decision and decision.rule == "step_up"]
    return frozenset(up[max(1, most) :])


def _standing_of(case: Case, exercise: Exercise, place: str | None) -> Standing:
    athlete = case.request.athlete
    previous = case.request.previous
    at_once = weights_at_once(case, exercise, place) or 1
    workouts = tuple(shared_by(one, at_once) for one in workouts_of(case, exercise.id))
    tools, weights = tools_in_use(case, exercise, place), weights_at(case, exercise, place)
    if workouts[-1].tool in tools:
        # What was done with one tool goes on with it, where it is there.
        tools = (workouts[-1].tool,)
        weights = weights_of(case, tools[0], place)
    is_weighted = exercise.load_class in WEIGHTED_CLASSES
    workouts = tuple(_as_usual(case, exercise, one, weights) for one in workouts)
    workouts = _judged_by_eves(case, exercise, workouts)
    return Standing(
        catalog=case.catalog,
        exercise=exercise,
        level=case.level,
        phase=case.request.week.phase,
        dose=prescribed(case, exercise),
        before=planned_before(case, exercise),
        workouts=workouts,
        weights=weights if is_weighted else (),
        tools=tools if is_weighted else (),
        today=case.timeline.first_day,
        units=athlete.units,
        is_deload=case.is_deload,
        is_ill=previous is not None and previous.ill,
        age_years=athlete.age_years,
        is_eased=is_eased(case, exercise),
        is_reduced_after_deload=is_reduced_after_deload(case, exercise),
        harder=_harder(case, exercise),
    )


def planned_before(case: Case, exercise: Exercise) -> Prescribed | None:
    """The dose that last week's plan has of the exercise, of the week before a lighter one.

    What was lighter for a key run counts as without it.  None: it is not there, or was saved before
    efforts were told.
    """
    items = _planned_before(case, exercise)
    # By what was no lighter than else, where there is any.
    item = next(iter(sorted(items, key=lambda item: item.is_lighter)), None)
    if item is None:
        return None
    before = before_eve(case, exercise, _dose_of(item)) if item.is_lighter else _dose_of(item)
    is_found = item.load is not None and item.load.kg is None
    return _as_if_known(case, exercise, before) if is_found else before


def _as_if_known(case: Case, exercise: Exercise, before: Prescribed) -> Prescribed:
    """Without what it had more in reserve while its load was being found."""
    usual, more = prescribed(case, exercise).rir, round(case.catalog.number("finding_reserve"))
    if usual is None or before.rir != (usual[0] + more, usual[1] + more):
        return before
    return replace(before, rir=usual)


def _as_usual(
    case: Case, exercise: Exercise, workout: Workout, weights: Sequence[Weight]
) -> Workout:
    """With the load that it was lighter of, where it was done on an eve as planned."""
    if not workout.on_eve or workout.kg is None:
        return workout
    for item in _planned_before(case, exercise):
        if not item.is_lighter:
            continue
        planned = None if item.load is None else item.load.kg
        if planned is not None and abs(planned - workout.kg) <= SAME_WEIGHT_KG:
            kg = kg_before_eve(case, exercise, workout.kg, _dose_of(item), weights)
            return replace(workout, usual_kg=kg)
    return workout


def _judged_by_eves(
    case: Case, exercise: Exercise, workouts: tuple[Workout, ...]
) -> tuple[Workout, ...]:
    """Where no other day judges a load, or the last of it was missed, workouts on eves do.

    Who always does it on the eve of a key run would never get on: the last such workouts, with the
    load of the last, count as the load that it was lighter of with so much less left.  Those of a
    lighter week after them change nothing of it.
    """
    before = tuple(one for one in workouts if not one.in_lighter_week)
    if before and len(before) < len(workouts):
        return (*_judged_by_eves(case, exercise, before), *workouts[len(before) :])
    last = workouts[-1]
    lighter = _lighter_dose(case, exercise)
    if lighter is None or not last.on_eve or last.usual_kg is None:
        return workouts
    more = _more_on_eve(case, exercise, lighter)
    if not more:
        return workouts
    first = len(workouts) - 1
    while first and _is_like(workouts[first - 1], last, more):
        first -= 1
    longest = case.catalog.numbers("time_off_days")[1]
    has_another_day = any(
        one.is_judged
        and (one.kg or 0) > (last.kg or 0)
        and days_between(one.day, case.timeline.first_day) <= longest
        for one in workouts[:first]
    )
    if has_another_day and not _falls_short(last, lighter):
        return workouts
    return (*workouts[:first], *(_on_other_days(one, last, more) for one in workouts[first:]))


def _lighter_dose(case: Case, exercise: Exercise) -> Prescribed | None:
    """As last week's plan has it on an eve; None: it has not."""
    item = next((one for one in _planned_before(case, exercise) if one.is_lighter), None)
    return None if item is None else _dose_of(item)


def _more_on_eve(case: Case, exercise: Exercise, lighter: Prescribed) -> int:
    """Repetitions that ``lighter`` leaves more than on other days."""
    usual = before_eve(case, exercise, lighter).rir
    return 0 if usual is None or lighter.rir is None else lighter.rir[0] - usual[0]


def _falls_short(workout: Workout, lighter: Prescribed) -> bool:
    """True: fewer repetitions than planned on the eve, or two more of the reserve gone."""
    if lighter.reps is None or lighter.rir is None or not workout.reps:
        return False
    reserve = workout.mean_reserve
    is_short = workout.least_reps < lighter.reps[0]
    return is_short or (reserve is not None and reserve <= lighter.rir[0] - 2)


def _is_like(workout: Workout, last: Workout, more: int) -> bool:
    """True: it was done as ``last`` was, on an eve; plans of earlier weeks are not known."""
    if workout.in_lighter_week or workout.reserve is None or workout.reserve < more:
        return False
    return abs((workout.kg or 0) - (last.kg or 0)) <= SAME_WEIGHT_KG


def _on_other_days(workout: Workout, last: Workout, more: int) -> Workout:
    return replace(
        workout,
        kg=last.usual_kg,
        reserves=tuple(max(0.0, left - more) for left in workout.reserves),
        is_judged=True,
        on_eve=False,
        usual_kg=None,
        as_done=workout,
    )


def _planned_before(case: Case, exercise: Exercise) -> list[Item]:
    """Its items of the week before a lighter one, else of last week's plan."""
    previous = case.request.previous
    plans = () if previous is None else (previous.base, previous.plan)
    by_plan = (
        [
            item
            for session in (() if plan is None else plan.sessions)
            for block in session.blocks
            for item in (block.items if block.is_work else ())
            if item.exercise == exercise.id and item.effort is not None
        ]
        for plan in plans
    )
    return next((items for items in by_plan if items), [])


def _dose_of(item: Item) -> Prescribed:
    effort = item.effort
    return Prescribed(
        role=None,
        sets_most=None,
        reps=item.reps,
        hold_seconds=item.hold_seconds,
        rir=None if effort is None else effort.rir,
        reserve_seconds=None if effort is None else effort.reserve_seconds,
    )


def progressed_reps(case: Case, exercise: Exercise, reps: Bounds | None) -> Bounds | None:
    """``reps``, or wider ones that the log asks for at some place of the week."""
    if reps is None or not workouts_of(case, exercise.id):
        return reps
    places = {window.place for window in case.timeline.windows}
    found = [
        decision.reps
        for place in sorted(places, key=str)
        if exercise.id not in case.without_equipment_at(place)
        for decision in [decide_of(case, exercise, place)]
        if decision is not None and decision.reps is not None
    ]
    return max(found, key=lambda bounds: bounds[1], default=reps)


def goes_up(case: Case, exercise: str) -> bool:
    """True: the log asks for more load of it than the last time, at some place of the week."""
    return exercise in case.once("goes up", lambda: _decided(case, _is_step_up))


def _is_step_up(decision: Decision) -> bool:
    return decision.rule in ("step_up", "too_easy") and decision.reps is None


def stopped_by_pain(case: Case) -> frozenset[str]:
    """Exercises that the log asks to leave out, by id."""
    return case.once("stopped", lambda: _decided(case, lambda decision: decision.stops))


def harder_variants(case: Case) -> Mapping[str, str]:
    """By id of an exercise that has become easy, the name of the variant that takes its place.

    It stays out until its variant was missed twice, or until so long ago that nothing is known.
    What is pinned is left alone.
    """
    return case.once("harder variants", lambda: dict(_harder_variants(case)))


def _harder_variants(case: Case) -> Iterator[tuple[str, str]]:
    pinned = {pin.exercise for pin in case.request.pinned}
    longest = case.catalog.numbers("time_off_days")[-1]
    for name, workouts in workouts_by_exercise(case).items():
        exercise = case.catalog.exercises.get(name)
        harder = None if exercise is None or name in pinned else _harder(case, exercise)
        if exercise is None or harder is None:
            continue
        if days_between(workouts[-1].day, case.timeline.first_day) > longest:
            continue
        rung = case.catalog.next_rung(name)
        assert rung is not None
        above = case.catalog.exercises[rung[0]]
        if workouts_of(case, above.id) and missed_twice(_standing_of(case, above, None)):
            continue
        if is_at_top_twice(_standing_of(case, exercise, None)):
            yield name, harder


def _decided(case: Case, asks: Callable[[Decision], bool]) -> frozenset[str]:
    places = sorted({window.place for window in case.timeline.windows}, key=str)
    return frozenset(
        exercise
        for exercise in workouts_by_exercise(case)
        if exercise in case.catalog.exercises
        for decisions in [
            [decide_of(case, case.catalog.exercises[exercise], place) for place in places]
        ]
        if any(decision is not None and asks(decision) for decision in decisions)
    )


def _harder(case: Case, exercise: Exercise) -> str | None:
    rung = case.catalog.next_rung(exercise.id)
    if rung is None:
        return None
    harder = case.catalog.exercises[rung[0]]
    if LEVELS.index(harder.level) > case.level_index or harder.only_for:
        return None
    if any(injury.shuts_out(harder) for injury in case.injuries):
        return None
    places = {window.place for window in case.timeline.windows}
    if all(harder.id in case.without_equipment_at(place) for place in places):
        return None
    return harder.name
