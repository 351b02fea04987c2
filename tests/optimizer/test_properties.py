"""What must hold for every athlete, whatever the week: read by an oracle of the tests' own."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given, seed, settings

from catalog import load_catalog
from optimizer import SolveOptions, check, plan, read_request
from optimizer.documents.result import Result
from optimizer.solving import budgets
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.oracle import Oracle

# Enough for an answer; a week that is not proven within it must be lawful all the same.
QUICK = SolveOptions(deterministic_limit=0.2)
_PARTS = (0, 1, *(pytest.param(part, marks=pytest.mark.slow) for part in (2, 3)))
_ATHLETES_IN_EACH = 4  # 7 week starts × 4 parts × 4 = 112 athletes


@pytest.mark.parametrize("part", _PARTS)
@pytest.mark.parametrize("days_after_monday", range(7))
def test_every_athlete_is_answered_lawfully(
    days_after_monday: int, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "LEAST", 0.02)

    # No shrinking: it would plan hundreds of weeks more, and the first one found says enough.
    @drawn(_ATHLETES_IN_EACH, phases=(Phase.explicit, Phase.generate))
    @given(athletes(days_after_monday))
    def answered_lawfully(document: Document) -> None:
        examine(document)

    if settings.default is not None and settings.default.derandomize:
        # Without a seed of its own each part would meet the same athletes.
        answered_lawfully = seed(len(_PARTS) * days_after_monday + part)(answered_lawfully)
    answered_lawfully()


def examine(document: Document) -> None:
    request = read_request(json.dumps(document))
    result = plan(request, options=QUICK, explain_conflict=False)
    answer = json.loads(result.model_dump_json())
    oracle = Oracle(document, load_catalog())

    values = [(tier.value, tier.bound) for tier in result.objective]
    assert all(value >= bound >= 0 for value, bound in values)
    if result.status == "optimal":
        assert all(value == bound for value, bound in values)
    if result.status == "feasible":
        assert any(value != bound for value, bound in values)
    if result.plan is None:
        assert result.status in ("infeasible", "unsolved")
        # Nothing is pinned, so a relaxed week exists: at worst an empty one.
        assert result.status == "unsolved" or document["on_conflict"] == "fail"
        return

    assert result.status in ("optimal", "feasible", "relaxed")
    assert not list(oracle.faults(answer["plan"]))
    assert not list(oracle.eves(answer["plan"]))
    tired, uncovered = oracle.tired(answer["plan"]), oracle.uncovered(answer["plan"])
    if result.status == "relaxed":
        assert document["on_conflict"] == "relax"
        assert result.relaxations
        _names_what_it_breaks(result, tired, uncovered)
    else:
        assert not result.relaxations
        assert not tired
        assert not uncovered
    _tells_coverage_truly(result, uncovered)
    report = check(request, result)
    assert report.holds, report.findings
    assert check(request, result.plan).holds == (result.status != "relaxed")


def _names_what_it_breaks(
    result: Result, tired: dict[str, float], uncovered: dict[str, int]
) -> None:
    """Each broken rule with the true hours and sets, and nothing that holds."""
    relaxed = {
        rule: {r.subject: r.actual for r in result.relaxations if r.rule == rule}
        for rule in ("recovery_after_run", "neglected_coverage")
    }
    assert relaxed["recovery_after_run"] == {w: round(hours, 2) for w, hours in tired.items()}
    assert relaxed["neglected_coverage"] == uncovered
    assert all(r.sentence.endswith(".") for r in result.relaxations)


def _tells_coverage_truly(result: Result, uncovered: dict[str, int]) -> None:
    assert result.plan is not None
    for muscle in result.plan.coverage:
        if muscle.muscle in uncovered and uncovered[muscle.muscle] == 0:
            assert muscle.neglected
            assert not muscle.direct
        if muscle.direct:
            assert muscle.sets >= 1
