"""Where a session can stand: for each window the moments worth starting at, and what they admit.

A *slot* is a window, a start on the five-minute grid and one way in which every rule admits a
session there.  Starting later than need be never helps a rule except the spacing to an earlier
session, and the recovery of a session that breaks its 24 hours.  So these starts are enough for
an unrelaxed week: the first moment of each answer of the rules, and those moments shifted by the
spacing after a slot of an earlier window.  Where recovery is relaxed and the athlete limits the
minutes, the last start that keeps the whole limit is added; no start in between is tried, or the
hours of recovery would be bought with ever shorter sessions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from optimizer.case import Case
from optimizer.doses import Dose
from optimizer.rules import REFUSING_RULES, RULES, admissions
from optimizer.rules.base import Admission, Claim
from optimizer.timeline import DAY_MINUTES, GRID_MINUTES, TimedWindow
from optimizer.warm_up import WarmUp, warm_up_of

_SHORTEST_WORK_SECONDS = 60


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


def slots_of(
    case: Case, doses: Mapping[str, Dose], *, relaxed: bool, openly: bool = False
) -> tuple[Slot, ...]:
    """Every slot worth considering, in order of time; ``relaxed`` adds those breaking recovery.

    ``openly``: also those that some claim of a rule forbids, with what they break.
    """
    finder = _Finder(case, doses, relaxed=relaxed, openly=openly)
    return finder.find()


def slots_without(
    slots: Iterable[Slot],
    doses: Mapping[str, Dose],
    left_out: Callable[[Claim], bool],
    held: Callable[[Claim], bool],
    of_use: Collection[str],
    day: Callable[[int], date],
) -> tuple[Slot, ...]:
    """The slots of an open problem once some claims are left out and some others hold.

    Of the exercises only those ``of_use`` stay.  ``day``: of a minute, in the athlete's time zone.
    """
    found: list[Slot] = []
    for slot in slots:
        changed = _without(slot, doses, left_out, held, of_use)
        if changed is not None:
            found.append(changed)
    kept: list[Slot] = []
    for slot in sorted(found, key=lambda slot: (slot.start, len(slot.admission.breaks))):
        if not any(
            other.window == slot.window
            and (other.start == slot.start or not slot.start_matters)
            and day(other.start) == day(slot.start)
            and _betters(other, slot)
            for other in kept
        ):
            kept.append(slot)
    kept.sort(key=lambda slot: (slot.start, slot.window.id))
    return tuple(replace(slot, index=index) for index, slot in enumerate(kept))


def _without(
    slot: Slot,
    doses: Mapping[str, Dose],
    left_out: Callable[[Claim], bool],
    held: Callable[[Claim], bool],
    of_use: Collection[str],
) -> Slot | None:
    breaks = frozenset(claim for claim in slot.admission.breaks if not left_out(claim))
    if any(held(claim) for claim in breaks):
        return None
    seconds = [seconds for claim, seconds in slot.budgets if held(claim)]
    work_seconds = min([slot.work_seconds, *seconds])
    if work_seconds < _SHORTEST_WORK_SECONDS:
        return None
    refused = {
        exercise: frozenset(claim for claim in claims if not left_out(claim))
        for exercise, claims in slot.refused.items()
        if exercise in of_use
    }
    exercises = frozenset(
        exercise
        for exercise in slot.exercises.intersection(of_use)
        if not any(held(claim) for claim in refused.get(exercise, ()))
        and doses[exercise].charged_seconds(doses[exercise].sets_least) <= work_seconds
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
            if not left_out(claim) and not held(claim)
        ),
        refused={i: claims for i, claims in refused.items() if claims and i in exercises},
    )


def _betters(other: Slot, slot: Slot) -> bool:
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


def ceil_to_grid(minute: int) -> int:
    return -(-minute // GRID_MINUTES) * GRID_MINUTES


class _Finder:
    def __init__(
        self, case: Case, doses: Mapping[str, Dose], *, relaxed: bool, openly: bool
    ) -> None:
        self.case = case
        self.doses = doses
        self.relaxed = relaxed
        self.openly = openly
        self.moments = sorted({moment for rule in RULES for moment in rule.moments(case)})
        limit = case.request.limits.max_session_minutes
        self.most_minutes = limit if limit is not None else 24 * 60
        self.pinned = {start for start in case.timeline.pinned_starts if start is not None}
        self.planned = [] if case.current is None else case.current.to_keep
        self.spacings = sorted({gap for rule in RULES for gap in rule.spacings_minutes(case)})
        self.refusing = [rule for rule in REFUSING_RULES if rule.may_refuse(case)]
        self._warm_ups: dict[tuple[str | None, int, int], WarmUp | None] = {}

    def find(self) -> tuple[Slot, ...]:
        windows = self.case.timeline.windows
        found: dict[TimedWindow, list[Slot]] = {
            window: self._undominated(window, self._first_starts(window)) for window in windows
        }
        # A session may have to wait for the spacing after one that itself had to wait.
        for _ in range(2):
            for window in windows:
                known = {slot.start for slot in found[window]}
                waits = {
                    ceil_to_grid(slot.start + spacing)
                    for earlier in windows
                    if earlier.start < window.start
                    for slot in found[earlier]
                    for spacing in self.spacings
                }
                first = min(known, default=window.end)
                found[window] = [
                    replace(slot, start_matters=True) if slot.start in waits else slot
                    for slot in found[window]
                ]
                later = sorted(w for w in waits if first < w < window.end and w not in known)
                for start in later:
                    found[window] += [
                        replace(slot, start_matters=True) for slot in self._slots_at(window, start)
                    ]
        ordered = sorted(
            (slot for slots in found.values() for slot in slots),
            key=lambda slot: (slot.start, slot.window.id),
        )
        return tuple(replace(slot, index=index) for index, slot in enumerate(ordered))

    def _first_starts(self, window: TimedWindow) -> list[int]:
        inside = (m for m in self.moments if window.start < m < window.end)
        starts = {ceil_to_grid(m) for m in (window.start, *inside)}
        # Where a session stands already it may stay, even if an earlier start is as good.
        starts.update(start for start in self._kept_starts(window) if start % GRID_MINUTES == 0)
        if self.relaxed and window.start < window.end - self.most_minutes:
            starts.add((window.end - self.most_minutes) // GRID_MINUTES * GRID_MINUTES)
        return sorted(start for start in starts if window.start <= start < window.end)

    def _kept_starts(self, window: TimedWindow) -> list[int]:
        return [planned.start for planned in self.planned if planned.window == window.id]

    def _undominated(self, window: TimedWindow, starts: Iterable[int]) -> list[Slot]:
        """The slots at ``starts``, without those that an earlier one of the day betters."""
        day = self.case.timeline.day
        kept: list[Slot] = []
        stays = {*self.pinned, *self._kept_starts(window)}
        for start in starts:
            for slot in self._slots_at(window, start):
                if start in stays or not any(
                    day(other.start) == day(start) and _betters(other, slot) for other in kept
                ):
                    kept.append(replace(slot, start_matters=start in stays))
        return kept

    def _slots_at(self, window: TimedWindow, start: int) -> list[Slot]:
        timeline = self.case.timeline
        if timeline.running_at(start):
            return []
        ends = [start + DAY_MINUTES]
        next_run = timeline.next_run_after(start)
        if next_run is not None:
            ends.append(next_run.start)
        claimed = [
            (rule.claim(subject), end)
            for rule in RULES
            for subject, end in rule.ends(self.case, window, start)
        ]
        if self.openly:
            ends += [later.start for later in timeline.windows if later.start > window.start][:1]
        else:
            ends += [end for _, end in claimed]
            claimed = []
        slots: list[Slot] = []
        for admission in admissions(self.case, start, openly=self.openly):
            if admission.relaxation != "none" and not self.relaxed:
                continue
            if self.openly:
                # Whether a week exists does not depend on what is preferred.
                admission = replace(admission, points=0)
            end = min(ends if admission.ends_by is None else [*ends, admission.ends_by])
            slot = self._slot(window, start, admission, 60 * (end - start))
            if slot is not None and claimed:
                slot = replace(
                    slot,
                    budgets=tuple(
                        (claim, max(0, 60 * (end - start) - slot.warm_up.seconds))
                        for claim, end in claimed
                    ),
                )
            if slot is not None:
                slots.append(slot)
        return slots

    def _slot(
        self, window: TimedWindow, start: int, admission: Admission, budget_seconds: int
    ) -> Slot | None:
        warm_up = self._warm_up(window.place, admission)
        if warm_up is None:
            return None
        work_seconds = budget_seconds - warm_up.seconds
        if work_seconds < _SHORTEST_WORK_SECONDS:
            return None
        bare = Slot(-1, window, start, admission, warm_up, work_seconds, frozenset())
        refused = {
            exercise_id: frozenset(
                rule.claim(subject)
                for rule in self.refusing
                for subject in rule.refused_for(self.case, bare, dose.exercise)
            )
            for exercise_id, dose in self.doses.items()
            if admission.admits(dose.exercise)
            and dose.charged_seconds(dose.sets_least) <= work_seconds
        }
        exercises = frozenset(i for i, claims in refused.items() if self.openly or not claims)
        if not exercises:
            return None
        open_refusals = {i: claims for i, claims in refused.items() if self.openly and claims}
        return replace(bare, exercises=exercises, refused=open_refusals)

    def _warm_up(self, place: str | None, admission: Admission) -> WarmUp | None:
        key = (place, admission.max_leg_load, admission.max_impact)
        if key not in self._warm_ups:
            self._warm_ups[key] = warm_up_of(self.case, place, admission)
        return self._warm_ups[key]
