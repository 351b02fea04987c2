"""Faults that readers and users of the first version found, each with the case that showed it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import load_catalog
from optimizer import SolveOptions, UnusableInput, check, plan, read_request
from optimizer.building.case_of import case_of
from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.claims import ANYTHING
from optimizer.documents.result import Relaxation, Result
from optimizer.dosing.doses import dose_of
from optimizer.session.arrange import arranged, session_blocks
from optimizer.solving.cuts import straight_seconds
from optimizer.week.block_review import short_rests_between_blocks
from optimizer.week.slot import Slot
from tests.drawn import drawn
from tests.optimizer.worlds import a_catalog, a_request, a_window, an_exercise, planned

GYM = {
    "athlete": {"id": "ana", "level": "advanced"},
    "week": {"start": "2026-11-23"},
    "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 22, "place": "gym"}],
    "places": {"gym": ["kit:gym"]},
}
CATALOG = load_catalog()
CASE = case_of(read_request(json.dumps(GYM)), CATALOG)
DOSES = {e.id: dose_of(CASE, e) for e in CATALOG.exercises.values() if e.counts_toward_volume}


@drawn(150)
@given(st.dictionaries(st.sampled_from(sorted(DOSES)), st.integers(2, 4), min_size=2, max_size=8))
def test_a_muscle_rests_across_blocks_too(sets: dict[str, int]) -> None:
    """A muscle that the next block works again has had its whole rest."""
    (window,) = CASE.timeline.windows
    warm_up = warm_up_of(CASE, window, ANYTHING)
    assert warm_up is not None
    slot = Slot(0, window, window.start, ANYTHING, warm_up, 20_000, frozenset(sets))
    blocks = session_blocks(CASE, DOSES, slot, sets)
    assert not list(short_rests_between_blocks(CASE, blocks))


def test_a_short_rest_across_blocks_is_found() -> None:
    """Two blocks of one exercise with no second set-up in between lack the rest of the first."""
    (window,) = CASE.timeline.windows
    warm_up = warm_up_of(CASE, window, ANYTHING)
    assert warm_up is not None
    slot = Slot(0, window, window.start, ANYTHING, warm_up, 20_000, frozenset({"push_up"}))
    _, block, *_ = session_blocks(CASE, DOSES, slot, {"push_up": 2})
    (item,) = block.items
    hasty = block.model_copy(
        update={"items": (item.model_copy(update={"rest_seconds": 10, "seconds": 140}),)}
    )
    again = hasty.model_copy(
        update={"items": (hasty.items[0].model_copy(update={"seconds": 110}),)}
    )
    found = {(m, need, had) for _, m, need, had in short_rests_between_blocks(CASE, [hasty, again])}
    assert ("pectoralis_major", 60, 10) in found


def test_pins_that_no_session_can_hold_are_no_fault_of_ours() -> None:
    """The charged time admits them, the arranged session does not: infeasible, with the reason."""
    pins = [{"exercise": name, "sets": 4} for name in ("barbell_hip_thrust", "box_jump")]
    request = read_request(json.dumps({**GYM, "pinned": pins}))
    result = plan(request, options=SolveOptions(deterministic_limit=5))
    assert result.plan is None
    assert result.status == "infeasible"
    assert "pins_conflict" in [warning.code for warning in result.warnings]


def _a_result() -> tuple[Result, dict[str, object]]:
    catalog = a_catalog(an_exercise("lift_x", "quadriceps"))
    request = a_request(a_window("tue", "Tue 18:00", 60), limits={"min_sessions": 1})
    return planned(request, catalog), {"request": request, "catalog": catalog}


def test_check_misses_no_warm_up() -> None:
    """A session without its warm-up breaks the time budget's five minutes."""
    result, world = _a_result()
    assert result.plan is not None
    (session,) = result.plan.sessions
    cold = result.plan.model_copy(
        update={"sessions": (session.model_copy(update={"blocks": session.blocks[1:]}),)}
    )
    report = check(world["request"], cold, catalog=world["catalog"])  # type: ignore[arg-type]
    assert not report.holds
    assert "minutes of warm-up" in [finding.unit for finding in report.findings]


