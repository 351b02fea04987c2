"""A browser that prints."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.browser import CHROMIUM


def printed(page: bytes, folder: Path) -> Path:
    """``page`` as PDF."""
    assert CHROMIUM is not None
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_bytes(page)
    # The page is ours and holds no script; a container seldom allows the browser's own sandbox.
    options = ["--headless", "--disable-gpu", "--no-sandbox", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={folder / 'profile'}"
    subprocess.run(
        [CHROMIUM, *options, profile, f"--print-to-pdf={target}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target
