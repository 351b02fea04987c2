"""Answers by the key that a caller chose: sent again, it costs nothing and is the same.

Unlike what is in the cache, such an answer is kept also where its search was cut short, and who
asks while it is being made waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cachetools import LRUCache

Place = tuple[str, str]
"""Who asks, and the key that they chose."""


@dataclass(frozen=True)
class Made:
    """An answer with its headers.  ``is_final``: the same question always has it."""

    content: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_final: bool = True


class KeyReused(Exception):
    """The key came before, with another question."""


class Once:
    """The most recently used answers, up to ``most_bytes`` together.

    Used on the event loop only, so it needs no lock.
    """

    def __init__(self, most_bytes: int) -> None:
        self._made: LRUCache[Place, tuple[str, Made]] = LRUCache(
            most_bytes, getsizeof=lambda one: len(one[1].content)
        )
        self._running: dict[Place, tuple[str, asyncio.Future[None]]] = {}

    async def answered(
        self, place: Place, question: str, make: Callable[[], Awaitable[Made]], *, keep: bool
    ) -> tuple[Made, bool]:
        """The answer, and whether it was made before; ``question``: tells questions apart.

        What fails is not kept: who waited for it makes it.  Raises ``KeyReused``.
        """
        while (running := self._running.get(place)) is not None:
            _refuse_another(running[0], question)
            await asyncio.wait({running[1]})
        before = self._made.get(place)
        if before is not None:
            _refuse_another(before[0], question)
            return before[1], True
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running[place] = question, ended
        try:
            made = await make()
        finally:
            del self._running[place]
            ended.set_result(None)
        if keep and len(made.content) <= self._made.maxsize:
            self._made[place] = question, made
        return made, False


def _refuse_another(before: str, question: str) -> None:
    if before != question:
        raise KeyReused
