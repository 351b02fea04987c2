"""The week as a strip from left to right: runs, windows, sessions, and the hours between them.

Everything is in attributes, as in the body map: a strict content security policy shows it inline.
Time is elapsed time, so that a week in which the clocks change has a longer or a shorter day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from api.words.phrases import day_name, hours, minutes, plain, span
from api.words.sentences import hours_around_in_words, run_in_words
from api.words.session_times import session_when
from optimizer.case.timeline import TimedRun, Timeline, timeline_of
from optimizer.documents.placed_runs import with_placed_runs
from optimizer.documents.request import Request
from optimizer.documents.result import Result, Session

_WIDTH, _EDGE = 760, 4
_TEXT_TOP, _TEXT_ROW, _HOURS_ROW = 30, 12, 14
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_PAPER, _INK, _SOFT_INK, _LINE = "#ffffff", "#26323a", "#5b666e", "#c9c4ba"
_EVEN_DAY, _WINDOW, _SESSION = "#f6f2ec", "#dfeceb", "#14505a"
_EASY_RUN, _KEY_RUN = "#e3b778", "#a8501f"
# What a sign of ten units takes in a wide face; labels that come closer stand in rows.
_SIGN_WIDTH = 6.0
_NAME_WIDTH = 92
"""Of a session."""


@dataclass(frozen=True)
class _Label:
    """Words around ``x``, with all that has to stay free of other words beside them."""

    x: float
    words: str
    left: float
    right: float


@dataclass(frozen=True)
class _Hours:
    """The hours from one minute to another, as a line with its words."""

    start: int
    end: int
    label: _Label


def week_strip(request: Request, result: Result, *, id_prefix: str = "week") -> str:
    """The week of ``result`` as SVG; without a plan it shows runs and windows."""
    request = with_placed_runs(request, result.plan)
    return _Strip(timeline_of(request), result, id_prefix).drawn()


class _Strip:
    def __init__(self, timeline: Timeline, result: Result, id_prefix: str) -> None:
        self.timeline = timeline
        self.sessions = result.plan.sessions if result.plan is not None else ()
        self.id_prefix = id_prefix
        self.first, self.last = timeline.midnights[0], timeline.midnights[7]
        self.runs = [run for run in timeline.runs if self._is_in_sight(run.start, run.end)]
        labels = [self._run_label(run) for run in self.runs]
        self.labels = list(zip(labels, _rows(labels), strict=True))
        rows = max((row for _, row in self.labels), default=0) + 1
        self.runs_top = _TEXT_TOP + rows * _TEXT_ROW
        self.windows_top = self.runs_top + 30
        self.hours_top = self.windows_top + 40
        self.hours = [hours for session in self.sessions for hours in self._hours_of(session)]
        self.hours_rows = _rows(hours.label for hours in self.hours)
        rows = max(self.hours_rows, default=-1) + 1
        self.height = self.hours_top + rows * _HOURS_ROW - (4 if rows else 8)

    def x(self, minute: int) -> float:
        share = (minute - self.first) / (self.last - self.first)
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * share, 1)

    def drawn(self) -> str:
        title, words = f"{self.id_prefix}-title", f"{self.id_prefix}-words"
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "week-strip",
                "viewBox": f"0 0 {_WIDTH} {self.height}",
                "width": str(_WIDTH),
                "height": str(self.height),
                "role": "img",
                "aria-labelledby": f"{title} {words}",
                "font-family": _FONT,
                "font-size": "10",
            },
        )
        first = self.timeline.first_day
        SubElement(root, "title", {"id": title}).text = f"The week of {day_name(first)}"
        SubElement(root, "desc", {"id": words}).text = " ".join(self._in_words())
        paper = {"width": str(_WIDTH), "height": str(self.height), "fill": _PAPER}
        SubElement(root, "rect", {"class": "paper", **paper})
        self._days(root)
        self._runs(root)
        self._windows(root)
        for session in self.sessions:
            self._session(root, session)
        for one, row in zip(self.hours, self.hours_rows, strict=True):
            self._line(root, one, self.hours_top + row * _HOURS_ROW)
        return tostring(root, encoding="unicode") + "\n"

    def _is_in_sight(self, start: int, end: int) -> bool:
        return self.first < end and start < self.last

    def _in_words(self) -> Iterator[str]:
        """Runs and sessions in order of time."""
        sentences = [
            (run.start, f"{self._when(run.start, run.end)}: {run_in_words(run)}.")
            for run in self.runs
        ]
        for one in self.sessions:
            when = session_when(one)
            around = ", ".join(hours_around_in_words(one))
            sentences.append((one.start_minute, f"{when}: strength {plain(one.id)}, {around}."))
        return (words for _, words in sorted(sentences))

    def _when(self, start: int, end: int) -> str:
        local = self.timeline.local
        return f"{day_name(self.timeline.day(start))}, {span(local(start), local(end))}"

    def _days(self, root: Element) -> None:
        days = SubElement(root, "g", {"class": "days", "text-anchor": "middle"})
        midnights = self.timeline.midnights
        for index, (start, end) in enumerate(pairwise(midnights[:8])):
            left, right = self.x(start), self.x(end)
            if index % 2 == 0:
                self._box(days, left, 0, right - left, self.height, fill=_EVEN_DAY)
            name = day_name(self.timeline.day(start))
            self._say(days, name, (left + right) / 2, 14, weight="600")
        axis = {"x1": str(_EDGE), "x2": str(_WIDTH - _EDGE), "stroke": _LINE}
        y = str(self.runs_top + 24)
        SubElement(root, "line", {"class": "axis", "y1": y, "y2": y, **axis})

    def _runs(self, root: Element) -> None:
        runs = SubElement(root, "g", {"class": "runs", "text-anchor": "middle"})
        for run, (label, row) in zip(self.runs, self.labels, strict=True):
            left, right = self.x(run.start), self.x(run.end)
            height = 20 if run.is_key else 13
            top = self.runs_top + 24 - height
            kind = "key" if run.is_key else "easy"
            bar = SubElement(runs, "g", {"class": f"run {kind}"})
            about = f"{self._when(run.start, run.end)}: {run_in_words(run)}"
            SubElement(bar, "title").text = about
            fill = _KEY_RUN if run.is_key else _EASY_RUN
            self._box(bar, left, top, max(right - left, 3), height, fill=fill, rx="1")
            base = _TEXT_TOP + row * _TEXT_ROW + 4
            if base + 6 < top:
                middle = str(round((left + right) / 2, 1))
                ends = {"x1": middle, "x2": middle, "y1": str(base + 3), "y2": str(top)}
                SubElement(bar, "line", {**ends, "stroke": _LINE, "stroke-width": "0.8"})
            self._say(bar, label.words, label.x, base, colour=_INK)

    def _run_label(self, run: TimedRun) -> _Label:
        name = "race" if run.is_race else run.kind
        words = f"{name} {run.minutes} min"
        half = len(words) * _SIGN_WIDTH / 2
        x = (self.x(run.start) + self.x(run.end)) / 2
        x = round(min(max(x, half), _WIDTH - half), 1)
        return _Label(x, words, x - half, x + half)

    def _windows(self, root: Element) -> None:
        windows = SubElement(root, "g", {"class": "windows"})
        for window in self.timeline.windows:
            if not self._is_in_sight(window.start, window.end):
                continue
            left = self.x(max(window.start, self.first))
            right = self.x(min(window.end, self.last))
            place = SubElement(windows, "g", {"class": "window"})
            when = self._when(window.start, window.end)
            SubElement(place, "title").text = f"Window {plain(window.id)}: {when}"
            rim = {"stroke": _SESSION, "stroke-width": "0.7", "stroke-dasharray": "2 1.5"}
            top = self.windows_top
            self._box(place, left, top, max(right - left, 4), 18, fill=_WINDOW, rx="1.5", **rim)

    def _session(self, root: Element, session: Session) -> None:
        left = self.x(session.start_minute)
        right = max(self.x(session.end_minute), left + 5)
        group = SubElement(root, "g", {"class": "session"})
        first, last = session.starts_at, session.ends_at_whole_minute
        about = f"Strength {plain(session.id)}: {day_name(first.date())}, {span(first, last)}"
        SubElement(group, "title").text = about
        top = self.windows_top
        rim = {"stroke": _SESSION, "stroke-width": "1.2"}
        self._box(group, left, top, right - left, 18, fill=_SESSION, rx="1.5", **rim)
        others = [self.x(window.start) for window in self.timeline.windows]
        no_room = any(right < x < right + _NAME_WIDTH for x in (*others, _WIDTH))
        x, anchor = (left - 4, "end") if no_room else (right + 4, "start")
        name = f"Strength {first:%H:%M}"
        self._say(group, name, x, top + 8, weight="700", anchor=anchor, colour=_SESSION)
        length = minutes((last - first) / timedelta(minutes=1))
        self._say(group, length, x, top + 19, anchor=anchor)

    def _hours_of(self, session: Session) -> Iterator[_Hours]:
        """From the last run to ``session``, and from there to the next key run."""
        start = session.start_minute
        since, until = session.hours_since_run, session.hours_to_key_run
        if since is not None:
            words = (f"{hours(since)} after the run", hours(since))
            yield self._hours(start - round(60 * since), start, words)
        if until is not None:
            words = (f"{hours(until)} to the key run", f"{hours(until)} to key run")
            yield self._hours(start, start + round(60 * until), words)

    def _hours(self, start: int, end: int, words: tuple[str, ...]) -> _Hours:
        """The first of ``words`` that fits on its line, else the last one beside it."""
        left, right = self._ends(start, end)
        for text in words:
            half = len(text) * _SIGN_WIDTH * 0.45
            if right - left >= 2 * half + 16:
                x = round((left + right) / 2, 1)
                return _Hours(start, end, _Label(x, text, left, right))
        width = 2 * half + 4
        if right + width < _WIDTH:
            label = _Label(round(right + 4 + half, 1), text, left, right + width)
        else:
            label = _Label(round(left - 4 - half, 1), text, left - width, right)
        return _Hours(start, end, label)

    def _ends(self, start: int, end: int) -> tuple[float, float]:
        """Where a line starts and ends in sight."""
        return max(self.x(start), _EDGE), min(self.x(end), _WIDTH - _EDGE)

    def _line(self, root: Element, one: _Hours, y: float) -> None:
        """Both ends are marked; an end outside the week is not, the line goes on there."""
        left, right = self._ends(one.start, one.end)
        group = SubElement(root, "g", {"class": "hours"})
        lines = SubElement(group, "g", {"stroke": _SOFT_INK, "stroke-width": "0.9"})
        half = len(one.label.words) * _SIGN_WIDTH * 0.45 + 2
        gap = (one.label.x - half, one.label.x + half)
        is_inside = left < gap[0] and gap[1] < right
        for x1, x2 in ((left, gap[0]), (gap[1], right)) if is_inside else ((left, right),):
            ends = {"x1": str(round(x1, 1)), "x2": str(round(x2, 1)), "y1": str(y), "y2": str(y)}
            SubElement(lines, "line", ends)
        for x, minute in ((left, one.start), (right, one.end)):
            if self.first <= minute <= self.last:
                mark = {"x1": str(x), "x2": str(x), "y1": str(y - 3), "y2": str(y + 3)}
                SubElement(lines, "line", mark)
        small = {"font-size": "9"}
        self._say(group, one.label.words, one.label.x, y + 3, anchor="middle", **small)

    def _box(
        self,
        parent: Element,
        x: float,
        y: float,
        width: float,
        height: float,
        **look: str,
    ) -> None:
        place = {"x": str(x), "y": str(y)}
        size = {"width": str(round(width, 1)), "height": str(height)}
        SubElement(parent, "rect", {**place, **size, **look})

    def _say(
        self,
        parent: Element,
        words: str,
        x: float,
        y: float,
        *,
        anchor: str = "",
        weight: str = "",
        colour: str = _SOFT_INK,
        **look: str,
    ) -> None:
        attributes = {"x": str(round(x, 1)), "y": str(y), "fill": colour, **look}
        if anchor:
            attributes["text-anchor"] = anchor
        if weight:
            attributes["font-weight"] = weight
            attributes["fill"] = colour if colour != _SOFT_INK else _INK
        SubElement(parent, "text", attributes).text = words


def _rows(labels: Iterable[_Label]) -> list[int]:
    """The row of each label: the first in which it touches none before it."""
    taken: list[list[_Label]] = []
    rows = []
    for label in labels:
        is_free = (
            all(label.right <= other.left or other.right <= label.left for other in row)
            for row in taken
        )
        row = next((index for index, free in enumerate(is_free) if free), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(label)
        rows.append(row)
    return rows
