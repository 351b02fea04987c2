"""How much memory one process may take from all others."""

from __future__ import annotations

import sys
from contextlib import suppress

_MOST_BYTES = 2_000_000_000
"""Ten times what an athlete needs: whoever asks for more fails alone, and takes nobody along."""


def limit_memory() -> None:
    """From now on this process gets ``MemoryError`` beyond the limit; on Linux only."""
    if sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    least = _MOST_BYTES if most < 0 else min(most, _MOST_BYTES)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (least, most))
