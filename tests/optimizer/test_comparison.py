"""``diff``: only what differs is told, and told the same from either side."""

from __future__ import annotations

import json

import pytest

from optimizer import UnusableInput, diff, read_plan
from optimizer.documents.difference import ChangeKind, PlanDiff, SetsChange
from optimizer.documents.result import Plan, Relaxation, Result, Session, TierValue, Versions
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from tests.api import weeks
from tests.optimizer.worlds import a_catalog, a_leg_lift, a_plan, a_session, an_exercise

SQUAT = a_leg_lift("squat_x", "quadriceps")
PLANK = an_exercise("plank_x", "core")
CATALOG = a_catalog(SQUAT, PLANK)
TUESDAY = "2026-11-24T18:00:00+00:00"
LATER = "2026-11-24T18:20:00+00:00"
THURSDAY = "2026-11-26T18:00:00+00:00"


def session(window: str, start: str, **sets: int) -> Session:
    return a_session(CATALOG, window, start, sets)


def changes(found: PlanDiff) -> list[tuple[str, str | None, str | None]]:
    """Kind, window before and window after of each change of a session."""
    return [
        (
            one.kind,
            None if one.before is None else one.before.window,
            None if one.after is None else one.after.window,
        )
        for one in found.sessions
    ]


def swapped(found: PlanDiff) -> PlanDiff:
    """What the same two plans differ in, the other way round."""
    other_way: dict[str, ChangeKind] = {"added": "dropped", "dropped": "added"}
    return found.model_copy(
        update={
            "status_before": found.status_after,
            "status_after": found.status_before,
            "sessions": tuple(
                s.model_copy(
                    update={
                        "session": s.session if s.after is None else s.after.id,
                        "kind": other_way.get(s.kind, s.kind),
                        "before": s.after,
                        "after": s.before,
                        "exercises_out": s.exercises_in,
                        "exercises_in": s.exercises_out,
                        "sets": tuple(
                            e.model_copy(update={"before": e.after, "after": e.before})
                            for e in s.sets
                        ),
                    }
                )
                for s in found.sessions
            ),
            "exercises": tuple(
                e.model_copy(
                    update={
                        "before": e.after,
                        "after": e.before,
                        "windows": tuple(
                            w.model_copy(update={"before": w.after, "after": w.before})
                            for w in e.windows
                        ),
                    }
                )
                for e in found.exercises
            ),
            "doses": tuple(
                d.model_copy(
                    update={
                        "session_before": d.session_after,
                        "session_after": d.session_before,
                        "before": d.after,
                        "after": d.before,
                    }
                )
                for d in found.doses
            ),
            "coverage": tuple(
                c.model_copy(
                    update={
                        "before": c.after,
                        "after": c.before,
                        "effective_before": c.effective_after,
                        "effective_after": c.effective_before,
                        "direct_before": c.direct_after,
                        "direct_after": c.direct_before,
                    }
                )
                for c in found.coverage
            ),
            "relaxations": tuple(
                r.model_copy(update={"before": r.after, "after": r.before})
                for r in found.relaxations
            ),
            "objective": tuple(
                t.model_copy(update={"before": t.after, "after": t.before}) for t in found.objective
            ),
        }
    )


def test_a_plan_is_the_same_as_itself() -> None:
    for one in (weeks.result(), weeks.relaxed(), weeks.infeasible(), weeks.plan()):
        found = diff(one, one)
        assert found == PlanDiff(
            same=True, status_before=found.status_before, status_after=found.status_after
        )


def test_the_same_sets_that_are_worth_less_are_a_change() -> None:
    """A lighter exercise for a muscle; plans of before the worth was told differ by sets alone."""
    planned = weeks.plan()
    soleus, *others = planned.coverage

    def worth(sets: float | None) -> Plan:
        plain = [one.model_copy(update={"effective_sets": one.sets}) for one in others]
        mine = soleus.model_copy(update={"effective_sets": sets})
        return planned.model_copy(update={"coverage": (mine, *(others if sets is None else plain))})

    [change] = diff(worth(4.0), worth(2.0)).coverage
    assert (change.before, change.after) == (4.5, 4.5)
    assert (change.effective_before, change.effective_after) == (4.0, 2.0)
    assert diff(worth(None), worth(2.0)).coverage == ()


def test_a_later_start_in_the_same_window_is_another_start() -> None:
    found = diff(
        a_plan(session("tue", TUESDAY, squat_x=2)), a_plan(session("tue", LATER, squat_x=2))
    )
    assert changes(found) == [("other_start", "tue", "tue")]
    assert not found.exercises


