"""A fresh process that measures one job: tasks as JSON on standard input, records on output.

Apart from the runner, so that a peer's memory is its own and its death harms nobody.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.memory import peak_mb
from benchmarks.peers import peer_called
from benchmarks.task import Task
from optimizer import SolveOptions

if TYPE_CHECKING:
    from benchmarks.instances import Instance
    from catalog import Catalog

Record = dict[str, Any]


def main() -> None:
    tasks = [Task(**document) for document in json.load(sys.stdin)]
    proven_in: dict[str, float] = {}
    for task in tasks:
        begin = time.perf_counter()
        try:
            record = _MEASURES[task.kind](task, proven_in)
        except Exception as error:  # noqa: BLE001  (a fault is a finding, and the next task goes on)
            record = {
                "status": "fault", "proven": False, "seconds": time.perf_counter() - begin,
                "note": f"{type(error).__name__}: {error}",
            }  # fmt: skip
        record["peak_mb"] = round(peak_mb(), 1)
        sys.stdout.write(json.dumps({"key": task.key, "task": task.__dict__, **record}) + "\n")
        sys.stdout.flush()


def _proof(task: Task, proven_in: dict[str, float]) -> Record:
    import_ms = _import_ms()
    from benchmarks.instances import instances_of
    from benchmarks.scaled import scaled_catalog

    peer = peer_called(task.peer)
    instance = next(i for i in instances_of(task.family) if i.id == task.instance)
    catalog = scaled_catalog(instance.catalog_times)
    gc.collect()
    begin = time.perf_counter()
    answer = peer.plan(instance, catalog, task.at or task.limit)
    seconds = time.perf_counter() - begin
    if answer.proven and not task.at:
        proven_in[task.instance] = max(seconds, proven_in.get(task.instance, 0.0))
    return {
        "status": answer.status,
        "proven": answer.proven,
        "seconds": round(seconds, 6),
        "gap": round(answer.gap, 6),
        "tiers": [[tier.name, tier.value, tier.bound] for tier in answer.tiers],
        "shares": {"import": import_ms, **{k: round(v, 3) for k, v in answer.shares.items()}},
        "note": answer.note,
        "catalog_times": instance.catalog_times,
        "windows": instance.windows,
    }


def _glance(task: Task, proven_in: dict[str, float]) -> Record:
    """The gap after ``task.at`` seconds: a run with that limit, unless it is known to be proven."""
    if proven_in.get(task.instance, task.at + 1) <= task.at:
        return {"status": "proven before", "proven": True, "gap": 0.0, "seconds": task.at}
    return _proof(task, proven_in)


def _profile(task: Task, proven_in: dict[str, float]) -> Record:  # noqa: ARG001
    """Where the time of one plan goes, with the solver's log read along."""
    import_ms = _import_ms()
    from ortools.sat.python import cp_model

    from benchmarks.instances import instances_of
    from benchmarks.peers.direct import presolve_seconds
    from benchmarks.scaled import scaled_catalog
    from optimizer import check, plan

    spent = {"solve": 0.0, "presolve": 0.0, "solves": 0}
    solve: Callable[..., Any] = cp_model.CpSolver.solve

    def solve_and_read(solver: Any, *arguments: Any) -> Any:
        log: list[str] = []
        solver.parameters.log_search_progress = True
        solver.parameters.log_to_stdout = False
        solver.log_callback = log.append
        begin = time.perf_counter()
        status = solve(solver, *arguments)
        seconds = time.perf_counter() - begin
        spent["solve"] += seconds
        spent["presolve"] += min(seconds, presolve_seconds("\n".join(log), solver.wall_time))
        spent["solves"] += 1
        return status

    instance = next(i for i in instances_of(task.family) if i.id == task.instance)
    catalog = scaled_catalog(instance.catalog_times)
    cp_model.CpSolver.solve = solve_and_read  # type: ignore[method-assign, assignment]
    try:
        begin = time.perf_counter()
        result = plan(
            instance.request,
            catalog=catalog,
            options=SolveOptions(wall_seconds=task.limit),
            explain_conflict=False,
        )
        total = time.perf_counter() - begin
    finally:
        cp_model.CpSolver.solve = solve  # type: ignore[method-assign]
    begin = time.perf_counter()
    check(instance.request, result, catalog=catalog)
    review = time.perf_counter() - begin
    return {
        "status": result.status,
        "seconds": round(total, 6),
        "solves": spent["solves"],
        "shares": {
            "import": import_ms,
            "build": round(1000 * (total - spent["solve"] - review), 3),
            "presolve": round(1000 * spent["presolve"], 3),
            "solve": round(1000 * (spent["solve"] - spent["presolve"]), 3),
            "review": round(1000 * review, 3),
        },
    }


def _help(task: Task, proven_in: dict[str, float]) -> Record:  # noqa: ARG001
    begin = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-m", "api", "--help"], capture_output=True, check=False
    )
    seconds = time.perf_counter() - begin
    return {"status": "optimal" if answer.returncode == 0 else "fault", "seconds": seconds}


def _club(task: Task, proven_in: dict[str, float]) -> Record:  # noqa: ARG001
    from benchmarks.clubs import planned_club

    return planned_club(task.size, task.workers, task.limit)


def _conflict(task: Task, proven_in: dict[str, float]) -> Record:  # noqa: ARG001
    from benchmarks.answers import explained_week

    return explained_week(*_instance_and_catalog(task), task.limit)


def _replan(task: Task, proven_in: dict[str, float]) -> Record:  # noqa: ARG001
    from benchmarks.answers import replanned_week

    return replanned_week(*_instance_and_catalog(task), task.limit)


def _instance_and_catalog(task: Task) -> tuple[Instance, Catalog]:
    from benchmarks.instances import instances_of
    from benchmarks.scaled import scaled_catalog

    instance = next(i for i in instances_of(task.family) if i.id == task.instance)
    return instance, scaled_catalog(instance.catalog_times)


def _import_ms() -> float:
    """What a new process pays before its first plan: our packages, the solver, the catalog."""
    if not _imported:
        begin = time.perf_counter()
        import optimizer.operations.plan  # noqa: F401
        from catalog import load_catalog

        load_catalog()
        _imported.append(round(1000 * (time.perf_counter() - begin), 1))
    return _imported[0]


_imported: list[float] = []
_MEASURES: dict[str, Callable[[Task, dict[str, float]], Record]] = {
    "proof": _proof,
    "glance": _glance,
    "profile": _profile,
    "help": _help,
    "club": _club,
    "conflict": _conflict,
    "replan": _replan,
}

if __name__ == "__main__":
    main()
