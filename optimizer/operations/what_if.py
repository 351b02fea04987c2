"""The price of another week: solve it under conditions and hold it against the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.errors import InternalFault
from optimizer.documents.explanation import Reason, TierPrice, WhatIf
from optimizer.documents.result import Plan, Result
from optimizer.documents.wording import counted
from optimizer.objective.coach_rank import CoachRank
from optimizer.objective.tiers import TIERS, measured, measured_relaxations, names_of
from optimizer.operations.best_week import BestWeek, best_week
from optimizer.operations.diff import diff
from optimizer.rules.registry import RULES
from optimizer.solving.clock import Clock
from optimizer.solving.modelling import week_exists
from optimizer.week.conditions import Condition

_FIXED_ORDER = CoachRank.name


def what_if(
    case: Case,
    result: Result,
    question: str,
    conditions: Sequence[Condition],
    clock: Clock,
) -> WhatIf:
    """The best week under ``conditions``, tier by tier against the week of ``result``.

    ``question`` says in words what that week does.  ``result`` has a plan and answers ``case``.
    """
    assert result.plan is not None
    if _meets(case, result.plan, conditions):
        # No week under the conditions is better than this one, if none at all is.
        return WhatIf(
            question=question,
            status=result.status,
            proven=all(tier.value == tier.bound for tier in result.objective),
            changes=diff(result.plan, result.plan),
            plan=result.plan,
            sentence=f"The plan is such a week: it has {question}.",
        )
    was_relaxed = result.status == "relaxed"
    other = best_week(case, clock, conditions, no_strict_week=was_relaxed)
    if other.plan is None:
        if other.status == "infeasible":
            return refused(question, [*_in_the_way(case, conditions, clock)])
        return WhatIf(
            question=question,
            status=other.status,
            sentence=f"The limit of the search came before any week with {question} was found.",
        )
    if not _meets(case, other.plan, conditions):
        raise InternalFault(f"the week that was to have {question} does not have it")
    return priced(case, result, question, other)


def priced(case: Case, result: Result, question: str, other: BestWeek) -> WhatIf:
    """``other``, the best week that does what ``question`` says, tier by tier against the plan of
    ``result``, which answers ``case``.  Both have a plan."""
    assert result.plan is not None
    assert other.plan is not None
    price = _price(case, result, other)
    first = next((tier for tier in price if tier.difference), None)
    upto = price if first is None else price[: price.index(first) + 1]
    proven = all(tier.other == tier.bound for tier in upto)
    relaxed_before = {(r.rule, r.subject, r.actual) for r in result.relaxations}
    return WhatIf(
        question=question,
        status=other.status,
        price=tuple(tier for tier in price if tier.difference or tier.other != tier.bound),
        first_difference=None if first is None else first.name,
        proven=proven,
        relaxations=tuple(
            r for r in other.relaxations if (r.rule, r.subject, r.actual) not in relaxed_before
        ),
        changes=diff(result.plan, other.plan),
        plan=other.plan,
        sentence=_sentence(question, upto, first),
    )


def _meets(case: Case, plan: Plan, conditions: Sequence[Condition]) -> bool:
    week = reviewed(case, plan)
    return all(condition.met_by(week) for condition in conditions)


def refused(question: str, reasons: Sequence[Reason]) -> WhatIf:
    """The answer where rules that are never relaxed forbid it."""
    return WhatIf(
        question=question,
        status="infeasible",
        proven=True,
        reasons=tuple(reasons),
        sentence=f"No week has {question}, whatever is relaxed.",
    )


def _in_the_way(case: Case, conditions: Sequence[Condition], clock: Clock) -> Iterator[Reason]:
    """Rules that together leave no such week, relaxed or not; without any one of them one exists.

    None are told where the limit comes first, or where only the seconds of a session forbid it.
    """
    problem = problem_of(case, relaxed=True, conditions=conditions)
    needed = list(RULES)
    if week_exists(problem, needed, clock) is not False:
        return
    for rule in RULES:
        others = [other for other in needed if other is not rule]
        exists = week_exists(problem, others, clock)
        if exists is None:
            return
        if not exists:
            needed = others
    yield from (Reason(rule=rule.id, sentence=f"{rule.title}.") for rule in needed)


def _price(case: Case, result: Result, other: BestWeek) -> list[TierPrice]:
    assert result.plan is not None
    values = _values(case, result, result.plan, relaxed=other.status == "relaxed")
    tiers = {tier.name: (tier.value, tier.bound) for tier in other.objective}
    # Among weeks without the condition none is better than a proven plan, so none with it is.
    plan_bounds = {t.name: t.value for t in result.objective if t.value == t.bound}
    price, as_good = [], True
    for name, tier in TIERS.items():
        if name not in values:
            continue
        value, bound = tiers.get(name, (0, 0))
        if as_good and plan_bounds.get(name, 0) == values[name]:
            bound = max(bound, min(values[name], value))
        as_good = as_good and value == bound == values[name]
        price.append(
            TierPrice(
                name=name,
                unit=tier.unit,
                plan=values[name],
                other=value,
                bound=bound,
                difference=value - values[name],
            )
        )
    return price


def _values(case: Case, result: Result, plan: Plan, *, relaxed: bool) -> dict[str, int]:
    """The plan's tiers, read as those of the other week: what is possible may be more there."""
    problem = problem_of(case, relaxed=relaxed)
    week = reviewed(case, plan)
    given_up = dict.fromkeys(names_of("relaxation"), 0)
    if result.status == "relaxed":
        given_up = measured_relaxations(week, problem)
    return given_up | measured(week, problem.doses)


def _sentence(question: str, upto: Sequence[TierPrice], first: TierPrice | None) -> str:
    unproven = next((tier for tier in upto if tier.other != tier.bound), None)
    if unproven is not None and unproven is not first:
        name = _words(unproven.name)
        return (
            f"A week with {question} was found; what it costs is not proven: its {name} is"
            f" {counted(unproven.other, unproven.unit)}, and no less than {unproven.bound}."
        )
    if first is None:
        return f"A week with {question} is as good in every tier."
    if first.name == _FIXED_ORDER:
        return (
            f"A week with {question} is as good; only the fixed order among equals decides against"
            " it."
        )
    name = _words(first.name)
    if first.difference < 0:
        return (
            f"A week with {question} is better by {counted(-first.difference, first.unit)}"
            f" ({name}): the plan is not proven."
        )
    change = f"{name} goes from {first.plan} to {counted(first.other, first.unit)}"
    if unproven is None:
        return f"A week with {question} is worse: {change}."
    return (
        f"A week with {question} was found that is worse: {change}; no such week has less than"
        f" {first.bound}."
    )


def _words(tier: str) -> str:
    return tier.replace("_", " ")
