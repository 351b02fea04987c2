"""Work of the legs on the eve of a key run: lighter, with its reason, and no measure of gain."""

from __future__ import annotations

import pytest

from catalog import Catalog, load_catalog
from optimizer.documents.request import Request, Run
from optimizer.documents.result import Effort, Finding, Item, Load, Result, Session
from optimizer.documents.strength import LogEntry, LoggedSet
from optimizer.dosing import eve
from optimizer.dosing.after_eve import before_eve
from optimizer.dosing.loads import load_of
from optimizer.dosing.prescription import prescribed
from optimizer.dosing.progress import decide_of
from optimizer.dosing.workouts import workouts_of
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    found,
    last_week,
    planned,
)

RULE = "before_key_run"
SQUAT = a_leg_lift("squat", "quadriceps")
CALF = an_exercise("calf_raise", "calves", pattern="calf")
WALL_SIT = an_exercise(
    "wall_sit", "adductors", kind="isometric", reps=None, seconds_per_rep=None,
    hold_seconds=(20, 40),
)  # fmt: skip
ROW = an_exercise("row", "back", pattern="pull_horizontal")
MUSCLES = (
    a_muscle("quadriceps", region="thigh"),
    a_muscle("calves", region="lower_leg"),
    a_muscle("adductors", region="thigh"),
    a_muscle("back", region="back"),
)


def items(result: Result) -> dict[str, Item]:
    assert result.plan is not None
    return {
        item.exercise: item
        for session in result.plan.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    }


def week(start: str, kind: str, **rule: object) -> tuple[Request, Result, Catalog]:
    catalog = a_catalog(SQUAT, CALF, WALL_SIT, ROW, muscles=MUSCLES)
    runs: list[Run] = [a_run(start, kind=kind)]
    request = a_request(a_window("tue", "Tue 18:00", 60), runs=runs, rules={RULE: rule})
    return request, planned(request, catalog), catalog


@pytest.mark.parametrize("kind", ["interval", "tempo", "long"])
def test_what_trains_the_legs_leaves_more_and_says_why(kind: str) -> None:
    """Two repetitions, ten seconds of a hold, and four at the least of the lower leg."""
    usual = items(week("Thu 19:30", kind)[1])
    request, result, catalog = week("Wed 10:00", kind)
    lighter = items(result)
    more = {"squat": 2, "calf_raise": 2, "row": 0}
    for exercise, reps in more.items():
        before, after = usual[exercise].effort, lighter[exercise].effort
        assert before is not None
        assert after is not None
        assert before.rir is not None
        assert after.rir == (before.rir[0] + reps, before.rir[1] + reps)
        assert bool(after.lighter_because) is bool(reps)
        assert usual[exercise].reps == lighter[exercise].reps
    longer, shorter = usual["wall_sit"].effort, lighter["wall_sit"].effort
    assert longer is not None
    assert shorter is not None
    assert longer.reserve_seconds is not None
    assert shorter.reserve_seconds == tuple(seconds + 10 for seconds in longer.reserve_seconds)
    effort = lighter["squat"].effort
    assert effort is not None
    assert effort.lighter_because == (
        f"Lighter: the {kind} run of Wed 10:00 is less than 24 h away."
    )
    assert all(item.effort is None or not item.effort.lighter_because for item in usual.values())
    leaves = [one.sentence for one in findings_of(request, result, catalog)]
    assert not [sentence for sentence in leaves if "is to leave" in sentence]


def test_an_easy_run_makes_nothing_lighter() -> None:
    assert all(
        item.effort is None or item.effort.lighter_because is None
        for item in items(week("Wed 10:00", "easy")[1]).values()
    )


def reasons(result: Result) -> set[str]:
    efforts = [item.effort for item in items(result).values()]
    return {one.lighter_because for one in efforts if one is not None and one.lighter_because}


