"""A report for a person on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.compare import Comparison
from benchmarks.instances import HARD_FAMILIES
from benchmarks.peers import GREEDY, OURS
from benchmarks.targets import targets_of

Report = Mapping[str, Any]
_REACHED = {True: "reached", False: "missed", None: "not told"}
_PARTS = ("import", "build", "presolve", "solve", "review")


def report_views(report: Report) -> Iterator[RenderableType]:
    machine = report["machine"]
    yield (
        f"runstrong {report['software']} ({report['commit'] or 'no commit'}), OR-Tools"
        f" {report['ortools']}, Python {machine['python']}, {machine['processor']}"
        f" ({machine['cores']} cores), {report['date']}"
    )
    done, planned = report["measured"]["done"], report["measured"]["planned"]
    if done < planned:
        yield f"{done} of {planned} measurements are done; the same command goes on with the rest."
    yield ""
    yield _proofs(report)
    yield ""
    yield _gaps(report)
    yield ""
    yield _shares(report)
    if report["scaling"]["curve"]:
        yield ""
        yield _scaling(report)
    if report["clubs"]:
        yield ""
        yield _clubs(report)
    if report["greedy"]["compared"]:
        yield ""
        yield _greedy(report)
    yield ""
    yield _targets(report)
    agreed = report["agreement"]
    yield ""
    yield (
        f"Exact peers agree in {agreed['compared'] - len(agreed['differences'])} of"
        f" {agreed['compared']} comparisons."
    )
    for fault in report["faults"]:
        yield Text(f"fault: {fault}", overflow="fold")


def problems_of(report: Report) -> list[str]:
    """What no speed makes good: exact peers that disagree, a greedy week better than a proof."""
    return [
        *(f"exact peers disagree: {words}" for words in report["agreement"]["differences"]),
        *(f"the greedy planner is better: {words}" for words in report["greedy"]["better"]),
    ]


def comparison_view(comparisons: Sequence[Comparison]) -> Table:
    table = table_of("Against the baseline", ("metric", "baseline", "now", "tolerance", "verdict"))
    for one in comparisons:
        style = {"worse": "bold red", "better": "green", "same": ""}[one.verdict]
        table.add_row(
            one.metric, f"{one.baseline:.4g}", f"{one.now:.4g}", one.tolerance.words,
            Text(one.verdict, style=style),
        )  # fmt: skip
    return table


def seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _proofs(report: Report) -> Table:
    columns = ("family", "peer", "weeks", "0.1 s", "1 s", "10 s", "mean", "median", "p95", "p99")
    title = (
        "Share proven within, and seconds to proof: shifted geometric mean, median, percentiles\n"
        "(an unproven week counts with its limit)"
    )
    table = table_of(title, columns)
    for family, peer, figures in _every(report):
        within = figures["proven_within"]
        times = ("shifted_geometric_mean", "median", "p95", "p99")
        table.add_row(
            family,
            peer,
            str(figures["instances"]),
            *(f"{within[limit]:.0%}" for limit in ("0.1", "1", "10")),
            *(seconds(figures[name]) for name in times),
            style="bold" if peer == OURS else "",
        )
    return table


def _gaps(report: Report) -> Table:
    columns = ("family", "peer", "mean, 0.1 s", "most", "mean, 1 s", "most", "peak MB")
    table = table_of("Gap of the first open tier after 0.1 s and 1 s, and memory", columns)
    for family, peer, figures in _every(report):
        gaps = [figures["gap_at"].get(at) for at in ("0.1", "1")]
        cells = (f"{gap[name]:.2f}" if gap else "–" for gap in gaps for name in ("mean", "most"))
        table.add_row(
            family, peer, *cells, f"{figures['peak_mb']:.0f}", style="bold" if peer == OURS else ""
        )
    return table


def _every(report: Report) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for family, peers in (*report["families"].items(), ("all ×1", report["overall"])):
        for peer, figures in peers.items():
            if peer != GREEDY:
                yield family, peer, figures


def _shares(report: Report) -> Table:
    table = table_of("Where the time of one plan goes (median ms; – not told)", ("peer", *_PARTS))
    for family, peers in (*report["families"].items(), ("all ×1", report["overall"])):
        for peer, figures in peers.items():
            if (peer == OURS and figures["shares_ms"]) or family in HARD_FAMILIES:
                shares = figures["shares_ms"]
                cells = (f"{shares[part]:.0f}" if part in shares else "–" for part in _PARTS)
                table.add_row(f"{family}: {peer}", *cells)
    return table


def _scaling(report: Report) -> Table:
    table = table_of("Cost against the catalog", ("catalog", "weeks", "median s", "p95 s"))
    for point in report["scaling"]["curve"]:
        table.add_row(
            f"×{point['catalog_times']}", str(point["n"]), seconds(point["median"]),
            seconds(point["p95"]),
        )  # fmt: skip
    return table


def _clubs(report: Report) -> Table:
    columns = ("athletes", "cores", "seconds", "athletes/s", "proven", "MB", "growth")
    table = table_of("Clubs", columns)
    for club in report["clubs"]:
        growth = "–" if club["growth"] is None else f"{club['growth']:+.1%}"
        table.add_row(
            str(club["size"]), str(club["workers"]), seconds(club["seconds"]),
            f"{club['athletes_per_second']:.2f}", str(club["proven"]), f"{club['peak_mb']:.0f}",
            growth,
        )  # fmt: skip
    return table


def _greedy(report: Report) -> Table:
    greedy = report["greedy"]
    title = (
        f"What the greedy planner loses in the first tier that differs: {greedy['compared']}"
        f" weeks, {greedy['equal']} equal, {greedy['without_a_lawful_week']} without a lawful week"
    )
    table = table_of(title, ("tier", "weeks", "mean loss", "most"))
    for name, loss in greedy["first_loss"].items():
        table.add_row(name, str(loss["weeks"]), f"{loss['mean']:.1f}", str(loss["most"]))
    return table


def _targets(report: Report) -> Table:
    table = table_of("Targets", ("what", "target", "measured", ""))
    table.columns[0].no_wrap = False
    for target in targets_of(report):
        style = {True: "green", False: "bold red", None: "yellow"}[target.reached]
        table.add_row(
            target.what, target.target, target.measured, Text(_REACHED[target.reached], style)
        )
        table.add_section()
    return table


def table_of(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        words = number == 0 or column in ("peer", "target", "measured", "tolerance", "verdict", "")
        table.add_column(column, justify="left" if words else "right", no_wrap=number == 0)
    return table
