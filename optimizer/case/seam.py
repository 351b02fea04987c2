"""The runs of the weeks beside this one, taken to be like it where the request does not tell them.

What keeps heavy work clear of them is one idea here, asked of one run at a time.
"""

from __future__ import annotations

from optimizer.case.timeline import TimedRun, TimedWindow, Timeline


def ends_late(timeline: Timeline, run: TimedRun, window: TimedWindow, minutes_clear: int) -> bool:
    """True: a week before it, this run would end too shortly before the window opens."""
    return (
        timeline.is_of_week(run.start)
        and window.start < timeline.weeks_on(run.end, -1) + minutes_clear
    )


def begins_early(
    timeline: Timeline, run: TimedRun, window: TimedWindow, minutes_clear: int
) -> bool:
    """True: a week later, this key run would begin too soon after the window opens."""
    return (
        run.is_key
        and timeline.is_of_week(run.start)
        and timeline.weeks_on(run.start, 1) < window.start + minutes_clear
    )


def ends_before(run: TimedRun, window: TimedWindow) -> bool:
    """True: what came before the window is known, so that nothing is taken for like."""
    return run.end <= window.start


def is_key_after(run: TimedRun, window: TimedWindow) -> bool:
    """True: the next key run after the window is known."""
    return run.is_key and run.start >= window.start
