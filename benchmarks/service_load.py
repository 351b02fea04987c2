"""The service under load: this process asks, another one serves, over loopback.

First it is measured how many weeks a second the service plans when exactly as many clients ask as
it solves at once: its capacity.  Then requests come at fixed times, whether or not earlier ones are
answered, at once, twice and ten times that rate.  The weeks are those of one family, again and
again, each time for another athlete, so that no answer comes from the cache.

What counts: every request is answered, with a week or with a refusal that says when to ask again;
those that are answered do not wait without end; and the event loop stays awake meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import httpx
from rich.box import SIMPLE
from rich.console import RenderableType
from rich.table import Table

from api.club.cores import usable_cores
from benchmarks.figures import percentile
from benchmarks.instances import instances_of
from optimizer.documents.request import Request

LOADS = (1, 2, 10)
_SECONDS, _QUICK_SECONDS = 30.0, 8.0
_FAMILY = "roomy"
_PATIENCE_SECONDS = 120.0
_BETWEEN_PROBES = 0.05
_LAG = "runstrong_loop_lag_seconds_bucket"

Report = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """One request: its status, 0 where no answer came; ``polite``: it says when to ask again."""

    status: int
    seconds: float
    polite: bool


def measured_service(*, quick: bool = False, solves: int | None = None) -> Report:
    """Figures of the service on this machine; ``solves``: at once, None: one a core."""
    solves = solves or usable_cores()
    seconds = _QUICK_SECONDS if quick else _SECONDS
    with served("--solves", str(solves)) as url:
        return asyncio.run(_measured(url, solves, seconds))


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """The address of a service in a process of its own, on a port that was free."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "api", "serve", "--port", "0", *arguments],
                stderr=written,
                env={**os.environ, "RUNSTRONG_STATE": folder},
            )
        try:
            yield _address(process, log)
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        for line in log.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):  # a line that is still being written
                event = json.loads(line)
                if event["event"] == "listening":
                    return str(event["url"])
        time.sleep(0.05)
    raise RuntimeError(f"the service did not start: {log.read_text(encoding='utf-8')}")


async def _measured(url: str, solves: int, seconds: float) -> Report:
    athletes = _athletes()
    async with _client(url) as client:
        await closed_loop(client, athletes, solves, seconds / 4)  # warm
        answers = await closed_loop(client, athletes, solves, seconds)
        if any(one.status != 200 for one in answers):
            raise RuntimeError("the service does not answer, even when it is not busy")
        capacity = len(answers) / seconds
        loads = [
            await open_loop(client, athletes, factor, capacity * factor, seconds)
            for factor in LOADS
        ]
    return {
        "solves_at_once": solves,
        "cores": usable_cores(),
        "seconds": seconds,
        "capacity_per_second": capacity,
        "alone": _times([one.seconds for one in answers]),
        "loads": loads,
    }


def _athletes() -> Iterator[Request]:
    """Requests without end, no two alike."""
    for number, instance in zip(count(), cycle(instances_of(_FAMILY))):
        request = instance.request
        athlete = request.athlete.model_copy(update={"id": f"{instance.id}-{number}"})
        yield request.model_copy(update={"athlete": athlete})


@asynccontextmanager
async def _client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS, limits=limits) as client:
        yield client


async def closed_loop(
    client: httpx.AsyncClient, athletes: Iterator[Request], clients: int, seconds: float
) -> list[Sent]:
    """Each of ``clients`` asks again as soon as it is answered."""
    end = time.perf_counter() + seconds
    answers: list[Sent] = []

    async def asking() -> None:
        while time.perf_counter() < end:
            answers.append(await _ask(client, next(athletes)))

    await asyncio.gather(*(asking() for _ in range(clients)))
    return answers


