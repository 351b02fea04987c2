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

from collections.abc import Iterable, Mapping
from dataclasses import replace

from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission, Claim
from optimizer.case.timeline import DAY_MINUTES, GRID_MINUTES, TimedWindow
from optimizer.dosing.doses import Dose
from optimizer.rules.registry import REFUSING_RULES, RULES
from optimizer.week.slot import SHORTEST_WORK_SECONDS, Slot, dominates
from optimizer.week.warm_up import WarmUp, least_seconds_in


def slots_of(
    case: Case, doses: Mapping[str, Dose], *, relaxed: bool, openly: bool = False
) -> tuple[Slot, ...]:
    """Every slot worth considering, in order of time; ``relaxed`` adds those breaking recovery.

    ``openly``: also those that some claim of a rule forbids, with what they break.
    """
    finder = SlotFinder(case, doses, relaxed=relaxed, openly=openly)
    return finder.find()


def admissions(case: Case, start: int, *, openly: bool = False) -> list[Admission]:
    """The ways in which all rules together let a session start at ``start``; none: it may not.

    ``openly``: also those that some claims of the rules forbid, with what they break.
    """
    ways = [ANYTHING]
    for rule in RULES:
        options = rule.open_options(case, start) if openly else rule.options(case, start)
        ways = [way.and_also(option) for way in ways for option in options]
    return ways


def ceil_to_grid(minute: int) -> int:
    return -(-minute // GRID_MINUTES) * GRID_MINUTES


class SlotFinder:
    """Finds the slots of one case; what makes one needless can be told otherwise."""

    def __init__(
        self, case: Case, doses: Mapping[str, Dose], *, relaxed: bool, openly: bool
    ) -> None:
        self.case = case
        self.doses = doses
        self.relaxed = relaxed
        self.openly = openly
        self.moments = self.all_moments()
        self.pinned = {start for start in case.timeline.pinned_starts if start is not None}
        self.planned = [] if case.current is None else case.current.to_keep
        self.spacings = sorted({gap for rule in RULES for gap in rule.spacings_minutes(case)})
        self.refusing = [rule for rule in REFUSING_RULES if rule.may_refuse(case)]
        self._refused: dict[tuple[str, int], Mapping[str, frozenset[Claim]]] = {}
        self._warm_ups: dict[tuple[str | None, int, int, int], WarmUp | None] = {}

    def all_moments(self) -> list[int]:
        return sorted({moment for rule in RULES for moment in rule.moments(self.case)})

    def find(self) -> tuple[Slot, ...]:
        windows = self.case.timeline.windows
        found: dict[TimedWindow, list[Slot]] = {
            window: self._undominated(window, self.first_starts(window)) for window in windows
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
                self.waits_for(waits)
                first = min(known, default=window.end)
                found[window] = [
                    _with_start(slot, matters=True) if slot.start in waits else slot
                    for slot in found[window]
                ]
                later = sorted(w for w in waits if first < w < window.end and w not in known)
                for start in later:
                    found[window] += [
                        _with_start(slot, matters=True) for slot in self.slots_at(window, start)
                    ]
        ordered = sorted(
            (slot for slots in found.values() for slot in slots),
            key=lambda slot: (slot.start, slot.window.id),
        )
        return tuple(replace(slot, index=index) for index, slot in enumerate(ordered))

    def first_starts(self, window: TimedWindow) -> list[int]:
        inside = (m for m in self.moments if window.start < m < window.end)
        starts = {ceil_to_grid(m) for m in (window.start, *inside)}
        # Where a session stands already it may stay, even if an earlier start is as good.
        starts.update(start for start in self._planned_starts(window) if start % GRID_MINUTES == 0)
        latest = window.end - self.case.longest_session_minutes(window.start, window.end)
        if self.relaxed and window.start < latest:
            starts.add(latest // GRID_MINUTES * GRID_MINUTES)
        return sorted(start for start in starts if window.start <= start < window.end)

    def waits_for(self, starts: Iterable[int]) -> None:
        """Told of starts at which a session may stand for the spacing to an earlier one."""

    def holding(self, claims: frozenset[Claim]) -> frozenset[Claim]:
        """Those of some claims that are not left out."""
        return claims

    def dominates(self, other: Slot, slot: Slot) -> bool:
        return dominates(other, slot)

    def _planned_starts(self, window: TimedWindow) -> list[int]:
        return [planned.start for planned in self.planned if planned.window == window.id]

    def _undominated(self, window: TimedWindow, starts: Iterable[int]) -> list[Slot]:
        """The slots at ``starts``, without those that an earlier one of the day dominates."""
        day = self.case.timeline.day
        undominated: list[Slot] = []
        stays = {*self.pinned, *self._planned_starts(window)}
        for start in starts:
            for slot in self.slots_at(window, start):
                if start in stays or not any(
                    day(other.start) == day(start) and self.dominates(other, slot)
                    for other in undominated
                ):
                    undominated.append(_with_start(slot, matters=start in stays))
        return undominated

    def slots_at(self, window: TimedWindow, start: int) -> list[Slot]:
        timeline = self.case.timeline
        if timeline.running_at(start):
            return []
        ends = [start + DAY_MINUTES]
        free_until = timeline.free_until(start)
        if free_until is not None:
            ends.append(free_until)
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
            slot = self.slot(window, start, admission, 60 * (end - start))
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

    def slot(
        self, window: TimedWindow, start: int, admission: Admission, budget_seconds: int
    ) -> Slot | None:
        warm_up = self._warm_up(window, admission)
        if warm_up is None:
            return None
        work_seconds = budget_seconds - warm_up.seconds
        if work_seconds < SHORTEST_WORK_SECONDS:
            return None
        bare = Slot(-1, window, start, admission, warm_up, work_seconds, frozenset())
        refused_here = self._refused_at(bare)
        refused = {
            exercise_id: refused_here[exercise_id]
            for exercise_id, dose in self.doses.items()
            if dose.least_seconds <= work_seconds and admission.admits(dose.exercise)
        }
        exercises = frozenset(
            i for i, claims in refused.items() if self.openly or not self.holding(claims)
        )
        if not exercises:
            return None
        open_refusals = {i: claims for i, claims in refused.items() if self.openly and claims}
        return replace(bare, exercises=exercises, refused=open_refusals)

    def _refused_at(self, slot: Slot) -> Mapping[str, frozenset[Claim]]:
        """By exercise what refuses it, asked once of all slots of one window and start."""
        key = (slot.window.id, slot.start)
        if key not in self._refused:
            self._refused[key] = {
                exercise_id: frozenset(
                    rule.claim(subject)
                    for rule in self.refusing
                    for subject in rule.refused_for(self.case, slot, dose.exercise)
                )
                for exercise_id, dose in self.doses.items()
            }
        return self._refused[key]

    def _warm_up(self, window: TimedWindow, admission: Admission) -> WarmUp | None:
        seconds = least_seconds_in(self.case, window)
        key = (window.place, seconds, admission.max_leg_load, admission.max_impact)
        if key not in self._warm_ups:
            self._warm_ups[key] = warm_up_of(self.case, window, admission)
        return self._warm_ups[key]


def _with_start(slot: Slot, *, matters: bool) -> Slot:
    return slot if slot.start_matters == matters else replace(slot, start_matters=matters)
