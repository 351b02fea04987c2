"""Any plan against a request: what holds, what breaks, and how far the best week is away."""

from __future__ import annotations

from datetime import timedelta

from catalog import Catalog, load_catalog
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.fixed_run_starts import with_fixed_run_starts, with_runs
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.placed_runs import placed_starts
from optimizer.documents.request import Request
from optimizer.documents.result import CheckReport, Finding, Plan, Result, TierReading
from optimizer.documents.versions import SOFTWARE, fingerprint_under
from optimizer.documents.wording import quoted
from optimizer.documents.written_plan import AnyPlan, WrittenPlan
from optimizer.objective.tiers import TIERS, measured, measured_relaxations
from optimizer.operations.best_week import BestWeek
from optimizer.operations.completed import completed
from optimizer.operations.placed_week import best_of
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.solving.clock import Clock
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress
from optimizer.week.reviewed import ReviewedWeek


def check(
    request: Request,
    result: AnyPlan,
    *,
    catalog: Catalog | None = None,
    optimum: bool = False,
    options: SolveOptions | None = None,
    on_progress: OnProgress | None = None,
) -> CheckReport:
    """Read a plan, also one that a coach wrote, against a request, rule by rule.

    Reading takes no solver.  ``optimum``: solve the request too, within ``options``, and say how
    far the plan is from the best week.  A result has to be that of this very request and catalog;
    its plan alone may be checked against any.

    Raises ``UnusableInput`` for a plan that names what the request or the catalog does not have,
    or that is for another athlete or week.
    """
    catalog = load_catalog() if catalog is None else catalog
    if isinstance(result, Result):
        refuse_another_request(request, result, catalog)
    as_requested = case_of(request, catalog)
    case = with_runs_of(as_requested, result)
    week = reviewed(case, _plan_of(case, result))
    findings = findings_of(week)
    required = required_only(case, findings)
    clock = Clock(options or SolveOptions(), on_progress)
    best = best_of(as_requested, clock)[1] if optimum else None
    values = tier_values(week, relaxed=bool(required))
    tiers = tuple(_reading(name, value, best) for name, value in values.items())
    broken = {finding.rule for finding in findings}
    holding = [rule for rule in RULES if rule.id not in broken and rule.enforced(case) != "off"]
    return CheckReport(
        holds=_declared(result).issuperset(map(_identity, required)),
        findings=findings,
        rules_held=tuple(rule.id for rule in holding),
        closest=tuple(
            edge for rule in holding for edge in [rule.closest(week)] if edge is not None
        ),
        objective=tiers,
        optimum=None if best is None else best.status,
        first_difference=next((tier.name for tier in tiers if tier.difference), None),
        filled_in=isinstance(result, WrittenPlan),
    )


def with_runs_of(case: Case, plan: AnyPlan) -> Case:
    """``case`` with the runs that it leaves to the plan where ``plan`` has them.

    Raises ``UnusableInput`` where it has them not.
    """
    if not case.timeline.to_place:
        return case
    if isinstance(plan, WrittenPlan):
        message = "are left to the plan, and a plan by hand has none; give each run its start"
        raise UnusableInput(Problem("runs", "", message))
    found = plan.plan if isinstance(plan, Result) else plan
    if found is None:
        # There is nothing to read; any starts do.
        return with_runs(case, case.timeline.runs)
    return with_fixed_run_starts(case, placed_starts(case.request, found))


def tier_values(week: ReviewedWeek, *, relaxed: bool) -> dict[str, int]:
    """Every tier of the objective as a finished plan reads; ``relaxed``: it gives up a rule."""
    problem = problem_of(week.case, relaxed=relaxed)
    values = measured_relaxations(week, problem) | measured(week, problem.doses)
    return {name: values[name] for name in TIERS if name in values}


def refuse_another_request(request: Request, result: Result, catalog: Catalog) -> None:
    """Raise ``UnusableInput`` unless ``result`` answers this request with this catalog.

    ``request`` is as it was written: that of a case has ids for its names, and another fingerprint.
    """
    if result.athlete_id != request.athlete.id:
        raise UnusableInput(
            Problem(
                "athlete_id",
                quoted(result.athlete_id),
                f"is not the request's athlete {quoted(request.athlete.id)}; give the result of"
                " this request",
            )
        )
    if result.versions.catalog != catalog.version:
        raise UnusableInput(
            Problem(
                "versions.catalog",
                _short(result.versions.catalog),
                f"is not the present catalog {_short(catalog.version)}, so its exercises may mean"
                " something else; give the same catalog, or plan the request again",
            )
        )
    # Another version of the software may write the same request in another way.
    same_software = result.versions.software == SOFTWARE
    if same_software and result.fingerprint != fingerprint_under(request, result.versions):
        raise UnusableInput(
            Problem(
                "fingerprint",
                _short(result.fingerprint),
                "is that of another request; give the request that was planned, or plan this one"
                " again",
            )
        )


def _short(version: str) -> str:
    """A content hash as far as a person would compare it."""
    return quoted(version.removeprefix("sha256:")[:12])


def _plan_of(case: Case, result: AnyPlan) -> Plan:
    if isinstance(result, WrittenPlan):
        return completed(case, result)
    found = result.plan if isinstance(result, Result) else result
    plan = found if found is not None else Plan(sessions=())
    _refuse_another_week(case, plan)
    return plan


def _refuse_another_week(case: Case, plan: Plan) -> None:
    first = case.timeline.first_day
    last = first + timedelta(days=7)  # a window may reach into the day after the week
    for index, session in enumerate(plan.sessions):
        try:
            day = session.starts_at.date()
        except ValueError:
            continue  # the review says what is wrong with it
        if not first <= day <= last:
            raise UnusableInput(
                Problem(
                    f"plan.sessions[{index}].start",
                    quoted(session.start),
                    f"is not in the week of {first}; is this a plan for another week?",
                )
            )


def _declared(result: AnyPlan) -> set[tuple[str, str, float, float]]:
    """What a result says it gives up: only what may be relaxed counts, as far as it really goes."""
    relaxations = result.relaxations if isinstance(result, Result) else ()
    return {
        (relaxation.rule, relaxation.subject, relaxation.required, relaxation.actual)
        for relaxation in relaxations
        if relaxation.rule in RULES_BY_ID and RULES_BY_ID[relaxation.rule].relaxable
    }


def _identity(finding: Finding) -> tuple[str, str, float, float]:
    return finding.rule, finding.subject, finding.required, finding.actual


def _reading(name: str, value: int, best: BestWeek | None) -> TierReading:
    if best is None or best.plan is None:
        return TierReading(name=name, value=value, unit=TIERS[name].unit)
    # A tier that the solved week does not have is one in which nothing can be missed.
    tier = next(((t.value, t.bound) for t in best.objective if t.name == name), (0, 0))
    return TierReading(
        name=name,
        value=value,
        unit=TIERS[name].unit,
        optimum=tier[0],
        bound=tier[1],
        difference=value - tier[0],
    )
