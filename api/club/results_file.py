"""The file of results, which is also what is known of a club that was cut off.

It holds the lines of the first rows, in their order.  Lines that came before their turn stand in a
second file beside it, ``RESULTS.jsonl.waiting``, until the club is done.  Both are written at once,
so that a process that is killed loses only what it was planning.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from pydantic import ValidationError

from api.club.result_lines import ErrorLine, Line, read_line
from api.club.store import Store, whole_lines
from optimizer.documents.errors import Problem, UnusableInput

_OTHER_FILE = "give another file, or --restart to overwrite this one"


class Results(Protocol):
    """Where the lines go, in their order."""

    store: Store
    """To be read; ``keep`` writes to it."""

    def write(self, text: str) -> None: ...

    def keep(self, key: str, text: str) -> None:
        """Put a line into the store."""

    def before(self) -> Iterator[Line]:
        """The lines that are there already; to be read to their end before anything is written."""

    def waiting(self) -> Iterator[tuple[int, int, Line]]:
        """Place and length in the store of lines that came before their turn."""


class StreamedResults:
    """Lines to ``write_line`` alone: nothing is known of them afterwards."""

    def __init__(self, write_line: Callable[[str], None]) -> None:
        self.write = write_line

    def __enter__(self) -> Self:
        self._file: IO[bytes] = tempfile.TemporaryFile()
        self.store = Store(self._file)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, key: str, text: str) -> None:
        self.store.put(key, text)

    def before(self) -> Iterator[Line]:
        return iter(())

    def waiting(self) -> Iterator[tuple[int, int, Line]]:
        return iter(())


class ResultsFile:
    """The results in the file ``path``; a context manager, and nobody else writes meanwhile.

    Raises ``UnusableInput`` where it cannot be written or holds something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waiting_path = path.with_name(f"{path.name}.waiting")

    def __enter__(self) -> Self:
        with self._writing():
            self._file = self.path.open("a+b")
            try:
                self._lock()
                self._waiting = self.waiting_path.open("a+b")
            except BaseException:
                self._file.close()
                raise
        self.store = Store(self._waiting)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # With the club done, or with nothing that waits, the second file says nothing.
        empty = self._waiting.seek(0, os.SEEK_END) == 0
        self._waiting.close()
        if kind is None or empty:
            with suppress(OSError):
                self.waiting_path.unlink()
        self._file.close()

    def write(self, text: str) -> None:
        with self._writing():
            self._file.write(text.encode() + b"\n")
            self._file.flush()

    def keep(self, key: str, text: str) -> None:
        with self._writing():
            self.store.put(key, text)

    def before(self) -> Iterator[Line]:
        with self._writing():
            for number, (_, data) in enumerate(whole_lines(self._file), start=1):
                yield self._line(number, data)

    def waiting(self) -> Iterator[tuple[int, int, Line]]:
        with self._writing():
            for at, data in whole_lines(self._waiting):
                # Not the athlete's own file: what cannot be read is planned again.
                with suppress(ValidationError):
                    yield at, len(data), read_line(data)

    def start_anew(self) -> None:
        """Throw away all that is there."""
        with self._writing():
            self._file.truncate(0)
            self._waiting.truncate(0)

    def take_up(self) -> None:
        """Make every result that is there wait for its turn in another roster, or another order."""
        with self._writing():
            for _ in whole_lines(self._waiting):
                pass
            for number, (_, data) in enumerate(whole_lines(self._file), start=1):
                if not isinstance(self._line(number, data), ErrorLine):
                    self._waiting.write(data + b"\n")
            self._waiting.flush()
            # Should the machine fail here, the results are in one file at least.
            os.fsync(self._waiting.fileno())
            self._file.truncate(0)

    def retry_faults(self) -> None:
        """Leave out every line that tells of a fault of ours; what comes after the first waits."""
        with self._writing():
            for _ in whole_lines(self._waiting):
                pass
            first: int | None = None
            for number, (at, data) in enumerate(whole_lines(self._file), start=1):
                if self._line(number, data).status == "fault":
                    first = at if first is None else first
                elif first is not None:
                    self._waiting.write(data + b"\n")
            if first is None:
                return
            self._waiting.flush()
            # As for ``take_up``.
            os.fsync(self._waiting.fileno())
            self._file.truncate(first)

    def _line(self, number: int, data: bytes) -> Line:
        try:
            return read_line(data)
        except ValidationError:
            raise UnusableInput(
                Problem(str(self.path), f"line {number}", f"is no result of a club; {_OTHER_FILE}")
            ) from None

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnusableInput(
                Problem(
                    str(self.path), "", "is being written by another run; wait for it, or end it"
                )
            ) from None
        except OSError:
            # Some network disks know no locks; that alone is no reason to refuse.
            return

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What the disk refuses, in words that name the file."""
        try:
            yield
        except FileNotFoundError:
            message = "its folder does not exist; make it first"
        except IsADirectoryError:
            message = "is a folder; name a file in it"
        except OSError as error:
            message = (
                f"cannot be written: {error.strerror or error}; once that is mended, the same"
                " command goes on where it stopped"
            )
        else:
            return
        raise UnusableInput(Problem(str(self.path), "", message)) from None
