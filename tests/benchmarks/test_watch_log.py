"""The round trip through a watch: a lost set is seen, and a stopped measurement goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import watch_log
from benchmarks.watch_log import drawn, faults, main, measure
from catalog import load_catalog
from optimizer import Result
from optimizer.documents.versions import versions_of
from tests import answers

CATALOG = load_catalog()


def test_a_set_that_the_plan_has_and_the_watch_has_not_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    week = answers.request_of("p1")
    result = answers.answer_to(week)
    assert result.plan is not None
    fewer = json.loads(result.model_dump_json())
    item = next(
        item
        for block in fewer["plan"]["sessions"][0]["blocks"]
        if block["kind"] in ("straight", "superset")
        for item in block["items"]
        if item["sets"] > 1
    )
    item["sets"] -= 1
    watched = Result.model_validate_json(json.dumps(fewer)).plan
    assert watched is not None
    log_of = watch_log.log_of
    monkeypatch.setattr(
        watch_log, "log_of", lambda request, _, catalog: log_of(request, watched, catalog)
    )
    found = faults(week, result, CATALOG)
    assert any(f"{item['exercise']} {item['sets']} sets, not" in one for one in found), found


def test_a_stopped_call_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "watch.jsonl"
    first, second = (request.athlete.id for request in drawn(2))
    record = {
        "week": first, "versions": versions_of(CATALOG).model_dump(), "status": "optimal",
        "sessions": 1, "sets": 100, "faults": ["a fault"],
    }  # fmt: skip
    path.write_text(json.dumps(record) + "\n" + json.dumps(record)[:30], encoding="utf-8")
    lines: list[str] = []
    records = measure(2, path, lines.append)
    assert [one["week"] for one in records] == [first, second]
    assert lines == ["2 of 2 weeks\n"]
    assert records[1]["sets"] > 0
    assert records[1]["faults"] == []
    assert main(["--weeks", "2", "-o", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{first}: a fault" in out
    assert f"2 of 2 drawn weeks have sessions, {1 + records[1]['sessions']} with" in out
