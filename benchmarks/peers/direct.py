"""The direct model with CP-SAT, as one would write it first."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from benchmarks.instances import Instance
from benchmarks.peers.base import Answer
from benchmarks.peers.lexicographic import Decision, DirectPlanner
from catalog import Catalog

_VERDICTS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}
_SEARCH_STARTS = re.compile(r"^Starting [a-zA-Z -]*[sS]earch at ([0-9.]+)s", re.MULTILINE)


@dataclass(frozen=True)
class Direct:
    """CP-SAT on the direct model; ``workers`` 0: one for every core."""

    id: str
    title: str
    workers: int
    linearization_level: int | None = None
    exact: bool = True

    def plan(self, instance: Instance, catalog: Catalog, wall_seconds: float) -> Answer:
        return DirectPlanner(self, wall_seconds).plan(instance, catalog)

    def decide(self, model: cp_model.CpModel, hint: Sequence[int], wall_seconds: float) -> Decision:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers or os.cpu_count() or 1
        solver.parameters.random_seed = 0
        solver.parameters.max_time_in_seconds = max(wall_seconds, 0.01)
        solver.parameters.catch_sigint_signal = False
        if self.linearization_level is not None:
            solver.parameters.linearization_level = self.linearization_level
        log: list[str] = []
        solver.parameters.log_search_progress = True
        solver.parameters.log_to_stdout = False
        solver.log_callback = log.append
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(hint):
            model.add_hint(model.get_int_var_from_proto_index(index), value)
        status = solver.solve(model)
        if status not in _VERDICTS:
            raise RuntimeError(f"the model is invalid: {model.validate()}")
        verdict = _VERDICTS[status]
        values = tuple(solver.response_proto.solution) if verdict in ("optimal", "feasible") else ()
        return Decision(
            verdict,  # type: ignore[arg-type]
            values,
            solver.best_objective_bound,
            presolve_seconds("\n".join(log), solver.wall_time),
        )


def presolve_seconds(log: str, wall_seconds: float) -> float:
    """What CP-SAT's log says of the time before the search; all of it where no search started."""
    found = _SEARCH_STARTS.search(log)
    return min(float(found.group(1)), wall_seconds) if found else wall_seconds


DIRECT_ONE = Direct("direct_1", "direct CP-SAT, one worker", workers=1)
DIRECT_ALL = Direct("direct_all", "direct CP-SAT, all cores", workers=0)
DIRECT_LINEAR = Direct(
    "direct_lp2", "direct CP-SAT, linearization_level=2", workers=1, linearization_level=2
)
