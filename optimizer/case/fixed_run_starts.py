"""A case in which every run has its start: past here a placed run is like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from optimizer.case.case import Case
from optimizer.case.timeline import TimedRun


def with_fixed_run_starts(case: Case, starts: Mapping[str, int]) -> Case:
    """``case`` with its runs to place at ``starts``, in minutes by run id."""
    free = case.request.run_rules.minutes_between
    runs = list(case.request.runs)
    for run in case.timeline.to_place:
        start = case.request.week.local_text(starts[run.id])
        runs[run.index] = runs[run.index].model_copy(update={"start": start, "when": None})
    placed = [run.at(starts[run.id], free) for run in case.timeline.to_place]
    timeline = with_runs(case, (*case.timeline.runs, *placed)).timeline
    return case.beside(timeline, case.request.model_copy(update={"runs": tuple(runs)}))


def with_runs(case: Case, runs: Iterable[TimedRun]) -> Case:
    """``case`` as if it had these runs alone, and none to place."""
    ordered = tuple(sorted(runs, key=lambda run: (run.start, run.end, run.id)))
    return replace(case, timeline=replace(case.timeline, runs=ordered, to_place=()))


def window_of(run: TimedRun) -> int | None:
    """The index of the first of its windows that a placed run lies in; None: of none."""
    return next(
        (
            index
            for index, (opens, closes) in enumerate(run.windows)
            if opens <= run.start and run.end <= closes
        ),
        None,
    )
