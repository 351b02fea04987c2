"""One measurement.  Imports nothing of ours: a worker tells what its imports cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["proof", "glance", "profile", "club", "help", "conflict", "replan"]


@dataclass(frozen=True)
class Task:
    """One measurement.  ``at``: the wall limit of a glance; ``size``, ``workers``: of a club."""

    kind: Kind
    family: str
    peer: str
    instance: str = ""
    run: int = 0
    limit: float = 0.0
    at: float = 0.0
    size: int = 0
    workers: int = 0

    @property
    def key(self) -> str:
        parts = (self.kind, self.family, self.peer, self.instance, self.run, self.at, self.size,
                 self.workers)  # fmt: skip
        return " ".join(str(part) for part in parts)
