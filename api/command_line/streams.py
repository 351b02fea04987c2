"""Documents in and out of the command line: files, standard input, standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, TypeVar

from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from rich.console import RenderableType

Document = TypeVar("Document")

STANDARD_INPUT = "-"
_WIDEST_COLUMNS = 120
"""Longer lines are hard to read, however wide the terminal is."""


class OutputClosed(Exception):
    """The reader of standard output has gone, as ``| head`` does."""


class OutputFailed(Exception):
    """Standard output cannot be written, as on a full disk."""


def read_document(name: str, most_bytes: int | None = None) -> bytes:
    """The bytes of the file ``name``, or of standard input for ``-``.

    Reads one byte more than ``most_bytes`` (None: what a request may have), so that a huge file
    costs nothing.  Raises ``UnusableInput``.
    """
    from optimizer.documents.reading import MAX_DOCUMENT_BYTES

    most = MAX_DOCUMENT_BYTES if most_bytes is None else most_bytes
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(most + 1)
    except FileNotFoundError:
        message = "there is no such file; check the path, or give - to read standard input"
    except IsADirectoryError:
        message = "is a directory; give the JSON file inside it"
    except PermissionError:
        message = "may not be read; change its permissions"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"cannot be read: {reason or error}"
    else:
        if len(data) <= most:
            return data
        needs = "more than any request needs" if most_bytes is None else "more than is read at once"
        message = f"is longer than {most:,} bytes, {needs}"
    raise UnusableInput(Problem(called(name), "", message))


def called(name: str) -> str:
    """What a person calls the file ``name``, where a fault is in it."""
    return "standard input" if name == STANDARD_INPUT else name


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Faults of what is read name the file too."""
    try:
        yield
    except UnusableInput as error:
        file = called(name)
        raise UnusableInput(
            *(replace(p, field=f"{file}: {p.field}" if p.field else file) for p in error.problems)
        ) from None


def read_as(reader: Callable[[bytes], Document], name: str) -> Document:
    """Read the document ``name``; where several are read, each fault says which one it is in."""
    data = read_document(name)
    with naming(name):
        return reader(data)


def form(as_json: bool, as_text: bool) -> Literal["json", "text"]:
    """JSON when asked for, or when nobody reads along at a terminal; text when asked for."""
    if as_json and as_text:
        raise UnusableInput(Problem("--json and --text", "", "contradict each other; give one"))
    return "text" if as_text or (sys.stdout.isatty() and not as_json) else "json"


def write_json(value: object) -> None:
    """One line of JSON on standard output."""
    write_line(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def write_line(text: str) -> None:
    _write(text + "\n")


def write_bytes(data: bytes) -> None:
    """A file of any format on standard output, as it is."""
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def show(*views: RenderableType) -> None:
    """Print ``views`` for a person, in the colours and the width that the terminal has."""
    with _writing():
        text = _rendered(views, on_error=False)
    _write(text)


def show_aside(*views: RenderableType) -> None:
    """Print ``views`` on standard error, where standard output holds the answers."""
    sys.stderr.write(_rendered(views, on_error=True))
    sys.stderr.flush()


def _rendered(views: Iterable[RenderableType], *, on_error: bool) -> str:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, stderr=on_error)
    console.width = min(console.width, _WIDEST_COLUMNS)
    with console.capture() as captured:
        for view in views:
            console.print(view)
    # Rich fills table cells with blanks up to the edge; they are noise when copied or compared.
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def show_problems(problems: list[str]) -> None:
    """Each problem as one line on standard error."""
    try:
        for problem in problems:
            # An id of the input must not move the cursor or fake a second line.
            safe = "".join(c if c.isprintable() else repr(c)[1:-1] for c in problem)
            sys.stderr.write(f"error: {safe}\n")
        sys.stderr.flush()
    except OSError:
        # Nobody can be told; the exit status still says it.
        _drop(sys.stderr)


def _write(text: str) -> None:
    with _writing():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    """Tells a reader that has gone from an output that cannot take any more."""
    try:
        yield
    except BrokenPipeError:
        _drop(sys.stdout)
        raise OutputClosed from None
    except OSError as error:
        _drop(sys.stdout)
        raise OutputFailed(error.strerror or str(error)) from None


def _drop(stream: TextIO) -> None:
    """What is still buffered would raise again when Python closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
