"""Headers of an answer that is a file."""

from __future__ import annotations

from urllib.parse import quote

AS_TYPED = {"X-Content-Type-Options": "nosniff"}
"""A browser takes the type as it is told."""


def file_headers(name: str) -> dict[str, str]:
    """Of a file to be stored as ``name``."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", **AS_TYPED}
