"""A request with the runs that a plan has placed: they stand then like any other.

What only draws or tells a week takes the request through here, and knows no placed runs.
"""

from __future__ import annotations

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request, Run, run_id
from optimizer.documents.result import Plan, needed_instant
from optimizer.documents.wording import nearest, quoted


def with_placed_runs(request: Request, plan: Plan | None) -> Request:
    """Runs without a start get that of ``plan``, where it has one.

    Raises ``UnusableInput`` for a start that cannot be read.
    """
    if plan is None or all(run.when is None for run in request.runs):
        return request
    starts = starts_of(plan)
    runs = tuple(
        _at(run, request, starts[name]) if run.when is not None and name in starts else run
        for index, run in enumerate(request.runs)
        for name in [run_id(index, run)]
    )
    return request.model_copy(update={"runs": runs})


def placed_starts(request: Request, plan: Plan) -> dict[str, int]:
    """By id the starts of the runs that ``request`` leaves to the plan, in minutes.

    Raises ``UnusableInput`` for a run that the plan does not have, and one that it has alone.
    """
    starts = starts_of(plan)
    names = {run_id(index, run): run for index, run in enumerate(request.runs)}
    for index, planned in enumerate(plan.runs):
        if planned.placed and planned.id not in names:
            known = nearest(planned.id, names)
            message = f"is no run of the request; is this a plan for another request?{known}"
            raise UnusableInput(Problem(f"plan.runs[{index}].id", quoted(planned.id), message))
    missing = [name for name, run in names.items() if run.when is not None and name not in starts]
    if missing:
        message = f"has no start of run {quoted(missing[0])}, which the request leaves to the plan"
        raise UnusableInput(Problem("plan.runs", "", message))
    return {name: starts[name] for name, run in names.items() if run.when is not None}


def starts_of(plan: Plan) -> dict[str, int]:
    """By id the starts of a plan's runs, in minutes since 1970."""
    return {
        run.id: int(needed_instant(run.start, f"plan.runs[{index}].start").timestamp()) // 60
        for index, run in enumerate(plan.runs)
    }


def _at(run: Run, request: Request, minute: int) -> Run:
    return run.model_copy(update={"start": request.week.local_text(minute), "when": None})
