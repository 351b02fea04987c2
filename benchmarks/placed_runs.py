"""Joint weeks: what placing runs together with sessions takes, and what it brings.

``python -m benchmarks.placed_runs`` plans each week of the family ``placed_runs`` twice: as it
stands, and with each run at the earliest of its times, as one plans who places the runs first.
What both take is told as CPU seconds and as the solver's deterministic time, which is the same on
every machine.  ``--record`` keeps the report and puts its row into RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.figures import percentile
from benchmarks.instances import PLACED_RUNS, fingerprint, instances_of
from benchmarks.log import Log, Record
from benchmarks.record import PAGE, PLACED_FOLDER, write_page
from benchmarks.summary import commit, machine, software
from benchmarks.tasks import surroundings
from catalog import Catalog, load_catalog
from optimizer import plan
from optimizer.building.case_of import case_of
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.objective.tiers import TIERS
from optimizer.operations.placed_week import earliest_placement
from optimizer.placing.candidates import runs_to_place
from optimizer.solving.options import SolveOptions

WALL_SECONDS = 900.0
"""A limit that no week should meet; the deterministic one is the command line's."""
MOST_AT_THE_MEDIAN, MOST_AT_95 = 3.0, 10.0
"""Times the week with fixed runs, in CPU seconds."""
Report = Mapping[str, Any]
Measured = dict[str, Any]


@dataclass
class Spent:
    deterministic: float = 0.0


@contextmanager
def counted() -> Iterator[Spent]:
    """The deterministic time of every search while inside."""
    spent = Spent()
    solve: Callable[..., Any] = cp_model.CpSolver.solve

    def solve_and_count(solver: Any, *arguments: Any) -> Any:
        status = solve(solver, *arguments)
        spent.deterministic += solver.response_proto.deterministic_time
        return status

    cp_model.CpSolver.solve = solve_and_count  # type: ignore[method-assign, assignment]
    try:
        yield spent
    finally:
        cp_model.CpSolver.solve = solve  # type: ignore[method-assign]


def measured(name: str, request: Request, catalog: Catalog) -> Record:
    """One week, joint and with runs first."""
    runs = runs_to_place(case_of(request, catalog))
    first = earliest_placement(runs)
    assert first is not None
    return {
        "key": name,
        "runs": len(runs.runs),
        "candidates": sum(len(one.starts) for one in runs.runs),
        "windows": len(request.availability),
        "joint": _planned(request, catalog),
        "fixed": _planned(first.request, catalog),
    }


def _planned(request: Request, catalog: Catalog) -> Measured:
    begin = time.process_time()
    with counted() as spent:
        result = plan(
            request,
            catalog=catalog,
            options=SolveOptions(wall_seconds=WALL_SECONDS),
            explain_conflict=False,
        )
    return {
        "status": result.status,
        "proven": is_proven(result),
        "cpu_seconds": round(time.process_time() - begin, 3),
        "deterministic": round(spent.deterministic, 3),
        "tiers": {tier.name: [tier.value, tier.bound] for tier in result.objective},
    }


def is_proven(result: Result) -> bool:
    """True: an answer that no further search could change."""
    if result.status in ("feasible", "unsolved"):
        return False
    return all(tier.value == tier.bound for tier in result.objective)


def report_of(records: Sequence[Record]) -> Measured:
    """Every figure, with the machine, versions, commit and date it belongs to."""
    ratios = {
        by: sorted(one["joint"][by] / max(one["fixed"][by], 0.001) for one in records)
        for by in ("cpu_seconds", "deterministic")
    }
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": software(),
        "commit": commit(),
        "machine": machine(),
        "instances": fingerprint([PLACED_RUNS]),
        "weeks": len(records),
        "proven": sum(one["joint"]["proven"] for one in records),
        "fixed_proven": sum(one["fixed"]["proven"] for one in records),
        "joint_cpu_seconds": _spread([one["joint"]["cpu_seconds"] for one in records]),
        "fixed_cpu_seconds": _spread([one["fixed"]["cpu_seconds"] for one in records]),
        "cpu_ratio": _spread(ratios["cpu_seconds"]),
        "deterministic_ratio": _spread(ratios["deterministic"]),
        "relaxed_first": sum(one["fixed"]["status"] == "relaxed" for one in records),
        "relaxed_to_optimal": sum(
            (one["fixed"]["status"], one["joint"]["status"]) == ("relaxed", "optimal")
            for one in records
        ),
        "better": sum(_key(one["joint"]) < _key(one["fixed"]) for one in records),
        "worse": sorted(one["key"] for one in records if _is_worse(one["joint"], one["fixed"])),
        "measured": list(records),
    }


