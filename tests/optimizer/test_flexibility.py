"""Stretches and releases: by what the sources claim and the session has trained."""

from __future__ import annotations

from catalog import load_catalog
from catalog.models import Claim, Exercise, Muscle
from optimizer import check
from optimizer.documents.result import Result
from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_window,
    an_exercise,
    an_injury,
    planned,
)

SOURCE = next(source for source in sorted(load_catalog().sources) if source.startswith("002"))


def a_tight_muscle(muscle_id: str, *antagonists: str) -> Muscle:
    claim = Claim(source=SOURCE, status="tight_overworked", via="a test", prescribe="stretch")
    return a_muscle(muscle_id, claims=(claim,), antagonists=antagonists)


def a_stretch(exercise_id: str, *primary: str) -> Exercise:
    """30 s, so that two do not fit where one does."""
    return an_exercise(
        exercise_id, *primary, kind="mobility", pattern="stretch", sets=(1, 1), reps=None,
        seconds_per_rep=None, hold_seconds=(30, 30), setup_seconds=0, rest_seconds=0,
    )  # fmt: skip


def stretched(result: Result) -> list[list[str]]:
    """By session the exercises of its last block, where that is for mobility."""
    assert result.plan is not None
    ends = [session.blocks[-1] for session in result.plan.sessions]
    return [[i.exercise for i in block.items] if block.kind == "mobility" else [] for block in ends]


def test_the_strong_side_of_what_was_strengthened_comes_first() -> None:
    """Hamstrings were trained: their antagonist is stretched in the 30 s that are left, not the
    muscle that comes first by name."""
    catalog = a_catalog(
        an_exercise("curl", "hamstrings", sets=(3, 3), setup_seconds=60),
        a_stretch("a_stretch", "glutes"),
        a_stretch("z_stretch", "quadriceps"),
        muscles=[a_tight_muscle("quadriceps", "hamstrings"), a_tight_muscle("glutes", "adductors")],
    )
    narrow, wide = (
        planned(a_request(a_window("tue", "Tue 18:00", minutes)), catalog) for minutes in (11, 30)
    )
    assert stretched(narrow) == [["z_stretch"]]
    assert stretched(wide) == [["z_stretch", "a_stretch"]]


def test_what_no_source_asks_for_is_not_stretched() -> None:
    catalog = a_catalog(an_exercise("curl", "hamstrings"), a_stretch("stretch", "quadriceps"))
    assert stretched(planned(a_request(), catalog)) == [[]]


def test_what_the_week_trains_is_not_rolled_where_sources_disagree() -> None:
    """C6: tensor fasciae latae is trained on Tuesday, so it is stretched on no day of the week."""
    fascia = a_tight_muscle("tensor_fasciae_latae")
    lift = an_exercise("curl", "hamstrings", sets=(2, 2))
    walk = an_exercise("walk", "tensor_fasciae_latae", pattern="hip_abduction", sets=(2, 2))
    stretch = a_stretch("stretch", "tensor_fasciae_latae")
    windows = (a_window("tue", "Tue 18:00", 30), a_window("fri", "Fri 18:00", 30))
    request = a_request(*windows, limits={"min_sessions": 2})
    without = planned(request, a_catalog(lift, stretch, muscles=[fascia]))
    assert stretched(without) == [["stretch"], ["stretch"]]
    trained = a_catalog(lift, walk, stretch, muscles=[fascia])
    result = planned(request, trained)
    assert stretched(result) == [[], []]
    assert check(request, result, catalog=trained).holds


def test_what_an_injury_asks_for_is_stretched_first_whether_a_source_does_or_not() -> None:
    heel = an_injury("heel", stretches=("z_sole",))
    catalog = a_catalog(
        an_exercise("curl", "hamstrings", sets=(3, 3), setup_seconds=60),
        a_stretch("a_stretch", "quadriceps"),
        a_stretch("z_sole", "foot"),
        muscles=[a_tight_muscle("quadriceps", "hamstrings"), a_muscle("foot")],
        injuries=[heel],
    )
    hurt = a_request(a_window("tue", "Tue 18:00", 30), athlete={"injuries": ("heel",)})
    assert stretched(planned(hurt, catalog)) == [["z_sole", "a_stretch"]]
    well = a_request(a_window("tue", "Tue 18:00", 30))
    assert stretched(planned(well, catalog)) == [["a_stretch"]]
