"""FIT workouts for a watch: one file a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.format import File, Format, athlete_stem

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


def _write(request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    # Not at the top: whoever only lists the formats need not wait for the FIT profile.
    from api.formats.fit.messages import session_file

    assert result.plan is not None
    athlete = athlete_stem(request.athlete.id)
    files: dict[str, File] = {}
    for session in result.plan.sessions:
        # One session a day is a rule; a plan by hand may break it.
        stem = f"{athlete}-{session.starts_at.date()}"
        further = sum(name.startswith(stem) for name in files)
        name = f"{stem}-{further + 1}.fit" if further else f"{stem}.fit"
        files[name] = File(name, session_file(request, session, catalog, result.plan.next_week))
    return tuple(files.values())


FORMAT = Format(
    name="fit",
    summary="workouts for a watch, one FIT file a session",
    media_type="application/vnd.ant.fit",
    extension=".fit",
    write=_write,
    is_text=False,
    has_many_files=True,
)
