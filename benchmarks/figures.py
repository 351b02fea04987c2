"""Statistics of times to proof, in seconds."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

SHIFT_SECONDS = 0.010


def shifted_geometric_mean(seconds: Sequence[float], shift: float = SHIFT_SECONDS) -> float:
    """The geometric mean of ``t + shift``, less ``shift``: neither tiny nor huge times rule it.

    Raises ``ValueError`` for no times.
    """
    if not seconds:
        raise ValueError("no times")
    return math.exp(statistics.fmean(math.log(t + shift) for t in seconds)) - shift


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` % of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("no values")
    rank = max(1, math.ceil(percent / 100 * len(values)))
    return sorted(values)[rank - 1]


def share_within(times: Sequence[float | None], seconds: float) -> float:
    """The share of instances proven in at most ``seconds``; None: never proven."""
    if not times:
        raise ValueError("no times")
    return sum(time is not None and time <= seconds for time in times) / len(times)


def growth(values: Sequence[float]) -> float:
    """How much the second half of a series lies above its first, as a share of the first."""
    half = len(values) // 2
    if half == 0:
        return 0.0
    first, second = statistics.median(values[:half]), statistics.median(values[half:])
    return (second - first) / first