async def open_loop(
    client: httpx.AsyncClient, athletes: Iterator[Request], factor: int, rate: float, seconds: float
) -> Report:
    """``rate`` requests a second, whatever becomes of the earlier ones."""
    sent = max(1, round(rate * seconds))
    lag_before = await _lag(client)
    probes: list[float] = []
    probing = asyncio.create_task(_probe(client, probes))
    began = time.perf_counter()
    requests = []
    for number, athlete in enumerate(islice(athletes, sent)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        requests.append(asyncio.create_task(_ask(client, athlete)))
    answers = await asyncio.gather(*requests)
    took = time.perf_counter() - began
    probing.cancel()
    with suppress(asyncio.CancelledError):
        await probing
    lag = _between(lag_before, await _lag(client))
    planned = [one.seconds for one in answers if one.status == 200]
    busy = [one.seconds for one in answers if one.status == 503 and one.polite]
    return {
        "factor": factor,
        "rate_per_second": rate,
        "sent": sent,
        "answered": len(planned),
        "refused": len(busy),
        "lost": sent - len(planned) - len(busy),
        "answered_per_second": len(planned) / took,
        "answered_seconds": _times(planned),
        "refused_seconds": _times(busy),
        "probe_seconds": _times(probes),
        "loop_lag_seconds": lag,
    }


async def _ask(client: httpx.AsyncClient, athlete: Request) -> Sent:
    began = time.perf_counter()
    try:
        answer = await client.post(
            "/v1/plans",
            content=athlete.model_dump_json(),
            headers={"Content-Type": "application/json"},
        )
    except httpx.HTTPError:
        return Sent(0, time.perf_counter() - began, polite=False)
    polite = int(answer.headers.get("Retry-After", "0")) > 0
    return Sent(answer.status_code, time.perf_counter() - began, polite)


async def _probe(client: httpx.AsyncClient, seconds: list[float]) -> None:
    """How long the smallest of all requests takes meanwhile."""
    while True:
        began = time.perf_counter()
        await client.get("/health/live")
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(_BETWEEN_PROBES)


async def _lag(client: httpx.AsyncClient) -> dict[str, float]:
    """How often the event loop was late, by the upper edge of how late."""
    lines = (await client.get("/metrics")).text.splitlines()
    found = [line.removeprefix(_LAG).split() for line in lines if line.startswith(_LAG)]
    return {edge.split('"')[1]: float(count) for edge, count in found}


def _between(before: dict[str, float], after: dict[str, float]) -> dict[str, str | None]:
    """The edges below which half and 99 % of the lags were, of those counted in between."""
    counts = {edge: after[edge] - before[edge] for edge in after}
    most = max(counts.values())
    return {
        name: next((edge for edge, count in counts.items() if count >= share * most), None)
        for name, share in (("p50_below", 0.5), ("p99_below", 0.99))
    }


def _times(seconds: Sequence[float]) -> dict[str, float | None]:
    return {
        "p50": percentile(seconds, 50) if seconds else None,
        "p99": percentile(seconds, 99) if seconds else None,
    }


def service_views(report: Report) -> Iterator[RenderableType]:
    yield (
        f"The service on {report['cores']} cores, {report['solves_at_once']} solves at once:"
        f" {report['capacity_per_second']:.1f} weeks a second, each in"
        f" {_short(report['alone']['p50'])} (99th percentile {_short(report['alone']['p99'])})."
    )
    table = Table(
        "load", "sent", "answered", "refused", "lost", "weeks/s", "p50", "p99", "refusal", "probe",
        "lag", box=SIMPLE, padding=0,
    )  # fmt: skip
    for load in report["loads"]:
        lag = load["loop_lag_seconds"]["p99_below"]
        table.add_row(
            f"{load['factor']}×",
            *(str(load[name]) for name in ("sent", "answered", "refused", "lost")),
            f"{load['answered_per_second']:.1f}",
            _short(load["answered_seconds"]["p50"]),
            _short(load["answered_seconds"]["p99"]),
            _short(load["refused_seconds"]["p99"]),
            _short(load["probe_seconds"]["p99"]),
            "" if lag in (None, "+Inf") else f"< {_short(float(lag))}",
        )
    yield table
    yield (
        "Refusal, probe (the smallest of all requests) and lag (of the event loop) are 99th"
        " percentiles."
    )


def faults_of(report: Report) -> list[str]:
    """What may not be: a request without an answer, or with one that nobody expects."""
    return [
        f"at {load['factor']} times the capacity {load['lost']} of {load['sent']} requests were"
        " lost: no week came, and no refusal that says when to ask again"
        for load in report["loads"]
        if load["lost"]
    ]


def _short(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"
