"""The bound of a relaxation holds for every model, and is the optimum where nothing is rounded."""

from __future__ import annotations

import math
import random

import pytest
from ortools.sat.python import cp_model

from optimizer.solving.relaxation import Relaxation


def a_model(seed: int) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Some constraints of every kind that a week has, with a solution where all is zero."""
    chance = random.Random(seed)
    model = cp_model.CpModel()
    literals = [model.new_bool_var(f"b{n}") for n in range(6)]
    numbers = [model.new_int_var(0, chance.randint(1, 6), f"n{n}") for n in range(3)]
    every = [*literals, *numbers]

    def some_literals() -> list[cp_model.LiteralT]:
        picked = chance.sample(literals, chance.randint(1, 3))
        return [one if chance.random() < 0.5 else ~one for one in picked]

    for _ in range(chance.randint(2, 6)):
        linear = cp_model.LinearExpr.weighted_sum(every, [chance.randint(-3, 4) for _ in every])
        row = model.add(linear <= chance.randint(0, 6))
        if chance.random() < 0.5:
            row.only_enforce_if(some_literals())
        row = model.add(linear >= -chance.randint(0, 9))
        if chance.random() < 0.5:
            row.only_enforce_if(some_literals())
        model.add_bool_or([*some_literals(), ~chance.choice(literals)])
        model.add_implication(chance.choice(literals), chance.choice(literals))
        model.add_at_most_one(chance.sample(literals, 2))
    return model, every


@pytest.mark.parametrize("seed", range(60))
def test_no_solution_is_below_the_bound(seed: int) -> None:
    """Under one objective after the other, with rows added between them."""
    model, every = a_model(seed)
    relaxation = Relaxation(model)
    chance = random.Random(-seed)
    for _ in range(3):
        weights = [chance.randint(-5, 5) * 10 ** chance.choice((0, 0, 2)) for _ in every]
        objective = cp_model.LinearExpr.weighted_sum(every, weights) + chance.randint(-3, 3)
        model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        relaxed = relaxation.solved()
        assert relaxed is not None
        least = sum(w * v for w, v in zip(weights, relaxed.values, strict=False)) - 3
        assert relaxed.bound <= round(solver.objective_value)
        assert relaxed.bound >= math.floor(least) - 1
        model.add(objective <= round(solver.objective_value) + 2)


def test_a_relaxation_without_fractions_has_the_optimum_for_a_bound() -> None:
    """Each of two wants a whole set: the bound proves what the search finds."""
    model = cp_model.CpModel()
    sets = [model.new_int_var(0, 4, f"sets {n}") for n in range(2)]
    for one in sets:
        model.add(one >= 2)
    model.minimize(1_000_003 * sets[0] + 7 * sets[1])
    relaxed = Relaxation(model).solved()
    assert relaxed is not None
    assert relaxed.bound == 2 * 1_000_003 + 2 * 7


def test_what_has_no_solution_has_no_bound() -> None:
    model = cp_model.CpModel()
    one = model.new_bool_var("one")
    model.add(2 * one >= 3)
    model.minimize(one)
    assert Relaxation(model).solved() is None
