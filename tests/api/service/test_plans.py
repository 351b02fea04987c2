"""Every answer over HTTP is that of the same call in Python."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.service.sample_bodies import CHECK, DIFF, TINY_WEEK, WEEK
from optimizer import (
    check,
    diff,
    explain,
    plan,
    read_plan,
    read_request,
    read_result,
    replan,
    validate,
)
from tests.api.service.client import Client, problem, serving

REQUEST = read_request(json.dumps(WEEK))


def without_stats(document: Any) -> Any:
    """All but the times, which are the machine's."""
    if isinstance(document, dict):
        return {key: without_stats(value) for key, value in document.items() if key != "stats"}
    if isinstance(document, list):
        return [without_stats(value) for value in document]
    return document


@pytest.fixture(scope="module")
def result() -> Any:
    return plan(REQUEST)


def test_a_plan_is_that_of_python(client: Client, result: Any) -> None:
    answer = client.post("/v1/plans", WEEK)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert without_stats(answer.json()) == without_stats(result.model_dump(mode="json"))
    assert read_result(answer.content).status == "optimal"


@pytest.mark.parametrize("on_conflict", ["relax", "fail"])
def test_a_week_that_does_not_fit_is_answered_too(client: Client, on_conflict: str) -> None:
    week: dict[str, object] = {
        **WEEK,
        "runs": [{"start": f"{day} 06:30", "minutes": 60} for day in ("Mon", "Tue", "Wed")],
        "availability": [{"id": "tue", "start": "Tue 19:00", "minutes": 45}],
        "on_conflict": on_conflict,
    }
    answer = client.post("/v1/plans", week)
    assert answer.status_code == 200
    assert answer.json()["status"] == {"relax": "relaxed", "fail": "infeasible"}[on_conflict]


def test_the_same_question_is_answered_from_the_cache_to_the_byte() -> None:
    with serving() as client:
        first = client.post("/v1/plans", WEEK)
        # The same request in another spelling: spaces, order of the fields, defaults written out.
        spelt = dict(reversed([*WEEK.items()])) | {"on_conflict": "relax"}
        again = client.post("/v1/plans", json.dumps(spelt, indent=3).encode())
        other = client.post("/v1/plans", {**WEEK, "on_conflict": "fail"})
        assert [a.headers["Runstrong-Cache"] for a in (first, again, other)] == [
            "miss", "hit", "miss",
        ]  # fmt: skip
        assert first.content == again.content
        assert client.metric("runstrong_cache_total", {"outcome": "hit"}) == 1


def test_a_small_cache_forgets_what_was_used_least_recently() -> None:
    names = ("ana", "ben", "eva")
    with serving() as client:
        size = len(client.post("/v1/plans", WEEK).content)
    with serving(cache_bytes=2 * size + 100) as client:
        bodies = [{**WEEK, "athlete": {"id": name, "level": "beginner"}} for name in names]
        seen = [client.post("/v1/plans", bodies[i]).headers["Runstrong-Cache"] for i in (0, 1, 2)]
        again = [client.post("/v1/plans", bodies[i]).headers["Runstrong-Cache"] for i in (2, 0)]
    assert seen == ["miss", "miss", "miss"]
    assert again == ["hit", "miss"]


def test_without_a_cache_everything_is_answered_anew() -> None:
    with serving(cache_bytes=0) as client:
        answers = [client.post("/v1/plans/diff", DIFF) for _ in range(2)]
    assert [answer.headers["Runstrong-Cache"] for answer in answers] == ["miss", "miss"]


def test_an_answer_that_nobody_may_keep_is_not_kept() -> None:
    """``Cache-Control: no-store``: a replan holds the whole request, with its injuries."""
    with serving() as client:
        private = client.post("/v1/plans", WEEK, headers={"Cache-Control": "no-cache, No-Store"})
        again = [client.post("/v1/plans", WEEK) for _ in range(2)]
    seen = [answer.headers["Runstrong-Cache"] for answer in (private, *again)]
    assert seen == ["miss", "miss", "hit"]
    assert private.json()["plan"] == again[0].json()["plan"]


def test_check_reads_a_plan_written_by_hand(client: Client) -> None:
    answer = client.post("/v1/plans/check", CHECK)
    report = check(REQUEST, read_plan(json.dumps(CHECK["result"])), optimum=False)
    assert answer.json() == report.model_dump(mode="json")
    assert not answer.json()["holds"]


def test_check_holds_a_result_against_the_best_week(client: Client, result: Any) -> None:
    body = {"request": WEEK, "result": result.model_dump(mode="json")}
    answer = client.post("/v1/plans/check", body).json()
    assert answer["holds"]
    assert (answer["optimum"], answer["first_difference"]) == ("optimal", None)


def test_replan_goes_on_from_its_own_answer(client: Client, result: Any) -> None:
    change: list[Any] = [
        {"op": "add", "path": "/runs/-", "value": {"start": "Wed 18:00", "minutes": 45}}
    ]
    body = {"request": WEEK, "result": result.model_dump(mode="json"), "change": change}
    answer = client.post("/v1/plans/replan", body).json()
    expected = replan(REQUEST, result, patch=change)
    assert without_stats(answer) == without_stats(expected.model_dump(mode="json"))

    session = answer["result"]["plan"]["sessions"][0]["id"]
    following = {"request": answer["request"], "result": answer["result"], "done": [session]}
    assert client.post("/v1/plans/replan", following).json()["done"] == [session]


