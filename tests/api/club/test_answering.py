"""One line an athlete: the bytes of planning alone, and never a raised hand."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.club import answering, questions
from api.club.answering import answer_for, plan_entry
from api.club.entries import Entry
from api.club.questions import WeekQuestion
from api.club.result_lines import ErrorLine, read_line
from catalog import load_catalog
from optimizer import plan, read_request
from optimizer.documents.errors import UnusableInput
from optimizer.documents.request import Request
from tests.api.club.rosters import athlete, entries, quick, without_stats
from tests.drawn import drawn
from tests.optimizer.athletes import athletes

CATALOG = load_catalog()


def alone(entry: Entry) -> dict[str, Any]:
    return without_stats(plan(read_request(entry.text), catalog=CATALOG).model_dump_json())


def test_each_athlete_has_the_bytes_of_planning_alone() -> None:
    club = entries(athlete("ana"), athlete("ben", 25), athlete("dora", 10))
    lines = [plan_entry(entry, catalog=CATALOG).text for entry in club]
    # As text, so that the order of the fields counts too.
    assert [json.dumps(without_stats(line)) for line in lines] == [
        json.dumps(alone(entry)) for entry in club
    ]


@drawn(30)
@given(first=athletes(), second=athletes())
def test_problems_are_the_same_where_only_the_name_differs(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    request, other = (read_request(json.dumps(one)) for one in (first, second))
    renamed = _called(request, "somebody else")
    assert WeekQuestion(request).key == WeekQuestion(renamed).key
    assert (WeekQuestion(request).key == WeekQuestion(other).key) == (request == other)


def _called(request: Request, name: str) -> Request:
    return request.model_copy(update={"athlete": request.athlete.model_copy(update={"id": name})})


@drawn(8)
@given(document=athletes(), name=st.text(st.characters(categories=("L", "Nd")), min_size=1))
def test_an_answer_rewritten_for_another_name_is_the_answer_to_that_name(
    document: dict[str, Any], name: str
) -> None:
    name = name[:64]
    without_session = {**document, "limits": {"max_sessions": 0}}
    namesake = {**without_session, "athlete": {**document["athlete"], "id": f"x{name}"[:64]}}
    first, second = entries(without_session, namesake)
    own, direct = (plan_entry(entry, catalog=CATALOG).line for entry in (first, second))
    try:
        rewritten = answer_for(second, own, CATALOG)
    except UnusableInput:
        # A name that cannot be one is told before anything is planned.
        assert direct.status == "unusable"
        return
    assert own.athlete_id == "someone"
    texts = [line.model_dump_json() for line in (rewritten, direct)]
    assert without_stats(texts[0]) == without_stats(texts[1])


def test_a_row_that_cannot_be_used_says_what_is_wrong() -> None:
    bad, unknown, good = entries(
        {"athlete": {"id": "ana", "level": "expert"}},
        athlete("ben", places={"gym": ["kit:gim"]}),
        quick("cid"),
    )
    lines = [plan_entry(entry, catalog=CATALOG).line for entry in (bad, unknown, good)]
    first, second, third = lines
    assert isinstance(first, ErrorLine)
    assert (first.status, first.athlete_id, first.row) == ("unusable", "ana", 1)
    assert first.problems[0].field == "athlete.level"
    assert isinstance(second, ErrorLine)
    assert "did you mean 'kit:gym'?" in second.problems[0].message
    assert third.status == "optimal"
    assert [read_line(line.model_dump_json()) for line in lines] == lines


def test_a_fault_of_ours_keeps_its_words_to_itself() -> None:
    (entry,) = entries(quick("ana"))
    with mock.patch.object(questions, "plan", side_effect=RuntimeError("secret")):
        planned = plan_entry(entry, catalog=CATALOG, describe_fault=str)
    line = planned.line
    assert isinstance(line, ErrorLine)
    assert (line.status, line.athlete_id, line.row) == ("fault", "ana", 1)
    assert planned.fault == "secret"
    assert "secret" not in planned.text


def test_a_changed_row_has_another_fingerprint() -> None:
    (first,) = entries({"athlete": {"id": "ana"}})
    (second,) = entries({"athlete": {"id": "ana"}, "week": 1})
    one, same, other = (plan_entry(e, catalog=CATALOG).line for e in (first, first, second))
    assert one == same
    assert one.fingerprint != other.fingerprint


def test_a_row_with_problems_is_refused_before_it_is_read() -> None:
    _, twice = entries(quick("ana"), quick("ana"))
    with pytest.raises(UnusableInput, match="stands in row 1 already"):
        answering.request_of(twice)
