"""The health screen: no test without it, and none after a yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from catalog import Catalog
from catalog.fitness_tests import ScreenQuestion
from optimizer.documents.errors import Problem
from optimizer.documents.pointers import Listed
from optimizer.documents.wording import counted, listed, nearest, quoted

ScreenState = Literal["open", "passed", "refused"]


def questions_of(catalog: Catalog) -> tuple[ScreenQuestion, ...]:
    """Every question in the order of asking."""
    return tuple(sorted(catalog.screen_questions.values(), key=lambda one: one.place))


def screen_state(catalog: Catalog, screen: Mapping[str, bool] | None) -> ScreenState:
    """``refused`` as soon as one answer is yes, ``open`` while one is missing."""
    answers = screen or {}
    if any(answers.get(question.id) for question in questions_of(catalog)):
        return "refused"
    return "passed" if all(q.id in answers for q in questions_of(catalog)) else "open"


def screen_problems(
    catalog: Catalog, screen: Mapping[str, bool] | None, where: str, *, needed: bool
) -> Iterator[Problem]:
    """Answers to no question, and with ``needed`` those that are missing."""
    for name in screen or {}:
        if name not in catalog.screen_questions:
            hint = nearest(name, catalog.screen_questions)
            yield Problem(where, quoted(name), f"is no question of the health screen{hint}")
    if not needed or screen_state(catalog, screen) != "open":
        return
    missing = [q.id for q in questions_of(catalog) if q.id not in (screen or {})]
    if screen is None:
        yield Problem(
            where,
            "",
            f"is required before any test; answer true or false to {listed(missing)}",
            Listed("tests"),
        )
    else:
        yield Problem(
            where,
            "",
            f"lacks {counted(len(missing), 'answers')}; answer true or false to {listed(missing)}",
        )


def refusal_in_words(catalog: Catalog, screen: Mapping[str, bool] | None) -> str:
    """What a yes means, with what to do."""
    said_yes = [q for q in questions_of(catalog) if (screen or {}).get(q.id)]
    return (
        "No test now, and a beginner's dose: the health screen has a yes to"
        f" {listed(q.id for q in said_yes)}. {' '.join(q.refer for q in said_yes)}"
    )
