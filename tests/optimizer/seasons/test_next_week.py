"""A season goes on: logs, missed sessions, holidays, injuries, other places and moved races."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from api.calendars.seasons_out import season_calendar
from optimizer import UnusableInput, check, next_week, plan_season, read_season, read_season_log
from optimizer.documents.result import Item, Plan
from optimizer.documents.season import Season, SeasonLog, SeasonWeek
from optimizer.documents.strength import MOST_LOG_ENTRIES, LogEntry, LoggedSet
from optimizer.seasons.past import as_planned, past_week, previous_of
from tests.optimizer.seasons.seasons import (
    CATALOG,
    WHOLE,
    half_marathon,
    known_of,
    outlined,
    request_of,
    season_of,
    ten_km,
)

FIRST = "2026-11-30"


def log_of(week: str = FIRST, **fields: Any) -> SeasonLog:
    return read_season_log(json.dumps({"week": week, **fields}))


def plan_of(week: SeasonWeek) -> Plan:
    assert week.result is not None
    assert week.result.plan is not None
    return week.result.plan


def two_weeks() -> Season:
    return season_of(ten_km(exact_weeks=2))


def went_on(season: Season, log: SeasonLog | None = None, **changes: Any) -> Season:
    known = known_of([season_of(WHOLE), season])
    return next_week(season, log, catalog=CATALOG, known=known, **changes)


def answers(week: SeasonWeek) -> str:
    """The bytes of a planned week, whatever became of it."""
    assert week.request is not None
    assert week.result is not None
    return week.request.model_dump_json() + week.result.model_dump_json()


def exercises(week: SeasonWeek) -> set[str]:
    return set(plan_of(week).training_sets())


def item_of(plan: Plan, exercise: str) -> Item:
    return next(
        item
        for session in plan.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
        if item.exercise == exercise
    )


def missed_sets(entry: LogEntry) -> tuple[LoggedSet, ...]:
    return tuple(one.model_copy(update={"reps": 1, "rir": 0.0}) for one in entry.sets)


def loads_of(plan: Plan) -> list[str]:
    """Exercises with a load in kilograms."""
    found = (item_of(plan, name) for name in plan.training_sets())
    return [item.exercise for item in found if item.load is not None and item.load.kg is not None]


# --- As planned -----------------------------------------------------------------------------------


def test_three_times_next_is_the_season_of_seven_weeks_byte_for_byte() -> None:
    """An empty log says that all was done as planned; one that says so in full changes nothing."""
    season = season_of(ten_km())
    in_full = [*as_planned(plan_of(season.week_of(1)), skipped=())]
    logs = [SeasonLog(week=FIRST, sessions=tuple(in_full)), log_of("2026-12-07")]
    for log in (*logs, log_of("2026-12-14")):
        season = went_on(season, log)
        assert season.changes == ()
    assert [week.state for week in season.weeks[:8]] == ["done"] * 3 + ["planned"] * 4 + ["coarse"]
    assert (season.next_week, season.revision) == (4, 3)
    for week, same in zip(season.weeks[:7], season_of(WHOLE).weeks, strict=False):
        assert answers(week) == answers(same)
    assert season.week_of(1).log == logs[0]
    again = read_season(season.model_dump_json())
    assert again == season


def test_a_season_ends_after_its_last_week() -> None:
    season = season_of(ten_km(goal={"race": "2026-12-06", "distance_km": 10}, running=GIVEN))
    for number, week in enumerate(season.weeks, 1):
        away = {"exceptions": [{"from": FIRST, "to": "2027-03-01", "availability": []}]}
        season = went_on(season, log_of(week.start), patch=away)
        assert len(season.done) == number
    assert season.next_week is None
    with pytest.raises(UnusableInput, match="is behind the last week of the season"):
        went_on(season, log_of("2026-12-14"))


def test_a_season_that_ends_with_what_is_done_says_so_of_its_last_week() -> None:
    empty: dict[str, Any] = {"availability": []}
    goal = {"race": "2026-12-20", "distance_km": 10}
    season = plan_season(request_of(ten_km(goal=goal, running=GIVEN, week=empty)), catalog=CATALOG)
    for week in season.weeks[:2]:
        season = next_week(season, log_of(week.start), catalog=CATALOG)
    found = next_week(season, patch={"goal": {"race": "2026-12-06"}}, catalog=CATALOG)
    assert found.next_week is None
    assert [(change.week, change.sentence) for change in found.changes] == [
        (2, "The season ends with this week, 2 weeks earlier.")
    ]


GIVEN = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 30}]}


# --- Other than planned ---------------------------------------------------------------------------


def test_a_missed_session_changes_no_run_and_little_else() -> None:
    season = two_weeks()
    missed = plan_of(season.week_of(1)).sessions[1]
    found = went_on(season, log_of(missed=[missed.id]))
    assert found.week_of(1).log == log_of(missed=[missed.id])
    for before, after in zip(season.weeks, found.weeks, strict=True):
        assert before.runs == after.runs
    second = found.week_of(2)
    assert second.request is not None
    assert second.request.previous is not None
    assert second.request.previous.missed == (missed.id,)
    assert {entry.session for entry in second.request.previous.log} == {
        plan_of(season.week_of(1)).sessions[0].id
    }
    stay = exercises(second) & exercises(season.week_of(2))
    assert len(stay) >= len(exercises(season.week_of(2))) - 2
    assert {change.week for change in found.changes} == {2}
    assert all(change.sentence and change.why for change in found.changes)


def test_what_was_lifted_gives_the_loads_of_the_next_week_though_its_sessions_stay() -> None:
    season = two_weeks()
    first, second = plan_of(season.week_of(1)), plan_of(season.week_of(2))
    name = next(one for one in loads_of(second) if one in loads_of(first))
    short = [
        entry if entry.exercise != name else entry.model_copy(update={"sets": missed_sets(entry)})
        for entry in as_planned(first, skipped=())
    ]
    found = went_on(season, SeasonLog(week=FIRST, sessions=tuple(short)))
    item = item_of(plan_of(found.week_of(2)), name)
    assert item.progress is not None
    assert item.progress.rule == "missed_once"
    assert item.load is not None
    assert item.load.why == item.progress.sentence


def test_a_moved_race_leaves_equal_weeks_byte_for_byte() -> None:
    season = season_of(ten_km())
    found = went_on(season, patch={"goal": {"race": "2027-03-28"}})
    assert len(found.weeks) == len(season.weeks) + 1
    for before, after in zip(season.weeks[:4], found.weeks, strict=False):
        assert answers(before) == answers(after)
    assert [week.phase for week in found.weeks].count("off_season") == 5
    assert found.changes[0].week > 4
    assert found.changes[0].why == "The race moved from 2027-03-21 to 2027-03-28."
    assert "Its phase is off season instead of pre-season." in found.changes[0].sentence


def test_what_a_season_drops_is_cancelled_in_its_calendar_until_it_is_back() -> None:
    """A calendar keeps what a later file does not mention, so the file says it is cancelled."""
    season = two_weeks()
    holiday = {
        "from": "2026-12-07", "to": "2026-12-13", "availability": [], "run_windows": [],
    }  # fmt: skip
    found = went_on(season, patch={"exceptions": [holiday]})
    old = season.week_of(2)
    parts = (old.runs, old.flexibility, plan_of(old).sessions)
    ids = [one.id for part in parts for one in part]
    assert [one.id for one in found.dropped] == ids
    assert {one.week for one in found.dropped} == {old.start}

    def events(one: Season) -> dict[str, str]:
        calendar = Calendar.from_ical(season_calendar(one, CATALOG))
        return {str(e["UID"]): str(e.get("STATUS", "")) for e in calendar.walk("VEVENT")}

    before, after = events(season), events(found)
    assert before.keys() <= after.keys()
    cancelled = {uid for uid, status in after.items() if status == "CANCELLED"}
    assert len(cancelled) == len(ids)
    back = went_on(read_season(found.model_dump_json()), patch={"exceptions": []})
    assert back.dropped == ()
    assert "CANCELLED" not in events(back).values()


def test_a_holiday_changes_its_own_week_and_says_so() -> None:
    away = {"from": "2026-12-09", "to": "2026-12-13", "availability": [], "note": "skiing"}
    season = two_weeks()
    found = went_on(season, patch={"exceptions": [away]})
    assert answers(found.week_of(1)) == answers(season.week_of(1))
    assert found.week_of(2).result is None
    # No week is done, and still the events are newer ones.
    events = Calendar.from_ical(season_calendar(found, CATALOG)).events
    assert {event["SEQUENCE"] for event in events} == {1}
    assert found.changes[0].week == 2
    assert found.changes[0].sentence == "Its strength sessions are dropped."
    assert "(skiing)" in found.changes[0].why


def test_an_injury_and_another_place_replan_what_is_ahead_with_reasons() -> None:
    season = season_of(ten_km(exact_weeks=1))
    hurt = went_on(season, patch={"athlete": {"injuries": ["patellofemoral_pain"]}})
    week = hurt.week_of(1)
    assert week.request is not None
    assert week.request.current is not None
    assert [session.id for session in week.request.current.plan.sessions] == ["s1", "s2"]
    assert hurt.changes
    assert all(change.why for change in hurt.changes)
    assert exercises(week) & exercises(season.week_of(1))
    moved = went_on(season, patch={"week": {"places": {"home": ["kit:bodyweight"]}}})
    assert "goblet_squat" in exercises(season.week_of(1))
    assert "goblet_squat" not in exercises(moved.week_of(1))
    assert any("goblet squat" in change.sentence.lower() for change in moved.changes)


def test_a_frozen_week_stays_whatever_changes() -> None:
    season = season_of(ten_km(exact_weeks=1))
    patch = {
        "overrides": [{"week": FIRST, "frozen": True}],
        "week": {"places": {"home": ["kit:bodyweight"]}},
    }
    found = went_on(season, patch=patch)
    assert found.week_of(1).state == "frozen"
    assert answers(found.week_of(1)) == answers(season.week_of(1))


def test_a_plan_from_outside_that_breaks_a_rule_is_not_taken() -> None:
    season = season_of(ten_km(exact_weeks=1))
    written = json.loads(season.model_dump_json())
    for session in written["weeks"][0]["result"]["plan"]["sessions"]:
        session["blocks"] = [b for b in session["blocks"] if b["kind"] != "superset"]
    forged = read_season(json.dumps(written))
    found = next_week(forged, catalog=CATALOG, known=known_of([season]))
    assert plan_of(found.week_of(1)) != plan_of(forged.week_of(1))


def test_a_week_without_a_plan_from_outside_is_not_taken_for_another_request() -> None:
    season = season_of(ten_km(exact_weeks=1))
    written = json.loads(season.model_dump_json())
    written["weeks"][0]["result"] |= {
        "status": "infeasible", "plan": None, "conflict": {"rules": []}
    }  # fmt: skip
    same = next_week(read_season(json.dumps(written)), catalog=CATALOG)
    assert (same.status, same.reason) == ("infeasible", "No plan was found for week 1.")
    written["weeks"][0]["result"]["fingerprint"] = f"sha256:{'0' * 64}"
    forged = read_season(json.dumps(written))
    found = next_week(forged, catalog=CATALOG, known=known_of([season]))
    assert plan_of(found.week_of(1)) == plan_of(season.week_of(1))


@pytest.mark.parametrize(
    ("members", "why"),
    [
        (1, "Member 1."),
        (2, "These cannot all hold: Member 1. Member 2."),
        (
            12,
            "These cannot all hold: "
            + " ".join(f"Member {n}." for n in range(1, 11))
            + " And 2 more rules.",
        ),
    ],
)
def test_a_week_without_a_plan_names_all_that_cannot_hold(members: int, why: str) -> None:
    rules = [
        {"rule": "level", "subject": "", "sentence": f"Member {number}."}
        for number in range(1, members + 1)
    ]
    written = json.loads(season_of(ten_km(exact_weeks=1)).model_dump_json())
    written["weeks"][0]["result"] |= {
        "status": "infeasible", "plan": None, "conflict": {"rules": rules}
    }  # fmt: skip
    found = next_week(read_season(json.dumps(written)), catalog=CATALOG)
    assert found.week_of(1).note == f"No plan for strength was found. {why}"
    assert found.reason == f"No plan was found for week 1. {why}"


def test_of_more_entries_than_a_request_may_have_the_newest_count() -> None:
    [week] = [past_week(week) for week in season_of(ten_km(exact_weeks=1)).weeks[:1]]
    own = week.entries[0]
    older = own.model_copy(update={"date": "2026-11-20", "session": None})
    long = replace(week, entries=((older,) * MOST_LOG_ENTRIES + week.entries))
    previous = previous_of([long])
    assert previous is not None
    assert len(previous.log) == MOST_LOG_ENTRIES
    assert previous.log[-len(week.entries) :] == week.entries


def test_reports_of_a_program_decide_its_next_week() -> None:
    program = half_marathon(
        athlete={"id": "eva", "level": "beginner"}, running={"plan": "couch_to_5k"}, goal=None,
        week={"availability": []},
    )  # fmt: skip
    season = plan_season(request_of(program), catalog=CATALOG)
    good = next_week(season, log_of(), catalog=CATALOG)
    assert good.week_of(2).runs == season.week_of(2).runs
    hard = [{"id": run.id, "date": run.start[:10], "rpe": 9} for run in season.week_of(1).runs]
    again = next_week(season, log_of(runs=hard), catalog=CATALOG)
    assert len(again.weeks) == len(season.weeks) + 1
    assert [run.minutes for run in again.week_of(2).runs] == [
        run.minutes for run in season.week_of(1).runs
    ]
    assert "the runs go by what was reported" in again.changes[0].why.lower()
    sore = [{**one, "pain": 6, "place": "shin"} for one in hard]
    stopped = next_week(season, log_of(runs=sore), catalog=CATALOG)
    assert stopped.status == "infeasible"
    assert "see a clinician" in str(stopped.reason)
    # The weeks ahead stay, for the log after a rest.
    assert len(stopped.done) == 1
    assert stopped.weeks[1:] == season.weeks[1:]
    assert stopped.next_week == 2
    later = next_week(stopped, log_of("2026-12-07"), catalog=CATALOG)
    assert len(later.done) == 2


def test_runs_far_above_what_was_done_are_told() -> None:
    season = season_of(ten_km(exact_weeks=1, week={"availability": []}))
    runs = [
        {"id": run.id, "date": run.start[:10], "done": False} for run in season.week_of(1).runs[1:]
    ]
    found = next_week(season, log_of(runs=runs), catalog=CATALOG)
    assert any("after what was done in the last 30 days" in note for note in found.notes)


# --- What cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ({"week": "2026-12-02"}, "is the first day of no week of this season, which begin from"),
        ({"week": "2026-12-07"}, "cannot be logged before the week of 2026-11-30; log that first"),
        ({"missed": ["s9"]}, "missed[0]: 's9' is no session of that week"),
        ({"runs": [{"id": "w9r1", "date": FIRST}]}, "runs[0].id: 'w9r1' is no run of that week"),
        ({"runs": [{"id": "w1r1", "date": FIRST}, {"id": "w1r1", "date": FIRST, "pain": 7}]},
         "runs[1].id: 'w1r1' has a report already in runs[0]; keep one"),
        ({"runs": [{"id": "w1r1", "date": "2026-12-20"}]},
         "runs[0].date: '2026-12-20' is days away from the week of 2026-11-30"),
        ({"sessions": [{"date": "2026-12-20", "exercise": "goblet_squat", "sets": [{"reps": 5}]}]},
         "sessions[0].date: '2026-12-20' is not in the week of 2026-11-30"),
        ({"sessions": [{"date": FIRST, "session": "x", "exercise": "goblet_squat",
                        "sets": [{"reps": 5}]}]}, "sessions[0].session: 'x' is no session"),
    ],
)  # fmt: skip
def test_a_log_of_another_week_or_season_is_refused(log: dict[str, Any], words: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        went_on(two_weeks(), log_of(**log))
    assert any(words in str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ({"start": "2026-12-07"}, "start: '2026-12-07' is another first day"),
        ({"athlete": {"id": "eve"}}, "athlete.id: 'eve' is another athlete"),
        ({"goal": {"race": "2026-11-01"}}, "goal.race: '2026-11-01' is"),
        ([{"op": "replace", "path": "/gaol", "value": 1}], "patch[0]: '/gaol'"),
    ],
)
def test_a_change_that_cannot_be_is_refused(patch: Any, words: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        went_on(two_weeks(), patch=patch)
    assert any(words in str(problem) for problem in raised.value.problems)


def test_a_race_moved_too_near_leaves_what_is_done_and_says_what_could_be() -> None:
    season = went_on(season_of(ten_km()), log_of())
    found = went_on(season, patch={"goal": {"race": "2026-12-13"}})
    assert found.status == "infeasible"
    assert found.weeks == season.weeks
    assert found.changes == ()
    assert found.cures[0].kind == "later"
    back = went_on(found, patch={"goal": {"race": "2027-03-21"}})
    assert answers(back.week_of(2)) == answers(season.week_of(2))


def test_given_runs_without_a_start_are_placed_week_by_week() -> None:
    """Each planned week places them with its sessions, beside the runs of the week before."""
    when = [{"start": "Wed 06:00", "end": "08:00"}, {"start": "Wed 18:00", "end": "20:00"}]
    at_weekend = [{"start": f"{day} 08:00", "end": "10:00"} for day in ("Sat", "Sun")]
    runs = [
        {"id": "hard", "kind": "interval", "minutes": 60, "when": when},
        {"id": "long", "kind": "long", "minutes": 90, "when": at_weekend},
    ]
    document = ten_km(
        goal={"weeks": 3}, exact_weeks=1, running={"plan": "given", "runs": runs}, flexibility=0
    )
    season = plan_season(request_of(document), catalog=CATALOG)
    later = next_week(season, SeasonLog(week=document["start"]), catalog=CATALOG)
    for number, week in ((1, season.weeks[0]), (2, later.weeks[1])):
        assert week.request is not None
        assert week.result is not None
        assert week.result.plan is not None
        placed = {run.id: run.start for run in week.result.plan.runs if run.placed}
        assert placed == {run.id: run.start for run in week.runs}
        assert placed.keys() == {f"w{number}hard", f"w{number}long"}
        assert check(week.request, week.result, catalog=CATALOG).holds
    assert later.weeks[1].request is not None
    fixed = [run.id for run in later.weeks[1].request.runs if run.start is not None]
    assert fixed == ["w1hard", "w1long"]
    assert not later.changes
    # A week that is further ahead has them at their earliest time.
    assert [run.start[11:16] for run in later.weeks[2].runs] == ["06:00", "08:00"]


def test_runs_that_no_plan_placed_bind_no_week_after_them() -> None:
    """In a week without time for strength nothing places them; a run with a start stays."""
    evening = [{"start": "Sat 18:00", "end": "20:00"}, {"start": "Sun 18:00", "end": "20:00"}]
    runs = [
        {"id": "hard", "kind": "interval", "minutes": 60, "when": evening},
        {"id": "easy", "minutes": 30, "start": "Sun 09:00"},
    ]
    away = {"from": "2026-12-07", "to": "2026-12-13", "availability": []}
    document = ten_km(
        goal={"weeks": 3}, exact_weeks=3, running={"plan": "given", "runs": runs}, flexibility=0,
        exceptions=[away],
    )  # fmt: skip
    weeks = plan_season(request_of(document), catalog=CATALOG).weeks
    assert weeks[1].result is None
    found = [week.request for week in (weeks[0], weeks[2])]
    fixed = [[run.id for run in one.runs if run.start is not None] for one in found if one]
    assert fixed == [["w1easy"], ["w2easy", "w3easy"]]


def test_a_race_bears_on_every_week_after_it() -> None:
    """Weeks from Thursday on, a marathon on Sunday: 240 hours without impact reach beyond the next
    week, and no week takes a race for one of the day before it."""
    document = ten_km(
        start="2027-04-08", exact_weeks=5, flexibility=0,
        goal={"race": "2027-04-11", "distance_km": 42.195},
        running={"plan": "given", "runs": [{"id": "mon", "start": "Mon 18:00", "minutes": 30}]},
    )  # fmt: skip
    weeks = plan_season(request_of(document), catalog=CATALOG).weeks
    assert [week.phase for week in weeks] == ["taper", *["post_race"] * 4]
    for week in weeks:
        assert week.request is not None
        assert week.result is not None
        assert week.result.plan is not None
        assert "w1race" in [run.id for run in week.request.runs]
        assert not [one for one in week.result.warnings if "without the race" in one.sentence]
        for session in week.result.plan.sessions:
            hours = (session.starts_at - weeks[0].runs[-2].starts_at).total_seconds() / 3600
            impact = [
                item.exercise
                for block in session.blocks
                for item in block.items
                if CATALOG.exercises[item.exercise].impact and block.is_work
            ]
            assert hours < 0 or hours > 245 or impact == []


@pytest.mark.parametrize(
    ("window", "field"),
    [
        ({"start": "2027-03-28T02:10", "minutes": 40}, "start"),
        ({"start": "2027-03-28T01:00", "end": "2027-03-28T02:10"}, "end"),
    ],
)
def test_a_dated_window_that_the_clocks_leave_out_is_told_with_its_field_of_the_season(
    window: dict[str, Any], field: str
) -> None:
    """Also where its week is planned only when it comes near."""
    usual = half_marathon()["week"]
    for changes, place in (
        (
            {"exceptions": [
                {"from": "2027-03-27", "to": "2027-03-28", "availability": [window]}
            ]},
            "exceptions[0].availability[0]",
        ),
        (
            {"week": {**usual, "availability": [*usual["availability"], window]}},
            "week.availability[2]",
        ),
        (
            {"overrides": [{"week": "2027-03-22", "availability": [window]}]},
            "overrides[0].availability[0]",
        ),
    ):  # fmt: skip
        with pytest.raises(UnusableInput) as raised:
            outlined(half_marathon(**changes))
        assert [(one.field, one.value) for one in raised.value.problems] == [
            (f"{place}.{field}", "'2027-03-28T02:10'")
        ]


def test_weekly_windows_are_without_the_hour_that_the_clocks_leave_out() -> None:
    """On 28 March 2027 it is 3 o'clock in Berlin after 1:59."""
    names = {"a": ("Sun 01:15", "02:30"), "b": ("Sun 02:35", "03:45"), "c": ("Sun 02:32", "02:34")}
    windows = [
        {"id": name, "start": start, "end": end, "place": "home"}
        for name, (start, end) in names.items()
    ]
    document = ten_km(
        start="2027-03-22", goal={"weeks": 2}, exact_weeks=1, flexibility=0,
        running={"plan": "given", "runs": [{"start": "Wed 18:00", "minutes": 30}]},
    )  # fmt: skip
    document["week"]["availability"] = [
        *windows,
        {"id": "d", "start": "Sun 02:40", "minutes": 5, "place": "home"},
        {"id": "e", "start": "Sat 02:30", "minutes": 40, "place": "home"},
    ]
    document["exceptions"] = [
        {"from": "2027-03-28", "to": "2027-03-28", "availability": windows[1:2], "places": {}}
    ]

    def times() -> list[tuple[str, str, str | None]]:
        week = plan_season(request_of(document), catalog=CATALOG).weeks[0].request
        assert week is not None
        return [(one.id, one.start, one.end) for one in week.availability]

    cut = ("b", "2027-03-28T03:00", "2027-03-28T03:45")
    assert times() == [("e", "Sat 02:30", None), cut]
    del document["exceptions"]
    assert times() == [("a", "2027-03-28T01:15", "2027-03-28T03:00"), cut, ("e", "Sat 02:30", None)]


def test_a_window_of_given_runs_that_is_too_short_is_named() -> None:
    runs = [{"id": "hard", "minutes": 60, "when": [{"start": "Wed 06:00", "end": "06:30"}]}]
    document = ten_km(goal={"weeks": 3}, running={"plan": "given", "runs": runs})
    with pytest.raises(UnusableInput) as error:
        plan_season(request_of(document), catalog=CATALOG)
    [problem] = error.value.problems
    assert problem.field == "running.runs[0].when[0].end"
