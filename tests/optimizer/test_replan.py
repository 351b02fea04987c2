"""A week planned again: what stays, what changes and why, in the smallest worlds that show it."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import Catalog
from optimizer import UnusableInput, check, plan, replan
from optimizer.documents.patch import Patch
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Pin, Request
from optimizer.documents.result import Result
from optimizer.objective.tiers import TIERS, names_of
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_window,
    an_exercise,
    planned,
    sets_by_window,
    starts,
)

SQUAT = a_leg_lift("squat_x", "quadriceps")
BENCHED = an_exercise("bench_x", "chest", equipment=(("bench",),))
PLANK = an_exercise("plank_x", "core")
CATALOG = a_catalog(
    SQUAT, PLANK, muscles=[a_muscle("quadriceps", neglected=True), a_muscle("core", neglected=True)]
)
# Only the squat is asked for, and one session of two sets does for it.
ONE = a_catalog(SQUAT, muscles=[a_muscle("quadriceps", neglected=True, volume_class="accessory")])
THREE_DAYS = (
    a_window("tue", "Tue 18:00"),
    a_window("thu", "Thu 18:00"),
    a_window("sat", "Sat 10:00"),
)


def again(
    request: Request, catalog: Catalog, patch: Patch | None = None, **so_far: Any
) -> tuple[Result, Replanned]:
    """The plan of a request, and the same week planned again, which passes its own check."""
    before = planned(request, catalog)
    after = replan(request, before, patch=patch, catalog=catalog, **so_far)
    if after.result.plan is not None:
        assert check(after.request, after.result, catalog=catalog).holds
    return before, after


def a_patch(path: str, value: object, op: str = "replace") -> list[Any]:
    return [{"op": op, "path": path, "value": value}]


def opening(*windows: str) -> list[Any]:
    """A patch that opens a window of an hour at each time, with the day as its id."""
    return [
        operation
        for start in windows
        for window in [{"id": start[:3].lower(), "start": start, "minutes": 60}]
        for operation in a_patch("/availability/-", window, "add")
    ]


def changes(after: Replanned) -> list[tuple[str, str]]:
    return [(change.session, change.kind) for change in after.changes]


def tiers(result: Result) -> dict[str, int]:
    """The values that are not zero; all of them proven."""
    assert all(tier.value == tier.bound for tier in result.objective)
    return {tier.name: tier.value for tier in result.objective if tier.value}


# --- What stays -----------------------------------------------------------------------------------


@pytest.mark.parametrize("patch", [None, [], {}])
def test_an_empty_change_returns_the_same_plan(patch: Patch | None) -> None:
    """Byte for byte."""
    before, after = again(a_request(*THREE_DAYS), CATALOG, patch)
    assert after.result == before
    assert after.changes == ()
    assert before.plan is not None
    assert after.unchanged == tuple(session.id for session in before.plan.sessions)


def test_an_empty_change_returns_a_relaxed_week_too() -> None:
    """A run on Tuesday at noon: no week keeps the 24 hours, and the least relaxation stays."""
    before, after = again(a_request(runs=[a_run("Tue 12:00")]), CATALOG)
    assert before.status == "relaxed"
    assert after.result == before


def test_a_change_that_breaks_no_rule_changes_no_session() -> None:
    """A week planned without Saturday stays when Saturday opens, though it could use it."""
    request = a_request(a_window("tue", "Tue 18:00", 15))
    window = {"id": "sat", "start": "Sat 10:00", "minutes": 60}
    before, after = again(request, CATALOG, a_patch("/availability/-", window, "add"))
    assert after.changes == ()
    assert after.result.plan is not None
    assert before.plan is not None
    assert after.result.plan.sessions == before.plan.sessions
    fresh = planned(a_request(request.availability[0], a_window("sat", "Sat 10:00")), CATALOG)
    assert "sat" in sets_by_window(fresh)


def test_a_week_that_stays_tells_the_tiers_that_a_solve_tells() -> None:
    """No main lift, jump or key run is in this world: the tiers of them count nothing."""
    run = {"start": "Mon 08:00", "minutes": 60}
    before, after = again(a_request(), CATALOG, a_patch("/runs/-", run, "add"))
    assert after.changes == ()
    names = {tier.name for tier in before.objective} | set(names_of("change"))
    assert [tier.name for tier in after.result.objective] == [n for n in TIERS if n in names]


def test_hours_around_a_session_that_stays_are_told_anew() -> None:
    """A run on Monday morning is 33 hours before the session of Tuesday evening."""
    run = {"start": "Mon 08:00", "minutes": 60}
    _, after = again(a_request(), CATALOG, a_patch("/runs/-", run, "add"))
    assert after.changes == ()
    assert after.result.plan is not None
    assert after.result.plan.sessions[0].hours_since_run == 33.0


def test_now_alone_changes_nothing() -> None:
    """On Wednesday Tuesday's session is done and Saturday's stays."""
    before, after = again(a_request(*THREE_DAYS), CATALOG, now="Wed 12:00")
    assert before.plan is not None
    assert after.result.plan is not None
    assert after.result.plan.sessions == before.plan.sessions
    assert set(after.done) | set(after.unchanged) == {s.id for s in before.plan.sessions}


# --- What changes, and why ------------------------------------------------------------------------


def test_a_later_run_moves_the_start_and_says_why() -> None:
    """A run until Monday 18:30: the session of Tuesday 18:00 waits half an hour."""
    run = {"start": "Mon 17:30", "minutes": 60}
    before, after = again(a_request(), ONE, a_patch("/runs/-", run, "add"))
    assert starts(before) == ["tue 2026-11-24T18:00"]
    assert starts(after.result) == ["tue 2026-11-24T18:30"]
    [change] = after.changes
    assert (change.session, change.kind) == ("s1", "other_start")
    assert change.sentence == "s1 starts Tue 18:30 instead of Tue 18:00."
    assert change.reasons == (
        "Tue 18:00 starts 23 h 30 min after the easy run of Mon 17:30 ends (24 h required).",
    )
    assert tiers(after.result).items() >= {"sessions_changed": 1, "starts_changed": 1}.items()


def test_a_missed_session_moves_to_a_window_still_to_come() -> None:
    """It keeps its id and its work; the window of Tuesday is over."""
    before, after = again(a_request(), ONE, opening("Thu 18:00"), missed=("s1",))
    assert starts(before) == ["tue 2026-11-24T18:00"]
    assert starts(after.result) == ["thu 2026-11-26T18:00"]
    [change] = after.changes
    assert (change.session, change.kind) == ("s1", "moved")
    assert change.before is not None
    assert change.after is not None
    assert (change.before.window, change.after.window) == ("tue", "thu")
    assert (change.exercises_out, change.exercises_in, change.sets) == ((), (), ())
    assert change.reasons == ("It was missed.",)


def test_a_missed_session_without_another_window_is_dropped() -> None:
    """The week is over: what it lacks is declared, and the session is not made up."""
    _, after = again(a_request(), ONE, missed=("s1",))
    assert after.result.status == "relaxed"
    assert changes(after) == [("s1", "dropped")]
    assert after.changes[0].reasons[0] == "It was missed."
    assert [r.rule for r in after.result.relaxations] == ["neglected_coverage"]


def test_a_removed_window_moves_its_session() -> None:
    """Tuesday's window is gone, Thursday's takes the session."""
    patch = [{"op": "remove", "path": "/availability/0"}, *opening("Thu 18:00")]
    _, after = again(a_request(), ONE, patch)
    assert starts(after.result) == ["thu 2026-11-26T18:00"]
    assert after.changes[0].reasons == ("Window tue is no longer there.",)


def test_a_closed_gym_changes_only_what_needed_it() -> None:
    """Two exercises, one of them on a bench: without it one other stands in, and the rest stays."""
    fly = an_exercise("fly_x", "chest", setup_seconds=60)
    catalog = a_catalog(
        BENCHED, fly, PLANK, muscles=[a_muscle("chest", neglected=True), a_muscle("core")]
    )
    request = a_request(a_window("tue", "Tue 18:00", place="gym"), places={"gym": ("bench",)})
    before, after = again(request, catalog, {"places": {"gym": []}})
    assert "bench_x" in sets_by_window(before)["tue"]
    [change] = after.changes
    assert change.kind == "other_content"
    assert (change.exercises_out, change.exercises_in) == (("bench_x",), ("fly_x",))
    assert change.reasons[0] == "Bench x needs bench, which gym does not have."
    assert tiers(after.result)["exercises_changed"] == 1
    assert tiers(after.result).get("sets_changed", 0) == 0


def test_a_shorter_window_takes_sets_before_exercises() -> None:
    """A minute less: one set less of one exercise, and both exercises stay."""
    before, after = again(
        a_request(a_window("tue", "Tue 18:00", 15)), CATALOG, a_patch("/availability/0/minutes", 14)
    )
    assert sum(sets_by_window(before)["tue"].values()) == 6
    [change] = after.changes
    assert (change.exercises_out, change.exercises_in) == ((), ())
    assert sum(one.before - one.after for one in change.sets) == 1
    assert tiers(after.result)["sets_changed"] == 1


def test_a_session_that_has_to_be_added_is_filled_like_any_other() -> None:
    """A second session is asked for: the first stays, and the new one is planned for the week."""
    request = a_request(*THREE_DAYS[:2], limits={"max_sessions": 1})
    limits: Patch = {"limits": {"min_sessions": 2, "max_sessions": 2}}
    before, after = again(request, CATALOG, limits)
    [session] = before.plan.sessions if before.plan else ()
    assert after.unchanged == (session.id,)
    assert changes(after) == [("s2", "added")]
    assert after.changes[0].reasons == ("1 session; the athlete wants at least 2.",)
    added = after.changes[0].after
    assert added is not None
    assert sum(sets_by_window(after.result)[added.window].values()) > 2


def test_a_session_that_is_not_wanted_any_more_is_dropped() -> None:
    """At most one session: one of the two stays exactly as it was."""
    before, after = again(
        a_request(*THREE_DAYS, limits={"min_sessions": 2}),
        CATALOG,
        {"limits": {"min_sessions": None, "max_sessions": 1}},
    )
    assert before.plan is not None
    assert len(before.plan.sessions) == 2
    assert [kind for _, kind in changes(after)] == ["dropped"]
    assert after.changes[0].reasons == ("2 sessions; the athlete wants at most 1.",)
    assert len(after.unchanged) == 1


@pytest.mark.parametrize(("pinned", "start"), [((), "18:30"), (("Tue 18:00",), "18:00")])
def test_what_is_pinned_stays(pinned: tuple[str, ...], start: str) -> None:
    """A run until Monday 18:30: half an hour later does, but a pin is never moved for it."""
    request = a_request(pinned=[Pin(window="tue", start=when) for when in pinned])
    run = {"start": "Mon 17:30", "minutes": 60}
    _, after = again(request, ONE, a_patch("/runs/-", run, "add"))
    assert starts(after.result) == [f"tue 2026-11-24T{start}"]
    assert [r.rule for r in after.result.relaxations] == ["recovery_after_run"] * len(pinned)


def test_rules_come_before_changes() -> None:
    """A new run leaves Thursday alone lawful: the session moves, though staying changes nothing."""
    run = {"start": "Tue 09:00", "minutes": 60}
    _, after = again(a_request(*THREE_DAYS[:2]), ONE, a_patch("/runs/-", run, "add"))
    assert after.result.status == "optimal"
    assert starts(after.result) == ["thu 2026-11-26T18:00"]


def test_a_start_off_the_beaten_track_is_kept() -> None:
    """Pinned to 18:25 once; without the pin the session still starts then, in the model too."""
    request = a_request(*THREE_DAYS[:2], pinned=[Pin(window="tue", start="Tue 18:25")])
    run = {"start": "Wed 17:30", "minutes": 60}
    patch = [{"op": "remove", "path": "/pinned/0"}, *a_patch("/runs/-", run, "add")]
    _, after = again(request, CATALOG, patch)
    assert starts(after.result) == ["tue 2026-11-24T18:25", "thu 2026-11-26T18:30"]
    assert changes(after) == [("s2", "other_start")]


# --- One replan after another ---------------------------------------------------------------------


def test_a_replan_goes_on_from_a_replan() -> None:
    """Tuesday missed, moved to Thursday; Thursday missed too, moved to Saturday under one id."""
    before, first = again(a_request(), ONE, opening("Thu 18:00"), missed=("s1",))
    patch = opening("Sat 10:00")
    second = replan(first.request, first.result, patch=patch, missed=("s1",), catalog=ONE)
    assert [starts(r) for r in (before, first.result, second.result)] == [
        ["tue 2026-11-24T18:00"], ["thu 2026-11-26T18:00"], ["sat 2026-11-28T10:00"],
    ]  # fmt: skip
    assert changes(second) == [("s1", "moved")]


def test_time_does_not_run_back() -> None:
    """Told that it is Friday, a later change does not plan for Thursday."""
    windows = opening("Thu 18:00", "Sat 10:00")
    _, first = again(a_request(), ONE, windows, missed=("s1",), now="Fri 08:00")
    assert starts(first.result) == ["sat 2026-11-28T10:00"]
    patch = a_patch("/availability/2/start", "Sun 10:00")
    second = replan(first.request, first.result, patch=patch, catalog=ONE)
    assert starts(second.result) == ["sat 2026-11-29T10:00"]
    assert second.request.current is not None
    assert second.request.current.now == "2026-11-27T08:00"


def test_the_answer_is_the_plan_of_its_own_request() -> None:
    """``plan`` of the request that the answer holds gives the same result, ``stats`` aside."""
    _, after = again(a_request(*THREE_DAYS), CATALOG, missed=("s1",))
    fresh = plan(after.request, catalog=CATALOG)
    assert fresh.model_dump(exclude={"stats"}) == after.result.model_dump(exclude={"stats"})


# --- Bad input ------------------------------------------------------------------------------------


def refused(request: Request, result: Result, catalog: Catalog = CATALOG, **so_far: Any) -> str:
    with pytest.raises(UnusableInput) as raised:
        replan(request, result, catalog=catalog, **so_far)
    return str(raised.value)


def test_a_plan_for_another_request_is_refused() -> None:
    """One minute of one run is another request."""
    result = planned(a_request(runs=[a_run("Mon 08:00", 60)]), CATALOG)
    assert "give the request that was planned" in refused(
        a_request(runs=[a_run("Mon 08:00", 61)]), result
    )
    other = a_request(athlete={"id": "ben"})
    assert "athlete_id: 'test' is not the request's athlete 'ben'" in refused(other, result)


def test_a_plan_from_another_catalog_is_refused() -> None:
    """The catalog's version stands in the result."""
    request = a_request()
    assert "versions.catalog" in refused(request, planned(request, CATALOG), ONE)


