"""The body map as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


def _write(request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    from api.body_map import body_map

    assert result.plan is not None
    title = f"Muscles of {request.athlete.id} in the week of {request.week.start}"
    picture = body_map(result.plan.coverage, catalog, title=title)
    return (File(f"{file_stem(request)}.svg", picture.encode()),)


FORMAT = Format(
    name="svg",
    summary="the body map: which muscle gets how much of what it should",
    media_type="image/svg+xml",
    extension=".svg",
    write=_write,
)
