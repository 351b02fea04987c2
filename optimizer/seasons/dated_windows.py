"""Windows of a season with dates, at times that the clocks leave out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from optimizer.documents.errors import Problem
from optimizer.documents.request import Week, Window
from optimizer.documents.season import SeasonRequest
from optimizer.documents.wording import quoted
from optimizer.running.times import that_exists


def times_left_out(request: SeasonRequest) -> list[Problem]:
    """Each with its field of the season: a week's request has other windows at other places.

    Weekly windows are cut instead, as they are meant for many weeks.
    """
    zone = Week(start=request.start, timezone=request.timezone).zone
    problems = []
    for field, text in _times(request):
        try:
            written = datetime.fromisoformat(text)
        except ValueError:
            continue  # a weekly time, or one that is told of elsewhere
        if written.tzinfo is None and that_exists(written, zone).replace(tzinfo=None) != written:
            message = f"does not exist on {written:%Y-%m-%d}: the clocks go forward; "
            problems.append(Problem(field, quoted(text), f"{message}choose another time"))
    return problems


def _times(request: SeasonRequest) -> Iterator[tuple[str, str]]:
    for field, windows in _windows(request):
        for index, window in enumerate(windows):
            if "T" not in window.start:
                continue
            yield f"{field}[{index}].start", window.start
            if window.end is not None:
                yield f"{field}[{index}].end", window.end


def _windows(request: SeasonRequest) -> Iterator[tuple[str, tuple[Window, ...]]]:
    yield "week.availability", request.week.availability
    for index, exception in enumerate(request.exceptions):
        yield f"exceptions[{index}].availability", exception.availability or ()
    for index, override in enumerate(request.overrides):
        yield f"overrides[{index}].availability", override.availability or ()
