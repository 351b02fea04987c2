"""Weeks chained by their logs: each week's plan is done as told and becomes the next one's past."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from optimizer import SolveOptions, plan, read_request
from optimizer.documents.result import Item, Plan, Result

Document = dict[str, Any]
Done = Callable[[int, Item], list[Document]]
"""From the number of the week and an item to the sets that were done of it."""

RUNS = [
    {"start": "Mon 18:00", "minutes": 40},
    {"start": "Wed 18:00", "minutes": 50, "kind": "tempo"},
    {"start": "Sat 09:00", "minutes": 90, "kind": "long"},
]
WINDOWS = [
    {"id": "tue", "start": "Tue 18:00", "minutes": 45, "place": "gym"},
    {"id": "fri", "start": "Fri 06:30", "minutes": 45, "place": "gym"},
]
GYM = ["barbell", "rack", "bench", "dumbbell", "seated_calf_machine", "mini_band", "wall"]
FOUND_KG = 20.0
"""What the finder ends with where no load is told."""
QUICK = SolveOptions(deterministic_limit=0.3)
"""A good week: that progression asks something of the next one does not take the best."""
START = date(2026, 11, 23)


def a_week(number: int, **changes: Any) -> Document:
    """Week ``number``, from 1, of an intermediate runner in a small gym in pre-season."""
    start = START + timedelta(days=7 * (number - 1))
    return {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": start.isoformat(), "phase": "pre_season", "number": number},
        "runs": RUNS,
        "availability": WINDOWS,
        "places": {"gym": GYM},
        **changes,
    }


def answered(document: Document, options: SolveOptions | None = None) -> Result:
    """Without ``options`` the best week there is."""
    return plan(read_request(json.dumps(document)), options=options, explain_conflict=False)


def work(answer: Plan) -> list[tuple[str, str, Item]]:
    """Day, session and item of every item that counts."""
    return [
        (session.start[:10], session.id, item)
        for session in answer.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    ]


def logged(answer: Plan, week: int, done: Done) -> list[Document]:
    """The log of a week in which ``done`` says what was done of each item."""
    return [
        {"date": day, "session": session, "exercise": item.exercise, "sets": done(week, item)}
        for day, session, item in work(answer)
    ]


def as_planned(_: int, item: Item) -> list[Document]:
    """Every set in the middle of its range, with the wanted reserve."""
    one: Document = {}
    if item.reps is not None:
        one["reps"] = sum(item.reps) // 2
    elif item.hold_seconds is not None:
        one["hold_seconds"] = sum(item.hold_seconds) // 2
    if item.effort is not None and item.effort.rir is not None:
        one["rir"] = item.effort.rir[1]
    if item.load is not None and "band" not in item.load.why:
        one["kg"] = FOUND_KG if item.load.kg is None else item.load.kg
    return [one] * item.sets


def chained(
    weeks: int, done: Done, athlete: Document | None = None, deload: int | None = None
) -> list[Result]:
    """The answers of ``weeks`` weeks; ``deload``: names ``base`` after that week."""
    answers: list[Result] = []
    log: list[Document] = []
    for number in range(1, weeks + 1):
        document = a_week(number)
        document["athlete"] |= athlete or {}
        if answers:
            last = answers[-1].plan
            assert last is not None
            previous: Document = {"plan": last.model_dump(mode="json"), "log": log}
            if deload is not None and number == deload + 1:
                before = answers[-2].plan
                assert before is not None
                previous["base"] = before.model_dump(mode="json")
            # Ids of sessions are the last plan's; of weeks before only days are left.
            document["previous"] = previous
        answer = answered(document, QUICK)
        answers.append(answer)
        assert answer.plan is not None
        log = [{**entry, "session": None} for entry in log]
        log += logged(answer.plan, number, done)
    return answers
