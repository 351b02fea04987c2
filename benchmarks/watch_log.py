"""The round trip through a watch: what was planned, done as written and logged, is what it was.

``python -m benchmarks.watch_log`` draws a thousand weeks, plans each, writes its sessions for a
watch, has them done set by set, reads the activities back as logs, and tells what the next week
would hold otherwise than by the plan itself: nothing may be lost and nothing be added.  A good week
does as well as the best one here, so the search is short.  Every week is kept in a file as it
comes, and a stopped call goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from api.formats.fit.messages import session_file
from api.training_log.reading import read_log
from benchmarks.draw import a_run, a_window, athlete_week
from benchmarks.record_file import RecordFile
from benchmarks.watch import activity_of
from catalog import Catalog, load_catalog
from optimizer import Request, Result, SolveOptions, plan, read_request
from optimizer.building.past_sessions import past_sessions
from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Plan, Session
from optimizer.documents.strength import LogEntry

WEEKS = 1000
_SEARCH = SolveOptions(deterministic_limit=0.1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Record = dict[str, Any]


def log_of(request: Request, result: Plan, catalog: Catalog) -> tuple[LogEntry, ...]:
    """The log of a week that a watch has recorded, one activity a session."""
    found: list[LogEntry] = []
    for session in result.sessions:
        workout = session_file(request, session, catalog)
        activity = activity_of(workout, session.starts_at)
        found += read_log(activity, catalog).log
    return tuple(found)


def faults(request: Request, result: Result, catalog: Catalog) -> list[str]:
    """What the log says otherwise than the plan; empty: the next week loses no set."""
    assert result.plan is not None
    log = log_of(request, result.plan, catalog)
    wrong = [
        f"{session.id}: {exercise} {count} sets, not {planned.get(exercise, 0)}"
        for session in result.plan.sessions
        for planned in (session.training_sets(),)
        for exercise, count in _logged(log, session).items()
        if planned.get(exercise, 0) != count
    ]
    later = (datetime.fromisoformat(request.week.start) + timedelta(days=7)).date().isoformat()
    following = request.model_copy(
        update={"week": request.week.model_copy(update={"start": later})}
    )
    planned_week = PreviousWeek(plan=result.plan)
    by_plan = following.model_copy(update={"previous": planned_week})
    logged = planned_week.model_copy(update={"log": log})
    by_log = following.model_copy(update={"previous": logged})
    if [(one.start, Counter(one.sets)) for one in past_sessions(by_plan)] != [
        (one.start, Counter(one.sets)) for one in past_sessions(by_log)
    ]:
        wrong.append("the sessions that the next week keeps a distance to are others")
    return [*wrong, *_other_doses(result.plan, log)]


def _logged(log: Sequence[LogEntry], session: Session) -> Counter[str]:
    day = session.starts_at.date().isoformat()
    counts = Counter(dict.fromkeys(session.training_sets(), 0))
    for entry in log:
        if entry.date == day and entry.work_sets:
            counts[entry.exercise or str(entry.name)] += len(entry.work_sets)
    return counts


def _other_doses(result: Plan, log: Sequence[LogEntry]) -> Iterator[str]:
    """Sets whose repetitions, seconds or weight are not those that were planned."""
    for session in result.sessions:
        day = session.starts_at.date().isoformat()
        for item in (item for block in session.blocks if block.is_work for item in block.items):
            wanted = item.reps[1] if item.reps is not None else (item.hold_seconds or (0, 0))[1]
            load = None if item.load is None else item.load.kg
            for one in (
                one for entry in log if entry.date == day and entry.exercise == item.exercise
                for one in entry.work_sets
            ):  # fmt: skip
                amount = one.hold_seconds if item.reps is None else one.reps
                kg = one.in_kg
                same_load = (kg is None) == (load is None) and abs((kg or 0) - (load or 0)) < 0.05
                if amount != wanted or not same_load:
                    yield f"{session.id}: {item.exercise} {amount} with {kg}, not {wanted} {load}"


def drawn(
    count: int, windows_a_week: tuple[int, ...] = (1, 2, 2), seed: str = "watch"
) -> Iterator[Request]:
    """``count`` requests: windows of 25 to 75 minutes around three runs; half of the athletes count
    in pounds, half have lifts from which loads follow."""
    chance = random.Random(seed)
    for number in range(count):
        days = sorted(chance.sample(_DAYS, chance.choice(windows_a_week)), key=_DAYS.index)
        windows = [a_window(day, "18:30", chance.randrange(25, 76, 5)) for day in days]
        runs = [a_run(day, "07:00", chance.randrange(30, 61, 5)) for day in ("Mon", "Wed", "Sat")]
        document = athlete_week(chance, number, windows, runs)
        document["athlete"]["id"] = f"watch-{number}"
        if chance.random() < 0.5:
            document["athlete"]["units"] = "lb"
        if chance.random() < 0.5:
            document["athlete"]["lifts"] = [
                {"exercise": "back_squat", "kg": chance.randrange(40, 121, 5), "reps": 5},
                {"exercise": "goblet_squat", "kg": chance.randrange(8, 33, 4), "reps": 8},
            ]
        yield read_request(json.dumps(document))


def measured(request: Request, catalog: Catalog) -> Record:
    """One drawn week: its sessions and sets, and what comes back otherwise than it was planned."""
    result = plan(request, catalog=catalog, options=_SEARCH, explain_conflict=False)
    sessions = () if result.plan is None else result.plan.sessions
    return {
        "week": request.athlete.id,
        "status": result.status,
        "sessions": len(sessions),
        "sets": sum(sum(session.training_sets().values()) for session in sessions),
        "faults": faults(request, result, catalog) if sessions else [],
    }


def measure(count: int, path: Path, tell: Callable[[str], object]) -> list[Record]:
    """``count`` weeks in their order; those that ``path`` has are not planned again."""
    catalog = load_catalog()
    records = RecordFile(path, catalog, key="week")
    for request in drawn(count):
        if request.athlete.id not in records.by_key:
            records.add(measured(request, catalog))
            tell(f"{len(records.by_key)} of {count} weeks\n")
    return [records.by_key[request.athlete.id] for request in drawn(count)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch_log", description=__doc__)
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("-o", "--output", type=Path, default=Path("bench/watch_log.jsonl"))
    given = parser.parse_args(arguments)
    records = measure(given.weeks, given.output, sys.stderr.write)
    with_sessions = [one for one in records if one["sessions"]]
    wrong = [(one["week"], fault) for one in records for fault in one["faults"]]
    sys.stdout.writelines(f"{week}: {fault}\n" for week, fault in wrong)
    print(
        f"{len(with_sessions)} of {len(records)} drawn weeks have sessions,"
        f" {sum(one['sessions'] for one in records)} with"
        f" {sum(one['sets'] for one in records)} sets; {len(wrong)} faults in the next weeks"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
