"""A report against a baseline, metric by metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.peers import OURS

Verdict = Literal["better", "same", "worse"]
Report = Mapping[str, Any]


@dataclass(frozen=True)
class Tolerance:
    """A change counts when it is above ``share`` of the baseline and above ``absolute`` too."""

    share: float
    absolute: float
    less_is_better: bool = True

    @property
    def words(self) -> str:
        return f"{self.share:.0%} and {self.absolute:g}"


@dataclass(frozen=True)
class Comparison:
    metric: str
    baseline: float
    now: float
    tolerance: Tolerance
    verdict: Verdict


SECONDS = Tolerance(0.25, 0.02)
TAIL_SECONDS = Tolerance(0.5, 0.05)
SHARE = Tolerance(0.0, 0.02, less_is_better=False)
GAP = Tolerance(0.1, 0.02)
MEGABYTES = Tolerance(0.15, 10)
RATE = Tolerance(0.2, 0.1, less_is_better=False)
MILLISECONDS = Tolerance(0.25, 20)
COUNT = Tolerance(0.0, 0.5)


def verdict(baseline: float, now: float, tolerance: Tolerance) -> Verdict:
    change = now - baseline if tolerance.less_is_better else baseline - now
    if abs(change) <= max(tolerance.absolute, tolerance.share * abs(baseline)) + 1e-12:
        return "same"
    return "worse" if change > 0 else "better"


def compared(baseline: Report, now: Report) -> list[Comparison]:
    """Every metric that both reports have, of families of which both measured the same weeks."""
    uneven = _uneven(baseline, now)
    before = {
        metric: value
        for metric, value, _ in metrics(baseline)
        if metric.partition(":")[0] not in uneven
    }
    return [
        Comparison(metric, before[metric], value, tolerance,
                   verdict(before[metric], value, tolerance))
        for metric, value, tolerance in metrics(now)
        if metric in before
    ]  # fmt: skip


def metrics(report: Report) -> Iterator[tuple[str, float, Tolerance]]:
    """What runstrong is judged by; the peers are there for context, not for a verdict."""
    for family, peers in (("all", report["overall"]), *report["families"].items()):
        figures = peers.get(OURS)
        if figures is None:
            continue
        for seconds, share in figures["proven_within"].items():
            yield f"{family}: proven within {seconds} s", share, SHARE
        yield (
            f"{family}: shifted geometric mean (s)",
            figures["shifted_geometric_mean"],
            SECONDS,
        )
        yield f"{family}: median (s)", figures["median"], SECONDS
        yield f"{family}: p95 (s)", figures["p95"], TAIL_SECONDS
        for at, gap in figures["gap_at"].items():
            yield f"{family}: mean gap at {at} s", gap["mean"], GAP
        yield f"{family}: peak memory (MB)", figures["peak_mb"], MEGABYTES
    for point in report["scaling"]["curve"]:
        yield f"×{point['catalog_times']} catalog: p95 (s)", point["p95"], TAIL_SECONDS
    for kind, answer in report["answers"].items():
        yield f"{kind}: median (s)", answer["median"], SECONDS
        yield f"{kind}: p95 (s)", answer["p95"], TAIL_SECONDS
    for club in report["clubs"]:
        name = f"club of {club['size']}, {club['workers']} cores"
        yield f"{name}: athletes/s", club["athletes_per_second"], RATE
    if report["help_ms"] is not None:
        yield "runstrong --help (ms)", report["help_ms"], MILLISECONDS
    yield "faults", float(len(report["faults"])), COUNT


def _uneven(baseline: Report, now: Report) -> set[str]:
    """Families of which the two did not measure the same weeks; ``all`` where there is one."""
    ours, theirs = (
        {(r["family"], r["instance"]) for r in report["instances_measured"] if r["peer"] == OURS}
        for report in (baseline, now)
    )
    families = {family for family, _ in ours ^ theirs}
    return families | {"all"} if families else families


def cautions(baseline: Report, now: Report) -> list[str]:
    """Why the two reports may not be comparable."""
    cautions_by_key = {
        "instances": "they measure different instances",
        "settings": "they were measured with different settings",
        "machine": "they were measured on different machines",
        "ortools": "they use different versions of OR-Tools",
    }
    found = [
        words for name, words in cautions_by_key.items() if baseline.get(name) != now.get(name)
    ]
    uneven = sorted(_uneven(baseline, now) - {"all"})
    if uneven:
        found.append(f"they measured other weeks of {', '.join(uneven)}, which are left out")
    return found
