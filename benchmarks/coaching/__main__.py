"""Plan held-out weeks, read them as a coach, and print which criteria how many of them break."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.coaching.athletes import Document, athletes
from benchmarks.coaching.criteria import CRITERIA
from benchmarks.coaching.reading import Week
from catalog import load_catalog
from optimizer import plan, read_request


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coaching", description=__doc__)
    parser.add_argument("--athletes", type=int, default=60, help="how many weeks (60)")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--out", type=Path, help="a file for the weeks and what is wrong with them")
    options = parser.parse_args()
    requests = list(athletes(options.athletes))
    with ProcessPoolExecutor(options.processes) as pool:
        results = list(pool.map(_planned, requests))
    weeks = [Week(*pair, load_catalog()) for pair in zip(requests, results, strict=True)]
    for line in _table(weeks):
        print(line)
    if options.out is not None:
        options.out.write_text(json.dumps(list(map(_read, weeks)), indent=1), encoding="utf-8")
    return 0


def _planned(request: Document) -> Document:
    result = plan(read_request(json.dumps(request).encode()))
    found: Document = json.loads(result.model_dump_json())
    return found


def _read(week: Week) -> Document:
    faults = {c.name: c.faults(week) for c in CRITERIA if c.applies(week)}
    faults = {name: found for name, found in faults.items() if found}
    return {"request": week.request, "result": week.result, "faults": faults}


def _table(weeks: Iterable[Week]) -> Iterable[str]:
    weeks = list(weeks)
    statuses = [week.result["status"] for week in weeks]
    unproven = sum(
        any(t["value"] != t["bound"] for t in week.result["objective"]) for week in weeks
    )
    counts = ", ".join(f"{statuses.count(s)} {s}" for s in sorted(set(statuses)))
    yield f"{len(weeks)} weeks: {counts}; {unproven} not proven"
    yield f"{'criterion':68} weeks broken  share"
    for criterion in CRITERIA:
        read = [week for week in weeks if criterion.applies(week)]
        broken = sum(bool(criterion.faults(week)) for week in read)
        share = f"{broken / len(read):6.1%}" if read else "     –"
        yield f"{criterion.name:68} {len(read):5} {broken:6} {share}"


if __name__ == "__main__":
    sys.exit(main())
