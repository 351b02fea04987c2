"""Injuries, exercises, equipment and muscles by the names that people have for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.club.csv_cells import READERS
from catalog import CatalogError, load_catalog
from optimizer import Request, UnusableInput, read_request
from optimizer.building.case_of import case_of
from optimizer.documents.wording import nearest
from tests.api.shell import call

CATALOG = load_catalog()


def week(**changes: Any) -> Request:
    document = {
        "athlete": {"id": "ana", "level": "advanced"},
        "week": {"start": "2026-11-23"},
        "availability": [{"start": "Tue 19:00", "minutes": 60, "place": "home"}],
        "places": {"home": ["chair"]},
    }
    return read_request(json.dumps(document | changes))


def with_injury(*injuries: Any) -> Request:
    return week(athlete={"id": "ana", "level": "advanced", "injuries": list(injuries)})


def refusal(request: Request) -> str:
    with pytest.raises(UnusableInput) as caught:
        case_of(request, CATALOG)
    [problem] = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("name", "injury"),
    [
        ("Achilles tendinopathy", "achilles_tendinopathy"),
        ("achilles tendonitis", "achilles_tendinopathy"),
        ("Plantar fasciitis", "plantar_fasciopathy"),
        ("PLANTAR-FASCIITIS", "plantar_fasciopathy"),
        ("Runner's knee", "patellofemoral_pain"),
        ("runner’s knee", "patellofemoral_pain"),
        ("ITBS", "iliotibial_band_syndrome"),
        ("Shin splints", "medial_tibial_stress_syndrome"),
        ("stress fracture", "bone_stress_injury"),
        ("sprained ankle", "ankle_sprain"),
        ("Rückenschmerzen", "low_back_pain"),
        ("Fersensporn", "plantar_fasciopathy"),
        ("Jumper's knee", "patellar_tendinopathy"),
        ("Patellaspitzensyndrom", "patellar_tendinopathy"),
        ("Achillodynie", "achilles_tendinopathy"),
    ],
)
def test_an_injury_is_found_by_its_names_in_every_door(name: str, injury: str) -> None:
    [found] = case_of(with_injury(name), CATALOG).injuries
    assert found.id == injury
    injuries = READERS["injuries"]("athlete.injuries", name)
    assert isinstance(injuries, list)
    assert [one.id for one in case_of(with_injury(*injuries), CATALOG).injuries] == [injury]
    answer = call("catalog", "injuries", name, "--json")
    assert [one["id"] for one in json.loads(answer.out)] == [injury]


def test_an_injury_by_name_may_have_a_stage_and_stands_once() -> None:
    case = case_of(with_injury({"id": "Hamstring pull", "stage": "late"}), CATALOG)
    assert case.request.athlete.injuries[0].model_dump() == {
        "id": "hamstring_strain",
        "stage": "late",
    }
    twice = case_of(with_injury("ITBS", "iliotibial_band_syndrome", "ITBS"), CATALOG)
    assert [one.id for one in twice.injuries] == ["iliotibial_band_syndrome"]


@pytest.mark.parametrize(
    "name",
    ["knee", "knee pain", "hip", "hamstring", "pain", "calf stretch", "sore"],
)
def test_no_hint_rather_than_a_wrong_one(name: str) -> None:
    assert refusal(with_injury(name)) == (
        f"athlete.injuries[0]: {name!r} is no known injury; load_catalog().injuries lists them"
    )


@pytest.mark.parametrize("name", ["none", "n/a", "-", "Keine"])
def test_no_injury_is_to_be_left_out(name: str) -> None:
    assert refusal(with_injury(name)) == (
        f"athlete.injuries[0]: {name!r} names no injury; where there is none, leave it out"
    )


@pytest.mark.parametrize("name", ["band", "machine", "ball"])
def test_a_word_of_several_names_is_no_slip_of_another(name: str) -> None:
    assert refusal(week(places={"home": [name]})) == (
        f"places.home[0]: {name!r} is no equipment or kit of the catalog;"
        " load_catalog().equipment lists them"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("plantar", "plantar_fasciopathy"),
        ("stress fractur", "bone_stress_injury"),
        ("achiles tendinopathy", "achilles_tendinopathy"),
        ("ankle", "ankle_sprain"),
    ],
)
def test_one_hint_where_one_injury_is_surely_meant(name: str, hint: str) -> None:
    assert refusal(with_injury(name)).endswith(f"is no known injury; did you mean {hint!r}?")


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("Dumbbells", "dumbbell"), ("resistance band", "long_band"),
        ("Swiss ball", "stability_ball"),
        ("hex bar", "trap_bar"), ("TRX", "suspension_trainer"), ("Kurzhanteln", "dumbbell"),
        ("squat rack", "rack"), ("Mini-Band", "mini_band"), ("gym", "kit:gym"),
        ("commercial gym", "kit:gym"),
    ],
)  # fmt: skip
def test_equipment_is_found_by_its_names(name: str, piece: str) -> None:
    assert case_of(week(places={"home": [name, piece]}), CATALOG).request.places[
        "home"
    ].equipment == (piece,)
    home = READERS["places"]("places", f"home=chair, {name}")
    assert isinstance(home, dict)
    assert case_of(week(places=home), CATALOG).request.places["home"].equipment == (
        "chair",
        piece,
    )


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("RDL", "romanian_deadlift"), ("Romanian Deadlift", "romanian_deadlift"),
        ("pull-ups", "pull_up"), ("Push Ups", "push_up"), ("hip thrusts", "barbell_hip_thrust"),
        ("nordics", "nordic_curl"), ("goblet squat", "goblet_squat"),
    ],
)  # fmt: skip
def test_an_exercise_is_found_by_its_names(name: str, exercise: str) -> None:
    request = week(preferences={"avoid": [name], "prefer": [name]}, pinned=[{"exercise": name}])
    found = case_of(request, CATALOG).request
    assert found.preferences.avoid == found.preferences.prefer == (exercise,)
    assert found.pinned[0].exercise == exercise
    answer = call("catalog", "exercises", name, "--json")
    assert [one["id"] for one in json.loads(answer.out)] == [exercise]


@pytest.mark.parametrize(
    ("name", "muscle"),
    [("hip flexors", "iliopsoas"), ("glute med", "gluteus_medius"), ("adductors", "hip_adductors"),
     ("Soleus", "soleus"), ("abs", "rectus_abdominis")],
)  # fmt: skip
def test_a_muscle_is_found_by_its_names(name: str, muscle: str) -> None:
    rules = {"neglected_coverage": {"leave_out": [name]}}
    case = case_of(week(rules=rules), CATALOG)
    assert case.request.rules["neglected_coverage"]["leave_out"] == [muscle]
    answer = call("catalog", "exercises", "--muscle", name, "--json")
    assert all(muscle in one["primary"] for one in json.loads(answer.out))
    assert json.loads(answer.out)


@pytest.mark.parametrize("name", ["squat", "lunge", "press"])
def test_a_name_of_many_exercises_gets_no_hint(name: str) -> None:
    request = week(preferences={"avoid": [name]})
    assert refusal(request) == (
        f"preferences.avoid[0]: {name!r} is no known exercise; load_catalog().exercises lists them"
    )


def test_a_rule_without_a_near_name_is_told_where_they_are() -> None:
    assert refusal(week(rules={"zzz": {}})) == (
        "rules.zzz: is no known rule; docs/rules.md lists them"
    )


def test_a_request_in_ids_is_not_changed() -> None:
    request = with_injury("ankle_sprain")
    assert case_of(request, CATALOG).request is request


def test_a_folder_of_ones_own_adds_synonyms(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[injury]]\nid = "wrist_pain"\nsynonyms = ["typist\'s hand"]\n')
    own = load_catalog(tmp_path)
    assert own.injury_names.found("Typists hand") == "wrist_pain"
    file.write_text('[[injury]]\nid = "wrist_pain"\nsynonyms = ["Runners Knee"]\n')
    with pytest.raises(CatalogError, match="'Runners Knee' is a name of injury 'patellofemoral_"):
        load_catalog(tmp_path)


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("America/San_Francisco", ["America/Caracas", "America/Los_Angeles"], "; known: "),
        ("hip_aduction", ["hip_abduction", "hip_adduction"], "; known: "),
        ("athlet", ["athlete", "week"], "; did you mean 'athlete'?"),
        ("wek", ["athlete", "week"], "; did you mean 'week'?"),
        ("weight", ["height", "week", "place"], "; did you mean 'height'?"),
        ("xyz", ["athlete", "week"], "; known: "),
        ("Europe/Munich", ["Europe/Berlin", "Europe/Zurich"], "; known: "),
    ],
)
def test_the_nearest_of_any_names_is_told_only_where_it_is_sure(
    name: str, known: list[str], hint: str
) -> None:
    assert nearest(name, known).startswith(hint)
