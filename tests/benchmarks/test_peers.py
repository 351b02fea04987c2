"""On tiny weeks every exact peer finds the same optimum, and the greedy planner none better."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from benchmarks.instances import Instance
from benchmarks.peers import EXACT, GREEDY, OURS, peer_called
from benchmarks.peers.base import Answer, TierBound
from benchmarks.peers.mixed_integer import Export, NotLinear
from catalog import Catalog
from optimizer.documents.request import Request
from optimizer.objective.tiers import names_of
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_window,
    an_exercise,
)

SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="squat")
HINGE = a_leg_lift("hinge_x", "hamstrings", pattern="hinge")
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
CALF = a_leg_lift("calf_x", "calf", pattern="calf", leg_load=1, per_side=True)
CATALOG = a_catalog(
    SQUAT, HINGE, PLANK, CALF,
    muscles=[a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True)],
)  # fmt: skip

# Room for some of the work; for none of the coverage; a run too near; partners that collide.
WEEKS = {
    "tight": a_request(a_window("w1", "Tue 18:00", 18), a_window("w2", "Fri 18:00", 12)),
    "impossible": a_request(a_window("w1", "Tue 18:00", 9)),
    "tired": a_request(a_window("w1", "Tue 18:00", 25), runs=[a_run("Tue 06:00")]),
    "supersets": a_request(
        a_window("w1", "Tue 18:00", 14), a_window("w2", "Fri 18:00", 13),
        preferences={"style": "supersets"},
    ),
}  # fmt: skip


def answer_of(peer: str, request: Request, catalog: Catalog = CATALOG) -> Answer:
    return peer_called(peer).plan(Instance("tiny", "tiny", 1, request), catalog, 60.0)


def key_of(answer: Answer) -> tuple[int, ...]:
    values = {tier.name: tier.value for tier in answer.tiers}
    return tuple(values.get(name, 0) for name in names_of("relaxation", "week"))


@pytest.mark.parametrize("week", WEEKS)
def test_every_exact_peer_finds_the_same_optimum(week: str) -> None:
    answers = {peer: answer_of(peer, WEEKS[week]) for peer in EXACT}
    assert all(answer.proven for answer in answers.values()), answers
    assert {(a.status, a.tiers) for a in answers.values()} == {
        (answers[OURS].status, answers[OURS].tiers)
    }


@pytest.mark.parametrize("week", WEEKS)
def test_the_greedy_planner_is_never_better(week: str) -> None:
    best, greedy = answer_of(OURS, WEEKS[week]), answer_of(GREEDY, WEEKS[week])
    assert not greedy.proven
    assert greedy.status != "unsolved"
    assert key_of(greedy) >= key_of(best)


def test_the_greedy_planner_does_what_is_easy() -> None:
    roomy = a_request(a_window("w1", "Tue 18:00", 60), a_window("w2", "Fri 18:00", 60))
    answer = answer_of(GREEDY, roomy)
    assert answer.status == "feasible"
    assert not any(tier.value for tier in answer.tiers if tier.name in names_of("relaxation"))


def test_the_gap_is_that_of_the_first_open_tier() -> None:
    tiers = (TierBound("a", 4, 4), TierBound("b", 8, 6), TierBound("c", 5, 0))
    assert Answer("feasible", tiers).gap == 0.25
    assert Answer("optimal", tiers[:1]).gap == 0
    assert Answer("unsolved").gap == 1
    # A relaxed answer is only proven when its tiers are.
    assert not Answer("relaxed", tiers).proven


def test_the_export_keeps_every_solution() -> None:
    """A domain with a hole, a negated literal, conditions of both sides."""
    model = cp_model.CpModel()
    sets = model.new_int_var_from_domain(cp_model.Domain.from_intervals([[0, 0], [2, 3]]), "sets")
    more = model.new_int_var(-2, 4, "more")
    on, other = model.new_bool_var("on"), model.new_bool_var("other")
    model.add(sets + more == 1).only_enforce_if(on, ~other)
    model.add(sets >= 1).only_enforce_if(~on)
    model.add_bool_or(~on, other, ~on)
    model.add_implication(other, on)
    model.add_at_most_one(on, ~other)
    peer = peer_called("scip")
    direct = peer_called("direct_1")
    for weights in ((1, 1, 1, 1), (-1, 2, 3, -1), (3, -1, -5, 2), (1, -2, 4, -4)):
        variables = (sets, more, on, other)
        model.clear_objective()  # type: ignore[no-untyped-call]
        objective = cp_model.LinearExpr.weighted_sum(variables, weights)
        model.minimize(objective)
        found = [p.decide(model, (), 10.0) for p in (peer, direct)]  # type: ignore[attr-defined]
        values = [sum(w * v for w, v in zip(weights, one.values, strict=True)) for one in found]
        assert values[0] == values[1]


def test_a_constraint_without_a_linear_form_is_an_error() -> None:
    model = cp_model.CpModel()
    a, b = model.new_int_var(0, 3, "a"), model.new_int_var(0, 3, "b")
    model.add_multiplication_equality(a, [a, b])
    with pytest.raises(NotLinear):
        Export(model.proto)
