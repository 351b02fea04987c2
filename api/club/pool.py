"""A club on several cores of one machine: a few processes, one athlete each at a time.

A process that dies takes nothing with it but the athlete it was planning, and who makes one die
twice has a line that says so; see ``api/processes.py``.  Each loads the catalog once.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from api.club.answering import lost, plan_entry
from api.club.entries import Entry
from api.club.lines import Line
from api.processes import Crashed, NotStarted, Processes
from catalog import Catalog, load_catalog
from optimizer.documents.errors import InternalFault
from optimizer.solving.options import SolveOptions

_LIFETIME = 1000
"""Athletes after which a process is renewed: a large club takes no more memory than a small one."""

Planner = Callable[..., Line]
"""``plan_entry``, or another function of its signature that a new process can import."""


@dataclass(frozen=True)
class Task:
    """One athlete to plan; ``index`` is given back with the answer."""

    index: int
    entry: Entry


@dataclass(frozen=True)
class Answered:
    """``fault``: what went wrong with us, for people who can mend it; None: nothing did."""

    index: int
    text: str
    seconds: float
    fault: str | None = None


@dataclass(frozen=True)
class _Planned:
    text: str
    seconds: float
    fault: str | None


@dataclass
class Pool:
    """``folders``: the catalog's, as ``load_catalog`` takes them.  A context manager: leaving it
    ends the processes at once."""

    processes: int
    catalog: Catalog
    folders: Sequence[Path] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
    planner: Planner = plan_entry

    def __post_init__(self) -> None:
        begin = partial(
            _begin, tuple(self.folders), self.catalog.version, self.options, self.planner
        )
        self._processes: Processes[Entry, _Planned] = Processes(
            self.processes, begin, lifetime=_LIFETIME
        )

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._processes.close()

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answered]:
        """Every task's answer, as soon as there is one.

        Raises ``InternalFault`` where processes cannot be started at all.
        """
        waiting = deque(tasks)
        pending: dict[Future[_Planned], Task] = {}
        while waiting or pending:
            while waiting and len(pending) < self.processes:
                task = waiting.popleft()
                pending[self._processes.submit(task.entry)] = task
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield self._answered(pending.pop(future), future)

    def _answered(self, task: Task, future: Future[_Planned]) -> Answered:
        try:
            planned = future.result()
        except NotStarted as error:
            raise InternalFault(f"no process for planning could be started: {error}") from None
        except Exception as error:  # noqa: BLE001  (one athlete's fault is not the club's)
            line = lost(task.entry, self.catalog)
            what = str(error) if isinstance(error, Crashed) else repr(error)
            return Answered(task.index, line.model_dump_json(), 0.0, what)
        return Answered(task.index, planned.text, planned.seconds, planned.fault)


def _begin(
    folders: Sequence[Path], version: str, options: SolveOptions, planner: Planner
) -> Callable[[Entry], _Planned]:
    catalog = load_catalog(*folders)
    if catalog.version != version:
        # One that was edited in between would give answers of two kinds.
        raise InternalFault("the catalog has changed while the club was planned")
    return partial(_plan, catalog, options, planner)


def _plan(catalog: Catalog, options: SolveOptions, planner: Planner, entry: Entry) -> _Planned:
    faults: list[str] = []

    def keep(_: Entry, error: Exception) -> None:
        faults.append("".join(traceback.format_exception(error)))

    begin = time.perf_counter()
    line = planner(entry, catalog=catalog, options=options, on_fault=keep)
    text = line.model_dump_json()
    return _Planned(text, time.perf_counter() - begin, faults[0] if faults else None)
