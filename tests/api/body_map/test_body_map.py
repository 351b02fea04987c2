"""The body map: what it shows, in which shade, in words too, and that it is safe anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from api.body_map import SHADES, Arrangement, Shade, body_map, body_map_words, shaded, swatches
from catalog import Catalog, load_catalog
from catalog.models import Muscle
from optimizer.documents.result import MuscleCoverage

CATALOG = load_catalog()
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)
SVG = "{http://www.w3.org/2000/svg}"


def covered(muscle: str = "soleus", sets: float = 3, **changes: object) -> MuscleCoverage:
    """A neglected muscle with direct work: at least 2 sets a week, better 4."""
    row = MuscleCoverage(
        muscle=muscle, neglected=True, direct=("calf_raise",), sets=sets, minimum=2, target=4,
        maximum=8,
    )  # fmt: skip
    return row.model_copy(update=changes)


def whole_week() -> list[MuscleCoverage]:
    """Every muscle, with sets that bring every shade of the ramp."""
    return [covered(muscle, count % 6) for count, muscle in enumerate(CATALOG.muscles)]


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def regions(picture: str) -> dict[str, ElementTree.Element]:
    found = [part for part in parsed(picture).iter() if "data-muscle" in part.attrib]
    by_muscle = {part.attrib["data-muscle"]: part for part in found}
    assert len(by_muscle) == len(found)
    return by_muscle


@pytest.mark.parametrize(
    ("row", "shade"),
    [
        (covered(sets=4), "target"),
        (covered(sets=5), "target"),
        (covered(sets=3.5), "minimum"),
        (covered(sets=2), "minimum"),
        (covered(sets=1.5), "below"),
        (covered(sets=0, direct=()), "left_out"),
        # Half sets that fall off for a neglected muscle are no direct work.
        (covered(sets=4, direct=()), "left_out"),
        (covered(sets=4, direct=(), neglected=False), "target"),
        (covered(sets=0, direct=(), neglected=False), "left_out"),
        (covered(sets=0, direct=(), carried_over=True), "carried_over"),
        (covered(sets=1, direct=(), carried_over=True), "below"),
        (covered(sets=2, direct=(), neglected=False, minimum=0, target=0), "not_asked"),
        # Minimum and target are read in what the sets are worth.
        (covered(sets=4, effective_sets=2.0), "minimum"),
        (covered(sets=4, effective_sets=1.0), "below"),
        # Neglected, but without a weekly target of its own: any direct work is all that is asked.
        (covered(sets=2, minimum=0, target=0), "target"),
    ],
)
def test_a_muscle_is_shaded_by_its_sets_against_what_is_asked(
    row: MuscleCoverage, shade: Shade
) -> None:
    [soleus] = [one for one in shaded([row], CATALOG) if one.id == "soleus"]
    assert soleus.shade == shade
    assert regions(body_map([row], CATALOG))["soleus"].attrib["data-shade"] == shade


def test_a_muscle_without_coverage_is_not_asked() -> None:
    assert {one.shade for one in shaded([], CATALOG)} == {"not_asked"}


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_every_muscle_has_one_region_that_says_its_name(arrangement: Arrangement) -> None:
    found = regions(body_map(whole_week(), CATALOG, arrangement=arrangement))
    assert sorted(found) == sorted(CATALOG.muscles)
    for one in shaded(whole_week(), CATALOG):
        title = found[one.id].find(f"{SVG}title")
        assert title is not None
        assert title.text == one.sentence
        assert one.name in one.sentence
        assert found[one.id].findall(f".//{SVG}path")


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_nothing_runs_and_nothing_is_fetched(arrangement: Arrangement) -> None:
    """What a strict content security policy refuses is not there in the first place."""
    picture = body_map(whole_week(), CATALOG, arrangement=arrangement)
    allowed = {
        "svg", "title", "desc", "defs", "pattern", "clipPath", "g", "use", "path", "rect", "circle",
        "line", "polyline", "text",
    }  # fmt: skip
    ids = set()
    pointers = []
    for part in parsed(picture).iter():
        assert part.tag.removeprefix(SVG) in allowed
        for name, value in part.attrib.items():
            assert name not in ("style", "src")
            assert not name.startswith("on")
            if name == "id":
                assert value not in ids
                ids.add(value)
            if name == "href":
                pointers.append(value)
            pointers += re.findall(r"url\((.*?)\)", value)
    assert pointers
    assert all(pointer.startswith("#") and pointer[1:] in ids for pointer in pointers)
    assert set(re.findall(r"\w+://[^\"'\s]+", picture)) == {"http://www.w3.org/2000/svg"}


def test_the_picture_names_its_words() -> None:
    root = parsed(body_map(whole_week(), CATALOG))
    named = root.attrib["aria-labelledby"].split()
    texts = {part.attrib["id"]: part.text for part in root.iter() if part.attrib.get("id") in named}
    assert root.attrib["role"] == "img"
    assert [*texts] == named
    assert texts[named[1]] == " ".join(body_map_words(whole_week(), CATALOG))


def test_the_words_tell_every_muscle_with_its_sets() -> None:
    """Who does not see the picture misses nothing of it."""
    words = body_map_words(whole_week(), CATALOG)
    for one in shaded(whole_week(), CATALOG):
        [sentence] = [s for s in words if f"{one.name} ({one.dose})" in s]
        assert sentence.startswith(SHADES[one.shade])


def test_only_the_words_for_shades_that_occur_are_told() -> None:
    [sentence, rest] = body_map_words([covered(sets=1)], CATALOG)
    assert sentence == "Below minimum, 1 of 34: Soleus (1 set, target 4)."
    assert rest.startswith("Nothing asked, 33 of 34: ")


def test_the_words_say_what_sets_are_worth_where_it_differs() -> None:
    [sentence, _] = body_map_words([covered(sets=2, effective_sets=1.0)], CATALOG)
    assert sentence == "Below minimum, 1 of 34: Soleus (2 sets, worth 1, target 4)."
    [soleus] = [one for one in shaded([covered(effective_sets=1.5)], CATALOG) if one.dose]
    assert soleus.worth == "1.5/4"


def test_a_title_cannot_end_the_picture() -> None:
    wicked = "</title><script>alert(1)</script>\"><b x='\x1b"
    picture = body_map(whole_week(), CATALOG, title=wicked)
    title = parsed(picture).find(f"{SVG}title")
    assert title is not None
    assert title.text == wicked.replace("\x1b", "�")
    assert "<script" not in picture


def test_two_pictures_in_one_page_share_no_id() -> None:
    found = [
        {part.attrib["id"] for part in parsed(picture).iter() if "id" in part.attrib}
        for picture in (
            body_map([], CATALOG, id_prefix="before"),
            body_map([], CATALOG, id_prefix="after"),
        )
    ]
    assert not found[0] & found[1]


def test_the_ramp_falls_in_grey_too() -> None:
    """A printer without colour still tells the shades apart."""
    found = regions(body_map(whole_week(), CATALOG))
    fills = {part.attrib["data-shade"]: part.attrib["fill"] for part in found.values()}
    empty = regions(body_map([], CATALOG))["soleus"].attrib["fill"]
    ramp = [_lightness(fill) for fill in (empty, fills["below"], fills["minimum"], fills["target"])]
    assert all(lighter - darker > 10 for lighter, darker in pairwise(ramp))
    assert fills["left_out"].startswith("url(#")


def _lightness(colour: str) -> float:
    """L* of the CIE, 0 black to 100 white."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    cube = luminance ** (1 / 3) if luminance > 0.008856 else 7.787 * luminance + 16 / 116
    return 116 * cube - 16


