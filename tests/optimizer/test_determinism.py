"""The same request has the same bytes, in any process and in any thread, ``stats`` aside."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import SolveOptions, plan, read_request
from optimizer.documents.versions import fingerprint

Document = dict[str, Any]

REQUEST: Document = {
    "athlete": {"id": "ana", "level": "beginner", "injuries": ["patellofemoral_pain"]},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin", "phase": "off_season"},
    "runs": [
        {"id": "r1", "start": "Mon 18:00", "minutes": 45, "kind": "easy"},
        {"id": "r2", "start": "2026-11-28T08:00", "minutes": 110, "kind": "long"},
    ],
    "availability": [
        {"id": "tue", "start": "Tue 19:00", "end": "Tue 20:00", "place": "home"},
        {"id": "fri", "start": "Fri 06:30", "minutes": 45, "place": "home"},
    ],
    "places": {"home": ["mini_band", "stability_ball"]},
    "limits": {"max_sessions": 2},
    "preferences": {"prefer": ["goblet_squat"], "avoid": []},
}

# A search that is cut short has to be the same everywhere too.
SHORT = SolveOptions(deterministic_limit=0.2)

_PRINT_BYTES = """
import sys
from optimizer import SolveOptions, plan, read_request
options = SolveOptions(deterministic_limit=0.2)
result = plan(read_request(sys.stdin.buffer.read()), options=options)
sys.stdout.write(result.model_dump_json(exclude={"stats"}))
"""


def bytes_of(document: Document) -> str:
    result = plan(read_request(json.dumps(document)), options=SHORT)
    return result.model_dump_json(exclude={"stats"})


def reordered(value: Any) -> Any:
    """The same document with the keys of every object written the other way round."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [reordered(item) for item in value]
    return value


def test_fresh_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    answers = set()
    for hash_seed, document in (("0", REQUEST), ("4242", reordered(REQUEST))):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", _PRINT_BYTES],
            input=json.dumps(document).encode(),
            capture_output=True,
            env=environment,
            check=True,
        )
        answers.add(done.stdout.decode())
    assert answers == {bytes_of(REQUEST)}


def test_a_reason_has_the_same_bytes_in_another_process() -> None:
    """Conflict and repairs too, where their share of the limit cuts the search for them short."""
    windows = [window | {"end": None, "minutes": 10} for window in REQUEST["availability"]]
    document = REQUEST | {"availability": windows}
    expected = bytes_of(document)
    assert json.loads(expected)["conflict"]["rules"]
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_BYTES],
        input=json.dumps(reordered(document)).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
    )
    assert done.stdout.decode() == expected


def test_threads_side_by_side_give_the_same_bytes() -> None:
    other = copy.deepcopy(REQUEST)
    other["athlete"]["level"] = "intermediate"
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(bytes_of, [REQUEST, other, REQUEST, other]))
    assert answers[0] == answers[2] == bytes_of(REQUEST)
    assert answers[1] == answers[3] != answers[0]


def test_the_answer_survives_its_own_json() -> None:
    result = plan(read_request(json.dumps(REQUEST)), options=SHORT)
    again = type(result).model_validate_json(result.model_dump_json())
    assert again == result


# --- Fingerprints ---------------------------------------------------------------------------------


def mark(document: Document) -> str:
    return fingerprint(read_request(json.dumps(document)), load_catalog())


def test_the_order_of_keys_leaves_the_fingerprint() -> None:
    assert mark(reordered(REQUEST)) == mark(REQUEST)


def test_a_default_said_aloud_leaves_the_fingerprint() -> None:
    said = {"emphasis": "balanced", "recovery": "day_after", "pinned": []}
    assert mark(REQUEST | said) == mark(REQUEST)
    athlete = {**REQUEST["athlete"], "injuries": [{"id": "patellofemoral_pain", "stage": None}]}
    assert mark(REQUEST | {"athlete": athlete}) == mark(REQUEST)


_CHANGES: dict[str, Callable[[Document], object]] = {
    "athlete.id": lambda d: d["athlete"].update(id="bea"),
    "athlete.level": lambda d: d["athlete"].update(level="advanced"),
    "athlete.injuries": lambda d: d["athlete"].update(injuries=[]),
    "athlete.injuries.stage": lambda d: d["athlete"].update(
        injuries=[{"id": "patellofemoral_pain", "stage": "late"}]
    ),
    "athlete.weeks_of_strength": lambda d: d["athlete"].update(weeks_of_strength=3),
    "week.start": lambda d: d["week"].update(start="2026-11-24"),
    "week.timezone": lambda d: d["week"].update(timezone="Europe/Paris"),
    "week.phase": lambda d: d["week"].update(phase="taper"),
    "week.number": lambda d: d["week"].update(number=4),
    "runs": lambda d: d["runs"].pop(),
    "runs.start": lambda d: d["runs"][0].update(start="Mon 18:01"),
    "runs.kind": lambda d: d["runs"][0].update(kind="tempo"),
    "runs.distance": lambda d: d["runs"][0].update(distance_km=8.5),
    "availability": lambda d: d["availability"][1].update(minutes=46),
    "places": lambda d: d["places"].update(home=["mini_band"]),
    "limits": lambda d: d["limits"].update(max_sessions=1),
    "emphasis": lambda d: d.update(emphasis="quads_first"),
    "recovery": lambda d: d.update(recovery="hard_days_hard"),
    "preferences.avoid": lambda d: d["preferences"].update(avoid=["inchworm"]),
    "preferences.style": lambda d: d["preferences"].update(style="straight"),
    "rules": lambda d: d.update(rules={"recovery_after_run": {"hours": 25}}),
    "pinned": lambda d: d.update(pinned=[{"window": "tue"}]),
    "previous": lambda d: d.update(previous={"plan": {"sessions": []}}),
    "on_conflict": lambda d: d.update(on_conflict="fail"),
}


@pytest.mark.parametrize("change", _CHANGES)
def test_every_input_changes_the_fingerprint(change: str) -> None:
    changed = copy.deepcopy(REQUEST)
    _CHANGES[change](changed)
    assert mark(changed) != mark(REQUEST)


def test_another_catalog_changes_the_fingerprint() -> None:
    request = read_request(json.dumps(REQUEST))
    catalog = load_catalog()
    other = replace(catalog, version="sha256:other")
    assert fingerprint(request, other) != fingerprint(request, catalog)


def test_an_answer_that_the_clock_had_a_part_in_names_the_limit_and_no_other_does() -> None:
    request = read_request(json.dumps(REQUEST))

    def warnings_of(wall_seconds: float | None, deterministic_limit: float = 60.0) -> list[str]:
        options = SolveOptions(deterministic_limit, wall_seconds)
        answer = plan(request, options=options, explain_conflict=False)
        return [w.sentence for w in answer.warnings if w.code == "time_limit"]

    (sentence,) = warnings_of(0.001)
    assert "limit of 0.001 s" in sentence
    assert warnings_of(10_000) == []
    # Cut short by the solver's own work alone, the same on every machine.
    assert warnings_of(10_000, 0.001) == warnings_of(None, 0.001) == []
