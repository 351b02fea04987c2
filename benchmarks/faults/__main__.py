"""Try every scenario and print what became of the athletes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from benchmarks.faults.attack_table import attacked
from benchmarks.faults.postgres import NoPostgres, Postgres, postgres
from benchmarks.faults.scenarios import SCENARIOS, try_scenario

_COLUMNS = ("scenario", "on", "athletes", "answered", "lost", "duplicated", "seconds", "statuses")


def main(arguments: list[str]) -> int:
    """The exit status: 1 if an athlete was lost or answered twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--athletes", type=int, default=100, help="in each batch")
    parser.add_argument("--only", choices=[one.id for one in SCENARIOS], action="append")
    parser.add_argument(
        "--attacks",
        metavar="SHARE",
        type=float,
        help="attacks, kills and power loss instead, at this share of their times (1 is all), and"
        " write them down in docs/attacks.md",
    )
    options = parser.parse_args(arguments)
    if options.attacks is not None:
        return 1 if attacked(options.attacks) else 0
    table = Table(*_COLUMNS)
    wrong = 0
    with _perhaps_postgres() as server:
        for one in SCENARIOS:
            if options.only and one.id not in options.only:
                continue
            if one.on_postgres and server is None:
                continue
            found, seconds = try_scenario(one, options.athletes, server)
            wrong += found.lost + found.duplicated
            table.add_row(
                one.title,
                "PostgreSQL" if one.on_postgres else "SQLite",
                str(found.athletes),
                str(found.answered),
                str(found.lost),
                str(found.duplicated),
                f"{seconds:.0f}",
                ", ".join(f"{name} {count}" for name, count in sorted(found.statuses.items())),
            )
    Console(width=150).print(table)
    return 1 if wrong else 0


@contextmanager
def _perhaps_postgres() -> Iterator[Postgres | None]:
    try:
        running = postgres()
        server = running.__enter__()
    except NoPostgres as error:
        sys.stderr.write(f"without PostgreSQL: {error}\n")
        yield None
        return
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
