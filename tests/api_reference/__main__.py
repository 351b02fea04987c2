"""Writes the pages with pdoc."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings
from pathlib import Path

import pdoc
from pdoc.extract import walk_specs

PACKAGES = ("catalog", "optimizer", "api")


def modules() -> list[str]:
    """What pdoc has to be given so that it documents every module of the packages.

    By itself it follows a package no further than its ``__all__``.
    """
    given: list[str] = []
    reached: set[str] = set()
    for package in PACKAGES:
        inside = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        for name in (package, *(found.name for found in inside)):
            if name in reached or name.endswith(".__main__"):
                continue
            given.append(name)
            reached.update(walk_specs([name]))
    # Here, because pdoc keeps what it imports from asking other programs about the machine.
    for name in reached:
        importlib.import_module(name)
    return given


def write(folder: Path) -> None:
    """Raises the first warning of pdoc, such as that of an annotation that names nothing."""
    pdoc.render.configure(show_source=False, template_directory=Path(__file__).parent)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pdoc.pdoc(*modules(), output_directory=folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
