"""One athlete's case: the request joined with the catalog, before any decision.

Everything here follows from the request alone and is free of any solver.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, cast

from catalog import Catalog
from catalog.models import LEVELS, Exercise, Injury, Level, VolumeClass
from optimizer.case.claims import RuleParameters
from optimizer.case.current import Current
from optimizer.case.timeline import DAY_MINUTES, Timeline
from optimizer.documents.request import Request
from optimizer.fitness.fitness import UNTESTED, Fitness

FIRST_WEEKS = 4
CARRY_OVER_DAYS = 14
CARRY_OVER_SETS = 2
DEFAULT_KIT = "kit:bodyweight"
DEFAULT_PLACE = "anywhere"

Parameters = TypeVar("Parameters", bound=RuleParameters)
Made = TypeVar("Made")


@dataclass(frozen=True)
class WeeklyDose:
    """Bounds on one muscle's week, in half sets (a secondary set counts one half set)."""

    minimum: int
    target: int
    maximum: int


@dataclass(frozen=True)
class PastSession:
    """A session of last week that was done: its start (minutes) and the sets of each exercise."""

    start: int
    sets: Mapping[str, int]


DOSES = "doses"
"""The key of what may be done anywhere in the week, see ``Case.once``."""
_GOES_BY_NO_RUN = frozenset({DOSES})


