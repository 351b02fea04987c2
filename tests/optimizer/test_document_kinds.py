"""Swapped files: one sentence says what was given and what is wanted, not a list of faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from optimizer import (
    UnusableInput,
    read_assessment_request,
    read_plan,
    read_request,
    read_result,
    read_runs_request,
)
from optimizer.documents.patch import read_patch
from optimizer.documents.reading import read_replanned
from tests.api import weeks
from tests.api.shell import call

REQUEST = weeks.request().model_dump_json()
RESULT = weeks.result().model_dump_json()
PLAN = json.dumps(json.loads(RESULT)["plan"])
REPLANNED = f'{{"request": {REQUEST}, "result": {RESULT}}}'
WRITTEN = '{"sessions": [{"window": "tue", "start": "Tue 18:00", "exercises": {"x": 2}}]}'
TOML = '# mine\n[[exercise]]\nid = "pillow_squeeze"\n'
OPERATIONS = '[{"op": "remove", "path": "/runs/0"}]'


def fault(reader: Callable[[str], object], document: str) -> str:
    with pytest.raises(UnusableInput) as raised:
        reader(document)
    [problem] = raised.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("reader", "document", "says"),
    [
        (read_request, RESULT, "is a result; a request is wanted"),
        (read_request, PLAN, "is a plan; a request is wanted"),
        (read_request, WRITTEN, "is a plan; a request is wanted"),
        (read_request, REPLANNED, "is an answer of replan; a request is wanted"),
        (read_request, OPERATIONS, "is a patch; a request is wanted"),
        (read_request, f"[{REQUEST}]", "is a roster; a request is wanted"),
        (read_request, f"{REQUEST}\n{REQUEST}\n", "is a roster; a request is wanted"),
        (read_request, f"[{RESULT}]", "is a list of results; a request is wanted"),
        (read_request, "id,level,week.start,availability\nana,beginner", "is a roster; a request"),
        (read_request, TOML, "is a catalog; a request is wanted"),
        (read_request, '{"equipment": [], "kits": {}}', "is a catalog; a request is wanted"),
        (read_request, '[{"id": "soleus", "volume_class": "major"}]', "is a catalog"),
        (read_request, '{"findings": [], "rules_held": []}', "is an answer of check"),
        (read_request, '{"same": true, "notes": []}', "is an answer of diff"),
        (
            read_request,
            '{"start": "", "running": {}}',
            "is a request for runs; a request is wanted",
        ),
        (read_request, '{"screen": {}, "tests": []}', "read_assessment_request reads it"),
        (read_request, '{"weeks": [], "cures": []}', "is a plan of runs; a request is wanted"),
        (read_request, '{"claim": "", "screen": []}', "is an assessment; a request is wanted"),
        (read_runs_request, REQUEST, "is a request; a request for runs is wanted here"),
        (read_assessment_request, REQUEST, "is a request; a request for an assessment is wanted"),
        (read_result, REQUEST, "is a request; a result is wanted"),
        (read_result, PLAN, "is a plan; a result is wanted"),
        (read_result, REPLANNED, "is an answer of replan; a result is wanted"),
        (read_plan, REQUEST, "is a request; a plan or a result is wanted"),
        (read_plan, f"[{REQUEST}]", "is a roster; a plan or a result is wanted"),
        (read_replanned, REQUEST, "is a request; an answer of replan is wanted"),
        (read_patch, RESULT, "is a result; a patch is wanted"),
        (read_patch, f"[{REQUEST}]", "is a roster; a patch is wanted"),
    ],
)
def test_a_document_of_another_kind_is_one_sentence(
    reader: Callable[[str], object], document: str, says: str
) -> None:
    assert says in fault(reader, document)


def test_a_roster_and_a_catalog_are_told_their_own_way() -> None:
    assert "read each request on its own" in fault(read_request, f"{REQUEST}\n{REQUEST}")
    assert "--catalog" in fault(read_request, TOML)


@pytest.mark.parametrize(
    ("reader", "document", "says"),
    [
        # What is nearly of the wanted kind is told its faults, as ever.
        (read_request, {"athlete": {}, "availability": [], "sessions": []}, "week"),
        (read_request, {"athlete": {"id": "ana"}}, "availability"),
        (read_result, {"status": "fine"}, "status: 'fine'"),
        (read_request, {"id": "ana", "name": "Ana", "level": "beginner"}, "athlete: is required"),
        (read_request, {}, "athlete: is required"),
    ],
)
def test_faults_of_the_wanted_kind_are_told_one_by_one(
    reader: Callable[[str], object], document: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnusableInput, match=r"is required|is not one of") as raised:
        reader(json.dumps(document))
    assert says in str(raised.value)


def test_a_whole_request_may_be_a_merge_patch() -> None:
    assert read_patch(REQUEST) == json.loads(REQUEST)


@pytest.mark.parametrize(
    "section",
    ["muscles", "exercises", "injuries", "equipment", "rules", "sources", "contradictions",
     "evidence"],
)  # fmt: skip
def test_every_listing_of_the_catalog_is_known_as_one(section: str) -> None:
    listing = call("catalog", section, "--json").out
    assert "is a catalog; a request is wanted" in fault(read_request, listing)
