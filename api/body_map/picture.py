"""The body map as one SVG document.

Everything is in attributes, so that a page with a strict content security policy shows it inline,
and in classes (``muscle`` with its shade), so that a style sheet may restyle it.  Nothing is
fetched, nothing runs, and the same coverage gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from api.body_map.curve import Point, closed_path, number, open_path
from api.body_map.figure import Figure, MuscleRegion, Shape, View, figure
from api.body_map.layout import Arrangement, Layout, layout_of, spread
from api.body_map.shading import SHADES, Shade, ShadedMuscle, shaded
from api.body_map.words import body_map_words
from api.words.phrases import plain
from catalog import Catalog
from optimizer.documents.result import MuscleCoverage

_PAPER, _INK, _SOFT_INK = "#ffffff", "#26323a", "#5b666e"
_OUTLINE, _BODY, _OTHER = "#7c8188", "#f6f2ec", "#e6e0d6"
_BONE, _BONE_EDGE = "#fffdf9", "#bdb6aa"
_LEFT_OUT = "#9c3d20"
# Their lightness falls in even steps, so that they stay apart in grey.
_FILLS: Mapping[Shade, str] = {
    "target": "#14505a",
    "minimum": "#5a9a9c",
    "below": "#9bc8c4",
    "not_asked": _OTHER,
}
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def body_map(
    coverage: Iterable[MuscleCoverage],
    catalog: Catalog,
    *,
    arrangement: Arrangement = "labelled",
    title: str = "Muscles trained this week",
    id_prefix: str = "body-map",
) -> str:
    """The week's muscles on a figure, as SVG.

    ``id_prefix`` keeps the ids of several pictures in one page apart.
    """
    coverage = tuple(coverage)
    drawn = figure()
    muscles = {one.id: one for one in shaded(coverage, catalog)}
    layout = layout_of(drawn, arrangement)
    size = {"width": number(layout.width), "height": number(layout.height)}
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "body-map",
            "viewBox": f"0 0 {number(layout.width)} {number(layout.height)}",
            **size,
            "role": "img",
            "aria-labelledby": f"{id_prefix}-title {id_prefix}-words",
            "font-family": _FONT,
        },
    )
    _text(root, "title", plain(title), id=f"{id_prefix}-title")
    words = " ".join(body_map_words(coverage, catalog))
    _text(root, "desc", words, id=f"{id_prefix}-words")
    _patterns(root, drawn, id_prefix)
    SubElement(root, "rect", {"class": "paper", **size, "fill": _PAPER})
    _figure(root, drawn, layout, muscles, id_prefix)
    _words_around(root, drawn, layout, muscles)
    _legend(root, layout, muscles.values(), id_prefix)
    return tostring(root, encoding="unicode") + "\n"


def swatches(*, id_prefix: str = "body-map") -> Mapping[Shade, str]:
    """A small square of each shade, for a key in the page that shows the map of ``id_prefix``."""
    return {shade: _swatch(shade, id_prefix) for shade in SHADES}


def _swatch(shade: Shade, id_prefix: str) -> str:
    root = Element("svg", {"viewBox": "0 0 16 12", "aria-hidden": "true"})
    look = {"fill": _fill(shade, id_prefix), "stroke": _OUTLINE, "stroke-width": "0.8"}
    size = {"x": "0.5", "y": "0.5", "width": "15", "height": "11", "rx": "2"}
    SubElement(root, "rect", {**size, **look})
    return tostring(root, encoding="unicode")


def _text(parent: Element, tag: str, words: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = words


def _patterns(root: Element, drawn: Figure, id_prefix: str) -> None:
    """Hatching, dots, and the frames that cut the insets."""
    definitions = SubElement(root, "defs")
    square = {"width": "4.5", "height": "4.5", "patternUnits": "userSpaceOnUse"}
    hatch = SubElement(
        definitions,
        "pattern",
        {"id": f"{id_prefix}-left-out", **square, "patternTransform": "rotate(45)"},
    )
    SubElement(hatch, "rect", {"width": "4.5", "height": "4.5", "fill": _PAPER})
    SubElement(hatch, "rect", {"width": "1.5", "height": "4.5", "fill": _LEFT_OUT})
    dots = SubElement(definitions, "pattern", {"id": f"{id_prefix}-carried-over", **square})
    SubElement(dots, "rect", {"width": "4.5", "height": "4.5", "fill": _PAPER})
    SubElement(dots, "circle", {"cx": "2.2", "cy": "2.2", "r": "1.2", "fill": _FILLS["target"]})
    for view in drawn.view:
        if view.inset:
            clip = SubElement(definitions, "clipPath", {"id": f"{id_prefix}-{view.id}"})
            SubElement(clip, "rect", _frame(view))


def _frame(view: View) -> dict[str, str]:
    return {
        "x": number(-view.half_width),
        "y": "0",
        "width": number(2 * view.half_width),
        "height": number(view.height),
        "rx": "3",
    }


def _fill(shade: Shade, id_prefix: str) -> str:
    return _FILLS.get(shade, f"url(#{id_prefix}-{shade.replace('_', '-')})")


def _figure(
    root: Element,
    drawn: Figure,
    layout: Layout,
    muscles: Mapping[str, ShadedMuscle],
    id_prefix: str,
) -> None:
    """Body and bones below, the muscles on them, outlines and small lines on top."""
    views = {view.id: view for view in drawn.view}

    def put(parent: Element, shapes: Iterable[Shape], curve: Callable[..., str], cut: bool) -> None:
        """The paths of ``shapes``, each view's in a group of its own."""
        by_view: dict[str, list[Shape]] = {}
        for shape in shapes:
            by_view.setdefault(shape.view, []).append(shape)
        for view, alike in by_view.items():
            place = layout.places[view]
            moved = {"transform": f"translate({number(place.x)} {number(place.y)})"}
            if cut and views[view].inset:
                moved["clip-path"] = f"url(#{id_prefix}-{view})"
            group = SubElement(parent, "g", moved)
            for shape in alike:
                path = {"d": curve(shape.points)}
                SubElement(group, "path", path)
                if shape.sides == "mirrored":
                    SubElement(group, "path", {"transform": "scale(-1 1)", **path})

    definitions = SubElement(root, "defs")
    put(
        SubElement(definitions, "g", {"id": f"{id_prefix}-body"}), drawn.body, closed_path, cut=True
    )
    body = {"href": f"#{id_prefix}-body"}
    SubElement(root, "use", {"class": "body", **body, "fill": _BODY})
    other = SubElement(root, "g", {"class": "other", "fill": _OTHER})
    put(other, drawn.other, closed_path, cut=True)
    edges = {"stroke": _BONE_EDGE, "stroke-width": "0.7"}
    bone = SubElement(root, "g", {"class": "bone", "fill": _BONE, **edges})
    put(bone, drawn.bone, closed_path, cut=True)
    for region in drawn.muscle:
        _muscle(root, region, muscles.get(region.id), put, id_prefix)
    lines = {"fill": "none", "stroke": _OUTLINE, "stroke-linecap": "round"}
    SubElement(root, "use", {"class": "outline", **body, **lines, "stroke-width": "1.1"})
    small = SubElement(root, "g", {"class": "line", **lines, "stroke-width": "0.8"})
    put(small, drawn.line, open_path, cut=False)


