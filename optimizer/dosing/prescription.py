"""How hard each exercise is this week: repetitions or hold, and what is left in reserve.

The numbers stand in the catalog (``prescription``), by role, stage and phase; an exercise takes
them as far as its own range allows.  The same here and for all that reads a week: the problem, the
plan and its reviews all ask ``prescribed``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.models import LOADED_CLASSES, Exercise, Phase
from catalog.prescription import DoseRole, PrescribedDose
from optimizer.case.case import Case
from optimizer.documents.result import Effort
from optimizer.dosing.after_lighter_week import sets_before_lighter_week, sets_on_the_way_back
from optimizer.dosing.after_time_off import Eased, begins_anew, eased
from optimizer.dosing.finding import needs_load_calibration
from optimizer.dosing.injury_doses import loading_sets_of, more_reserve
from optimizer.dosing.of_age import of_age
from optimizer.dosing.one_rep_max import percent_at
from optimizer.dosing.worth import lift_family_of, stage_of

MULTI_JOINT = frozenset(
    {
        "squat", "lunge", "lunge_lateral", "hinge", "pull_horizontal", "pull_vertical",
        "push_horizontal", "push_vertical",
    }
)  # fmt: skip
TRUNK = frozenset(
    {
        "anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion",
        "trunk_extension", "rotation", "carry", "breathing",
    }
)  # fmt: skip

Bounds = tuple[int, int]


@dataclass(frozen=True)
class Prescribed:
    """The dose of one exercise for this athlete and week; every pair is [least, most].

    ``rir``, ``reserve_seconds`` and ``percent_1rm`` are None where they have no meaning: of drills,
    stretches, breathing and jumps all three are.
    """

    role: DoseRole | None
    sets_most: int | None
    reps: Bounds | None
    hold_seconds: Bounds | None
    rir: Bounds | None = None
    reserve_seconds: Bounds | None = None
    percent_1rm: Bounds | None = None
    sets_least: int | None = None
    """None: as few as the exercise allows."""

    @property
    def reps_to_failure(self) -> float | None:
        """In the middle of the range with the most reserve; None: it is not dosed by reserve."""
        if self.reps is None or self.rir is None:
            return None
        return sum(self.reps) / 2 + self.rir[1]

    @property
    def least_to_failure(self) -> float | None:
        """The same at the bottom of the range, which stays where a log widens its top."""
        return None if self.reps is None or self.rir is None else self.reps[0] + self.rir[1]

    def effort(self, *, is_main_lift: bool, lighter_because: str | None = None) -> Effort | None:
        """As it is told; ``is_main_lift``: of its session."""
        if self.rir is None and self.reserve_seconds is None:
            return None
        return Effort(
            rir=self.rir,
            reserve_seconds=self.reserve_seconds,
            percent_1rm=self.percent_1rm if is_main_lift else None,
            lighter_because=lighter_because,
        )


def dose_role_of(case: Case, exercise: Exercise) -> DoseRole | None:
    """By what the exercise is dosed; None: it is a drill, a stretch or a release, or breathing."""
    if not exercise.counts_toward_volume or exercise.pattern == "breathing":
        return None
    if exercise.kind == "plyometric":
        return "plyometric"
    if exercise.pattern in TRUNK:
        return "core"
    is_big = exercise.leg_loading or exercise.pattern in MULTI_JOINT
    if exercise.reps is None and exercise.kind == "isometric" and exercise.loaded and is_big:
        return "loaded_hold"
    if exercise.load_class in LOADED_CLASSES:
        family = lift_family_of(case, exercise)
        if family is None:
            return "accessory"
        if family == "calf":
            return "calf_lift"
        return "main_lift" if exercise.load_class == "heavy" else "external_lift"
    if is_big and may_have_weight(case, exercise):
        return "accessory"
    return "body_lift" if is_big or exercise.main_lift is not None else "circuit"


def may_have_weight(case: Case, exercise: Exercise) -> bool:
    """True: some tool for the exercise is a weight, though a band may do."""
    known = case.catalog.equipment
    return any(
        thing in known and known[thing].is_weight
        for any_of in exercise.equipment
        for thing in any_of
    )


def prescribed(case: Case, exercise: Exercise) -> Prescribed:
    """The dose of ``exercise`` this week."""
    return case.once(("prescribed", exercise.id), lambda: _of_athlete(case, exercise))


def _of_athlete(case: Case, exercise: Exercise) -> Prescribed:
    """The dose with what is not its phase's: a load that is not known, time off, injuries, age.

    Of injuries the sets of what heals and the reserve of what may hurt.
    """
    dose = _after_time_off(case, exercise, _prescribed(case, exercise))
    if needs_load_calibration(case, exercise) and dose.rir is not None:
        dose = _with_more_left(case, dose, round(case.catalog.number("finding_reserve")))
    sets = loading_sets_of(case, exercise)
    if sets is not None:
        most = sets[0] if dose.sets_most is None else max(sets[0], min(sets[1], dose.sets_most))
        dose = replace(dose, sets_least=sets[0], sets_most=most)
    older = of_age(case.catalog, case.request.athlete)
    more = 0 if older is None else older.more_reserve
    return _with_more_left(case, dose, more_reserve(case, exercise) + more)


def _after_time_off(case: Case, exercise: Exercise, dose: Prescribed) -> Prescribed:
    if dose.sets_most is None or dose.role == "plyometric":
        return dose
    easier = eased(case, exercise, dose.sets_most)
    dose = replace(dose, sets_most=sets_on_the_way_back(case, exercise, easier.sets_most))
    return _with_more_left(case, dose, easier.more_reserve)


def is_eased(case: Case, exercise: Exercise) -> bool:
    """True: time off leaves less of its dose: fewer sets, more in reserve or a beginner's.

    False of what has no sets to spare.
    """
    dose = _prescribed(case, exercise)
    if begins_anew(case, exercise) or dose.sets_most is None or dose.role == "plyometric":
        return begins_anew(case, exercise)
    return eased(case, exercise, dose.sets_most) != Eased(dose.sets_most, 0)


def is_reduced_after_deload(case: Case, exercise: Exercise) -> bool:
    """True: a lighter week before this one leaves it fewer sets than the week before that had."""
    had = sets_before_lighter_week(case, exercise)
    dose = _prescribed(case, exercise)
    return (
        dose.sets_most is not None
        and dose.role != "plyometric"
        and sets_on_the_way_back(case, exercise, dose.sets_most) < had
    )


def _with_more_left(case: Case, dose: Prescribed, more: int) -> Prescribed:
    """The same with so many more repetitions in reserve, or five times so many seconds."""
    if not more:
        return dose
    if dose.rir is None:
        return dose if dose.reserve_seconds is None else with_seconds_left(dose, 5 * more)
    lighter = replace(dose, rir=(dose.rir[0] + more, dose.rir[1] + more))
    if dose.percent_1rm is None:
        return lighter
    return replace(lighter, percent_1rm=percent_of(case, lighter))


def with_seconds_left(dose: Prescribed, more: int) -> Prescribed:
    """The dose of a hold, ended ``more`` seconds earlier."""
    assert dose.reserve_seconds is not None
    least, most = dose.reserve_seconds
    return replace(dose, reserve_seconds=(least + more, most + more))


def _prescribed(case: Case, exercise: Exercise) -> Prescribed:
    role = dose_role_of(case, exercise)
    reps, hold = _pair(exercise.reps), _pair(exercise.hold_seconds)
    if role is None:
        return Prescribed(None, None, reps, hold)
    stage = "beginner_first4" if begins_anew(case, exercise) else stage_of(case)
    cell = case.catalog.prescribed(role, stage, case.request.week.phase)
    found = Prescribed(role, cell.sets[1], reps, hold)
    if role == "plyometric":
        return found
    if exercise.reps is None:
        assert hold is not None
        seconds = hold if cell.hold_seconds is None else _within(_both(cell.hold_seconds), hold)
        if case.in_first_weeks and cell.hold_seconds is None:
            seconds = (
                seconds[0],
                min(seconds[1], (hold[0] + hold[1] + 5) // 10 * 5),
            )
        reserve = cell.reserve_seconds or _cell(case, "circuit", "in_season").reserve_seconds
        assert reserve is not None
        return _lightened(
            case, replace(found, hold_seconds=seconds, reserve_seconds=_both(reserve))
        )
    assert reps is not None
    assert cell.reps is not None
    assert cell.rir is not None
    # With a pause in each repetition the exercise's own number of them is the dose.
    in_range = reps if hold is not None else _within(_both(cell.reps), reps)
    dosed = _lightened(case, replace(found, reps=in_range, rir=_both(cell.rir)), least=reps[0])
    if cell.percent_1rm is None:
        return dosed
    if dosed.reps == _pair(cell.reps) and dosed.rir == _pair(cell.rir):
        return replace(dosed, percent_1rm=_both(cell.percent_1rm))
    return replace(dosed, percent_1rm=percent_of(case, dosed))


def _lightened(case: Case, dose: Prescribed, least: int = 1) -> Prescribed:
    """In a lighter week the load stays, and sets end earlier: fewer repetitions, more reserve."""
    if not case.is_deload:
        return dose
    more = round(case.catalog.number("deload_reserve"))
    if dose.reserve_seconds is not None and dose.rir is None:
        return with_seconds_left(dose, 5 * more)
    assert dose.reps is not None
    assert dose.rir is not None
    reps = (max(least, dose.reps[0] - more), max(least, dose.reps[1] - more))
    return replace(dose, reps=reps, rir=(dose.rir[0] + more, dose.rir[1] + more))


def percent_of(case: Case, dose: Prescribed) -> Bounds | None:
    """What the curve says at the dose; None: beyond its end."""
    assert dose.reps is not None
    assert dose.rir is not None
    low = percent_at(case.catalog, dose.reps[1] + dose.rir[1])
    high = percent_at(case.catalog, dose.reps[0] + dose.rir[0])
    return None if low is None or high is None else (round(low), round(high))


def _cell(case: Case, role: DoseRole, phase: Phase) -> PrescribedDose:
    return case.catalog.prescribed(role, stage_of(case), phase)


def _within(wanted: Bounds, own: Bounds) -> Bounds:
    """What both ranges share; where they do not meet, the exercise's nearest end."""
    least, most = max(wanted[0], own[0]), min(wanted[1], own[1])
    if least <= most:
        return least, most
    nearest = own[0] if wanted[1] < own[0] else own[1]
    return nearest, nearest


def _pair(bounds: tuple[int, ...] | None) -> Bounds | None:
    return None if bounds is None else _both(bounds)


def _both(bounds: tuple[int, ...]) -> Bounds:
    return bounds[0], bounds[1]
