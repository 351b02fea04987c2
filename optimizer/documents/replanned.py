"""The answer of ``replan``: the week as it is now, and what changed in it and why."""

from __future__ import annotations

from optimizer.documents.difference import DoseChange, SessionChange
from optimizer.documents.request import Request
from optimizer.documents.result import Document, Result


class Replanned(Document):
    """``result`` answers ``request``: the changed request, which holds the plan so far."""

    request: Request
    result: Result
    changes: tuple[SessionChange, ...] = ()
    """In order of time; none where the plan stays."""
    doses: tuple[DoseChange, ...] = ()
    """Other loads, repetitions or efforts of what stays in the sessions ahead, as ``diff`` tells
    them."""
    done: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Ids of the sessions ahead that stay exactly as they were."""
