"""``runstrong serve``: the optimizer over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import Folders


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    catalog: Folders = None,
) -> int:
    """Answer over HTTP; see docs/service.md."""
    import uvicorn

    from api.service.app import create_app
    from api.service.settings import Settings

    app = create_app(Settings(catalog_folders=tuple(catalog or ())))
    uvicorn.run(app, host=host, port=port, access_log=False)
    return 0
