"""Asking a solve to end early, from another thread than the one it runs in.

A door gives a ``Stop`` to ``SolveOptions`` and keeps it.  Once it is asked, the search that runs is
ended, and the solve goes on as where its wall limit is over: it answers with the best it has.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Search(Protocol):
    """What runs a search and can end it, such as the solver."""

    def stop_search(self) -> None: ...


class Stop:
    """One request to stop, which may be shared by several solves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requested_at = math.inf
        self._grace_seconds = math.inf
        self._running: list[Search] = []
        self._to_end: list[Search] = []
        self.cut_short = False
        """True: a search was ended by this or by a wall limit, so that another time the same
        request may get a better answer."""

    @property
    def requested(self) -> bool:
        return self._requested_at < math.inf

    def ask(self, grace_seconds: float = 0.0) -> None:
        """End the searches that run now; those that follow share ``grace_seconds``.

        Ask again until the solve has ended: a search that is just about to begin does not hear it.
        That ends no other search, unless the new grace is over sooner.
        """
        now = time.perf_counter()
        with self._lock:
            if not self.requested or now + grace_seconds < self._requested_at + self._grace_seconds:
                self._requested_at, self._grace_seconds = now, grace_seconds
                self._to_end = [*self._running]
            for search in self._to_end:
                search.stop_search()

    def seconds_left(self, share: float = 1.0) -> float:
        """Of the grace, of which a phase may use up ``share``; infinite while nothing is asked."""
        if not self.requested:
            return math.inf
        return self._grace_seconds * share - (time.perf_counter() - self._requested_at)

    @contextmanager
    def ends(self, search: Search) -> Iterator[None]:
        """While inside, ``ask`` ends ``search``."""
        with self._lock:
            self._running.append(search)
        try:
            yield
        finally:
            with self._lock:
                for searches in (self._running, self._to_end):
                    searches[:] = [one for one in searches if one is not search]
