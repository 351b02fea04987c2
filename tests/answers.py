"""Answers to weeks that several tests look at, each planned once in a run of the tests.

The first test that needs such an answer plans it, in whatever process of pytest-xdist it runs, and
the others read what it found.  ``make test`` leaves out the examples that take longest.  Nothing is
kept from one run to the next: ``conftest.py`` makes the folder and removes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark import ParameterSet
from filelock import FileLock

from api.catalog.example_requests import example
from catalog import load_catalog
from optimizer import Result, plan, read_request
from optimizer.documents.reading import read_result
from optimizer.documents.request import Request
from optimizer.documents.versions import fingerprint

LONGEST: Final = ("p2", "p3", "p8")
"""The examples that take longest to plan, by the beginning of their ids."""
FOLDER: Final[list[Path]] = []
"""The one folder of this run."""
_READ: Final[dict[str, Result]] = {}
"""What this process has read or planned already, by fingerprint."""


def by_example(names: Iterable[str]) -> list[ParameterSet]:
    """For ``parametrize``: whatever asks for an answer of the longest examples is slow."""
    return [
        pytest.param(name, marks=[pytest.mark.slow] if name.startswith(LONGEST) else [])
        for name in names
    ]


@cache
def request_of(name: str) -> Request:
    """The example whose id begins with ``name``."""
    return read_request(example(name).path.read_bytes())


def made_once(name: str, make: Callable[[], str]) -> bytes:
    """What ``make`` makes, in whichever process of this run asks for ``name`` first."""
    [folder] = FOLDER
    file = folder / name
    with FileLock(f"{file}.lock"):
        if not file.exists():
            file.write_text(make(), encoding="utf-8")
    return file.read_bytes()


def answer_to(request: Request) -> Result:
    """The answer of ``plan`` to the request, with the packaged catalog and without limits."""
    key = fingerprint(request, load_catalog())
    if key not in _READ:
        text = made_once(key.replace(":", "_"), lambda: plan(request).model_dump_json())
        _READ[key] = read_result(text)
    return _READ[key]
