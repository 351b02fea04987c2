"""Smooth closed outlines through a few points.

An outline is written as ``x y`` pairs, parted by commas, in the order of a pen; a point with ``*``
is a corner.  Between corners the curve is a centripetal Catmull-Rom spline, written as cubic
Béziers: it meets every point, and does not swing out where points stand close.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    corner: bool = False

    def mirrored(self) -> Point:
        return Point(-self.x, self.y, self.corner)

    def toward(self, other: Point, share: float) -> Point:
        return Point(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))


def points_of(outline: str) -> tuple[Point, ...]:
    """The points of ``"12 40, 30 38*, …"``; raises ``ValueError`` for what is none."""
    points = []
    for written in outline.split(","):
        text = written.strip()
        try:
            x, y = (float(word) for word in text.removesuffix("*").split())
        except ValueError:
            raise ValueError(f"{text!r} is no point; write 'x y', or 'x y*' for a corner") from None
        points.append(Point(x, y, text.endswith("*")))
    return tuple(points)


def closed_path(points: tuple[Point, ...]) -> str:
    """SVG path data of the closed curve through ``points``."""
    return f"{_data(points, closed=True)}z"


def open_path(points: tuple[Point, ...]) -> str:
    """SVG path data of the open curve through ``points``."""
    return _data(points, closed=False)


def _data(points: tuple[Point, ...], *, closed: bool) -> str:
    """Relative commands, in whole tenths until they are written, so that no rounding adds up."""
    x, y = _tenths(points[0])
    parts = [f"M{_written((x, y))}"]
    for curve in _curves(points, closed=closed):
        tenths = [_tenths(point) for point in curve]
        steps = [step for a, b in tenths for step in (a - x, b - y)]
        parts.append(f"{'l' if len(curve) == 1 else 'c'}{_written(steps)}")
        x, y = tenths[-1]
    return "".join(parts)


def _curves(points: tuple[Point, ...], *, closed: bool) -> Iterator[tuple[Point, ...]]:
    """For each stretch the two handles and the end of its Bézier, or the end of its line."""
    count = len(points)
    for index in range(count if closed else count - 1):
        start, end = points[index], points[(index + 1) % count]
        starts_fresh = start.corner or (not closed and index == 0)
        stops = end.corner or (not closed and index == count - 2)
        if starts_fresh and stops:
            yield (end,)
        elif starts_fresh:
            # Beside a corner the handle leans toward the other one, so that the bend is even.
            second = _handle(points[(index + 2) % count], end, start)
            yield start.toward(second, 0.5), second, end
        elif stops:
            first = _handle(points[index - 1], start, end)
            yield first, end.toward(first, 0.5), end
        else:
            first = _handle(points[index - 1], start, end)
            yield first, _handle(points[(index + 2) % count], end, start), end


def _handle(behind: Point, here: Point, ahead: Point) -> Point:
    """The Bézier handle of ``here`` on its way to ``ahead``, coming from ``behind``."""
    a, b = _root_of_distance(behind, here), _root_of_distance(here, ahead)
    weight = 2 * a * a + 3 * a * b + b * b
    divisor = 3 * a * (a + b)
    return Point(
        (a * a * ahead.x - b * b * behind.x + weight * here.x) / divisor,
        (a * a * ahead.y - b * b * behind.y + weight * here.y) / divisor,
    )


def _root_of_distance(one: Point, other: Point) -> float:
    dx, dy = one.x - other.x, one.y - other.y
    return sqrt(sqrt(dx * dx + dy * dy))


def _tenths(point: Point) -> tuple[int, int]:
    return round(10 * point.x), round(10 * point.y)


def _written(tenths: Iterable[int]) -> str:
    """Numbers one after the other; a minus sign parts them as well as a blank."""
    words = " ".join(number(value / 10) for value in tenths)
    return words.replace(" -", "-")


def number(value: float) -> str:
    """``12``, ``12.5`` or ``-0.3``: one decimal is finer than a printer's dot."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