@pytest.mark.parametrize(
    ("so_far", "sentence"),
    [
        ({"missed": ("s9",)}, "missed: 's9' is no session of the plan; known: s1"),
        ({"done": ("s9",)}, "done: 's9' is no session of the plan; known: s1"),
        ({"done": ("s1",), "missed": ("s1",)}, "done: 's1' is told to be missed too"),
        ({"missed": ("s1",), "now": "Mon 08:00"}, "which is not before now (Mon 08:00)"),
        ({"now": "noon today"}, "current.now: 'noon today' is no time"),
        ({"now": "2027-01-01T08:00"}, "current.now: '2027-01-01T08:00' lies outside"),
        ({"patch": [{"op": "remove", "path": "/runs/7"}]}, "patch[0]: '/runs/7' is no place"),
        ({"patch": {"current": {"plan": {"sessions": []}}}}, "current: is not for a patch"),
        (
            {"patch": {"week": {"start": "2026-11-30"}}},
            "week.start: '2026-11-30' is another week than the plan's",
        ),
        ({"patch": {"runs": [{"start": "Mon"}]}}, "runs[0].minutes: is required"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_in_a_sentence(so_far: dict[str, Any], sentence: str) -> None:
    """Nothing is guessed."""
    request = a_request()
    assert sentence in refused(request, planned(request, ONE), ONE, **so_far)


def test_the_window_of_a_done_session_has_to_stay() -> None:
    """What is done stays, so a change cannot take its window away."""
    request = a_request()
    result = planned(request, ONE)
    so_far = {"done": ("s1",), "patch": [{"op": "remove", "path": "/availability/0"}]}
    assert "window 'tue' of session s1, which is done, is missing" in refused(
        request, result, ONE, **so_far
    )


def test_an_exercise_that_the_catalog_does_not_have_is_refused() -> None:
    """A plan edited by hand keeps its fingerprint; its exercises are looked up all the same."""
    request = a_request()
    result = planned(request, ONE)
    edited = Result.model_validate_json(result.model_dump_json().replace("squat_x", "squat_y"))
    assert "'squat_y' is no exercise of this catalog; did you mean 'squat_x'?" in refused(
        request, edited, ONE, now="Mon 08:00"
    )


def test_an_edited_plan_that_breaks_a_rule_is_mended_even_without_a_change() -> None:
    """The same plan comes back only if it holds: here its session ends after its window."""
    request = a_request(a_window("tue", "Tue 18:00", 10))
    result = planned(request, ONE)
    assert result.plan is not None
    [session] = result.plan.sessions
    late = session.model_copy(update={"start": session.start.replace("18:00", "18:20")})
    edited = result.model_copy(
        update={"plan": result.plan.model_copy(update={"sessions": (late,)})}
    )
    after = replan(request, edited, catalog=ONE)
    assert starts(after.result) == ["tue 2026-11-24T18:00"]
    assert [c.kind for c in after.changes] == ["other_start"]


def test_a_result_without_a_plan_leaves_nothing_to_keep() -> None:
    """No week was possible; after the change there is one, planned as if for the first time."""
    request = a_request(runs=[a_run("Tue 12:00")], on_conflict="fail")
    before, after = again(request, ONE, {"runs": []})
    assert before.plan is None
    assert after.result.status == "optimal"
    assert changes(after) == [("s1", "added")]
    assert after.request.current is None
