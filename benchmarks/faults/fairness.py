"""Two keys that together ask for ten times what the service can do, one four times as much."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from itertools import count

import httpx

from api.catalog.example_requests import example
from benchmarks.figures import percentile
from optimizer import read_request

_PATIENCE_SECONDS = 60.0
_FACTORS = {"attacker": 8.0, "stranger": 2.0}


@dataclass(frozen=True)
class Shares:
    """Weeks that each key had, requests without any answer, and the slowest hundredth."""

    weeks: dict[str, int]
    sent: int
    lost: int
    p99_seconds: float

    @property
    def apart(self) -> float:
        """How far the larger share is above the smaller one."""
        few, many = sorted(self.weeks.values())
        return many / max(1, few) - 1.0


def shares(url: str, seconds: float) -> Shares:
    """What becomes of both keys in so many seconds."""
    return asyncio.run(_shares(url, seconds))


async def _shares(url: str, seconds: float) -> Shares:
    numbers = count()
    weeks = dict.fromkeys(_FACTORS, 0)
    times: list[float] = []
    lost = 0
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=url, timeout=_PATIENCE_SECONDS, limits=limits, trust_env=False
    ) as client:

        async def ask(key: str) -> None:
            nonlocal lost
            began = time.perf_counter()
            try:
                answer = await client.post(
                    "/v1/plans",
                    content=_week(next(numbers)),
                    headers={
                        "Authorization": f"Bearer {key}", "Content-Type": "application/json",
                    },
                )  # fmt: skip
            except httpx.HTTPError:
                lost += 1
                return
            if answer.status_code == 200:
                weeks[key] += 1
                times.append(time.perf_counter() - began)
            elif answer.status_code != 503 or "Retry-After" not in answer.headers:
                lost += 1

        capacity = await _capacity(ask, seconds / 4, weeks, times)
        tasks = []
        began = time.perf_counter()
        for at, key in _moments(capacity, seconds):
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(key)))
        await asyncio.gather(*tasks)
    return Shares(weeks, len(tasks), lost, percentile(times, 99))


async def _capacity(
    ask: Callable[[str], Coroutine[None, None, None]],
    seconds: float,
    weeks: dict[str, int],
    times: list[float],
) -> float:
    """Weeks a second when two ask one after another; forgets them afterwards."""
    end = time.perf_counter() + seconds

    async def asking() -> None:
        while time.perf_counter() < end:
            await ask("attacker")

    await asyncio.gather(asking(), asking())
    found = weeks["attacker"] / seconds
    weeks.update(dict.fromkeys(weeks, 0))
    times.clear()
    return max(found, 0.5)


def _moments(capacity: float, seconds: float) -> Iterator[tuple[float, str]]:
    """When each key asks, in order of time."""
    found = [
        (number / (capacity * factor), key)
        for key, factor in _FACTORS.items()
        for number in range(round(capacity * factor * seconds))
    ]
    return iter(sorted(found))


def _week(number: int) -> str:
    request = read_request(example("p1").path.read_bytes())
    athlete = request.athlete.model_copy(update={"id": f"a{number}"})
    return request.model_copy(update={"athlete": athlete}).model_dump_json()
