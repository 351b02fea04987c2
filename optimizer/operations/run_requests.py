"""Weeks of runs as requests, each of which plans as it is."""

from __future__ import annotations

import json
from dataclasses import replace

from pydantic import JsonValue

from catalog import Catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.running import RunsPlan, RunsRequest, RunWeek
from optimizer.operations.read import read_request


def with_requests(request: RunsRequest, answer: RunsPlan, catalog: Catalog) -> RunsPlan:
    """The answer with a request in each week, where the question has what stays in all of them.

    Raises ``UnusableInput`` whose fields begin with ``week``.
    """
    if request.week is None or not answer.weeks:
        return answer
    weeks = []
    lighter = round(catalog.number("deload"))
    since = 0
    for week in answer.weeks:
        since = lighter if week.deload else min(lighter - 1, since % lighter + 1)
        weeks.append(week.model_copy(update={"request": _request(request, week, since)}))
    try:
        read_request(json.dumps(weeks[0].request), catalog)
    except UnusableInput as error:
        raise UnusableInput(
            *(
                replace(one, field=f"week.{one.field}" if one.field else "week")
                for one in error.problems
            )
        ) from None
    return answer.model_copy(update={"weeks": tuple(weeks)})


def _request(request: RunsRequest, week: RunWeek, number: int) -> dict[str, JsonValue]:
    fixed = dict(request.week or {})
    given = fixed.get("athlete")
    athlete: dict[str, JsonValue] = given if isinstance(given, dict) else {}
    runs: list[JsonValue] = []
    for run in week.runs:
        start = run.starts_at.replace(tzinfo=None)
        one: dict[str, JsonValue] = {
            "id": run.id,
            "start": start.isoformat(timespec="minutes"),
            "minutes": run.minutes,
            "kind": run.kind,
        }
        if run.kind == "race" and run.distance_km is not None:
            one["distance_km"] = run.distance_km
        runs.append(one)
    dates: dict[str, JsonValue] = {
        "start": week.start,
        "timezone": request.timezone,
        "phase": week.phase,
        "number": number,
    }
    return {
        **fixed,
        "athlete": {"id": request.athlete.id, "level": request.athlete.level, **athlete},
        "week": dates,
        "runs": runs,
    }
