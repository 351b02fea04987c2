"""Waiting for what other threads and processes do, without a guess of how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0
_BETWEEN_LOOKS_SECONDS = 0.02


def wait_until(
    happened: Callable[[], bool], what: str = "", *, seconds: float = PATIENCE_SECONDS
) -> None:
    """Look until it has happened; after ``seconds`` the test fails and says ``what`` did not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"in {seconds:g} s it did not happen: {what}"
        time.sleep(_BETWEEN_LOOKS_SECONDS)
