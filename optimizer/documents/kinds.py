"""Which of our documents it is that was given where another is wanted."""

from __future__ import annotations

import json
import re

from pydantic import JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.pointers import Operation, Taken

REQUEST, RESULT, PLAN = "a request", "a result", "a plan"
REPLANNED, PATCH = "an answer of replan", "a patch"
RUNS_REQUEST, ASSESSMENT_REQUEST = "a request for runs", "a request for an assessment"
SEASON_REQUEST, SEASON, SEASON_LOG = "a request for a season", "a season", "a log of a week"
ROSTER, _CATALOG = "a roster", "a catalog"
_NEEDED_COLUMN = "availability"

# The fields by which an object is told, the first that has them all.
_MARKS = (
    (REPLANNED, {"request", "result"}),
    (SEASON, {"request", "weeks"}),
    (SEASON_REQUEST, {"start", "running", "athlete", "week", "goal"}),
    (SEASON_REQUEST, {"running", "exact_weeks"}),
    (RUNS_REQUEST, {"start", "running"}),
    ("a plan of runs", {"weeks", "cures"}),
    ("an assessment", {"claim", "screen"}),
    (ASSESSMENT_REQUEST, {"screen", "tests"}),
    (ASSESSMENT_REQUEST, {"athlete", "screen"}),
    (REQUEST, {"athlete", "week"}),
    (REQUEST, {"athlete", "availability"}),
    (REQUEST, {"week", "availability"}),
    ("an answer of check", {"findings", "rules_held"}),
    ("an answer of explain", {"windows", "why_not"}),
    ("an answer of diff", {"same", "notes"}),
    (RESULT, {"status", "athlete_id"}),
    (RESULT, {"plan", "fingerprint"}),
    (SEASON_LOG, {"week", "sessions"}),
    (SEASON_LOG, {"week", "missed"}),
    (PLAN, {"sessions"}),
    (_CATALOG, {"equipment", "kits"}),
    (PATCH, {"op", "path"}),
    *((_CATALOG, {"id", field}) for field in (
        "enforcement", "how_to", "refer", "setup_seconds", "statement", "taken", "topic",
        "volume_class",
    )),
)  # fmt: skip
_LISTS = {REQUEST: ROSTER, RESULT: "a list of results", _CATALOG: _CATALOG, PATCH: PATCH}
_CURES = {
    _CATALOG: "; name the folder of a catalog by --catalog",
    REPLANNED: ", or a request with its result",
}
_TAKEN: dict[str, Operation] = {
    ROSTER: "club",
    RUNS_REQUEST: "runs",
    SEASON_REQUEST: "season",
    SEASON: "next",
    ASSESSMENT_REQUEST: "assess",
}
_TOML_TABLE = re.compile(r"^\[\[\w+\]\]\s*(#.*)?$", re.MULTILINE)


def refuse_another_kind(document: JsonValue, *wanted: str) -> None:
    """Raise ``UnusableInput`` for a JSON document that is surely none of the kinds ``wanted``."""
    kind = _kind_of(document)
    if kind == REQUEST and PATCH in wanted:
        return  # A whole request is a merge patch too.
    if kind == SEASON_REQUEST and RUNS_REQUEST in wanted and _may_be_runs(document):
        return
    if kind is not None and kind not in wanted:
        raise UnusableInput(_another(kind, wanted))


def _may_be_runs(document: JsonValue) -> bool:
    """Runs to a race with the week around them may be those of a season, or runs alone."""
    return isinstance(document, dict) and "exact_weeks" not in document


def refuse_another_format(text: str, *wanted: str) -> None:
    """The same for text that is no JSON document: TOML, CSV, or a document on each line."""
    kind = _CATALOG if _TOML_TABLE.search(text) else _kind_of_lines(text)
    if kind is not None and kind not in wanted:
        raise UnusableInput(_another(kind, wanted))


def _kind_of_lines(text: str) -> str | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    if _NEEDED_COLUMN in lines[0] and "{" not in lines[0]:
        return ROSTER
    try:
        return _kind_of([json.loads(line) for line in lines[:2]])
    except (ValueError, RecursionError):
        return None


def _kind_of(document: JsonValue) -> str | None:
    if isinstance(document, list):
        return _LISTS.get(_kind_of(document[0]) or "") if document else None
    if not isinstance(document, dict):
        return None
    return next((kind for kind, marks in _MARKS if marks <= document.keys()), None)


def _another(kind: str, wanted: tuple[str, ...]) -> Problem:
    operation = _TAKEN.get(kind)
    pointer = None if operation is None else Taken(operation)
    cure = "" if pointer else _CURES.get(kind) or _CURES.get(wanted[0], "")
    message = f"the document is {kind}; {' or '.join(wanted)} is wanted here{cure}"
    return Problem("", "", message, pointer)
