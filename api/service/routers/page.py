"""The page at ``/`` and its files below ``/page/``, with a policy that lets nothing else in.

The files are few and small, so they are read once and answered from memory; a name that is not one
of them is no file.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.service.file_headers import PAGE_HEADERS

_FOLDER = Path(__file__).resolve().parents[2] / "page" / "files"
_INDEX = "index.html"
_WORKER = "sw.js"
_VERSION_LETTERS = 16
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class PageFile:
    content: bytes
    packed: bytes
    """The same, with ``Content-Encoding: gzip``."""
    media_type: str
    etag: str


@cache
def page_files() -> Mapping[str, PageFile]:
    """Every file of the page by its name below ``/page/``; the worker knows their version."""
    paths = [path for path in sorted(_FOLDER.rglob("*")) if path.suffix in _MEDIA_TYPES]
    contents = {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in paths}
    of_each = "".join(_digest(content) for content in contents.values())
    version = _digest(of_each.encode())[:_VERSION_LETTERS].encode()
    contents[_WORKER] = contents[_WORKER].replace(b"{version}", version)
    return MappingProxyType({name: _page_file(name, data) for name, data in contents.items()})


def _page_file(name: str, content: bytes) -> PageFile:
    packed = gzip.compress(content, mtime=0)
    etag = f'"{_digest(content)[:32]}"'
    return PageFile(content, packed, _MEDIA_TYPES[Path(name).suffix], etag)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@router.api_route("/", methods=["GET", "HEAD"])
async def index(request: Request) -> Response:
    """The page itself."""
    return _answer(request, _INDEX)


@router.api_route("/sw.js", methods=["GET", "HEAD"])
async def worker(request: Request) -> Response:
    """What answers without a network: here, since it may only answer for what lies below it."""
    return _answer(request, _WORKER)


@router.api_route("/page/{name:path}", methods=["GET", "HEAD"])
async def page_file(request: Request, name: str) -> Response:
    """One of its files."""
    return _answer(request, name)


def _answer(request: Request, name: str) -> Response:
    file = page_files().get(name)
    if file is None:
        raise HTTPException(404)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    # Another sequence of bytes has another tag.
    etag = f'{file.etag[:-1]}-gzip"' if packs else file.etag
    headers = {**PAGE_HEADERS, "ETag": etag, "Vary": "Accept-Encoding"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    content = file.packed if packs else file.content
    return Response(content, headers=headers, media_type=file.media_type)
