"""The families are whole, and the catalogs and clubs that are drawn are always the same."""

from __future__ import annotations

import pytest

from benchmarks.draw import club
from benchmarks.instances import FAMILIES, instances_of
from benchmarks.scaled import scaled_catalog
from catalog import load_catalog
from optimizer.building.case_of import case_of
from optimizer.documents.errors import UnusableInput
from tests.api.shell import call


@pytest.mark.parametrize("family", FAMILIES)
def test_every_instance_is_a_usable_request(family: str) -> None:
    found = instances_of(family)
    assert len(found) >= 8
    assert len({instance.id for instance in found}) == len(found)
    for instance in found:
        assert instance.request.athlete.id == instance.id
        case_of(instance.request, load_catalog())


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"scaling"}))
def test_levels_places_and_phases_vary(family: str) -> None:
    requests = [instance.request for instance in instances_of(family)]
    assert len({request.athlete.level for request in requests}) == 3
    assert len({request.week.phase for request in requests}) >= 2
    assert len({request.model_dump_json(include={"places"}) for request in requests}) >= 2


def test_a_larger_catalog_keeps_the_packaged_one() -> None:
    packaged, double = load_catalog(), scaled_catalog(2)
    assert len(double.exercises) == 2 * len(packaged.exercises)
    assert packaged.exercises.items() <= double.exercises.items()
    assert list(double.exercises) == sorted(double.exercises)
    assert double.version != packaged.version
    scaled_catalog.cache_clear()
    assert scaled_catalog(2).exercises == double.exercises


def test_a_club_is_the_same_each_time_and_its_athletes_differ() -> None:
    athletes = list(club(50))
    assert athletes == list(club(50))
    # The first athletes of a larger club are those of a smaller one.
    assert athletes[:10] == list(club(10))
    contents = {
        str({**athlete, "athlete": {**athlete["athlete"], "id": ""}}) for athlete in athletes
    }
    assert len(contents) == len(athletes)


@pytest.mark.parametrize(
    ("option", "name", "hint"), [("--family", "tihgt", "tight"), ("--peer", "our", "ours")]
)
def test_an_unknown_name_is_told_with_the_nearest(option: str, name: str, hint: str) -> None:
    answer = call("bench", option, name)
    assert answer.status == 2
    assert f"did you mean '{hint}'?" in answer.err
    with pytest.raises(UnusableInput):
        instances_of("tihgt")
