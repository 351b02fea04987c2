"""All that is wrong with a request is told in one answer, each with its full path."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import UnusableInput, plan, read_request
from tests.api.service.client import Client, problem, serving

CATALOG = load_catalog()
Document = dict[str, Any]

GOOD: Document = {
    "athlete": {"id": "ana", "level": "beginner"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [
        {"id": "r1", "start": "Mon 18:00", "minutes": 45},
        {"id": "r2", "start": "Sat 08:00", "minutes": 100, "kind": "long"},
    ],
    "availability": [
        {"id": "tue", "start": "Tue 19:00", "end": "Tue 20:30", "place": "home"},
        {"id": "thu", "start": "Thu 18:30", "minutes": 60, "place": "home"},
    ],
    "places": {"home": ["dumbbell", "chair"]},
    "limits": {"max_session_minutes": 45},
}


def faults(text: str) -> list[tuple[str, str]]:
    """Field and message of every fault of one reading and, if there is none, of planning."""
    with pytest.raises(UnusableInput) as caught:
        plan(read_request(text, CATALOG), catalog=CATALOG)
    return [(one.field, one.message) for one in caught.value.problems]


def changed(*changes: Callable[[Document], object]) -> str:
    document = copy.deepcopy(GOOD)
    for change in changes:
        change(document)
    return json.dumps(document)


def fields(*changes: Callable[[Document], object]) -> list[str]:
    return [field for field, _ in faults(changed(*changes))]


FAULTS: dict[str, Callable[[Document], object]] = {
    "athlete.levl": lambda d: d["athlete"].update(levl="x"),
    "athlete.injuries[0]": lambda d: d["athlete"].update(injuries=["knee"]),
    "week.timezone": lambda d: d["week"].update(timezone="Mars"),
    "runs[0].start": lambda d: d["runs"][0].update(start="Foo 10:00"),
    "runs[1].minutes": lambda d: d["runs"][1].update(minutes=0),
    "runs[1].id": lambda d: d["runs"][1].update(id="r1"),
    "availability[0].place": lambda d: d["availability"][0].update(place="Home"),
    "availability[1].id": lambda d: d["availability"][1].update(id="tue"),
    "availability[1].end": lambda d: d["availability"].__setitem__(
        1, {"id": "thu", "start": "Thu 18:30", "end": "Thu 18:00", "place": "home"}
    ),
    "places.home[0]": lambda d: d["places"].update(home=["dumbel", "chair"]),
    "limits.max_sessions": lambda d: d["limits"].update(max_sessions=8),
    "preferences.avoid[0]": lambda d: d.update(preferences={"avoid": ["squat"]}),
    "rules.gravity": lambda d: d.update(rules={"gravity": {}}),
    "rules.recovery_after_run.hours": lambda d: d.update(
        rules={"recovery_after_run": {"hours": -1}}
    ),
    "pinned[0].window": lambda d: d.update(pinned=[{"window": "tuesday"}]),
    "pinned[0].exercise": lambda d: d.update(pinned=[{"exercise": "squat"}]),
    "on_conflict": lambda d: d.update(on_conflict="cry"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_one_fault_is_told_alone_with_its_path(field: str) -> None:
    assert fields(FAULTS[field]) == [field]


@pytest.mark.parametrize("field", FAULTS)
@pytest.mark.parametrize(
    "other", ["runs[1].minutes", "athlete.injuries[0]", "availability[0].place", "runs[0].start"]
)
def test_no_fault_hides_another(field: str, other: str) -> None:
    both = fields(FAULTS[other], FAULTS[field])
    alone = {field, other}
    assert set(both) == alone
    assert len(both) == len(alone)


def test_every_kind_of_fault_in_one_answer() -> None:
    names = [
        "athlete.levl", "athlete.injuries[0]", "runs[0].start", "runs[1].minutes",
        "availability[0].place", "places.home[0]", "limits.max_sessions", "preferences.avoid[0]",
        "rules.gravity", "pinned[0].window", "on_conflict",
    ]  # fmt: skip
    assert set(fields(*(FAULTS[name] for name in names))) == set(names)


def test_places_count_as_the_document_has_them() -> None:
    places = fields(
        lambda d: d["runs"].insert(0, {"start": "Mon 07:00"}),
        lambda d: d["runs"][2].update(start="Foo 10:00"),
    )
    assert places == ["runs[0].minutes", "runs[2].start"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # The window is there, though it cannot be read.
        (
            (
                lambda d: d["availability"][0].update(minutes=0),
                lambda d: d.update(pinned=[{"window": "tue"}]),
            ),
            ["availability[0].minutes"],
        ),
        # So is the place.
        ((lambda d: d["places"].update(home="dumbbell"),), ["places.home"]),
        # Without a first day nothing is known of dates.
        (
            (
                lambda d: d["week"].update(start="23rd"),
                lambda d: d["runs"][0].update(start="2031-01-01T10:00"),
            ),
            ["week.start"],
        ),
        ((lambda d: d.pop("availability"),), ["availability"]),
        ((lambda d: d.update(athlete=[]),), ["athlete"]),
    ],
)
def test_what_follows_from_a_fault_is_none(
    changes: tuple[Callable[[Document], object], ...], expected: list[str]
) -> None:
    assert fields(*changes) == expected


def test_a_repeated_key_has_its_path_and_hides_nothing() -> None:
    text = changed(FAULTS["availability[0].place"], FAULTS["athlete.injuries[0]"])
    text = text.replace('"minutes": 45', '"minutes": 300, "minutes": 45')
    assert [field for field, _ in faults(text)] == [
        "runs[0].minutes", "availability[0].place", "athlete.injuries[0]",
    ]  # fmt: skip
    assert "is written twice in one object; keep one" in dict(faults(text))["runs[0].minutes"]


def test_a_number_that_json_has_not_has_its_path() -> None:
    text = changed().replace('"minutes": 100', '"minutes": NaN')
    assert [field for field, _ in faults(text)] == ["runs[1].minutes"]


NESTED: list[tuple[Callable[[Document], object], list[str]]] = [
    (
        lambda d: d.update(pinned=[{"exercise": "squat", "sets": 11, "start": 5}]),
        ["pinned[0].start", "pinned[0].sets", "pinned[0].exercise"],
    ),
    (
        lambda d: d["availability"][0].update(place="Home", color="red", start="Foo 10:00"),
        ["availability[0].color", "availability[0].start", "availability[0].place"],
    ),
    (
        lambda d: d["availability"].__setitem__(0, {"start": "Foo", "minutes": 0, "place": "x"}),
        ["availability[0].minutes", "availability[0].start", "availability[0].place"],
    ),
    (
        lambda d: d["runs"].__setitem__(0, {"start": "Foo 10:00", "kind": "esy"}),
        ["runs[0].minutes", "runs[0].kind", "runs[0].start"],
    ),
    (
        lambda d: d["places"].update(home={"equipment": [5, "dumbel"], "weights": {"chair": 5}}),
        ["places.home.equipment[0]", "places.home.weights.chair", "places.home.equipment[1]"],
    ),
    (
        lambda d: d["places"].update(home=[5, "dumbel"]),
        ["places.home[0]", "places.home[1]"],
    ),
    (
        lambda d: d["athlete"].update(injuries=[5, "knee", {"id": "hamstring_strain", "odd": 1}]),
        ["athlete.injuries[0]", "athlete.injuries[2].odd", "athlete.injuries[1]"],
    ),
    (
        lambda d: d["athlete"].update(lifts=[{"exercise": "squat", "kg": -1, "reps": 5},
                                             {"exercise": "squat", "kg": 50, "reps": 5}]),
        ["athlete.lifts[0].kg", "athlete.lifts[1].exercise"],
    ),
    (
        lambda d: d.update(preferences={"avoid": ["squat", 5], "style": "odd", "like": 1}),
        ["preferences.avoid[1]", "preferences.style", "preferences.like", "preferences.avoid[0]"],
    ),
    (
        lambda d: d.update(previous={"log": [{"date": "2026-11-20", "name": "x", "pain": 11},
                                             {"date": "2026-11-20", "exercise": "x", "pain": 1}]}),
        ["previous.log[0].pain", "previous.log[1].exercise"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), NESTED)
def test_a_fault_hides_none_of_its_own_object(
    change: Callable[[Document], object], expected: list[str]
) -> None:
    found = fields(change)
    assert sorted(found) == sorted(expected)


def test_overlaps_and_times_are_told_together() -> None:
    places = fields(
        lambda d: d["availability"].append({"id": "x", "start": "Tue 20:00", "minutes": 20}),
        lambda d: d["runs"][0].update(start="Mon 26:00"),
    )
    assert places == ["runs[0].start", "availability[2]"]


@pytest.fixture(scope="module")
def client() -> Any:
    with serving() as found:
        yield found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (changed(FAULTS["availability[0].place"]), ["availability[0].place"]),
        (changed(FAULTS["availability[1].id"]), ["availability[1].id"]),
        (
            changed(FAULTS["runs[1].minutes"], FAULTS["athlete.injuries[0]"]),
            ["runs[1].minutes", "athlete.injuries[0]"],
        ),
        (
            changed().replace('"minutes": 45', '"minutes": 300, "minutes": 45'),
            ["runs[0].minutes"],
        ),
    ],
)
def test_the_service_tells_the_same(client: Client, body: str, expected: list[str]) -> None:
    answer = problem(client.post("/v1/plans", body.encode()))
    assert [one["field"] for one in answer["problems"]] == expected


def test_a_request_inside_a_question_has_the_whole_path(client: Client) -> None:
    request = json.loads(changed(FAULTS["availability[0].place"]))
    answer = problem(client.post("/v1/plans/replan", {"request": request, "missed": ["s1"]}))
    assert [one["field"] for one in answer["problems"]] == ["request.availability[0].place"]
