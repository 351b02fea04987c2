"""What is best: one athlete's week, from request to proven plan.

The names below are loaded when first used: importing the package does not import the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.documents.assessment import Assessment, AssessmentRequest
    from optimizer.documents.difference import PlanDiff
    from optimizer.documents.errors import InternalFault, UnusableInput
    from optimizer.documents.explanation import Explanation
    from optimizer.documents.reading import read_result
    from optimizer.documents.replanned import Replanned
    from optimizer.documents.request import Request
    from optimizer.documents.result import CheckReport, Result
    from optimizer.documents.running import RunsPlan, RunsRequest
    from optimizer.documents.season import Season, SeasonLog, SeasonRequest
    from optimizer.documents.validation import Validation
    from optimizer.documents.written_plan import WrittenPlan, read_plan
    from optimizer.operations.assess import assess, read_assessment_request
    from optimizer.operations.check import check
    from optimizer.operations.diff import diff
    from optimizer.operations.explain import explain
    from optimizer.operations.plan import plan
    from optimizer.operations.read import read_request
    from optimizer.operations.replan import replan
    from optimizer.operations.runs import read_runs_request, runs
    from optimizer.operations.validate import validate
    from optimizer.seasons.logs import read_season_log
    from optimizer.seasons.next_week import next_week, read_season
    from optimizer.seasons.plan_season import plan_season, read_season_request, season
    from optimizer.solving.options import SolveOptions

_HOMES = {
    "plan": "optimizer.operations.plan",
    "replan": "optimizer.operations.replan",
    "assess": "optimizer.operations.assess",
    "read_assessment_request": "optimizer.operations.assess",
    "runs": "optimizer.operations.runs",
    "read_runs_request": "optimizer.operations.runs",
    "plan_season": "optimizer.seasons.plan_season",
    "season": "optimizer.seasons.plan_season",
    "read_season_request": "optimizer.seasons.plan_season",
    "next_week": "optimizer.seasons.next_week",
    "read_season": "optimizer.seasons.next_week",
    "read_season_log": "optimizer.seasons.logs",
    "SeasonLog": "optimizer.documents.season",
    "Season": "optimizer.documents.season",
    "SeasonRequest": "optimizer.documents.season",
    "RunsPlan": "optimizer.documents.running",
    "RunsRequest": "optimizer.documents.running",
    "Assessment": "optimizer.documents.assessment",
    "AssessmentRequest": "optimizer.documents.assessment",
    "Replanned": "optimizer.documents.replanned",
    "check": "optimizer.operations.check",
    "validate": "optimizer.operations.validate",
    "Validation": "optimizer.documents.validation",
    "diff": "optimizer.operations.diff",
    "explain": "optimizer.operations.explain",
    "Explanation": "optimizer.documents.explanation",
    "PlanDiff": "optimizer.documents.difference",
    "SolveOptions": "optimizer.solving.options",
    "WrittenPlan": "optimizer.documents.written_plan",
    "read_plan": "optimizer.documents.written_plan",
    "Request": "optimizer.documents.request",
    "Result": "optimizer.documents.result",
    "CheckReport": "optimizer.documents.result",
    "read_request": "optimizer.operations.read",
    "read_result": "optimizer.documents.reading",
    "InternalFault": "optimizer.documents.errors",
    "UnusableInput": "optimizer.documents.errors",
}

__all__ = [
    "Assessment",
    "AssessmentRequest",
    "CheckReport",
    "Explanation",
    "InternalFault",
    "PlanDiff",
    "Replanned",
    "Request",
    "Result",
    "RunsPlan",
    "RunsRequest",
    "Season",
    "SeasonLog",
    "SeasonRequest",
    "SolveOptions",
    "UnusableInput",
    "Validation",
    "WrittenPlan",
    "assess",
    "check",
    "diff",
    "explain",
    "next_week",
    "plan",
    "plan_season",
    "read_assessment_request",
    "read_plan",
    "read_request",
    "read_result",
    "read_runs_request",
    "read_season",
    "read_season_log",
    "read_season_request",
    "replan",
    "runs",
    "season",
    "validate",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'optimizer' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
