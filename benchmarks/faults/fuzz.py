"""Bodies that nobody wrote: honest ones of every door, changed, torn, or made deep or wide."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from api.service import sample_bodies

MEDIA = "application/json"
_COVERAGE = {
    "coverage": [
        {"muscle": "soleus", "neglected": True, "sets": 4, "minimum": 3, "target": 6, "maximum": 9}
    ]
}
DOORS: tuple[tuple[str, Any], ...] = (
    ("/v1/plans", sample_bodies.WEEK),
    ("/v1/plans/validate", sample_bodies.WEEK),
    ("/v1/plans/check", sample_bodies.CHECK),
    ("/v1/plans/replan", sample_bodies.REPLAN),
    ("/v1/plans/diff", sample_bodies.DIFF),
    ("/v1/plans/explain", sample_bodies.EXPLAIN),
    ("/v1/plans/export", sample_bodies.EXPORT),
    ("/v1/calendars/read", sample_bodies.CALENDARS),
    ("/v1/logs/read", sample_bodies.LOG),
    ("/v1/assessments", sample_bodies.ASSESSMENT),
    ("/v1/runs", sample_bodies.RUNS),
    ("/v1/seasons", sample_bodies.SEASON),
    ("/v1/seasons/next", sample_bodies.NEXT),
    ("/page/body-map", _COVERAGE),
    ("/page/roster?form=json%20array", sample_bodies.BATCH),
    ("/page/club-files?form=json%20array", {"roster": "[]", "lines": ""}),
    ("/v1/batches", sample_bodies.BATCH),
    ("/mcp", sample_bodies.ASSISTANT),
)
_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, -0.0, "", " ", "\x00", "\u202e", "😀" * 40,
    "Tue \u0661\u0669:\u0660\u0660",
    "9999-12-31", "0000-00-00", "2026-02-30T25:61", "../../etc/passwd", "x" * 10_000, [], {},
    [[]], {"": {}}, [None] * 50, "\ud800",
)  # fmt: skip
_OPENINGS = (b"[", b'{"a":', b'{"request":{"places":{"x":[')
_CSV = (
    "id,level,start,availability\r\nana,beginner,2026-11-23,Tue 18:00-21:00\r\n",
    "id;level;start;availability\rana;beginner;2026-11-23;Tue 18:00 60\r",
)


def bodies(chance: random.Random, times: int) -> Iterator[tuple[str, str, bytes]]:
    """Path, media type and body, ``times`` of them."""
    for number in range(times):
        path, honest = DOORS[number % len(DOORS)]
        kind = chance.random()
        if path == "/v1/batches" and kind < 0.4:
            yield path, "text/csv", _torn(chance, chance.choice(_CSV).encode())
        elif kind < 0.05:
            yield path, MEDIA, chance.choice(_OPENINGS) * chance.randrange(1, 20_000)
        elif kind < 0.15:
            yield path, MEDIA, _torn(chance, _written(honest))
        elif kind < 0.2:
            yield path, MEDIA, chance.randbytes(chance.randrange(300))
        else:
            changed = copy.deepcopy(honest)
            for _ in range(chance.randrange(1, 4)):
                changed = _changed(chance, changed)
            yield path, MEDIA, _written(changed)


def _written(document: Any) -> bytes:
    return json.dumps(document).encode()


def _torn(chance: random.Random, body: bytes) -> bytes:
    """With some bytes lost, doubled or turned."""
    found = bytearray(body)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(found) + 1)
        how = chance.random()
        if how < 0.4:
            del found[at : at + chance.randrange(1, 9)]
        elif how < 0.7:
            found[at:at] = chance.randbytes(chance.randrange(1, 5))
        else:
            found[at:at] = found[max(0, at - 30) : at] * chance.randrange(1, 50)
    return bytes(found)


def _changed(chance: random.Random, document: Any) -> Any:
    """One place of a document changed: replaced, dropped, doubled, renamed, or made wide."""
    if not isinstance(document, (dict, list)) or not document or chance.random() < 0.1:
        return copy.deepcopy(chance.choice(_ODD))
    if isinstance(document, list):
        index = chance.randrange(len(document))
        how = chance.random()
        if how < 0.7:
            document[index] = _changed(chance, document[index])
        elif how < 0.8:
            del document[index]
        else:
            document.extend([document[index]] * chance.randrange(1, 300))
        return document
    key = chance.choice(list(document))
    how = chance.random()
    if how < 0.75:
        document[key] = _changed(chance, document[key])
    elif how < 0.83:
        del document[key]
    elif how < 0.9:
        document[chance.choice((f"{key}s", key.upper(), "", "x" * 300))] = document.pop(key)
    else:
        document.update({f"{key}{number}": 1 for number in range(chance.randrange(1, 500))})
    return document
