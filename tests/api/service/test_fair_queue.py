"""Callers take turns, whatever the others ask for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine

import pytest

from api.service.fair_queue import NoTurn, Turns

LATER = 1_000_000.0


def turns(at_once: int = 1, waiting: int = 8) -> Turns:
    return Turns(at_once, waiting, 100.0, mean_seconds=lambda: 0.01)


def run(work: Coroutine[None, None, None]) -> None:
    asyncio.run(work)


def test_one_who_asks_seldom_is_next_after_one_who_asks_for_much() -> None:
    async def work() -> None:
        room, order = turns(waiting=50), list[str]()
        await room.take("greedy", LATER, None)

        async def ask(caller: str) -> None:
            await room.take(caller, LATER, None)
            order.append(caller)

        tasks = [asyncio.create_task(ask("greedy")) for _ in range(40)]
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(ask("modest")))
        await asyncio.sleep(0)
        room.give_back("greedy")
        for _ in range(3):
            await asyncio.sleep(0)
        assert order == ["modest"]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(work())


def test_a_full_queue_takes_its_newest_place_from_who_has_the_most() -> None:
    async def work() -> None:
        room = turns(waiting=4)
        await room.take("greedy", LATER, None)
        many = [asyncio.create_task(room.take("greedy", LATER, None)) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(NoTurn):
            await room.take("greedy", LATER, None)
        modest = asyncio.create_task(room.take("modest", LATER, None))
        for _ in range(3):
            await asyncio.sleep(0)
        assert [task.done() for task in many] == [False, False, False, True]
        with pytest.raises(NoTurn):
            many[3].result()
        room.give_back("greedy")
        await modest
        for task in many[:3]:
            task.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        assert room.waiting == 0

    run(work())


def test_two_who_ask_for_all_there_is_get_the_same() -> None:
    """Twenty times as many of one as of the other, for a thousand turns."""

    async def work() -> None:
        room, served = turns(at_once=2, waiting=16), Counter[str]()

        async def asking(caller: str) -> None:
            while served.total() < 1_000:
                try:
                    await room.take(caller, LATER, None)
                except NoTurn:
                    await asyncio.sleep(0)
                    continue
                served[caller] += 1
                await asyncio.sleep(0)
                room.give_back(caller)

        callers = ["many"] * 40 + ["few"] * 4
        await asyncio.gather(*(asking(caller) for caller in callers))
        assert abs(served["many"] - served["few"]) < 200

    run(work())


def test_a_stop_refuses_everybody() -> None:
    async def work() -> None:
        room = turns()
        await room.take("ana", LATER, None)
        waiting = asyncio.create_task(room.take("ana", LATER, None))
        await asyncio.sleep(0)
        room.stop()
        for task in (waiting, asyncio.create_task(room.take("ben", LATER, None))):
            with pytest.raises(NoTurn) as no:
                await task
            assert no.value.stopping

    run(work())
