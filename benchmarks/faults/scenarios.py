"""What goes wrong.  Each scenario hands in a batch, does its worst, and counts the answers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.faults.actors import Cluster, Tally, tally
from benchmarks.faults.athletes import POISON, roster
from benchmarks.faults.postgres import Postgres
from catalog import load_catalog
from optimizer import plan, read_request

_SECONDS_OF_FULL_DISK = 2.0
_SECONDS_WITHOUT_DATABASE = 1.0
_SECONDS_OF_SLEEP = 4.0
_SERVICE_UNAVAILABLE = 503


@dataclass(frozen=True)
class Scenario:
    """``run``: with so many athletes, in an empty folder.  ``on_postgres``: else on SQLite."""

    id: str
    title: str
    run: Callable[[int, Path, Postgres | None], Tally]
    on_postgres: bool = False


def server_killed(athletes: int, folder: Path, _: Postgres | None) -> Tally:
    text = roster(athletes)
    with Cluster(folder) as cluster:
        service = cluster.service(processes=2)
        batch = cluster.hand_in(text)
        cluster.wait_for_answers(batch, athletes // 4)
        service.kill()
        service.start()
        cluster.wait_for_service()
        return tally(_ids(text), [*cluster.lines(batch)])


def worker_killed(athletes: int, folder: Path, server: Postgres | None) -> Tally:
    text = roster(athletes)
    with Cluster(folder, _url(server)) as cluster:
        cluster.service(processes=0)
        batch = cluster.hand_in(text)
        workers = [cluster.worker("first"), cluster.worker("second")]
        cluster.wait_for_answers(batch, athletes // 4)
        workers[0].kill()
        return tally(_ids(text), [*cluster.lines(batch)])


def worker_asleep(athletes: int, folder: Path, server: Postgres | None) -> Tally:
    text = roster(athletes)
    with Cluster(folder, _url(server)) as cluster:
        cluster.service(processes=0)
        batch = cluster.hand_in(text)
        first = cluster.worker("first")
        cluster.wait_for_answers(batch, athletes // 4)
        first.process.send_signal(signal.SIGSTOP)
        cluster.worker("second")
        time.sleep(_SECONDS_OF_SLEEP)
        first.process.send_signal(signal.SIGCONT)
        return tally(_ids(text), [*cluster.lines(batch)])


def database_restarted(athletes: int, folder: Path, server: Postgres | None) -> Tally:
    assert server is not None
    text = roster(athletes)
    with Cluster(folder, _url(server)) as cluster:
        cluster.service(processes=1)
        cluster.worker("other")
        batch = cluster.hand_in(text)
        cluster.wait_for_answers(batch, athletes // 4)
        server.stop()
        time.sleep(_SECONDS_WITHOUT_DATABASE)
        server.start()
        return tally(_ids(text), [*cluster.lines(batch)])


def disk_full(athletes: int, folder: Path, _: Postgres | None) -> Tally:
    """The process may write no byte to any file for a while."""
    if sys.platform != "linux":
        raise NotImplementedError("the limit of another process can be set on Linux only")
    import resource

    text = roster(athletes)
    with Cluster(folder) as cluster:
        service = cluster.service(processes=2)
        batch = cluster.hand_in(text)
        cluster.wait_for_answers(batch, athletes // 4)
        unlimited = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
        while_full = cluster.client.post("/v1/batches", json=[json.loads(text.partition("\n")[0])])
        if while_full.status_code != _SERVICE_UNAVAILABLE:
            raise AssertionError(f"a batch that has no room was answered {while_full.status_code}")
        time.sleep(_SECONDS_OF_FULL_DISK)
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, unlimited)
        return tally(_ids(text), [*cluster.lines(batch)])


def client_left(athletes: int, folder: Path, _: Postgres | None) -> Tally:
    text = roster(athletes)
    with Cluster(folder) as cluster:
        cluster.service(processes=2)
        batch = cluster.hand_in(text)
        lines = cluster.lines(batch)
        first = [*islice(lines, athletes // 4)]
        lines.close()
        return tally(_ids(text), [*first, *cluster.lines(batch, offset=len(first))])


def poisoned(athletes: int, folder: Path, _: Postgres | None) -> Tally:
    text = roster(athletes - 1, POISON)
    with Cluster(folder) as cluster:
        cluster.service(processes=2, poisonable=True)
        batch = cluster.hand_in(text)
        return tally(_ids(text), [*cluster.lines(batch)])


def every_door(athletes: int, folder: Path, _: Postgres | None) -> Tally:
    """A batch, ``runstrong club`` and one athlete at a time give the same bytes."""
    text = roster(athletes)
    (folder / "roster.jsonl").write_text(text)
    club = [sys.executable, "-m", "api", "club", "roster.jsonl", "-o", "results.jsonl"]
    subprocess.run(club, cwd=folder, check=True, capture_output=True)
    catalog = load_catalog()
    alone = [
        _without_stats(plan(read_request(line), catalog=catalog).model_dump_json())
        for line in text.splitlines()
    ]
    with Cluster(folder) as cluster:
        cluster.service(processes=2)
        lines = [*cluster.lines(cluster.hand_in(text))]
    for name, found in (
        ("club", (folder / "results.jsonl").read_text().splitlines()),
        ("batch", lines),
    ):
        if [_without_stats(one) for one in found] != alone:
            raise AssertionError(f"the {name} has other bytes than one athlete at a time")
    return tally(_ids(text), lines)


def _without_stats(line: str) -> str:
    document = json.loads(line)
    del document["stats"]
    return json.dumps(document)


SCENARIOS = (
    Scenario("every_door", "no fault: the same bytes by batch, club and alone", every_door),
    Scenario("server_killed", "service killed with -9 in mid-batch, started again", server_killed),
    Scenario("client_left", "client leaves, comes back with an offset", client_left),
    Scenario("disk_full", "disk full for a while", disk_full),
    Scenario("poisoned", "one athlete ends every process that plans it", poisoned),
    Scenario("worker_killed", "one of two workers killed with -9", worker_killed, True),
    Scenario("worker_asleep", "a worker stops, is replaced, and wakes up", worker_asleep, True),
    Scenario("database_restarted", "database killed and started again", database_restarted, True),
)


def try_scenario(scenario: Scenario, athletes: int, server: Postgres | None) -> tuple[Tally, float]:
    """The tally of a scenario, and the seconds it took."""
    with tempfile.TemporaryDirectory(prefix="runstrong-faults-") as folder:
        began = time.monotonic()
        found = scenario.run(athletes, Path(folder), server)
        return found, time.monotonic() - began


def _ids(text: str) -> list[str]:
    return [json.loads(line)["athlete"]["id"] for line in text.splitlines()]


def _url(server: Postgres | None) -> str:
    assert server is not None
    return server.url
