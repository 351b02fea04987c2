"""Where an answer goes and in which form: the terminal, standard output or files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.streams import STANDARD_INPUT, form, write_bytes, write_line
from api.formats.format import (
    MOST_ALARM_MINUTES,
    OF_A_WEEK,
    File,
    Format,
    NoPlanToWrite,
    as_one,
    refuse_alarm,
    with_alarm,
    written,
)
from api.formats.registry import FORMAT_NAMES, format_for_file, format_named, formats
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help=f"Write the plan in another format: {', '.join(FORMAT_NAMES)}; 'runstrong export"
        " --list' says what each is good for.",
    ),
]
OutputFile = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to this file, whose ending says the format unless --format does; a folder or a"
        " .zip file where a format has several files.",
    ),
]


AlarmMinutes = Annotated[
    int | None,
    typer.Option(
        "--alarm",
        metavar="MINUTES",
        min=0,
        max=MOST_ALARM_MINUTES,
        help="Of a calendar: have it remind so many minutes before each event.",
    ),
]


@dataclass(frozen=True)
class Output:
    """How one answer is to be told; ``format`` None: as text, for a person.

    ``alarm_minutes``: before each event of a calendar; None: no alarm.
    """

    format: Format | None
    file: str | None
    alarm_minutes: int | None = None

    @property
    def is_text(self) -> bool:
        return self.format is None


def output_of(
    as_json: bool,
    as_text: bool,
    name: str | None,
    file: str | None,
    alarm_minutes: int | None = None,
) -> Output:
    """What the options ask for; raises ``UnusableInput`` where they contradict each other."""
    output = _output_of(as_json, as_text, name, file)
    media_type = None if output.format is None else output.format.media_type
    refuse_alarm(media_type, alarm_minutes, "--alarm", OF_A_WEEK)
    return replace(output, alarm_minutes=alarm_minutes)


def refuse_contradictions(as_json: bool, as_text: bool, name: str | None, file: str | None) -> None:
    """Raises ``UnusableInput`` where options ask for two forms of the answer."""
    if name is not None and (as_json or as_text):
        other = "--json" if as_json else "--text"
        raise UnusableInput(Problem(f"--format and {other}", "", "contradict each other; give one"))
    if file is not None and as_text:
        raise UnusableInput(
            Problem("-o and --text", "", "do not go together; text is for the terminal")
        )


def _output_of(as_json: bool, as_text: bool, name: str | None, file: str | None) -> Output:
    refuse_contradictions(as_json, as_text, name, file)
    if name is not None:
        chosen = format_named(name)
        say_other_ending(file, chosen.name, chosen.extension)
    elif file is not None and not as_json:
        chosen = format_for_file(file)
    elif form(as_json, as_text) == "text":
        return Output(None, None)
    else:
        chosen = format_named("json")
    if file is None and sys.stdout.isatty() and (not chosen.is_text or chosen.has_many_files):
        raise UnusableInput(
            Problem("--format", chosen.name, "is not for a terminal; name a file with -o")
        )
    return Output(chosen, file)


def say_other_ending(file: str | None, chosen: str, extension: str) -> None:
    """Say on standard error that a file is of another format than its ending is that of."""
    if file is None or (ending := Path(file).suffix.lower()) in ("", ".zip", extension):
        return
    if any(one.extension == ending for one in formats()):
        sys.stderr.write(
            f"note: {file} is written as {chosen}, as --format says, though it ends in {ending};"
            f" {chosen} ends in {extension}\n"
        )


def refuse_to_overwrite(file: str | Path | None, *inputs: str | None) -> None:
    """Raises ``UnusableInput`` where ``-o`` names a file that is read."""
    if file is not None and any(_is_same_file(name, Path(file)) for name in inputs):
        raise UnusableInput(
            Problem("-o", repr(str(file)), "is one of the files that are read; name another file")
        )


def _is_same_file(name: str | None, out: Path) -> bool:
    if name is None or name == STANDARD_INPUT:
        return False
    return out.exists() and Path(name).exists() and out.samefile(name)


def tell(
    output: Output,
    request: Request,
    result: Result,
    catalog: Catalog,
    show_text: Callable[[], None],
) -> int:
    """Write the answer as ``output`` has it; the exit status."""
    status = ExitCode.NO_PLAN if result.plan is None else ExitCode.ANSWERED
    if output.format is None:
        show_text()
        return status
    if output.format.name == "json" and output.file is None:
        write_line(result.model_dump_json())
        return status
    try:
        files = written(output.format, request, result, catalog)
        files = tuple(with_alarm(file, output.alarm_minutes) for file in files)
    except NoPlanToWrite as error:
        sys.stderr.write(f"{error}\n")
        return ExitCode.NO_PLAN
    _put(output.format, files, request, output.file)
    return status


def _put(form: Format, files: tuple[File, ...], request: Request, where: str | None) -> None:
    if where is None:
        write_bytes(as_one(form, files, request)[1].data)
        return
    path = Path(where)
    if path.is_dir() or (form.has_many_files and path.suffix.lower() != ".zip"):
        found = [(path / file.name, file.data) for file in files]
    else:
        found = [(path, as_one(form, files, request)[1].data)]
    for target, data in found:
        write_file(target, data, make_folder=form.has_many_files)


def write_file(path: Path | str, data: bytes, *, make_folder: bool = False) -> None:
    """Write one file that ``-o`` names; raises ``UnusableInput`` where that cannot be done."""
    path = Path(path)
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnusableInput(
            Problem("-o", str(path), f"cannot be written: {reason or error}")
        ) from None
    if sys.stderr.isatty():
        sys.stderr.write(f"wrote {path}\n")