def test_the_eve_has_the_hours_of_the_rule() -> None:
    """Off, or of fewer hours than there are left, it makes nothing lighter; of more, it does."""
    near = "Lighter: the interval run of Wed 10:00 is less than 20 h away."
    assert reasons(week("Wed 10:00", "interval", hours=20)[1]) == {near}
    assert not reasons(week("Wed 10:00", "interval", hours=12)[1])
    assert not reasons(week("Wed 10:00", "interval", enforcement="off")[1])
    far = "Lighter: the interval run of Thu 10:00 is less than 48 h away."
    assert reasons(week("Thu 10:00", "interval", hours=48)[1]) == {far}


def test_review_does_not_go_by_what_writes_the_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that forgets the eve is found out, of repetitions, of holds and below the knee."""
    monkeypatch.setattr(eve, "reserve_on_eve", lambda *_: 0)
    sentences = [one.sentence for one in findings_of(*week("Wed 10:00", "interval"))]
    found = [sentence for sentence in sentences if "is to leave" in sentence]
    for name in ("Squat", "Calf raise", "Wall sit"):
        assert [sentence for sentence in found if name in sentence], (name, found)
    assert len(found) == 3
    assert "s; less than 24 h" in next(one for one in found if "Wall sit" in one)


def test_review_finds_what_is_as_hard_as_else_on_an_eve() -> None:
    """Of what trains the legs; with the lighter dose, and without one, it has nothing to say."""
    catalog = a_catalog(SQUAT, ROW, muscles=MUSCLES)
    session = a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {"squat": 2, "row": 2})

    def sentences(rir: tuple[int, int] | None, run: str) -> list[str]:
        blocks = tuple(
            block.model_copy(update={"items": tuple(with_effort(i, rir) for i in block.items)})
            for block in session.blocks
        )
        request = a_request(runs=[a_run(run, kind="tempo")])
        hard = session.model_copy(update={"blocks": blocks})
        return [one.sentence for one in found(RULE, request, catalog, hard)]

    hard = sentences((2, 3), "Wed 10:00")
    assert [sentence for sentence in hard if "Squat leaves 2" in sentence]
    assert not [sentence for sentence in hard if "Row" in sentence]
    for rir, run in (((4, 5), "Wed 10:00"), (None, "Wed 10:00"), ((2, 3), "Wed 19:00")):
        assert not [one for one in sentences(rir, run) if "leaves" in one]


def with_effort(item: Item, rir: tuple[int, int] | None) -> Item:
    effort = None if rir is None else Effort(rir=rir)
    return item.model_copy(update={"effort": effort})


def findings_of(request: Request, result: Result, catalog: Catalog) -> list[Finding]:
    assert result.plan is not None
    return found(RULE, request, catalog, *result.plan.sessions)


@pytest.mark.parametrize("names_session", [True, False])
def test_a_workout_on_an_eve_is_no_measure(names_session: bool) -> None:
    """The log of a session that was planned lighter is not judged; that of another day is."""
    catalog = a_catalog(SQUAT, muscles=MUSCLES)
    sessions = []
    for number, day in enumerate(("2026-11-17", "2026-11-19"), start=1):
        made = a_session(
            catalog, "tue", f"{day}T18:00:00+00:00", {"squat": 2}, session_id=f"s{number}"
        )
        lighter = "Lighter: a race is near." if number == 2 else None
        blocks = tuple(
            block.model_copy(
                update={
                    "items": tuple(
                        item.model_copy(
                            update={"effort": Effort(rir=(2, 3), lighter_because=lighter)}
                        )
                        for item in block.items
                    )
                }
            )
            for block in made.blocks
        )
        sessions.append(made.model_copy(update={"blocks": blocks}))
    log = tuple(
        LogEntry(
            date=f"2026-11-{day}",
            exercise="squat",
            sets=(LoggedSet(reps=8, kg=20),),
            session=name if names_session else None,
        )
        for day, name in (("17", "s1"), ("19", "s2"))
    )
    previous = last_week(*sessions).model_copy(update={"log": log})
    case = a_case(a_request(previous=previous), catalog)
    assert [one.is_judged for one in workouts_of(case, "squat")] == [True, False]


def on_an_eve(catalog: Catalog, exercise: str, day: str) -> Session:
    """With 18 kg, five to eight times with four left: 20 kg, made lighter."""
    session = a_session(catalog, "tue", f"{day}T18:00:00+00:00", {exercise: 2}, drill=None)
    eve = {
        "reps": (5, 8),
        "load": Load(kg=18, why="Lighter."),
        "effort": Effort(rir=(4, 4), lighter_because="Lighter: a race is near."),
    }
    blocks = tuple(
        block.model_copy(update={"items": tuple(i.model_copy(update=eve) for i in block.items)})
        for block in session.blocks
    )
    return session.model_copy(update={"blocks": blocks})


@pytest.mark.parametrize("is_after_lighter_week", [False, True])
def test_after_an_eve_the_load_is_that_of_other_days(is_after_lighter_week: bool) -> None:
    """The log has what was lifted on the eve, and a lighter week before it had no more."""
    lift, catalog = "dumbbell_romanian_deadlift", load_catalog()
    first = "2026-11-10" if is_after_lighter_week else "2026-11-17"
    eve = last_week(on_an_eve(catalog, lift, first))
    rirs = {"2026-11-03": 4, first: 4}
    if is_after_lighter_week:
        rirs["2026-11-17"] = 5
        light = a_session(catalog, "tue", "2026-11-17T18:00:00+00:00", {lift: 1}, drill=None)
        eve = last_week(light).model_copy(update={"base": eve.plan})
    log = tuple(
        LogEntry(date=day, exercise=lift, sets=(LoggedSet(reps=6, kg=18, rir=rir),) * 2)
        for day, rir in rirs.items()
    )
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("dumbbell",)},
        athlete={"level": "advanced"},
        previous=eve.model_copy(update={"log": log}),
    )
    case = a_case(request, catalog)
    load = load_of(case, catalog.exercises[lift], "home", step_waits=False)
    assert load is not None
    assert load.kg == 20
    assert "instead of" not in load.why
    judged = [one.is_judged for one in workouts_of(case, lift)]
    assert judged == [True, False, *[False] * is_after_lighter_week]


@pytest.mark.parametrize(
    ("log", "rule", "kg"),
    [
        # Twice at the top with what was asked for: up, as 20 kg with two left would.
        ({"2026-11-10": (18, 9, 4), "2026-11-17": (18, 9, 4)}, "step_up", 22),
        # Once, or without the reserve, or missed: not.
        ({"2026-11-17": (18, 8, 4)}, "more_reps", 20),
        ({"2026-11-10": (18, 8, 4), "2026-11-17": (18, 8, 3)}, "more_reps", 20),
        ({"2026-11-10": (18, 8, 3), "2026-11-17": (18, 4, 2)}, "missed_once", 20),
        # Also where another day was well.
        ({"2026-11-15": (20, 7, 2), "2026-11-17": (18, 4, 2)}, "missed_once", 20),
        # Another day judges it, where there was one.
        ({"2026-11-15": (20, 7, 2), "2026-11-17": (18, 8, 4)}, "after_deload", 20),
    ],
)
def test_who_lifts_on_eves_alone_gets_on(
    log: dict[str, tuple[float, int, float]], rule: str, kg: float
) -> None:
    lift, catalog = "dumbbell_romanian_deadlift", load_catalog()
    entries = tuple(
        LogEntry(date=day, exercise=lift, sets=(LoggedSet(reps=reps, kg=load, rir=left),) * 2)
        for day, (load, reps, left) in log.items()
    )
    eve = last_week(on_an_eve(catalog, lift, "2026-11-17"))
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("dumbbell",)},
        athlete={"level": "advanced"},
        previous=eve.model_copy(update={"log": entries}),
    )
    case = a_case(request, catalog)
    found = decide_of(case, catalog.exercises[lift], "home")
    assert found is not None
    assert found.weight is not None
    assert (found.rule, found.weight.kg) == (rule, kg)
    if rule == "missed_once":
        elsewhere = load_of(case, catalog.exercises[lift], "home", step_waits=False)
        assert elsewhere is not None
        assert elsewhere.kg == 18
        assert elsewhere.why.endswith("the same load again, on other days 18 kg.")
    if rule == "step_up":
        assert found.sentence.startswith(
            "18 kg × 9 with 4 left last week on the eve of a key run, as 20 kg on other days: one"
        )


@pytest.mark.parametrize(
    ("week", "previous", "rule"),
    [
        ({"phase": "in_season"}, {}, "missed_once"),
        ({"phase": "off_season", "number": 4}, {}, "deload"),
        ({"phase": "taper"}, {}, "taper"),
        ({"phase": "off_season"}, {}, "new_range"),
        ({"phase": "in_season"}, {"ill": True}, "illness"),
        ({"phase": "in_season", "start": "2026-12-01"}, {}, "time_off"),
    ],
)
def test_what_was_missed_on_an_eve_is_no_heavier_whatever_the_week(
    week: dict[str, object], previous: dict[str, object], rule: str
) -> None:
    """It was lighter of 20 kg, with which a lighter week or a taper went on."""
    lift, catalog = "dumbbell_romanian_deadlift", load_catalog()
    log = tuple(
        LogEntry(date=day, exercise=lift, sets=(LoggedSet(reps=reps, kg=kg, rir=left),) * 2)
        for day, kg, reps, left in (("2026-11-15", 20, 7, 2), ("2026-11-17", 18, 4, 0))
    )
    eve = last_week(on_an_eve(catalog, lift, "2026-11-17"))
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("dumbbell",)},
        athlete={"level": "advanced"},
        week=week,
        previous=eve.model_copy(update={"log": log, **previous}),
    )
    case = a_case(request, catalog)
    found = decide_of(case, catalog.exercises[lift], "home")
    load = load_of(case, catalog.exercises[lift], "home", step_waits=False)
    assert found is not None
    assert load is not None
    assert load.kg is not None
    assert (found.rule, load.kg <= 18) == (rule, True)


def test_a_lighter_week_does_not_hide_what_was_missed_on_the_eve_before_it() -> None:
    """20 kg came back after it, of which 18 kg had been too much."""
    lift, catalog = "dumbbell_romanian_deadlift", load_catalog()
    log = tuple(
        LogEntry(date=day, exercise=lift, sets=(LoggedSet(reps=reps, kg=kg, rir=left),) * 2)
        for day, kg, reps, left in (
            ("2026-11-08", 20, 7, 2), ("2026-11-10", 18, 4, 0), ("2026-11-17", 18, 6, 5),
        )
    )  # fmt: skip
    eve = last_week(on_an_eve(catalog, lift, "2026-11-10"))
    light = a_session(catalog, "tue", "2026-11-17T18:00:00+00:00", {lift: 1}, drill=None)
    after = last_week(light).model_copy(update={"base": eve.plan, "log": log})
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("dumbbell",)},
        athlete={"level": "advanced"},
        previous=after,
    )
    case = a_case(request, catalog)
    load = load_of(case, catalog.exercises[lift], "home", step_waits=False)
    assert load is not None
    assert load.kg == 18
    assert "down from before it, by what hurt or was too much" in load.why


def test_of_the_lower_leg_the_eve_of_the_usual_dose_is_gone_back() -> None:
    """With four left on an eve, as with one left else or with two."""
    catalog = load_catalog()
    lift = catalog.exercises["bent_knee_calf_raise_loaded"]
    log = (LogEntry(date="2026-11-10", exercise=lift.id, sets=(LoggedSet(reps=8, kg=10),)),)
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("dumbbell",)},
        week={"phase": "pre_season"},
        previous=last_week().model_copy(update={"log": log}),
    )
    case = a_case(request, catalog)
    usual = prescribed(case, lift)
    assert usual.rir == (1, 2)
    assert before_eve(case, lift, eve.on_eve(case, lift, usual)).rir == (1, 2)
