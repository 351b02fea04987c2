"""A season as a picture: weekly minutes of running and strength, phases, main lifts, the race.

Everything is in attributes, as in the other pictures: a strict content security policy shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from api.formats.season_lines import MainLift, main_lifts
from api.words.phrases import plain
from optimizer.documents.season import PHASE_WORDS, Season, SeasonWeek

_LEFT, _RIGHT, _TOP = 132, 12, 64
_LEAST_COLUMN, _MOST_COLUMN, _WIDTH = 22, 44, 960
_CHART, _ROW = 150, 18
_MOST_LIFTS = 6
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_PAPER, _INK, _SOFT_INK, _LINE = "#ffffff", "#26323a", "#5b666e", "#c9c4ba"
_RUNNING, _STRENGTH, _RACE = "#e3b778", "#14505a", "#a8501f"
_BANDS = {
    "off_season": "#f6f2ec", "pre_season": "#dfeceb", "in_season": "#c4dedb",
    "taper": "#f3dfc4", "post_race": "#ece8e2",
}  # fmt: skip
_SHORT = {
    "off_season": "off", "pre_season": "pre", "in_season": "in", "taper": "tap.",
    "post_race": "after",
}  # fmt: skip
_STEPS = (15, 30, 60, 120, 300, 600)


def season_picture(season: Season, *, id_prefix: str = "season") -> str:
    """The season as SVG; without weeks it holds the sentence alone."""
    return _Picture(season, id_prefix).drawn()


class _Picture:
    def __init__(self, season: Season, id_prefix: str) -> None:
        self.season = season
        self.weeks = season.weeks
        self.id_prefix = id_prefix
        count = max(1, len(self.weeks))
        free = (_WIDTH - _LEFT - _RIGHT) / count
        self.column = min(_MOST_COLUMN, max(_LEAST_COLUMN, free))
        self.width = round(max(_LEFT + count * self.column + _RIGHT, 480), 1)
        self.lifts = _lifts(self.weeks)
        self.lifts_top = _TOP + _CHART + 48
        rows = len(self.lifts)
        self.height = self.lifts_top + (rows * _ROW + 26 if rows else 0) + 26
        most = max((max(w.running_minutes, w.strength_minutes[1]) for w in self.weeks), default=0)
        self.step = next((step for step in _STEPS if most <= 5 * step), _STEPS[-1])
        self.most = max(self.step, -(-most // self.step) * self.step)

    def x(self, index: int) -> float:
        return round(_LEFT + index * self.column, 1)

    def y(self, minutes: float) -> float:
        return round(_TOP + _CHART - _CHART * minutes / self.most, 1)

    def drawn(self) -> str:
        title, words = f"{self.id_prefix}-title", f"{self.id_prefix}-words"
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg", "class": "season-picture",
                "viewBox": f"0 0 {self.width:g} {self.height:g}", "width": f"{self.width:g}",
                "height": f"{self.height:g}", "role": "img",
                "aria-labelledby": f"{title} {words}", "font-family": _FONT, "font-size": "10",
            },
        )  # fmt: skip
        name = plain(self.season.athlete_id)
        SubElement(root, "title", {"id": title}).text = f"The season of {name}"
        SubElement(root, "desc", {"id": words}).text = plain(self.season.sentence)
        self._rect(root, 0, 0, self.width, self.height, _PAPER)
        heading = {"font-size": "13", "font-weight": "600"}
        first = self.season.request.start
        self._text(root, 12, 20, f"{name}: season from {first}", **heading)
        if self.weeks:
            self._bands(root)
            self._scale(root)
            for index, week in enumerate(self.weeks):
                self._week(root, index, week)
            self._lift_rows(root)
            self._legend(root)
        else:
            self._text(root, 12, 40, plain(self.season.sentence), fill=_SOFT_INK)
        return tostring(root, encoding="unicode")

    def _bands(self, root: Element) -> None:
        """One band a phase, behind the bars."""
        index = 0
        bottom = _TOP + _CHART
        for phase, group in groupby(self.weeks, key=lambda week: week.phase):
            count = len([*group])
            left, width = self.x(index), count * self.column
            self._rect(root, left, _TOP - 24, width, bottom - _TOP + 24, _BANDS[phase])
            label = PHASE_WORDS[phase] if width > 7 * len(PHASE_WORDS[phase]) else _SHORT[phase]
            if width > 5 * len(label):
                middle = left + width / 2
                self._text(root, middle, _TOP - 11, label, anchor="middle", fill=_SOFT_INK)
            index += count

    def _scale(self, root: Element) -> None:
        for minutes in range(0, self.most + 1, self.step):
            y = self.y(minutes)
            line = {"x1": f"{_LEFT}", "x2": f"{self.x(len(self.weeks)):g}"}
            SubElement(
                root, "line", {**line, "y1": f"{y:g}", "y2": f"{y:g}", "stroke": _LINE,
                               "stroke-width": "0.5"},
            )  # fmt: skip
            self._text(root, _LEFT - 6, y + 3, f"{minutes}", anchor="end", fill=_SOFT_INK)
        self._text(root, 12, _TOP + 4, "minutes a week", fill=_SOFT_INK)

    def _week(self, root: Element, index: int, week: SeasonWeek) -> None:
        left, bottom = self.x(index), _TOP + _CHART
        bar = self.column * 0.36
        y = self.y(week.running_minutes)
        self._rect(root, left + self.column * 0.12, y, bar, bottom - y, _RUNNING)
        least, most = week.strength_minutes
        beside = left + self.column * 0.52
        if week.state == "coarse":
            # A corridor: sure up to the least, open up to the most.
            top, sure = self.y(most), self.y(least)
            self._rect(root, beside, top, bar, sure - top, "none", stroke=_STRENGTH)
            self._rect(root, beside, sure, bar, bottom - sure, _STRENGTH, opacity="0.35")
        else:
            top = self.y(most)
            self._rect(root, beside, top, bar, bottom - top, _STRENGTH)
        middle = left + self.column / 2
        number = {"font-weight": "600"} if week.state != "coarse" else {}
        self._text(root, middle, bottom + 13, str(week.number), anchor="middle", **number)
        day = week.first_day
        is_first = index == 0 or day.day <= 7
        if is_first:
            self._text(root, middle, bottom + 25, f"{day:%b}", anchor="middle", fill=_SOFT_INK)
        if week.deload:
            self._text(root, middle, bottom + 36, "lighter" if self.column > 34 else "↓",
                       anchor="middle", fill=_SOFT_INK, **{"font-size": "9"})  # fmt: skip
        if week.state == "done":
            self._text(root, middle, _TOP - 28, "✓", anchor="middle", fill=_STRENGTH)
        for run in week.runs:
            if run.kind == "race":
                days = (run.day - day).days + 1
                self._flag(root, round(left + self.column * days / 7, 1))

    def _flag(self, root: Element, x: float) -> None:
        """A race: a pole over the whole chart with a flag."""
        top, bottom = _TOP - 38, _TOP + _CHART
        pole = {"x1": f"{x:g}", "x2": f"{x:g}", "y1": f"{top}", "y2": f"{bottom}"}
        SubElement(root, "line", {**pole, "stroke": _RACE, "stroke-width": "1.5"})
        points = f"{x:g},{top} {x - 16:g},{top + 5} {x:g},{top + 10}"
        SubElement(root, "polygon", {"points": points, "fill": _RACE})
        self._text(root, x - 19, top + 9, "race", anchor="end", fill=_RACE)

    def _lift_rows(self, root: Element) -> None:
        """Each main lift in the weeks that hold it, its load where it changes."""
        if not self.lifts:
            return
        self._text(root, 12, self.lifts_top - 4, "main lifts", fill=_SOFT_INK)
        for row, exercise in enumerate(self.lifts):
            y = self.lifts_top + 14 + row * _ROW
            name = ""
            last = None
            for index, week in enumerate(self.weeks):
                lift = next((one for one in main_lifts(week) if one.exercise == exercise), None)
                if lift is None:
                    continue
                name = name or lift.name
                left = self.x(index)
                self._rect(root, left + 1, y - 9, self.column - 2, 12, _BANDS["pre_season"])
                load = _load(lift)
                if load and load != last:
                    self._text(root, left + self.column / 2, y, load, anchor="middle",
                               **{"font-size": "9"})  # fmt: skip
                last = load
            shown = name if len(name) <= 24 else f"{name[:23]}…"
            self._text(root, _LEFT - 6, y, plain(shown), anchor="end", **{"font-size": "9"})

    def _legend(self, root: Element) -> None:
        y = self.height - 12
        x = 12.0
        for colour, words in ((_RUNNING, "running"), (_STRENGTH, "strength")):
            self._rect(root, x, y - 8, 10, 10, colour)
            self._text(root, x + 14, y + 1, words, fill=_SOFT_INK)
            x += 78
        self._rect(root, x, y - 8, 10, 10, "none", stroke=_STRENGTH)
        self._text(root, x + 14, y + 1, "strength, least to most of weeks not planned yet",
                   fill=_SOFT_INK)  # fmt: skip

    def _rect(
        self, root: Element, x: float, y: float, width: float, height: float, fill: str,
        **more: str,
    ) -> None:  # fmt: skip
        if height <= 0 or width <= 0:
            return
        place = {"x": f"{round(x, 1):g}", "y": f"{round(y, 1):g}"}
        size = {"width": f"{round(width, 1):g}", "height": f"{round(height, 1):g}"}
        SubElement(root, "rect", {**place, **size, "fill": fill, **more})

    def _text(
        self, root: Element, x: float, y: float, words: str, *, anchor: str = "start",
        fill: str = _INK, **more: str,
    ) -> None:  # fmt: skip
        place = {"x": f"{round(x, 1):g}", "y": f"{round(y, 1):g}", "text-anchor": anchor}
        SubElement(root, "text", {**place, "fill": fill, **more}).text = words


def _lifts(weeks: Sequence[SeasonWeek]) -> list[str]:
    """The main lifts of most weeks, in the order in which they come."""
    found = Counter(lift.exercise for week in weeks for lift in main_lifts(week))
    most = {name for name, _ in found.most_common(_MOST_LIFTS)}
    return [name for name in found if name in most]


def _load(lift: MainLift) -> str:
    """The weight alone, as there is little room."""
    return lift.load.partition(" each")[0].partition(" (")[0]
