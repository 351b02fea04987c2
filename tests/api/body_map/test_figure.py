"""The figure: every muscle of the catalog once, where a person would look for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from api.body_map import map_numbers
from api.body_map.curve import Point
from api.body_map.figure import Figure, MuscleRegion, Shape, figure
from catalog import load_catalog

REGIONS = {region.id: region for region in figure().muscle}


def test_every_muscle_of_the_catalog_has_exactly_one_region() -> None:
    regions = [region.id for region in figure().muscle]
    assert sorted(regions) == sorted(load_catalog().muscles)
    assert len(regions) == 34


def test_numbers_run_from_one_without_a_gap() -> None:
    assert sorted(map_numbers().values()) == list(range(1, 35))


def test_a_second_region_for_a_muscle_is_refused() -> None:
    drawn = figure()
    with pytest.raises(ValueError, match="two regions for soleus"):
        Figure.model_validate(
            drawn.model_dump() | {"muscle": (*drawn.muscle, REGIONS["soleus"])}, strict=True
        )


def test_a_view_that_is_not_listed_is_refused() -> None:
    drawn = figure()
    stray = Shape(view="side", outline="0 0, 1 1, 2 0")
    with pytest.raises(ValueError, match="view 'side' is not listed"):
        Figure.model_validate(drawn.model_dump() | {"bone": (*drawn.bone, stray)}, strict=True)


def _sides(shape: Shape) -> Iterator[tuple[Point, ...]]:
    yield shape.points
    if shape.sides == "mirrored":
        yield tuple(point.mirrored() for point in shape.points)


def _holds(outline: tuple[Point, ...], point: Point) -> bool:
    """Whether ``point`` lies within the corners of ``outline``, by counting crossings."""
    crossings = 0
    for one, other in pairwise((*outline, outline[0])):
        if (one.y > point.y) != (other.y > point.y):
            x = one.x + (point.y - one.y) / (other.y - one.y) * (other.x - one.x)
            crossings += x > point.x
    return crossings % 2 == 1


def _covers(region: MuscleRegion, view: str, point: Point) -> bool:
    parts = (side for shape in region.shape if shape.view == view for side in _sides(shape))
    return any(_holds(part, point) for part in parts)


@pytest.mark.parametrize("muscle", sorted(REGIONS))
def test_a_label_points_to_its_own_muscle_and_to_no_other(muscle: str) -> None:
    region = REGIONS[muscle]
    found = [
        other.id
        for other in figure().muscle
        if _covers(other, region.label_view, region.label_point)
    ]
    assert found == [muscle]


def test_every_shape_stays_within_its_view() -> None:
    """A curve may swing out by little more than its points; pictures leave it that room."""
    drawn = figure()
    views = {view.id: view for view in drawn.view}
    for region in drawn.muscle:
        for shape in region.shape:
            view = views[shape.view]
            for point in shape.points:
                assert abs(point.x) <= view.half_width, (region.id, point)
                assert 0 <= point.y <= view.height, (region.id, point)
