"""How processes are started: forked, where the system can, from a server that has done nothing.

The server has loaded what its processes need, so that a fresh one is there in a tenth of a second
and shares its memory.  Forked from this process instead, the solver's threads and the locks of a
service would come along half.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from multiprocessing.resource_tracker import ensure_running
from typing import Final

_TO_THE_GROUP = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends to a whole group, and what stops a service with all that it has started."""

_PRELOADED: Final[dict[str, None]] = {}
"""All that was named so far, in that order: this process has one server for all."""


def starting_context(*preloaded: str) -> BaseContext:
    """``preloaded``: the modules that the server loads, unless it runs already."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    _PRELOADED.update(dict.fromkeys(preloaded))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_PRELOADED])
    return context


@contextmanager
def deaf_to_its_group() -> Iterator[None]:
    """A process started meanwhile does not hear Ctrl-C or SIGTERM, from its first moment.

    They reach the whole group, and it is the parent that decides what becomes of the work.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started inside, the tracker would lift the block again.
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TO_THE_GROUP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stay_deaf_to_its_group() -> None:
    """The same for the process that calls it, in its main thread."""
    for one in _TO_THE_GROUP:
        signal.signal(one, signal.SIG_IGN)