def _spread(values: Sequence[float]) -> Measured:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 2),
        "p95": round(percentile(ordered, 95), 2),
        "most": round(ordered[-1], 2),
    }


def _key(one: Measured) -> tuple[int, ...]:
    return tuple(one["tiers"].get(name, (0, 0))[0] for name in TIERS)


def _is_worse(joint: Measured, fixed: Measured) -> bool:
    return bool(fixed["tiers"]) and (not joint["tiers"] or _key(joint) > _key(fixed))


def summary(report: Report) -> Iterator[str]:
    """Lines for a person; a target that is missed says so."""
    open_weeks = _missed(report["proven"] < report["weeks"])
    yield (
        f"{report['proven']} of {report['weeks']} joint weeks proven{open_weeks};"
        f" {report['fixed_proven']} with runs first"
    )
    for name, words in (("joint", "joint"), ("fixed", "with runs first")):
        of_cpu = report[f"{name}_cpu_seconds"]
        yield f"CPU seconds, {words}: {_in_words(of_cpu)}"
    ratio = report["cpu_ratio"]
    missed = ratio["median"] > MOST_AT_THE_MEDIAN or ratio["p95"] > MOST_AT_95
    yield f"ratio of CPU: {_in_words(ratio)}{_missed(missed)}"
    yield f"ratio of deterministic time: {_in_words(report['deterministic_ratio'])}"
    yield (
        f"of {report['relaxed_first']} weeks relaxed with runs first"
        f" {report['relaxed_to_optimal']} optimal; {report['better']} better, worse:"
        f" {', '.join(report['worse']) or 'none'}"
    )
    slowest = sorted(report["measured"], key=lambda one: -one["joint"]["cpu_seconds"])[:5]
    for one in slowest:
        fixed, joint = one["fixed"]["cpu_seconds"], one["joint"]
        yield f"{one['key']}: {joint['cpu_seconds']:g} s, {fixed:g} s fixed ({joint['status']})"


def _in_words(spread: Measured) -> str:
    return f"median {spread['median']:g}, 95 % {spread['p95']:g}, most {spread['most']:g}"


def _missed(is_missed: bool) -> str:
    return " (missed)" if is_missed else ""


def keep(report: Report, folder: Path = PLACED_FOLDER, page: Path = PAGE) -> Path:
    """The report among the results, and its row on their page."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{report['date'][:10]}_{report['software']}_{report['commit']}.json"
    path = folder / name
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_page(folder.parent, page)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status is 1 where a joint week is worse than with runs first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.placed_runs", description=__doc__)
    parser.add_argument("--weeks", type=int, default=None, help="only the first so many")
    parser.add_argument("--record", action="store_true", help="keep the row in RESULTS.md")
    parser.add_argument("-o", "--output", type=Path, default=Path("bench/placed_runs.jsonl"))
    given = parser.parse_args(arguments)
    catalog = load_catalog()
    instances = instances_of(PLACED_RUNS)[: given.weeks]
    configuration = {**surroundings(), "instances": fingerprint([PLACED_RUNS])}
    log = Log(given.output, configuration)
    for number, instance in enumerate(instances, start=1):
        if instance.id not in log.records:
            log.add(measured(instance.id, instance.request, catalog))
            sys.stderr.write(f"{number} of {len(instances)} weeks\n")
    report = report_of([log.records[instance.id] for instance in instances])
    sys.stdout.writelines(f"{line}\n" for line in summary(report))
    if given.record:
        keep(report)
    return 1 if report["worse"] else 0


if __name__ == "__main__":
    sys.exit(main())
