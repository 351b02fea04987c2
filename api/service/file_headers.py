"""Headers of an answer that is a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

AS_TYPED = {"X-Content-Type-Options": "nosniff"}
"""A browser takes the type as it is told."""

PAGE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        # Scripts, styles and answers come from this service alone; nothing stands inline.
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
            " connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none';"
            " form-action 'none'; frame-ancestors 'none'"
        ),
        **AS_TYPED,
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        # Asked again each time, so that a newer release is never mixed with an older one.
        "Cache-Control": "no-cache",
    }
)
"""Of what a browser shows as a page."""


def file_headers(name: str) -> dict[str, str]:
    """Of a file to be stored as ``name``."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", **AS_TYPED}