def test_the_same_week_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "from tests.api.body_map.test_body_map import CATALOG, body_map, whole_week;"
        "import sys; sys.stdout.write(body_map(whole_week(), CATALOG))"
    )
    pictures = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2")
    ]
    assert pictures == [body_map(whole_week(), CATALOG)] * 2


def another(muscles: dict[str, Muscle]) -> Catalog:
    return replace(CATALOG, muscles=muscles)


def test_a_muscle_that_the_figure_does_not_know_is_in_the_words() -> None:
    """Somebody's own catalog may have a muscle more; it is told, if not drawn."""
    soleus = CATALOG.muscles["soleus"]
    own = another({**CATALOG.muscles, "plantaris": soleus.model_copy(update={"id": "plantaris"})})
    picture = body_map([covered("plantaris", 1)], own)
    assert "plantaris" not in regions(picture)
    assert len(shaded([covered("plantaris", 1)], own)) == 35
    assert "1 of 35" in picture


def test_a_muscle_that_the_catalog_lacks_stays_part_of_the_body() -> None:
    few = another({"soleus": CATALOG.muscles["soleus"]})
    assert list(regions(body_map([covered()], few))) == ["soleus"]


def test_there_is_a_swatch_for_every_shade_of_the_map() -> None:
    found = swatches(id_prefix="x")
    assert list(found) == list(SHADES) == list(get_args(Shade))
    picture = body_map([covered(sets=0, direct=())], CATALOG, id_prefix="x")
    fill = regions(picture)["soleus"].attrib["fill"]
    assert f'fill="{fill}"' in found["left_out"]
