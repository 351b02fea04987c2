"""Why a plan is as it is, and what another choice would cost."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.command_line.views.diff import changes_view
from api.command_line.views.left_out import bullets
from api.command_line.views.tables import plain_table
from api.words.phrases import (
    Names,
    amount_and_worth,
    day_name,
    heading,
    hours,
    number,
    plain,
    said,
    signed,
    span,
    whole_minutes,
)
from optimizer.documents.explanation import (
    ExerciseChoice,
    Explanation,
    Reason,
    RunChoice,
    SessionChoice,
    TierPrice,
    WhatIf,
    WindowChoice,
)
from optimizer.documents.wording import counted


def explain_view(explanation: Explanation, names: Names) -> RenderableType:
    parts: list[RenderableType] = []
    for session in explanation.sessions:
        parts += _session(session, names)
    for run in explanation.runs:
        if run.placed or len(explanation.runs) == 1:
            parts += _run(run, names)
    if explanation.windows:
        parts += [heading("Windows"), bullets(_window(window) for window in explanation.windows)]
    if len(explanation.exercises) > 1:
        parts += [heading("Exercises"), _exercises(explanation.exercises, names)]
    else:
        for exercise in explanation.exercises:
            parts += _exercise(exercise, names)
    if explanation.why_not is not None:
        parts += _what_if(explanation.why_not, names)
    return Group(*parts)


def _run(run: RunChoice, names: Names) -> list[RenderableType]:
    start = run.starts_at
    facts = ["Its start is given." if run.why is None else plain(run.why)]
    title = f"Run {plain(run.run)} · {day_name(start.date())}, {start:%H:%M}"
    parts: list[RenderableType] = [heading(title), bullets(facts)]
    for other in run.elsewhere:
        parts += _what_if(other, names)
    return parts


def _session(session: SessionChoice, names: Names) -> list[RenderableType]:
    start = session.starts_at
    title = (
        f"{session.session} · {day_name(start.date())}, {start:%H:%M} in window {session.window},"
        f" {whole_minutes(session.minutes)}"
    )
    facts = []
    if session.hours_since_run is not None:
        facts.append(f"It starts {hours(session.hours_since_run)} after the last run ends.")
    if session.hours_to_key_run is not None:
        facts.append(f"The next key run comes {hours(session.hours_to_key_run)} after its start.")
    facts += [_reason(reason) for reason in session.limits]
    parts: list[RenderableType] = [heading(title), bullets(facts)]
    for other in (session.sooner, *session.elsewhere):
        if other is not None:
            parts += _what_if(other, names)
    return parts


def _window(window: WindowChoice) -> str:
    start, end, earliest = window.starts_at, window.ends_at, window.earliest_start_at
    name = f"{window.window}, {day_name(start.date())} {span(start, end)} at {window.place}"
    if window.session is not None:
        what = f"holds {window.session}"
    elif earliest is None:
        what = "no session may start here"
    else:
        what = "free"
    if earliest is not None and window.reasons:
        what += f", from {earliest:%H:%M} on"
    reasons = " ".join(_reason(reason) for reason in window.reasons)
    return f"{name}: {what}. {reasons}".rstrip()


def _reason(reason: Reason) -> str:
    return f"{reason.sentence} ({reason.rule})"


def _exercises(exercises: tuple[ExerciseChoice, ...], names: Names) -> Table:
    table = plain_table("Exercise", "Sets", "Trains", "Without it, and nothing in its place")
    for one in exercises:
        trains = ", ".join(
            f"{names.muscle(s.muscle)}{' (alone)' if s.alone else ''}"
            for s in one.serves
            if s.role == "primary"
        )
        tiers = [plain(f"{_said(t.name)} {t.value} → {t.without}") for t in one.tiers]
        table.add_row(plain(one.name), str(one.sets), trains, "\n".join(tiers) or "–")
    return table


def _exercise(one: ExerciseChoice, names: Names) -> list[RenderableType]:
    where = ", ".join(f"{plain(w.window)} {w.before}" for w in one.windows)
    sets = counted(one.sets, "sets")
    parts: list[RenderableType] = [heading(f"{one.name}: {sets} a week ({where})")]
    table = plain_table("Muscle", "As", "Its sets", "Of the week's", "Target", "")
    for served in one.serves:
        marks = [
            word
            for word, holds in (("neglected", served.neglected), ("no other", served.alone))
            if holds
        ]
        table.add_row(
            names.muscle(served.muscle),
            served.role,
            amount_and_worth(served.sets, served.effective_sets),
            amount_and_worth(served.of_sets, served.of_effective_sets),
            number(served.target),
            ", ".join(marks),
        )
    parts.append(table)
    if one.tiers:
        worse = (
            f"{_said(t.name)}: {t.value} becomes {counted(t.without, t.unit)}" for t in one.tiers
        )
        parts += [heading("Struck, with nothing in its place"), bullets(worse)]
    if one.without is not None:
        parts += _what_if(one.without, names)
    return parts


def _what_if(other: WhatIf, names: Names) -> list[RenderableType]:
    colour = "red" if other.plan is None else "yellow" if other.first_difference else "green"
    title = f"What if: {other.question}"
    parts: list[RenderableType] = [heading(title), said(other.sentence, colour)]
    if other.reasons:
        parts.append(bullets(_reason(reason) for reason in other.reasons))
    if other.relaxations:
        given_up = [relaxation.sentence for relaxation in other.relaxations]
        parts += [Text("It gives up:"), bullets(given_up, "yellow")]
    if other.price:
        parts.append(_price(other.price))
    if other.changes is not None:
        changed = other.changes.model_copy(update={"coverage": ()})
        parts.append(Padding(Group(*changes_view(changed, names)), (0, 0, 0, 2)))
    return parts


def _price(price: tuple[TierPrice, ...]) -> Table:
    table = plain_table("Tier", "Plan", "That week", "Difference", "Unit")
    for tier in price:
        style = "green" if tier.difference < 0 else "red" if tier.difference > 0 else ""
        open_gap = "" if tier.other == tier.bound else f" (≥ {tier.bound})"
        table.add_row(
            plain(_said(tier.name)),
            str(tier.plan),
            f"{tier.other}{open_gap}",
            Text(signed(tier.difference), style=style),
            plain(tier.unit),
        )
    return table


def _said(tier: str) -> str:
    return tier.replace("_", " ")
