"""The browser of the tests: Chromium without a window, and the mark of tests that need it."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = next(
    (
        found
        # The first of them is built for this alone, and takes half the time of the second.
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name)) is not None
    ),
    None,
)

in_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(
        # The build server installs one and says so: there a missing browser is a fault.
        CHROMIUM is None and os.environ.get("RUNSTRONG_BROWSER") != "required",
        reason="there is no Chromium here; on Debian: apt-get install chromium-headless-shell",
    ),
]
