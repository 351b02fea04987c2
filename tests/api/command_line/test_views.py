"""What a person sees: the facts of a result, in the width that there is."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from api.command_line.views import Names, check_view, diff_view, week_view
from api.command_line.views.coverage import bar
from api.words.phrases import hours, plain
from catalog import load_catalog
from optimizer.documents.difference import Dose, DoseChange, MuscleChange, PlanDiff
from optimizer.documents.result import (
    CheckReport,
    Conflict,
    Effort,
    Finding,
    LeadsTo,
    Load,
    Member,
    MuscleCoverage,
    Result,
    TierValue,
    WeekInNumbers,
    WithheldRepair,
)
from tests.api import weeks


def drawn(result: Result, columns: int = 80) -> str:
    names = Names.of(load_catalog())
    return _printed(week_view(weeks.request(), result, names), columns)


def _printed(view: object, columns: int) -> str:
    console = Console(
        file=io.StringIO(), width=columns, highlight=False, markup=False, emoji=False, no_color=True
    )
    with console.capture() as captured:
        console.print(view)
    return captured.get()


def words_of(text: str) -> str:
    """The text with its line breaks and table lines as single blanks."""
    return re.sub(r"[\s─]+", " ", text)


def test_the_headline_names_athlete_week_and_answer() -> None:
    head = words_of(drawn(weeks.result()))[:200]
    assert "ana · beginner, in season · week of Mon 23 Nov 2026 · Europe/Berlin" in head
    assert "Proven best:" in head


def test_every_day_of_the_week_is_there_with_its_runs_and_sessions() -> None:
    text = drawn(weeks.result())
    week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    rows = [line.split() for line in text.splitlines()]
    days = [row[0] for row in rows if row[:1] and row[0] in week]
    assert days == ["Sun", *week]
    assert "18:00–18:45  easy run, 45 min" in text
    assert "19:00–19:22  STRENGTH s1 at gym, 22 min" in text
    around = "24 h 15 min after the last run next key run 84 h 39 min after its start"
    assert around in words_of(text)


def test_a_run_before_the_week_counts_and_is_shown_before_monday() -> None:
    text = drawn(weeks.result())
    assert text.index("\nSun 22 Nov") < text.index("\nMon 23 Nov")
    assert "09:00–10:20  long run, 80 min" in text


def test_a_session_shows_label_exercise_dose_rest_and_time() -> None:
    text = drawn(weeks.result())
    assert re.search(r"1A +Goblet squat +3 × 8–12 +15 s +3:39", text)
    assert re.search(r"1B +Bent-knee calf raise +3 × 10–15, hold 2 s each side +75 s +10:21", text)
    assert re.search(r"2 +Front plank +2 × 20–40 s +30 s +2:30", text)
    assert re.search(r"W1 +Leg swing +1 × 10 each side +– +5:00", text)
    assert "In turn, 3 rounds" in text


def test_a_session_says_what_each_exercise_is_for() -> None:
    """Where the title of a block says it, the exercises do not say it again."""
    text = drawn(weeks.result(plan=weeks.plan_with_roles()), 100)
    assert re.search(
        r"Ramp sets *\nR1 +Goblet squat +1 × 5, about 50 % of what you then find +60 s", text
    )
    assert re.search(r"1 +Pogo hop +2 × 12 +60 s +2:30 +jumps, 24 contacts", text)
    assert re.search(r"1A +Goblet squat +3 × 8–12 +15 s +3:39 +main lift", text)
    assert re.search(r"2 +Front plank +2 × 20–40 s +30 s +2:30 +circuit", text)
    assert "Role" not in drawn(weeks.result())


@pytest.mark.parametrize("columns", [60, 80])
def test_a_session_with_roles_fits_the_terminal(columns: int) -> None:
    text = drawn(weeks.result(plan=weeks.plan_with_roles()), columns)
    assert max(map(len, text.splitlines())) <= columns
    assert "3 × 8–12" in text


def test_coverage_shows_sets_direct_work_and_the_source_of_the_claim() -> None:
    text = drawn(weeks.result())
    assert "Neglected muscles: 1 of 2 have direct work, 1 their weekly minimum" in text
    assert re.search(r"Soleus +4\.5 +\S*■\S* +\S.*000", text)
    assert re.search(r"Hip adductors +0\.5 +\S+ +none this week", text)
    assert "Gastrocnemius 1.5" in text


def test_a_bar_ends_at_the_maximum_and_brackets_minimum_to_target() -> None:
    one = MuscleCoverage(
        muscle="soleus", neglected=True, sets=3.5, minimum=2, target=4, maximum=7, direct=("a",)
    )
    assert bar(one).plain == "■■■■[■■■·]······"


def worth_less() -> Result:
    """Four and a half sets for the soleus that are worth one: less than the minimum of two."""
    planned = weeks.plan()
    soleus, *others = planned.coverage
    coverage = (soleus.model_copy(update={"effective_sets": 1.0}), *others)
    return weeks.result(plan=planned.model_copy(update={"coverage": coverage}))


def test_coverage_tells_what_sets_are_worth_and_holds_that_against_the_minimum() -> None:
    text = drawn(worth_less())
    assert "Neglected muscles: 1 of 2 have direct work, 0 their weekly minimum" in text
    assert re.search(r"Soleus +4\.5 +1 +■■·?\S*□", text)
    assert "what the sets are worth to this athlete" in words_of(text)


def test_a_difference_of_plans_tells_what_sets_are_worth() -> None:
    change = MuscleChange(
        muscle="soleus", before=4, after=4, effective_before=4.0, effective_after=1.0
    )
    text = _printed(
        diff_view(PlanDiff(same=False, coverage=(change,)), Names.of(load_catalog())), 80
    )
    assert re.search(r"Soleus +4 +4 \(worth 1\)", text)


def test_a_bar_is_hollow_beyond_what_the_sets_are_worth() -> None:
    one = MuscleCoverage(
        muscle="soleus", neglected=True, sets=3.5, minimum=2, target=4, maximum=7,
        effective_sets=2.5,
    )  # fmt: skip
    assert bar(one).plain == "■■■■[■□□·]······"


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_week_with_worth_fits_the_terminal(columns: int) -> None:
    assert max(map(len, drawn(worth_less(), columns).splitlines())) <= columns


def test_what_was_left_out_is_said_with_its_reason() -> None:
    text = words_of(drawn(weeks.relaxed()))
    assert "Something has to give, proven the least:" in text
    for sentence in (
        "The session of window tue starts 11 h after the last run, not 24 h.",
        "24 h after run r1.",
        "Window tue ends at 21:00.",
        "Start window tue an hour later.",
        "tue (s1): Run r1 ends Mon 18:45.",
        "fri (not used): Only one session was asked for.",
        "Stop when it hurts.",
    ):
        assert sentence in text


def test_a_tier_that_is_not_proven_says_how_far_it_may_be() -> None:
    tier = TierValue(name="target_dose_shortfall", value=12, bound=10, unit="half sets")
    text = words_of(drawn(weeks.result(status="feasible", objective=(tier,))))
    assert "Feasible:" in text
    assert "target dose shortfall 12 half sets (no less than 10)" in text


@pytest.mark.parametrize("name", ["coach_rank", "tie_break"])
def test_the_order_among_equals_is_not_told(name: str) -> None:
    """The second name stands in results that were saved before the first was there."""
    tier = TierValue(name=name, value=12, bound=12, unit="ranks")
    assert "less is better" not in drawn(weeks.result(objective=(tier,)))


def test_what_is_proven_in_its_own_units_stands_at_the_end() -> None:
    text = words_of(drawn(weeks.result()))
    assert text.index("target dose shortfall 12 half sets") > text.index("Neglected muscles")


def test_the_answer_names_what_the_week_leaves_out() -> None:
    text = words_of(drawn(weeks.result()))
    assert "by the published rules; left out: Hip adductors Sun 22 Nov" in text


def test_a_muscle_that_running_does_not_neglect_is_not_said_to_be_left_out() -> None:
    week = weeks.result()
    assert week.plan is not None
    coverage = [one.model_copy(update={"neglected": False}) for one in week.plan.coverage]
    plan = week.plan.model_copy(update={"coverage": tuple(coverage)})
    assert "left out: " not in words_of(drawn(week.model_copy(update={"plan": plan})))


def test_one_family_of_main_lifts_is_a_family() -> None:
    tier = TierValue(name="main_lift_families_missing", value=1, bound=1, unit="families")
    assert "1 family" in words_of(drawn(weeks.result(objective=(tier,))))


def test_the_next_key_run_has_its_day_and_hour() -> None:
    """A plan that was saved before has the hours until then."""
    [session] = weeks.plan().sessions
    before_key_run = session.model_copy(update={"next_key_run": "2026-11-28T08:00:00+01:00"})
    week = weeks.plan().model_copy(update={"sessions": (before_key_run,)})
    text = words_of(drawn(weeks.result(plan=week)))
    assert "next key run Sat 28 Nov, 08:00" in text
    assert "after its start" not in text


def test_a_relaxation_without_proof_does_not_claim_one() -> None:
    tier = TierValue(name="relaxations", value=2, bound=1, unit="points")
    text = drawn(weeks.result(status="relaxed", objective=(tier,)))
    assert "Proven" not in text


@pytest.mark.parametrize("status", ["infeasible", "unsolved"])
def test_an_answer_without_a_plan_still_shows_the_week(status: str) -> None:
    text = drawn(weeks.result(status=status, plan=None))
    assert "long run, 110 min" in text
    assert "STRENGTH" not in text


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    lines = drawn(weeks.relaxed(), columns).splitlines()
    assert max(len(line) for line in lines) <= columns


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_doses_are_whole_in_every_width(columns: int) -> None:
    assert "3 × 8–12" in drawn(weeks.result(), columns)


def test_an_id_cannot_drive_the_terminal() -> None:
    assert plain("a\x1b[2Jb\nc") == "a�[2Jb�c"


def test_hours_are_said_in_hours_and_minutes() -> None:
    assert [hours(value) for value in (0.5, 24, 23 + 50 / 60)] == ["30 min", "24 h", "23 h 50 min"]


def test_a_check_names_each_breach_with_its_numbers() -> None:
    finding = Finding(
        rule="recovery_after_run", subject="s1", holds=False, required=24, actual=11.5,
        unit="hours", sentence="Session s1 starts too soon after run r1.",
    )  # fmt: skip
    report = CheckReport(holds=False, findings=(finding,), rules_held=("time_budget", "level"))
    text = words_of(_printed(check_view(report), 80))
    assert "The plan does not hold" in text
    assert "Session s1 starts too soon after run r1. (recovery_after_run: 11.5 of 24 hours)" in text
    assert "time_budget, level" in text


def test_a_conflict_of_whole_sentences_has_one_line_for_each() -> None:
    """Two runs of one rule are two sentences, not one with a comma after its full stop."""
    members = [
        Member(rule="recovery_after_run", subject=run, sentence=f"24 h after {run}.")
        for run in ("r1", "r2")
    ]
    result = weeks.relaxed().model_copy(update={"conflict": Conflict(rules=tuple(members))})
    text = words_of(drawn(result))
    assert "• 24 h after r1. • 24 h after r2." in text
    assert ".," not in text
    assert "these cannot all hold" in text


def test_a_conflict_of_one_member_is_told_as_one_and_without_a_cure_that_is_said() -> None:
    member = Member(rule="sessions_per_week", subject="min_sessions", sentence="At least 3.")
    week = weeks.relaxed().model_copy(update={"conflict": Conflict(rules=(member,)), "repairs": ()})
    text = words_of(drawn(week))
    assert "this cannot hold this week" in text
    assert "alone does it" in text


def test_a_repair_tells_the_week_that_it_leads_to_and_one_withheld_its_reason() -> None:
    """What is zero with and without it is not worth a word."""
    before = WeekInNumbers(
        sessions=2, sessions_inside_recovery=1, main_lift_sets=0, minimum_missed_half_sets=3,
        heavy_before_key_run=0,
    )  # fmt: skip
    leads_to = LeadsTo(
        before=before, after=before.model_copy(update={"minimum_missed_half_sets": 1})
    )
    [repair] = weeks.relaxed().repairs
    result = weeks.relaxed().model_copy(
        update={
            "repairs": (repair.model_copy(update={"leads_to": leads_to}),),
            "repairs_withheld": (WithheldRepair(sentence="Skip it.", why="It costs a session."),),
        }
    )
    text = words_of(drawn(result))
    assert (
        "Start window tue an hour later. Leads to 2 sessions (now 2), 1 session inside recovery"
        " (now 1), 0.5 sets below the minimum doses (now 1.5)." in text
    )
    assert "leaves a worse week • Skip it. It costs a session." in text
    unknown = words_of(drawn(weeks.relaxed()))
    assert "What week it leads to was not known when the search ended." in unknown


def test_where_all_that_cures_is_withheld_nobody_says_that_nothing_does() -> None:
    withheld = (WithheldRepair(sentence="Skip it.", why="It costs a session."),)
    result = weeks.relaxed().model_copy(update={"repairs": (), "repairs_withheld": withheld})
    assert "alone does it" not in words_of(drawn(result))


def test_a_conflict_says_once_what_it_says_of_several_muscles() -> None:
    members = [
        Member(rule="neglected_coverage", subject=name, sentence=f"{name}: 2 sets this week.")
        for name in ("Soleus", "Trapezius")
    ]
    window = Member(rule="time_budget", subject="tue", sentence="Window tue has 20 min: too few.")
    result = weeks.relaxed().model_copy(update={"conflict": Conflict(rules=(*members, window))})
    text = words_of(drawn(result))
    assert "Soleus, Trapezius: 2 sets this week. • Window tue has 20 min: too few." in text


def test_a_session_over_the_change_of_the_clocks_says_its_offsets() -> None:
    plan = weeks.plan()
    [session] = plan.sessions
    times = {"start": "2026-10-25T02:30:00+02:00", "end": "2026-10-25T02:06:00+01:00"}
    over = plan.model_copy(update={"sessions": (session.model_copy(update=times),)})
    assert "02:30 (+0200)–02:06 (+0100)" in drawn(weeks.result(plan=over), 100)


def test_a_difference_of_plans_tells_loads_repetitions_and_efforts() -> None:
    before = Dose(
        reps=(6, 8), effort=Effort(rir=(2, 3), percent_1rm=(75, 80)), load=Load(kg=60, why="Now.")
    )
    after = Dose(
        reps=(4, 6), effort=Effort(rir=(2, 2), percent_1rm=(80, 85)), load=Load(kg=62.5, why="Up.")
    )
    change = DoseChange(
        exercise="back_squat", name="Back squat", session_before="s1", session_after="s2",
        before=before, after=after,
    )  # fmt: skip
    text = words_of(
        _printed(diff_view(PlanDiff(same=False, doses=(change,)), Names.of(load_catalog())), 140)
    )
    assert "6–8, 60 kg, 2–3 left, 75–80 % of max 4–6, 62.5 kg, 2 left, 80–85 % of max" in text
    assert "s1 → s2" in text
