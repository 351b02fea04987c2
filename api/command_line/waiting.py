"""Waiting for a solve: what it is at on standard error, and Ctrl-C at any moment."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, TypeVar

from optimizer.solving.progress import Progress

if TYPE_CHECKING:
    from rich.console import RenderableType


Answer = TypeVar("Answer")

_QUIET_SECONDS = 0.5
"""A solve shorter than this shows nothing."""
_REFRESH_SECONDS = 0.1


def with_progress(name: str, solve: Callable[[Callable[[Progress], None]], Answer]) -> Answer:
    """Run ``solve`` and return its answer; a long one shows its progress on a terminal.

    ``solve`` runs in a thread, since a solver inside a library does not notice Ctrl-C: the main
    thread does, and can leave.  Raises whatever ``solve`` raises.
    """
    latest: list[Progress] = []
    future: Future[Answer] = Future()

    def work() -> None:
        try:
            future.set_result(solve(lambda progress: latest.__setitem__(slice(None), [progress])))
        except BaseException as error:  # noqa: BLE001  (handed on to the caller's thread)
            future.set_exception(error)

    threading.Thread(target=work, name="solve", daemon=True).start()
    begin = time.monotonic()
    wait([future], timeout=_QUIET_SECONDS)
    if not future.done():
        _wait_visibly(future, name, latest, begin)
    return future.result()


def _wait_visibly(future: Future[Answer], name: str, latest: list[Progress], begin: float) -> None:
    if not sys.stderr.isatty():
        wait([future])
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status(_line(name, latest, begin)) as status:
        while not future.done():
            wait([future], timeout=_REFRESH_SECONDS)
            status.update(_line(name, latest, begin))


def _line(name: str, latest: list[Progress], begin: float) -> RenderableType:
    from rich.text import Text

    from api.words.phrases import plain

    words = f"Planning {plain(name)}"
    for progress in latest[-1:]:
        words += f": {progress.stage.replace('_', ' ')} ({progress.index + 1} of {progress.count})"
    return Text(f"{words}, {time.monotonic() - begin:.0f} s", overflow="ellipsis", no_wrap=True)
