"""Pictures of a report as SVG, written by hand: no drawing library is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.instances import HARD_FAMILIES
from benchmarks.peers import EXACT, OURS

WIDTH, HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 48, 52
# Colours that people with colour blindness can tell apart (Okabe and Ito).
_COLOURS = ("#000000", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_LEAST_SECONDS = 0.01

Point = tuple[float, float]
Report = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A series by name; ``steps``: a value holds until the next one."""

    name: str
    points: tuple[Point, ...]
    steps: bool = False


@dataclass(frozen=True)
class Axis:
    title: str
    least: float
    most: float
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Where a value lies, from 0 to 1."""
        if self.logarithmic:
            low, high = math.log(self.least), math.log(self.most)
            place = (math.log(max(value, self.least)) - low) / (high - low)
        else:
            place = (value - self.least) / (self.most - self.least)
        return min(1.0, max(0.0, place))

    def ticks(self) -> list[float]:
        """Round numbers along the axis."""
        if self.logarithmic:
            leading = (1, 2, 5) if self.most < 100 * self.least else (1,)
            low, high = math.floor(math.log10(self.least)), math.ceil(math.log10(self.most))
            found = (n * 10.0**power for power in range(low, high + 1) for n in leading)
            return [t for t in found if self.least * 0.999 <= t <= self.most * 1.001]
        rough = (self.most - self.least) / 5
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough)
        first, last = math.ceil(self.least / step), math.floor(self.most / step)
        return [n * step for n in range(first, last + 1)]


def write_pictures(report: Report, folder: Path) -> list[Path]:
    """Write every picture for which the report has figures; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "profile_tight": _profile(report, HARD_FAMILIES, "Tight and very tight weeks"),
        "profile_all": _profile(report, tuple(report["families"]), "All families"),
        "scaling_catalog": _curve(
            report["scaling"]["curve"], "catalog_times", "Catalog size (× the packaged one)"
        ),
        "scaling_windows": _curve(report["windows"]["curve"], "windows", "Windows of the week"),
        "scaling_clubs": _clubs(report),
    }
    written = []
    for name, picture in drawn.items():
        if picture is not None:
            path = folder / f"{name}.svg"
            path.write_text(picture, encoding="utf-8")
            written.append(path)
    return written


def _profile(report: Report, families: Sequence[str], title: str) -> str | None:
    """The share of weeks proven against time, one line a peer, over the weeks that all did."""
    rows = [row for row in report["instances_measured"] if row["family"] in families]
    done = {peer: {r["instance"] for r in rows if r["peer"] == peer} for peer in EXACT}
    some = [found for found in done.values() if found]
    common = set.intersection(*some) if some else set()
    lines = []
    longest = 10.0
    for peer in EXACT:
        own = [row for row in rows if row["peer"] == peer and row["instance"] in common]
        if not own:
            continue
        times = sorted(row["proven_seconds"] for row in own if row["proven_seconds"] is not None)
        longest = max(longest, *times, 0.0)
        points = [(_LEAST_SECONDS, 0.0)]
        points += [(t, 100 * (i + 1) / len(own)) for i, t in enumerate(times)]
        lines.append((peer, points))
    if not lines:
        return None
    ready = [Line(name, (*points, (longest, points[-1][1])), steps=True) for name, points in lines]
    return chart(
        f"{title}: share of {len(common)} weeks proven",
        Axis("seconds", _LEAST_SECONDS, longest, logarithmic=True),
        Axis("% of weeks proven", 0, 100),
        ready,
    )


def _curve(curve: Sequence[Mapping[str, Any]], by: str, title: str) -> str | None:
    if len(curve) < 2:
        return None
    least = max(_LEAST_SECONDS, min(point["median"] for point in curve) / 2)
    most = max(point["p95"] for point in curve) * 1.5
    return chart(
        f"Time to proof of {OURS}",
        Axis(title, 0, max(point[by] for point in curve)),
        Axis("seconds", least, max(most, 10 * least), logarithmic=True),
        [
            Line(name, tuple((point[by], point[key]) for point in curve))
            for name, key in (("median", "median"), ("95th percentile", "p95"))
        ],
    )


def _clubs(report: Report) -> str | None:
    clubs = report["clubs"]
    if not clubs:
        return None
    lines = []
    for workers in sorted({club["workers"] for club in clubs}):
        chosen = [club for club in clubs if club["workers"] == workers]
        points = ((0.0, 0.0), *((float(c["size"]), c["seconds"]) for c in chosen))
        lines.append(Line(f"{workers} cores" if workers > 1 else "1 core", points))
    return chart(
        "Clubs of distinct athletes",
        Axis("athletes", 0, max(club["size"] for club in clubs)),
        Axis("seconds", 0, max(club["seconds"] for club in clubs)),
        lines,
    )


def chart(title: str, x: Axis, y: Axis, lines: Sequence[Line]) -> str:
    """One chart with its legend, as an SVG document."""
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM

    def across(value: float) -> float:
        return _LEFT + x.at(value) * (right - _LEFT)

    def down(value: float) -> float:
        return bottom - y.at(value) * (bottom - _TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(_LEFT, 26, title, size=15),
    ]
    for tick in x.ticks():
        parts += [
            _rule(across(tick), _TOP, across(tick), bottom),
            _text(across(tick), bottom + 18, f"{tick:g}", anchor="middle"),
        ]
    for tick in y.ticks():
        parts += [
            _rule(_LEFT, down(tick), right, down(tick)),
            _text(_LEFT - 8, down(tick) + 4, f"{tick:g}", anchor="end"),
        ]
    parts.append(_text((_LEFT + right) / 2, HEIGHT - 12, x.title, anchor="middle"))
    middle = (_TOP + bottom) / 2
    turned = f' transform="rotate(-90 16 {middle:.0f})"'
    parts.append(_text(16, middle, y.title, anchor="middle", more=turned))
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(across(a), down(b)) for a, b in line.points]
        if line.steps:
            places = _stepped(places)
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        height = _TOP + 10 + 20 * number
        parts.append(
            f'<line x1="{right + 12}" y1="{height}" x2="{right + 34}" y2="{height}" '
            f'stroke="{colour}" stroke-width="3"/>'
        )
        parts.append(_text(right + 40, height + 4, line.name))
    return "\n".join([*parts, "</svg>", ""])


def _stepped(places: Sequence[Point]) -> list[Point]:
    found = [places[0]]
    for a, b in places[1:]:
        found += [(a, found[-1][1]), (a, b)]
    return found


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        'stroke="#dddddd" stroke-width="1"/>'
    )


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, more: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{more}>'
        f"{escape(words)}</text>"
    )
