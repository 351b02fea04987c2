"""A whole club's calendars, paper and watch files: a folder for each athlete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from api.club.answering import request_of
from api.club.lines import ErrorLine, read_line
from api.club.roster import Form, read_roster
from api.formats.format import File, athlete_stem, written
from api.formats.registry import format_named
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import counted, quoted

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.result import Result

FOR_EVERYONE = ("ics", "html", "fit")
"""What each athlete gets: for a calendar, on paper, for a watch."""


@dataclass
class Everyone:
    """The files of a club as they are asked for, and who gets none."""

    roster: bytes
    form: Form
    results: bytes
    columns: dict[str, str] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    """Ids, or rows where there is none, of those without a plan."""

    def files(self, catalog: Catalog) -> Iterator[File]:
        """Of each athlete with a plan, in the order of the roster; ``ana/ana-2026-11-23.ics``.

        Raises ``UnusableInput`` for lines that are none, and where no line is of the roster.
        """
        results = dict(_results(self.results))
        known = 0
        for entry in read_roster(self.roster, self.form, self.columns):
            result = results.get(entry.athlete_id or "")
            known += result is not None
            if result is None or result.plan is None:
                self.without.append(entry.athlete_id or f"row {entry.row}")
                continue
            request = request_of(entry, catalog)
            folder = athlete_stem(request.athlete.id)
            for name in FOR_EVERYONE:
                for file in written(format_named(name), request, result, catalog):
                    yield replace(file, name=f"{folder}/{file.name}")
        if not known:
            lines = counted(len(results), "results")
            raise UnusableInput(
                Problem("", "", f"none of the {lines} is of this roster; give the two together")
            )


def _results(data: bytes) -> Iterator[tuple[str, Result]]:
    for number, text in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = read_line(text)
        except ValueError:
            message = "is no line of results; give what a club's planning wrote"
            raise UnusableInput(Problem(f"line {number}", quoted(text[:40]), message)) from None
        if not isinstance(line, ErrorLine):
            yield line.athlete_id, line
