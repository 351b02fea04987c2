"""``/docs``: the addresses to read and to try, by Swagger UI.

Its files come from a package beside the service and from nowhere else, by the policy of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.service.file_headers import PAGE_HEADERS

_HTML = "text/html; charset=utf-8"
_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>runstrong: the addresses of the service</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
# Nobody else is asked whether the document is valid, and no key is kept.
_START = b"""SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
  persistAuthorization: false,
});
"""
_PACKAGED: Mapping[str, str] = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}

router = APIRouter(include_in_schema=False)


@router.api_route("/docs", methods=["GET", "HEAD"])
async def docs() -> Response:
    """The page."""
    return Response(_PAGE, media_type=_HTML, headers=PAGE_HEADERS)


@router.api_route("/docs/{name}", methods=["GET", "HEAD"])
def docs_file(name: str) -> Response:
    """One of its files."""
    if name == "start.js":
        return Response(_START, media_type=_PACKAGED["swagger-ui-bundle.js"], headers=PAGE_HEADERS)
    if name not in _PACKAGED:
        raise HTTPException(404)
    return Response(_packaged(name), media_type=_PACKAGED[name], headers=PAGE_HEADERS)


@cache
def _packaged(name: str) -> bytes:
    return (files("fastapi_swagger.resources") / name).read_bytes()