def _muscle(
    root: Element,
    region: MuscleRegion,
    muscle: ShadedMuscle | None,
    put: Callable[..., None],
    id_prefix: str,
) -> None:
    """One muscle's region; a muscle that the catalog does not know stays part of the body."""
    if muscle is None:
        other = SubElement(root, "g", {"class": "other", "fill": _OTHER})
        put(other, region.shape, closed_path, cut=True)
        return
    group = SubElement(
        root,
        "g",
        {
            "class": f"muscle {muscle.shade.replace('_', '-')}",
            "data-muscle": muscle.id,
            "data-shade": muscle.shade,
            "fill": _fill(muscle.shade, id_prefix),
            "stroke": _LEFT_OUT if muscle.shade == "left_out" else _BODY,
            "stroke-width": "0.8",
        },
    )
    _text(group, "title", muscle.sentence)
    put(group, region.shape, closed_path, cut=False)
    if region.fibre and muscle.shade in ("target", "minimum", "below"):
        look = {"fill": "none", "stroke": _PAPER, "stroke-opacity": "0.45"}
        fibres = SubElement(group, "g", {"class": "fibre", **look, "stroke-linecap": "round"})
        put(fibres, region.fibre, open_path, cut=False)


def _words_around(
    root: Element, drawn: Figure, layout: Layout, muscles: Mapping[str, ShadedMuscle]
) -> None:
    size = {"font-size": number(layout.font_size)}
    words = SubElement(root, "g", {"class": "words", "fill": _INK, **size})
    for view in drawn.view:
        labelled = [one for one in drawn.muscles_in(view.id) if one.id in muscles]
        place = layout.places[view.id]
        title = {"class": "view", "text-anchor": "middle", "font-weight": "600"}
        above = {"x": number(place.x), "y": number(place.y - (7 if view.inset else 14))}
        if view.inset:
            title |= {"fill": _SOFT_INK, "font-size": number(min(layout.font_size, 12))}
        _text(words, "text", view.title, **title, **above)
        if not layout.names:
            for one in labelled:
                _number_on(words, layout, one, drawn.numbers[one.id], 12)
        elif view.inset:
            _caption(words, view, layout, labelled, muscles)
        else:
            _labels(words, view, layout, labelled, muscles)


