"""The weeks of a conversation, so that nobody has to say a plan back.

A week goes by the fingerprint of its request, which only who knows the request can know.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cachetools import LRUCache

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.documents.wording import quoted

_MOST_WEEKS = 200
"""Of all callers together; the least recently used is forgotten first."""


@dataclass(frozen=True)
class Week:
    """A request with its answer."""

    request: Request
    result: Result


class Weeks:
    """What was planned of late, by caller and fingerprint."""

    def __init__(self) -> None:
        self._weeks: LRUCache[tuple[str, str], Week] = LRUCache(_MOST_WEEKS)
        self._lock = threading.Lock()

    def add(self, caller: str, week: Week) -> None:
        with self._lock:
            self._weeks[caller, week.result.fingerprint] = week

    def named(self, caller: str, name: str, field: str) -> Week:
        """Raises ``UnusableInput`` for a week that is not known to this caller."""
        with self._lock:
            found = self._weeks.get((caller, name))
        if found is None:
            raise UnusableInput(
                Problem(
                    field,
                    quoted(name),
                    "is no week that is still known; call plan with its request, and give the"
                    " fingerprint that it answers",
                )
            )
        return found
