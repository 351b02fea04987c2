"""``runstrong catalog import``: other people's catalogs as a folder that ``--catalog`` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.command_line.options import AsJson, AsText
from api.command_line.streams import form, read_document, show, write_line

_MOST_BYTES = 20_000_000


def import_catalog(
    kind: Annotated[
        str, typer.Argument(metavar="FORMAT", help="What FILE is; there is free-exercise-db.")
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to read; - reads it.")],
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="A new folder, which is made.")
    ],
    instructions: Annotated[
        bool,
        typer.Option(
            "--instructions", help="Take over the file's own words of how to do an exercise too."
        ),
    ] = False,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> None:
    """Read another catalog's file into a folder for --catalog, and say what was assumed."""
    wanted = form(as_json, as_text)
    from api.catalog.exercise_filters import known_one
    from catalog import load_catalog
    from catalog.imports import FORMATS, write_folder

    reader = FORMATS[known_one("FORMAT", kind, FORMATS)]
    data = read_document(file, _MOST_BYTES)
    imported = reader(data, load_catalog(), file=file, instructions=instructions)
    write_folder(imported, folder)
    if wanted == "json":
        write_line(imported.report.model_dump_json())
    else:
        from api.command_line.views.imported import import_view

        show(import_view(imported.report, folder))
