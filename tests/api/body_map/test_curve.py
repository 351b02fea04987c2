"""Outlines: a smooth curve through every point that is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.body_map.curve import Point, closed_path, open_path, points_of

_COMMAND = re.compile(r"([Mclz])([^Mclz]*)")
_NUMBER = re.compile(r"-?[\d.]+")


def stops(path: str) -> list[tuple[float, float]]:
    """Where a pen that follows ``path`` comes to the end of a stretch."""
    x = y = 0.0
    found = []
    for command, numbers in _COMMAND.findall(path):
        steps = [float(number) for number in _NUMBER.findall(numbers)]
        if steps:
            x, y = (steps[-2], steps[-1]) if command == "M" else (x + steps[-2], y + steps[-1])
            found.append((round(x, 1), round(y, 1)))
    return found


def test_corners_are_joined_by_straight_lines() -> None:
    """A triangle of corners has no curve in it."""
    assert closed_path(points_of("0 0*, 10 0*, 0 10*")) == "M0 0l10 0l-10 10l0-10z"


def test_a_smooth_outline_has_a_bezier_for_each_stretch() -> None:
    path = closed_path(points_of("0 0, 10 0, 10 10, 0 10"))
    assert [command for command, _ in _COMMAND.findall(path)] == ["M", "c", "c", "c", "c", "z"]


@pytest.mark.parametrize("wrong", ["", "1", "1 2 3", "a b", "1 2, "])
def test_what_is_no_point_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no point; write 'x y'"):
        points_of(wrong)


_tenths = st.integers(-900, 900).map(lambda value: value / 10)
_points = st.lists(
    st.builds(Point, _tenths, _tenths, st.booleans()),
    min_size=3,
    max_size=12,
    unique_by=lambda point: (point.x, point.y),
).map(tuple)


@given(_points)
def test_the_pen_meets_every_point_and_comes_back(points: tuple[Point, ...]) -> None:
    """Steps are relative, and yet no rounding adds up on the way."""
    wanted = [(round(point.x, 1), round(point.y, 1)) for point in points]
    assert stops(closed_path(points)) == [*wanted, wanted[0]]
    assert stops(open_path(points)) == wanted
