"""24 elapsed hours from the end of the last run to the start of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import Catalog
from optimizer import UnusableInput, check, explain, plan
from optimizer.documents.request import Request, Run
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    broken_in,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
    starts,
)

RULE = "recovery_after_run"
EVERY_WEEK_START = [f"2026-11-{day}" for day in range(23, 30)]


def legs() -> Catalog:
    """One leg lift, without which the quadriceps are left out."""
    return a_catalog(
        a_leg_lift("squat", "quadriceps"), muscles=[a_muscle("quadriceps", neglected=True)]
    )


def legs_and_trunk() -> Catalog:
    return a_catalog(a_leg_lift("squat", "quadriceps"), an_exercise("plank", "abdominals"))


def tuesday(*runs: Run, minutes: int = 60, **changes: Any) -> Request:
    """One session is wanted, on Tuesday at 18:00."""
    window = a_window("tue", "Tue 18:00", minutes)
    return a_request(window, runs=runs, limits={"min_sessions": 1}, **changes)


def test_model_admits_a_session_exactly_24_hours_after_a_run() -> None:
    """A run that ends on Monday at 18:00 leaves the whole of Tuesday's window."""
    result = planned(tuesday(a_run("Mon 17:00")), legs())
    assert (result.status, starts(result)) == ("optimal", ["tue 2026-11-24T18:00"])


def test_model_waits_for_the_grid_where_the_run_ends_a_minute_later() -> None:
    """24 h after Monday 18:01 is Tuesday 18:01; the next whole five minutes are 18:05."""
    result = planned(tuesday(a_run("Mon 17:01")), legs())
    assert (result.status, starts(result)) == ("optimal", ["tue 2026-11-24T18:05"])


def test_model_relaxes_where_the_window_closes_five_minutes_too_early() -> None:
    """Only 23 h 55 min can be had: the least relaxation says exactly that."""
    result = planned(tuesday(a_run("Mon 17:05"), minutes=10), legs())
    assert (result.status, starts(result)) == ("relaxed", ["tue 2026-11-24T18:00"])
    assert relaxed(result) == [(RULE, "tue", 24, 23.92)]


def test_model_relaxes_to_a_session_without_leg_loading_first() -> None:
    """The hours are missed for one wanted session: it holds the trunk, not the legs."""
    result = planned(tuesday(a_run("Tue 07:00")), legs_and_trunk())
    assert sets_of(result) == {"plank": 3}
    assert relaxed(result) == [(RULE, "tue", 24, 10)]


@pytest.mark.parametrize(
    ("kind", "minutes", "level", "floor_hours"),
    [
        ("easy", 89, "intermediate", 6),
        ("easy", 90, "intermediate", 24),
        ("tempo", 60, "intermediate", 6),
        ("interval", 60, "advanced", 3),
        ("easy", 60, "advanced", 6),
    ],
)
def test_model_relaxes_leg_loading_down_to_the_floor_and_no_further(
    kind: str, minutes: int, level: str, floor_hours: int
) -> None:
    """At the floor the legs are trained; five minutes below it they are left out instead."""
    end = 18 * 60 - 60 * floor_hours  # minutes of Tuesday; 0 is Monday's midnight
    at, below = (
        planned(
            a_request(
                a_window("tue", "Tue 18:00", 10),
                runs=[_run_ending_on_tuesday(end + late, minutes, kind)],
                athlete={"level": level},
            ),
            legs(),
        )
        for late in (0, 5)
    )
    if floor_hours < 24:
        assert relaxed(at) == [(RULE, "tue", 24, floor_hours)]
    else:
        assert at.status == "optimal"
    assert relaxed(below) == [("neglected_coverage", "quadriceps", 2, 0)]
    assert starts(below) == []


def _run_ending_on_tuesday(end: int, minutes: int, kind: str) -> Run:
    day, minute = divmod(end - minutes, 24 * 60)
    return a_run(f"{('Mon', 'Tue')[1 + day]} {minute // 60:02}:{minute % 60:02}", minutes, kind)


@pytest.mark.parametrize(
    ("week", "saturday", "first_start"),
    [
        ("2026-03-23", "2026-03-28", "sun 2026-03-29T20:00"),
        ("2026-10-19", "2026-10-24", "sun 2026-10-25T18:00"),
    ],
)
def test_model_counts_elapsed_hours_over_a_change_of_the_clocks(
    week: str, saturday: str, first_start: str
) -> None:
    """24 h after Saturday 19:00 is Sunday 20:00 when the clocks go forward, 18:00 when back."""
    request = a_request(
        a_window("sun", "Sun 17:00", 240),
        runs=[a_run(f"{saturday}T18:00")],
        week={"start": week, "timezone": "Europe/Berlin"},
    )
    result = planned(request, legs())
    assert (result.status, starts(result)) == ("optimal", [first_start])


