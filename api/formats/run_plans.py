"""A plan of runs as files: JSON, events of a calendar, workouts for a watch."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from api.formats.format import ZIP_MEDIA_TYPE, File, archive, athlete_stem
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

if TYPE_CHECKING:
    from optimizer.documents.running import RunsPlan, RunsRequest

RunFormat = Literal["json", "ics", "fit"]
RUN_FORMATS: tuple[RunFormat, ...] = ("json", "ics", "fit")
RUN_MEDIA_TYPES: dict[RunFormat, str] = {
    "json": "application/json", "ics": "text/calendar", "fit": ZIP_MEDIA_TYPE,
}  # fmt: skip


def run_format_named(name: str, field: str = "--format") -> RunFormat:
    """The format called ``name``; raises ``UnusableInput`` naming ``field``."""
    for known in RUN_FORMATS:
        if name == known:
            return known
    raise UnusableInput(
        Problem(field, quoted(name), f"is no format of runs{nearest(name, RUN_FORMATS)}")
    )


def run_format_for_file(name: str) -> RunFormat:
    """By the ending of a file; a folder and a .zip are for a watch."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in ("", "zip"):
        return "fit"
    return run_format_named(ending, "-o")


def run_files(form: RunFormat, request: RunsRequest, answer: RunsPlan) -> tuple[File, ...]:
    """One file; for a watch one a run."""
    stem = f"{athlete_stem(request.athlete.id)}-{request.start}"
    if form == "json":
        return (File(f"{stem}-runs.json", f"{answer.model_dump_json()}\n".encode()),)
    if form == "ics":
        from api.calendars.run_plans_out import run_plan_calendar

        return (File(f"{stem}-runs.ics", run_plan_calendar(request, answer)),)
    # Not at the top: whoever only asks for JSON need not wait for the FIT profile.
    from api.calendars.run_plans_out import planned_run_uid
    from api.formats.fit.run_messages import run_file

    athlete = athlete_stem(request.athlete.id)
    files = []
    for week in answer.weeks:
        for run in week.runs:
            name = f"{athlete}-{run.day}-{run.id}.fit"
            uid = planned_run_uid(request, run.id)
            files.append(File(name, run_file(run, uid, run.starts_at)))
    return tuple(files)


def runs_as_one(form: RunFormat, request: RunsRequest, answer: RunsPlan) -> tuple[str, File]:
    """The media type and the one file to send: the file itself, or all of them as an archive."""
    files = run_files(form, request, answer)
    if form != "fit":
        [only] = files
        return RUN_MEDIA_TYPES[form], only
    stem = f"{athlete_stem(request.athlete.id)}-{request.start}"
    return ZIP_MEDIA_TYPE, File(f"{stem}-runs-fit.zip", archive(files))
