"""A season as Markdown: a row for each week, then the near weeks with their sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.formats.season_lines import week_lines
from api.words.phrases import plain, whole_minutes
from api.words.stretches import stretch_in_words
from optimizer.documents.result import Session
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import FlexibilitySession, Season, SeasonWeek

# Signs that Markdown could read as its own inside a line; a name may hold any of them.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&!])")


def season_markdown(season: Season) -> str:
    return "\n".join(_lines(season)) + "\n"


def _lines(season: Season) -> Iterator[str]:
    yield f"# The season of {_safe(season.athlete_id)}"
    yield ""
    yield _safe(season.sentence)
    if season.reason is not None and season.reason != season.sentence:
        yield ""
        yield f"**{season.status}**: {_safe(season.reason)}"
    for cure in season.cures:
        yield f"- {_safe(cure.sentence)}"
    if season.weeks:
        yield ""
        yield "| week | from | phase | runs | strength | flexibility | main lifts |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for line in week_lines(season):
            lifts = "<br>".join(
                _safe(f"{lift.name} {lift.dose}{f', {lift.load}' if lift.load else ''}")
                for lift in line.lifts
            )
            phase = f"{line.phase} ({line.state})"
            note = f"<br>{_safe(line.note)}" if line.note else ""
            cells = (
                str(line.number), _safe(line.start), _safe(phase) + note, _safe(line.runs),
                _safe(line.strength), _safe(line.flexibility), lifts,
            )  # fmt: skip
            yield f"| {' | '.join(cells)} |"
    for week in season.weeks:
        if week.state in ("planned", "frozen") and week.result is not None:
            yield from _week(week)
    for title, sentences in (
        ("What changed", [f"Week {c.week}: {c.sentence} {c.why}" for c in season.changes]),
        ("Notes", [*season.notes]),
    ):
        if sentences:
            yield ""
            yield f"## {title}"
            yield ""
            yield from (f"- {_safe(sentence)}" for sentence in sentences)


def _week(week: SeasonWeek) -> Iterator[str]:
    yield ""
    yield f"## Week {week.number}, from {week.start}"
    yield ""
    plan = None if week.result is None else week.result.plan
    days = [(run.start, [_run(run)]) for run in week.runs]
    days += [(one.start, [*_session(one)]) for one in (() if plan is None else plan.sessions)]
    days += [(one.start, [*_stretches(one)]) for one in week.flexibility]
    for _, lines in sorted(days):
        yield from lines


def _run(run: PlannedRun) -> str:
    return f"- ☐ {run.start[:10]} {run.start[11:16]} {_safe(run.name)}, {run.minutes} min"


def _stretches(session: FlexibilitySession) -> Iterator[str]:
    yield (
        f"- ☐ {session.start[:10]} {session.start[11:16]} Flexibility after the run,"
        f" {session.minutes} min"
    )
    yield from (f"  - {_safe(stretch_in_words(item))}" for item in session.items)


def _session(session: Session) -> Iterator[str]:
    yield (
        f"- ☐ {session.start[:10]} {session.start[11:16]} Strength {_safe(session.id)} at"
        f" {_safe(session.place)}, {whole_minutes(session.minutes)}"
    )
    for block in session.blocks:
        for item in block.items if block.is_work else ():
            load = "" if item.load is None else item.load.in_words
            least, most = item.reps or item.hold_seconds or (1, 1)
            unit = "" if item.reps is not None else " s"
            words = f"{item.sets} × {least}–{most}{unit}{f', {_safe(load)}' if load else ''}"
            yield f"  - {_safe(item.name)}: {words}"


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(text))
