"""The page at ``/`` and its files below ``/page/``, with a policy that lets nothing else in.

The files are few and small, so they are read once and answered from memory; a name that is not one
of them is no file.  The page names each with the version of all of them: what lies at such an
address never changes, and is kept for as long as a browser likes.
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
_FOREVER = "public, max-age=31536000, immutable"
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
    """Every file of the page by its name below ``/page/``; page and worker name their version."""
    contents = _contents()
    version = _version(contents)
    contents[_INDEX] = contents[_INDEX].replace(b'"/page/', f'"/page/{version}/'.encode())
    # A language is stored where it is read.
    stored = [name for name in contents if name not in (_INDEX, _WORKER) and "texts/" not in name]
    for key, text in (("version", version), ("files", " ".join(stored))):
        contents[_WORKER] = contents[_WORKER].replace(f"{{{key}}}".encode(), text.encode())
    return MappingProxyType({name: _page_file(name, data) for name, data in contents.items()})


@cache
def page_version() -> str:
    """Another one as soon as a letter of any file is another one."""
    return _version(_contents())


def _contents() -> dict[str, bytes]:
    paths = [path for path in sorted(_FOLDER.rglob("*")) if path.suffix in _MEDIA_TYPES]
    return {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in paths}


def _version(contents: Mapping[str, bytes]) -> str:
    of_each = "".join(_digest(content) for content in contents.values())
    return _digest(of_each.encode())[:_VERSION_LETTERS]


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
    """One of its files: of this version for good, or by its name alone as it is now."""
    of_version = name.removeprefix(f"{page_version()}/")
    return _answer(request, of_version, is_immutable=of_version != name)


def _answer(request: Request, name: str, *, is_immutable: bool = False) -> Response:
    file = page_files().get(name)
    if file is None:
        raise HTTPException(404)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    # Another sequence of bytes has another tag.
    etag = f'{file.etag[:-1]}-gzip"' if packs else file.etag
    headers = {**PAGE_HEADERS, "ETag": etag, "Vary": "Accept-Encoding"}
    if is_immutable:
        headers["Cache-Control"] = _FOREVER
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    content = file.packed if packs else file.content
    return Response(content, headers=headers, media_type=file.media_type)
