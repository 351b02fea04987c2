"""The weeks and seasons of a conversation, so that nobody has to say a plan back.

A week goes by the fingerprint of its request, a season by one over the whole of it: only who knows
them can know these.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import LRUCache

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.documents.season import Season
from optimizer.documents.wording import quoted

Subject = TypeVar("Subject")

MOST_WEEKS = 200
"""Of all callers together; the least recently used is forgotten first."""
MOST_SEASONS = 20
"""Each is as large as some dozens of weeks."""


@dataclass(frozen=True)
class Week:
    """A request with its answer."""

    request: Request
    result: Result


def season_name(season: Season) -> str:
    return f"sha256:{hashlib.sha256(season.model_dump_json().encode()).hexdigest()}"


class Remembered(Generic[Subject]):
    """What was planned of late, by caller and name.

    ``kind``, ``tool`` and ``name_is``: what it is, what plans it, and what that answers.
    """

    def __init__(self, most: int, kind: str, tool: str, name_is: str) -> None:
        self._subjects: LRUCache[tuple[str, str], Subject] = LRUCache(most)
        self._lock = threading.Lock()
        self._cure = f"call {tool} with its request, and give the {name_is} that it answers"
        self._kind = kind

    def add(self, caller: str, name: str, subject: Subject) -> None:
        with self._lock:
            self._subjects[caller, name] = subject

    def named(self, caller: str, name: str, field: str) -> Subject:
        """Raises ``UnusableInput`` for one that is not known to this caller."""
        with self._lock:
            found = self._subjects.get((caller, name))
        if found is None:
            message = f"is no {self._kind} that is still known; {self._cure}"
            raise UnusableInput(Problem(field, quoted(name), message))
        return found
