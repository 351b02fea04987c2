"""Every neglected muscle is trained directly with two sets."""

from __future__ import annotations

import pytest

from catalog import load_catalog
from catalog.models import Claim
from optimizer import UnusableInput
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    found,
    last_week,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "neglected_coverage"
TUESDAY = "2026-11-24T18:00:00+00:00"
LAST_TUESDAY = "2026-11-17T18:00:00+00:00"


def test_model_trains_what_nothing_but_this_rule_asks_for() -> None:
    """Two sets for the neglected muscle, although it has no dose; none for the other."""
    catalog = a_catalog(
        an_exercise("pull", "soleus"),
        an_exercise("push", "deltoid"),
        muscles=[
            a_muscle("soleus", neglected=True, own_dose=False),
            a_muscle("deltoid", own_dose=False),
        ],
    )
    assert sets_of(planned(a_request(), catalog)) == {"pull": 2}


def test_model_does_not_take_secondary_work_for_direct_work() -> None:
    """Helping in a lift is not enough: the muscle's own exercise is added."""
    catalog = a_catalog(
        an_exercise("squat", "quadriceps", secondary=("soleus",)),
        an_exercise("calf_raise", "soleus"),
        muscles=[a_muscle("soleus", neglected=True, own_dose=False)],
    )
    assert sets_of(planned(a_request(), catalog))["calf_raise"] == 2


def test_model_asks_for_the_sets_of_one_exercise_not_of_several() -> None:
    """One set each of two exercises is no exercise with two sets."""
    catalog = a_catalog(
        an_exercise("one", "soleus", sets=(1, 1)),
        an_exercise("other", "soleus", sets=(1, 1)),
        muscles=[a_muscle("soleus", neglected=True, own_dose=False)],
    )
    result = planned(a_request(limits={"max_sessions": 1}), catalog)
    assert [relaxation[:3] for relaxation in relaxed(result)] == [(RULE, "soleus", 2)]


