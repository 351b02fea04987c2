"""``diff``, ``explain`` and the two ends of ``check`` at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.catalog.example_requests import examples
from optimizer import Request
from optimizer.documents.result import CheckReport, Result, TierReading
from tests.api import weeks
from tests.api.shell import Answer, call

SMALL = {
    "athlete": {"id": "ana", "level": "beginner"},
    "week": {"start": "2026-11-23"},
    "runs": [{"start": "Fri 08:00", "minutes": 60}],
    "availability": [
        {"id": "tue", "start": "Tue 19:00", "minutes": 25},
        {"id": "fri", "start": "Fri 18:00", "minutes": 25},
    ],
    "limits": {"max_sessions": 1},
    "rules": {"neglected_coverage": {"leave_out": []}},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A planned week and another one, as files."""
    folder = tmp_path_factory.mktemp("weeks")
    other = SMALL | {"preferences": {"style": "straight"}}
    made = {}
    for name, request in (("week", SMALL), ("straight", other)):
        made[name] = folder / f"{name}.json"
        made[name].write_text(json.dumps(request), encoding="utf-8")
        answer = call("plan", made[name])
        assert answer.status == 0, answer.err
        made[f"{name}_result"] = folder / f"{name}_result.json"
        made[f"{name}_result"].write_text(answer.out, encoding="utf-8")
    made["coach"] = folder / "coach.json"
    made["coach"].write_text(
        json.dumps({"sessions": [
            {"window": "tue", "start": "Tue 19:00", "exercises": {"bodyweight_squat": 2}}
        ]}),
        encoding="utf-8",
    )  # fmt: skip
    return made


def explained(files: dict[str, Path], *options: str) -> Answer:
    return call("explain", files["week"], files["week_result"], *options)


def test_a_diff_of_a_result_with_itself_is_empty(files: dict[str, Path]) -> None:
    answer = call("diff", files["week_result"], files["week_result"])
    assert (answer.status, answer.err) == (0, "")
    difference = json.loads(answer.out)
    assert difference["same"] is True
    assert difference["sessions"] == difference["exercises"] == difference["objective"] == []
    text = call("diff", files["week_result"], files["week_result"], "--text")
    assert text.out.strip() == "The plans are the same"


def test_a_diff_is_a_table_for_a_person(files: dict[str, Path]) -> None:
    answer = call("diff", files["week_result"], files["straight_result"], "--text")
    assert answer.status == 0
    assert "The plans differ" in answer.out
    assert "answer different requests" in " ".join(answer.out.split())
    assert "Objective, in the order that decides" in answer.out


def test_the_plan_of_a_result_may_be_compared_too(files: dict[str, Path], tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(json.loads(files["week_result"].read_text())["plan"]))
    difference = json.loads(call("diff", plan, files["week_result"]).out)
    assert difference["same"] is True
    assert "its tiers are not known" in difference["notes"][0]


def test_a_plan_by_hand_may_be_compared_as_far_as_it_goes(files: dict[str, Path]) -> None:
    answer = call("diff", files["week_result"], files["coach"], "--text")
    assert (answer.status, answer.err) == (0, "")
    text = " ".join(answer.out.split())
    assert "One of the two plans is written by hand" in text
    assert "Long-lever bridge hold 2 0" in text
    answer = call("diff", files["coach"], files["coach"], "--json")
    assert json.loads(answer.out)["same"]


def test_an_explanation_without_a_question_shows_windows_sessions_and_exercises(
    files: dict[str, Path],
) -> None:
    explanation = json.loads(explained(files).out)
    assert [w["window"] for w in explanation["windows"]] == ["tue", "fri"]
    assert explanation["sessions"][0]["window"] == "tue"
    assert explanation["exercises"]
    text = explained(files, "--text").out
    assert "fri, Fri 27 Nov 18:00–18:25 at anywhere: no session may start here." in text
    assert "9 h after the easy run of Fri 08:00 ends" in " ".join(text.split())


def test_a_why_not_has_its_price(files: dict[str, Path]) -> None:
    why_not = json.loads(explained(files, "--why-not", "fri").out)["why_not"]
    assert why_not["proven"] is True
    assert next(tier["difference"] for tier in why_not["price"] if tier["difference"]) > 0
    text = " ".join(explained(files, "--why-not", "fri", "--text").out.split())
    assert "What if: a session in window fri" in text
    assert why_not["sentence"] in text


