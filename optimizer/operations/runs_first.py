"""What it is worth to place runs together with the sessions, told against runs that come first.

Runs first means each at the earliest of its times that the rules among runs allow, before anyone
thinks of a session: so a runner plans who plans the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.fixed_run_starts import with_runs
from optimizer.case.timeline import TimedRun
from optimizer.documents.result import Plan, Session, Warning
from optimizer.documents.wording import counted, listed
from optimizer.objective.tiers import TIERS, measured, measured_relaxations
from optimizer.operations.best_week import BestWeek, best_week
from optimizer.operations.placed_week import earliest_placement
from optimizer.placing.candidates import runs_to_place
from optimizer.rules.registry import RULES_BY_ID
from optimizer.rules.run_placement import RunPlacement
from optimizer.solving import budgets
from optimizer.solving.clock import Clock


def runs_first_notes(
    as_requested: Case, case: Case, best: BestWeek, clock: Clock
) -> Iterator[Warning]:
    """How ``best``, the week of ``case``, is better than with runs first, and which run frees what.

    ``as_requested`` has the runs still to place.  Nothing is told where neither week is proven, nor
    where the two are equally good.
    """
    if best.plan is None or not as_requested.timeline.to_place or clock.wall_left <= 0:
        return
    first = earliest_placement(runs_to_place(as_requested))
    if first is None or first.timeline.runs == case.timeline.runs:
        return
    if _stands(first, best, best.plan):
        return
    own_clock = clock.fresh_budget(clock.options.deterministic_limit * budgets.RUNS_FIRST_SHARE)
    # Where no placement keeps every required rule, this one does not.
    other = best_week(first, own_clock, no_strict_week=best.status == "relaxed")
    clock.take_back(own_clock)
    if other.plan is not None and not other.outcome.proven:
        return
    better = _better(best, other)
    if better is None:
        return
    freed = " ".join(_freed(case, first, best.plan))
    yield Warning(
        code="runs_placed_together",
        sentence=f"With each run at the earliest of its times the week {better}. {freed}".rstrip(),
    )


def _stands(first: Case, best: BestWeek, plan: Plan) -> bool:
    """True: the sessions of ``plan`` can stay where they are with runs first, and are worth it."""
    week = reviewed(first, plan)
    problem = problem_of(first, relaxed=best.status == "relaxed")
    for finding in required_only(first, findings_of(week)):
        if not (problem.relaxed and RULES_BY_ID[finding.rule].relaxable):
            return False
    values = measured_relaxations(week, problem) | measured(week, problem.doses)
    return all(values.get(tier.name, tier.value) <= tier.value for tier in best.objective)


def _better(best: BestWeek, other: BestWeek) -> str | None:
    """What the other week lacks, in words; None: it is as good."""
    if other.plan is None:
        return "could not be held at all"
    if other.status == "relaxed" and best.status != "relaxed":
        return f"would give up {counted(len(other.relaxations), 'required rules')}"
    ours, theirs = ({tier.name: tier.value for tier in week.objective} for week in (best, other))
    for name, tier in TIERS.items():
        if theirs.get(name, 0) > ours.get(name, 0):
            words = name.replace("_", " ")
            return f"would have {theirs[name]} instead of {ours.get(name, 0)} {tier.unit}: {words}"
        if theirs.get(name, 0) < ours.get(name, 0):
            return None
    return None


def _freed(case: Case, first: Case, plan: Plan) -> Iterator[str]:
    """Sessions that could not stand with one run alone back at its earliest time."""
    clock = case.timeline.clock
    before = {run.id: run for run in first.timeline.runs}
    for run in case.timeline.runs:
        back = before[run.id]
        if not run.is_placed or back.start == run.start:
            continue
        windows = _in_the_way(case, run, back, plan)
        sessions = [session for session in plan.sessions if session.window in windows]
        if sessions:
            name = case.timeline.run_name(run)
            what = listed(_session_in_words(case, session) for session in sessions)
            yield f"{name[0].upper()}{name[1:]}, not {clock(back.start)}, frees {what}."


def _in_the_way(case: Case, run: TimedRun, back: TimedRun, plan: Plan) -> set[str]:
    """Windows whose sessions break a required rule once ``run`` is at ``back``."""
    others = [one for one in case.timeline.runs if one != run]
    moved = with_runs(case, (*others, back))
    known = set(required_only(case, findings_of(reviewed(case, plan))))
    return {
        finding.subject
        for finding in required_only(moved, findings_of(reviewed(moved, plan)))
        if finding not in known and finding.rule != RunPlacement.id
    }


def _session_in_words(case: Case, session: Session) -> str:
    lifts = dict.fromkeys(
        item.name for block in session.blocks for item in block.items if item.role == "main_lift"
    )
    when = case.timeline.clock(session.start_minute)
    return f"{when} for {listed(lifts)}" if lifts else when
