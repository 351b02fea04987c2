"""Bad input: each fault is told in one clear sentence with its field, its value and a cure."""

from __future__ import annotations

import copy
import gc
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, field_validator

from optimizer import UnusableInput, plan, read_request
from optimizer.documents.reading import MAX_DOCUMENT_BYTES, validated

Document = dict[str, Any]

GOOD: Document = {
    "athlete": {"id": "ana", "level": "beginner"},
    "week": {"start": "2026-03-23", "timezone": "Europe/Berlin"},
    "runs": [{"id": "r1", "start": "Mon 18:00", "minutes": 45, "kind": "easy"}],
    "availability": [
        {"id": "tue", "start": "Tue 19:00", "end": "Tue 20:00", "place": "home"},
        {"id": "fri", "start": "Fri 06:30", "minutes": 45},
    ],
    "places": {"home": ["mini_band"]},
}


def faults_of(data: bytes | str) -> list[str]:
    """The faults that reading or planning finds, before anything is solved."""
    with pytest.raises(UnusableInput) as caught:
        plan(read_request(data))
    faults = [str(problem) for problem in caught.value.problems]
    assert str(caught.value) == "\n".join(faults)
    for fault in faults:
        assert len(fault) < 300
        assert "\n" not in fault
        assert "Traceback" not in fault
        assert "pydantic" not in fault
    return faults


def runs_of(count: int) -> list[Document]:
    return [{"start": f"Mon {n // 60 % 24:02d}:{n % 60:02d}", "minutes": 1} for n in range(count)]


