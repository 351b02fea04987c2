"""The week at a glance: the answer in words, the seven days, each session, coverage, the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.render.coverage import coverage_view
from api.render.left_out import left_out_view
from api.render.session import session_view
from api.render.words import Names, day_name, hours, minutes, number, plain, said, span

if TYPE_CHECKING:
    from optimizer.request import Request
    from optimizer.result import Result, Session, TierValue
    from optimizer.timeline import TimedRun, Timeline

_ANSWERS = {
    "optimal": ("Proven optimal", "every required rule holds, and no week does better", "green"),
    "feasible": (
        "Feasible",
        "every required rule holds; the time limit came before the proof of the best week",
        "yellow",
    ),
    "relaxed": (
        "Proven least relaxation",
        "no week keeps every required rule; none gives up less than this one",
        "yellow",
    ),
    "infeasible": ("No week", "the rules cannot hold together", "red"),
    "unsolved": ("No answer yet", "the time limit came before any plan; give --limit more", "red"),
}
_FEWEST_CHANGES = (
    "Proven optimal",
    "every required rule holds, and no week changes less, or does better with as few changes",
    "green",
)
_UNPROVEN_RELAXATION = (
    "Relaxed",
    "no week keeps every required rule; the time limit came before the proof that none gives up"
    " less than this one",
    "yellow",
)


def example_heading(title: str, about: str) -> RenderableType:
    return Group(Text(f"\n{title}", style="bold reverse"), Text(about, style="dim"))


def week_view(request: Request, result: Result, names: Names) -> RenderableType:
    """Everything that a result says of a week."""
    from optimizer.timeline import timeline_of

    timeline = timeline_of(request)
    parts: list[RenderableType] = [*_headline(request, result, timeline)]
    parts.append(_days(timeline, result.plan.sessions if result.plan else ()))
    if result.plan is not None:
        parts += [session_view(session, names) for session in result.plan.sessions]
        parts.append(coverage_view(result.plan.coverage, names))
    parts.append(left_out_view(result))
    return Group(*parts)


def _headline(request: Request, result: Result, timeline: Timeline) -> list[RenderableType]:
    word, meaning, colour = _ANSWERS[result.status]
    if result.status == "relaxed" and any(tier.value != tier.bound for tier in result.objective):
        word, meaning, colour = _UNPROVEN_RELAXATION
    if result.status == "optimal" and request.current is not None:
        word, meaning, colour = _FEWEST_CHANGES
    first = timeline.first_day
    about = [
        request.athlete.id,
        f"{request.athlete.level}, {request.week.phase.replace('_', ' ')}",
        f"week of {day_name(first)} {first.year}",
        request.week.timezone,
    ]
    answer = Text.assemble((word, f"bold {colour}"), f": {meaning}")
    lines: list[RenderableType] = [said(" · ".join(about), "bold"), answer]
    tiers = [_tier(tier) for tier in result.objective if _tells_something(tier)]
    if tiers:
        lines.append(Text(f"Less is better: {' · '.join(tiers)}", style="dim"))
    return lines


def _tells_something(tier: TierValue) -> bool:
    """Nothing missed needs no word, and the order among equals means nothing to a person."""
    return tier.value != tier.bound or (tier.value != 0 and tier.name != "tie_break")


def _tier(tier: TierValue) -> str:
    """``target dose shortfall 12 half sets``; a value that is not proven says so."""
    open_gap = "" if tier.value == tier.bound else f" (no less than {tier.bound})"
    return plain(f"{tier.name.replace('_', ' ')} {tier.value} {tier.unit}{open_gap}")


def _days(timeline: Timeline, sessions: tuple[Session, ...]) -> RenderableType:
    """One row a run or session, by day; runs outside the week stand before and after it."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    rows = [(timeline.local(run.start), _run_row(timeline, run)) for run in timeline.runs]
    rows += [(datetime.fromisoformat(one.start), _session_row(one)) for one in sessions]
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
    kind = "race" if run.is_race else f"{run.kind} run"
    distance = f", {number(run.distance_km)} km" if run.distance_km else ""
    return when, Text(f"{kind}, {run.minutes} min{distance}")


def _session_row(session: Session) -> tuple[str, Text]:
    when = span(datetime.fromisoformat(session.start), datetime.fromisoformat(session.end))
    what = Text.assemble(
        (f"STRENGTH {plain(session.id)}", "bold cyan"),
        f" at {plain(session.place)}, {minutes(session.minutes)}",
        f"\n{_gaps(session)}",
    )
    return when, what


def _gaps(session: Session) -> str:
    """The hours around a session."""
    since = session.hours_since_run
    until = session.hours_to_key_run
    before = "no run before" if since is None else f"{hours(since)} after the last run"
    after = "no key run ahead" if until is None else f"{hours(until)} to the next key run"
    return f"{before}\n{after}"
