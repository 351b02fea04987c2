"""How processes are started: forked, where the system can, from a server that has done nothing.

The server has loaded what its processes need, so that a fresh one is there in a tenth of a second
and shares its memory.  Forked from this process instead, the solver's threads and the locks of a
service would come along half.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext
from typing import Final

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
