"""Drawn seasons, planned week by week and each read without a solver.

``python -m benchmarks.seasons`` draws a thousand seasons and plans the next four weeks of each, on
every core, with progress; every season is kept in a file as it comes, so that a stopped call goes
on.  It ends with how many are proven, and every fault.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from functools import partial
from pathlib import Path
from typing import Any

from api.club.cores import usable_cores
from api.club.processes import Processes
from benchmarks.record_file import RecordFile
from benchmarks.season_draw import drawn_season
from benchmarks.season_faults import faults_of_season
from catalog import Catalog, load_catalog
from optimizer import InternalFault, UnusableInput, plan_season

SEASONS = 1000
EXACT_WEEKS = 4
Record = dict[str, Any]


def measured(number: int, exact_weeks: int, catalog: Catalog) -> Record:
    """One drawn season: its status, the weeks that were planned and those that are not proven,
    CPU seconds, and its faults."""
    begin = time.process_time()
    record: Record = {"season": number, "faults": []}
    try:
        season = plan_season(drawn_season(f"bench {number}", exact_weeks), catalog=catalog)
    except UnusableInput as error:
        record |= {"status": "refused", "reason": str(error)}
    except InternalFault as error:
        record |= {"status": "fault", "faults": [str(error)]}
    else:
        results = [(week.number, week.result) for week in season.weeks if week.result is not None]
        record |= {
            "status": season.status,
            "reason": season.reason,
            "planned": len(results),
            "not_proven": [n for n, one in results if one.status in ("feasible", "unsolved")],
        }
        record["cpu_seconds"] = round(time.process_time() - begin, 2)
        record["faults"] = [*faults_of_season(season, catalog)]
    return record


def begin(exact_weeks: int) -> Callable[[int], Record]:
    """What a process does first."""
    return partial(measured, exact_weeks=exact_weeks, catalog=load_catalog())


def measure(
    count: int, exact_weeks: int, path: Path, processes: int, tell: Callable[[str], object]
) -> list[Record]:
    """``count`` seasons, by number; those that ``path`` has are not planned again."""
    records = RecordFile(path, load_catalog(), key="season", exact_weeks=exact_weeks)
    todo = [number for number in range(count) if number not in records.by_key]
    with Processes[int, Record](processes, partial(begin, exact_weeks)) as at_work:
        for future in as_completed([at_work.submit(number) for number in todo]):
            record = future.result()
            records.add(record)
            tell(f"{len(records.by_key)} of {count} seasons; the last is {record['status']}\n")
    return [records.by_key[number] for number in range(count)]


def summary(records: Sequence[Record]) -> Iterator[str]:
    """Lines for a person."""
    for status, count in sorted(Counter(one["status"] for one in records).items()):
        yield f"{count} {status}"
    weeks = sum(one.get("planned", 0) for one in records)
    open_weeks = sum(len(one.get("not_proven", ())) for one in records)
    seconds = sorted(one["cpu_seconds"] for one in records if "cpu_seconds" in one)
    yield f"{weeks} weeks planned, {open_weeks} of them not proven"
    if seconds:
        middle, high = seconds[len(seconds) // 2], seconds[int(0.9 * (len(seconds) - 1))]
        yield (f"CPU seconds a season: median {middle:g}, 90 % {high:g}, most {seconds[-1]:g}")
    faults = [(one["season"], fault) for one in records for fault in one["faults"]]
    yield from (f"season {number}: {fault}" for number, fault in faults)
    yield f"{len(faults)} faults in {len(records)} seasons"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seasons", description=__doc__)
    parser.add_argument("--seasons", type=int, default=SEASONS)
    parser.add_argument("--exact-weeks", type=int, default=EXACT_WEEKS, choices=range(1, 17))
    parser.add_argument("--processes", type=int, default=usable_cores())
    parser.add_argument("-o", "--output", type=Path, default=Path("bench/seasons.jsonl"))
    given = parser.parse_args(arguments)
    records = measure(
        given.seasons, given.exact_weeks, given.output, given.processes, sys.stderr.write
    )
    sys.stdout.writelines(f"{line}\n" for line in summary(records))
    return 1 if any(one["faults"] for one in records) else 0


if __name__ == "__main__":
    sys.exit(main())
