"""The week that each repair leads to, and the repairs withheld because it is a worse one.

A change may cure a conflict by ruining the week: what asked for too much is no longer possible, so
it is no longer demanded.  So each change that is to be offered is planned as any request is, and
its best week is held against the week without the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.remedies import Change
from optimizer.documents.patch import patched
from optimizer.documents.result import LeadsTo, Plan, Repair, WeekInNumbers, WithheldRepair
from optimizer.documents.wording import counted, hours, listed
from optimizer.dosing.worth import main_lift_of
from optimizer.objective.doses import MinimumDoseMissed
from optimizer.objective.heavy_before_key_run import HeavyBeforeKeyRun
from optimizer.objective.tiers import measured
from optimizer.operations.before_runs import moved_before_runs
from optimizer.operations.best_week import BestWeek
from optimizer.operations.placed_week import best_of
from optimizer.rules.before_key_run import BeforeKeyRun
from optimizer.rules.recovery_after_run import RecoveryAfterRun
from optimizer.solving import budgets
from optimizer.solving.bounds import least_of
from optimizer.solving.clock import Clock


@dataclass
class RepairedWeeks:
    """Plans the week of each change that may be offered, as long as ``clock`` has budget left."""

    as_requested: Case
    """The request that changes are made to: ``case`` with its runs still to place."""
    case: Case
    without: Plan | None
    """The week of ``case`` itself, relaxed; None: it has none."""
    is_shown: bool
    """False: nobody asked for a relaxed week, so it is only compared with."""
    clock: Clock
    cut_short: bool = False
    """True: of some change it is not known what it leads to."""
    withheld: list[WithheldRepair] = field(default_factory=list)

    def __post_init__(self) -> None:
        without = self.without
        self.before = None if without is None else _in_numbers(self.case, self.case, without)

    def offer(self, change: Change) -> Repair | None:
        """The repair with what it leads to; None: that is worse, and it is withheld."""
        repair = Repair(patch=change.operations, sentence=change.sentence)
        if self.clock.wall_left <= 0:
            self.cut_short = True
            return repair
        repaired = self._repaired(change)
        # Soon told, even where the budget is spent or the best week takes long to find.
        worse = list(moved_before_runs(self.as_requested, repaired))
        worse = worse or list(self._certainly_worse(repaired))
        after = None if worse else self._best_of(repaired)
        if after is not None:
            worse = list(self._worse(after))
        if worse:
            self._withhold(change, worse)
            return None
        if after is None:
            self.cut_short = True
            return repair
        before = self.before if self.is_shown else None
        return repair.model_copy(update={"leads_to": LeadsTo(before=before, after=after)})

    def _withhold(self, change: Change, worse: Sequence[str]) -> None:
        why = f"The week it leads to {listed(worse)}."
        self.withheld.append(WithheldRepair(sentence=change.sentence, why=why))

    def _repaired(self, change: Change) -> Case:
        request = patched(self.as_requested.request, list(change.operations))
        return case_of(request, self.as_requested.catalog)

    def offer_any_week(self, change: Change) -> Repair | None:
        """The repair where there is no week at all: one that gives up rules is a cure then.

        None: there is none with the change either, or none was found in time.
        """
        if self.clock.wall_left <= 0 or self.clock.is_over():
            self.cut_short = True
            return None
        repaired = self._repaired(change)
        worse = list(moved_before_runs(self.as_requested, repaired))
        if worse:
            self._withhold(change, worse)
            return None
        settled, best = self._best_week(repaired)
        if best.plan is None:
            return None
        gives_up = " The week then gives up what else cannot hold." if best.relaxations else ""
        after = _in_numbers(self.case, settled, best.plan)
        return Repair(
            patch=change.operations,
            sentence=f"{change.sentence}{gives_up}",
            leads_to=LeadsTo(before=None, after=after),
        )

    def _best_of(self, repaired: Case) -> WeekInNumbers | None:
        if self.clock.is_over():
            return None
        settled, best = self._best_week(repaired)
        if best.status != "optimal" or best.plan is None:
            return None
        return _in_numbers(self.case, settled, best.plan)

    def _best_week(self, repaired: Case) -> tuple[Case, BestWeek]:
        """The best week, and the case with every run at its start."""
        left = self.clock.options.deterministic_limit - self.clock.spent
        own_clock = self.clock.fresh_budget(left * budgets.SHARE_OF_ONE_REPAIR)
        settled, best = best_of(repaired, own_clock)
        self.clock.spent += own_clock.spent
        self.clock.solve_seconds += own_clock.solve_seconds
        self.clock.hit_wall |= own_clock.hit_wall
        return settled, best

    def _certainly_worse(self, repaired: Case) -> Iterator[str]:
        """In what every week is worse than the one without the change."""
        if self.before is None or repaired.timeline.to_place:
            return
        most = self.before.minimum_missed_half_sets
        least = least_of(MinimumDoseMissed(), problem_of(repaired), self.clock)
        if least > most:
            yield f"misses at least {_missed(least, most)}"

    def _worse(self, after: WeekInNumbers) -> Iterator[str]:
        """In what the week is worse than the one without the change."""
        before = self.before
        if before is not None and after.sessions < before.sessions:
            yield f"has {counted(after.sessions, 'sessions')} instead of {before.sessions}"
        missed = after.minimum_missed_half_sets
        if before is not None and missed > before.minimum_missed_half_sets:
            yield f"misses {_missed(missed, before.minimum_missed_half_sets)}"
        heavy = after.heavy_before_key_run
        if heavy > (0 if before is None else before.heavy_before_key_run):
            needed = hours(BeforeKeyRun().needed_minutes(self.case))
            where = counted(heavy, "sessions")
            yield f"has heavy work less than {needed} before a key run in {where}"


def _missed(half_sets: int, before: int) -> str:
    return f"{counted(half_sets, 'half sets')} of the minimum doses instead of {before}"


def _in_numbers(hours_of: Case, case: Case, plan: Plan) -> WeekInNumbers:
    """``plan`` answers ``case``, which ``hours_of`` was or was changed to."""
    week = reviewed(case, plan)
    tiers = measured(week, problem_of(case).doses)
    exercises = case.catalog.exercises
    return WeekInNumbers(
        sessions=len(week.sessions),
        sessions_inside_recovery=RecoveryAfterRun().sessions_inside(week, hours_of=hours_of),
        main_lift_sets=sum(
            sets
            for exercise, sets in week.sets().items()
            if main_lift_of(case, exercises[exercise]) is not None
        ),
        minimum_missed_half_sets=tiers[MinimumDoseMissed.name],
        heavy_before_key_run=tiers[HeavyBeforeKeyRun.name],
    )
