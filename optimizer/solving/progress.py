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

EXPLAINING_STAGES = ("conflict", "repairs")
"""After the tiers of a week: they count anew."""


@dataclass
class ForwardOnly:
    """Hands on what is further than all before it: a week is asked for in many ways, one after the
    other, and each begins with the first tier."""

    tell: OnProgress
    furthest: float = -1.0

    def __call__(self, progress: Progress) -> None:
        if progress.stage in EXPLAINING_STAGES:
            self.tell(progress)
            return
        share = progress.index / progress.count
        if share > self.furthest:
            self.furthest = share
            self.tell(progress)
