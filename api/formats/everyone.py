"""A whole club's calendars, paper and watch files: a folder for each athlete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from api.club.answering import request_of
from api.club.entries import Entry
from api.club.result_lines import ErrorLine, read_line
from api.club.roster import Form, read_roster
from api.formats.format import File, athlete_stem, written
from api.formats.registry import format_named
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.result import Result, Versions
from optimizer.documents.season import Season
from optimizer.documents.versions import fingerprint_under
from optimizer.documents.wording import counted, quoted

FOR_EVERYONE = ("ics", "html", "fit")
"""What each athlete gets: for a calendar, on paper, for a watch."""


@dataclass
class Everyone:
    """The files of a club as they are asked for, and who gets none."""

    roster: bytes
    form: Form
    results: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a CSV: by the name of a column the field that it holds."""
    without: list[str] = field(default_factory=list)
    """Ids, or rows where there is none, of those without a plan."""

    def files(self, catalog: Catalog) -> Iterator[File]:
        """Of each athlete with a plan, in the order of the roster; ``ana/ana-2026-11-23.ics``.

        Raises ``UnusableInput`` for lines that are none, and where no line is of the roster.
        """
        results = _Results(self.results, catalog)
        known = 0
        for entry in read_roster(self.roster, self.form, self.columns):
            request = _usable(entry, catalog)
            result = None if request is None else results.answer_to(request)
            known += result is not None
            if request is None or result is None or result.plan is None:
                self.without.append(entry.athlete_id or f"row {entry.row}")
                continue
            folder = athlete_stem(request.athlete.id)
            for name in FOR_EVERYONE:
                for file in written(format_named(name), request, result, catalog):
                    yield replace(file, name=f"{folder}/{file.name}")
        if not known:
            lines = counted(results.count, "results")
            raise UnusableInput(
                Problem("", "", f"none of the {lines} is of this roster; give the two together")
            )


def _usable(entry: Entry, catalog: Catalog) -> Request | None:
    try:
        return request_of(entry, catalog)
    except UnusableInput:
        return None


class _Results:
    """The results of a club by what they answer.

    An athlete may have several, of several weeks or from before the row was edited.  A result of
    another catalog may mean other exercises, so it answers nothing.
    """

    def __init__(self, data: bytes, catalog: Catalog) -> None:
        self.count = 0
        # As text: read, a large club takes many times as much memory.
        self._by_fingerprint: dict[str, bytes] = {}
        self._versions: list[Versions] = []
        for text, result in _results(data):
            self.count += 1
            if result.versions.catalog != catalog.version:
                continue
            self._by_fingerprint[result.fingerprint] = text
            if result.versions not in self._versions:
                self._versions.append(result.versions)

    def answer_to(self, request: Request) -> Result | None:
        for versions in self._versions:
            text = self._by_fingerprint.get(fingerprint_under(request, versions))
            if text is not None:
                line = read_line(text)
                assert isinstance(line, Result)
                return line
        return None


def _results(data: bytes) -> Iterator[tuple[bytes, Result]]:
    # As bytes: a line of text may also end inside a name.
    for number, text in enumerate(data.splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = read_line(text)
        except ValueError:
            message = "is no line of results; give what a club's planning wrote"
            shown = text[:40].decode("utf-8", "replace")
            raise UnusableInput(Problem(f"line {number}", quoted(shown), message)) from None
        if isinstance(line, Season):
            message = "is a season, not a week of a club; give what a club's planning wrote"
            raise UnusableInput(Problem(f"line {number}", "", message))
        if not isinstance(line, ErrorLine):
            yield text, line
