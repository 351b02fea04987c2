"""A season as files: JSON, events of a calendar, Markdown, a picture, a page to print."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from api.formats.format import File, athlete_stem
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.season import Season

SeasonFormat = Literal["json", "ics", "markdown", "svg", "html"]
SEASON_FORMATS: tuple[SeasonFormat, ...] = ("json", "ics", "markdown", "svg", "html")
MEDIA_TYPES: dict[SeasonFormat, str] = {
    "json": "application/json", "ics": "text/calendar", "markdown": "text/markdown",
    "svg": "image/svg+xml", "html": "text/html",
}  # fmt: skip
_ENDINGS: dict[str, SeasonFormat] = {
    "json": "json", "ics": "ics", "md": "markdown", "svg": "svg", "html": "html"
}  # fmt: skip
_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;color:#26323a;margin:2rem auto;max-width:62rem;"
    "padding:0 1rem}table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;"
    "vertical-align:top;padding:3px 8px;border-bottom:1px solid #c9c4ba}tr{break-inside:avoid}"
    "svg{max-width:100%;height:auto}@media print{body{margin:0;max-width:none}"
    "@page{size:A4 landscape;margin:12mm}}"
)


def season_format_named(name: str, field: str = "--format") -> SeasonFormat:
    """The format called ``name``; raises ``UnusableInput`` naming ``field``."""
    for known in SEASON_FORMATS:
        if name == known:
            return known
    raise UnusableInput(
        Problem(field, quoted(name), f"is no format of a season{nearest(name, SEASON_FORMATS)}")
    )


def season_format_for_file(name: str) -> SeasonFormat:
    """By the ending of a file."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    found = _ENDINGS.get(ending)
    if found is None:
        endings = ", ".join(f".{one}" for one in _ENDINGS)
        message = f"does not say its format; end it as {endings}, or give --format"
        raise UnusableInput(Problem("-o", quoted(name), message))
    return found


def season_file(form: SeasonFormat, season: Season, catalog: Catalog) -> File:
    """The one file of a season; the same bytes for the same season."""
    stem = f"{athlete_stem(season.athlete_id)}-{season.request.start}-season"
    if form == "json":
        return File(f"{stem}.json", f"{season.model_dump_json()}\n".encode())
    if form == "ics":
        from api.calendars.seasons_out import season_calendar

        return File(f"{stem}.ics", season_calendar(season, catalog))
    if form == "markdown":
        from api.formats.season_markdown import season_markdown

        return File(f"{stem}.md", season_markdown(season).encode())
    from api.formats.season_picture import season_picture

    picture = season_picture(season)
    if form == "svg":
        return File(f"{stem}.svg", f"{picture}\n".encode())
    return File(f"{stem}.html", _page(season, picture).encode())


def _page(season: Season, picture: str) -> str:
    """A page to print: the picture and a row for each week.  All words are escaped."""
    from api.formats.season_lines import week_lines

    rows = []
    for line in week_lines(season):
        lifts = "<br>".join(
            escape(f"{lift.name} {lift.dose}{f', {lift.load}' if lift.load else ''}")
            for lift in line.lifts
        )
        phase = f"{line.phase} ({line.state})"
        note = f"<br>{escape(line.note)}" if line.note else ""
        cells = (
            str(line.number), line.start, escape(phase) + note, escape(line.runs),
            escape(line.strength), escape(line.flexibility), lifts,
        )  # fmt: skip
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    heads = "".join(
        f"<th>{name}</th>"
        for name in ("week", "from", "phase", "runs", "strength", "flexibility", "main lifts")
    )
    notes = "".join(
        f"<li>{escape(text)}</li>"
        for text in (
            *(f"Week {one.week}: {one.sentence} {one.why}" for one in season.changes),
            *(cure.sentence for cure in season.cures),
            *season.notes,
        )
    )
    title = escape(f"The season of {season.athlete_id}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{escape(season.sentence)}</p>"
        f"{picture}<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"<ul>{notes}</ul></body></html>\n"
    )
