"""The command line as a shell runs it: in a process of its own, or faster in this one."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from api.command_line.main import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()


def call(*arguments: str | Path, stdin: bytes = b"") -> Answer:
    """``runstrong`` with ``arguments`` inside this process, its output no terminal."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        mock.patch("sys.stdout", out),
        mock.patch("sys.stderr", err),
    ):
        status = main([*map(str, arguments)])
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Answer(status, *texts)


def run(*arguments: str | Path, stdin: bytes = b"") -> Answer:
    """``runstrong`` with ``arguments``, its output no terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "api", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=300,
        **_place(),
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def python(program: str) -> Answer:
    """A small program with the project on its path."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, **_place()
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """A process started meanwhile hears Ctrl-C, even where these tests are a job in the background.

    A shell starts such a job with SIGINT ignored, and every process of the job inherits that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _place() -> dict[str, Any]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {"env": {**os.environ, "PYTHONPATH": path}, "cwd": ROOT}
