"""What a pin of a conflict meets that is never left out: level, injuries, dose range, windows.

These stand behind every claim, so the conflict itself has the pin alone; a person wants to know
what it stands against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.documents.request import Pin
from optimizer.documents.result import Member
from optimizer.dosing.doses import dose_of, set_range_in_words, sets_possible
from optimizer.rules.registry import RULES


def what_pins_meet(case: Case, claims: Iterable[Claim]) -> Iterator[Member]:
    """For each pin among ``claims`` the first thing that shuts it out whatever else holds."""
    by_subject = {f"pinned[{index}]": pin for index, pin in enumerate(case.request.pinned)}
    for claim in claims:
        pin = by_subject.get(claim.subject)
        if pin is None or pin.refuses:
            continue
        yield from _of_exercise(case, claim.subject, pin)
        yield from _of_window(case, pin)


def _of_exercise(case: Case, subject: str, pin: Pin) -> Iterator[Member]:
    if pin.exercise is None:
        return
    exercise = case.catalog.exercises[pin.exercise]
    for rule in RULES:
        reason = rule.refuses(case, exercise)
        if reason is not None:
            sentence = f"{exercise.id} {reason}."
            yield Member(rule=rule.id, subject=exercise.id, sentence=sentence)
            return
    if not exercise.counts_toward_volume:
        sentence = f"{exercise.id} is a drill or a stretch: it fills time and cannot be demanded."
        yield Member(rule="pinned", subject=f"{subject}.exercise", sentence=sentence)
        return
    most_sessions = 1 if pin.window is not None else len(case.timeline.windows)
    if pin.sets is not None and pin.sets not in sets_possible(case, exercise, most_sessions):
        words = set_range_in_words(case, dose_of(case, exercise))
        sentence = f"{exercise.id} is done in {words}."
        yield Member(rule="pinned", subject=f"{subject}.sets", sentence=sentence)


def _of_window(case: Case, pin: Pin) -> Iterator[Member]:
    if pin.window is None:
        return
    problem = problem_of(case, relaxed=True)
    if not any(slot.window.id == pin.window for slot in problem.slots) and problem.slots:
        sentence = f"No session can be held in window {pin.window}."
        yield Member(rule="availability", subject=pin.window, sentence=sentence)
