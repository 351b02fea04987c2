"""How much of each package the tests reach: ``python -m tests.coverage_by_package FILE``.

FILE is what ``coverage json`` writes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass
class Reached:
    """Of the statements and branches of some files, how many a test ran through."""

    statements: int = 0
    statements_reached: int = 0
    branches: int = 0
    branches_reached: int = 0

    def add(self, summary: dict[str, int]) -> None:
        """One file's, by the names of coverage.py."""
        self.statements += summary["num_statements"]
        self.statements_reached += summary["covered_lines"]
        self.branches += summary["num_branches"]
        self.branches_reached += summary["covered_branches"]


def by_package(report: str) -> dict[str, Reached]:
    """By package, in the order of their names, and ``all`` of them last."""
    packages: dict[str, Reached] = defaultdict(Reached)
    everything = Reached()
    for path, file in json.loads(report)["files"].items():
        packages[".".join(Path(path).parts[:-1])].add(file["summary"])
        everything.add(file["summary"])
    return {**dict(sorted(packages.items())), "all": everything}


def table(packages: dict[str, Reached]) -> Table:
    shown = Table("package", box=None)
    for name in ("statements", "reached", "branches", "reached"):
        shown.add_column(name, justify="right")
    for package, found in packages.items():
        shown.add_row(
            package,
            f"{found.statements}",
            _share(found.statements_reached, found.statements),
            f"{found.branches}",
            _share(found.branches_reached, found.branches),
        )
    return shown


def _share(part: int, whole: int) -> str:
    """Cut off, not rounded: 100 % is all."""
    return f"{100 * part // whole} %" if whole else "–"


if __name__ == "__main__":
    Console(width=100).print(table(by_package(Path(sys.argv[1]).read_text(encoding="utf-8"))))
