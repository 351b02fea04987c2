"""The instance families: files that never change once a release was measured with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_request
from optimizer.documents.request import Request
from optimizer.documents.wording import nearest, quoted

FOLDER = Path(__file__).parent / "families"
SCALING = "scaling"
FAMILIES = (
    "roomy", "tight", "very_tight", "three_short", "mixed_places", "many_windows", "many_runs",
    "injuries", "pinned", SCALING,
)  # fmt: skip
HARD_FAMILIES = ("tight", "very_tight")
PLACED_RUNS = "placed_runs"
"""Joint weeks, which no peer can plan: ``benchmarks.placed_runs`` measures them by themselves."""


@dataclass(frozen=True)
class Instance:
    """One request and the catalog it is planned with (``catalog_times`` × the packaged one)."""

    id: str
    family: str
    catalog_times: int
    request: Request

    @property
    def windows(self) -> int:
        return len(self.request.availability)


def path_of(family: str) -> Path:
    return FOLDER / f"{family}.jsonl"


def instances_of(family: str) -> tuple[Instance, ...]:
    """The instances of one family in the order of its file; raises ``UnusableInput``."""
    if family != PLACED_RUNS:
        known_family(family)
    found = []
    for line in path_of(family).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        request = read_request(json.dumps(document["request"]))
        found.append(Instance(document["id"], family, document["catalog_times"], request))
    return tuple(found)


def known_family(name: str) -> str:
    """``name``, or ``UnusableInput`` with the nearest known one."""
    if name not in FAMILIES:
        raise UnusableInput(
            Problem("--family", quoted(name), f"is no family{nearest(name, FAMILIES)}")
        )
    return name


def fingerprint(families: Sequence[str]) -> str:
    """``sha256:`` over the files of some families."""
    content = b"".join(path_of(family).read_bytes() for family in families)
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
