"""A roster as it is to be planned: which rows ask the same, and which line answers which row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.club.answering import entry_fingerprint, problem_key, question_of, unusable_line
from api.club.entries import Entry
from api.club.result_lines import ErrorLine, Line
from catalog import Catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.result import Result
from optimizer.documents.season import Season
from optimizer.documents.versions import SOFTWARE, versions_of
from optimizer.operations.plan import is_cut_short, time_limit_warning
from optimizer.solving.options import SolveOptions


@dataclass(frozen=True)
class ClubRequest:
    """``key``: the same for rows that are solved together; None where ``error_line`` has why."""

    entry: Entry
    key: str | None
    fingerprint: str
    """Of the result that answers it."""
    cut_short_before: frozenset[str] = frozenset()
    """See ``Question``."""
    error_line: ErrorLine | None = None


def club_requests(entries: Iterable[Entry], catalog: Catalog) -> tuple[ClubRequest, ...]:
    """Every row, read as far as that needs no planning."""
    return tuple(_club_request(entry, catalog) for entry in entries)


def _club_request(entry: Entry, catalog: Catalog) -> ClubRequest:
    try:
        question = question_of(entry, catalog)
    except UnusableInput as error:
        line = unusable_line(entry, error, catalog)
        return ClubRequest(entry, None, line.fingerprint, error_line=line)
    key, name = problem_key(entry, question), question.fingerprint(catalog)
    return ClubRequest(entry, key, name, question.cut_short_before)


def answers(line: Line, request: ClubRequest, catalog: Catalog, options: SolveOptions) -> bool:
    """True: planned now, the row would have this line, or one as good where a limit cut it short.

    A line that tells of a fault of ours answers too: it is tried again only when that is asked for.
    """
    if line.versions != versions_of(catalog):
        return False
    if isinstance(line, ErrorLine):
        same = entry_fingerprint(request.entry, catalog) == line.fingerprint
        return same and line.row == request.entry.row
    return (
        request.key is not None
        and line.fingerprint == request.fingerprint
        and line.athlete_id == request.entry.athlete_id
        and not other_limit(line, request, options)
    )


def other_limit(line: Line, request: ClubRequest, options: SolveOptions) -> bool:
    """True: the call that wrote ``line`` was cut short by another limit than ``options`` have.

    A season that goes on has weeks of earlier calls, and would keep them, whatever limit they had.
    """
    limit = options.wall_seconds
    ours = None if limit is None else time_limit_warning(limit)
    return any(
        is_cut_short(result) and ours not in result.warnings
        for result in _results(line)
        if result.fingerprint not in request.cut_short_before
    )


def _results(line: Line) -> Iterator[Result]:
    if isinstance(line, Result):
        yield line
    elif isinstance(line, Season):
        yield from (week.result for week in line.weeks if week.result is not None)


def why_not(line: Line, request: ClubRequest, catalog: Catalog, options: SolveOptions) -> str:
    """In words, why ``line`` does not answer the row."""
    entry = request.entry
    if line.versions.catalog != catalog.version:
        return "was made with another catalog"
    if line.versions.software != SOFTWARE:
        return f"was made by version {line.versions.software} of runstrong, and this is {SOFTWARE}"
    if line.athlete_id != entry.athlete_id:
        theirs, ours = _name(line.athlete_id), _name(entry.athlete_id)
        return f"is of {theirs}, row {entry.row} of the roster of {ours}"
    if other_limit(line, request, options):
        return "was cut short by another --limit than this call's"
    return f"answers another request of {_name(entry.athlete_id)} than row {entry.row} asks now"


def _name(athlete_id: str | None) -> str:
    return "an athlete without an id" if athlete_id is None else repr(athlete_id)


def last_uses(requests: Sequence[ClubRequest]) -> dict[str, int]:
    """The last index of every key."""
    return {one.key: index for index, one in enumerate(requests) if one.key is not None}
