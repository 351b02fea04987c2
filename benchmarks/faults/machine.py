"""How busy a machine is with other work: figures of a busy one say less."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_STAT = Path("/proc/stat")
_LOOK_SECONDS = 2.0


def cores_of_others(seconds: float = _LOOK_SECONDS) -> float | None:
    """Cores at work in the next ``seconds``, while the caller only waits; None except on Linux."""
    before = _busy_ticks()
    began = time.monotonic()
    time.sleep(seconds)
    after = _busy_ticks()
    if before is None or after is None:
        return None
    return (after - before) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - began)


def _busy_ticks() -> int | None:
    with suppress(OSError):
        user, nice, system, _idle, _wait, *rest = _STAT.read_text().splitlines()[0].split()[1:9]
        return sum(int(one) for one in (user, nice, system, *rest[:2]))
    return None