def test_check_believes_no_relaxation_of_what_is_never_relaxed() -> None:
    """A result cannot declare its own breach of the time budget away."""
    result, world = _a_result()
    assert result.plan is not None
    (session,) = result.plan.sessions
    cold = session.model_copy(update={"blocks": session.blocks[1:]})
    broken = result.model_copy(
        update={"plan": result.plan.model_copy(update={"sessions": (cold,)})}
    )
    findings = check(world["request"], broken, catalog=world["catalog"]).findings  # type: ignore[arg-type]
    declared = tuple(
        Relaxation(
            rule=f.rule, subject=f.subject, required=f.required, actual=f.actual, unit=f.unit,
            sentence=f.sentence,
        )
        for f in findings
    )  # fmt: skip
    excused = broken.model_copy(update={"relaxations": declared})
    assert not check(world["request"], excused, catalog=world["catalog"]).holds  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["window", "run", "place"])
def test_a_name_with_control_characters_is_refused(where: str) -> None:
    """Names come back on the terminal: an escape sequence must not."""
    bad = "\x1b]0;pwn\x07"
    document = json.loads(json.dumps(GYM))
    if where == "window":
        document["availability"][0]["id"] = bad
    elif where == "run":
        document["runs"] = [{"id": bad, "start": "Mon 18:00", "minutes": 30}]
    else:
        document["places"][bad] = []
    with pytest.raises(UnusableInput):
        read_request(json.dumps(document))


def test_the_beginning_of_an_id_is_near_enough() -> None:
    """``achiles`` is told of ``achilles_tendinopathy``."""
    document = {**GYM, "athlete": {"id": "a", "level": "advanced", "injuries": ["achiles"]}}
    with pytest.raises(UnusableInput, match="achilles_tendinopathy"):
        plan(read_request(json.dumps(document)))


def test_a_wall_limit_still_gives_a_week() -> None:
    """Cut short in the proof, there is still time to turn what was found into a week."""
    result = plan(read_request(json.dumps(GYM)), options=SolveOptions(wall_seconds=20))
    assert result.plan is not None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"limits": {"max_session_minutes": 0}}, "limits.max_session_minutes: 0 is too small"),
        ({"limits": {"min_sessions": 8}}, "limits.min_sessions: 8 is too large; give 7 or less"),
        ({"runs": [{"start": "Mon 18:00", "minutes": 45.5}]}, "minutes: 45.5 is no whole number"),
        ({"runs": [{"start": "Mon 18:00", "minutes": "45"}]}, "minutes: '45' is no whole number"),
        (
            {"runs": [{"start": "Mon 18:00", "minutes": "45 min"}]},
            "; write 45, without quotes",
        ),
        (
            {"runs": [{"start": "Mon 18:00", "minutes": "1:30"}]},
            "; write one, without quotes",
        ),
        ({"runs": [{"start": "Mon 18:00", "minutes": 45, "distance_km": "7,5 km"}]}, "write 7.5, "),
        ({"runs": [{"start": "Mon 18:00", "minutes": 9}] * 400}, "has 400 entries; at most 200"),
        ({"rules": []}, "rules: is no object; write it in braces"),
        ({"availability": {}}, "availability: is no list; write it in square brackets"),
    ],
)
def test_a_fault_of_shape_has_a_cure(change: dict[str, object], sentence: str) -> None:
    """No raw words of the validation library: field, value and what to write instead."""
    with pytest.raises(UnusableInput) as raised:
        read_request(json.dumps({**GYM, **change}))
    assert sentence in str(raised.value)


@drawn(150)
@given(st.dictionaries(st.sampled_from(sorted(DOSES)), st.integers(2, 4), min_size=1, max_size=8))
def test_no_session_takes_longer_than_its_straight_sets(sets: dict[str, int]) -> None:
    """The last resort charges whole rests and relies on it, waits between blocks included."""
    assert arranged(CASE, DOSES, "gym", sets).seconds <= straight_seconds(DOSES, sets)


def test_an_exercise_that_is_preferred_and_avoided_is_told() -> None:
    wishes = {"prefer": ["push_up", "pull_up"], "avoid": ["push_up"]}
    result = plan(read_request(json.dumps({**GYM, "preferences": wishes})), catalog=CATALOG)
    sentences = {warning.code: warning.sentence for warning in result.warnings}
    assert sentences["preference_contradicts"].startswith("push_up is both preferred and avoided")


@pytest.mark.parametrize("name", ["👩\u200d🦰 Ana", "می\u200cنا"], ids=["picture", "letters"])  # noqa: RUF001
def test_a_name_may_join_its_signs(name: str) -> None:
    request = read_request(json.dumps({**GYM, "athlete": {"id": name, "level": "advanced"}}))
    assert request.athlete.id == name
