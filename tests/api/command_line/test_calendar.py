"""Formats and calendars on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.calendars.documents import CalendarReading
from api.calendars.runs_out import runs_calendar
from api.catalog.example_requests import example
from optimizer import plan, read_request, replan
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from tests.api import weeks
from tests.api.calendars.files import calendar, event
from tests.api.shell import call, run


@pytest.fixture(scope="module")
def planned() -> tuple[Request, Result]:
    request = read_request(example("p1").path.read_bytes())
    return request, plan(request)


@pytest.fixture
def folder(tmp_path: Path, planned: tuple[Request, Result]) -> Path:
    """``week.json``, ``result.json`` and ``runs.ics``."""
    request, result = planned
    (tmp_path / "week.json").write_text(request.model_dump_json(), encoding="utf-8")
    (tmp_path / "result.json").write_text(result.model_dump_json(), encoding="utf-8")
    (tmp_path / "runs.ics").write_bytes(
        calendar(
            event("Tempo run", "20261125T070000", end="20261125T074500"),
            event("Team meeting", "20261124T193000", end="20261124T200000"),
        )
    )
    return tmp_path


@pytest.fixture
def no_solving(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Requests that would be planned; each gets the same answer."""
    seen: list[Request] = []

    def planner(request: Request, **_: object) -> Result:
        seen.append(request)
        return weeks.result(athlete_id=request.athlete.id)

    monkeypatch.setattr("optimizer.plan", planner)
    return seen


def test_a_planned_week_is_exported_without_planning(
    folder: Path, no_solving: list[Request]
) -> None:
    answer = call("export", folder / "week.json", folder / "result.json", "--format", "ics")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("BEGIN:VCALENDAR\r\n")
    assert answer.out.count("BEGIN:VEVENT") == 2
    assert no_solving == []


def test_a_file_is_written_in_the_format_of_its_ending(folder: Path) -> None:
    for name in ("week.ics", "copy.json"):
        answer = call("export", folder / "week.json", folder / "result.json", "-o", folder / name)
        assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert (folder / "week.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    copy, result = ((folder / n).read_text(encoding="utf-8") for n in ("copy.json", "result.json"))
    assert copy.strip() == result


def test_a_folder_takes_a_file_under_its_own_name(folder: Path) -> None:
    answer = call(
        "export", folder / "week.json", folder / "result.json", "--format", "ics", "-o", folder
    )
    assert answer.status == 0
    assert (folder / "p1_c25k-2026-11-23.ics").is_file()


def test_planning_and_exporting_give_the_same_calendar(folder: Path) -> None:
    one = call("plan", folder / "week.json", "--format", "ics")
    other = call("export", folder / "week.json", folder / "result.json", "--format", "ics")
    assert (one.status, one.out, one.err) == (0, other.out, "")


def test_an_answer_of_replan_is_exported_with_what_was_dropped(
    folder: Path, planned: tuple[Request, Result]
) -> None:
    again = replan(*planned, missed=["s2"], now="Sun 23:00")
    (folder / "again.json").write_text(again.model_dump_json(), encoding="utf-8")
    answer = call("export", folder / "again.json", "--format", "ics")
    assert answer.status == 0
    assert "STATUS:CANCELLED" in answer.out


def test_a_result_of_another_request_is_not_exported(folder: Path) -> None:
    (folder / "other.json").write_text(weeks.request().model_dump_json(), encoding="utf-8")
    answer = call("export", folder / "other.json", folder / "result.json", "--format", "ics")
    assert answer.status == 2
    assert "is not the request's athlete" in answer.err


def test_every_format_is_listed() -> None:
    answer = call("export", "--list")
    assert answer.status == 0
    assert {"ics", "json", "runs"} <= {line.split()[0] for line in answer.out.splitlines()}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "error: REQUEST.json: is missing"),
        (["week.json", "result.json"], "error: --format: is missing"),
        (["week.json", "result.json", "--format", "isc"], "did you mean 'ics'?"),
        (["week.json", "result.json", "-o", "week.doc"], "does not say its format"),
        (["week.json", "result.json", "-o", "no/such/week.ics"], "cannot be written: No such file"),
        (["week.json", "missing.json", "--format", "ics"], "there is no such file"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    arguments: list[str], says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    answer = call("export", *arguments)
    assert answer.status == 2
    assert len(answer.errors) == 1
    assert says in answer.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--json", "--format", "ics"], "contradict each other"),
        (["--text", "-o", "x.ics"], "do not go together"),
    ],
)
def test_plan_refuses_options_that_contradict_each_other(
    arguments: list[str], says: str, folder: Path, no_solving: list[Request]
) -> None:
    answer = call("plan", folder / "week.json", *arguments)
    assert (answer.status, no_solving) == (2, [])
    assert says in answer.err