def test_an_exercise_has_its_muscles_and_its_price(files: dict[str, Path]) -> None:
    result = Result.model_validate_json(files["week_result"].read_text(encoding="utf-8"))
    assert result.plan is not None
    exercise = result.plan.coverage[0].direct or next(
        c.direct for c in result.plan.coverage if c.direct
    )
    answer = explained(files, "--exercise", exercise[0], "--text")
    assert answer.status == 0, answer.err
    assert f"What if: no {exercise[0]}" in answer.out


@pytest.mark.parametrize("columns", ["60", "200"])
def test_no_line_is_wider_than_the_terminal(
    columns: str, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    pages = [
        explained(files, "--text"),
        explained(files, "--session", "s1", "--text"),
        call("diff", files["week_result"], files["straight_result"], "--text"),
        call("check", files["week"], files["week_result"], "--text"),
    ]
    assert all(page.status == 0 for page in pages)
    assert max(len(line) for page in pages for line in page.out.splitlines()) <= int(columns)


def test_a_coachs_plan_is_checked_and_held_against_the_optimum(files: dict[str, Path]) -> None:
    answer = call("check", files["week"], files["coach"])
    assert answer.status == 1
    report = CheckReport.model_validate_json(answer.out)
    assert report.filled_in
    assert report.optimum is not None
    assert any(tier.difference for tier in report.objective)
    text = " ".join(call("check", files["week"], files["coach"], "--text").out.split())
    assert "The plan was written by hand" in text
    assert "behind the proven optimum" in text


def test_a_check_without_the_optimum_needs_no_solver(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_solver(*_: object) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr("optimizer.operations.best_week.solve", no_solver)
    answer = call("check", files["week"], files["week_result"], "--no-optimum")
    assert answer.status == 0
    report = json.loads(answer.out)
    assert report["optimum"] is None
    assert {tier["bound"] for tier in report["objective"]} == {None}


def test_an_optimum_that_is_not_proven_says_so(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tier = TierReading(
        name="target_dose_shortfall", value=9, unit="half sets", optimum=7, bound=5, difference=2
    )
    report = CheckReport(
        holds=True, findings=(), rules_held=(), objective=(tier,), optimum="feasible",
        first_difference=tier.name,
    )  # fmt: skip
    monkeypatch.setattr("optimizer.check", lambda *_, **__: report)
    text = " ".join(call("check", files["week"], files["week_result"], "--text").out.split())
    assert "2 half sets behind the best week found, which is not proven" in text
    assert "7 (≥ 5)" in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (lambda _: ["diff", "-", "-"], "B.json: '-' is the first plan already"),
        (lambda f: ["diff", f["week"], f["week_result"]], "the document is a request; a plan"),
        (lambda f: ["check", f["week_result"], f["week"]], "the document is a result; a request"),
        (lambda f: ["plan", f["week_result"]], "the document is a result; a request is wanted"),
        (lambda f: ["replan", f["week"]], "the document is a request; an answer of replan"),
        (lambda _: ["explain", "-", "-"], "RESULT.json: '-' is the request already"),
        (lambda f: ["explain", f["straight"], f["week_result"]], "is that of another request"),
        (lambda f: ["explain", f["week"], f["week_result"], "--session", "s7"], "'s7' is no"),
        (lambda f: ["explain", f["week"], f["week_result"], "--why-not", "x"], "is no window"),
        (lambda f: ["explain", f["week"], f["week_result"], "--limit", "0"], "give seconds"),
        (lambda f: ["check", f["straight"], f["week_result"]], "is that of another request"),
        (lambda f: ["check", examples()[1].path, f["week_result"]], "is not the request's athlete"),
    ],
)  # fmt: skip
def test_what_does_not_belong_together_gets_one_line_and_status_2(
    arguments: Callable[[dict[str, Path]], list[Any]], says: str, files: dict[str, Path]
) -> None:
    answer = call(*arguments(files))
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.errors) == 1
    assert says in answer.errors[0]


def test_a_request_with_another_result_says_so_in_python_too() -> None:
    from optimizer import UnusableInput, explain

    request: Request = weeks.request()
    with pytest.raises(UnusableInput, match="catalog"):
        explain(request, weeks.result())
