"""``runstrong validate``: faults, conflicts and nothing solved."""

from __future__ import annotations

import json

from api.service.sample_bodies import WEEK
from tests.api.shell import call, python

THREE = json.dumps({**WEEK, "limits": {"min_sessions": 3}}).encode()


def test_a_usable_request_says_so_and_a_conflict_says_why() -> None:
    usable = call("validate", "-", "--text", stdin=json.dumps(WEEK).encode())
    assert usable.status == 0
    assert usable.out.startswith("The request can be planned")
    conflict = call("validate", "-", "--text", stdin=THREE)
    assert conflict.status == 1
    assert "at least 3 sessions. Only 2 windows can hold one." in conflict.out
    document = json.loads(call("validate", "-", stdin=THREE).out)
    assert (document["status"], len(document["windows"])) == ("conflict", 2)


def test_all_faults_are_told_at_once() -> None:
    answer = call("validate", "-", stdin=json.dumps({**WEEK, "recovery": "none", "x": 1}).encode())
    assert (answer.status, answer.out) == (2, "")
    assert [line.split(":")[1].strip() for line in answer.errors] == ["recovery", "x"]


def test_nothing_is_solved() -> None:
    """The solver's model is never built: its module may be there, its solver is not called."""
    program = (
        "from unittest import mock; import optimizer.operations.validate as v;"
        " from ortools.sat.python import cp_model;"
        " solver = mock.patch.object(cp_model.CpSolver, 'solve', side_effect=AssertionError);"
        f" from optimizer import read_request; request = read_request({THREE!r})\n"
        "with solver: print(v.validate(request).status)"
    )
    assert python(program).out == "conflict\n"
