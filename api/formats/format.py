"""What a format is: a name, how its files are labelled, and the function that writes them."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

ZIP_MEDIA_TYPE = "application/zip"
CALENDAR_MEDIA_TYPE = "text/calendar"
MOST_ALARM_MINUTES = 7 * 24 * 60
"""Before an event."""
OF_A_WEEK = "ics or runs"
"""The formats of a planned week that are calendars."""

_CALENDAR_ENDING = ".ics"
_OTHER_SIGNS = re.compile("[^A-Za-z0-9_-]+")
_MARK_LETTERS = 8
_MARKED = re.compile(rf"-[0-9a-f]{{{_MARK_LETTERS}}}\Z")


class NoPlanToWrite(Exception):
    """The result holds no plan, and the format has nothing to say without one."""


@dataclass(frozen=True)
class File:
    """One file; ``name`` has no folder and only signs that every file system takes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Format:
    """One way to write a plan down.

    ``write`` gives the same bytes for the same arguments, ``stats`` of the result aside.
    """

    name: str
    """As ``--format`` has it."""
    summary: str
    """What it is good for, in a few words."""
    media_type: str
    """Of each file, without parameters such as the character set."""
    extension: str
    """With its dot."""
    write: Callable[[Request, Result, Catalog], tuple[File, ...]]
    is_text: bool = True
    """True: UTF-8 text, fit for a terminal."""
    has_many_files: bool = False
    """True: any number of files, which travel together as one zip archive."""
    needs_plan: bool = True
    """False: it also says something of a result without a plan."""
    is_negotiable: bool = True
    """False: its media type stands for another format; it is only asked for by name."""


def written(form: Format, request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    """The files of a plan; raises ``NoPlanToWrite`` where the format needs one and there is none.

    ``result`` has to answer ``request``.
    """
    if form.needs_plan and result.plan is None:
        raise NoPlanToWrite(
            f"there is no plan to write as {form.name}: the week is {result.status};"
            " the result itself says why"
        )
    return form.write(request, result, catalog)


def with_alarm(file: File, minutes: int | None) -> File:
    """A calendar with an alarm so many minutes before each event; any other file as it is."""
    if minutes is None or not file.name.endswith(_CALENDAR_ENDING):
        return file
    from api.calendars.alarms import with_alarms

    return File(file.name, with_alarms(file.data, minutes))


def refuse_alarm(
    media_type: str | None, minutes: int | None, field: str, formats: str = "ics"
) -> None:
    """Raises ``UnusableInput`` naming ``field`` for an alarm of what is no calendar.

    ``formats``: those that are.
    """
    if minutes is not None and media_type != CALENDAR_MEDIA_TYPE:
        raise UnusableInput(
            Problem(field, str(minutes), f"is for a calendar; choose the format {formats}")
        )


def as_one(form: Format, files: tuple[File, ...], request: Request) -> tuple[str, File]:
    """The media type and the one file to send: the file itself, or all of them as an archive."""
    if not form.has_many_files:
        [only] = files
        return form.media_type, only
    return ZIP_MEDIA_TYPE, File(f"{file_stem(request)}-{form.name}.zip", archive(files))


def file_stem(request: Request) -> str:
    """``ana-2026-11-23``: the beginning of a file's name for this athlete and week."""
    return f"{athlete_stem(request.athlete.id)}-{request.week.start}"


def athlete_stem(athlete_id: str) -> str:
    """An athlete's name as part of a file's, of signs that every system and watch takes.

    No two athletes have the same: where a sign had to go or to change, a mark of the whole id
    follows.
    """
    plain = unicodedata.normalize("NFKD", athlete_id)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    safe = _OTHER_SIGNS.sub("-", letters).strip("-")
    if safe == athlete_id and not _MARKED.search(safe):
        return safe
    mark = hashlib.sha256(athlete_id.encode()).hexdigest()[:_MARK_LETTERS]
    return f"{safe or 'athlete'}-{mark}"


def archive(files: Iterable[File]) -> bytes:
    """A zip archive with the same bytes on any day and any system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            # The default date_time is 1980-01-01; the system would otherwise be this one's.
            entry = zipfile.ZipInfo(file.name)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return buffer.getvalue()
