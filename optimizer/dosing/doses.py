"""What one athlete does of one exercise in one session, in whole seconds.

The time model, as docs/proof.md tells it: an exercise costs its set-up, and each set its work at
the top of the range plus a charged rest.  In straight sets the whole rest is charged.  In supersets
half of it is, and never less than the change to the partner, because a partner's work covers the
other half: three fifths for what loads the legs, of which no two share a superset, and a third of a
long rest, since two partners work in it and are set up in it.
``session/arrange.py`` then finds the blocks that give every muscle its whole rest within the
charged time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.wording import counted
from optimizer.dosing.prescription import prescribed
from optimizer.dosing.progress import progressed_reps
from optimizer.dosing.weaker_side import has_more_of_a_side, more_of_a_side_seconds
from optimizer.dosing.worth import main_lift_of, most_contacts

CHANGE_OF_SIDE_SECONDS = 5
MOST_MEMBERS = 3
"""Of a superset."""
_LONG_REST_SECONDS = 150
_CHARGED_SHARE = Fraction(1, 2)
_CHARGED_SHARE_BETWEEN_LEG_LIFTS = Fraction(3, 5)
"""Two leg lifts never share a superset, so less of their rests is filled."""
_CHARGED_SHARE_OF_A_LONG_REST = Fraction(1, 3)


@dataclass(frozen=True)
class Dose:
    """``sets_least`` to ``sets_most`` sets a session; seconds a set, both sides included.

    A heavy lift has the last of its ramp sets before it in every session: that is part of the
    set-up of ``exercise``, here and nowhere else.
    """

    exercise: Exercise
    sets_least: int
    sets_most: int
    reps: tuple[int, int] | None
    hold_seconds: tuple[int, int] | None
    work_seconds: int
    charged_rest_seconds: int
    contacts_per_set: int
    ramp_seconds: int = 0
    """Of the ramp sets that it has more where it is a session's first heavy lift; else 0."""
    own_ramp_seconds: int = 0
    """Of the ramp set that is part of its set-up."""
    weaker_side_seconds: int = 0
    """Of one more set of a weaker side in each session with it; else 0."""
    sessions_needed: int | None = None
    """In how many sessions at the most a week needs it; None: in any number."""

    def charged_seconds(self, sets: int) -> int:
        """Time that ``sets`` sets cost in the time budget of one session."""
        once = self.exercise.setup_seconds + self.weaker_side_seconds
        return once + sets * self.charged_seconds_per_set

    @property
    def seconds_per_set_apart(self) -> int:
        """Work and whole rest of a set that shares a superset with no leg lift or jump; 0 for what
        may work in the rest of one."""
        exercise = self.exercise
        if exercise.leg_loading or stands_alone(exercise) or rests_long(exercise):
            return self.work_seconds + self.exercise.rest_seconds
        return 0

    def seconds_apart(self, sets: int) -> int:
        """What it adds to a session whose leg lifts, long rests and jumps come one after the other.

        All set-up counts, although partners may do theirs in a long rest: few sessions fit for that
        alone, and a week that needs it is proven late.
        """
        once = self.exercise.setup_seconds + self.weaker_side_seconds
        return once + sets * self.seconds_per_set_apart

    @property
    def least_seconds(self) -> int:
        """Time that a session takes that holds only this, with the fewest sets."""
        return self.ramp_seconds + self.charged_seconds(self.sets_least)

    @property
    def charged_seconds_per_set(self) -> int:
        return self.work_seconds + self.charged_rest_seconds


def budgeted_seconds(doses: Mapping[str, Dose], sets: Mapping[str, int]) -> int:
    """What the work of a session takes of its time budget, but for ramp sets: its charged time, or
    more where its leg lifts, long rests and jumps take longer one after the other."""
    return max(
        sum(doses[exercise].charged_seconds(count) for exercise, count in sets.items()),
        sum(doses[exercise].seconds_apart(count) for exercise, count in sets.items()),
    )


def stands_alone(exercise: Exercise) -> bool:
    """True: too fast to share a superset; plyometrics come first and are done fresh."""
    return exercise.impact >= 2 or exercise.kind == "plyometric"


def rests_long(exercise: Exercise) -> bool:
    """True: so heavy that others may work in its rest only if they spare what it uses."""
    return not stands_alone(exercise) and exercise.rest_seconds >= _LONG_REST_SECONDS


