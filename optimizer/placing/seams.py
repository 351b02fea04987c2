"""Which candidates bring a window close to a long run or to the runs of the weeks beside this one,
and which keep it from that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from optimizer.case import seam
from optimizer.case.timeline import TimedRun, TimedWindow
from optimizer.objective.heavy_across_weeks import leaves_tired, minutes_clear
from optimizer.placing.candidates import RunsToPlace

Pairs = frozenset[tuple[int, int]]
"""Runs and candidates, by their places."""


@dataclass(frozen=True)
class Seam:
    """One window and this week or one beside it: it is close where a candidate of ``near`` is
    chosen, or in any case with ``always``, and none of ``known``."""

    window: str
    near: Pairs
    known: Pairs
    always: bool

    def is_close(self, chosen: Sequence[int]) -> bool:
        pairs = frozenset(enumerate(chosen))
        return (self.always or not pairs.isdisjoint(self.near)) and pairs.isdisjoint(self.known)


def seams_of(runs: RunsToPlace, windows: Collection[TimedWindow]) -> tuple[Seam, ...]:
    """Those of ``windows`` that some placement may bring close."""
    return tuple(_seams(runs, windows))


def _seams(runs: RunsToPlace, windows: Collection[TimedWindow]) -> Iterator[Seam]:
    timeline = runs.case.timeline
    after_run, before_key_run = minutes_clear(runs.case)
    for window in windows:
        for is_near, is_told, clear in (
            (seam.ends_late, seam.ends_before, after_run),
            (seam.begins_early, seam.is_key_after, before_key_run),
        ):
            if any(is_told(run, window) for run in timeline.runs):
                continue
            near = frozenset(p for p, run in _pairs(runs) if is_near(timeline, run, window, clear))
            known = frozenset(p for p, run in _pairs(runs) if is_told(run, window))
            always = any(is_near(timeline, run, window, clear) for run in timeline.runs)
            if near or always:
                yield Seam(window.id, near, known, always)
        near = frozenset(p for p, run in _pairs(runs) if leaves_tired(runs.case, run, window))
        always = any(leaves_tired(runs.case, run, window) for run in timeline.runs)
        if near or always:
            yield Seam(window.id, near, frozenset(), always)


def _pairs(runs: RunsToPlace) -> Iterator[tuple[tuple[int, int], TimedRun]]:
    for place, one in enumerate(runs.runs):
        for index, run in enumerate(one.starts):
            yield (place, index), run