def test_a_week_without_a_plan_has_no_calendar(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.plan", lambda *_, **__: weeks.infeasible())
    answer = call("plan", folder / "week.json", "-o", folder / "week.ics")
    assert answer.status == 1
    assert answer.errors == [
        "there is no plan to write as ics: the week is infeasible; the result itself says why"
    ]
    assert not (folder / "week.ics").exists()
    answer = call("plan", folder / "week.json", "-o", folder / "no.json")
    assert answer.status == 1
    assert json.loads((folder / "no.json").read_bytes())["status"] == "infeasible"


def test_plan_reads_calendars_and_says_on_standard_error_how(
    folder: Path, no_solving: list[Request]
) -> None:
    calendars = folder / "runs.ics"
    answer = call("plan", folder / "week.json", "--runs", calendars, "--busy", calendars)
    assert answer.status == 0
    assert json.loads(answer.out)["status"] == "optimal"
    [request] = no_solving
    assert [run.start for run in request.runs][3:] == ["2026-11-25T07:00"]
    assert [window.id for window in request.availability] == ["tue", "thu", "sun"]
    assert request.availability[0].start == "Tue 19:00"
    assert f"{calendars}: 2026-11-25T07:00 'Tempo run': tempo run, 45 min." in answer.err
    assert "1 not recognised (Team meeting)" in answer.err


@pytest.mark.usefixtures("no_solving")
def test_plan_as_text_shows_the_events_before_the_week(folder: Path) -> None:
    answer = call("plan", folder / "week.json", "--runs", folder / "runs.ics", "--text")
    assert (answer.status, answer.err) == (0, "")
    events, week = answer.out.split("Proven best")
    assert "Wed 25 Nov 07:00  Tempo run  tempo run, 45 min" in events
    assert "Team meeting" in events
    assert "Goblet squat" in week


def test_calendar_gives_the_request_that_plan_would_see(
    folder: Path, no_solving: list[Request]
) -> None:
    options = (
        *("--runs", folder / "runs.ics", "--busy", folder / "runs.ics"),
        *("--run-kind", "team*=easy", "--not-a-run", "Tempo run"),
    )
    answer = call("calendar", folder / "week.json", *options, "-o", folder / "full.json")
    assert (answer.status, answer.err) == (0, "")
    reading = CalendarReading.model_validate_json(answer.out)
    full = read_request((folder / "full.json").read_bytes())
    assert full == reading.request
    assert [run.id for run in full.runs][3:] == ["Team meeting 2026-11-24"]
    assert call("plan", folder / "week.json", *options).status == 0
    assert no_solving == [full]


def test_runs_can_come_from_standard_input(folder: Path, planned: tuple[Request, Result]) -> None:
    data = runs_calendar(planned[0])
    answer = call("calendar", folder / "week.json", "--runs", "-", stdin=data)
    assert CalendarReading.model_validate_json(answer.out).request == planned[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "error: --runs and --busy: are missing"),
        (["--runs", "week.json"], "error: week.json: is no calendar"),
        (["--runs", "nothing.ics"], "error: nothing.ics: there is no such file"),
        (["--runs", "runs.ics", "--run-kind", "Tempo"], "names no event and kind"),
        (["--runs", "runs.ics", "--run-kind", "Tempo=fast"], "--run-kind: 'fast' is not one of"),
        (["--runs", "runs.ics", "--all-day-run-at", "soon"], "--all-day-run-at: 'soon' is no"),
        (["--runs", "runs.ics", "--minutes-per-km", "0"], "--minutes-per-km: 0.0 is too small"),
    ],
)
def test_a_wrong_calendar_or_option_is_one_sentence(
    arguments: list[str], says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    answer = call("calendar", "week.json", *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.errors) == 1
    assert says in answer.err


def test_the_same_file_twice_from_standard_input_is_refused(folder: Path) -> None:
    answer = call("calendar", "-", "--runs", "-", stdin=(folder / "week.json").read_bytes())
    assert answer.status == 2


def test_bytes_reach_a_pipe_as_they_are(folder: Path) -> None:
    answer = run("export", folder / "week.json", folder / "result.json", "--format", "ics")
    assert answer.status == 0
    assert answer.out.splitlines()[-1] == "END:VCALENDAR"
    assert answer.out.count("\r\n") == answer.out.count("\n")
