"""Where everything stands: the two figures, the insets below them, captions and the legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.body_map.figure import Figure, View

_TOP = 34
_TITLE_HEIGHT = 16
_ROOM_FOR_MUSCLE = 30
_ROOM_FOR_TITLE = 20
_LEGEND_ROW = 20


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
    labels: bool
    places: Mapping[str, Place]
    """By view."""
    cell_widths: Mapping[str, float]
    """How wide an inset's caption may be."""
    legend: tuple[Place, ...]
    label_edges: tuple[float, float]
    """The x at which the labels of the front end, and at which those of the back start."""


def layout_of(figure: Figure, *, labels: bool) -> Layout:
    """Wide with labels beside the figures and one row of insets, else narrow with two rows."""
    width = 760 if labels else 480
    middles = (266, 494) if labels else (122, 358)
    figures = [view for view in figure.view if not view.inset]
    insets = [view for view in figure.view if view.inset]
    places = {
        view.id: Place(middle, _TOP) for view, middle in zip(figures, middles, strict=True)
    }
    y = float(_TOP + max(view.height for view in figures) + 2 * _TITLE_HEIGHT)
    cells: dict[str, float] = {}
    for row in _rows(insets, 1 if labels else 2):
        spare = (width - sum(2 * view.half_width for view in row)) / len(row)
        x = 0.0
        for view in row:
            cells[view.id] = 2 * view.half_width + spare
            places[view.id] = Place(x + cells[view.id] / 2, y)
            x += cells[view.id]
        most = max(len(figure.muscles_in(view.id)) for view in row)
        y += max(view.height for view in row) + most * _ROOM_FOR_MUSCLE + _ROOM_FOR_TITLE
    columns = 5 if labels else 3
    legend = tuple(
        Place(12 + (width - 16) / columns * (index % columns), y + _LEGEND_ROW * (index // columns))
        for index in range(6)
    )
    return Layout(
        width=width,
        height=y + (_LEGEND_ROW if labels else 2 * _LEGEND_ROW),
        labels=labels,
        places=places,
        cell_widths=cells,
        legend=legend,
        label_edges=(138, width - 138),
    )


def _rows(insets: list[View], count: int) -> list[list[View]]:
    size = -(-len(insets) // count)
    return [insets[start : start + size] for start in range(0, len(insets), size)]


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
