"""Athletes planned in processes of their own, each of which loads the catalog once.

A process that dies takes nothing with it but the athlete it was planning, and who makes one die
twice has a line that says so; see ``api/club/processes.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from api.club.answering import Planned, fault_in_full, fault_line, plan_entry
from api.club.cores import usable_cores
from api.club.entries import Entry
from api.club.processes import Crashed, NotStarted, Processes
from catalog import Catalog, load_catalog
from optimizer.documents.errors import InternalFault
from optimizer.solving.options import SolveOptions

_LIFETIME = 1000
"""Athletes after which a process is renewed: a large club takes no more memory than a small one."""

Planner = Callable[..., Planned]
"""``plan_entry``, or another function of its signature that a new process can import."""


@dataclass(frozen=True)
class HowToPlan:
    """``folders``: those of the catalog, which every process loads for itself."""

    catalog: Catalog
    folders: Sequence[Path] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
    processes: int = field(default_factory=usable_cores)
    planner: Planner = plan_entry


def plan_in_processes(
    rows: Mapping[int, Entry], how: HowToPlan
) -> Generator[tuple[int, Planned], None, None]:
    """Every row by its key in ``rows`` as soon as it is planned; closing ends the processes.

    Raises ``InternalFault`` where processes cannot be started at all.
    """
    begin = partial(
        begin_planning,
        tuple(how.folders),
        partial(how.planner, options=how.options, describe_fault=fault_in_full),
        how.catalog.version,
    )
    with Processes(how.processes, begin, lifetime=_LIFETIME) as processes:
        pending = {processes.submit(entry): index for index, entry in rows.items()}
        for future in as_completed(pending):
            index = pending.pop(future)
            try:
                planned = future.result()
            except NotStarted as error:
                raise InternalFault(f"no process for planning could be started: {error}") from None
            except Exception as error:  # noqa: BLE001  (one athlete's fault is not the club's)
                what = str(error) if isinstance(error, Crashed) else repr(error)
                planned = Planned.of(fault_line(rows[index], how.catalog), what)
            yield index, planned


def begin_planning(
    folders: Sequence[Path], planner: Planner, version: str | None = None
) -> Callable[[Entry], Planned]:
    """What a planning process does first: load the catalog, which has to be of ``version``."""
    catalog = load_catalog(*folders)
    if version is not None and catalog.version != version:
        # One that was edited in between would give answers of two kinds.
        raise InternalFault("the catalog has changed while the club was planned")
    return partial(planner, catalog=catalog)
