"""What the exit status of every command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Names with one number are one status, by what it means for the command at hand."""

    ANSWERED = 0
    NO_PLAN = 1
    """Answered, but there is no plan; in a club, for at least one athlete."""
    RULE_BROKEN = 1
    """``check``: the plan breaks a required rule."""
    WORSE = 1
    """``bench``: a figure is worse than the baseline's."""
    ANSWERS_DIFFER = 1
    """``bench --against``: two versions answer otherwise."""
    UNUSABLE_INPUT = 2
    """The input cannot be used, or the output cannot be written."""
    INTERNAL_FAULT = 3
    """A fault of runstrong."""
    WRONG_ANSWER = 3
    """``bench``: solvers contradict each other, the service lost a request, or a version failed."""
    INTERRUPTED = 130
    """Ctrl-C, as shells have it."""
    OUTPUT_CLOSED = 141
    """The reader of the output has gone, as shells have it."""
