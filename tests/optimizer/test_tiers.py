"""Which tiers a week has: the same by its problem as in every model of it."""

from __future__ import annotations

from typing import get_args

import pytest

from api.catalog.example_requests import example, examples
from catalog import load_catalog
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.documents.reading import read_request
from optimizer.objective.tiers import tier_names, tiers_of
from optimizer.solving.modelling import modelled
from optimizer.week.model import Depth

CATALOG = load_catalog()


@pytest.mark.parametrize("depth", get_args(Depth))
@pytest.mark.parametrize("name", [one.id for one in examples()])
def test_a_problem_has_the_tiers_of_its_models(name: str, depth: Depth) -> None:
    request = read_request(example(name).path.read_bytes())
    problem = problem_of(case_of(request, CATALOG))
    in_model = tuple(tier.name for tier in tiers_of(modelled(problem, depth)))
    assert tier_names(problem) == in_model
