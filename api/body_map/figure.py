"""The figure as data: what ``figure.toml`` holds, checked once when it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.body_map.curve import Point, points_of

Sides = Literal["mirrored", "joined", "single"]
"""``mirrored``: one shape a side.  ``joined``: one half of a shape that spans the midline.
``single``: the whole of a picture of one limb."""


def _readable(outline: str) -> str:
    points_of(outline)
    return outline


Outline = Annotated[str, AfterValidator(_readable)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class View(_Entry):
    """A figure, or an inset that shows what lies deep.  Lengths are in units of the figure."""

    id: str
    title: str
    half_width: int
    height: int
    inset: bool = False


class Shape(_Entry):
    view: str
    outline: Outline
    sides: Sides = "mirrored"

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, those beyond the midline of a ``joined`` shape included."""
        points = points_of(self.outline)
        if self.sides != "joined":
            return points
        return points + tuple(point.mirrored() for point in reversed(points) if point.x)


class MuscleRegion(_Entry):
    """Everything that is shaded for one muscle: its one region, in as many parts as it is seen."""

    id: str
    label_view: str
    label_at: Outline
    """Where a label points to, in that view."""
    shape: tuple[Shape, ...] = Field(min_length=1)
    fibre: tuple[Shape, ...] = ()

    @property
    def label_point(self) -> Point:
        return points_of(self.label_at)[0]


class Figure(_Entry):
    view: tuple[View, ...]
    body: tuple[Shape, ...]
    other: tuple[Shape, ...]
    """Muscles that carry no dose; they make the figure whole."""
    bone: tuple[Shape, ...]
    muscle: tuple[MuscleRegion, ...]
    line: tuple[Shape, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        views = {view.id for view in self.view}
        parts = (s for muscle in self.muscle for s in (*muscle.shape, *muscle.fibre))
        for shape in (*self.body, *self.other, *self.bone, *self.line, *parts):
            if shape.view not in views:
                raise ValueError(f"view {shape.view!r} is not listed")
        ids = [muscle.id for muscle in self.muscle]
        twice = sorted({muscle for muscle in ids if ids.count(muscle) > 1})
        if twice:
            raise ValueError(f"two regions for {', '.join(twice)}; make them one")
        return self

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """A number for each muscle, from 1: view by view, from head to foot."""
        in_order = (
            muscle.id
            for view in self.view
            for muscle in sorted(self.muscles_in(view.id), key=lambda one: one.label_point.y)
        )
        return {muscle: count for count, muscle in enumerate(in_order, start=1)}

    def muscles_in(self, view: str) -> tuple[MuscleRegion, ...]:
        """The muscles that are labelled in ``view``."""
        return tuple(muscle for muscle in self.muscle if muscle.label_view == view)


@cache
def figure() -> Figure:
    """The figure of this package."""
    text = files("api.body_map").joinpath("figure.toml").read_text(encoding="utf-8")
    return Figure.model_validate(_frozen(tomllib.loads(text)))


def map_numbers() -> Mapping[str, int]:
    """The number of each muscle where the map shows numbers in place of names."""
    return figure().numbers


def _frozen(value: object) -> object:
    """Lists as tuples, which strict models ask for."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(part) for part in value)
    return value
