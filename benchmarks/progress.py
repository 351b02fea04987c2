"""How far a benchmark is and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int, int, str], None]
_LINE_EVERY_SECONDS = 15.0


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """A bar on a terminal; elsewhere a line now and then."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("bench", total=None, left="")
        estimate = _Estimate()

        def tell(done: int, total: int, what: str) -> None:
            left = estimate.left(done, total)
            bar.update(task, completed=done, total=total, description=what, left=left)

        yield tell


def _lines() -> Tell:
    estimate = _Estimate()
    last = [0.0]

    def tell(done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if now - last[0] >= _LINE_EVERY_SECONDS or done == total:
            last[0] = now
            sys.stderr.write(f"{done} of {total}, {what}{estimate.left(done, total, ', ')}\n")
            sys.stderr.flush()

    return tell


class _Estimate:
    """Time left, by what the measurements of this call have taken on average."""

    def __init__(self) -> None:
        self.begin = time.monotonic()
        self.first: int | None = None

    def left(self, done: int, total: int, before: str = "") -> str:
        if self.first is None:
            self.first = done
        new = done - self.first
        if new < 1 or done >= total:
            return ""
        seconds = (time.monotonic() - self.begin) / new * (total - done)
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{before}about {hours}:{minutes:02d}:{rest:02d} left"
