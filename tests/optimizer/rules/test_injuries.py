"""What an injury excludes and caps."""

from __future__ import annotations

import re

import pytest

from catalog import Catalog
from catalog.models import Exercise, Injury, InjurySite, InjuryStage
from optimizer import UnusableInput
from tests.optimizer.worlds import (
    a_catalog,
    a_drill,
    a_muscle,
    a_request,
    a_session,
    an_exercise,
    an_injury,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "injuries"
TUESDAY = "2026-11-24T18:00:00+00:00"
SORE = {"injuries": ("sore",), "level": "advanced"}
CAPPED = an_injury("sore", max_impact=1, max_leg_load=1, avoid_patterns=("lunge",))

EXCLUDED = {
    "contraindicated": an_exercise("lift", contraindications=("sore",)),
    "leg load above the cap": an_exercise("lift", leg_load=2),
    "impact above the cap": an_exercise("lift", impact=2),
    "avoided pattern": an_exercise("lift", pattern="lunge"),
}
ADMITTED = {
    "leg load at the cap": an_exercise("lift", leg_load=1),
    "impact at the cap": an_exercise("lift", impact=1),
    "only a caution": an_exercise("lift", cautions=("sore",)),
    "another pattern": an_exercise("lift", pattern="squat"),
    "another injury": an_exercise("lift", contraindications=("stiff",)),
}


def catalog_of(exercise: Exercise, *injuries: Injury) -> Catalog:
    return a_catalog(exercise, injuries=injuries or (CAPPED, an_injury("stiff")))


@pytest.mark.parametrize("exercise", EXCLUDED.values(), ids=EXCLUDED)
def test_both_readings_exclude(exercise: Exercise) -> None:
    """The model does not plan it, the review tells it; without the injury both allow it."""
    catalog = catalog_of(exercise)
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    assert sets_of(planned(a_request(athlete=SORE), catalog)) == {}
    found_now = found(RULE, a_request(athlete=SORE), catalog, session)
    assert numbers(found_now) == [("lift", 0, 1)]
    healthy = a_request(athlete={"level": "advanced"})
    assert sets_of(planned(healthy, catalog)) == {"lift": 3}
    assert found(RULE, healthy, catalog, session) == []


@pytest.mark.parametrize("exercise", ADMITTED.values(), ids=ADMITTED)
def test_both_readings_admit(exercise: Exercise) -> None:
    """What is at a cap, or only cautioned against, may be done."""
    catalog = catalog_of(exercise)
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    assert sets_of(planned(a_request(athlete=SORE), catalog)) == {"lift": 3}
    assert found(RULE, a_request(athlete=SORE), catalog, session) == []


def test_model_is_never_relaxed() -> None:
    """A neglected muscle that the injury leaves without an exercise is left out."""
    catalog = a_catalog(
        EXCLUDED["contraindicated"],
        muscles=[a_muscle("quadriceps", neglected=True)],
        injuries=[CAPPED],
    )
    result = planned(a_request(athlete=SORE), catalog)
    assert relaxed(result) == [("neglected_coverage", "quadriceps", 2, 0)]
    assert [warning.code for warning in result.warnings] == [
        "see_clinician",
        "pain_limit",
        "running",
        "no_session",
    ]


def test_model_applies_every_injury() -> None:
    """Two injuries: what either excludes is out."""
    catalog = catalog_of(
        an_exercise("lift", leg_load=2),
        an_injury("stiff", max_leg_load=3),
        an_injury("sore", max_leg_load=1),
    )
    athlete = {"injuries": ("stiff", "sore")}
    assert sets_of(planned(a_request(athlete=athlete), catalog)) == {}


def test_model_leaves_drills_out_of_the_warm_up() -> None:
    """A contraindicated drill, and one with a caution, give way to a third."""
    catalog = a_catalog(
        an_exercise("lift"),
        a_drill("a_skip", contraindications=("sore",)),
        a_drill("b_skip", cautions=("sore",)),
        a_drill("c_march"),
        injuries=[CAPPED],
    )
    result = planned(a_request(athlete=SORE), catalog)
    assert result.plan is not None
    assert [item.exercise for item in result.plan.sessions[0].blocks[0].items] == ["c_march"]


LATER = an_injury(
    "sore",
    max_leg_load=1,
    avoid_patterns=("lunge",),
    stages=(
        InjuryStage(
            id="late", name="It is better.", max_leg_load=3, avoid_patterns=(), allows=("lift",),
            source="A test.", basis="a test",
        ),
    ),
    sites=(InjurySite(id="foot", name="The foot", avoid_patterns=("calf",)),),
)  # fmt: skip


@pytest.mark.parametrize(
    "exercise",
    [
        an_exercise("lift", contraindications=("sore",)),
        an_exercise("lift", leg_load=2),
        an_exercise("lift", pattern="lunge"),
    ],
    ids=["contraindicated", "leg load", "pattern"],
)
def test_both_readings_admit_at_a_later_stage(exercise: Exercise) -> None:
    """What the injury shuts out at first is lawful once its later stage is told."""
    catalog = catalog_of(exercise, LATER)
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    for injury, lawful in (("sore", False), ({"id": "sore", "stage": "late"}, True)):
        request = a_request(athlete={"injuries": (injury,)})
        assert bool(sets_of(planned(request, catalog))) is lawful
        assert (found(RULE, request, catalog, session) == []) is lawful


def test_both_readings_exclude_what_the_site_shuts_out() -> None:
    """A calf raise is lawful with the injury, but not where it sits in the foot."""
    catalog = catalog_of(an_exercise("lift", pattern="calf"), LATER)
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    for injury, lawful in (("sore", True), ({"id": "sore", "site": "foot"}, False)):
        request = a_request(athlete={"injuries": (injury,)})
        assert bool(sets_of(planned(request, catalog))) is lawful
        assert (found(RULE, request, catalog, session) == []) is lawful


def test_both_readings_offer_what_is_meant_for_an_injury_to_nobody_else() -> None:
    """The gentle exercise is for the sore only: neither for the healthy nor for the stiff."""
    catalog = catalog_of(an_exercise("lift", only_for=("sore",)))
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    for injuries, lawful in (((), False), (("stiff",), False), (("stiff", "sore"), True)):
        request = a_request(athlete={"injuries": injuries})
        assert bool(sets_of(planned(request, catalog))) is lawful
        assert numbers(found(RULE, request, catalog, session)) == (
            [] if lawful else [("lift", 0, 1)]
        )


def test_an_injury_of_its_id_alone_leaves_the_request_as_it_was() -> None:
    """An object that says no more than the id is written as the id, so marks of answers stay."""
    long, short = (
        a_request(athlete={"injuries": (injury,)}) for injury in ({"id": "sore"}, "sore")
    )
    assert long == short
    assert long.model_dump(mode="json")["athlete"]["injuries"] == ["sore"]


@pytest.mark.parametrize(
    ("injury", "fault"),
    [
        ({"id": "sore", "stage": "lat"}, "[0].stage: 'lat' is no stage of sore; did you mean"),
        ({"id": "sore", "site": "knee"}, "[0].site: 'knee' is no site of sore; known: foot"),
        ({"id": "stiff", "stage": "late"}, "is no stage of stiff; it has no stages, so leave"),
        ({"id": "sor"}, "[0]: 'sor' is no known injury; did you mean 'sore'?"),
    ],
)
def test_an_unknown_stage_or_site_is_told_with_the_nearest(
    injury: dict[str, str], fault: str
) -> None:
    """The error names the field and what the injury has."""
    catalog = catalog_of(an_exercise("lift"), LATER, an_injury("stiff"))
    with pytest.raises(UnusableInput, match=re.escape(fault)):
        planned(a_request(athlete={"injuries": (injury,)}), catalog)


def test_review_tells_a_stretch_that_the_injury_avoids() -> None:
    """The sore muscle is not to be stretched; working it is another matter."""
    stretch = an_exercise("stretch", "hamstrings", kind="mobility", pattern="stretch")
    injury = an_injury("sore", avoid_stretching=("hamstrings",))
    catalog = a_catalog(stretch, an_exercise("curl", "hamstrings"), injuries=[injury])
    session = a_session(catalog, "tue", TUESDAY, {"curl": 2, "stretch": 1})
    findings = found(RULE, a_request(athlete=SORE), catalog, session)
    assert numbers(findings) == [("stretch", 0, 1)]


def test_review_reads_the_warm_up_too() -> None:
    """A contraindicated drill is told as any exercise is."""
    drill = a_drill("a_skip", contraindications=("sore",))
    catalog = a_catalog(an_exercise("lift"), drill, injuries=[CAPPED])
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2}, drill="a_skip")
    assert numbers(found(RULE, a_request(athlete=SORE), catalog, session)) == [("a_skip", 0, 1)]


@pytest.mark.parametrize(("most", "said"), [(0, "does not hurt"), (5, "at most 5 of 10")])
def test_how_much_it_may_hurt_is_said(most: int, said: str) -> None:
    """Bone is trained free of pain; a tendon may hurt, as far as the next morning allows."""
    sore = CAPPED.model_copy(update={"most_pain": most})
    catalog = a_catalog(an_exercise("lift"), injuries=[sore])
    result = planned(a_request(athlete=SORE), catalog)
    (limit,) = [one for one in result.warnings if one.code == "pain_limit"]
    assert said in limit.sentence