@dataclass(frozen=True)
class Case:
    request: Request
    catalog: Catalog
    timeline: Timeline
    settings: Mapping[str, RuleParameters]
    past: tuple[PastSession, ...]
    """Last week's sessions that were done."""
    current: Current | None = None
    fitness: Fitness = UNTESTED
    """What the athlete's tests say."""
    _made: dict[Hashable, object] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for this case: made once under ``key``, however many ask for it."""
        if key not in self._made:
            self._made[key] = make()
        return cast(Made, self._made[key])

    def beside(self, timeline: Timeline, request: Request) -> Case:
        """The same case with other runs, none of them a race: what goes by no run is made once for
        both."""
        other = replace(self, timeline=timeline, request=request)
        other._made.update((k, made) for k, made in self._made.items() if k in _GOES_BY_NO_RUN)
        return other

    def parameters(self, rule_id: str, kind: type[Parameters]) -> Parameters:
        """The request's parameters for one rule, as that rule's own type."""
        found = self.settings[rule_id]
        if not isinstance(found, kind):
            raise TypeError(f"rule {rule_id} has {type(found).__name__}, not {kind.__name__}")
        return found

    @property
    def level_index(self) -> int:
        return LEVELS.index(self.level)

    @property
    def level(self) -> Level:
        """As it was given, or as the tests say it."""
        level = self.request.athlete.level
        assert level is not None  # building/athlete_of.py sees to it
        return level

    @property
    def in_first_weeks(self) -> bool:
        """A beginner's first four weeks: fewer sets, simple exercises."""
        athlete = self.request.athlete
        return athlete.level == "beginner" and athlete.known_weeks_of_strength < FIRST_WEEKS

    @property
    def is_lightened(self) -> bool:
        """Phases in which strength work is cut to about half."""
        return self.request.week.phase in ("taper", "post_race")

    @property
    def is_deload(self) -> bool:
        """A lighter week, by the number that the request gives it, or after an illness."""
        previous = self.request.previous
        if previous is not None and previous.ill:
            return True
        number = self.request.week.number
        weeks = round(self.catalog.number("deload"))
        return number is not None and weeks > 0 and number % weeks == 0

    @property
    def follows_lighter_week(self) -> bool:
        """Last week was a lighter one: ``previous.base`` names another week, the one before it."""
        previous = self.request.previous
        return previous is not None and previous.base is not None and previous.base != previous.plan

    def minutes_from_hours(self, evidence_id: str) -> int:
        return round(self.catalog.number(evidence_id) * 60)

    def longest_session_minutes(self, start: int, end: int) -> int:
        """The longest session from ``start`` on that a time until ``end`` leaves room for.

        It takes a day at the most, and no longer than the athlete's limit.
        """
        limit = self.request.limits.max_session_minutes
        return min(end - start, DAY_MINUTES if limit is None else limit)

    def place_name(self, place: str | None) -> str:
        return DEFAULT_PLACE if place is None else place

    def equipment_at(self, place: str | None) -> frozenset[str]:
        return self._equipment_by_place[place]

    def without_equipment_at(self, place: str | None) -> frozenset[str]:
        """Ids of the exercises that need something which is not there."""
        return self._without_equipment_by_place[place]

    @cached_property
    def _without_equipment_by_place(self) -> Mapping[str | None, frozenset[str]]:
        return {
            place: frozenset(
                exercise.id
                for exercise in self.catalog.exercises.values()
                if any(there.isdisjoint(any_of) for any_of in exercise.equipment)
            )
            for place, there in self._equipment_by_place.items()
        }

    @cached_property
    def _equipment_by_place(self) -> Mapping[str | None, frozenset[str]]:
        places = self.request.places.items()
        kits = [(None, (DEFAULT_KIT,)), *((name, place.equipment) for name, place in places)]
        return {place: self.catalog.equipment_of(names) for place, names in kits}

    @cached_property
    def neglected(self) -> tuple[str, ...]:
        """Muscles that running neglects, by the claims that count under the chosen emphasis.

        So do those that a test found weak: each wants direct work in every week.
        """
        by_claims = self.catalog.neglected(self.request.emphasis)
        return tuple(sorted({*by_claims, *self.fitness.weak_muscles}))

    @cached_property
    def injuries(self) -> tuple[Injury, ...]:
        """The athlete's injuries as they are now, at their stage and site."""
        known = self.catalog.injuries
        return tuple(known[i.id].at(i.stage, i.site) for i in self.request.athlete.injuries)

    @cached_property
    def emphasised(self) -> frozenset[str]:
        """Muscles that the athlete's injuries ask to train, or that a test found weak."""
        of_injuries = frozenset(muscle for injury in self.injuries for muscle in injury.emphasise)
        return of_injuries | self.fitness.weak_muscles

    def cautions_of(self, exercise: Exercise) -> frozenset[str]:
        """The athlete's injuries that ask for caution with ``exercise``."""
        return frozenset(i.id for i in self.injuries if i.cautions_against(exercise))

    @cached_property
    def done_before(self) -> tuple[PastSession, ...]:
        """All sessions behind the athlete, last week's and this week's, in order of time."""
        done = () if self.current is None else self.current.done
        return (*self.past, *(PastSession(one.start, one.sets) for one in done))

    @cached_property
    def planned_before(self) -> Mapping[str, int]:
        """Last week's planned sets by exercise, missed sessions included.

        After a lighter week, where ``previous.base`` names it, those of the week before that.
        """
        previous = self.request.previous
        return {} if previous is None else (previous.base or previous.plan).training_sets()

    @cached_property
    def sets_before(self) -> Mapping[str, int]:
        """Last week's planned sets by exercise; none if no session of it was done.

        A missed session is no reason to start lower again.
        """
        if not self.past:
            return {}
        planned = self.planned_before.items()
        return {exercise: sets for exercise, sets in planned if exercise in self.catalog.exercises}

    @property
    def holds_less(self) -> bool:
        """A lighter week, a taper or one after a race: it cannot hold work for every muscle."""
        return self.is_deload or self.is_lightened

    @cached_property
    def carried_over(self) -> frozenset[str]:
        """Muscles that sessions of the last 14 days trained directly, with two sets.

        Accessory ones alone, counted to the end of the week; where it ``holds_less``, all of them,
        counted to its begin, so that ``previous.base`` tells of them too.
        """
        if self.holds_less:
            since = self.timeline.midnights[0] - CARRY_OVER_DAYS * DAY_MINUTES
            sessions = (*self.past, *self._past_of_base)
        else:
            since = self.timeline.midnights[7] - CARRY_OVER_DAYS * DAY_MINUTES
            sessions = self.past
        return frozenset(
            muscle
            for session in sessions
            if session.start >= since
            for exercise_id, sets in session.sets.items()
            if exercise_id in self.catalog.exercises and sets >= CARRY_OVER_SETS
            for muscle in self.catalog.exercises[exercise_id].primary
            if muscle in self.catalog.muscles
            and self.catalog.exercises[exercise_id].counts_toward_volume
            and (self.holds_less or self.catalog.muscles[muscle].volume_class == "accessory")
        )

    @property
    def _past_of_base(self) -> tuple[PastSession, ...]:
        previous = self.request.previous
        if previous is None or previous.base is None or not self.past:
            return ()
        return tuple(PastSession(s.start_minute, s.training_sets()) for s in previous.base.sessions)

    @cached_property
    def doses(self) -> Mapping[str, WeeklyDose]:
        """Every muscle's weekly dose in this phase; a beginner's first weeks have that of a season.

        What injuries ask to train, or a test found weak, has a higher target.
        """
        in_season = self.request.week.phase in ("in_season", "taper", "post_race")
        season = "in" if in_season or self.in_first_weeks else "offpre"
        classes: dict[VolumeClass, WeeklyDose] = {}
        for name in ("major", "minor", "accessory"):
            least, target, most = (
                round(2 * sets) for sets in self.catalog.numbers(f"sets_{name}_{season}")
            )
            if self.is_lightened:
                least, target = least // 2, target // 2
            classes[name] = WeeklyDose(least, target, most)
        share = self.catalog.number("emphasised_target_share")
        found: dict[str, WeeklyDose] = {}
        for muscle in self.catalog.muscles.values():
            dose = classes[muscle.volume_class]
            if not muscle.own_dose:
                dose = WeeklyDose(0, 0, dose.maximum)
            elif muscle.id in self.emphasised:
                dose = replace(dose, target=min(dose.maximum, math.ceil(dose.target * share)))
            found[muscle.id] = dose
        return found