@pytest.mark.parametrize("start", EVERY_WEEK_START)
def test_model_counts_a_run_before_the_week(start: str) -> None:
    """Whatever the week's first day: a run over its first midnight delays that day's session."""
    request = a_request(
        a_window("first", f"{start}T06:00", 20 * 60),
        runs=[a_run(_evening_before(start), 120)],
        week={"start": start},
    )
    result = planned(request, legs())
    assert [s.hours_since_run for s in (result.plan.sessions if result.plan else ())] == [24.0]


def _evening_before(day: str) -> str:
    return f"2026-11-{int(day[-2:]) - 1}T23:00"


def test_model_counts_from_the_run_that_ends_last() -> None:
    """A short run inside a long one ends first; the long one's end counts."""
    runs = [a_run("Mon 17:00", 180, "long"), a_run("Mon 17:30", 30)]
    result = planned(tuesday(*runs, minutes=180), legs())
    assert starts(result) == ["tue 2026-11-24T20:00"]


def test_model_lets_light_sessions_be_where_only_leg_loading_must_wait() -> None:
    """With ``applies_to: leg_loading`` trunk work may follow a run at once, unrelaxed."""
    rules = {RULE: {"applies_to": "leg_loading"}}
    result = planned(tuesday(a_run("Tue 17:00"), rules=rules), legs_and_trunk())
    assert (result.status, sets_of(result)) == ("optimal", {"plank": 3})


def test_model_takes_the_requests_own_hours() -> None:
    """Thirty hours after Monday 18:00 is Wednesday 00:00: Tuesday's window cannot hold it."""
    rules = {RULE: {"hours": 30.0}}
    request = a_request(
        a_window("tue", "Tue 18:00", 8 * 60), runs=[a_run("Mon 17:00")], rules=rules
    )
    assert starts(planned(request, legs())) == ["tue 2026-11-25T00:00"]


def test_model_charges_points_where_the_rule_is_preferred() -> None:
    """Preferred: the session is held without a relaxation, and costs ten points."""
    rules = {RULE: {"enforcement": "preferred"}}
    result = planned(tuesday(a_run("Tue 07:00"), rules=rules), legs())
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    assert (result.status, points) == ("optimal", 10)


def test_model_charges_no_points_for_light_work_where_only_legs_are_to_rest() -> None:
    """Preferred for leg loading only: a trunk session soon after a run costs nothing."""
    rules = {RULE: {"enforcement": "preferred", "applies_to": "leg_loading"}}
    catalog = a_catalog(an_exercise("plank", "abdominals"), muscles=[a_muscle("abdominals")])
    request = tuesday(a_run("Tue 07:00"), rules=rules, athlete={"level": "beginner"})
    result = planned(request, catalog)
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    assert (result.status, points) == ("optimal", 0)


def test_review_approves_of_24_hours_and_tells_a_missing_minute() -> None:
    """24 h is enough; 23 h 59 min is 23.98 h of 24."""
    catalog = legs()
    session = a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {"squat": 2})
    assert found(RULE, tuesday(a_run("Mon 17:00")), catalog, session) == []
    late = found(RULE, tuesday(a_run("Mon 17:01")), catalog, session)
    assert numbers(late) == [("tue", 24, 23.98)]


def test_review_reads_offsets_not_clock_times() -> None:
    """Saturday 19:00 to Sunday 19:00 is 23 h when the clocks go forward."""
    catalog = legs()
    request = a_request(
        a_window("sun", "Sun 17:00", 240),
        runs=[a_run("2026-03-28T18:00")],
        week={"start": "2026-03-23", "timezone": "Europe/Berlin"},
    )
    short = a_session(catalog, "sun", "2026-03-29T19:00:00+02:00", {"squat": 2})
    whole = a_session(catalog, "sun", "2026-03-29T18:00:00+00:00", {"squat": 2})
    assert numbers(found(RULE, request, catalog, short)) == [("sun", 24, 23)]
    assert found(RULE, request, catalog, whole) == []


def test_review_passes_over_light_sessions_where_only_leg_loading_must_wait() -> None:
    """Under ``leg_loading`` a trunk session is free and a leg session is told."""
    catalog = legs_and_trunk()
    request = tuesday(a_run("Tue 12:00"), rules={RULE: {"applies_to": "leg_loading"}})
    light, heavy = (
        a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {exercise: 2})
        for exercise in ("plank", "squat")
    )
    assert found(RULE, request, catalog, light) == []
    assert numbers(found(RULE, request, catalog, heavy)) == [("tue", 24, 5)]


