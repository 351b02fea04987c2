"""The week at a glance: the answer in words, the seven days, each session, coverage, the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.command_line.views.coverage import coverage_view
from api.command_line.views.left_out import bullets, left_out_view
from api.command_line.views.session import session_view
from api.words.effort import HOW_TO_FIND, about_effort, ways_to_find
from api.words.next_week import NEXT_WEEK, next_week_in_words
from api.words.phrases import (
    Names,
    day_name,
    heading,
    level_in_words,
    plain,
    said,
    span,
    whole_minutes,
)
from api.words.sentences import (
    answer_of,
    hours_around_in_words,
    left_out_in_words,
    run_in_words,
)
from api.words.session_times import session_span
from optimizer.documents.result import Result, Session

if TYPE_CHECKING:
    from optimizer.case.timeline import TimedRun, Timeline
    from optimizer.documents.request import Request

_COLOURS = {"good": "green", "mixed": "yellow", "bad": "red"}


def example_heading(title: str, about: str) -> RenderableType:
    return Group(Text(f"\n{title}", style="bold reverse"), Text(about, style="dim"))


def week_view(request: Request, result: Result, names: Names) -> RenderableType:
    """Everything that a result says of a week."""
    from optimizer.case.timeline import timeline_of
    from optimizer.documents.placed_runs import with_placed_runs

    timeline = timeline_of(with_placed_runs(request, result.plan))
    parts: list[RenderableType] = [*_headline(request, result, timeline, names)]
    parts.append(_days(timeline, result.plan.sessions if result.plan else ()))
    if result.plan is not None:
        week = result.plan
        about = about_effort(week.sessions)
        if about:
            parts += [Text(), said(about, "dim")]
        parts += [session_view(session, names, week.next_week) for session in week.sessions]
        ways = ways_to_find(week.sessions)
        if ways:
            parts += [heading(HOW_TO_FIND), *map(said, ways)]
        steps = next_week_in_words(week)
        if steps:
            parts += [heading(NEXT_WEEK), bullets(steps)]
        parts.append(coverage_view(result.plan.coverage, names))
    parts.append(left_out_view(result))
    return Group(*parts)


def _headline(
    request: Request, result: Result, timeline: Timeline, names: Names
) -> list[RenderableType]:
    answered = answer_of(request, result)
    first = timeline.first_day
    about = [
        request.athlete.id,
        f"{level_in_words(request.athlete.level)}, {request.week.phase.replace('_', ' ')}",
        f"week of {day_name(first)} {first.year}",
        request.week.timezone,
    ]
    missing = left_out_in_words(result.plan, names.muscles)
    answer = Text.assemble(
        (answered.word, f"bold {_COLOURS[answered.tone]}"), f": {answered.meaning}{missing}"
    )
    return [said(" · ".join(about), "bold"), answer]


def _days(timeline: Timeline, sessions: tuple[Session, ...]) -> RenderableType:
    """One row a run or session, by day; runs outside the week stand before and after it."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    rows = [(timeline.local(run.start), _run_row(timeline, run)) for run in timeline.runs]
    rows += [(one.starts_at, _session_row(one)) for one in sessions]
    rows.sort(key=lambda row: row[0])
    days = {timeline.first_day + timedelta(days=n): 0 for n in range(7)}
    for day in sorted({*days, *(moment.date() for moment, _ in rows)}):
        outside = "" if day in days else "dim"
        of_day = [row for moment, row in rows if moment.date() == day]
        for index, (when, what) in enumerate(of_day or [("", Text("–", style="dim"))]):
            name = day_name(day) if index == 0 else ""
            table.add_row(Text(name, style=outside), Text(when, style=outside), what, style=outside)
    return Group(Text(), table)


def _run_row(timeline: Timeline, run: TimedRun) -> tuple[str, Text]:
    when = span(timeline.local(run.start), timeline.local(run.end))
    return when, Text(run_in_words(run))


def _session_row(session: Session) -> tuple[str, Text]:
    when = session_span(session)
    what = Text.assemble(
        (f"STRENGTH {plain(session.id)}", "bold cyan"),
        f" at {plain(session.place)}, {whole_minutes(session.minutes)}",
        "\n" + "\n".join(hours_around_in_words(session)),
    )
    return when, what
