"""The week as one page of HTML that prints on one or two sheets.

It stands alone: no script, nothing fetched, and a content security policy of its own that forbids
both.  All words are escaped by the template engine; the two pictures are ours.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem
from api.words.effort import LOADS
from api.words.sentences import LESS_IS_BETTER

if TYPE_CHECKING:
    from jinja2 import Environment

    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

_TEMPLATE, _STYLE = "week.html.j2", "week.css"


def _write(request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    from markupsafe import Markup

    from api.body_map import SHADES, body_map, swatches
    from api.formats.paper.week_sheet import week_sheet
    from api.formats.paper.week_strip import week_strip

    coverage = () if result.plan is None else result.plan.coverage
    style, policy = _style()
    page = (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            sheet=week_sheet(request, result, catalog),
            strip=Markup(week_strip(request, result)),
            body_map=Markup(body_map(coverage, catalog, arrangement="square"))
            if coverage
            else None,
            swatches={shade: Markup(swatch) for shade, swatch in swatches().items()},
            shades=SHADES,
            style=Markup(style),
            loads_title=LOADS,
            tiers_title=LESS_IS_BETTER,
            policy=policy,
        )
    )
    return (File(f"{file_stem(request)}.html", page.encode()),)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("api.formats.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and the policy that admits it and nothing else."""
    environment = _environment()
    assert environment.loader is not None
    style = environment.loader.get_source(environment, _STYLE)[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rest = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return style, f"{rest}; style-src 'sha256-{digest}'"


FORMAT = Format(
    name="html",
    summary="one page to print or to keep on a phone, with boxes to tick and the body map",
    media_type="text/html",
    extension=".html",
    write=_write,
    needs_plan=False,
)