# --- hard_days_hard -------------------------------------------------------------------------------


def hard(*runs: Run, minutes: int = 60, **changes: Any) -> Request:
    """``tuesday`` with the other choice: one session is wanted, on Tuesday at 18:00."""
    return tuesday(*runs, minutes=minutes, recovery="hard_days_hard", **changes)


@pytest.mark.parametrize(
    ("kind", "level", "hours"),
    [("interval", "intermediate", 6), ("tempo", "beginner", 6), ("interval", "advanced", 3)],
)
def test_a_session_stands_on_a_hard_day_some_hours_after_the_run(
    kind: str, level: str, hours: int
) -> None:
    """At the hour leg work is unrelaxed for both readings; five minutes sooner for neither."""
    end = 18 * 60 - 60 * hours
    catalog = legs()
    session = a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {"squat": 2})
    for late, lawful in ((0, True), (5, False)):
        run = _run_ending_on_tuesday(end + late, 60, kind)
        request = hard(run, minutes=10, athlete={"level": level})
        result = planned(request, catalog)
        assert (result.status == "optimal") is lawful
        breaches = numbers(found(RULE, request, catalog, session))
        assert breaches == ([] if lawful else [("tue", hours, round(hours - 5 / 60, 2))])
        assert starts(result) == (["tue 2026-11-24T18:00"] if lawful else [])


def test_a_session_waits_for_the_hours_after_the_hard_run() -> None:
    """The window opens five hours after the intervals: the session stands an hour later."""
    result = planned(hard(a_run("Tue 12:00", 60, "interval"), minutes=120), legs())
    assert (result.status, starts(result)) == ("optimal", ["tue 2026-11-24T19:00"])


@pytest.mark.parametrize(
    "runs",
    [
        [a_run("Tue 06:00")],
        [a_run("Mon 19:00", 60, "interval")],
        [a_run("Tue 06:00", 60, "long")],
        [a_run("Tue 20:00", 60, "interval"), a_run("Tue 06:00")],
    ],
    ids=["an easy run", "a hard run of the day before", "a long run", "a hard run still ahead"],
)
def test_no_session_stands_on_another_day_inside_the_24_hours(runs: list[Run]) -> None:
    """Only the day of an interval or tempo run that is over makes up for them."""
    catalog = legs_and_trunk()
    request = hard(*runs)
    assert planned(request, catalog).status == "relaxed"
    session = a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {"plank": 2})
    assert [finding.required for finding in found(RULE, request, catalog, session)] == [24]


def test_an_easy_run_of_a_hard_day_leaves_it_hard() -> None:
    """Six hours after an easy run too, legs are trained; sooner after it only the trunk is."""
    tempo = a_run("Tue 06:00", 60, "tempo")
    for easy, content in (("Tue 11:00", {"plank": 3, "squat": 3}), ("Tue 12:00", {"plank": 3})):
        request = hard(tempo, a_run(easy), minutes=30)
        result = planned(request, legs_and_trunk())
        assert (result.status, sets_of(result)) == ("optimal", content)


def test_a_hard_day_after_a_long_run_holds_no_leg_work() -> None:
    """A long run ended 22 h before: its 24 h hold for the legs, the hard day for the rest."""
    catalog = legs_and_trunk()
    request = hard(a_run("Mon 18:00", 120, "long"), a_run("Tue 08:00", 60, "tempo"), minutes=30)
    result = planned(request, catalog)
    assert (result.status, sets_of(result)) == ("optimal", {"plank": 3})
    light, heavy = (
        a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {exercise: 2})
        for exercise in ("plank", "squat")
    )
    assert found(RULE, request, catalog, light) == []
    assert numbers(found(RULE, request, catalog, heavy)) == [("tue", 24, 22)]


def test_where_the_24_hours_hold_any_day_is_lawful_and_a_hard_one_preferred() -> None:
    """Of two days that would do, the session takes the day of the tempo run, though it is later."""
    windows = a_window("mon", "Mon 18:00", 10), a_window("thu", "Thu 18:00", 10)
    request = a_request(
        *windows,
        runs=[a_run("Thu 06:00", 60, "tempo")],
        recovery="hard_days_hard",
        limits={"max_sessions": 1},
    )
    result = planned(request, legs())
    assert (result.status, starts(result)) == ("optimal", ["thu 2026-11-26T18:00"])
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    alone = planned(hard(minutes=10), legs())
    off = {tier.name: tier.value for tier in alone.objective}["freshness_and_preferences"]
    assert (points, off) == (0, 5)