def _number_on(
    words: Element,
    layout: Layout,
    region: MuscleRegion,
    count: int,
    size: float,
) -> None:
    """A number on its muscle, with a rim that keeps it legible on any shade."""
    place, point = layout.places[region.label_view], region.label_point
    _text(
        words,
        "text",
        str(count),
        **{"x": number(place.x + point.x), "text-anchor": "middle", "font-size": number(size)},
        **{"y": number(place.y + point.y + 0.36 * size), "font-weight": "700", "fill": _INK},
        **{"stroke": _PAPER, "stroke-width": number(0.28 * size), "paint-order": "stroke"},
        **{"stroke-linejoin": "round"},
    )


def _labels(
    words: Element,
    view: View,
    layout: Layout,
    labelled: list[MuscleRegion],
    muscles: Mapping[str, ShadedMuscle],
) -> None:
    """Names beside a figure, each with a thin line to its muscle."""
    place = layout.places[view.id]
    points = [
        (Point(place.x + one.label_point.x, place.y + one.label_point.y), muscles[one.id])
        for one in labelled
    ]
    points.sort(key=lambda pair: (pair[0].y, pair[1].id))
    on_the_left = place.x < layout.width / 2
    edge = layout.label_edges[0 if on_the_left else 1]
    anchor = "end" if on_the_left else "start"
    away = 1 if on_the_left else -1
    lines = SubElement(words, "g", {"class": "leader", "stroke": _OUTLINE, "stroke-width": "0.6"})
    heights = spread([p.y for p, _ in points], 32, place.y + 70, place.y + view.height - 24)
    for (point, muscle), y in zip(points, heights, strict=True):
        bend = f"{number(edge + 5 * away)} {number(y)} {number(edge + 14 * away)} {number(y)}"
        ends = f"{bend} {number(point.x)} {number(point.y)}"
        SubElement(lines, "polyline", {"points": ends, "fill": "none"})
        SubElement(
            lines,
            "circle",
            {"cx": number(point.x), "cy": number(point.y), "r": "1.4", "fill": _PAPER},
        )
        at = {"x": number(edge), "text-anchor": anchor}
        lines_of_name = textwrap.wrap(muscle.name, 22)
        y -= 5.5 * (len(lines_of_name) - 1)
        for line in lines_of_name:
            _text(words, "text", line, **at, y=number(y - 1), **{"font-weight": "600"})
            y += 11
        _dose(words, muscle, at, y - 1, 30)


def _dose(words: Element, muscle: ShadedMuscle, at: dict[str, str], y: float, signs: int) -> float:
    """The muscle's sets in lines of ``signs``; where the next line would stand."""
    colour = _LEFT_OUT if muscle.shade == "left_out" else _SOFT_INK
    for line in textwrap.wrap(muscle.dose, signs):
        _text(words, "text", line, **at, y=number(y), fill=colour, **{"font-size": "9"})
        y += 10
    return y


def _caption(
    words: Element,
    view: View,
    layout: Layout,
    labelled: list[MuscleRegion],
    muscles: Mapping[str, ShadedMuscle],
) -> None:
    """What an inset shows, numbered where it shows several."""
    place = layout.places[view.id]
    at = {"x": number(place.x), "text-anchor": "middle"}
    y = place.y + view.height + 13
    signs = int(layout.cell_widths[view.id] / 6)
    for count, one in enumerate(sorted(labelled, key=lambda r: r.label_point.y), start=1):
        muscle = muscles[one.id]
        name = muscle.name
        if len(labelled) > 1:
            name = f"{count} {name}"
            _number_on(words, layout, one, count, 8)
        for line in textwrap.wrap(name, signs):
            _text(words, "text", line, **at, y=number(y), **{"font-weight": "600"})
            y += 10.5
        y = _dose(words, muscle, at, y - 0.5, signs + 3) + 3


def _legend(root: Element, layout: Layout, muscles: Iterable[ShadedMuscle], id_prefix: str) -> None:
    shades = [one.shade for one in muscles]
    size = layout.font_size
    look = {"class": "legend", "fill": _INK, "font-size": number(size)}
    legend = SubElement(root, "g", look)
    # What is carried over is rare, and told only where it is there.
    listed = [shade for shade in SHADES if shade != "carried_over" or shade in shades]
    for shade, place in zip(listed, layout.legend, strict=False):
        swatch = {
            "x": number(place.x),
            "y": number(place.y - 0.9 * size),
            "width": number(1.6 * size),
            "height": number(1.1 * size),
        }
        border = {"rx": "2", "stroke": _OUTLINE, "stroke-width": "0.6"}
        SubElement(legend, "rect", {**swatch, "fill": _fill(shade, id_prefix), **border})
        count = shades.count(shade)
        words = f"{SHADES[shade]}{f' ({count})' if count else ''}"
        _text(legend, "text", words, x=number(place.x + 2.2 * size), y=number(place.y))
