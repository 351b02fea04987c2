"""What every form of a season says of its weeks, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.words.phrases import day_name
from optimizer.documents.result import Item
from optimizer.documents.season import PHASE_WORDS, Season, SeasonWeek
from optimizer.documents.wording import counted

STATES = {"done": "done", "frozen": "frozen", "planned": "planned", "coarse": "ahead"}


@dataclass(frozen=True)
class MainLift:
    """A main lift of a week: ``load`` empty where none is known."""

    exercise: str
    name: str
    load: str
    dose: str


@dataclass(frozen=True)
class WeekLine:
    number: int
    start: str
    phase: str
    state: str
    runs: str
    strength: str
    flexibility: str
    """Empty where none is planned."""
    lifts: tuple[MainLift, ...]
    note: str
    """Why it has no time for strength, or how its runs are; mostly empty."""


def main_lifts(week: SeasonWeek) -> tuple[MainLift, ...]:
    """Each main lift of a planned week once, in order of its sessions."""
    plan = None if week.result is None else week.result.plan
    found: dict[str, MainLift] = {}
    for session in () if plan is None else plan.sessions:
        for block in session.blocks:
            for item in block.items if block.is_work else ():
                if item.role == "main_lift" and item.exercise not in found:
                    load = "" if item.load is None else item.load.in_words
                    found[item.exercise] = MainLift(item.exercise, item.name, load, _dose(item))
    return tuple(found.values())


def _dose(item: Item) -> str:
    if item.reps is not None:
        least, most = item.reps
        return f"{item.sets} × {least}–{most}" if least != most else f"{item.sets} × {least}"
    return counted(item.sets, "sets")


def range_in_words(bounds: tuple[int, int], noun: str) -> str:
    """``2 sessions``, ``1–2 sessions``."""
    least, most = bounds
    return counted(most, noun) if least == most else f"{least}–{most} {noun}"


def _flexibility(week: SeasonWeek) -> str:
    if not week.flexibility:
        return ""
    minutes = sum(one.minutes for one in week.flexibility)
    return f"{counted(len(week.flexibility), 'sessions')}, {counted(minutes, 'minutes')}"


def week_lines(season: Season) -> Iterator[WeekLine]:
    for week in season.weeks:
        races = [run for run in week.runs if run.kind == "race"]
        parts = []
        if len(week.runs) > len(races):
            count = counted(len(week.runs) - len(races), "runs")
            parts.append(f"{count}, {counted(week.running_minutes, 'minutes')}")
        # Beside the minutes of its week, as for caps and tapers.
        parts += [f"{race.name} on {day_name(race.day)}" for race in races]
        runs = "; ".join(parts) or "none"
        strength = "none"
        if week.sessions[1]:
            strength = (
                f"{range_in_words(week.sessions, 'sessions')},"
                f" {range_in_words(week.sets, 'sets')},"
                f" {range_in_words(week.strength_minutes, 'minutes')}"
            )
        yield WeekLine(
            number=week.number,
            start=week.start,
            phase=PHASE_WORDS[week.phase] + (", lighter" if week.deload else ""),
            state=STATES[week.state],
            runs=runs,
            strength=strength,
            flexibility=_flexibility(week),
            lifts=main_lifts(week),
            note=week.note or "",
        )