def test_a_hard_day_ends_at_local_midnight() -> None:
    """A window over midnight: inside the 24 hours the session stands before it or not at all."""
    run = a_run("Tue 16:30", 60, "interval")
    late = a_request(
        a_window("tue", "Tue 23:00", 120), runs=[run], recovery="hard_days_hard",
        week={"timezone": "Europe/Berlin"},
    )  # fmt: skip
    assert starts(planned(late, legs())) == ["tue 2026-11-24T23:30"]
    later = a_request(
        a_window("tue", "Wed 00:00", 60), runs=[run], recovery="hard_days_hard",
        week={"timezone": "Europe/Berlin"},
    )  # fmt: skip
    assert planned(later, legs()).status == "relaxed"


def test_the_choice_leaves_no_room_for_the_rules_own_hours() -> None:
    """The error names both fields; what says nothing is no contradiction."""
    for field, value in (("hours", 20), ("applies_to", "leg_loading")):
        request = hard(rules={RULE: {field: value}})
        with pytest.raises(UnusableInput, match=rf"recovery: .*rules\.{RULE}\.{field} \("):
            planned(request, legs())
    assert planned(hard(rules={RULE: {"hours": None}}), legs()).status == "optimal"


def test_preferred_hard_days_cost_points_and_relax_nothing() -> None:
    """On an easy day inside the 24 hours: ten points for tired legs and five for the day."""
    rules = {RULE: {"enforcement": "preferred"}}
    result = planned(hard(a_run("Tue 07:00"), rules=rules), legs())
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    assert (result.status, points) == ("optimal", 15)


@pytest.mark.parametrize(
    ("run", "opens", "reason"),
    [
        (
            a_run("Tue 07:00"), "Tue 18:00",
            "Tue 18:00 is 10 h after the easy run of Tue 07:00 ends; 24 h are required except on"
            " the day of an interval or tempo run.",
        ),
        (
            a_run("Tue 07:00", 60, "interval"), "Tue 10:00",
            "Tue 10:00 is 2 h after the interval run of Tue 07:00 ends; 6 h are required.",
        ),
    ],
)  # fmt: skip
def test_a_window_by_hard_days_says_which_hours_it_lacks(run: Run, opens: str, reason: str) -> None:
    """On an easy day all 24, after the intervals of its own day six."""
    windows = (a_window("tue", opens), a_window("thu", "Thu 18:00"))
    request = a_request(*windows, runs=[run], recovery="hard_days_hard", limits={"max_sessions": 1})
    explained = explain(request, planned(request, legs()), catalog=legs())
    sentences = {one.window: [why.sentence for why in one.reasons] for one in explained.windows}
    assert sentences == {"tue": [reason], "thu": []}


def test_the_edge_by_hard_days_is_that_of_the_run_that_lacks_most() -> None:
    """Six hours and a half after the intervals, six are required; without a run there is none."""
    interval = _run_ending_on_tuesday(11 * 60 + 30, 60, "interval")
    for runs, edges in (([interval], [("tue", 6, 6.5)]), ([], [])):
        request = hard(*runs, minutes=10)
        report = check(request, planned(request, legs()), catalog=legs(), optimum=False)
        assert numbers(edge for edge in report.closest if edge.rule == RULE) == edges


def test_a_conflict_by_hard_days_offers_no_parameter_of_the_rule() -> None:
    """It names the easy run, its day and the window, which moved would end right before the run."""
    result = plan(hard(a_run("Tue 07:00")), catalog=legs())
    assert result.conflict is not None
    sentences = " ".join(member.sentence for member in result.conflict.rules)
    assert "or on the day of an interval or tempo run" in sentences
    [withheld] = result.repairs_withheld
    assert withheld.sentence.startswith("Hold window tue earlier by 12 h")
    assert "the run comes first" in withheld.why
    assert not result.repairs


def test_a_session_of_a_hard_day_counts_as_rested_where_a_repair_is_weighed() -> None:
    """Ten minutes hold one of two lifts: the repair leads from and to no session inside."""
    muscles = [a_muscle(name, neglected=True) for name in ("quadriceps", "abdominals")]
    catalog = a_catalog(
        a_leg_lift("squat", "quadriceps"), an_exercise("plank", "abdominals"), muscles=muscles
    )
    result = plan(hard(a_run("Tue 06:00", 60, "interval"), minutes=10), catalog=catalog)
    assert result.repairs
    for repair in result.repairs:
        led = repair.leads_to
        assert led is not None
        weeks = [week for week in (led.before, led.after) if week is not None]
        assert [week.sessions_inside_recovery for week in weeks] == [0, 0]


