"""An assessment for a person: questions, tests in their order, or what they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from api.words.phrases import heading, number, plain, said

if TYPE_CHECKING:
    from optimizer.documents.assessment import Assessment, BatteryPlan, TestStep


def assessment_view(answer: Assessment) -> RenderableType:
    parts: list[RenderableType] = [heading(answer.sentence)]
    if answer.status == "screen_first":
        parts.append(said("Answer each of them by true or false in screen:"))
        parts += [said(f" • {one.question}: {one.asks}") for one in answer.screen]
    if answer.battery is not None:
        parts += _battery(answer.battery)
    for title, lines in _verdicts(answer):
        parts += [said(""), said(title, "bold"), *(said(f" • {line}") for line in lines)]
    parts += [said(""), said(answer.claim, "dim")]
    return Group(*parts)


def _battery(battery: BatteryPlan) -> Iterator[RenderableType]:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, style="bold")
    table.add_column("Test", overflow="fold", min_width=16)
    table.add_column("How", overflow="fold")
    table.add_column("min", justify="right", no_wrap=True)
    common = [
        rule
        for rule in (battery.tests[0].stop_rules if battery.tests else ())
        if all(rule in step.stop_rules for step in battery.tests)
    ]
    for index, step in enumerate(battery.tests, 1):
        lines = (*step.steps, *_own_lines(step, common))
        name = plain(f"{step.name} ({step.test})")
        table.add_row(str(index), name, "\n".join(map(plain, lines)), number(step.minutes))
        table.add_section()
    yield table
    if battery.tests:
        yield said("Every test ends early:", "bold")
        yield from (said(f" • {rule}") for rule in common)
    if battery.left_out:
        yield said("Left out:", "bold")
        yield from (said(f" • {one.name} ({one.test}): {one.why}") for one in battery.left_out)
    yield said("When:", "bold")
    yield from (said(f" • {line}") for line in battery.when)


def _own_lines(step: TestStep, common: Sequence[str]) -> Iterator[str]:
    """What holds for this test alone: when it ends, and what its result names."""
    yield from (rule for rule in step.stop_rules if rule not in common)
    if step.variants:
        yield f"The result says the variant: {' or '.join(step.variants)}."
    if step.exercises:
        yield "The result names the exercise, its reps, and rir: what was left."
    if step.caution:
        yield step.caution


def _verdicts(answer: Assessment) -> Iterator[tuple[str, list[str]]]:
    """Every kind of verdict that there is, with its sentences and their sources."""
    level = answer.level
    if level is not None:
        yield f"Level: {level.level}", [_with_source(level.why, level.source)]
    if answer.weak:
        yield "Weak", [_with_source(f"{one.test}: {one.why}", one.source) for one in answer.weak]
    if answer.first_side:
        lines = [_with_source(f"{one.test}: {one.why}", one.source) for one in answer.first_side]
        yield "Weaker side", lines
    impact = answer.ready_for_impact
    if impact is not None:
        ready = {True: "yes", False: "not yet", None: "not tested"}[impact.ready]
        yield f"Ready for jumps: {ready}", [_with_source(impact.why, impact.source)]
    if answer.single_leg is not None:
        yield "On one leg", [_with_source(answer.single_leg.why, answer.single_leg.source)]
    if answer.lifts:
        lines = [
            _with_source(f"{one.lift.exercise}: {one.why}", one.source) for one in answer.lifts
        ]
        yield "Starting loads", lines
    if answer.starts:
        lines = [_with_source(f"{one.why} {one.says}", one.source) for one in answer.starts]
        yield "Where to begin", lines
    if answer.changes:
        yield "Since last time", [_with_source(one.why, one.source) for one in answer.changes]
    if answer.uncounted:
        yield "Does not count", [one.why for one in answer.uncounted]


def _with_source(sentence: str, source: str) -> str:
    return f"{sentence} [{source}]" if source else sentence
