"""Work that a process can be given by a test: it has to be a function of a module."""

from __future__ import annotations

import os
import time

from catalog import Catalog
from optimizer.solving.options import SolveOptions


def spins(*_: object) -> tuple[bytes, str]:
    """Hears no stop."""
    while True:
        sum(range(1_000_000))


def hears_a_stop(_catalog: Catalog, options: SolveOptions) -> str:
    assert options.stop is not None
    while not options.stop.requested:
        time.sleep(0.01)
    return "the best so far"


def dies(_catalog: Catalog, _options: SolveOptions) -> str:
    os._exit(3)


def takes_memory(_catalog: Catalog, _options: SolveOptions) -> str:
    return "x" * 8_000_000_000


def takes(_text: str, _catalog: Catalog, _options: SolveOptions) -> str:
    return "answer"


def own_process(_catalog: Catalog, _options: SolveOptions) -> int:
    return os.getpid()


def answers_what_no_process_can_hand_on(_catalog: Catalog, _options: SolveOptions) -> object:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    return nested
