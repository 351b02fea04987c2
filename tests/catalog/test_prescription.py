"""Doses by role, level and phase; usual weights, ladders and synonyms."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import CatalogError, load_catalog
from catalog.log_names import log_key

CATALOG = load_catalog()
SQUAT = '[[prescription]]\nid = "main_lift_advanced"\n'


START = '[[start_load]]\nsource = "x"\nbasis = "y"\n'
TRANSFER = '[[load_transfer]]\nid = "x"\npercent = 50\nsource = "x"\nbasis = "y"\n'


def faults_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'{START}id = "push_up"\npercent = [10, 15]', "'push_up' is done without a load; take"),
        (f'{START}id = "leg_press"\npercent = [90, 80]', "write women's share, then men's"),
        (f"{SQUAT}remove = true", "none is for main_lift, advanced; the planner reads it"),
        (f'{SQUAT}stage = "beginner"', "'main_lift' for 'beginner' is also"),
        (f"{SQUAT}taper = {{ sets = [1, 2], reps = [3, 2], rir = [3, 3] }}", "write [least, most]"),
        (f"{SQUAT}taper = {{ sets = [1, 2], reps = [2, 3] }}", "reps and rir go together"),
        (
            f"{SQUAT}taper = {{ sets = [1, 2], reps = [2, 3], rir = [3, 3] }}",
            "has no percent_1rm; give what the curve says",
        ),
        (
            f"{SQUAT}taper = {{ sets = [1, 2], reps = [2, 3], rir = [3, 3],"
            " percent_1rm = [70, 86] }",
            "70 % at 3 repetitions with 3 left is far from the curve, which has 83.7 %",
        ),
        (
            '[[prescription]]\nid = "circuit_advanced"\ntaper = { sets = [1, 2], reps = [8, 12],'
            " rir = [4, 4], percent_1rm = [60, 70] }",
            "percent_1rm is only for lifts",
        ),
        (
            '[[prescription]]\nid = "plyometric_advanced"\ntaper = { sets = [1, 2], reps = [3, 5],'
            " rir = [3, 3] }",
            "jumps end when they get worse",
        ),
        (
            '[[usual_weights]]\nid = "chair"\nkg = { least = 1, step = 1, most = 2 }\n'
            'lb = { least = 1, step = 1, most = 2 }\nsource = "x"\nbasis = "y"',
            "'chair' is no weight; take it out",
        ),
        (
            '[[exercise]]\nid = "goblet_squat"\nweights_at_once = { chair = 2 }',
            "weights_at_once: 'chair' is no weight; take it out",
        ),
        (
            '[[exercise]]\nid = "goblet_squat"\nweights_at_once = { dumbell = 2 }',
            "weights_at_once: 'dumbell' is no known equipment; did you mean 'dumbbell'?",
        ),
        (
            f"{TRANSFER}exercise = 'dead_bug'\nknown = 'back_squat'",
            "exercise: 'dead_bug' is done without a load; take it out",
        ),
        (
            f"{TRANSFER}exercise = 'front_squat'\nknown = 'walking_lunge'",
            "known: 'walking_lunge' has a weight in each hand; name a lift of one weight",
        ),
        (f"{TRANSFER}exercise = 'deadlift'\nknown = 'deadlift'", "name two"),
        (f"{TRANSFER}exercise = 'deadlift'\nknown = 'dedlift'", "did you mean 'deadlift'?"),
        ('[[ladder]]\nid = "squat"\nrungs = ["bodyweight_squat", "push_up"]', "stands on"),
        ('[[ladder]]\nid = "shin"\nrungs = ["seated_toe_raise", "calf_stretch"]', "is no known"),
        (
            '[[ladder]]\nid = "shin"\nrungs = ["seated_toe_raise", "hammer_curl"]',
            "'hammer_curl' trains no primary muscle of 'seated_toe_raise'",
        ),
        ('[[log_names]]\nid = "push_up"\nnames = ["Squat (Barbell)"]', "is also 'back_squat'"),
        ('[[log_names]]\nid = "leg_press"\nnames = ["Hammer curl"]', "is also 'hammer_curl'"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in faults_of(tmp_path, f"{text}\n")


def test_a_physiotherapist_changes_one_cell(tmp_path: Path) -> None:
    text = (
        f"{SQUAT}taper = {{ sets = [1, 1], reps = [3, 3], rir = [4, 4], percent_1rm = [81, 81] }}"
    )
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    changed = load_catalog(tmp_path)
    assert changed.prescribed("main_lift", "advanced", "taper").reps == (3, 3)
    assert changed.prescribed("main_lift", "advanced", "in_season") == CATALOG.prescribed(
        "main_lift", "advanced", "in_season"
    )
    assert changed.version != CATALOG.version


def test_every_weight_has_usual_weights_in_both_units() -> None:
    for thing in CATALOG.equipment.values():
        assert (thing.id in CATALOG.usual_weights) is thing.is_weight, thing.id
    dumbbells = CATALOG.usual_weights["dumbbell"].kg.weights()
    assert dumbbells[:12] == (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14)
    assert CATALOG.usual_weights["barbell"].lb.weights()[:3] == (45, 50, 55)


def test_a_name_is_known_in_any_writing() -> None:
    assert log_key("Squat (Barbell)") == log_key("barbell SQUATS") == "barbell squat"
    assert log_key("Développé-couché") == "couche developpe"
    for exercise in CATALOG.exercises.values():
        assert CATALOG.exercise_named(exercise.name) == exercise.id
        assert CATALOG.exercise_named(exercise.id) == exercise.id
    for entry in CATALOG.log_names.values():
        for name in entry.names:
            assert CATALOG.exercise_named(name) == entry.id
    assert CATALOG.exercise_named("Row") is None
