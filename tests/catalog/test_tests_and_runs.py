"""Fitness tests, batteries, the health screen, couch to 5 km, races and choices of run plans."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from catalog import Catalog, CatalogError, load_catalog
from catalog.models import NEGLECT_STATUSES
from optimizer import RunsPlan, assess, read_assessment_request, read_runs_request, runs

CATALOG = load_catalog()


def faults_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    return str(raised.value)


HEEL = '[[fitness_test]]\nid = "single_leg_heel_raise"\n'
BALANCE = '[[fitness_test]]\nid = "single_leg_balance_eyes_closed"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEEL}place = 12", "12 is also that of 'side"),
        (f'{HEEL}muscles = ["sole"]', "muscles: 'sole' is no known muscle"),
        (f"{HEEL}symmetry_percent = 90\nper_side = false", "only for a test of each side"),
        (
            '[[fitness_test]]\nid = "side_planck"\ndetectable_change = 5',
            "id: 'side_planck' is no entry yet, and a new one needs name",
        ),
        (
            '[[fitness_test]]\nid = "five_rm_estimate"\nbounds = [{ weak_below = 1 }]\n'
            "sets_level = false",
            "weak_below without detectable_change",
        ),
        (
            '[[battery]]\nid = "home"\ntests = ["knee_to_wall", "five_rm_estimate", "push_up",'
            ' "single_leg_heel_raise", "side_plank", "single_leg_balance_eyes_closed",'
            ' "front_plank", "single_leg_sit_to_stand"]',
            "with its warm-up and rests; at most 35, so leave a test out",
        ),
        ('[[run_option]]\nid = "growth_usual"\nvalues = [50]', "write one of 5, 10, 20"),
        (
            '[[evidence]]\nid = "test_level"\nvalues = [3, 26, 12, 4]',
            "values: 26, 12, 4 are in no rising order",
        ),
        (
            '[[evidence]]\nid = "run_longest_step"\nvalues = [50, 30, 30, 3]',
            "values[0]: 50 is too little; write 100 or more",
        ),
        (f"{HEEL}single_leg_from = 4", "only for a test with better = 'lower'"),
        (f"{HEEL}impact_below = 15\nremove = false", "remove = true and nothing else"),
        (
            f"{HEEL}bounds = [{{ intermediate_from = 2, advanced_from = 1 }}]",
            "advanced_from = 1 is not above intermediate_from = 2",
        ),
        (
            f'{HEEL}bounds = [{{ variant = "fast", weak_below = 2 }}]\nsets_level = false',
            "'fast' is no variant of the test; add it to variants",
        ),
        (
            f"{BALANCE}bounds = [{{ intermediate_from = 1, advanced_from = 2 }}]",
            "only a test of strength sets a level",
        ),
        (
            '[[battery]]\nid = "mine"\nname = "M"\ntests = ["side_plank", "front_plank"]\n'
            'source = "own"\nbasis = "coach default"',
            "'side_plank' and 'front_plank' follow each other and both tire trunk",
        ),
        (
            '[[couch_to_5k_week]]\nid = "week_8"\nsessions = ['
            "{ run_minutes = [16, 9], walk_between_minutes = 1 },"
            "{ run_minutes = [20], walk_between_minutes = 0 },"
            "{ run_minutes = [26], walk_between_minutes = 0 }]",
            "sessions[1]: has a bout of 20 minutes, 4 more than before; at most 3 more",
        ),
        (
            '[[couch_to_5k_week]]\nid = "week_3"\nremove = true',
            "4 stands where 3 is missing; number them without a gap",
        ),
        (
            '[[race_distance]]\nid = "marathon"\ntaper_shares = [0.6, 0.6]',
            "each is less than the one before",
        ),
        ('[[run_option]]\nid = "mix_polarised"\nvalues = [0.8, 0.1, 0.2]', "three shares"),
        (
            '[[run_option]]\nid = "mix_polarised"\nis_default = true',
            "2 of 'mix' are the default; one has to be",
        ),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place_and_a_cure(
    tmp_path: Path, text: str, words: str
) -> None:
    assert words in faults_of(tmp_path, text)


def test_a_physiotherapist_may_change_a_threshold(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[fitness_test]]\nid = "hip_flexor_hold"\ndetectable_change = 5\n', encoding="utf-8"
    )
    test = load_catalog(tmp_path).fitness_tests["hip_flexor_hold"]
    assert (test.detectable_change, test.most) == (5, 60)


def test_an_edited_fact_takes_effect(tmp_path: Path) -> None:
    """A coach's own numbers decide what is found, what is weak and what a race needs."""
    (tmp_path / "mine.toml").write_text(
        '[[evidence]]\nid = "test_age"\nvalues = [4]\n'
        '[[fitness_test]]\nid = "hip_flexor_hold"\ndetectable_change = 2\n'
        '[[race_distance]]\nid = "ten_km"\nleast_weeks = 12\n'
        '[[evidence]]\nid = "run_longest_step"\nvalues = [105, 30, 30, 3]\n',
        encoding="utf-8",
    )
    own = load_catalog(tmp_path)
    tests = [
        {"test": "hip_flexor_hold", "date": "2026-11-20", "value": 12, "side": side}
        for side in ("left", "right")
    ]
    document = {"screen": dict.fromkeys(own.screen_questions, False), "tests": tests}
    found = []
    for catalog in (CATALOG, own):
        for day in ("2026-11-23", "2027-01-15"):
            request = read_assessment_request(json.dumps({**document, "date": day}), catalog)
            answer = assess(request, catalog=catalog)
            found.append((len(answer.weak), len(answer.uncounted)))
    assert found == [(0, 0), (0, 0), (1, 0), (0, 1)]
    running = {
        "plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 60,
    }  # fmt: skip

    def planned(catalog: Catalog, race: str, km: float) -> RunsPlan:
        goal = {"race": race, "distance_km": km}
        document = {"start": "2026-11-30", "goal": goal, "running": running}
        return runs(read_runs_request(json.dumps(document), catalog), catalog=catalog)

    assert planned(CATALOG, "2027-01-31", 10).status == "planned"
    assert "9 weeks away, and 12 are the least" in planned(own, "2027-01-31", 10).sentence
    first = [planned(one, "2027-05-30", 21.1).weeks[0].longest_minutes for one in (CATALOG, own)]
    assert first == [66, 63]


