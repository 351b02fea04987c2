"""A place for a session: a window, a start and one way in which every rule admits it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from optimizer.case.claims import Admission, Claim
from optimizer.case.timeline import TimedWindow
from optimizer.dosing.doses import Dose
from optimizer.week.warm_up import WarmUp

SHORTEST_WORK_SECONDS = 60


@dataclass(frozen=True)
class Slot:
    """One way to hold a session in ``window``; ``work_seconds`` is the budget after the warm-up."""

    index: int
    window: TimedWindow
    start: int
    admission: Admission
    warm_up: WarmUp
    work_seconds: int
    exercises: frozenset[str]
    """Ids of the exercises that every rule admits here."""
    budgets: tuple[tuple[Claim, int], ...] = ()
    """In an open problem: the claims on its time, with the seconds of work that each leaves."""
    refused: Mapping[str, frozenset[Claim]] = field(default_factory=dict)
    """In an open problem: by exercise the claims that refuse it here."""
    start_matters: bool = False
    """True: an earlier start is not always better, because of a pin or of the spacing."""

    def __hash__(self) -> int:
        # Slots are looked up often, and these two tell nearly all apart.
        return hash((self.index, self.start))

    @property
    def budget_seconds(self) -> int:
        return self.warm_up.seconds + self.work_seconds


def slots_without(
    slots: Iterable[Slot],
    doses: Mapping[str, Dose],
    left_out: Callable[[Claim], bool],
    holds: Callable[[Claim], bool],
    of_use: Collection[str],
    day: Callable[[int], date],
) -> tuple[Slot, ...]:
    """The slots of an open problem once some claims are left out and some others hold.

    Of the exercises only those ``of_use`` stay.  ``day``: of a minute, in the athlete's time zone.
    """
    found: list[Slot] = []
    for slot in slots:
        changed = _without(slot, doses, left_out, holds, of_use)
        if changed is not None:
            found.append(changed)
    undominated: list[Slot] = []
    for slot in sorted(found, key=lambda slot: (slot.start, len(slot.admission.breaks))):
        if not any(
            other.window == slot.window
            and (other.start == slot.start or not slot.start_matters)
            and day(other.start) == day(slot.start)
            and dominates(other, slot)
            for other in undominated
        ):
            undominated.append(slot)
    undominated.sort(key=lambda slot: (slot.start, slot.window.id))
    return tuple(replace(slot, index=index) for index, slot in enumerate(undominated))


def _without(
    slot: Slot,
    doses: Mapping[str, Dose],
    left_out: Callable[[Claim], bool],
    holds: Callable[[Claim], bool],
    of_use: Collection[str],
) -> Slot | None:
    breaks = frozenset(claim for claim in slot.admission.breaks if not left_out(claim))
    if any(holds(claim) for claim in breaks):
        return None
    seconds = [seconds for claim, seconds in slot.budgets if holds(claim)]
    work_seconds = min([slot.work_seconds, *seconds])
    if work_seconds < SHORTEST_WORK_SECONDS:
        return None
    refused = {
        exercise: frozenset(claim for claim in claims if not left_out(claim))
        for exercise, claims in slot.refused.items()
        if exercise in of_use
    }
    exercises = frozenset(
        exercise
        for exercise in slot.exercises.intersection(of_use)
        if not any(holds(claim) for claim in refused.get(exercise, ()))
        and doses[exercise].least_seconds <= work_seconds
    )
    if not exercises:
        return None
    return replace(
        slot,
        admission=replace(slot.admission, breaks=breaks),
        work_seconds=work_seconds,
        exercises=exercises,
        budgets=tuple(
            (claim, seconds)
            for claim, seconds in slot.budgets
            if not left_out(claim) and not holds(claim)
        ),
        refused={i: claims for i, claims in refused.items() if claims and i in exercises},
    )


def dominates(other: Slot, slot: Slot) -> bool:
    """True: whatever can be done in ``slot`` can be done in ``other``, at no higher cost."""
    budgets = dict(slot.budgets)
    return (
        other.admission.covers(slot.admission)
        and other.work_seconds >= slot.work_seconds
        and other.exercises >= slot.exercises
        and all(seconds >= budgets.get(claim, math.inf) for claim, seconds in other.budgets)
        and all(
            claims <= slot.refused.get(exercise, frozenset())
            for exercise, claims in other.refused.items()
            if exercise in slot.exercises
        )
    )
