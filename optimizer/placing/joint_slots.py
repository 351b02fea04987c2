"""Places of sessions while runs are still to be placed: each with the starts that leave it open.

What a run asks of a session depends on that run alone: recovery and the hours before a key run ask
for the nearest one, and every run that is further away asks for less.  So each candidate is asked
by itself, with the rules of an ordinary week, for the ways in which it lets a session start.  A
*joint slot* is a window, a start, one way and a latest end, and of each run the candidates that
allow all of it.  Only a hard day is different: there another run gives more room, so these slots
name the candidates of which one has to make the day a hard one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from optimizer.building.slots_of import SlotFinder, ceil_to_grid
from optimizer.case import hard_days
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission, Claim
from optimizer.case.fixed_run_starts import with_runs
from optimizer.case.timeline import DAY_MINUTES, TimedRun, TimedWindow
from optimizer.dosing.doses import Dose
from optimizer.placing.candidates import RunsToPlace
from optimizer.rules.base import Rule
from optimizer.rules.registry import RULES
from optimizer.week.slot import Slot, dominates
from optimizer.week.warm_up import WarmUp  # noqa: F401  (a type of `Slot`)

ASKED_OF_RUNS: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.asks_of_placed_runs)
_OTHERS: tuple[Rule, ...] = tuple(rule for rule in RULES if not rule.asks_of_placed_runs)

Makers = frozenset[tuple[int, int]]
Way = tuple[Admission, int | None]
"""What a session may hold, and the minute by which it ends; None: no run asks for an end."""


@dataclass(frozen=True)
class JointSlot(Slot):
    """``allowed_by``: of each run, by its place, the candidates beside which a session may stand.

    ``made_by``: sets of pairs of a run and a candidate; of each set one has to be chosen.
    """

    allowed_by: tuple[frozenset[int], ...] = ()
    made_by: tuple[Makers, ...] = ()

    def __hash__(self) -> int:
        return super().__hash__()

    def is_open(self, chosen: Sequence[int]) -> bool:
        """True: a session may stand here beside the chosen candidate of each run."""
        pairs = frozenset(enumerate(chosen))
        if any(pairs.isdisjoint(makers) for makers in self.made_by):
            return False
        return all(one in allowed for one, allowed in zip(chosen, self.allowed_by, strict=True))


def joint_slots(
    runs: RunsToPlace,
    doses: Mapping[str, Dose],
    *,
    relaxed: bool,
    claims: frozenset[Claim] | None = None,
) -> tuple[JointSlot, ...]:
    """Every slot of every placement, in order of time.

    ``claims``: every other claim of a rule is left out; None: all hold.
    """
    found = _JointFinder(runs, doses, relaxed=relaxed, claims=claims).find()
    return tuple(slot for slot in found if isinstance(slot, JointSlot))


_PROBE_MINUTES = 120


def probed_slots(runs: RunsToPlace, doses: Mapping[str, Dose]) -> tuple[JointSlot, ...]:
    """Some slots of an unrelaxed week, spread over its windows."""
    finder = _JointFinder(runs, doses, relaxed=False)
    found = []
    for window in runs.case.timeline.windows:
        starts = range(ceil_to_grid(window.start), window.end, _PROBE_MINUTES)
        found += [slot for start in starts for slot in finder.all_slots_at(window, start)]
    return tuple(replace(slot, index=index) for index, slot in enumerate(found))


def slots_at(
    runs: RunsToPlace, doses: Mapping[str, Dose], window: TimedWindow, start: int
) -> tuple[JointSlot, ...]:
    """Those of an unrelaxed week at one start."""
    return tuple(_JointFinder(runs, doses, relaxed=False).all_slots_at(window, start))


class _JointFinder(SlotFinder):
    def __init__(
        self,
        runs: RunsToPlace,
        doses: Mapping[str, Dose],
        *,
        relaxed: bool,
        claims: frozenset[Claim] | None = None,
    ) -> None:
        self.runs = runs
        self.claims = claims
        self._ways_by_offset: dict[tuple[object, ...], tuple[Way, ...]] = {}
        self._known: dict[tuple[str, int], list[Slot]] = {}
        self._waits: set[int] = set()
        self._makers: dict[int, set[tuple[int, int]]] = {}
        self._plain: dict[str, frozenset[int]] = {}
        no_day: frozenset[date] = frozenset()
        self._fixed_on = {no_day: with_runs(runs.case, runs.case.timeline.runs)}
        super().__init__(runs.case, doses, relaxed=relaxed, openly=False)

    def all_moments(self) -> list[int]:
        self._plain_moments = super().all_moments()
        moments = {*self._plain_moments}
        free = self.case.request.run_rules.minutes_between
        for place, one in enumerate(self.runs.runs):
            for index, run in enumerate(one.starts):
                alone = self._alone(run)
                own = {m for rule in ASKED_OF_RUNS for m in rule.moments(alone)} | {run.end + free}
                moments |= own
                for moment in own:
                    self._makers.setdefault(ceil_to_grid(moment), set()).add((place, index))
        return sorted(moments)

    def _plain_starts(self, window: TimedWindow) -> frozenset[int]:
        """The starts that no run to place has a part in."""
        if window.id not in self._plain:
            every, self.moments = self.moments, self._plain_moments
            self._plain[window.id] = frozenset(self.first_starts(window))
            self.moments = every
        return self._plain[window.id]

    def holding(self, claims: frozenset[Claim]) -> frozenset[Claim]:
        return claims if self.claims is None else claims & self.claims

    def _options(self, rule: Rule, case: Case, start: int) -> list[Admission]:
        """The ways of a rule, without what is left out."""
        if self.claims is None:
            return list(rule.options(case, start))
        # Whether a week exists does not depend on what is preferred.
        return [
            replace(way, breaks=frozenset(), points=0)
            for way in rule.open_options(case, start)
            if not self.holding(way.breaks)
        ]

    def waits_for(self, starts: Iterable[int]) -> None:
        self._waits |= {*starts} - self._makers.keys()

    def dominates(self, other: Slot, slot: Slot) -> bool:
        assert isinstance(other, JointSlot)
        assert isinstance(slot, JointSlot)
        return (
            dominates(other, slot)
            and all(a >= b for a, b in zip(other.allowed_by, slot.allowed_by, strict=True))
            and all(any(a >= b for b in slot.made_by) for a in other.made_by)
        )

    def slots_at(self, window: TimedWindow, start: int) -> list[Slot]:
        key = (window.id, start)
        if key not in self._known:
            undominated: list[Slot] = []
            for slot in self.all_slots_at(window, start):
                if not any(self.dominates(other, slot) for other in undominated):
                    undominated = [
                        other for other in undominated if not self.dominates(slot, other)
                    ]
                    undominated.append(slot)
            self._known[key] = undominated
        return self._known[key]

    def all_slots_at(self, window: TimedWindow, start: int) -> Iterator[JointSlot]:
        timeline = self.case.timeline
        if timeline.running_at(start):
            return
        ends = [start + DAY_MINUTES]
        free_until = timeline.free_until(start)
        if free_until is not None:
            ends.append(free_until)
        ends += [
            end
            for rule in RULES
            for subject, end in rule.ends(self.case, window, start)
            if self.holding(frozenset({rule.claim(subject)}))
        ]
        if self.claims is not None:
            ends += [later.start for later in timeline.windows if later.start > window.start][:1]
        ways = [ANYTHING]
        for rule in _OTHERS:
            options = self._options(rule, self.case, start)
            ways = [way.and_also(one) for way in ways for one in options]
        if not ways:
            return
        of_start = self._makers_of(window, start)
        for hard, of_day in self._days(start):
            made_by = (*of_start, *of_day)
            for of_runs, limits in self._of_runs(start, hard, min(ends)):
                for way in ways:
                    admission = way.and_also(of_runs)
                    last = min(ends if admission.ends_by is None else [*ends, admission.ends_by])
                    yield from self._with_ends(window, start, admission, last, limits, made_by)

    def _makers_of(self, window: TimedWindow, start: int) -> tuple[Makers, ...]:
        """The candidates of which one makes a relaxed week try this start.

        It tries few starts, or it would buy hours of recovery with ever shorter sessions.
        """
        if not self.relaxed or start in self._plain_starts(window) or start in self._waits:
            return ()
        return (frozenset(self._makers.get(start, ())),)

    def _days(self, start: int) -> Iterator[tuple[frozenset[date], tuple[Makers, ...]]]:
        """The day of ``start`` as the fixed runs have it, and as a hard one where some run can
        make it one, with what makes it so."""
        day = self.case.timeline.day(start)
        if hard_days.holds_at(self.case, start):
            yield frozenset({day}), ()
            return
        yield frozenset(), ()
        if hard_days.is_chosen(self.case):
            made_by = frozenset(
                (place, index)
                for place, one in enumerate(self.runs.runs)
                for index, run in enumerate(one.starts)
                if hard_days.holds_at(self._alone(run), start)
            )
            if made_by:
                yield frozenset({day}), (made_by,)

    def _of_runs(
        self, start: int, hard: frozenset[date], latest: int
    ) -> Iterator[tuple[Admission, list[list[int | None]]]]:
        """What runs let a session hold at ``start``, and by run and candidate the end that it
        leaves; None: it does not."""
        fixed = [self._ways_of(rule, self._fixed(hard), start) for rule in ASKED_OF_RUNS]
        of_every_candidate = [
            [[self._ways_beside(rule, run, start, hard) for run in one.starts]
             for one in self.runs.runs]
            for rule in ASKED_OF_RUNS
        ]  # fmt: skip
        chosen: list[tuple[Admission, list[list[int | None]]]] = [
            (
                ANYTHING,
                [[self._free_until(run, start, latest) for run in one.starts]
                 for one in self.runs.runs],
            )
        ]  # fmt: skip
        for of_fixed, of_candidates in zip(fixed, of_every_candidate, strict=True):
            modes = _modes(of_fixed, of_candidates)
            chosen = [
                (
                    way.and_also(replace(mode, ends_by=end)),
                    [
                        [_least(limit, _end_in(one, mode, latest))
                         for limit, one in zip(limits_of, ways_of, strict=True)]
                        for limits_of, ways_of in zip(limits, of_candidates, strict=True)
                    ],
                )
                for way, limits in chosen
                for mode in modes
                for end in [_end_in(of_fixed, mode, latest)]
                if end is not None
            ]  # fmt: skip
        yield from (
            (way, limits)
            for way, limits in chosen
            if all(any(limit is not None for limit in one) for one in limits)
        )

    def _with_ends(
        self,
        window: TimedWindow,
        start: int,
        admission: Admission,
        last: int,
        limits: Sequence[Sequence[int | None]],
        made_by: tuple[Makers, ...],
    ) -> Iterator[JointSlot]:
        ends = {min(limit, last) for one in limits for limit in one if limit is not None}
        for end in sorted({*ends, last}, reverse=True):
            allowed_by = tuple(
                frozenset(i for i, limit in enumerate(one) if limit is not None and limit >= end)
                for one in limits
            )
            if end <= start or not all(allowed_by):
                continue
            slot = self.slot(window, start, replace(admission, ends_by=None), 60 * (end - start))
            if slot is not None:
                of_slot = {f.name: getattr(slot, f.name) for f in fields(Slot)}
                yield JointSlot(**of_slot, allowed_by=allowed_by, made_by=made_by)

    def _free_until(self, run: TimedRun, start: int, latest: int) -> int | None:
        if run.start - run.free_minutes <= start < run.end + run.free_minutes:
            return None
        return latest if run.end <= start else min(latest, run.start - run.free_minutes)

    def _fixed(self, hard: frozenset[date]) -> Case:
        if hard not in self._fixed_on:
            self._fixed_on[hard] = _taken_for_hard(self._fixed_on[frozenset()], hard)
        return self._fixed_on[hard]

    def _alone(self, run: TimedRun) -> Case:
        return with_runs(self.case, (run,))

    def _ways_beside(
        self, rule: Rule, run: TimedRun, start: int, hard: frozenset[date]
    ) -> tuple[Way, ...]:
        """Asked once of all candidates as far from a start: what they ask for is the same."""
        day = self.case.timeline.day
        same_day = day(run.start) == day(start)
        key = (rule.id, run.id, start - run.start, bool(hard), same_day)
        if key not in self._ways_by_offset:
            ways = self._ways_of(rule, _taken_for_hard(self._alone(run), hard), start)
            self._ways_by_offset[key] = tuple(
                (way, None if end is None else end - start) for way, end in ways
            )
        return tuple(
            (way, None if end is None else end + start) for way, end in self._ways_by_offset[key]
        )

    def _ways_of(self, rule: Rule, case: Case, start: int) -> tuple[Way, ...]:
        return tuple(
            (replace(way, ends_by=None), way.ends_by)
            for way in self._options(rule, case, start)
            if self.relaxed or way.relaxation == "none"
        )


def _taken_for_hard(case: Case, hard: frozenset[date]) -> Case:
    if not hard:
        return case
    return replace(case, timeline=replace(case.timeline, taken_for_hard=hard))


def _modes(fixed: Iterable[Way], candidates: Iterable[Iterable[Iterable[Way]]]) -> list[Admission]:
    """Everything that a run of these asks for; what the nearest asks for is among it."""
    found = dict.fromkeys(way for way, _ in fixed)
    found |= dict.fromkeys(way for one in candidates for ways in one for way, _ in ways)
    return list(found)


def _end_in(ways: Iterable[Way], mode: Admission, latest: int) -> int | None:
    """The latest end of a session that is held like ``mode``; None: it may not be."""
    ends = [latest if end is None else min(end, latest) for way, end in ways if way.covers(mode)]
    return max(ends, default=None)


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)