def test_a_longer_session_tells_its_exercises_in_and_out_with_their_doses() -> None:
    before = a_plan(session("tue", TUESDAY, squat_x=2))
    after = a_plan(session("tue", TUESDAY, squat_x=3, plank_x=2))
    found = diff(before, after)
    [longer] = found.sessions
    assert (longer.session, longer.kind) == ("s1", "other_content")
    assert (longer.exercises_out, longer.exercises_in) == ((), ("plank_x",))
    assert longer.sets == (SetsChange(exercise="squat_x", before=2, after=3),)
    doses = [(e.exercise, e.before, e.after) for e in found.exercises]
    assert doses == [("plank_x", 0, 2), ("squat_x", 2, 3)]


def test_a_dose_that_only_changes_its_session_is_told_by_window() -> None:
    before = a_plan(
        session("tue", TUESDAY, squat_x=2, plank_x=2), session("thu", THURSDAY, squat_x=2)
    )
    after = a_plan(
        session("tue", TUESDAY, squat_x=2), session("thu", THURSDAY, squat_x=2, plank_x=2)
    )
    found = diff(before, after)
    assert [kind for kind, *_ in changes(found)] == ["other_content", "other_content"]
    [plank] = found.exercises
    assert (plank.exercise, plank.before, plank.after) == ("plank_x", 2, 2)
    assert [(w.window, w.before, w.after) for w in plank.windows] == [("thu", 0, 2), ("tue", 2, 0)]


def test_a_session_with_the_same_work_in_another_window_has_moved() -> None:
    before = a_plan(session("tue", TUESDAY, squat_x=2))
    after = a_plan(session("thu", THURSDAY, squat_x=2))
    assert changes(diff(before, after)) == [("moved", "tue", "thu")]


def test_a_session_with_other_work_in_another_window_is_one_change_and_not_two() -> None:
    before = a_plan(session("tue", TUESDAY, squat_x=2))
    after = a_plan(session("thu", THURSDAY, plank_x=2))
    [moved] = diff(before, after).sessions
    assert changes(diff(before, after)) == [("moved", "tue", "thu")]
    assert (moved.exercises_out, moved.exercises_in) == (("squat_x",), ("plank_x",))


def test_what_is_left_over_is_dropped_or_added() -> None:
    before = a_plan(session("tue", TUESDAY, squat_x=2))
    assert changes(diff(before, a_plan())) == [("dropped", "tue", None)]
    assert changes(diff(a_plan(), before)) == [("added", None, "tue")]


def test_the_same_work_at_another_place_is_told() -> None:
    one = session("tue", TUESDAY, squat_x=2)
    [change] = diff(a_plan(one), a_plan(one.model_copy(update={"place": "gym"}))).sessions
    assert change.kind == "rearranged"
    assert change.after is not None
    assert change.after.place == "gym"


def test_other_blocks_of_the_same_work_are_a_rearrangement() -> None:
    one = session("tue", TUESDAY, squat_x=2, plank_x=2)
    warm_up, *work = one.blocks
    other = one.model_copy(update={"blocks": (warm_up, *reversed(work))})
    found = diff(a_plan(one), a_plan(other))
    assert changes(found) == [("rearranged", "tue", "tue")]
    assert not found.same


def test_tiers_that_differ_are_told_in_their_order_and_the_first_decides() -> None:
    def tiers(*values: tuple[str, int, int]) -> tuple[TierValue, ...]:
        return tuple(TierValue(name=n, value=v, bound=b, unit="u") for n, v, b in values)

    before = weeks.result(
        objective=tiers(("minimum_dose_missed", 4, 4), ("target_dose_shortfall", 9, 9))
    )
    after = weeks.result(
        objective=tiers(
            ("patterns_missing", 0, 0), ("minimum_dose_missed", 4, 3),
            ("target_dose_shortfall", 8, 0),
        )
    )  # fmt: skip
    found = diff(before, after)
    assert [tier.name for tier in found.objective] == [
        "minimum_dose_missed", "target_dose_shortfall",
    ]  # fmt: skip
    assert found.first_difference == "target_dose_shortfall"


def test_what_a_week_gives_up_is_compared() -> None:
    now = Relaxation(
        rule="recovery_after_run", subject="fri", required=24, actual=9, unit="hours", sentence="S."
    )
    found = diff(weeks.relaxed(), weeks.relaxed().model_copy(update={"relaxations": (now,)}))
    given_up = [(r.subject, r.before is None, r.after is None) for r in found.relaxations]
    assert given_up == [("fri", True, False), ("tue", False, True)]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"athlete_id": "bob"}, "different athletes, 'ana' and 'bob'"),
        ({"versions": Versions(catalog="sha256:9", software="0.1.0")}, "different catalogs"),
    ],
)
def test_what_cannot_be_compared_is_said_and_left_out(
    changed: dict[str, object], says: str
) -> None:
    other = weeks.result(objective=(), **changed)
    found = diff(weeks.result(), other)
    [note] = found.notes
    assert says in note
    assert not found.same
    assert not found.objective


