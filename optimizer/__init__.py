"""What is best: one athlete's week, from request to proven plan.

The names below are loaded when first used: importing the package does not import the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.errors import InternalFault, UnusableInput
    from optimizer.planner import check, plan
    from optimizer.reading import read_request, read_result
    from optimizer.replanned import Replanned
    from optimizer.replanning import replan
    from optimizer.request import Request
    from optimizer.result import CheckReport, Result
    from optimizer.solve import SolveOptions

_HOMES = {
    "plan": "optimizer.planner",
    "check": "optimizer.planner",
    "replan": "optimizer.replanning",
    "Replanned": "optimizer.replanned",
    "SolveOptions": "optimizer.solve",
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
    "InternalFault",
    "Replanned",
    "Request",
    "Result",
    "SolveOptions",
    "UnusableInput",
    "check",
    "plan",
    "read_request",
    "read_result",
    "replan",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'optimizer' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
