"""From a row of a roster to its line: planned, refused, or lost by a fault of ours.

Nothing here raises for the sake of one athlete, and a line has the bytes that planning this athlete
alone gives, ``stats`` aside.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from api.club.entries import Entry
from api.club.questions import Question, WeekQuestion, read_question
from api.club.result_lines import ErrorLine, Line, line_problems, read_line
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.versions import fingerprint, versions_of
from optimizer.solving.options import SolveOptions

FaultInWords = Callable[[Exception], str]
OURS = Problem(
    "",
    "",
    "was not planned by a fault of runstrong, not of this row; please report it with the row",
)
"""What a line says of a fault of ours.  The fault itself stands in ``Planned`` alone."""


@dataclass(frozen=True)
class Planned:
    """A line as it is written, and where it says ``fault``, what went wrong with us.

    ``fault``: for people who can mend it; None: nothing did.
    """

    text: str
    fault: str | None = None

    @classmethod
    def of(cls, line: Line, fault: str | None = None) -> Self:
        return cls(line.model_dump_json(), fault)

    @property
    def line(self) -> Line:
        return read_line(self.text)


def question_of(entry: Entry, catalog: Catalog | None = None) -> Question:
    """What a row asks; raises ``UnusableInput`` with everything that is wrong with it."""
    if entry.problems:
        beside = _beside(entry, catalog) if entry.kind == "plan" else ()
        raise UnusableInput(*entry.problems, *beside)
    return read_question(entry.kind, entry.text, catalog)


def request_of(entry: Entry, catalog: Catalog | None = None) -> Request:
    """The request of a row that asks a week; raises ``UnusableInput`` as ``question_of`` does."""
    question = question_of(entry, catalog)
    assert isinstance(question, WeekQuestion)
    return question.request


def _beside(entry: Entry, catalog: Catalog | None) -> Iterator[Problem]:
    """What else is wrong with a row of which some cells cannot be read."""
    try:
        read_question(entry.kind, entry.text, catalog)
    except UnusableInput as error:
        faulty = {problem.field for problem in entry.problems}
        for problem in error.problems:
            # Whatever has no place is wrong with what stands there instead of a request.
            if (
                problem.field
                and problem.field not in faulty
                and not _follows(problem.field, faulty)
            ):
                yield problem


def _follows(field: str, faulty: set[str]) -> bool:
    """Whether a problem is there only because another cell could not be read."""
    return ("places" in faulty and field.endswith(".place")) or (
        "availability" in faulty and field.endswith(".window")
    )


def problem_of(entry: Entry) -> str:
    """The same for two rows whose answers differ in nothing but the athlete's id, for one catalog
    and the same limits; a row that cannot be used, and a season, is the same as no other."""
    if entry.kind == "plan":
        with suppress(UnusableInput):
            return problem_key(entry, question_of(entry))
    return _problem_of_its_own(entry)


def problem_key(entry: Entry, question: Question) -> str:
    """``problem_of`` a row of which is known what it asks."""
    return question.key if isinstance(question, WeekQuestion) else _problem_of_its_own(entry)


def _problem_of_its_own(entry: Entry) -> str:
    return f"row {entry.row}"


def fault_in_full(error: Exception) -> str:
    return "".join(traceback.format_exception(error))


def plan_entry(
    entry: Entry,
    *,
    catalog: Catalog,
    options: SolveOptions | None = None,
    describe_fault: FaultInWords = fault_in_full,
) -> Planned:
    """Plan one athlete, whatever becomes of it."""
    try:
        return Planned.of(question_of(entry, catalog).answer(catalog, options))
    except UnusableInput as error:
        return Planned.of(unusable_line(entry, error, catalog))
    except Exception as error:  # noqa: BLE001  (one athlete's fault is not the club's)
        return Planned.of(fault_line(entry, catalog), describe_fault(error))


def answer_for(entry: Entry, line: Line, catalog: Catalog) -> Line:
    """The line of ``entry``, which asks the same as the row behind ``line``; see ``problem_of``."""
    if entry.kind != "plan":
        return line  # It is the problem of no other row.
    request = request_of(entry)
    changes: dict[str, object] = {"athlete_id": request.athlete.id}
    if isinstance(line, ErrorLine):
        changes["row"] = entry.row
        changes["fingerprint"] = entry_fingerprint(entry, catalog)
    else:
        changes["fingerprint"] = fingerprint(request, catalog)
    return line.model_copy(update=changes)


def unusable_line(entry: Entry, error: UnusableInput, catalog: Catalog) -> ErrorLine:
    """The line of a row that cannot be used."""
    return ErrorLine(
        status="unusable",
        athlete_id=entry.athlete_id,
        row=entry.row,
        problems=line_problems(error.problems),
        versions=versions_of(catalog),
        fingerprint=entry_fingerprint(entry, catalog),
    )


def fault_line(entry: Entry, catalog: Catalog) -> ErrorLine:
    """The line of a row that a fault of ours left without an answer."""
    return ErrorLine(
        status="fault",
        athlete_id=entry.athlete_id,
        row=entry.row,
        problems=line_problems([OURS]),
        versions=versions_of(catalog),
        fingerprint=entry_fingerprint(entry, catalog),
    )


def entry_fingerprint(entry: Entry, catalog: Catalog) -> str:
    """``sha256:`` over the row as it stands, its problems, the catalog and the software."""
    versions = versions_of(catalog)
    content = json.dumps(
        [entry.text, [str(problem) for problem in entry.problems], *versions.model_dump().values()],
        ensure_ascii=True,
    )
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
