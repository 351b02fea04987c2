"""What is best: one athlete's week, from request to proven plan.

The names below are loaded when first used: importing the package does not import the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.checker import check
    from optimizer.comparison import PlanDiff, diff
    from optimizer.errors import InternalFault, UnusableInput
    from optimizer.explainer import explain
    from optimizer.explanation import Explanation
    from optimizer.planner import plan
    from optimizer.reading import read_request, read_result
    from optimizer.request import Request
    from optimizer.result import CheckReport, Result
    from optimizer.solve import SolveOptions
    from optimizer.written import WrittenPlan, read_plan

_HOMES = {
    "plan": "optimizer.planner",
    "check": "optimizer.checker",
    "diff": "optimizer.comparison",
    "explain": "optimizer.explainer",
    "Explanation": "optimizer.explanation",
    "PlanDiff": "optimizer.comparison",
    "SolveOptions": "optimizer.solve",
    "WrittenPlan": "optimizer.written",
    "read_plan": "optimizer.written",
    "Request": "optimizer.request",
    "Result": "optimizer.result",
    "CheckReport": "optimizer.result",
    "read_request": "optimizer.reading",
    "read_result": "optimizer.reading",
    "InternalFault": "optimizer.errors",
    "UnusableInput": "optimizer.errors",
}

__all__ = [
    "CheckReport",
    "Explanation",
    "InternalFault",
    "PlanDiff",
    "Request",
    "Result",
    "SolveOptions",
    "UnusableInput",
    "WrittenPlan",
    "check",
    "diff",
    "explain",
    "plan",
    "read_plan",
    "read_request",
    "read_result",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'optimizer' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