def test_model_counts_an_exercises_sets_over_the_week() -> None:
    """One set on Tuesday and one on Thursday are two sets."""
    catalog = a_catalog(
        an_exercise("calf_raise", "soleus", sets=(1, 1)),
        muscles=[a_muscle("soleus", neglected=True, own_dose=False)],
    )
    request = a_request(a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00"))
    result = planned(request, catalog)
    assert (result.status, sets_of(result)) == ("optimal", {"calf_raise": 2})


def test_model_takes_the_requests_own_number_of_sets() -> None:
    """Asked for three direct sets, it gives three."""
    catalog = a_catalog(
        an_exercise("calf_raise", "soleus"),
        muscles=[a_muscle("soleus", neglected=True, own_dose=False)],
    )
    result = planned(a_request(rules={RULE: {"sets": 3}}), catalog)
    assert sets_of(result) == {"calf_raise": 3}


def test_model_leaves_out_the_accessory_before_the_minor_before_the_major() -> None:
    """With time for one lift of three, the accessory and the minor muscle are left out."""
    muscles = {"toe": "accessory", "shin": "minor", "thigh": "major"}
    patterns = {"toe": "foot", "shin": "shin", "thigh": "knee_extension"}
    catalog = a_catalog(
        *(an_exercise(f"{m}_lift", m, sets=(2, 2), pattern=patterns[m]) for m in muscles),
        muscles=[
            a_muscle(m, neglected=True, own_dose=False, volume_class=name)
            for m, name in muscles.items()
        ],
    )
    one = planned(a_request(a_window("tue", "Tue 18:00", 10)), catalog)
    assert sets_of(one) == {"thigh_lift": 2}
    assert relaxed(one) == [(RULE, "shin", 2, 0), (RULE, "toe", 2, 0)]
    two = planned(a_request(a_window("tue", "Tue 18:00", 12)), catalog)
    assert sets_of(two) == {"thigh_lift": 2, "shin_lift": 2}
    assert relaxed(two) == [(RULE, "toe", 2, 0)]
    three = planned(a_request(a_window("tue", "Tue 18:00", 16)), catalog)
    assert three.status == "optimal"


def test_model_carries_an_accessory_muscle_over_and_no_other() -> None:
    """Trained last week, the accessory muscle rests this week; the minor one does not."""
    catalog = a_catalog(
        an_exercise("toe_lift", "toe"),
        an_exercise("shin_lift", "shin"),
        muscles=[
            a_muscle("toe", neglected=True, own_dose=False, volume_class="accessory"),
            a_muscle("shin", neglected=True, own_dose=False, volume_class="minor"),
        ],
    )
    done = a_session(catalog, "x", LAST_TUESDAY, {"toe_lift": 2, "shin_lift": 2})
    no_session = planned(a_request(previous=last_week(done), limits={"max_sessions": 0}), catalog)
    assert (RULE, "shin", 2, 0) in relaxed(no_session)
    assert (RULE, "toe", 2, 0) not in relaxed(no_session)
    result = planned(a_request(previous=last_week(done)), catalog)
    assert result.plan is not None
    carried = {c.muscle for c in result.plan.coverage if c.carried_over}
    assert carried == {"toe"}
    session = a_session(catalog, "tue", TUESDAY, {"shin_lift": 2})
    assert found(RULE, a_request(previous=last_week(done)), catalog, session) == []


def test_model_carries_nothing_over_from_a_missed_session() -> None:
    """The session that would have trained the toes was missed: they are due."""
    catalog = a_catalog(
        an_exercise("toe_lift", "toe"),
        muscles=[a_muscle("toe", neglected=True, own_dose=False, volume_class="accessory")],
    )
    done = a_session(catalog, "x", LAST_TUESDAY, {"toe_lift": 2})
    request = a_request(previous=last_week(done, missed=("s1",)))
    assert sets_of(planned(request, catalog)) == {"toe_lift": 2}


def test_model_carries_nothing_over_after_14_days() -> None:
    """A session of three months ago carries no muscle over."""
    catalog = a_catalog(
        an_exercise("toe_lift", "toe"),
        muscles=[a_muscle("toe", neglected=True, own_dose=False, volume_class="accessory")],
    )
    done = a_session(catalog, "x", "2026-08-18T18:00:00+00:00", {"toe_lift": 2})
    result = planned(a_request(previous=last_week(done), limits={"max_sessions": 0}), catalog)
    assert relaxed(result) == [(RULE, "toe", 2, 0)]


def test_model_carries_over_only_what_was_covered_with_two_sets() -> None:
    """One set last week was no coverage, so it carries nothing over."""
    catalog = a_catalog(
        an_exercise("toe_lift", "toe", sets=(1, 3)),
        muscles=[a_muscle("toe", neglected=True, own_dose=False, volume_class="accessory")],
    )
    done = a_session(catalog, "x", LAST_TUESDAY, {"toe_lift": 1})
    result = planned(a_request(previous=last_week(done), limits={"max_sessions": 0}), catalog)
    assert (RULE, "toe", 2, 0) in relaxed(result)


def test_model_follows_the_emphasis() -> None:
    """A claim on the hamstrings that only article 002 makes does not count with quads first."""
    source = next(s for s in load_catalog().sources if s.startswith("002_"))
    claim = Claim(source=source, status="neglected", via="hamstrings")
    hamstrings = a_muscle("hamstrings", groups=("hamstrings",), own_dose=False, claims=(claim,))
    catalog = a_catalog(an_exercise("curl", "hamstrings"), muscles=[hamstrings])
    assert sets_of(planned(a_request(), catalog)) == {"curl": 2}
    assert sets_of(planned(a_request(emphasis="quads_first"), catalog)) == {}


def test_model_does_without_a_muscle_that_is_left_out() -> None:
    """A muscle that the athlete leaves out is not asked for, and not told as relaxed."""
    catalog = a_catalog(
        an_exercise("calf_raise", "soleus"),
        muscles=[a_muscle("soleus", neglected=True, own_dose=False)],
    )
    result = planned(a_request(rules={RULE: {"leave_out": ["soleus"]}}), catalog)
    assert (result.status, sets_of(result)) == ("optimal", {})


def test_model_refuses_to_leave_out_an_unknown_muscle() -> None:
    """A muscle misspelt is an error that names it, not a muscle silently still asked for."""
    catalog = a_catalog(an_exercise("calf_raise", "soleus"))
    with pytest.raises(UnusableInput, match="leave_out"):
        planned(a_request(rules={RULE: {"leave_out": ["solues"]}}), catalog)


def test_review_tells_how_many_direct_sets_are_missing() -> None:
    """Two direct sets are enough; one is one of two; a warm-up drill is none."""
    catalog = a_catalog(
        an_exercise("calf_raise", "soleus", secondary=("shin",)),
        an_exercise("shin_raise", "shin"),
        muscles=[a_muscle("soleus", neglected=True), a_muscle("shin", neglected=True)],
    )
    request = a_request()
    both = a_session(catalog, "tue", TUESDAY, {"calf_raise": 2, "shin_raise": 2})
    assert found(RULE, request, catalog, both) == []
    short = a_session(catalog, "tue", TUESDAY, {"calf_raise": 3, "shin_raise": 1})
    assert numbers(found(RULE, request, catalog, short)) == [("shin", 2, 1)]
    assert numbers(found(RULE, request, catalog)) == [("shin", 2, 0), ("soleus", 2, 0)]


def test_review_does_not_count_drills_and_stretches() -> None:
    """A stretch of the muscle among the work is no direct set."""
    stretch = an_exercise("calf_stretch", "soleus", kind="mobility", pattern="stretch")
    catalog = a_catalog(
        stretch,
        a_leg_lift("calf_raise", "soleus"),
        muscles=[a_muscle("soleus", neglected=True)],
    )
    session = a_session(catalog, "tue", TUESDAY, {"calf_stretch": 3})
    assert numbers(found(RULE, a_request(), catalog, session)) == [("soleus", 2, 0)]
