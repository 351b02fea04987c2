"""The README's picture of a planned week: ``python -m tests.demo_picture`` draws it anew."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

from rich.console import Console

from api.catalog.example_requests import example
from api.command_line.views import Names, example_heading, week_view
from catalog import load_catalog
from optimizer import plan, read_request

PICTURE = Path(__file__).resolve().parents[1] / "examples" / "demo.svg"
_EXAMPLE = "p1"
_COLUMNS = 100

# Rich's own template loads a font from the web; this one takes what the reader has.
_TEMPLATE = """\
<svg class="rich-terminal" role="img" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
<title>A strength week planned by runstrong</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""
_TEXT = re.compile(r'<text class="week-r[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')


def drawn() -> str:
    """The picture as it looks today."""
    shown = example(_EXAMPLE)
    request = read_request(shown.path.read_bytes())
    catalog = load_catalog()
    console = Console(
        file=io.StringIO(),
        record=True,
        width=_COLUMNS,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(example_heading(shown.title, shown.about))
    console.print(week_view(request, plan(request, catalog=catalog), Names.of(catalog)))
    svg = console.export_svg(title="runstrong demo", code_format=_TEMPLATE, unique_id="week")
    return "".join(f"{line.strip()}\n" for line in svg.splitlines() if line.strip())


def lines_of(svg: str) -> list[str]:
    """What a picture says, line by line, without the last: it tells versions and the time taken."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _TEXT.findall(svg):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    lines = [
        "".join(text for _, text in sorted(parts)).strip() for _, parts in sorted(rows.items())
    ]
    return [line for line in lines if line][:-1]


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8", newline="\n")
