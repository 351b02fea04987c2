"""The catalog as one frozen value, with the questions that the optimizer asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from catalog.errors import UnknownName
from catalog.fitness_tests import Battery, FitnessTest, ScreenQuestion
from catalog.log_names import log_key
from catalog.models import (
    NEGLECT_STATUSES,
    Claim,
    Contradiction,
    Emphasis,
    Equipment,
    Evidence,
    Exercise,
    Injury,
    Kit,
    LoadClass,
    Muscle,
    Phase,
    Source,
    Stage,
    Structure,
)
from catalog.names import Names
from catalog.prescription import (
    DoseRole,
    Ladder,
    LoadTransfer,
    LogNames,
    PrescribedDose,
    Prescription,
    StartLoad,
    UsualWeights,
)
from catalog.run_plans import CouchTo5kWeek, RaceDistance, RunOption, RunOptionTopic
from catalog.strength import (
    Effects,
    MainLiftFamily,
    MainLiftSession,
    MainLiftWeek,
    Ranking,
    SecondChoice,
    WantedMovement,
)
from catalog.wording import counted

KIT_PREFIX = "kit:"

# Contradiction C1: the claims that an emphasis does not count, as (muscle group, sources).
_UNCOUNTED: Mapping[Emphasis, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "quads_first": ("hamstrings", frozenset({"002_408b131f013ec9aa", "003_0da4dc960c58a41b"})),
        "posterior_chain": ("quadriceps", frozenset({"001_94f899cc2150dbc6"})),
    }
)

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Catalog:
    """Every entry by id, each mapping sorted by id.  Two catalogs are told apart by ``version``."""

    muscles: Mapping[str, Muscle]
    structures: Mapping[str, Structure]
    exercises: Mapping[str, Exercise]
    equipment: Mapping[str, Equipment]
    kits: Mapping[str, Kit]
    injuries: Mapping[str, Injury]
    sources: Mapping[str, Source]
    contradictions: Mapping[str, Contradiction]
    evidence: Mapping[str, Evidence]
    effects: Mapping[str, Effects]
    main_lift_families: Mapping[str, MainLiftFamily]
    main_lift_weeks: Mapping[str, MainLiftWeek]
    main_lift_sessions: Mapping[str, MainLiftSession]
    rankings: Mapping[str, Ranking]
    wanted_movements: Mapping[str, WantedMovement]
    second_choices: Mapping[str, SecondChoice]
    prescriptions: Mapping[str, Prescription]
    usual_weights: Mapping[str, UsualWeights]
    ladders: Mapping[str, Ladder]
    log_names: Mapping[str, LogNames]
    load_transfers: Mapping[str, LoadTransfer]
    start_loads: Mapping[str, StartLoad]
    screen_questions: Mapping[str, ScreenQuestion]
    fitness_tests: Mapping[str, FitnessTest]
    batteries: Mapping[str, Battery]
    couch_to_5k_weeks: Mapping[str, CouchTo5kWeek]
    race_distances: Mapping[str, RaceDistance]
    run_options: Mapping[str, RunOption]
    version: str
    """``sha256:`` and 64 hexadecimal digits over the content of all entries."""

    @cached_property
    def injury_names(self) -> Names:
        return Names(self.injuries.values())

    @cached_property
    def muscle_names(self) -> Names:
        return Names(self.muscles.values())

    @cached_property
    def tissue_names(self) -> Names:
        """Of muscles and passive structures."""
        return Names((*self.muscles.values(), *self.structures.values()))

    @cached_property
    def exercise_names(self) -> Names:
        return Names(self.exercises.values())

    @cached_property
    def equipment_names(self) -> Names:
        """Of pieces and of kits, whose ids have ``kit:`` before them."""
        return Names(self.equipment.values()) | Names(self.kits.values(), KIT_PREFIX)

    def neglecting_claims(self, muscle_id: str, emphasis: Emphasis) -> tuple[Claim, ...]:
        """The claims by which ``muscle_id`` counts as neglected under ``emphasis``.

        ``balanced`` counts every claim, ``quads_first`` takes article 001's side on quadriceps
        against hamstrings, ``posterior_chain`` that of 002 and 003.  Raises ``UnknownName``.
        """
        muscle = _known(self.muscles, "muscle", muscle_id)
        claims = (claim for claim in muscle.claims if claim.status in NEGLECT_STATUSES)
        group, sources = _UNCOUNTED.get(emphasis, ("", frozenset()))
        if group not in muscle.groups:
            return tuple(claims)
        return tuple(claim for claim in claims if claim.source not in sources)

    def neglected(self, emphasis: Emphasis) -> tuple[str, ...]:
        """Ids of the muscles that some counted claim calls neglected, sorted."""
        return tuple(muscle for muscle in self.muscles if self.neglecting_claims(muscle, emphasis))

    def effects_on(self, muscle_id: str) -> Effects:
        """The table of effects that holds for a muscle.  Raises ``UnknownName``."""
        _known(self.muscles, "muscle", muscle_id)
        by_muscle = {muscle: one for one in self.effects.values() for muscle in one.muscles}
        rest = next(one for one in self.effects.values() if not one.muscles)
        return by_muscle.get(muscle_id, rest)

    def quarters(
        self, muscle_id: str, load_class: LoadClass, stage: Stage, phase: Phase, *, with_load: bool
    ) -> int:
        """What one set is worth for a primary muscle, in quarters of a set, 0 to 4.

        ``with_load``: some place of the athlete has a weight.  A secondary muscle gets the share
        that the evidence ``secondary_weight`` gives, so a week counts whole eighths of a set.
        Raises ``UnknownName``.
        """
        effects = self.effects_on(muscle_id)
        return effects.quarters(load_class, stage, phase, with_load=with_load)

    def main_lift_sets_wanted(self, stage: Stage, phase: Phase) -> int:
        """Main-lift sets that a week wants of each family, before its sessions limit them."""
        return self.main_lift_weeks[stage].sets.of(phase)

    def main_lift_session(self, minutes: float) -> MainLiftSession:
        """What a session of ``minutes`` can hold of main lifts."""
        long_enough = (s for s in self.main_lift_sessions.values() if s.from_minutes <= minutes)
        return max(long_enough, key=lambda session: session.from_minutes)

    def prescribed(self, role: DoseRole, stage: Stage, phase: Phase) -> PrescribedDose:
        """The dose of one role for one stage in one phase."""
        by_cell = ((one.role, one.stage) for one in self.prescriptions.values())
        return dict(zip(by_cell, self.prescriptions.values(), strict=True))[role, stage].of(phase)

    def next_rung(self, exercise_id: str) -> tuple[str, int] | None:
        """The harder variant after an exercise, and from how many repetitions it is due."""
        for ladder in self.ladders.values():
            rungs = [rung for rung in ladder.rungs if rung in self.exercises]
            if exercise_id in rungs[:-1]:
                return rungs[rungs.index(exercise_id) + 1], ladder.top
        return None

    def exercise_named(self, name: str) -> str | None:
        """The id of the exercise that a log means by ``name``; None: none is known for sure."""
        return self.exercise_names.found(name) or self._log_names.get(log_key(name))

    @cached_property
    def _log_names(self) -> Mapping[str, str]:
        found = {log_key(exercise.name): exercise.id for exercise in self.exercises.values()}
        for entry in self.log_names.values():
            if entry.id in self.exercises:
                found |= {log_key(name): entry.id for name in entry.names}
        return found

    def race_of(self, distance_km: float) -> RaceDistance | None:
        """What a race of so many kilometres is read as; None: it is longer than any known."""
        by_length = sorted(self.race_distances.values(), key=lambda race: race.most_km)
        return next((race for race in by_length if distance_km <= race.most_km), None)

    def options_of(self, topic: RunOptionTopic, race: str | None = None) -> tuple[RunOption, ...]:
        """The choices of a topic that are there for a race, the default first."""
        found = [
            one
            for one in self.run_options.values()
            if one.topic == topic and one.race in (None, race)
        ]
        return tuple(sorted(found, key=lambda one: not one.is_default))

    def coach_ranks(self) -> dict[str, int]:
        """Every exercise's place in the coach's order, from 0, the best first.

        What no ranking lists comes after all that is listed, by id.
        """
        parts = sorted(self.rankings.values(), key=lambda part: part.place)
        listed = [name for part in parts for name in part.exercises if name in self.exercises]
        rest = self.exercises.keys() - listed
        return {name: rank for rank, name in enumerate([*listed, *sorted(rest)])}

    def equipment_of(self, names: Iterable[str]) -> frozenset[str]:
        """The equipment ids that ``names`` stand for: ids, and kits as ``kit:<id>``.

        Raises ``UnknownName`` for the first name that is neither.
        """
        found: set[str] = set()
        for name in names:
            if name in self.equipment:
                found.add(name)
            elif name.startswith(KIT_PREFIX) and name.removeprefix(KIT_PREFIX) in self.kits:
                found.update(self.kits[name.removeprefix(KIT_PREFIX)].equipment)
            else:
                known = [*self.equipment, *(f"{KIT_PREFIX}{kit}" for kit in self.kits)]
                raise UnknownName("equipment or kit", name, known)
        return frozenset(found)

    def numbers(self, evidence_id: str) -> tuple[float, ...]:
        """The values of one piece of evidence, in its unit.  Raises ``UnknownName``."""
        entry = _known(self.evidence, "evidence", evidence_id)
        return tuple(float(value) for value in entry.values)

    def number(self, evidence_id: str) -> float:
        """The only value of one piece of evidence, in its unit.

        Raises ``UnknownName``, and ``ValueError`` where it has no value or several.
        """
        values = self.numbers(evidence_id)
        if len(values) != 1:
            has = counted(len(values), "values")
            raise ValueError(f"evidence {evidence_id!r} has {has}, not one; read numbers()")
        return values[0]


def _known(entries: Mapping[str, Value], kind: str, name: str) -> Value:
    try:
        return entries[name]
    except KeyError:
        raise UnknownName(kind, name, entries) from None
