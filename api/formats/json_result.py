"""The result itself, as every door of ours reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


def _write(request: Request, result: Result, _: Catalog) -> tuple[File, ...]:
    text = result.model_dump_json() + "\n"
    return (File(f"{file_stem(request)}.json", text.encode()),)


FORMAT = Format(
    name="json",
    summary="the whole result, which every command reads",
    media_type="application/json",
    extension=".json",
    write=_write,
    needs_plan=False,
)
