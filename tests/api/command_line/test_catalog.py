"""``runstrong catalog``: the shapes that programs rely on, and the filters."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.command_line.main import main


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What ``runstrong catalog`` prints with ``arguments``, read as JSON of one line."""
    assert main(["catalog", *arguments]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert out.count("\n") == 1
    return json.loads(out)


def test_exercises_carry_what_a_planner_needs(capsys: pytest.CaptureFixture[str]) -> None:
    exercises = printed(capsys, "exercises", "--json")
    fields = {
        "id", "kind", "level", "leg_load", "impact", "primary", "secondary", "equipment",
        "contraindications", "counts_toward_volume",
    }  # fmt: skip
    assert len(exercises) >= 130
    assert all(fields <= exercise.keys() for exercise in exercises)


def test_without_a_terminal_json_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "injuries") == printed(capsys, "injuries", "--json")


def test_equipment_comes_with_the_kits(capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(capsys, "equipment", "--json")
    pieces = {piece["id"] for piece in document["equipment"]}
    assert set(document) == {"equipment", "kits"}
    assert {"bodyweight", "home_basic", "gym"} <= set(document["kits"])
    assert all(set(kit) <= pieces for kit in document["kits"].values())


def test_muscles_say_under_which_emphasis_they_are_neglected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    muscles = {muscle["id"]: muscle for muscle in printed(capsys, "muscles", "--json")}
    assert len(muscles) == 34
    assert muscles["soleus"]["neglected"] is True
    assert muscles["biceps_femoris"]["neglected_by"] == {
        "balanced": True, "quads_first": False, "posterior_chain": True,
    }  # fmt: skip


@pytest.mark.parametrize("section", ["injuries", "sources", "contradictions", "evidence", "rules"])
def test_the_other_sections_are_lists_of_entries(
    section: str, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = printed(capsys, section, "--json")
    assert len({entry["id"] for entry in entries}) == len(entries) > 0


def test_rules_list_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    (rule,) = printed(capsys, "rules", "recovery_after_run")
    assert rule["enforcement"] == "required"
    assert rule["relaxable"] is True
    assert set(rule["parameters"]) == {"hours", "applies_to"}


def test_named_entries_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["id"] for one in printed(capsys, "muscles", "soleus", "iliopsoas")] == [
        "soleus",
        "iliopsoas",
    ]


def test_exercises_by_muscle(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "exercises", "--muscle", "soleus")
    assert found
    assert all("soleus" in one["primary"] for one in found)


def test_exercises_no_harder_than_a_level(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "exercises", "--level", "intermediate")
    assert {one["level"] for one in found} == {"beginner", "intermediate"}


def test_exercises_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert {one["kind"] for one in printed(capsys, "exercises", "--kind", "release")} == {"release"}


def test_exercises_that_need_no_more_than_what_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nothing = printed(capsys, "exercises", "--equipment", "kit:bodyweight")
    assert nothing
    assert all(one["equipment"] == [] for one in nothing)
    more = printed(capsys, "exercises", "--equipment", "mini_band", "--equipment", "wall")
    assert len(more) > len(nothing)
    assert all({"mini_band", "wall"} & set(any_of) for one in more for any_of in one["equipment"])


@pytest.mark.parametrize(
    "section",
    [
        "muscles",
        "exercises",
        "injuries",
        "equipment",
        "rules",
        "sources",
        "contradictions",
        "evidence",
    ],
)
def test_every_section_can_be_read(
    section: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["catalog", section, "--text"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 80
