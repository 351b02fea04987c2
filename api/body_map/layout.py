"""Where everything stands: the two figures, the insets, captions and the legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.body_map.figure import Figure, View

Arrangement = Literal["labelled", "square", "tall"]
"""``labelled``: names beside the figures, insets below; for a wide page or a document.
``square`` and ``tall``: numbers in place of names, and the insets at the side or below; for print
and for a phone, with the key beside or below it."""

_TOP = 34
_INSET_TITLE = 22
_ROOM_FOR_MUSCLE = 30


@dataclass(frozen=True)
class Place:
    x: float
    """Of a view its midline, of a word its start."""
    y: float
    """Of a view its top, of a word its base line."""


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    names: bool
    """True: names and sets; False: the numbers of the key."""
    font_size: float
    places: Mapping[str, Place]
    """By view."""
    cell_widths: Mapping[str, float]
    """How wide an inset's caption may be."""
    legend: tuple[Place, ...]
    label_edges: tuple[float, float]
    """The x at which the labels of the front end, and at which those of the back start."""


def layout_of(figure: Figure, arrangement: Arrangement) -> Layout:
    if arrangement == "labelled":
        return _labelled(figure)
    return _square(figure) if arrangement == "square" else _tall(figure)


def _labelled(figure: Figure) -> Layout:
    width = 760.0
    places = _figures(figure, 266, 494)
    row = [view for view in figure.view if view.inset]
    y = _below(figure)
    cells = _row(places, row, width, y)
    most = max(len(figure.muscles_in(view.id)) for view in row)
    y += row[0].height + most * _ROOM_FOR_MUSCLE + 20
    legend = _grid(12, y, width / 3, 18, columns=3)
    edges = (138.0, width - 138.0)
    return Layout(width, y + 36, True, 10, places, cells, legend, edges)


def _square(figure: Figure) -> Layout:
    places = _figures(figure, 110, 326)
    insets = [view for view in figure.view if view.inset]
    large = [view for view in insets if view.half_width > 40]
    small = [view for view in insets if view.half_width <= 40]
    for column, views in ((496, large), (594, small)):
        step = (_below(figure) - _TOP) / len(views)
        for index, view in enumerate(views):
            places[view.id] = Place(column, _TOP + _INSET_TITLE + step * index)
    y = _below(figure) + 12
    return Layout(640, y + 34, False, 13, places, {}, _grid(12, y, 208, 24, columns=3), (0, 0))


def _tall(figure: Figure) -> Layout:
    width = 460.0
    places = _figures(figure, 116, 344)
    insets = [view for view in figure.view if view.inset]
    y = _below(figure)
    for row in (insets[:4], insets[4:]):
        _row(places, row, width, y)
        y += row[0].height + 36
    legend = _grid(12, y, width / 2, 26, columns=2)
    return Layout(width, y + 62, False, 15, places, {}, legend, (0, 0))


def _figures(figure: Figure, *middles: float) -> dict[str, Place]:
    views = (view for view in figure.view if not view.inset)
    return {view.id: Place(x, _TOP) for view, x in zip(views, middles, strict=True)}


def _below(figure: Figure) -> float:
    """Where a row of insets below the figures may start."""
    return _TOP + max(view.height for view in figure.view) + _INSET_TITLE + 10


def _row(places: dict[str, Place], row: list[View], width: float, y: float) -> dict[str, float]:
    """Place a row of insets; the width that each has for itself."""
    spare = (width - sum(2 * view.half_width for view in row)) / len(row)
    cells: dict[str, float] = {}
    x = 0.0
    for view in row:
        cells[view.id] = 2 * view.half_width + spare
        places[view.id] = Place(x + cells[view.id] / 2, y)
        x += cells[view.id]
    return cells


def _grid(x: float, y: float, width: float, height: float, *, columns: int) -> tuple[Place, ...]:
    """Places for the six entries of a legend at most."""
    return tuple(
        Place(x + width * (index % columns), y + height * (index // columns)) for index in range(6)
    )


def spread(wanted: list[float], apart: float, least: float, most: float) -> list[float]:
    """``wanted``, in rising order, moved as little as keeps them ``apart`` and within the edges."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, least if not placed else placed[-1] + apart))
    limit = most
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed
