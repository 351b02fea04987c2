"""Stretches and releases in the time that a session leaves, as the sources' claims ask for them.

002 strengthens the weak side of a pair and stretches the strong one.  So first comes the strong
side of what the session has strengthened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.models import Claim, Exercise, Kind, Muscle, Prescription, Structure
from optimizer.building.case_of import refusal
from optimizer.case.case import Case
from optimizer.documents.result import Block, Item
from optimizer.dosing.doses import dose_of, work_seconds
from optimizer.week.slot import Slot

_KIND_OF: Mapping[Prescription | None, Kind] = {"stretch": "mobility", "release": "release"}
_TRAINED_OR_STRETCHED = "C6"
"""A contradiction: some sources strengthen these muscles, another stretches and rolls them."""


def flexibility(
    case: Case,
    slot: Slot,
    seconds_left: int,
    sets: Mapping[str, int],
    trained: Collection[str],
) -> Block | None:
    """The block that ends a session of ``sets``; ``trained`` are the muscles that its week trains.

    None where nothing is allowed, or no time is left.
    """
    per_session = round(case.catalog.numbers("stretch_week")[1] * 60) // 2
    stretching = Stretching(
        case.equipment_at(slot.window.place), sets, frozenset(trained), slot.admission.admits
    )
    items = stretches(case, stretching, min(seconds_left, per_session), set())
    return Block(label="mobility", kind="mobility", rounds=1, items=items) if items else None


@dataclass(frozen=True)
class Stretching:
    """``sets``: what has been strengthened, by exercise; ``trained``: the muscles of the week.
    ``admits``: what else an exercise has to be."""

    equipment: frozenset[str]
    sets: Mapping[str, int]
    trained: frozenset[str]
    admits: Callable[[Exercise], bool] = lambda _: True


def stretches(
    case: Case, stretching: Stretching, seconds: int, stretched: set[str]
) -> tuple[Item, ...]:
    """As many as fit into ``seconds``; ``stretched``: the muscles that need none, to which those of
    the answer are added."""
    left = seconds
    tight = _tight(case)
    items: list[Item] = []
    of_injuries = {name for injury in case.injuries for name in injury.stretches}
    candidates = _allowed(case, stretching, tight.keys(), of_injuries)
    for exercise in sorted(
        candidates,
        key=lambda one: (one.id not in of_injuries, _order(case, one, tight, stretching.sets)),
    ):
        due = {*exercise.primary} if exercise.id in of_injuries else tight.keys() & exercise.primary
        if due <= stretched:
            continue
        dose = dose_of(case, exercise)
        work = work_seconds(exercise, dose.reps, dose.hold_seconds)
        seconds = exercise.setup_seconds + work + exercise.rest_seconds
        if seconds > left:
            continue
        left -= seconds
        stretched.update(exercise.primary)
        items.append(
            Item(
                label=f"M{len(items) + 1}",
                exercise=exercise.id,
                name=exercise.name,
                sets=1,
                reps=dose.reps,
                hold_seconds=dose.hold_seconds,
                per_side=exercise.per_side,
                rest_seconds=exercise.rest_seconds,
                seconds=seconds,
                role="release" if exercise.kind == "release" else "mobility",
            )
        )
    return tuple(items)


def _tight(case: Case) -> dict[str, tuple[Claim, ...]]:
    """Muscles and structures that a source stretches or releases, with its claims."""
    owners: Iterable[Muscle | Structure] = (
        *case.catalog.muscles.values(),
        *case.catalog.structures.values(),
    )
    claims = {
        owner.id: tuple(claim for claim in owner.claims if claim.prescribe in _KIND_OF)
        for owner in owners
    }
    return {owner: asking for owner, asking in claims.items() if asking}


def _allowed(
    case: Case, stretching: Stretching, tight: Collection[str], of_injuries: Collection[str]
) -> Iterator[Exercise]:
    equipment = stretching.equipment
    disputed = case.catalog.contradictions.get(_TRAINED_OR_STRETCHED)
    spared = set() if disputed is None else set(disputed.muscles) & stretching.trained
    for exercise in case.catalog.exercises.values():
        if (
            exercise.kind in _KIND_OF.values()
            and not spared.intersection(exercise.primary)
            and (exercise.id in of_injuries or set(tight).intersection(exercise.primary))
            and stretching.admits(exercise)
            and all(equipment.intersection(any_of) for any_of in exercise.equipment)
            and refusal(case, exercise) is None
            and not case.cautions_of(exercise)
            and exercise.id not in case.request.preferences.avoid
        ):
            yield exercise


def _order(
    case: Case, exercise: Exercise, tight: Mapping[str, Iterable[Claim]], sets: Mapping[str, int]
) -> tuple[int, bool, bool, str]:
    """First what opposes most of the work, then what the source itself shows, as it asks for."""
    muscles = case.catalog.muscles
    claimed = [name for name in exercise.primary if name in tight]
    weak = {m for name in claimed if name in muscles for m in muscles[name].antagonists}
    strengthened = sum(
        count for name, count in sets.items() if weak & {*case.catalog.exercises[name].primary}
    )
    claims = [claim for name in claimed for claim in tight[name]]
    shown = {dose.source for dose in exercise.articles} & {claim.source for claim in claims}
    prescribed = exercise.kind in {_KIND_OF[claim.prescribe] for claim in claims}
    return (-strengthened, not shown, not prescribed, exercise.id)