@drawn(60)
@given(
    gap_minutes=st.integers(min_value=0, max_value=30 * 60),
    other_gap_minutes=st.integers(min_value=0, max_value=30 * 60),
    window_minutes=st.integers(min_value=10, max_value=360),
    kinds=st.tuples(*2 * [st.sampled_from(["easy", "long", "interval", "tempo"])]),
    level=st.sampled_from(["intermediate", "advanced"]),
    enforcement=st.sampled_from([None, "preferred"]),
)
def test_both_readings_agree_by_hard_days(
    gap_minutes: int,
    other_gap_minutes: int,
    window_minutes: int,
    kinds: tuple[str, str],
    level: str,
    enforcement: str | None,
) -> None:
    """Some start of the window passes review exactly where the week is not relaxed for it."""
    runs = [_run_before_tuesday(g, k) for g, k in zip((gap_minutes, other_gap_minutes), kinds)]  # noqa: B905
    request = hard(
        *runs, minutes=window_minutes, athlete={"level": level},
        rules={RULE: {"enforcement": enforcement}},
    )  # fmt: skip
    catalog = legs()
    result = planned(request, catalog)
    lawful = []
    for late in range(0, window_minutes - 8, 5):
        start = datetime(2026, 11, 24, 18, tzinfo=UTC) + timedelta(minutes=late)
        session = a_session(catalog, "tue", start.isoformat(), {"squat": 2})
        if not found(RULE, request, catalog, session):
            lawful.append(f"tue {start:%Y-%m-%dT%H:%M}")
    if enforcement is None:
        assert (result.status == "optimal") is bool(lawful)
    if lawful:
        assert starts(result)[0] in lawful


def _run_before_tuesday(gap_minutes: int, kind: str) -> Run:
    """A run of half an hour that ends so long before Tuesday 18:00."""
    start = datetime(2026, 11, 24, 17, 30, tzinfo=UTC) - timedelta(minutes=gap_minutes)
    return a_run(f"{start:%Y-%m-%dT%H:%M}", 30, kind)


@drawn(40)
@given(
    gap_minutes=st.integers(min_value=0, max_value=40 * 60),
    # A window that reaches past midnight has a start on the next day, which may be as good.
    window_minutes=st.integers(min_value=10, max_value=360),
    hours=st.sampled_from([None, 0.0, 6.5, 24.0, 36.0]),
    kind=st.sampled_from(["easy", "long", "interval"]),
)
def test_both_readings_agree(
    gap_minutes: int, window_minutes: int, hours: float | None, kind: str
) -> None:
    """The rule is unbroken exactly where some whole five minutes of the window are late enough."""
    opens = 42 * 60  # Tuesday 18:00 in minutes after Monday's midnight
    run_start = opens - gap_minutes - 30
    clock = f"{run_start % 1440 // 60:02}:{run_start % 60:02}"
    run = a_run(f"2026-11-{23 + run_start // 1440}T{clock}", 30, kind)
    request = tuesday(run, minutes=window_minutes, rules={RULE: {"hours": hours}})
    needed = round(60 * (24 if hours is None else hours))
    start = opens + max(0, -(-(needed - gap_minutes) // 5) * 5)
    shortest_minutes = 8.5  # the warm-up and two sets
    fits = start + shortest_minutes <= opens + window_minutes
    result = planned(request, legs())
    assert (RULE not in broken_in(request, legs(), result)) is (fits or not starts(result))
    if fits:
        assert result.status == "optimal"
        expected = f"tue 2026-11-{23 + start // 1440}T{start % 1440 // 60:02}:{start % 60:02}"
        assert starts(result) == [expected]
    else:
        assert result.status == "relaxed"


def test_hard_days_leave_no_room_for_parameters_of_the_hours() -> None:
    """Each of them is named, with what it says; without them the week is planned."""
    rules = {RULE: {"hours": 12.0, "applies_to": "every_session", "enforcement": None}}
    request = tuesday(recovery="hard_days_hard", rules=rules)
    with pytest.raises(UnusableInput) as error:
        plan(request, catalog=legs())
    assert [str(problem) for problem in error.value.problems] == [
        f"recovery: 'hard_days_hard' and rules.{RULE}.{name} ({value}) cannot both hold; leave one"
        " of them out"
        for name, value in (("hours", "12.0"), ("applies_to", "'every_session'"))
    ]
    assert planned(tuesday(recovery="hard_days_hard", rules={}), legs()).status == "optimal"
