"""Two plans side by side; only what differs."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.command_line.views.left_out import bullets
from api.command_line.views.tables import plain_table
from api.words.effort import dose_in_words
from api.words.phrases import (
    Names,
    amount_and_worth,
    heading,
    plain,
    signed,
    whole_minutes,
)
from api.words.session_times import when_in_words
from optimizer.documents.difference import (
    DoseChange,
    ExerciseChange,
    MuscleChange,
    PlanDiff,
    RelaxationChange,
    SessionChange,
    SessionTime,
    TierChange,
)
from optimizer.documents.result import TierValue

_ADDED, _DROPPED, _MOVED = ("+", "green"), ("-", "red"), ("→", "yellow")
_OTHER_DOSE, _REARRANGED = ("±", "yellow"), ("·", "dim")
_MARKS = {
    "added": _ADDED,
    "dropped": _DROPPED,
    "moved": _MOVED,
    "other_start": _MOVED,
    "other_content": _OTHER_DOSE,
    "other_dose": _OTHER_DOSE,
    "rearranged": _REARRANGED,
}
_SAME_TIME = {
    "other_content": "other work",
    "other_dose": "other doses",
    "rearranged": "other blocks or drills",
}


def diff_view(diff: PlanDiff, names: Names) -> RenderableType:
    parts: list[RenderableType] = [_headline(diff)]
    if diff.notes:
        parts += [heading("Please note"), bullets(diff.notes, "yellow")]
    parts += changes_view(diff, names)
    if diff.objective:
        parts += [heading("Objective, in the order that decides; less is better")]
        parts.append(_tiers(diff.objective))
    return Group(*parts)


def changes_view(diff: PlanDiff, names: Names) -> list[RenderableType]:
    """What differs in the week itself."""
    parts: list[RenderableType] = []
    if diff.runs:
        parts += [heading("Runs"), bullets(plain(run.sentence) for run in diff.runs)]
    if diff.sessions:
        parts += [heading("Sessions"), _sessions(diff.sessions)]
    if diff.exercises:
        parts += [heading("Exercises, in sets a week"), _exercises(diff.exercises, names)]
    if diff.doses:
        parts += [heading("Doses: sets of, load, left"), _doses(diff.doses, names)]
    if diff.coverage:
        table = plain_table("Muscle", "Before", "After", "Direct work after")
        for one in diff.coverage:
            direct = ", ".join(names.exercise(exercise) for exercise in one.direct_after)
            more = _worth_more(one)
            style = "green" if more > 0 else "red" if more < 0 else ""
            table.add_row(
                names.muscle(one.muscle),
                amount_and_worth(one.before, one.effective_before),
                Text(amount_and_worth(one.after, one.effective_after), style=style),
                direct or "none",
            )
        parts += [heading("Muscles, in sets a week"), table]
    if diff.relaxations:
        given_up = [_relaxation(one) for one in diff.relaxations]
        parts += [heading("What the week gives up"), bullets(given_up, "yellow")]
    return parts


def _worth_more(change: MuscleChange) -> float:
    """By what the sets are worth, where both plans tell it."""
    if change.effective_before is None or change.effective_after is None:
        return change.after - change.before
    return change.effective_after - change.effective_before


def _headline(diff: PlanDiff) -> Text:
    if diff.same:
        return Text("The plans are the same", style="bold green")
    words = Text("The plans differ", style="bold")
    if diff.status_before and diff.status_after and diff.status_before != diff.status_after:
        words.append(f": {diff.status_before} before, {diff.status_after} after", "")
    for tier in diff.objective:
        if tier.name == diff.first_difference:
            better = "second" if _value(tier.after) < _value(tier.before) else "first"
            name = tier.name.replace("_", " ")
            words.append(f"; by {plain(name)} the {better} is better", "")
    return words


def _sessions(changes: tuple[SessionChange, ...]) -> Table:
    table = plain_table("", "Session", "Before", "After")
    for change in changes:
        mark, colour = _MARKS[change.kind]
        known = change.after or change.before
        window = known.window if known is not None else ""
        before, after = _stands(change.before), _stands(change.after)
        if before == after:
            after = f"the same time; {_SAME_TIME[change.kind]}"
        table.add_row(Text(mark, style=colour), plain(window), before, after)
    return table


def _stands(session: SessionTime | None) -> str:
    if session is None:
        return "–"
    if session.end is None or session.minutes is None:
        return plain(f"{session.start} ({session.window})")
    when = f"{when_in_words(session.start, session.end)}, {whole_minutes(session.minutes)}"
    return plain(f"{when} ({session.window} at {session.place})")


def _exercises(changes: tuple[ExerciseChange, ...], names: Names) -> Table:
    """In, out, then other doses."""
    table = plain_table("", "Exercise", "Before", "After", "By window")
    for one in sorted(changes, key=lambda c: (bool(c.before), bool(c.after))):
        mark, colour = _ADDED if not one.before else _OTHER_DOSE if one.after else _DROPPED
        where = ", ".join(f"{plain(w.window)} {w.before} → {w.after}" for w in one.windows)
        name = names.exercise(one.exercise) if one.name == one.exercise else plain(one.name)
        table.add_row(Text(mark, style=colour), name, str(one.before), str(one.after), where)
    return table


def _doses(changes: tuple[DoseChange, ...], names: Names) -> Table:
    table = plain_table("", "Exercise", "Before", "After", "Session")
    for one in changes:
        name = plain(one.name) or names.exercise(one.exercise)
        sessions = dict.fromkeys((plain(one.session_before), plain(one.session_after)))
        before, after = dose_in_words(one.before), dose_in_words(one.after)
        table.add_row(Text("±", style="yellow"), name, before, after, " → ".join(sessions))
    return table


def _relaxation(change: RelaxationChange) -> str:
    if change.after is None:
        assert change.before is not None
        return f"No longer: {change.before.sentence}"
    return f"{'New' if change.before is None else 'Now'}: {change.after.sentence}"


def _tiers(changes: tuple[TierChange, ...]) -> Table:
    table = plain_table("Tier", "Before", "After", "Difference", "Unit")
    for one in changes:
        more = _value(one.after) - _value(one.before)
        style = "green" if more < 0 else "red" if more > 0 else ""
        table.add_row(
            one.name.replace("_", " "),
            tier_value(one.before),
            tier_value(one.after),
            Text(signed(more), style=style),
            one.unit,
        )
    return table


def tier_value(tier: TierValue | None) -> str:
    """``12``, or ``12 (≥ 10)`` where it is not proven."""
    if tier is None:
        return "0"
    return str(tier.value) if tier.value == tier.bound else f"{tier.value} (≥ {tier.bound})"


def _value(tier: TierValue | None) -> int:
    return 0 if tier is None else tier.value
