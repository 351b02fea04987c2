"""Why a run stands when it does, and what each other window of it would cost."""

from __future__ import annotations

from dataclasses import replace

from optimizer.case.case import Case
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.explanation import Reason, RunChoice, WhatIf
from optimizer.documents.result import Plan, Result, RunOfPlan
from optimizer.documents.wording import nearest, quoted
from optimizer.operations.placed_week import best_of
from optimizer.operations.runs_conflict import runs_conflict
from optimizer.operations.what_if import priced, refused
from optimizer.solving.clock import Clock
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress


def run_choice(run: RunOfPlan) -> RunChoice:
    return RunChoice(run=run.id, start=run.start, placed=run.placed, window=run.window, why=run.why)


def run_named(plan: Plan, name: str) -> RunOfPlan:
    """Raises ``UnusableInput`` for a run that the plan does not have."""
    for run in plan.runs:
        if run.id == name:
            return run
    known = nearest(name, [run.id for run in plan.runs])
    raise UnusableInput(Problem("run", quoted(name), f"is no run of the plan's week{known}"))


def priced_run(
    as_requested: Case,
    case: Case,
    result: Result,
    name: str,
    options: SolveOptions,
    on_progress: OnProgress | None,
) -> RunChoice:
    """One run with the price of its other windows; ``as_requested`` has the runs still to place."""
    assert result.plan is not None
    planned = run_named(result.plan, name)
    to_place = next((run for run in as_requested.timeline.to_place if run.id == name), None)
    windows = () if to_place is None else tuple(enumerate(to_place.windows))
    others = [(index, window) for index, window in windows if index != planned.window]
    share = max(1, len(others))
    if options.wall_seconds is not None:
        options = replace(options, wall_seconds=options.wall_seconds / share)
    found = tuple(
        _with_index(
            _in_window(as_requested, case, result, name, window, Clock(options, on_progress)),
            name,
            index,
        )
        for index, window in others
    )
    return run_choice(planned).model_copy(update={"elsewhere": found})


def _with_index(answer: WhatIf, name: str, index: int) -> WhatIf:
    """The window of the run as the request counts it: the question had no other."""
    if answer.plan is None:
        return answer
    runs = tuple(
        run.model_copy(update={"window": index}) if run.id == name else run
        for run in answer.plan.runs
    )
    return answer.model_copy(update={"plan": answer.plan.model_copy(update={"runs": runs})})


def _in_window(
    as_requested: Case, case: Case, result: Result, name: str, window: tuple[int, int], clock: Clock
) -> WhatIf:
    timeline = as_requested.timeline
    times = f"{timeline.clock(window[0])} to {timeline.clock(window[1])}"
    question = f"run {name} within {times}"
    to_place = tuple(
        replace(run, windows=(window,)) if run.id == name else run for run in timeline.to_place
    )
    moved = replace(as_requested, timeline=replace(timeline, to_place=to_place))
    settled_case, other = best_of(moved, clock)
    if settled_case.timeline.to_place:
        members = runs_conflict(moved)[0].rules
        reasons = [Reason(rule=one.rule, sentence=one.sentence) for one in members]
        return refused(question, reasons)
    if other.plan is None:
        return WhatIf(
            question=question,
            status=other.status,
            sentence=f"No week with {question} was found.",
        )
    return priced(case, result, question, other)
