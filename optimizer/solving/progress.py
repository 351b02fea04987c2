"""What a long solve tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Tier ``index`` of ``count`` is being decided; ``value``, ``bound``: of the last decided."""

    stage: str
    index: int
    count: int
    value: int | None = None
    bound: int | None = None


OnProgress = Callable[[Progress], None]
