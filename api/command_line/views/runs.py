"""A plan of runs for a person: a row for each week, and what else is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from api.words.phrases import heading, plain, said
from optimizer.documents.written_times import WEEKDAYS

if TYPE_CHECKING:
    from optimizer.documents.running import RunsPlan, RunWeek


def runs_view(answer: RunsPlan) -> RenderableType:
    parts: list[RenderableType] = [heading(answer.sentence)]
    if answer.cures:
        parts.append(said("What would do instead:", "bold"))
        parts += [said(f" • {cure.sentence}") for cure in answer.cures]
    if answer.weeks:
        parts.append(_table(answer))
    if answer.choices:
        parts.append(said("Choices:", "bold"))
        for one in answer.choices:
            others = f"; also {', '.join(one.others)}" if one.others else ""
            parts.append(
                said(f" • {one.topic.replace('_', ' ')}: {one.name}{others} [{one.source}]")
            )
    parts += [said(f" • {note}") for note in answer.notes]
    return Group(*parts)


def _table(answer: RunsPlan) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, style="bold")
    table.add_column("From", no_wrap=True)
    has_race = any(week.race_minutes for week in answer.weeks)
    table.add_column("min + race" if has_race else "min", justify="right", no_wrap=True)
    table.add_column("Runs", overflow="fold")
    for week in answer.weeks:
        race = f" + {week.race_minutes}" if week.race_minutes else ""
        table.add_row(str(week.number), week.start, f"{week.minutes}{race}", _runs(week))
    return table


def _runs(week: RunWeek) -> str:
    lines = [
        f"{WEEKDAYS[run.day.weekday()]} {run.start[11:16]} {run.name}, {run.minutes} min"
        for run in week.runs
    ]
    return "\n".join(map(plain, [*([week.note] if week.note else []), *lines]))
