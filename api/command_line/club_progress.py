"""How far a club is and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from api.club.planned import OnStanding, Standing
from optimizer.documents.wording import noun

_LINE_EVERY_SECONDS = 15.0


@contextmanager
def shown_standing(*, with_bar: bool) -> Iterator[OnStanding]:
    """A bar on a terminal, where nothing else is written to it; elsewhere a line now and then."""
    if not (with_bar and sys.stderr.isatty()):
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("Planning"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} athletes,"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True, highlight=False, markup=False, emoji=False),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=0, left="")

        def tell(standing: Standing) -> None:
            bar.update(
                task, total=standing.total, completed=standing.done, left=time_left(standing)
            )

        yield tell


def time_left(standing: Standing) -> str:
    """By what the athletes of this call have taken on average; empty while nothing is known."""
    if not standing.planned_now or not standing.left:
        return ""
    seconds = standing.seconds / standing.planned_now * standing.left
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"about {hours}:{minutes:02d}:{rest:02d} left"


def _lines() -> OnStanding:
    last = [time.monotonic()]

    def tell(standing: Standing) -> None:
        now = time.monotonic()
        if now - last[0] >= _LINE_EVERY_SECONDS:
            last[0] = now
            total = f"{standing.total:,} {noun(standing.total, 'athletes')}"
            words = [f"{standing.done:,} of {total}", time_left(standing)]
            sys.stderr.write(f"{', '.join(filter(None, words))}\n")
            sys.stderr.flush()

    return tell
