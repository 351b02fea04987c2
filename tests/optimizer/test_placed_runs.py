"""Runs placed together with sessions: every placement tried, one candidate, windows, bad input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from catalog import Catalog, load_catalog
from optimizer import UnusableInput, check, diff, explain, plan, read_request, replan
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import open_problem, problem_of, without
from optimizer.case.claims import Claim
from optimizer.case.fixed_run_starts import with_fixed_run_starts
from optimizer.documents.placed_runs import with_placed_runs
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.objective.tiers import TIERS
from optimizer.operations import wider_windows
from optimizer.operations.best_week import best_week
from optimizer.placing.candidates import runs_to_place
from optimizer.placing.placement import are_alike, cannot_stand_with, may_stand_together
from optimizer.placing.without_runs import problem_without_runs
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import Verdict, any_week
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import Progress
from optimizer.solving.stopping import Stop
from tests.optimizer.worlds import a_catalog, a_leg_lift, a_muscle, an_exercise, planned

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CATALOG = a_catalog(
    a_leg_lift("squat_x", "quads", pattern="squat", sets=(2, 3), rest_seconds=60),
    a_leg_lift("hinge_x", "hamstrings", pattern="hinge", sets=(2, 3), rest_seconds=60),
    an_exercise("raise_x", "calf", pattern="calf", sets=(2, 2)),
    an_exercise("plank_x", "abdominals", pattern="anti_extension", sets=(2, 2)),
    an_exercise("row_x", "back", pattern="pull_horizontal", sets=(2, 2)),
    muscles=[a_muscle("quads", neglected=True)],
)

Document = dict[str, Any]
Key = tuple[int, ...]


def drawn(seed: int) -> Document:
    """A small week with one to three placed runs of few candidates each, and two windows."""
    random = Random(seed)
    runs = []
    for number, kind in enumerate(random.sample(["easy", "interval", "tempo", "long"], 3)):
        minutes = 90 if kind == "long" else 45
        run: Document = {"id": f"r{number}", "kind": kind, "minutes": minutes}
        days = random.sample(DAYS, 2)
        if number == 2 and random.random() < 0.5:
            run["start"] = f"{days[0]} 07:00"
        else:
            run["when"] = [
                {"start": f"{day} {hour:02}:00", "end": f"{day} {hour + minutes // 60 + 1:02}:00"}
                for day in days
                for hour in [random.choice((6, 12, 18))]
            ]
        runs.append(run)
    document: Document = {
        "athlete": {"id": "a", "level": "intermediate"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "runs": runs,
        "run_rules": {"grid_minutes": 30, "hours_between_key_runs": random.choice((24, 48))},
        "availability": [
            {"id": f"w{day}", "start": f"{day} {random.choice((7, 12, 18)):02}:00",
             "minutes": random.choice((30, 60))}
            for day in random.sample(DAYS, random.choice((1, 2)))
        ],
        "preferences": {"style": "straight"},
    }  # fmt: skip
    if seed % 3 == 2:
        document["recovery"] = "hard_days_hard"
    return document


def request_of(document: Document) -> Request:
    return read_request(json.dumps(document))


def key_of(values: Iterator[tuple[str, int]]) -> Key:
    by_name = dict(values)
    return tuple(by_name.get(name, 0) for name in TIERS)


def best_of_all(request: Request, catalog: Catalog) -> Key | None:
    """The best tiers of all placements, each planned by itself; None: none has a week."""
    case = case_of(request, catalog)
    runs = runs_to_place(case)
    best: Key | None = None
    for starts in product(*(one.starts for one in runs.runs)):
        if all(may_stand_together(runs, a, b) for a, b in combinations(starts, 2)):
            chosen = with_fixed_run_starts(case, {run.id: run.start for run in starts})
            found = best_week(chosen, Clock(SolveOptions()))
            if found.plan is not None:
                key = key_of((tier.name, tier.value) for tier in found.objective)
                best = key if best is None or key < best else best
    return best


@pytest.mark.parametrize("seed", range(24))
def test_no_placement_has_a_better_week(seed: int) -> None:
    """Every placement planned by itself: the best of them is the answer, tier by tier, proven."""
    request = request_of(drawn(seed))
    result = planned(request, CATALOG)
    found = None
    if result.plan is not None:
        assert all(tier.value == tier.bound for tier in result.objective)
        found = key_of((tier.name, tier.value) for tier in result.objective)
    assert found == best_of_all(request, CATALOG)
    if result.plan is not None:
        ids = [run.id for run in result.plan.runs]
        assert sorted(ids) == ["r0", "r1", "r2"]
        assert check(request, result, catalog=CATALOG).holds
        fixed = planned(with_placed_runs(request, result.plan), CATALOG)
        assert [t.name for t in fixed.objective] == [t.name for t in result.objective]
        assert found == key_of((tier.name, tier.value) for tier in fixed.objective)


HEAVY_CATALOG = a_catalog(
    a_leg_lift("squat_x", "quads", pattern="squat", sets=(2, 3), rest_seconds=60, leg_load=3),
    an_exercise("raise_x", "calf", pattern="calf", sets=(2, 2)),
    an_exercise("row_x", "back", pattern="pull_horizontal", sets=(2, 2)),
    muscles=[a_muscle("quads", neglected=True)],
)


def drawn_at_the_seam(seed: int) -> Document:
    """Heavy work and runs on the first and the last days of a week."""
    random = Random(seed)
    runs = [
        {"id": kind, "kind": kind, "minutes": 45,
         "when": [{"start": f"{day} {hour:02}:00", "end": f"{day} {hour + 2:02}:00"}
                  for day in days for hour in [random.choice((5, 10, 17))]]}
        for kind, days in (("long", ("Sat", "Sun")), ("interval", ("Mon", "Wed")))
    ]  # fmt: skip
    return {
        "athlete": {"id": "a", "level": "intermediate"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "runs": random.sample(runs, random.choice((1, 2))),
        "run_rules": {"grid_minutes": 60},
        "availability": [
            {"id": f"w{day}", "start": f"{day} {random.choice((6, 12, 19)):02}:00",
             "minutes": random.choice((17, 30))}
            for day in random.sample(("Mon", "Tue", "Sat", "Sun"), 2)
        ],
        "preferences": {"style": "straight"},
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(16))
def test_no_placement_has_a_week_with_less_at_its_seam(seed: int) -> None:
    """The weeks beside a week are taken to be like it, wherever its runs are placed."""
    request = request_of(drawn_at_the_seam(seed))
    result = planned(request, HEAVY_CATALOG)
    assert result.plan is not None
    found = key_of((tier.name, tier.value) for tier in result.objective)
    assert all(tier.value == tier.bound for tier in result.objective)
    assert found == best_of_all(request, HEAVY_CATALOG)
    fixed = planned(with_placed_runs(request, result.plan), HEAVY_CATALOG)
    assert fixed.plan is not None
    assert (result.plan.sessions, result.objective) == (fixed.plan.sessions, fixed.objective)


def drawn_with_many_starts(seed: int) -> Document:
    """Two placed runs beside windows of hours; half of them in each other's way."""
    random = Random(seed)
    runs = []
    for number, kind in enumerate(random.sample(["easy", "interval", "tempo", "long"], 2)):
        minutes = 90 if kind == "long" else 45
        when = [
            {"start": f"{day} {hour:02}:00", "end": f"{day} {hour + random.choice((3, 5)):02}:00"}
            for day in random.sample(DAYS, random.choice((1, 2)))
            for hour in [random.choice((6, 10, 14))]
        ]
        runs.append({"id": f"r{number}", "kind": kind, "minutes": minutes, "when": when})
    document: Document = {
        "athlete": {"id": "a", "level": "intermediate"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "runs": runs,
        "run_rules": {"grid_minutes": 60, "hours_between_key_runs": random.choice((24, 48))},
        "availability": [
            {"id": f"w{day}", "start": f"{day} {random.choice((6, 8, 12)):02}:00",
             "minutes": random.choice((60, 300, 600))}
            for day in random.sample(DAYS, random.choice((2, 3, 4)))
        ],
        "limits": {"max_session_minutes": random.choice((20, 30, 45))},
        "preferences": {"style": "straight"},
    }  # fmt: skip
    if seed % 3 == 2:
        document["recovery"] = "hard_days_hard"
    return document


@pytest.mark.parametrize("seed", range(16))
def test_runs_of_many_starts_are_placed_as_well(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the week without the runs as a bound, and few of the starts tried at first."""
    monkeypatch.setattr(budgets, "FEW_STARTS", 0)
    request = request_of(drawn_with_many_starts(seed))
    result = planned(request, CATALOG)
    assert all(tier.value == tier.bound for tier in result.objective)
    tiers = key_of((tier.name, tier.value) for tier in result.objective)
    assert (tiers if result.plan else None) == best_of_all(request, CATALOG)


@pytest.mark.parametrize("seed", range(8))
def test_no_bound_of_a_coarse_grid_is_above_the_best_of_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many starts to try each, an answer may be unproven but not falsely so."""
    monkeypatch.setattr(budgets, "FEW_STARTS", 0)
    monkeypatch.setattr(budgets, "MOST_STARTS", 0)
    request = request_of(drawn_with_many_starts(seed))
    result = planned(request, CATALOG)
    best = best_of_all(request, CATALOG)
    if result.plan is None or best is None:
        assert result.plan is None
        return
    values = key_of((tier.name, tier.value) for tier in result.objective)
    bounds = key_of((tier.name, tier.bound) for tier in result.objective)
    assert bounds <= best <= values


@pytest.mark.parametrize(("days", "is_bound"), [(["Mon"], False), (["Mon", "Wed", "Sat"], True)])
def test_a_week_without_its_runs_is_a_bound_where_every_placement_is_asked_for_as_much(
    days: list[str], is_bound: bool
) -> None:
    """No two runs close three free days; a run closes one."""
    when = [{"start": f"{day} 06:00", "end": f"{day} 20:00"} for day in DAYS]
    runs = [hard_run(when=when), {"id": "e", "minutes": 45, "when": when}]
    free = [{"id": day, "start": f"{day} 06:00", "end": f"{day} 20:00"} for day in days]
    own = {"grid_minutes": 60}
    request = request_of(WEEK | {"runs": runs, "availability": free, "run_rules": own})
    found = problem_without_runs(runs_to_place(case_of(request, CATALOG)))
    assert (found is not None) is is_bound


@pytest.mark.parametrize("minutes", [10, 15])
def test_a_placement_of_which_less_is_asked_counts_too(minutes: int) -> None:
    """A key run on Friday morning leaves no leg work on Thursday, so that none is asked for; one on
    Saturday leaves every slot open, and asks for more than there is time for."""
    catalog = a_catalog(*CATALOG.exercises.values(), muscles=[a_muscle("calf", neglected=True)])
    when = [{"start": "Fri 06:00", "end": "06:45"}, {"start": "Sat 20:00", "end": "20:45"}]
    request = request_of(
        WEEK
        | {
            "runs": [hard_run(when=when)],
            "rules": {"before_key_run": {"hours": 24, "enforcement": "required"}},
            "availability": [{"id": "thu", "start": "Thu 18:00", "minutes": minutes}],
        }
    )
    found = key_of((tier.name, tier.value) for tier in planned(request, catalog).objective)
    assert found == best_of_all(request, catalog)


def hard_run(**fields: object) -> Document:
    return {"id": "h", "kind": "interval", "minutes": 45} | fields


SPECIAL: dict[str, Document] = {
    "the clocks go forward on Sunday": {
        "week": {"start": "2027-03-22", "timezone": "Europe/Berlin"},
        "runs": [hard_run(when=[{"start": "Sat 17:00", "end": "Sat 18:30"},
                                {"start": "Sun 01:30", "end": "Sun 04:30"}])],
        "availability": [{"id": "sun", "start": "Sun 18:00", "minutes": 45}],
    },
    "the clocks go back on Sunday": {
        "week": {"start": "2026-10-19", "timezone": "Europe/Berlin"},
        "runs": [hard_run(when=[{"start": "Sat 17:00", "end": "Sat 18:30"},
                                {"start": "Sun 01:00", "end": "Sun 03:30"}])],
        "availability": [{"id": "sun", "start": "Sun 17:00", "minutes": 45}],
    },
    "a run over midnight": {
        "runs": [hard_run(when=[{"start": "Wed 22:30", "end": "Thu 01:00"}]),
                 {"id": "e", "minutes": 30,
                  "when": [{"start": "Thu 00:00", "end": "Thu 01:30"},
                           {"start": "Fri 23:30", "end": "Sat 00:30"}]}],
        "availability": [{"id": "fri", "start": "Fri 00:30", "minutes": 30},
                         {"id": "sat", "start": "Sat 23:30", "minutes": 30}],
    },
    "runs that share their windows": {
        "runs": [{"id": name, "minutes": 45,
                  "when": [{"start": "Mon 18:00", "end": "Mon 19:30"},
                           {"start": "Wed 18:00", "end": "Wed 19:00"},
                           {"start": "Thu 06:00", "end": "Thu 07:00"}]} for name in "ab"],
        "availability": [{"id": "thu", "start": "Thu 18:30", "minutes": 45}],
    },
    "two runs of a day in one window": {
        "runs": [{"id": name, "minutes": 45,
                  "when": [{"start": "Mon 17:00", "end": "Mon 19:00"}]} for name in "ab"],
        "run_rules": {"max_a_day": 2, "grid_minutes": 15},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 75}],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SPECIAL)
def test_no_placement_of_a_special_week_is_better(name: str) -> None:
    """Hours that the clocks leave out or repeat, midnight, and windows for more than one run."""
    document = {
        "athlete": {"id": "a", "level": "intermediate"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "run_rules": {"grid_minutes": 30},
        "preferences": {"style": "straight"},
    } | SPECIAL[name]
    request = request_of(document)
    result = planned(request, CATALOG)
    assert result.plan is not None
    found = key_of((tier.name, tier.value) for tier in result.objective)
    assert found == best_of_all(request, CATALOG)
    assert check(request, result, catalog=CATALOG).holds
    fixed = planned(with_placed_runs(request, result.plan), CATALOG)
    assert key_of((tier.name, tier.value) for tier in fixed.objective) == found


@pytest.mark.parametrize("rules", [{}, {"long_after_key_run": True}, {"order": ["l", "h"]},
                                   {"hours_between_key_runs": 0}, {"max_a_day": 2}])  # fmt: skip
def test_what_a_run_keeps_away_is_what_each_pair_says(rules: Document) -> None:
    when = [{"start": f"{day} 06:00", "end": f"{day} 21:00"} for day in DAYS]
    runs = [hard_run(when=when), {"id": "l", "kind": "long", "minutes": 100, "when": when}]
    own = {"grid_minutes": 60} | rules
    found = runs_to_place(case_of(request_of(WEEK | {"runs": runs, "run_rules": own}), CATALOG))
    for one, other in ((0, 1), (1, 0)):
        others = found.runs[other].starts
        for run in found.runs[one].starts:
            apart = {n for n, that in enumerate(others) if not may_stand_together(found, run, that)}
            assert {*cannot_stand_with(found, run, others)} == apart


def test_an_hour_that_there_is_not_is_no_start() -> None:
    """On 2027-03-28 the clocks of Berlin go from 02:00 to 03:00."""
    run = {"id": "n", "minutes": 30, "when": [{"start": "Sun 01:00", "end": "Sun 04:30"}]}
    week = {"start": "2027-03-22", "timezone": "Europe/Berlin"}
    case = case_of(request_of(WEEK | {"runs": [run], "week": week}), CATALOG)
    (candidates,) = runs_to_place(case).runs
    written = [case.request.week.local_text(one.start)[-5:] for one in candidates.starts]
    assert written == ["01:00", "01:15", "01:30", "01:45", "03:00", "03:15", "03:30", "03:45",
                       "04:00"]  # fmt: skip


WEEK: Document = {
    "athlete": {"id": "ana", "level": "intermediate"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [
        {"id": "hard", "kind": "interval", "minutes": 60,
         "when": [{"start": "Wed 06:00", "end": "07:00"}, {"start": "Wed 18:00", "end": "19:00"}]},
    ],
    "availability": [{"id": "thu", "start": "Thu 07:00", "minutes": 45}],
    "preferences": {"style": "straight"},
}  # fmt: skip


def content_of(result: Result) -> Document:
    """All of an answer but its time, its fingerprint, and that a run was placed."""
    document = result.model_dump(mode="json", exclude={"stats", "fingerprint"})
    for run in document["plan"]["runs"]:
        del run["placed"], run["window"], run["why"]
    return document


def test_the_run_goes_where_it_leaves_the_session_its_hours() -> None:
    """Thursday 07:00 is 24 hours after a run of Wednesday 06:00, and 12 after one of 18:00."""
    result = planned(request_of(WEEK), CATALOG)
    assert result.status == "optimal"
    assert result.plan is not None
    (run,) = result.plan.runs
    assert (run.start, run.placed, run.window) == ("2026-11-25T06:00:00+01:00", True, 0)
    assert run.why is not None
    assert "24 h before the session of Thu 07:00" in run.why


def test_what_a_run_frees_is_told() -> None:
    """A run on Wednesday morning leaves the evening 10 hours; on Saturday it is out of the way."""
    (run,) = WEEK["runs"]
    when = [{"start": "Wed 06:00", "end": "07:00"}, {"start": "Sat 06:00", "end": "07:00"}]
    late = WEEK["availability"][0] | {"start": "Wed 17:00"}
    request = request_of(WEEK | {"runs": [run | {"when": when}], "availability": [late]})
    [warning] = [one for one in planned(request, CATALOG).warnings if one.code.startswith("runs_")]
    assert warning.sentence == (
        "With each run at the earliest of its times the week would give up 1 required rule."
        " The interval run of Sat 06:00, not Wed 06:00, frees Wed 17:00."
    )


def test_nothing_is_told_where_the_earliest_times_are_as_good() -> None:
    """Wednesday 06:00 is the earliest and the best."""
    warnings = planned(request_of(WEEK), CATALOG).warnings
    assert [one.code for one in warnings if one.code.startswith("runs_")] == []


def test_one_candidate_is_a_start() -> None:
    """A window as long as its run says when it is run: the same answer as with that start."""
    (run,) = WEEK["runs"]
    placed = planned(request_of(WEEK | {"runs": [run | {"when": run["when"][:1]}]}), CATALOG)
    given = {name: value for name, value in run.items() if name != "when"}
    fixed = planned(request_of(WEEK | {"runs": [given | {"start": "Wed 06:00"}]}), CATALOG)
    assert content_of(placed) == content_of(fixed)


def test_one_candidate_at_the_end_of_a_week_is_a_start_too() -> None:
    """Sunday's long run is taken for last Sunday's, so that Monday is no day for heavy work."""
    run = {"id": "l", "kind": "long", "minutes": 100}
    free = [{"id": day, "start": f"{day} 07:00", "minutes": 30} for day in ("Mon", "Wed")]
    week = WEEK | {"availability": free, "limits": {"max_sessions": 1}}
    when = [{"start": "Sun 18:00", "end": "Sun 19:40"}]
    placed = planned(request_of(week | {"runs": [run | {"when": when}]}), HEAVY_CATALOG)
    fixed = planned(request_of(week | {"runs": [run | {"start": "Sun 18:00"}]}), HEAVY_CATALOG)
    assert content_of(placed) == content_of(fixed)
    assert placed.plan is not None
    assert [session.window for session in placed.plan.sessions] == ["Wed"]


def test_another_window_is_never_worse() -> None:
    (run,) = WEEK["runs"]
    narrow = planned(request_of(WEEK | {"runs": [run | {"when": run["when"][1:]}]}), CATALOG)
    wide = planned(request_of(WEEK), CATALOG)
    keys = [key_of((t.name, t.value) for t in one.objective) for one in (wide, narrow)]
    assert narrow.status == "relaxed"
    assert keys[0] < keys[1]


def test_a_conflict_is_one_of_every_placement() -> None:
    """No start of Wednesday evening leaves 24 hours: the run is told without a time."""
    (run,) = WEEK["runs"]
    late = run | {"when": [{"start": "Wed 17:00", "end": "Wed 20:00"}]}
    result = plan(request_of(WEEK | {"runs": [late]}), catalog=CATALOG)
    assert result.status == "relaxed"
    assert result.conflict is not None
    (hours, *_) = result.conflict.rules
    assert (hours.rule, hours.subject) == ("recovery_after_run", "hard")
    assert hours.sentence == "Sessions start at least 24 h after run hard ends, whenever it is run."
    assert result.conflict.background[-1].endswith("the runs without a start are placed: hard.")


MANY: Document = WEEK | {
    "runs": [
        {"id": "a", "kind": "interval", "minutes": 60,
         "when": [{"start": "Wed 16:00", "end": "20:00"}, {"start": "Thu 05:00", "end": "07:00"}]},
        {"id": "b", "kind": "easy", "minutes": 45,
         "when": [{"start": "Wed 09:00", "end": "12:00"}, {"start": "Thu 09:00", "end": "12:00"}]},
        {"id": "c", "kind": "easy", "minutes": 30,
         "when": [{"start": "Thu 17:00", "end": "19:00"}, {"start": "Tue 17:00", "end": "18:00"}]},
    ],
    "run_rules": {"grid_minutes": 30},
    "availability": [{"id": "thu", "start": "Thu 07:00", "minutes": 45},
                     {"id": "fri", "start": "Fri 05:00", "minutes": 30}],
}  # fmt: skip


@pytest.mark.parametrize("document", [*(drawn(seed) for seed in (5, 9, 12, 18, 25)), MANY])
def test_a_conflict_holds_for_every_placement_and_no_less_does(document: Document) -> None:
    """Each placement asked by itself: none has a week; without any one claim some placement has."""
    request = request_of(document)
    result = plan(request, catalog=CATALOG)
    assert result.conflict is not None
    assert "wherever in their windows" in result.conflict.background[-1]
    claims = {Claim(member.rule, member.subject) for member in result.conflict.rules}
    case = case_of(request, CATALOG)
    runs = runs_to_place(case)
    placements = [
        open_problem(problem_of(with_fixed_run_starts(case, {run.id: run.start for run in starts})))
        for starts in product(*(one.starts for one in runs.runs))
        if all(may_stand_together(runs, a, b) for a, b in combinations(starts, 2))
    ]

    def some_week_keeps(claims: set[Claim]) -> bool:
        clock = Clock(SolveOptions())
        return any(any_week(without(one, frozenset(claims)), clock).exists for one in placements)

    assert placements
    assert not some_week_keeps(claims)
    assert all(some_week_keeps(claims - {claim}) for claim in claims)


def test_a_wider_window_of_a_run_is_a_repair() -> None:
    """From 08:00 on no start leaves 24 hours before Thursday 07:00; from 06:00 on one does."""
    (run,) = WEEK["runs"]
    late = WEEK | {"runs": [run | {"when": [{"start": "Wed 08:00", "end": "Wed 20:00"}]}]}
    result = plan(request_of(late), catalog=CATALOG)
    (repair,) = [one for one in result.repairs if "run hard" in one.sentence]
    assert repair.sentence == ("Let run hard be run 2 h earlier: within Wed 06:00 to Wed 20:00.")
    assert repair.patch == (
        {"op": "replace", "path": "/runs/0/when/0/start", "value": "Wed 06:00"},
    )
    assert repair.leads_to is not None
    assert repair.leads_to.after.sessions_inside_recovery == 0
    cured = json.loads(json.dumps(late))
    cured["runs"][0]["when"][0]["start"] = "Wed 06:00"
    assert planned(request_of(cured), CATALOG).status == "optimal"
    less = json.loads(json.dumps(late))
    less["runs"][0]["when"][0]["start"] = "Wed 06:30"
    assert planned(request_of(less), CATALOG).status == "relaxed"


def test_windows_that_were_not_tried_to_the_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for a wider window spends what is left, and reaches the wall limit."""

    def spends_all(_problem: object, clock: Clock) -> Verdict:
        clock.spent, clock.hit_wall = clock.options.deterministic_limit, True
        return Verdict(None)

    monkeypatch.setattr(wider_windows, "any_week", spends_all)
    (run,) = WEEK["runs"]
    late = WEEK | {"runs": [run | {"when": [{"start": "Wed 08:00", "end": "Wed 20:00"}]}]}
    options = SolveOptions(wall_seconds=600.0)
    result = plan(request_of(late), catalog=CATALOG, options=options)
    assert not [one for one in result.repairs if "run hard" in one.sentence]
    codes = [warning.code for warning in result.warnings]
    assert "repairs_cut_short" in codes
    assert "time_limit" in codes


def test_a_window_that_closes_later_is_a_repair_too() -> None:
    """Leg work of Thursday 06:00 ends 24 hours before a key run that is on Friday by seven."""
    run = {"id": "k", "kind": "tempo", "minutes": 50,
           "when": [{"start": "Fri 05:00", "end": "Fri 06:00"}]}  # fmt: skip
    document = WEEK | {
        "runs": [run],
        "availability": [{"start": "Thu 06:00", "minutes": 45}],
        "rules": {"before_key_run": {"hours": 24, "enforcement": "required"}},
    }
    result = plan(request_of(document), catalog=CATALOG)
    (repair,) = [one for one in result.repairs if "run k" in one.sentence]
    (operation,) = repair.patch
    assert operation["path"] == "/runs/0/when/0/end"
    cured = json.loads(json.dumps(document))
    cured["runs"][0]["when"][0]["end"] = operation["value"]
    assert planned(request_of(cured), CATALOG).status == "optimal"


def test_runs_that_cannot_stand_are_a_conflict_of_their_own() -> None:
    """Tempo and intervals a day apart where 48 hours are asked for; the easy run has no part."""

    def run(name: str, kind: str, day: str) -> Document:
        when = [{"start": f"{day} 06:00", "end": f"{day} 08:00"}]
        return {"id": name, "kind": kind, "minutes": 60, "when": when}

    runs = [run("t", "tempo", "Tue"), run("i", "interval", "Wed"), run("e", "easy", "Sun")]
    request = request_of(WEEK | {"runs": runs})
    result = plan(request, catalog=CATALOG)
    assert (result.status, result.plan) == ("infeasible", None)
    assert result.conflict is not None
    members = [(member.rule, member.subject) for member in result.conflict.rules]
    assert members == [
        ("run_placement", "t"),
        ("run_placement", "i"),
        ("run_placement", "hours_between_key_runs"),
    ]
    (repair,) = result.repairs
    assert repair.patch == ({"op": "add", "path": "/run_rules",
                             "value": {"hours_between_key_runs": 24}},)  # fmt: skip
    cured = WEEK | {"runs": runs, "run_rules": {"hours_between_key_runs": 24}}
    week = planned(request_of(cured), CATALOG).plan
    assert week is not None
    assert repair.leads_to is not None
    assert (repair.leads_to.before, repair.leads_to.after.sessions) == (None, len(week.sessions))
    plain = plan(request, catalog=CATALOG, explain_conflict=False)
    assert [one.leads_to for one in plain.repairs] == [None]


@pytest.mark.parametrize(
    ("run", "field", "words"),
    [
        ({"when": [{"start": "Wed 06:00", "end": "06:30"}]}, "runs[0].when[0].end", "takes 60"),
        ({"when": [{"start": "Wed 06:00", "end": "Wed 05:00"}]}, "runs[0].when[0].end",
         "not after"),
        ({"when": []}, "runs[0].when", "at least one"),
        ({"when": [{"start": "Wed 06:00", "end": "08:00"}], "start": "Wed 06:00"},
         "runs[0].start", "leave one of them out"),
        ({}, "runs[0].start", "is required"),
        ({"when": [{"start": "Wed 06:00", "end": "08:00"}], "kind": "race"},
         "runs[0]", "a race is not placed"),
    ],
)  # fmt: skip
def test_bad_runs_are_told_with_their_place(run: Document, field: str, words: str) -> None:
    document = WEEK | {"runs": [{"id": "x", "minutes": 60} | run]}
    with pytest.raises(UnusableInput) as raised:
        case_of(request_of(document), CATALOG)
    assert [problem.field for problem in raised.value.problems] == [field]
    assert words in raised.value.problems[0].message


def test_forty_placed_runs_are_one_sentence() -> None:
    when = [{"start": "Wed 06:00", "end": "08:00"}]
    runs = [{"id": f"r{n}", "minutes": 30, "when": when} for n in range(40)]
    with pytest.raises(UnusableInput, match="40 have when instead of a start; at most 14"):
        request_of(WEEK | {"runs": runs})


def test_an_hour_that_there_is_twice_is_written_once() -> None:
    """On 2026-10-25 the clocks of Berlin go back from 03:00 to 02:00."""
    run = {"id": "n", "minutes": 30, "when": [{"start": "Sun 01:30", "end": "Sun 04:00"}]}
    week = {"start": "2026-10-19", "timezone": "Europe/Berlin"}
    case = case_of(request_of(WEEK | {"runs": [run], "week": week}), CATALOG)
    (candidates,) = runs_to_place(case).runs
    written = [case.request.week.local_text(one.start)[-5:] for one in candidates.starts]
    assert written == ["01:30", "01:45", "02:00", "02:15", "02:30", "02:45",
                       "03:00", "03:15", "03:30"]  # fmt: skip
    again = [request_of(WEEK | {"runs": [{"minutes": 30, "start": f"2026-10-25T{clock}"}],
                                "week": week}) for clock in written]  # fmt: skip
    assert [case_of(one, CATALOG).timeline.runs[0].start for one in again] == [
        one.start for one in candidates.starts
    ]


def test_the_other_window_of_a_run_has_its_price() -> None:
    """Why is it in the morning?  In the evening the week would give up its 24 hours."""
    request = request_of(WEEK)
    [run] = explain(request, planned(request, CATALOG), run="hard", catalog=CATALOG).runs
    [other] = run.elsewhere
    assert (run.window, other.status, other.proven) == (0, "relaxed", True)
    assert other.question == "run hard within Wed 18:00 to Wed 19:00"
    assert other.first_difference == "sessions_inside_recovery"
    assert other.plan is not None
    assert [run.window for run in other.plan.runs] == [1]
    with pytest.raises(UnusableInput, match="is no run of the plan's week; did you mean 'hard'"):
        explain(request, planned(request, CATALOG), run="hart", catalog=CATALOG)


def test_a_difference_tells_a_run_that_moved() -> None:
    """Asked for the evening alone, the run moves there; nothing else says so as plainly."""
    (run,) = WEEK["runs"]
    evening = request_of(WEEK | {"runs": [run | {"when": run["when"][1:]}]})
    plans = [planned(one, CATALOG).plan for one in (request_of(WEEK), evening)]
    assert plans[0] is not None
    assert plans[1] is not None
    found = diff(plans[0], plans[1])
    assert [one.sentence for one in found.runs] == ["Run hard moves from Wed 06:00 to Wed 18:00."]
    assert diff(plans[0], plans[0]).runs == ()


def test_a_replan_keeps_placed_runs() -> None:
    """The session is missed; the run of Wednesday stays, though its other window is as good."""
    request = request_of(WEEK | {"availability": [
        {"id": "thu", "start": "Thu 07:00", "minutes": 45},
        {"id": "sat", "start": "Sat 07:00", "minutes": 45}]})  # fmt: skip
    result = planned(request, CATALOG)
    again = replan(request, result, missed=["s1"], catalog=CATALOG)
    assert result.plan is not None
    assert again.result.plan is not None
    assert [run.start for run in again.result.plan.runs] == [r.start for r in result.plan.runs]
    assert [session.window for session in again.result.plan.sessions] == ["sat"]


@pytest.mark.parametrize("seed", [21, 30])
def test_a_relaxed_replan_moves_no_run_for_nothing(seed: int) -> None:
    """A session is missed, and no week keeps every rule; the runs where they were are as good."""
    request = request_of(drawn(seed))
    result = planned(request, CATALOG)
    again = replan(request, result, missed=["s1"], catalog=CATALOG).result
    assert again.status == "relaxed"
    assert result.plan is not None
    assert again.plan is not None
    assert [run.start for run in again.plan.runs] == [run.start for run in result.plan.runs]


@pytest.mark.parametrize("ask_at", [0, 3])
def test_a_replan_that_is_stopped_keeps_the_week_in_hand(ask_at: int) -> None:
    """The runs stand where they were, and a relaxed week is found there: it is not thrown away."""
    request = request_of(drawn(21))
    result = planned(request, CATALOG)
    stop, reports = Stop(), list[Progress]()

    def tell(progress: Progress) -> None:
        if len(reports) == ask_at:
            stop.ask(0.0)
        reports.append(progress)

    options = SolveOptions(stop=stop)
    again = replan(
        request, result, missed=["s1"], catalog=CATALOG, options=options, on_progress=tell
    ).result
    assert again.status == "relaxed"
    assert again.plan is not None
    assert result.plan is not None
    assert [run.start for run in again.plan.runs] == [run.start for run in result.plan.runs]
    assert "stopped" in [warning.code for warning in again.warnings]


def test_a_plan_without_its_runs_cannot_be_checked() -> None:
    request = request_of(WEEK)
    result = planned(request, CATALOG)
    assert result.plan is not None
    bare = result.plan.model_copy(update={"runs": ()})
    with pytest.raises(UnusableInput, match="has no start of run 'hard'"):
        check(request, bare, catalog=CATALOG)


def test_the_request_of_the_page_is_one() -> None:
    text = (Path(__file__).parents[2] / "docs/placed-runs.md").read_text(encoding="utf-8")
    request = read_request(text.split("```json\n")[1].split("```")[0], load_catalog())
    runs = runs_to_place(case_of(request, load_catalog())).runs
    assert [(one.run.id, len(one.starts)) for one in runs] == [("hard", 10), ("long", 20)]


def test_a_search_that_is_stopped_at_once_says_so() -> None:
    """No time at all: a week may come along, and then nothing is called proven."""
    options = SolveOptions(deterministic_limit=20.0, wall_seconds=0.001)
    result = plan(request_of(WEEK), catalog=CATALOG, options=options, explain_conflict=False)
    assert result.status in ("unsolved", "feasible")
    assert "time_limit" in [warning.code for warning in result.warnings]


def test_more_fixed_runs_than_a_day_may_have_leave_other_days_open() -> None:
    """Runs with a start stand in any case: three on Monday, so the placed one is on Wednesday."""
    request = request_of(
        {
            "athlete": {"id": "a", "level": "intermediate"},
            "week": {"start": "2026-11-23"},
            "runs": [
                *({"start": f"Mon {hour}:00", "minutes": 30} for hour in ("06", "12", "18")),
                {
                    "id": "placed",
                    "minutes": 30,
                    "when": [
                        {"start": f"{day} 08:00", "end": f"{day} 09:00"} for day in ("Mon", "Wed")
                    ],
                },
            ],
            "run_rules": {"max_a_day": 2},
            "availability": [{"start": "Sat 10:00", "minutes": 45}],
        }
    )
    result = plan(request, catalog=CATALOG)
    assert result.plan is not None
    [placed] = [run for run in result.plan.runs if run.placed]
    assert placed.start.startswith("2026-11-25")


def test_runs_are_alike_only_as_long_as_they_may_start_at_the_same_times() -> None:
    """A run that was run has one start left: no order holds between it and one that is open."""
    window = {"start": "Tue 06:00", "end": "Tue 10:00"}
    document = drawn(0) | {"runs": [{"id": name, "minutes": 30, "when": [window]} for name in "ab"]}
    runs = runs_to_place(case_of(request_of(document), CATALOG))
    assert are_alike(runs, 0, 1)
    over = replace(runs.runs[1], starts=runs.runs[1].starts[:1])
    assert not are_alike(replace(runs, runs=(runs.runs[0], over)), 0, 1)


def test_progress_goes_on_from_placement_to_placement() -> None:
    """Every placement is asked from the first tier on; what is told never falls back."""
    reports: list[Progress] = []
    plan(request_of(drawn(0)), catalog=CATALOG, on_progress=reports.append, explain_conflict=False)
    shares = [progress.index / progress.count for progress in reports]
    assert len(shares) > 1
    assert shares == sorted(set(shares))
