"""How often a caller may ask, by the ``limits`` library."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


def parsed_rate(text: str) -> RateLimitItem:
    """``60/minute``; raises ``ValueError`` for anything else."""
    return parse(text)


@dataclass(frozen=True)
class Rate:
    """What is left to a caller.  ``reset_seconds``: until there is more."""

    name: str
    quota: int
    window_seconds: int
    remaining: int
    reset_seconds: int
    is_over: bool

    def headers(self) -> dict[str, str]:
        """As the IETF draft ``ratelimit-headers`` has them."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.quota};w={self.window_seconds}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.reset_seconds}',
        }


class Rates:
    """Counts what each caller asked of late.  Touched on the event loop only."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self, caller: str, limit: RateLimitItem) -> Rate:
        """Count one request; one that is over the limit is not counted."""
        is_within = self._limiter.hit(limit, caller)
        window = self._limiter.get_window_stats(limit, caller)
        return Rate(
            name=caller.partition(" ")[0],
            quota=limit.amount,
            window_seconds=limit.get_expiry(),
            remaining=window.remaining,
            reset_seconds=max(0, math.ceil(window.reset_time - time.time())),
            is_over=not is_within,
        )
