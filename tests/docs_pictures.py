"""The pictures of the documentation: ``python -m tests.docs_pictures`` draws them anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from api.body_map import body_map
from api.catalog.example_requests import example
from api.formats.paper.week_strip import week_strip
from catalog import load_catalog
from optimizer import plan, read_request

DOCS = Path(__file__).resolve().parents[1] / "docs"
_EXAMPLE = "p1"


@cache
def drawn() -> Mapping[str, str]:
    """Each picture by the name of its file, as it looks today."""
    shown = example(_EXAMPLE)
    request = read_request(shown.path.read_bytes())
    catalog = load_catalog()
    result = plan(request, catalog=catalog)
    assert result.plan is not None
    return {
        "week.svg": week_strip(request, result),
        "body-map.svg": body_map(result.plan.coverage, catalog),
    }


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for name, picture in drawn().items():
        (DOCS / name).write_text(picture, encoding="utf-8", newline="\n")
