"""Planners that need no solver, for tests of what surrounds them.  Processes import them by name.

What they do with an athlete is told by the beginning of the id.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from api.club.answering import Planned, request_of, unusable_line
from api.club.entries import Entry
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from tests.api import weeks
from tests.waiting import wait_until

DIES = "dies"
SLOW = "slow"
LIVES = "RUNSTRONG_TESTS_LIVES"
"""Where this variable is set, who is called so does not die."""
GATE = "RUNSTRONG_TESTS_GATE"
"""The variable that names a file: ``slow`` waits until it is there."""


def quick(_folders: Sequence[Path], _solve_seconds: float) -> Callable[[Entry], Planned]:
    """The same week for everybody, at once; ``dies`` ends the process, ``slow`` waits at a gate."""
    return _planned


def _planned(entry: Entry) -> Planned:
    name = entry.athlete_id or ""
    if name.startswith(DIES) and LIVES not in os.environ:
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith(SLOW):
        wait_until(Path(os.environ[GATE]).exists, "the gate opens")
    try:
        request = request_of(entry)
    except UnusableInput as error:
        return Planned.of(unusable_line(entry, error, load_catalog()))
    return Planned.of(weeks.result(athlete_id=request.athlete.id))
