"""runstrong itself, through its public door."""

from __future__ import annotations

from benchmarks.instances import Instance
from benchmarks.peers.base import Answer, TierBound
from catalog import Catalog
from optimizer import SolveOptions, plan


class Ours:
    id = "ours"
    title = "runstrong, one worker"
    exact = True

    def plan(self, instance: Instance, catalog: Catalog, wall_seconds: float) -> Answer:
        result = plan(
            instance.request,
            catalog=catalog,
            options=SolveOptions(wall_seconds=wall_seconds),
            explain_conflict=False,
        )
        return Answer(
            result.status,
            tuple(TierBound(t.name, t.value, t.bound) for t in result.objective),
            {"build": result.stats.build_ms, "solve": result.stats.solve_ms},
        )


OURS = Ours()