def test_another_week_is_told_by_the_dates_of_its_sessions() -> None:
    next_week = "2026-12-01T18:00:00+00:00"
    before = a_plan(session("tue", TUESDAY, squat_x=2))
    found = diff(before, a_plan(session("tue", next_week, squat_x=2)))
    assert "between 2026-11-24 and 2026-12-01, more than one week" in found.notes[0]
    assert not found.same


def test_another_request_is_noted_and_still_compared() -> None:
    other = weeks.result(fingerprint="sha256:1")
    found = diff(weeks.result(), other)
    assert "different requests" in found.notes[0]
    assert found.same


def test_a_time_that_cannot_be_read_is_named() -> None:
    broken = session("tue", TUESDAY, squat_x=2).model_copy(update={"start": "Tue 18:00"})
    with pytest.raises(UnusableInput, match="'Tue 18:00' is no time with an offset"):
        diff(a_plan(broken), a_plan(broken))


def test_a_plan_of_more_sessions_than_any_week_has_is_refused() -> None:
    one = session("tue", TUESDAY, squat_x=2).model_dump(mode="json")
    document = json.dumps({"sessions": [one] * 201})
    with pytest.raises(UnusableInput, match="has 201 entries; at most 200 are read"):
        read_plan(document)


# --- Plans written by hand ------------------------------------------------------------------------


def by_hand(*sessions: tuple[str, str, dict[str, int]]) -> WrittenPlan:
    return WrittenPlan(
        sessions=tuple(
            WrittenSession(window=window, start=start, exercises=exercises)
            for window, start, exercises in sessions
        )
    )


@pytest.mark.parametrize("start", ["Tue 18:00", "2026-11-24T18:00"])
def test_a_plan_by_hand_may_be_the_same_as_far_as_it_goes(start: str) -> None:
    finished = a_plan(session("tue", TUESDAY, squat_x=2))
    found = diff(by_hand(("tue", start, {"squat_x": 2})), finished)
    assert found.same
    assert found.notes == (
        "One of the two plans is written by hand: only windows, starts, exercises and sets are"
        " compared.",
    )


def test_a_plan_by_hand_tells_moves_exercises_and_doses() -> None:
    finished = weeks.result(
        plan=a_plan(session("tue", TUESDAY, squat_x=2), session("thu", THURSDAY, plank_x=2))
    )
    written = by_hand(("thu", "Thu 18:20", {"plank_x": 3}), ("tue", "Tue 18:00", {"squat_x": 2}))
    found = diff(finished, written)
    assert changes(found) == [("other_start", "thu", "thu")]
    [moved] = found.sessions
    assert moved.after is not None
    assert (moved.after.start, moved.after.end, moved.after.place) == ("Thu 18:20", None, None)
    [dose] = found.exercises
    assert (dose.exercise, dose.name, dose.before, dose.after) == ("plank_x", "Plank x", 2, 3)
    assert not found.same
    assert (found.coverage, found.objective) == ((), ())
    assert (found.status_before, found.status_after) == ("optimal", None)


def test_two_plans_by_hand_are_compared_too() -> None:
    one = by_hand(("tue", "Tue 18:00", {"squat_x": 2}))
    assert diff(one, one).same
    other = by_hand(("wed", "Wed 07:00", {"plank_x": 2}))
    assert changes(diff(one, other)) == [("moved", "tue", "wed")]
    assert diff(one, other).notes[0].startswith("Both plans are written by hand")


def test_a_plan_by_hand_for_another_week_is_told_by_its_dates() -> None:
    finished = a_plan(session("tue", TUESDAY, squat_x=2))
    found = diff(finished, by_hand(("tue", "2026-12-08T18:00", {"squat_x": 2})))
    assert "more than one week" in found.notes[0]
    assert not found.same


def test_a_time_by_hand_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UnusableInput, match="'noon' is no time; write 'Mon 18:00' or"):
        diff(by_hand(("tue", "noon", {"squat_x": 2})), a_plan())


PLANS: list[Result | WrittenPlan] = [
    by_hand(("tue", "Tue 18:20", {"squat_x": 2})),
    by_hand(("sat", "Sat 08:00", {"squat_x": 2}), ("thu", "Thu 18:00", {"plank_x": 1})),
    weeks.result(),
    weeks.relaxed(),
    weeks.infeasible(),
    *(
        weeks.result(plan=a_plan(*sessions))
        for sessions in (
            [session("tue", TUESDAY, squat_x=2)],
            [session("tue", LATER, squat_x=3, plank_x=2)],
            [session("thu", THURSDAY, squat_x=2), session("tue", TUESDAY, plank_x=3)],
            [session("wed", LATER, squat_x=2), session("sat", THURSDAY, squat_x=2)],
        )
    ),
]


@pytest.mark.parametrize("before", PLANS)
@pytest.mark.parametrize("after", PLANS)
def test_from_the_other_side_before_and_after_are_swapped(
    before: Result | WrittenPlan, after: Result | WrittenPlan
) -> None:
    assert diff(after, before) == swapped(diff(before, after))
