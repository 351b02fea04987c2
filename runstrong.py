"""The one name to import: ``from runstrong import plan, read_request``.

The same functions and documents as those of ``optimizer`` and ``catalog``, which are the folders of
the project.  A name is loaded when it is first used: importing the module does not import the
solver.  ``python -m runstrong`` is the command line.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import catalog as _catalog
import optimizer as _optimizer

if TYPE_CHECKING:
    from catalog import Catalog, CatalogError, load_catalog
    from optimizer import (
        Assessment,
        AssessmentRequest,
        CheckReport,
        Explanation,
        InternalFault,
        PlanDiff,
        Replanned,
        Request,
        Result,
        RunsPlan,
        RunsRequest,
        Season,
        SeasonLog,
        SeasonRequest,
        SolveOptions,
        UnusableInput,
        Validation,
        WrittenPlan,
        assess,
        check,
        diff,
        explain,
        next_week,
        plan,
        plan_season,
        read_assessment_request,
        read_plan,
        read_request,
        read_result,
        read_runs_request,
        read_season,
        read_season_log,
        read_season_request,
        replan,
        runs,
        season,
        validate,
    )

__all__ = [
    "Assessment",
    "AssessmentRequest",
    "Catalog",
    "CatalogError",
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
    "load_catalog",
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
    if name not in __all__:
        raise AttributeError(f"module 'runstrong' has no attribute {name!r}")
    home = _optimizer if name in _optimizer.__all__ else _catalog
    value: object = getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if __name__ == "__main__":
    from api.command_line.main import main

    sys.exit(main())
