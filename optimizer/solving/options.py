"""How long to search."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.solving.stopping import Stop


@dataclass(frozen=True)
class SolveOptions:
    """How long to search.  The deterministic limit keeps answers the same on every machine; the
    wall limit (seconds) is only a backstop, and a result that it cut short says so.  ``stop``,
    asked by another thread, ends the search as the wall limit does."""

    deterministic_limit: float = 20.0
    wall_seconds: float | None = None
    stop: Stop | None = None
