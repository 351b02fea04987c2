"""What is asked of a season, as a fingerprint: the same for the same question, however it came."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from pydantic import JsonValue

from catalog import Catalog
from optimizer.documents.patch import Patch
from optimizer.documents.season import Season, SeasonLog, SeasonRequest
from optimizer.documents.versions import versions_of

_MEASURED = {"weeks": {"__all__": {"result": {"stats"}}}}
"""Seconds that a search took are no part of a question."""


def season_fingerprint(request: SeasonRequest, catalog: Catalog) -> str:
    """Of ``plan_season``: over the request, the catalog version and the software version."""
    return _hashed([request.model_dump(mode="json")], catalog)


def next_fingerprint(
    season: Season, log: SeasonLog | None, patch: Patch | None, catalog: Catalog
) -> str:
    """Of ``next_week``: over the season that goes on, its log and its change too."""
    week = None if log is None else log.model_dump(mode="json")
    changed: JsonValue = None
    if patch is not None:
        changed = dict(patch) if isinstance(patch, Mapping) else list(patch)
    return _hashed([season.model_dump(mode="json", exclude=_MEASURED), week, changed], catalog)


def _hashed(parts: list[JsonValue], catalog: Catalog) -> str:
    content = json.dumps(
        [*parts, *versions_of(catalog).model_dump().values()],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