def test_a_result_that_is_left_out_is_that_of_the_request(client: Client, result: Any) -> None:
    struck = result.plan.sessions[0].blocks[1].items[0].exercise
    question = {"request": WEEK, "exercise": struck}
    whole = {**question, "result": result.model_dump(mode="json")}
    answer = client.post("/v1/plans/explain", question).json()
    assert answer == client.post("/v1/plans/explain", whole).json()
    assert answer == explain(REQUEST, result, exercise=struck).model_dump(mode="json")


def test_diff_compares_plans_and_results(client: Client, result: Any) -> None:
    before, after = (read_plan(json.dumps(DIFF[side])) for side in ("before", "after"))
    expected = diff(before, after)
    assert client.post("/v1/plans/diff", DIFF).json() == expected.model_dump(mode="json")
    by_hand = client.post("/v1/plans/diff", {**DIFF, "after": CHECK["result"]}).json()
    assert "written by hand" in by_hand["notes"][0]
    whole = result.model_dump(mode="json")
    same = client.post("/v1/plans/diff", {"before": whole, "after": whole}).json()
    assert same["same"]


@pytest.mark.parametrize(
    ("path", "body", "field", "words"),
    [
        ("", {**WEEK, "availabilty": []}, "availabilty", "did you mean 'availability'?"),
        ("", WEEK | {"runs": [{"start": "Mon", "minutes": 0}]}, "runs[0].minutes", "give 1"),
        ("", {**WEEK, "places": {"home": ["dumbell"]}}, "places.home[0]", "'dumbbell'"),
        ("", b"{", "", "not JSON"),
        ("", {"status": "optimal", "athlete_id": "ana"}, "", "is a result; a request is wanted"),
        ("", b"", "", "the document is empty"),
        ("", b'{"week": {}, "week": {}}', "week", "is written twice"),
        ("", b'{"athlete": "\xff"}', "", "is not UTF-8"),
        ("/check", {"request": WEEK, "reslt": {}}, "reslt", "did you mean 'result'?"),
        ("/check", {**CHECK, "result": {"sesions": []}}, "result", "a plan has a list of sessions"),
        (
            "/check",
            {**CHECK, "result": {"sessions": [{"window": "tue", "start": "Tue 19:00"}]}},
            "result.sessions[0].exercises",
            "is required",
        ),
        ("/replan", {"request": {**WEEK, "rns": []}}, "request.rns", "did you mean 'runs'?"),
        ("/replan", {"request": WEEK, "missed": ["s9"]}, "missed", "is no session of the plan"),
        ("/diff", {**DIFF, "after": WEEK}, "after", "a plan or a result is wanted"),
        ("/explain", {"request": WEEK, "why_not": "thu "}, "why_not", "thu"),
    ],
)
def test_unusable_input_names_the_field_and_a_cure(
    client: Client, path: str, body: object, field: str, words: str
) -> None:
    answer = client.post(f"/v1/plans{path}", body)
    assert answer.status_code == 422
    found = problem(answer)
    assert found["code"] == "unusable_input"
    fault = next(one for one in found["problems"] if words in one["message"])
    assert fault["field"] == field


def test_a_deadline_ends_the_search_and_the_answer_is_not_kept() -> None:
    with serving() as client:
        # The process that plans is there by then.
        client.post("/v1/plans", TINY_WEEK)
        hasty = client.post("/v1/plans", WEEK, headers={"Request-Timeout": "0.001"})
        patient = client.post("/v1/plans", WEEK, headers={"Request-Timeout": "600"})
    assert hasty.status_code == patient.status_code == 200
    assert hasty.json()["status"] in ("feasible", "unsolved")
    assert "time_limit" in [warning["code"] for warning in hasty.json()["warnings"]]
    assert patient.headers["Runstrong-Cache"] == "miss"
    assert patient.json()["status"] == "optimal"


@pytest.mark.parametrize("deadline", ["0", "-1", "nan", "3601", "soon"])
def test_a_deadline_that_is_none_is_refused(client: Client, deadline: str) -> None:
    answer = client.post("/v1/plans", WEEK, headers={"Request-Timeout": deadline})
    assert problem(answer)["problems"][0]["field"] == "Request-Timeout"


def test_a_request_is_validated_without_a_solve(client: Client) -> None:
    answer = client.post("/v1/plans/validate", {**WEEK, "limits": {"min_sessions": 3}})
    assert answer.status_code == 200
    request = read_request(json.dumps({**WEEK, "limits": {"min_sessions": 3}}))
    assert answer.json() == validate(request).model_dump(mode="json")
    assert answer.json()["status"] == "conflict"
    faults = problem(client.post("/v1/plans/validate", {**WEEK, "week": {"start": "soon"}, "x": 1}))
    assert [one["field"] for one in faults["problems"]] == ["week.start", "x"]


def test_an_answer_that_is_known_is_not_made_again() -> None:
    with serving() as client:
        first = client.post("/v1/plans", TINY_WEEK)
        known = {"If-None-Match": f'"other", {first.headers["ETag"]}'}
        again = client.post("/v1/plans", TINY_WEEK, headers=known)
        assert (again.status_code, problem(again)["code"]) == (412, "unchanged")
        assert again.headers["ETag"] == first.headers["ETag"]
        changed = client.post("/v1/plans", {**TINY_WEEK, "on_conflict": "fail"}, headers=known)
        assert changed.status_code == 200
        assert changed.headers["ETag"] != first.headers["ETag"]
    # Another service of the same version knows it too, without having answered before.
    with serving() as client:
        assert client.post("/v1/plans", TINY_WEEK, headers=known).status_code == 412
        assert client.metric("runstrong_cache_total", {"outcome": "miss"}) == 0
