"""What every printed form says of one plan: terminal, paper, Markdown and calendar alike."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from icalendar import Calendar
from rich.console import Console

from api.command_line.views import Names, week_view
from api.formats.registry import format_named
from catalog import load_catalog
from optimizer.documents.result import (
    Block,
    Effort,
    Item,
    Load,
    NextStep,
    Plan,
    Result,
    Session,
)
from tests.api import weeks

CATALOG = load_catalog()
FORMS = ("terminal", "html", "markdown", "ics")
METHOD = "With 10 or more left take half as much again."


def an_item(label: str, exercise: str, sets: int = 3, **changes: object) -> Item:
    item = Item(
        label=label, exercise=exercise, name=CATALOG.exercises[exercise].name, sets=sets,
        reps=(6, 8), rest_seconds=90, seconds=300, role="accessory", effort=Effort(rir=(2, 3)),
    )  # fmt: skip
    return item.model_copy(update=changes)


def printed(
    form: str,
    *sessions: tuple[Block, ...],
    end: str = "19:40:00",
    minutes: float = 40,
    next_week: tuple[NextStep, ...] = (),
) -> str:
    """The week with these sessions, on one line, without marks of the form."""
    plan = Plan(
        sessions=tuple(
            Session(
                id=f"s{number}", window="tue", place="gym", blocks=blocks, minutes=minutes,
                start=f"2026-11-{23 + number}T19:00:00+01:00",
                end=f"2026-11-{23 + number}T{end}+01:00",
            )
            for number, blocks in enumerate(sessions, start=1)
        ),
        next_week=next_week,
    )  # fmt: skip
    result: Result = weeks.result(plan=plan)
    if form == "terminal":
        console = Console(file=io.StringIO(), width=400, no_color=True)
        with console.capture() as captured:
            console.print(week_view(weeks.request(), result, Names.of(CATALOG)))
        text = captured.get()
    else:
        data = format_named(form).write(weeks.request(), result, CATALOG)[0].data.decode()
        if form == "ics":
            events = Calendar.from_ical(data).walk("VEVENT")
            data = " ".join(str(event.get("DESCRIPTION")) for event in events)
        text = unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", data, flags=re.DOTALL))
        text = text.replace("**", "").replace("\\", "") if form == "markdown" else text
    return re.sub(r"\s+", " ", text)


def straight(*items: Item) -> tuple[Block, ...]:
    return tuple(
        Block(label=item.label, kind="straight", rounds=item.sets, items=(item,)) for item in items
    )


@pytest.mark.parametrize("form", FORMS)
def test_how_to_find_a_load_is_said_once(form: str) -> None:
    """Of a calendar once in each session, since each stands alone there."""

    def unknown(kg: int) -> Load:
        begin = f"Begin with {kg} kg and do 6: the first load that leaves about 2–3 is yours."
        return Load(why=f"{begin} {METHOD}", method=METHOD)

    blocks = straight(
        an_item("1", "goblet_squat", load=unknown(8)),
        an_item("2", "leg_press", load=unknown(40)),
    )
    text = printed(form, blocks, blocks)
    assert text.count(METHOD) == (2 if form == "ics" else 1)
    assert text.count("How to find a load") == (2 if form == "ics" else 1)
    begin = "Begin with 40 kg and do 6: the first load that leaves about 2–3 is yours"
    assert text.count(f"{begin}; see how to find a load.") == 2


@pytest.mark.parametrize("form", FORMS)
def test_loads_are_said_as_they_are_marked_and_for_each_hand(form: str) -> None:
    load = Load(kg=19.96, lb=44, also_in="kg", at_once=2, why="From the log.")
    text = printed(form, straight(an_item("1", "split_squat_loaded", per_side=True, load=load)))
    assert "44 lb (20 kg) each hand" in text
    assert "19.96" not in text


@pytest.mark.parametrize("form", FORMS)
def test_unequal_sets_of_a_superset_say_who_works_in_which_round_and_how_long_it_rests(
    form: str,
) -> None:
    """The squat goes on alone after two rounds, and then has its whole rest."""
    block = Block(
        label="1", kind="superset", rounds=4,
        items=(
            an_item("1A", "back_squat", 4, rest_seconds=15, later_rest_seconds=180),
            an_item("1B", "dead_bug", 2, rest_seconds=75),
            an_item("1C", "front_plank", 1, rest_seconds=20),
        ),
    )  # fmt: skip
    text = printed(form, (block,))
    assert "1B only in rounds 1–2, 1C only in round 1" in text
    assert "15 s, and 180 s from round 3 on" in text


@pytest.mark.parametrize("form", FORMS)
def test_what_goes_on_alone_for_one_round_rests_after_the_last(form: str) -> None:
    items = (an_item("1A", "toe_walk", 3, rest_seconds=15, later_rest_seconds=105),
             an_item("1B", "dead_bug", 2))  # fmt: skip
    text = printed(form, (Block(label="1", kind="superset", rounds=3, items=items),))
    assert "15 s, and 105 s after the last round" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_main_lift_beside_partners_says_what_it_rests_from_set_to_set(form: str) -> None:
    lift = an_item("1A", "back_squat", 4, rest_seconds=15, later_rest_seconds=180)
    lift = lift.model_copy(update={"set_to_set_seconds": 180})
    block = Block(label="1", kind="superset", rounds=4, items=(lift, an_item("1B", "dead_bug", 2)))
    text = printed(form, (block,))
    assert "15 s, at least 180 s between its own sets" in text
    assert "from round" not in text


@pytest.mark.parametrize("form", FORMS)
def test_equal_sets_of_a_superset_need_no_word_of_rounds(form: str) -> None:
    items = (an_item("1A", "back_squat", rest_seconds=15), an_item("1B", "dead_bug"))
    text = printed(form, (Block(label="1", kind="superset", rounds=3, items=items),))
    assert "3 rounds" in text
    assert "only in" not in text
    assert "from round" not in text


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_a_session_ends_in_the_first_whole_minute_in_which_all_is_done(form: str) -> None:
    text = printed(form, straight(an_item("1", "goblet_squat")), end="19:39:12", minutes=39.2)
    assert "19:00–19:40" in text
    assert "40 min" in text
    assert not re.search("19:39|39 min|12 s", text)


STEPS = (
    NextStep(
        kind="load",
        sentence="With a weight: the next one.",
        short="next week: more",
        today="5 % less.",
    ),
    NextStep(kind="body", sentence="Without: slower.", short="next week: slower", today="Slower."),
    NextStep(kind="all", sentence="Write it down.", short="write it down"),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_week_says_what_next_week_does_and_what_to_do_with_an_easy_set(form: str) -> None:
    blocks = straight(
        an_item("1", "goblet_squat", load=Load(kg=20, why="Last week.")),
        an_item("2", "push_up"),
        an_item("3", "dead_bug"),
        an_item("4", "reverse_snow_angel", hold_seconds=(2, 3)),
        an_item("5", "leg_press", load=Load(why=f"Begin very light. {METHOD}", method=METHOD)),
    )
    text = printed(form, blocks, next_week=STEPS)
    heading = "NEXT WEEK" if form == "ics" else "Next week"
    assert text.index(heading) < text.index("With a weight: the next one.")
    assert "Without: slower." in text
    assert "Write it down." in text
    assert re.search(r"2, 3:? Slower\.", text)
    # Of a load that is still to be found there is no last time.
    assert re.search(r"(?<!, )1:? 5 % less\.", text)
    assert "“2 left” is to stop a set" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_load_that_is_not_known_says_with_what_to_begin(form: str) -> None:
    """A plan that was saved before it was told says that it is to be found."""
    new = Load(how="begin with 60 kg", why=f"Begin with 60 kg. {METHOD}", method=METHOD)
    old = Load(why=f"Begin with 8 kg. {METHOD}", method=METHOD)
    blocks = straight(an_item("1", "leg_press", load=new), an_item("2", "goblet_squat", load=old))
    text = printed(form, blocks)
    assert re.search(r"3 × 6–8,? begin with 60 kg", text)
    assert re.search(r"3 × 6–8,? load to be found", text)
