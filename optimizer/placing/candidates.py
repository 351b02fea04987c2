"""Every start that a run may be placed at, and which of them can stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from optimizer.case.case import Case
from optimizer.case.fixed_run_starts import with_fixed_run_starts
from optimizer.case.timeline import RunToPlace, TimedRun, Timeline
from optimizer.documents.placed_runs import starts_of
from optimizer.rules.run_placement import RunPlacement

_RULE = RunPlacement()


@dataclass(frozen=True)
class Candidates:
    """One run's candidates, the earliest first; its own rules and the fixed runs allow each."""

    run: RunToPlace
    starts: tuple[TimedRun, ...]


@dataclass(frozen=True)
class RunsToPlace:
    """``case`` has the fixed runs."""

    case: Case
    runs: tuple[Candidates, ...]
    known_pairs: dict[tuple[str, int, str, int], bool] = field(
        default_factory=dict, compare=False, repr=False
    )
    """By ids and starts, the pairs of runs that were asked about: whether they stand together."""

    def placed_at(self, chosen: Sequence[int]) -> Case:
        """The case with every run at one of its starts, by their places."""
        starts = zip(self.runs, chosen, strict=True)
        at = {one.run.id: one.starts[index].start for one, index in starts}
        return with_fixed_run_starts(self.case, at)


def runs_to_place(case: Case) -> RunsToPlace:
    """All candidates of the runs that ``case`` has to place."""
    fixed = case.timeline.runs
    return RunsToPlace(
        case,
        tuple(
            Candidates(
                run,
                tuple(
                    start
                    for start in _still_open(case, run)
                    if all(_RULE.forbidden_pair(case, start, other) is None for other in fixed)
                ),
            )
            for run in case.timeline.to_place
        ),
    )


def _still_open(case: Case, run: RunToPlace) -> Iterator[TimedRun]:
    """The starts of a week that has not begun; of one that has, what is past stands as it was."""
    current = case.current
    if current is None or current.now is None:
        yield from _starts(case, run)
        return
    assert case.request.current is not None
    before = starts_of(case.request.current.plan).get(run.id)
    if before is not None and before <= current.now:
        yield run.at(before, case.request.run_rules.minutes_between)
        return
    yield from (one for one in _starts(case, run) if one.start > current.now)


def _starts(case: Case, run: RunToPlace) -> Iterator[TimedRun]:
    rules = case.request.run_rules
    starts = {
        minute
        for opens, closes in run.windows
        for minute in range(opens, closes - run.minutes + 1)
        if minute == opens or is_on_grid(case.timeline, minute, rules.grid_minutes)
    }
    for start in sorted(starts):
        yield run.at(start, rules.minutes_between)


def thinned(runs: RunsToPlace, grid: int) -> RunsToPlace:
    """The same runs with fewer starts: when a window opens, and on a coarser grid of the clock."""
    timeline = runs.case.timeline
    return replace(
        runs,
        runs=tuple(
            replace(
                one,
                starts=tuple(
                    start
                    for start in one.starts
                    if is_on_grid(timeline, start.start, grid)
                    or any(start.start == opens for opens, _ in one.run.windows)
                ),
            )
            for one in runs.runs
        ),
    )


def is_on_grid(timeline: Timeline, minute: int, grid: int) -> bool:
    """True: a run may be placed at ``minute``, also where no window opens."""
    if minute % 5:
        return False
    moment = timeline.local(minute)
    if (60 * moment.hour + moment.minute) % grid:
        return False
    # An hour that the clocks repeat can be written only once.
    again = moment.replace(fold=0).astimezone(UTC)
    return int(again.timestamp()) // 60 == minute
