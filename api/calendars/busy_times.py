"""Busy times taken out of the windows in which a session may be held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.calendars.documents import Piece, WindowReading
from optimizer.case.timeline import Timeline
from optimizer.documents.request import Request, Window

_SHORTEST_MINUTES = 6
"""A warm-up alone takes longer than five minutes, so nothing is lost with shorter pieces."""
_LONGEST_ID = 64


@dataclass(frozen=True, order=True)
class Busy:
    """From ``start`` to ``end``, in minutes as ``optimizer.case.timeline`` counts them."""

    start: int
    end: int
    title: str


def cut_windows(
    request: Request,
    timeline: Timeline,
    busy: Sequence[Busy],
    starts_by_window: Mapping[str, Collection[int]],
) -> tuple[tuple[Window, ...], tuple[WindowReading, ...]]:
    """The windows without busy times, and what became of those that are cut.

    ``starts_by_window``: starts that are told for it already.  The piece that has one keeps the
    window's id, else the longest does; others get a number behind it.
    """
    timed = {window.id: window for window in timeline.windows}
    taken = set(timed)
    windows: list[Window] = []
    readings: list[WindowReading] = []
    for window in request.availability:
        start, end = timed[window.id].start, timed[window.id].end
        over = sorted(one for one in busy if one.start < end and one.end > start)
        if not over:
            windows.append(window)
            continue
        free = [
            (first, last)
            for first, last in _free(start, end, over)
            if last - first >= _SHORTEST_MINUTES
        ]
        pieces = []
        main = _main(free, starts_by_window.get(window.id, ()))
        for index, (first, last) in enumerate(free):
            name = window.id if index == main else _new_id(window.id, taken)
            pieces.append(_piece(timeline, name, first, last))
        windows += [
            Window(id=piece.id, start=piece.start, minutes=piece.minutes, place=window.place)
            for piece in pieces
        ]
        readings.append(
            WindowReading(
                window=window.id,
                pieces=tuple(pieces),
                lost_minutes=end - start - sum(piece.minutes for piece in pieces),
                because_of=tuple(dict.fromkeys(one.title for one in over)),
            )
        )
    return tuple(windows), tuple(readings)


def _free(start: int, end: int, busy: Iterable[Busy]) -> Iterable[tuple[int, int]]:
    """What is left of a window, in order; ``busy`` is in order of its starts."""
    for one in busy:
        if one.start > start:
            yield start, one.start
        start = max(start, one.end)
    if start < end:
        yield start, end


def _main(free: Sequence[tuple[int, int]], starts: Collection[int]) -> int:
    """The piece that keeps the window's id."""
    for index, (first, last) in enumerate(free):
        if any(first <= start < last for start in starts):
            return index
    lengths = [last - first for first, last in free]
    return lengths.index(max(lengths)) if lengths else 0


def _piece(timeline: Timeline, name: str, first: int, last: int) -> Piece:
    while timeline.local(first).fold and first < last - 1:
        # In the hour that comes twice a request's time is the first of both.
        first += 1
    return Piece(
        id=name, start=timeline.local(first).strftime("%Y-%m-%dT%H:%M"), minutes=last - first
    )


def _new_id(window: str, taken: set[str]) -> str:
    number = 2
    while True:
        ending = f"-{number}"
        name = f"{window[: _LONGEST_ID - len(ending)]}{ending}"
        if name not in taken:
            taken.add(name)
            return name
        number += 1
