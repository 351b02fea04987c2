"""What a runner does with this week's plan next week: double progression, by kind of exercise.

The numbers are those by which a log decides (``dosing/progress_rules.py``); a plan that is made
with the log says each step itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.models import LEVELS
from optimizer.case.case import Case
from optimizer.documents.result import NextStep, Session
from optimizer.documents.wording import counted
from optimizer.dosing.standing import STANDING_STILL
from optimizer.dosing.tempo import slower

_WRITE_DOWN = "Write down what you did and how many were left, and plan again with it."
_NOTHING_RISES = "no load rises and nothing new begins"


def next_steps(case: Case, sessions: Iterable[Session]) -> tuple[NextStep, ...]:
    """One for each kind of exercise that ``sessions`` hold; none where they hold no work."""
    items = [
        item
        for session in sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    ]
    kinds = {item.step_kind for item in items} - {None}
    if not kinds:
        return ()
    phase = case.request.week.phase
    if phase in STANDING_STILL or case.is_deload:
        return (_standing_still(case),)
    loads = [item.load for item in items if item.load is not None]
    is_found = any(load.method is not None for load in loads)
    is_known = any(load.kg is not None for load in loads)
    steps = _by_kind(case, is_found=is_found, is_known=is_known)
    found = [step for step in steps if step.kind in kinds]
    return (*found, NextStep(kind="all", sentence=_for_all(case), short="write it down"))


def _standing_still(case: Case) -> NextStep:
    if case.is_deload:
        sentence = "After this lighter week go back to the loads of the week before it."
        short = "next week: loads as before this lighter one"
    elif case.request.week.phase == "taper":
        sentence = f"In a taper {_NOTHING_RISES}: the same loads again, up to the race."
        short = "next week: the same, nothing rises in a taper"
    else:
        sentence = (
            f"After a race {_NOTHING_RISES}: the same loads and repetitions again, until the weeks"
            " after it are over."
        )
        short = "next week: the same, nothing rises after a race"
    return NextStep(kind="all", sentence=f"{sentence} {_WRITE_DOWN}", short=short)


def _by_kind(case: Case, *, is_found: bool, is_known: bool) -> Iterator[NextStep]:
    catalog = case.catalog
    more = counted(round(catalog.number("most_reps_added")), "repetitions")
    in_season = case.request.week.phase == "in_season"
    left = "as the plan's higher number" if in_season else "as planned"
    times = round(catalog.numbers("progression_sessions")[LEVELS.index(case.level)])
    often = "" if times == 1 else f", in {counted(times, 'workouts')} in a row"
    legs, upper, _, _ = catalog.numbers("progression_step")
    workouts, most = catalog.numbers("finding")
    finding = (
        f" In its first {counted(round(workouts), 'workouts')} a new load goes up by what was left,"
        f" by {most:g} % at most."
        if is_found
        else ""
    )
    yield NextStep(
        kind="load",
        sentence=f"With a weight: where every set reached the top of its range with as many left"
        f" {left}{often}, the next weight (about {legs:g} % for legs, {upper:g} % for presses and"
        f" pulls) from the bottom of the range; else the same weight and up to {more} more."
        f"{finding}",
        short=f"next week: all sets at the top{often}, next weight; else more reps",
        today=_on_a_bad_day(case) if is_known else None,
    )
    start = round(catalog.number("band_start"))
    yield NextStep(
        kind="band",
        sentence="With a band: the top of the range in every set with 2 left, twice, asks for the"
        f" next stronger band, from {start} repetitions on; else up to {more} more.",
        short="next week: top with 2 left twice, next band; else more reps",
    )
    yield NextStep(
        kind="body",
        sentence="Without a weight: the top of the range in every set with 2 left, twice, asks for"
        f" a harder variant, or slower repetitions; else up to {more} more.",
        short="next week: top with 2 left twice, harder variant; else more reps",
        today=f"Where the top of the range leaves more than planned: {slower(catalog)}.",
    )
    step, longest = (round(value) for value in catalog.numbers("hold_step"))
    yield NextStep(
        kind="hold",
        sentence=f"Holds: {step} s longer, to the top of the range and {longest} s at most; then a"
        " harder variant.",
        short=f"next week: {step} s longer, up to {longest} s",
    )
    yield NextStep(
        kind="jumps",
        sentence="Jumps: the same drill again; no more or higher ones before every landing is"
        " quiet.",
        short="next week: the same",
    )


def _on_a_bad_day(case: Case) -> str:
    reps, percent = case.catalog.numbers("bad_day_load")
    return (
        f"Where the first set is {counted(round(reps), 'repetitions')} short of the last time with"
        f" the same load: about {100 - percent:g} % less in all other sets of that day."
    )


def _for_all(case: Case) -> str:
    if not case.injuries:
        return _WRITE_DOWN
    return (
        "Nothing goes up where pain was not back to its usual level the next morning."
        f" {_WRITE_DOWN}"
    )
