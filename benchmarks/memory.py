"""How much memory this process takes, in MB (10⁶ bytes)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """The most since the process started.

    Linux's own count of the resident set is read where there is one: what ``resource`` tells there
    also holds the parent's memory from before the program was loaded.
    """
    peak = _from_status("VmHWM")
    if peak is not None:
        return peak
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used * 1024 / 1e6


def now_mb() -> float:
    """The resident set now; the peak where only that is told."""
    now = _from_status("VmRSS")
    return peak_mb() if now is None else now


def _from_status(name: str) -> float | None:
    try:
        found = re.search(
            rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE
        )
    except OSError:
        return None
    return None if found is None else int(found.group(1)) * 1024 / 1e6
