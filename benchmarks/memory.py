"""How much memory a process takes, in MB (10⁶ bytes)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_PROCESSES = Path("/proc")


def peak_mb(process: int | None = None) -> float:
    """The most since the process started; None is this one, and others only Linux tells.

    Linux's own count of the resident set is read where there is one: what ``resource`` tells there
    also holds the parent's memory from before the program was loaded.
    """
    peak = _from_status("VmHWM", process)
    if peak is not None:
        return peak
    if process is not None:
        return float("nan")
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used * 1024 / 1e6


def now_mb(process: int | None = None) -> float:
    """The resident set now; the peak where only that is told."""
    now = _from_status("VmRSS", process)
    return peak_mb(process) if now is None else now


def _from_status(name: str, process: int | None) -> float | None:
    status = _PROCESSES / ("self" if process is None else str(process)) / "status"
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return None
    return None if found is None else int(found.group(1)) * 1024 / 1e6
