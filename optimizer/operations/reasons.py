"""What the rules say against a window or an exercise, asked of each rule without the solver."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import Exercise
from optimizer.building.slots_of import ceil_to_grid
from optimizer.case.case import Case
from optimizer.case.timeline import GRID_MINUTES, TimedWindow
from optimizer.documents.explanation import Reason
from optimizer.documents.wording import counted, hours
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem
from optimizer.week.slot import Slot


def window_reasons(case: Case, window: TimedWindow, until: int) -> Iterator[Reason]:
    """Why no session may start in ``window`` before ``until``: of each rule the first reason."""
    rules: set[str] = set()
    for start in range(ceil_to_grid(window.start), until, GRID_MINUTES):
        for reason in _reasons_at(case, window, start):
            if reason.rule not in rules:
                rules.add(reason.rule)
                yield reason


def _reasons_at(case: Case, window: TimedWindow, start: int) -> Iterator[Reason]:
    """What forbids that a session starts at ``start``, or leaves it nothing to hold."""
    timeline = case.timeline
    for run in timeline.runs:
        if run.start - run.free_minutes <= start < run.end + run.free_minutes:
            free = f" or its free {counted(run.free_minutes, 'minutes')}" * bool(run.free_minutes)
            sentence = (
                f"{timeline.clock(start)} lies in the run of {timeline.clock(run.start)}{free}."
            )
            yield Reason(rule="availability", sentence=sentence)
            return
    found = False
    for rule in RULES:
        options = rule.options(case, start)
        if all(option.relaxation != "none" for option in options):
            found = True
            yield Reason(
                rule=rule.id,
                sentence=rule.words_at(case, start) or f"{rule.title}.",
            )
    if not found:
        free_until = timeline.free_until(start)
        ends = [window.end] if free_until is None else [window.end, free_until]
        minutes = case.longest_session_minutes(start, min(ends))
        words = (rule.words_at(case, start) for rule in RULES)
        yield Reason(
            rule="time_budget",
            sentence=" ".join(
                [
                    f"The {hours(minutes)} from {timeline.clock(start)} hold no warm-up with an"
                    " exercise that is allowed then.",
                    *filter(None, words),
                ]
            ),
        )


def exercise_reasons(case: Case, problem: WeekProblem, exercise: Exercise) -> Iterator[Reason]:
    """Why no slot of ``problem`` holds ``exercise``: of each rule and window the first reason."""
    found = False
    for rule in RULES:
        refusal = rule.refuses(case, exercise)
        if refusal is not None:
            found = True
            yield Reason(rule=rule.id, sentence=f"{exercise.name} {refusal}.")
    if found:
        return
    for window, slots in problem.slots_by_window.items():
        reasons = [reason for slot in slots for reason in _reasons_in(case, slot, exercise)]
        if not slots:
            reasons = [*window_reasons(case, window, window.end)]
        rules: set[str] = set()
        for reason in reasons:
            if reason.rule not in rules:
                rules.add(reason.rule)
                yield Reason(rule=reason.rule, sentence=f"{window.id}: {reason.sentence}")


def _reasons_in(case: Case, slot: Slot, exercise: Exercise) -> Iterator[Reason]:
    """Why one slot does not hold ``exercise``."""
    found = False
    for rule in RULES:
        refusal = rule.words_for(case, slot, exercise)
        if refusal is not None:
            found = True
            yield Reason(rule=rule.id, sentence=f"{exercise.name} {refusal}.")
        elif not any(option.admits(exercise) for option in rule.options(case, slot.start)):
            found = True
            words = rule.words_at(case, slot.start) or f"{rule.title}."
            yield Reason(rule=rule.id, sentence=words)
    if not found:
        yield Reason(
            rule="time_budget",
            sentence=f"{hours(slot.work_seconds / 60)} after the warm-up from"
            f" {case.timeline.clock(slot.start)} are too short for {exercise.name}.",
        )
