"""The targets, each with what was measured and whether it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.figures import shifted_geometric_mean
from benchmarks.instances import HARD_FAMILIES
from benchmarks.peers import EXACT, OURS

MOST_MEMORY_MB = 250
FLAT_GROWTH = 0.05
CLUB_SIZE = 1000

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """``reached`` None: not measured, or not enough of it."""

    what: str
    target: str
    measured: str
    reached: bool | None


def targets_of(report: Report) -> list[Target]:
    return [
        _every_family(report),
        _against_peers(report),
        _greedy(report),
        _large_catalog(report),
        _conflict(report),
        _replan(report),
        _club(report),
        _memory(report),
        _help(report),
    ]


def _every_family(report: Report) -> Target:
    what = "all tiers proven, every family at ×1 catalog, one core"
    target = "100 % within 10 s, 95 % within 1 s, median ≤ 0.25 s"
    ours = report["overall"].get(OURS)
    if ours is None:
        return Target(what, target, "not measured", None)
    within = ours["proven_within"]
    reached = within["10"] >= 1 and within["1"] >= 0.95 and ours["median"] <= 0.25
    measured = (
        f"{within['10']:.0%} within 10 s, {within['1']:.0%} within 1 s,"
        f" median {ours['median']:.2f} s ({ours['instances']} weeks)"
    )
    return Target(what, target, measured, reached)


def _against_peers(report: Report) -> Target:
    """On the instances that the peer did, the peer's limit standing for what it never proved."""
    what = "time to proof against the best exact peer, tight and very tight"
    target = "≥ 20 × faster (shifted geometric mean)"
    times: dict[str, dict[str, tuple[float, bool]]] = {}
    for row in report["instances_measured"]:
        if row["family"] in HARD_FAMILIES and row["peer"] in EXACT:
            proven = row["proven_seconds"]
            limit = _limit(report, row["peer"])
            seconds = max(row["seconds"], limit) if proven is None else proven
            times.setdefault(row["peer"], {})[row["instance"]] = (seconds, proven is not None)
    ours = times.pop(OURS, {})
    ratios = []
    for peer, found in times.items():
        common = sorted(found.keys() & ours.keys())
        if common:
            theirs = shifted_geometric_mean([found[name][0] for name in common])
            own = shifted_geometric_mean([ours[name][0] for name in common])
            least = any(not found[name][1] for name in common)
            ratios.append((theirs / own, peer, len(common), least))
    if not ratios:
        return Target(what, target, "not measured", None)
    ratio, peer, count, least = min(ratios)
    words = f"{ratio:.1f} × ({peer}, {count} weeks)"
    unproven = sum(not proven for _, proven in ours.values())
    if unproven:
        return Target(what, target, f"{words}; {unproven} of ours are not proven", False)
    return Target(what, target, f"at least {words}" if least else words, ratio >= 20)


def _limit(report: Report, peer: str) -> float:
    settings = report["settings"]
    return float(settings["limit_seconds" if peer == OURS else "slow_limit_seconds"])


def _greedy(report: Report) -> Target:
    greedy = report["greedy"]
    what, target = "greedy planner", "never better; its loss reported per tier"
    if not greedy["compared"]:
        return Target(what, target, "not measured", None)
    better = len(greedy["better"])
    measured = f"better {better} ×, equal {greedy['equal']} × of {greedy['compared']} weeks"
    return Target(what, target, measured, better == 0)


def _large_catalog(report: Report) -> Target:
    what, target = "×10 catalog", "p95 ≤ 5 s"
    for point in report["scaling"]["curve"]:
        if point["catalog_times"] == 10:
            measured = f"p95 {point['p95']:.2f} s ({point['n']} weeks)"
            return Target(what, target, measured, point["p95"] <= 5)
    return Target(what, target, "not measured", None)


def _conflict(report: Report) -> Target:
    what, target = "conflict and three repairs, one core", "p95 ≤ 2 s"
    found = report["answers"].get("conflict")
    if found is None:
        return Target(what, target, "not measured", None)
    measured = (
        f"p95 {found['p95']:.2f} s, median {found['median']:.2f} s ({found['n']} weeks,"
        f" {found['proven']} with a conflict, {found['with_enough_repairs']} with three repairs)"
    )
    return Target(what, target, measured, found["p95"] <= 2 and found["proven"] == found["n"])


def _replan(report: Report) -> Target:
    what, target = "replan after one moved run", "p95 ≤ 0.5 s; fewest changes proven"
    found = report["answers"].get("replan")
    if found is None:
        return Target(what, target, "not measured", None)
    measured = (
        f"p95 {found['p95']:.2f} s, median {found['median']:.2f} s, {found['proven']} of"
        f" {found['n']} proven; no change: {found['stable']} of {found['n']} the same plan,"
        f" p95 {found['unchanged_p95']:.2f} s"
    )
    reached = found["p95"] <= 0.5 and found["proven"] == found["stable"] == found["n"]
    return Target(what, target, measured, reached)


def _club(report: Report) -> Target:
    what = "club of 1,000 distinct athletes, local"
    target = "≥ 1.8 × on two cores against one; ≥ 4 athletes/s a core"
    rates = {
        (club["size"], club["workers"]): club["athletes_per_second"] for club in report["clubs"]
    }
    size = max((size for size, _ in rates), default=0)
    if (size, 1) not in rates or (size, 2) not in rates:
        return Target(what, target, "not measured", None)
    one, two = rates[size, 1], rates[size, 2]
    measured = f"{two / one:.2f} ×, {one:.2f} athletes/s on one core ({size} athletes)"
    reached = two / one >= 1.8 and one >= 4
    return Target(what, target, measured, reached if size >= CLUB_SIZE else None)


def _memory(report: Report) -> Target:
    what, target = "memory", "≤ 250 MB a process, flat over 1,000 weeks"
    peaks = [f["peak_mb"] for peers in report["families"].values() for f in [peers.get(OURS)] if f]
    peaks += [club["peak_mb"] for club in report["clubs"]]
    if not peaks:
        return Target(what, target, "not measured", None)
    longest = max((c for c in report["clubs"] if c["growth"] is not None),
                  key=lambda c: c["size"], default=None)  # fmt: skip
    measured = f"{max(peaks):.0f} MB at most"
    if longest is None:
        return Target(what, target, measured, False if max(peaks) > MOST_MEMORY_MB else None)
    measured += f", {longest['growth']:+.1%} over {longest['size']} weeks"
    flat = longest["growth"] <= FLAT_GROWTH
    if max(peaks) > MOST_MEMORY_MB or not flat:
        return Target(what, target, measured, False)
    return Target(what, target, measured, True if longest["size"] >= CLUB_SIZE else None)


def _help(report: Report) -> Target:
    what, target = "runstrong --help", "≤ 150 ms"
    milliseconds = report["help_ms"]
    if milliseconds is None:
        return Target(what, target, "not measured", None)
    return Target(what, target, f"{milliseconds:.0f} ms", milliseconds <= 150)
