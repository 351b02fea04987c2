"""A season for a person: a row for each week with a bar, what changed, and what is to be said."""

from __future__ import annotations

from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from api.formats.season_lines import STATES, main_lifts
from api.words.phrases import heading, said
from optimizer.documents.season import PHASE_WORDS, Season, SeasonWeek

_BAR = 7
_EIGHTHS = " ▏▎▍▌▋▊▉"


def season_view(season: Season) -> RenderableType:
    parts: list[RenderableType] = [heading(season.sentence)]
    if season.reason is not None and season.reason != season.sentence:
        parts.append(said(season.reason))
    if season.cures:
        parts.append(said("What would do instead:", "bold"))
        parts += [said(f" • {cure.sentence}") for cure in season.cures]
    if season.weeks:
        parts.append(_table(season))
        parts += _lifts(season)
    if season.changes:
        parts.append(said("What changed:", "bold"))
        parts += [said(f" • Week {c.week}: {c.sentence} {c.why}") for c in season.changes]
    parts += [said(f" • {note}") for note in season.notes]
    return Group(*parts)


def _table(season: Season) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True, justify="right", style="bold")
    table.add_column("From", no_wrap=True)
    table.add_column("Phase", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("Running, min", no_wrap=True)
    table.add_column("Strength, min", no_wrap=True)
    table.add_column("Stretch", no_wrap=True, justify="right")
    most = max(max(w.running_minutes, w.strength_minutes[1]) for w in season.weeks) or 1
    for week in season.weeks:
        table.add_row(
            str(week.number),
            _day(week.start),
            _phase(week),
            STATES[week.state],
            f"{week.running_minutes:>4} {_bar(week.running_minutes / most)}",
            f"{_between(week.strength_minutes):>6} {_bar(week.strength_minutes[1] / most)}",
            _flexibility(week),
        )
    return table


def _flexibility(week: SeasonWeek) -> str:
    """Minutes of all sessions."""
    return str(sum(one.minutes for one in week.flexibility) or "")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b}"


def _phase(week: SeasonWeek) -> str:
    race = next((run for run in week.runs if run.kind == "race"), None)
    if race is not None:
        return f"{PHASE_WORDS[week.phase]}, race {_day(race.day.isoformat())}"
    return PHASE_WORDS[week.phase] + (", lighter" if week.deload else "")


def _between(bounds: tuple[int, int]) -> str:
    return str(bounds[1]) if bounds[0] == bounds[1] else f"{bounds[0]}–{bounds[1]}"


def _lifts(season: Season) -> list[RenderableType]:
    """Each main lift with its loads from week to week, and weeks that have something to say."""
    names: dict[str, str] = {}
    loads: dict[str, list[tuple[int, str]]] = {}
    for week in season.weeks:
        for lift in main_lifts(week):
            names[lift.exercise] = lift.name
            found = loads.setdefault(lift.exercise, [])
            if lift.load and (not found or found[-1][1] != lift.load):
                found.append((week.number, lift.load))
    parts: list[RenderableType] = [said("Main lifts:", "bold")] if names else []
    for exercise, name in names.items():
        steps = [f"{load} from week {number}" for number, load in loads[exercise]]
        parts.append(said(f" • {name}: {', '.join(steps) or 'by the repetitions left'}"))
    parts += [
        said(f" • Week {week.number}: {week.note}")
        for week in season.weeks
        if week.note is not None
    ]
    return parts


def _bar(share: float) -> str:
    eighths = round(share * _BAR * 8)
    whole, rest = divmod(max(0, min(eighths, _BAR * 8)), 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(_BAR)