@pytest.mark.parametrize(
    ("evidence", "values", "running", "fields", "words"),
    [
        (
            "run_before_race", [3, 30], {"days_a_week": 5, "minutes_a_week": 300},
            {"races": [{"date": "2027-02-16", "distance_km": 10}]}, None,
        ),
        ("run_most_intervals", [2], {"days_a_week": 5, "minutes_a_week": 600},
         {"choices": {"mix": "polarised", "aim": "ambitious"}}, None),
        ("run_strides_trot", [90], {}, {}, '"kind":"recovery","seconds":90'),
        ("run_time_poor", [100], {}, {"choices": {"mix": "time_poor"}}, "more than 100 minutes"),
        ("season_without_race", [1, 2, 3, 4], {}, {"goal": {"weeks": 2}}, '"phase":"pre_season"'),
        ("c25k_distance", [3, 4], {"plan": "couch_to_5k"}, {}, "Half an hour is 3 to 4 km"),
        ("c25k_repeat", [3], {"plan": "couch_to_5k"}, {}, None),
    ],
)  # fmt: skip
def test_numbers_of_the_runs_are_a_coach_s_to_change(
    tmp_path: Path,
    evidence: str,
    values: list[float],
    running: dict[str, object],
    fields: dict[str, object],
    words: str | None,
) -> None:
    """They stood in the code, where nobody who coaches could reach them."""
    (tmp_path / "mine.toml").write_text(
        f'[[evidence]]\nid = "{evidence}"\nvalues = {values}\n', encoding="utf-8"
    )
    if running.get("plan") == "couch_to_5k":
        own: dict[str, object] = {**running}
        if words is None:
            own["reports"] = [
                {
                    "id": f"w{week}{letter}",
                    "date": f"2026-12-{7 * week - 5 + 2 * day:02d}",
                    "rpe": 9,
                }
                for week in (1, 2, 3)
                for day, letter in enumerate("abc")
            ]
        document = {"start": "2026-11-30", "running": own, **fields}
    else:
        own = {"plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 60}
        goal = {"race": "2027-04-18", "distance_km": 21.0975}
        document = {"start": "2026-11-30", "goal": goal, "running": {**own, **running}, **fields}
    request = read_runs_request(json.dumps(document))
    usual, changed = (
        runs(request, catalog=catalog).model_dump_json(exclude={"versions"})
        for catalog in (CATALOG, load_catalog(tmp_path))
    )
    assert usual != changed
    if words is not None:
        assert words in changed
        assert words not in usual


def test_every_battery_ends_within_25_minutes_with_its_warm_up() -> None:
    warm_up = CATALOG.numbers("test_warm_up")[0]
    for battery in CATALOG.batteries.values():
        minutes = sum(CATALOG.fitness_tests[name].minutes for name in battery.tests)
        assert minutes + warm_up <= 25, battery.id


def test_the_order_goes_from_range_to_fatigue() -> None:
    in_order = sorted(CATALOG.fitness_tests.values(), key=lambda test: test.place)
    first_fatigue = next(i for i, test in enumerate(in_order) if "to fatigue" in test.name)
    assert [test.speaks_for for test in in_order[:4]] == ["range", "balance", "quality", "landing"]
    assert all(test.sets_lift for test in in_order[4:first_fatigue])


@pytest.mark.parametrize("name", CATALOG.fitness_tests)
def test_a_test_that_marks_a_muscle_says_how_noisy_it_is(name: str) -> None:
    test = CATALOG.fitness_tests[name]
    if any(bounds.weak_below is not None for bounds in test.bounds):
        assert test.detectable_change is not None
    assert bool(test.muscles) is (test.tells_strength and test.id != "start_load_finder")


def test_no_more_minutes_of_a_bout_or_a_session_than_three_above_the_most_before() -> None:
    weeks = sorted(CATALOG.couch_to_5k_weeks.values(), key=lambda week: week.week)
    sessions = [session for week in weeks for session in week.sessions]
    assert (len(weeks), len(sessions)) == (9, 27)
    most_run = most_bout = 0.0
    for before, session in pairwise(sessions):
        most_run = max(most_run, before.running_minutes)
        most_bout = max(most_bout, *before.run_minutes)
        assert session.running_minutes <= most_run + 3
        assert max(session.run_minutes) <= most_bout + 3
    assert sessions[-1].run_minutes == (30,)


@pytest.mark.parametrize(
    ("km", "race"),
    [(5, "five_km"), (10, "ten_km"), (21.0975, "half_marathon"), (42.195, "marathon"), (80, None)],
)
def test_a_race_is_read_by_its_length(km: float, race: str | None) -> None:
    found = CATALOG.race_of(km)
    assert (None if found is None else found.id) == race


def test_a_choice_has_its_default_first() -> None:
    found = [option.choice for option in CATALOG.options_of("taper", "marathon")]
    assert found == ["three_weeks", "two_weeks"]
    assert CATALOG.options_of("mix")[0].choice == "pyramidal"


def test_what_is_overlooked_has_a_test_of_its_own() -> None:
    """Article 004 names the iliopsoas and the latissimus; nobody else tests them."""
    for muscle in ("iliopsoas", "latissimus_dorsi"):
        claims = CATALOG.muscles[muscle].claims
        assert any(claim.status in NEGLECT_STATUSES for claim in claims)
        assert any(muscle in test.muscles for test in CATALOG.fitness_tests.values())