def dose_of(case: Case, exercise: Exercise) -> Dose:
    """The dose range of ``exercise`` for this athlete and phase."""
    most = min(exercise.sets[1], round(case.catalog.numbers("ex_sets_cap")[1]))
    dose = prescribed(case, exercise)
    reps, hold = progressed_reps(case, exercise, dose.reps), dose.hold_seconds
    if dose.sets_most is not None:
        most = min(most, dose.sets_most)
    if case.in_first_weeks and exercise.counts_toward_volume:
        most = min(most, round(case.catalog.numbers("beginner_first4_sets")[1]))
    contacts = contacts_per_set(exercise, reps)
    if contacts:
        most = min(most, most_contacts(case) // contacts)
    charged_rest = exercise.rest_seconds
    if case.request.preferences.style == "supersets" and not stands_alone(exercise):
        change = round(case.catalog.number("superset_transition"))
        share = _CHARGED_SHARE
        if rests_long(exercise):
            share = _CHARGED_SHARE_OF_A_LONG_REST
        elif exercise.leg_loading:
            share = _CHARGED_SHARE_BETWEEN_LEG_LIFTS
        charged_rest = max(change, math.ceil(exercise.rest_seconds * share))
    *first_ramps, own_ramp = (ramp.seconds for ramp in ramp_sets_of(case, exercise) or _NO_RAMP)
    return Dose(
        exercise=_with_set_up(exercise, own_ramp),
        sets_least=min(max(exercise.sets[0], dose.sets_least or 0), most),
        sets_most=most,
        reps=reps,
        hold_seconds=hold,
        work_seconds=work_seconds(exercise, reps, hold),
        charged_rest_seconds=charged_rest,
        contacts_per_set=contacts,
        ramp_seconds=sum(first_ramps),
        own_ramp_seconds=own_ramp,
        weaker_side_seconds=more_of_a_side_seconds(exercise, reps, hold)
        if has_more_of_a_side(case, exercise)
        else 0,
    )


@dataclass(frozen=True)
class RampSet:
    """A set with less load before a heavy lift; ``seconds`` with the rest after it."""

    reps: int
    rest_seconds: int
    seconds: int


_NO_RAMP = (RampSet(0, 0, 0),)


def _with_set_up(exercise: Exercise, more_seconds: int) -> Exercise:
    """The exercise with a longer set-up."""
    if not more_seconds:
        return exercise
    return exercise.model_copy(update={"setup_seconds": exercise.setup_seconds + more_seconds})


def ramp_sets_of(case: Case, exercise: Exercise) -> tuple[RampSet, ...]:
    """The ramp sets before ``exercise``; none but for heavy main lifts of knee and hip.

    All of them where it is the first heavy lift of its session; after another one, which moves
    otherwise, the last alone.  A calf raise moves little, and what went before has warmed the
    ankle.
    """
    is_heavy = exercise.load_class == "heavy" and exercise.leg_loading
    if not is_heavy or main_lift_of(case, exercise) not in ("knee", "hip"):
        return ()
    rest = round(case.catalog.number("ramp_rest"))
    return tuple(
        RampSet(reps, rest, work_seconds(exercise, (reps, reps), None) + rest)
        for reps in (round(n) for n in reversed(case.catalog.numbers("ramp_reps")))
    )


def work_seconds(
    exercise: Exercise, reps: tuple[int, int] | None, hold: tuple[int, int] | None
) -> int:
    """One set at the top of its range: reps × time of one, or the hold; both sides.

    0 for a dose, in a plan written by hand, that fits neither.
    """
    if reps is not None and exercise.seconds_per_rep is not None:
        one_side = math.ceil(reps[1] * exercise.seconds_per_rep)
    elif hold is not None:
        one_side = hold[1]
    else:
        return 0
    return 2 * one_side + CHANGE_OF_SIDE_SECONDS if exercise.per_side else one_side


def contacts_per_set(exercise: Exercise, reps: tuple[int, int] | None) -> int:
    """Foot contacts of one set at the top of its range; the hardest impacts count twice."""
    contacts = _feet_down(exercise, reps)
    return contacts * 2 if exercise.impact == 3 else contacts


def contacts_of(exercise: Exercise, reps: tuple[int, int] | None, sets: int) -> int | None:
    """How often feet come down in all ``sets``, each counted once; None but for plyometrics."""
    return sets * _feet_down(exercise, reps) if exercise.kind == "plyometric" else None


def _feet_down(exercise: Exercise, reps: tuple[int, int] | None) -> int:
    if reps is None:
        return 0
    return reps[1] * exercise.foot_contacts_per_rep * (2 if exercise.per_side else 1)


def sets_possible(case: Case, exercise: Exercise, most_sessions: int) -> frozenset[int]:
    """The sets that a week can have of ``exercise``, done in at most so many sessions."""
    dose = dose_of(case, exercise)
    return frozenset(
        sets
        for sessions in range(1, most_sessions + 1)
        for sets in range(sessions * dose.sets_least, sessions * dose.sets_most + 1)
    )


def set_range_in_words(case: Case, dose: Dose) -> str:
    """``2 to 4 sets a session``."""
    least, most = dose.sets_least, dose.sets_most
    amount = counted(least, "sets") if least == most else f"{least} to {counted(most, 'sets')}"
    stage = " in a beginner's first four weeks of strength" if case.in_first_weeks else ""
    return f"{amount} a session{stage}"
