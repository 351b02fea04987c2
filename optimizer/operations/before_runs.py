"""Windows that a change moves to where strength would come right before running.

On one day the run comes first (Doma and Deakin 2013), and key runs have fresh legs.
"""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.case.before_key_run import keeps_clear_of_key_runs, minutes_before_key_run
from optimizer.case.case import Case
from optimizer.case.timeline import TimedRun, TimedWindow
from optimizer.documents.wording import hours


def moved_before_runs(before: Case, after: Case) -> Iterator[str]:
    """Of each window that ``after`` has elsewhere, the run that it now comes before, as what a week
    does; nothing of runs that it came as near before already."""
    was = {window.id: window for window in before.timeline.windows}
    for window in after.timeline.windows:
        old = was.get(window.id)
        if old is None or old == window:
            continue
        for run in after.timeline.runs:
            if run.start < window.end:
                continue
            gap, name = hours(run.start - window.end), after.timeline.run_name(run)
            if _on_its_day(after, window, run) and not _on_its_day(before, old, run):
                yield f"has strength {gap} before {name}, and on one day the run comes first"
            elif _is_near(after, window, run) and not _is_near(before, old, run):
                needed = hours(minutes_before_key_run(after))
                yield f"has window {window.id} end {gap} before {name} ({needed} preferred)"


def _on_its_day(case: Case, window: TimedWindow, run: TimedRun) -> bool:
    """True: the window comes before the run on its day."""
    day = case.timeline.day
    return window.start < run.start and day(window.start) == day(run.start)


def _is_near(case: Case, window: TimedWindow, run: TimedRun) -> bool:
    """True: the window ends within the hours that a key run is to have fresh legs."""
    gap = run.start - window.end
    is_clear = not keeps_clear_of_key_runs(case) or gap >= minutes_before_key_run(case)
    return run.is_key and not is_clear and window.start < run.start
