"""Planners that need no solver, for tests of what surrounds them.  Processes import them by name.

What they do with an athlete is told by the beginning of the id.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from api.club.answering import Planned, plan_entry, request_of, unusable_line
from api.club.entries import Entry
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from tests.api import weeks
from tests.waiting import wait_until

DIES = "dies"
SLOW = "slow"


def quick(
    _folders: Sequence[Path], _solve_seconds: float, *, gate: Path | None, deadly: bool
) -> Callable[[Entry], Planned]:
    """The same week for everybody, at once; ``dies`` ends the process where it is ``deadly``, and
    ``slow`` waits until the file ``gate`` is there."""
    return partial(_planned, gate, deadly)


def _planned(gate: Path | None, deadly: bool, entry: Entry) -> Planned:
    name = entry.athlete_id or ""
    if name.startswith(DIES) and deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith(SLOW):
        assert gate is not None
        wait_until(gate.exists, "the gate opens")
    if entry.kind != "plan":
        return plan_entry(entry, catalog=load_catalog())
    try:
        request = request_of(entry)
    except UnusableInput as error:
        return Planned.of(unusable_line(entry, error, load_catalog()))
    return Planned.of(weeks.result(athlete_id=request.athlete.id))
