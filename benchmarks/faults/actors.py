"""The processes of a scenario, and the client that asks them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from api.jobs.documents import BatchReport
from api.jobs.settings import JobSettings
from benchmarks.faults.postgres import free_port
from benchmarks.faults.process import Setting

_LONGEST_SECONDS = 180.0
_LOOK_SECONDS = 0.05
_ENDED = ("finished", "cancelled")


class TooLong(Exception):
    """What was waited for did not happen."""


def until(happened: Callable[[], bool], what: str) -> None:
    """Wait until it has happened; raises ``TooLong``."""
    end = time.monotonic() + _LONGEST_SECONDS
    while not happened():
        if time.monotonic() > end:
            raise TooLong(what)
        time.sleep(_LOOK_SECONDS)


@dataclass(frozen=True)
class Tally:
    """What became of the athletes of one batch.  ``statuses``: how many lines have each."""

    athletes: int
    answered: int
    lost: int
    duplicated: int
    statuses: dict[str, int]


def tally(ids: list[str], lines: list[str]) -> Tally:
    """Hold the lines of the results against the ids that were handed in."""
    documents = [json.loads(line) for line in lines]
    found = Counter(document["athlete_id"] for document in documents)
    answered = sum(1 for name in ids if found[name])
    return Tally(
        athletes=len(ids),
        answered=answered,
        lost=len(ids) - answered,
        duplicated=found.total() - answered,
        statuses=dict(Counter(document["status"] for document in documents)),
    )


class Actor:
    """A service or a worker in a process of its own."""

    def __init__(self, setting: Setting, log: Path) -> None:
        self._setting = setting
        self._log = log
        self.start()

    def start(self) -> None:
        """Start, or start again after ``kill``."""
        setting = self._setting.model_dump_json()
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.faults.process", setting],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """As ``kill -9``."""
        self.process.kill()
        self.process.wait()


class Cluster:
    """One scenario's database, processes and client; all is gone when it is left."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self._folder = folder
        self._database = database or f"sqlite:///{folder / 'jobs.db'}"
        self._actors: list[Actor] = []
        self._port = free_port()
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self._port}", timeout=30.0, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.client.close()
        for actor in self._actors:
            actor.kill()

    # --- Processes ----------------------------------------------------------------------------

    def service(self, processes: int, *, poisonable: bool = False) -> Actor:
        """A service that answers; with ``processes`` it plans batches too."""
        actor = self._actor("service", "service", processes, poisonable)
        self.wait_for_service()
        return actor

    def worker(self, name: str) -> Actor:
        """A worker of one planning process, as on a machine of its own."""
        return self._actor("worker", name, 1, poisonable=False)

    def wait_for_service(self) -> None:
        until(self._answers, "the service does not answer")

    def _actor(self, role: str, name: str, processes: int, poisonable: bool) -> Actor:
        setting = Setting.model_validate(
            {
                "role": role,
                "port": self._port,
                "poisonable": poisonable,
                "jobs": JobSettings(
                    database=self._database,
                    state_folder=self._folder / name,
                    processes=processes,
                    chunk_athletes=2,
                    poll_seconds=0.1,
                    heartbeat_seconds=0.3,
                    dead_after_seconds=2.0,
                ),
            }
        )
        actor = Actor(setting, self._folder / f"{name}.log")
        self._actors.append(actor)
        return actor

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return self.client.get("/health/live").is_success
        return False

    # --- The client ---------------------------------------------------------------------------

    def hand_in(self, roster: str) -> BatchReport:
        answer = self.client.post(
            "/v1/batches", content=roster, headers={"Content-Type": "application/jsonl"}
        )
        answer.raise_for_status()
        return BatchReport.model_validate_json(answer.content)

    def report(self, batch: BatchReport) -> BatchReport:
        answer = self.client.get(batch.links.self)
        answer.raise_for_status()
        return BatchReport.model_validate_json(answer.content)

    def wait_for_answers(self, batch: BatchReport, athletes: int) -> None:
        """Until so many athletes are answered."""
        until(lambda: self.report(batch).answered >= athletes, f"fewer than {athletes} answers")

    def wait_for_end(self, batch: BatchReport) -> None:
        until(lambda: self.report(batch).state in _ENDED, "the batch does not end")

    def lines(self, batch: BatchReport, offset: int = 0) -> Generator[str, None, None]:
        """The results, followed to their end; a reader may leave at any line."""
        path = f"{batch.links.results}?offset={offset}"
        with self.client.stream("GET", path, timeout=_LONGEST_SECONDS) as answer:
            answer.raise_for_status()
            yield from answer.iter_lines()
