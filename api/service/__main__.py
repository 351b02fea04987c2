"""``python -m api.service``: the OpenAPI document on standard output; see ``make openapi``."""

from __future__ import annotations

import sys

from api.service.app import create_app
from api.service.openapi import written

sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
sys.stdout.write(written(create_app().openapi()))
