"""The report about two versions for a person on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.against.measure import DIFFERING, NOW, THEN
from benchmarks.against.report import ALL
from benchmarks.tables import seconds, table_of

Report = Mapping[str, Any]
_MOST_PLACES = 20


def report_views(report: Report) -> Iterator[RenderableType]:
    machine = report["machine"]
    yield (
        f"then: {report[THEN]}, now: {report[NOW] or 'no commit'}, Python {machine['python']},"
        f" {machine['processor']} ({machine['cores']} cores), {report['date']}"
    )
    done, planned = report["measured"]["done"], report["measured"]["planned"]
    if done < planned:
        yield f"{done} of {planned} cases are done; the same command goes on with the rest."
    yield ""
    yield _ratios(report)
    if ALL in report["cpu"]:
        plans = report["cpu"][ALL]
        slowest = (f"{key} {ratio:.2f}" for key, ratio in plans["slowest"].items())
        yield f"Slowest against then: {', '.join(slowest)}"
        most = (f"{seconds(most)} s {side}" for side, most in plans["most_seconds"].items())
        yield f"Longest week: {', '.join(most)}"
        for side, keys in plans["not_proven"].items():
            if keys:
                yield f"Not proven {side}: {', '.join(keys)}"
    yield ""
    yield from _differing(report)
    for key, words in report["not_understood"].items():
        yield Text(f"not understood by the other version: {key}, {words}", overflow="fold")


def _ratios(report: Report) -> Table:
    columns = (
        "plans, questions", "n", "then s", "now s", "sum", "median", "p95", "worst",
        "proven", "now",
    )  # fmt: skip
    table = table_of(
        "CPU seconds, ratios now / then (below 1: now is faster), plans proven then and now",
        columns,
    )
    for name, row in report["cpu"].items():
        proven = row.get("proven", {})
        proofs = (str(proven.get(side, "–")) for side in (THEN, NOW))
        table.add_row(
            name, str(row["answers"]), *(seconds(row["seconds"][side]) for side in (THEN, NOW)),
            *(f"{row[ratio]:.2f}" for ratio in ("ratio_of_sums", "median", "p95", "worst")),
            *proofs, style="bold" if name == ALL else "",
        )  # fmt: skip
    return table


def _differing(report: Report) -> Iterator[RenderableType]:
    differing = report["differing"]
    if not differing:
        yield f"The answers are the same: {report['answers']} of {report['answers']}."
        return
    added = sum(one["only_added"] for one in differing)
    yield (
        f"{len(differing)} of {report['answers']} answers differ, {added} of them only by what is"
        f" new; whole in the folder {DIFFERING}/ of --out."
    )
    yield ""
    places = table_of("Where, and in how many answers", ("place", "answers"))
    for place, count in list(report["places"].items())[:_MOST_PLACES]:
        places.add_row(place, str(count))
    yield places
    yield ""
    for one in differing:
        yield f"{one['case']}, {one['question']}: {one['differences']} × different"
        for first in one["first_differences"]:
            values = {
                "changed": f"{first['then']} → {first['now']}",
                "only then": f"only then: {first['then']}",
                "only now": f"only now: {first['now']}",
            }
            yield Text(f"  {first['path']}: {values[first['kind']]}", overflow="fold")
