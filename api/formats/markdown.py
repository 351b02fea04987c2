"""The week as Markdown: for a note, a message or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem
from api.words.effort import LOADS
from api.words.sentences import LESS_IS_BETTER

if TYPE_CHECKING:
    from api.formats.paper.week_sheet import SessionLines, WeekSheet
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

# Signs that Markdown could read as its own inside a line; a name may hold any of them.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&!])")


def _write(request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    from api.formats.paper.week_sheet import week_sheet

    text = "\n".join(_lines(week_sheet(request, result, catalog))) + "\n"
    return (File(f"{file_stem(request)}.md", text.encode()),)


def _lines(sheet: WeekSheet) -> Iterator[str]:
    yield f"# {_safe(sheet.week)}: {_safe(sheet.athlete)}"
    yield ""
    yield _safe(sheet.about)
    yield ""
    yield f"**{sheet.answer.word}**: {sheet.answer.meaning}."
    yield ""
    yield "| day | what |"
    yield "| --- | --- |"
    for day, what in sheet.days:
        yield f"| {day} | {'<br>'.join(_safe(words) for words in what) or '–'} |"
    if sheet.about_effort:
        yield ""
        yield sheet.about_effort
    for session in sheet.sessions:
        yield from _session(session)
    if sheet.muscles:
        yield from _muscles(sheet)
    for section in sheet.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        for sentence in section.sentences:
            yield f"- {_safe(sentence)}"
    if sheet.tiers:
        yield ""
        yield f"## {LESS_IS_BETTER}"
        yield ""
        for tier in sheet.tiers:
            yield f"- {_safe(tier)}"
    yield ""
    yield f"*{_safe(sheet.versions)}*"


def _session(session: SessionLines) -> Iterator[str]:
    yield ""
    done = ", done" if session.is_done else ""
    where = f"at {_safe(session.place)}, {session.length}{done}"
    yield f"## {_safe(session.id)}: {session.when} {where}"
    yield ""
    yield f"{session.after_run}, {session.to_key_run}."
    for reason in session.reasons:
        yield _safe(reason)
    for block in session.blocks:
        yield ""
        if block.title:
            yield f"**{block.title}**"
            yield ""
        for item in block.items:
            boxes = ("☑" if session.is_done else "☐") * item.sets
            rest = f", rest {item.rest}" if item.rest else ""
            name = _safe(item.name)
            role = f" ({item.role})" if item.role else ""
            words = ", ".join(_safe(part) for part in (item.dose, item.load, item.effort) if part)
            line = f"- {boxes} **{_safe(item.label)} {name}**{role}: {words}{rest}"
            # Two blanks at its end break the line.
            yield f"{line}  " if item.how_to else line
            if item.how_to:
                yield f"  {_safe(item.how_to)}"
    if session.loads:
        yield ""
        yield f"**{LOADS}**"
        yield ""
        for labels, why in session.loads:
            yield f"- {_safe(labels)}: {_safe(why)}"


def _muscles(sheet: WeekSheet) -> Iterator[str]:
    from api.body_map import SHADES

    yield ""
    yield "## Muscles"
    yield ""
    yield "| muscle | this week | | direct work |"
    yield "| --- | --- | --- | --- |"
    for line in sheet.muscles:
        muscle = line.muscle
        cells = (muscle.name, muscle.dose, SHADES[muscle.shade].lower(), ", ".join(line.direct))
        yield f"| {' | '.join(_safe(cell) for cell in cells)} |"
    yield ""
    yield sheet.about_sets


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


FORMAT = Format(
    name="markdown",
    summary="the week to read, with boxes to tick, for a note or a message",
    media_type="text/markdown",
    extension=".md",
    write=_write,
    needs_plan=False,
)