_WINDOWS = GOOD["availability"]
# By what is wrong: the change, and what the one fault says.
TABLE: dict[str, tuple[Callable[[Document], object], tuple[str, ...]]] = {
    "unknown field": (
        lambda d: d.update(avilability=[]),
        ("avilability: is no known field", "did you mean 'availability'?"),
    ),
    "unknown field inside": (
        lambda d: d["runs"][0].update(minute=3),
        ("runs[0].minute: is no known field", "did you mean 'minutes'?"),
    ),
    "missing field": (lambda d: d.pop("athlete"), ("athlete: is required", "add it")),
    "missing start": (lambda d: d["runs"][0].pop("start"), ("runs[0].start: is required",)),
    "unknown level": (
        lambda d: d["athlete"].update(level="expert"),
        ("athlete.level: 'expert' is not one of", "beginner"),
    ),
    "unknown kind": (
        lambda d: d["runs"][0].update(kind="jog"),
        ("runs[0].kind: 'jog' is not one of", "easy"),
    ),
    "unknown injury": (
        lambda d: d["athlete"].update(injuries=["patelofemoral_pain"]),
        ("athlete.injuries[0]: 'patelofemoral_pain'", "did you mean 'patellofemoral_pain'?"),
    ),
    "unknown exercise": (
        lambda d: d.update(preferences={"prefer": ["goblet_sqat"]}),
        ("preferences.prefer[0]: 'goblet_sqat'", "did you mean 'goblet_squat'?"),
    ),
    "unknown equipment": (
        lambda d: d["places"].update(home=["mini_bnad"]),
        ("places.home[0]", "mini_bnad", "mini_band"),
    ),
    "unknown kit": (lambda d: d["places"].update(home=["kit:gim"]), ("places.home[0]", "kit:gym")),
    "unknown place": (
        lambda d: d["availability"][0].update(place="hme"),
        ("availability[0].place: 'hme' is no place that places lists", "did you mean 'home'?"),
    ),
    "unknown rule": (
        lambda d: d.update(rules={"recovery_after_runs": {}}),
        ("rules.recovery_after_runs: is no known rule", "'recovery_after_run'"),
    ),
    "unknown parameter": (
        lambda d: d.update(rules={"recovery_after_run": {"hour": 12}}),
        ("rules.recovery_after_run.hour: is no known field", "'hours'"),
    ),
    "enforcement not open": (
        lambda d: d.update(rules={"equipment": {"enforcement": "off"}}),
        ("rules.equipment.enforcement: 'off'", "it may be required"),
    ),
    "unknown zone": (
        lambda d: d["week"].update(timezone="Europe/Berln"),
        ("week.timezone: 'Europe/Berln'", "did you mean 'Europe/Berlin'?"),
    ),
    "zone by path": (
        lambda d: d["week"].update(timezone="../../etc/passwd"),
        ("week.timezone", "is no IANA time zone"),
    ),
    "no date": (lambda d: d["week"].update(start="23.03.26"), ("week.start: '23.03.26'",)),
    "no such date": (lambda d: d["week"].update(start="2026-02-30"), ("week.start: '2026-02-30'",)),
    "the first day of all": (
        lambda d: d["week"].update(start="0001-01-01"),
        ("week.start: '0001-01-01' is outside the years 1900 to 2199", "2026-11-23"),
    ),
    "the last day of all": (
        lambda d: d["week"].update(start="9999-12-31"),
        ("week.start: '9999-12-31' is outside the years 1900 to 2199",),
    ),
    "overlapping windows": (
        lambda d: d["availability"].append({"id": "b", "start": "Tue 19:59", "minutes": 5}),
        ("availability[2]: windows 'tue' and 'b' overlap", "shorten one or join them"),
    ),
    "window without length": (
        lambda d: d["availability"][0].pop("end"),
        ("availability[0]", "give either end or minutes"),
    ),
    "window of no minutes": (
        lambda d: d["availability"][1].update(minutes=0),
        ("availability[1].minutes: 0",),
    ),
    "window with two lengths": (
        lambda d: d["availability"][0].update(minutes=10),
        ("availability[0]", "give either end or minutes"),
    ),
    "end before start": (
        lambda d: d["availability"][0].update(end="Tue 18:00"),
        ("availability[0].end: 'Tue 18:00' is not after the start 'Tue 19:00'", "later end"),
    ),
    "run without length": (
        lambda d: d["runs"][0].pop("minutes"),
        ("runs[0].minutes: is required",),
    ),
    "run of no minutes": (lambda d: d["runs"][0].update(minutes=0), ("runs[0].minutes: 0",)),
    "negative run": (lambda d: d["runs"][0].update(minutes=-5), ("runs[0].minutes: -5",)),
    "duplicate run ids": (
        lambda d: d["runs"].append({"id": "r1", "start": "Wed 18:00", "minutes": 5}),
        ("runs[1].id: 'r1' is the id of runs[0] already", "rename one"),
    ),
    "duplicate window ids": (
        lambda d: d["availability"].append({"id": "tue", "start": "Sat 18:00", "minutes": 5}),
        ("availability[2].id: 'tue' is the id of availability[0] already", "rename one"),
    ),
    "budget of 0": (
        lambda d: d.update(limits={"max_session_minutes": 0}),
        ("limits.max_session_minutes: 0",),
    ),
    "limits crossed": (
        lambda d: d.update(limits={"min_sessions": 3, "max_sessions": 2}),
        ("limits", "min_sessions 3 is above max_sessions 2"),
    ),
    "400 runs": (lambda d: d.update(runs=runs_of(400)), ("runs", "200")),
    "text for a number": (lambda d: d["runs"][0].update(minutes="45"), ("runs[0].minutes: '45'",)),
    "fraction for a number": (
        lambda d: d["runs"][0].update(minutes=4.5),
        ("runs[0].minutes: 4.5",),
    ),
    "true for a number": (lambda d: d["runs"][0].update(minutes=True), ("runs[0].minutes: true",)),
    "a question for true or false": (
        lambda d: d.update(run_rules={"long_after_key_run": "maybe"}),
        ("run_rules.long_after_key_run: 'maybe' is neither true nor false",),
    ),
    "more hours than a week has": (
        lambda d: d.update(run_rules={"hours_between_key_runs": 400}),
        ("run_rules.hours_between_key_runs: 400 is too large; give 168 or less",),
    ),
    "null for a list": (lambda d: d.update(runs=None), ("runs",)),
    "list for an object": (lambda d: d.update(athlete=[]), ("athlete",)),
    "huge whole number": (lambda d: d["runs"][0].update(minutes=10**40), ("runs[0].minutes",)),
    "unprintable id": (lambda d: d["athlete"].update(id="a\u0007"), ("athlete.id", "printed")),
    "empty id": (lambda d: d["athlete"].update(id=""), ("athlete.id",)),
    "skipped time": (
        lambda d: d["runs"][0].update(start="2026-03-29T02:30"),
        ("runs[0].start: '2026-03-29T02:30' does not exist", "choose another time"),
    ),
    "far away run": (
        lambda d: d["runs"][0].update(start="2027-03-29T02:30"),
        ("runs[0].start: '2027-03-29T02:30' lies outside", "correct it or leave it out"),
    ),
    "no time": (
        lambda d: d["runs"][0].update(start="Monday"),
        ("runs[0].start: 'Monday'", "write"),
    ),
    "pin of nothing": (lambda d: d.update(pinned=[{}]), ("pinned[0]", "name a window")),
    "pin of an unknown window": (
        lambda d: d.update(pinned=[{"window": "tu"}]),
        ("pinned[0].window: 'tu'", "did you mean 'tue'?"),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_one_fault_one_sentence(name: str) -> None:
    change, expected = TABLE[name]
    document = copy.deepcopy(GOOD)
    change(document)
    faults = faults_of(json.dumps(document))
    assert len(faults) == 1
    for words in expected:
        assert words in faults[0]


@pytest.mark.parametrize(
    ("path", "written", "meant"),
    [
        (("athlete", "level"), "Beginner", "beginner"),
        (("athlete", "units"), "LB", "lb"),
        (("week", "phase"), "In season", "in_season"),
        (("runs", 0, "kind"), "Intervals", "interval"),
        (("runs", 0, "kind"), "Long run", "long"),
        (("recovery",), "Hard days hard", "hard_days_hard"),
    ],
)
def test_a_word_of_a_list_is_known_however_it_is_spelled(
    path: tuple[str | int, ...], written: str, meant: str
) -> None:
    document: Any = copy.deepcopy(GOOD)
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = written
    other = copy.deepcopy(document)
    part[path[-1]] = meant
    assert read_request(json.dumps(other)) == read_request(json.dumps(document))


def test_a_word_that_is_understood_hides_no_fault_and_is_none() -> None:
    document: Any = copy.deepcopy(GOOD)
    document["athlete"]["level"] = "Beginner"
    document["runs"][0].update(kind="Long", minutes=0)
    [fault] = faults_of(json.dumps(document))
    assert fault.startswith("runs[0].minutes: 0")


def test_the_good_document_is_good() -> None:
    assert read_request(json.dumps(GOOD)).athlete.id == "ana"


def test_every_fault_of_the_shape_is_told() -> None:
    document = copy.deepcopy(GOOD)
    document["runs"][0]["minutes"] = 0
    document["athlete"]["level"] = "pro"
    document["wek"] = {}
    assert len(faults_of(json.dumps(document))) == 3


def test_a_list_with_a_bad_entry_is_not_called_empty() -> None:
    """A misspelt field of the only window of a run is told, and what is missing then, no more."""
    document = copy.deepcopy(GOOD)
    document["runs"][0] = {"minutes": 40, "when": [{"strat": "Mon 06:00", "end": "Mon 08:00"}]}
    assert faults_of(json.dumps(document)) == [
        "runs[0].when[0].start: is required; add it",
        "runs[0].when[0].strat: is no known field; did you mean 'start'?",
    ]


def test_hundreds_of_faults_are_cut_short() -> None:
    document = copy.deepcopy(GOOD) | {"runs": [{"start": "Mon 18:00"}] * 150}
    faults = faults_of(json.dumps(document))
    assert len(faults) == 21
    assert faults[-1] == "and 130 more faults of this kind"


def test_200_runs_are_read() -> None:
    assert len(read_request(json.dumps(GOOD | {"runs": runs_of(200)})).runs) == 200


# --- Documents that are no request at all ---------------------------------------------------------

_TEXT = json.dumps(GOOD)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the document is empty; expected one JSON object"),
        (b" \n\t", "the document is empty"),
        (b"[]", "the document is an array; expected one JSON object"),
        (b'"week"', "expected one JSON object"),
        (b"null", "expected one JSON object"),
        (b"{", "not JSON:"),
        (b"{'a': 1}", "not JSON:"),
        (_TEXT.encode() + b"}", "not JSON:"),
        (_TEXT.encode("utf-16"), "the document is not UTF-8, but UTF-16; save it as UTF-8"),
        (_TEXT.replace("ana", "Zoë").encode("latin-1"), "the document is not UTF-8"),
        (b'{"a": NaN}', "NaN is no JSON number; write a finite number or null"),
        (b'{"a": -Infinity}', "-Infinity is no JSON number"),
        (b'{"week": {}, "week": {}}', "week: is written twice in one object; keep one"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a: has thousands of digits; write a number"),
        (b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", ""),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, ""),
        (b"x" * 10_000_000, "the document has 10,000,000 bytes; at most 1,000,000 are read"),
    ],
    ids=[
        "empty", "blank", "array", "text", "null", "cut off", "single quotes", "one too many",
        "UTF-16", "Latin-1", "NaN", "infinity", "key twice", "5000 digits", "10000 arrays deep",
        "10000 objects deep", "10 MB",
    ],
)  # fmt: skip
def test_what_is_no_request(data: bytes, sentence: str) -> None:
    (fault,) = faults_of(data)[:1]
    assert sentence in fault


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
@pytest.mark.parametrize("field", ["runs", "rules"])
def test_numbers_beyond_all_bounds(field: str, number: str) -> None:
    document = copy.deepcopy(GOOD)
    if field == "runs":
        document["runs"][0]["distance_km"] = 7.25
    else:
        document["rules"] = {"recovery_after_run": {"hours": 7.25}}
    (fault,) = faults_of(json.dumps(document).replace("7.25", number))
    assert fault.startswith(
        "runs[0].distance_km" if field == "runs" else "rules.recovery_after_run.hours"
    )


def test_a_lone_surrogate_is_refused() -> None:
    assert faults_of(_TEXT.replace('"ana"', '"\\ud800"'))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_request(b"\xef\xbb\xbf" + _TEXT.encode()).athlete.id == "ana"


def test_a_document_at_the_limit_is_read() -> None:
    padded = _TEXT + " " * (MAX_DOCUMENT_BYTES - len(_TEXT))
    assert read_request(padded).athlete.id == "ana"
    assert "at most 1,000,000 are read" in faults_of(padded + " ")[0]


def test_a_refused_document_does_not_stay_in_memory() -> None:
    def live_objects() -> int:
        gc.collect()
        return len(gc.get_objects())

    text = json.dumps({"a": [{"b": number} for number in range(2_000)]})
    found = []
    for _ in range(3):
        with pytest.raises(UnusableInput):
            validated(_Refusing, text)
        found.append(live_objects())
    assert found[-1] - found[0] < 1_000


class _Part(BaseModel):
    b: int


class _Refusing(BaseModel):
    a: list[_Part]

    @field_validator("a")
    @classmethod
    def _refuse(cls, value: list[_Part]) -> list[_Part]:
        raise ValueError(f"has {len(value)} entries")
