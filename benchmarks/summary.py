"""From records to figures: the report as one JSON document."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.answers import answers_of
from benchmarks.figures import growth, percentile, share_within, shifted_geometric_mean
from benchmarks.instances import FAMILIES, SCALING
from benchmarks.peers import EXACT, GREEDY, OURS, PEERS
from benchmarks.tasks import GLANCES, Settings, configuration, configuration_hash
from optimizer.objective.tiers import names_of

FORMAT = 1
ALL = "all"
"""The name under which the families with the packaged catalog are taken together."""
_WITHIN_SECONDS = (0.1, 1.0, 10.0)
_ORDER = names_of("relaxation", "week")

Record = Mapping[str, Any]
Document = dict[str, Any]


def report_of(settings: Settings, records: Iterable[Record], tasks_planned: int) -> Document:
    """Every figure, with the machine, versions, commit, date and seed it belongs to."""
    found = list(records)
    proofs = proofs_of(found)
    families = {
        family: {
            peer: _figures(proofs, found, peer, (family,))
            for peer in PEERS
            if any(key[:2] == (family, peer) for key in proofs)
        }
        for family in FAMILIES
        if any(key[0] == family for key in proofs)
    }
    report: Document = {
        "format": FORMAT,
        "configuration_hash": configuration_hash(settings),
        **configuration(settings),
        "software": software(),
        "commit": commit(),
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "machine": machine(),
        "measured": {"done": len(found), "planned": tasks_planned},
        "families": families,
        "overall": {
            peer: _figures(proofs, found, peer, FAMILIES)
            for peer in PEERS
            if any(key[1] == peer and entry["catalog_times"] == 1 for key, entry in proofs.items())
        },
        "scaling": _curve(proofs, "catalog_times", (SCALING,)),
        "windows": _curve(proofs, "windows", [f for f in FAMILIES if f != SCALING]),
        "clubs": _clubs(found),
        "answers": answers_of(found),
        "greedy": greedy_losses(proofs),
        "agreement": agreement(proofs),
        "help_ms": _median([1000 * r["seconds"] for r in found if r["task"]["kind"] == "help"]),
        "faults": sorted(
            f"{r['key']}: {r.get('note', '')}" for r in found if r.get("status") == "fault"
        ),
        "instances_measured": [_row(key, entry) for key, entry in sorted(proofs.items())],
    }
    return report


Key = tuple[str, str, str]
"""Family, peer, instance."""


def proofs_of(records: Iterable[Record]) -> dict[Key, Document]:
    """One entry for each instance and peer: the median time of its runs.

    ``time``: seconds to proof, None without one; ``at_least``: the same with the limit in its
    place, a lower bound of the true time.
    """
    runs: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        task = record["task"]
        if task["kind"] == "proof":
            runs[task["family"], task["peer"], task["instance"]].append(record)
    found = {}
    for key, several in runs.items():
        proven = all(record["proven"] for record in several)
        seconds = statistics.median(record["seconds"] for record in several)
        first = several[0]
        found[key] = {
            "time": seconds if proven else None,
            "at_least": seconds if proven else max(seconds, first["task"]["limit"]),
            "seconds": seconds,
            "status": first["status"],
            "tiers": {name: (value, bound) for name, value, bound in first.get("tiers", ())},
            "catalog_times": first.get("catalog_times", 1),
            "windows": first.get("windows", 0),
            "note": first.get("note", ""),
        }
    return found


def _row(key: Key, entry: Document) -> Document:
    family, peer, instance = key
    return {
        "family": family, "peer": peer, "instance": instance, "status": entry["status"],
        "proven_seconds": entry["time"], "seconds": entry["seconds"],
        "catalog_times": entry["catalog_times"], "windows": entry["windows"],
        "tiers": {name: list(pair) for name, pair in entry["tiers"].items()},
        "note": entry["note"],
    }  # fmt: skip


def _figures(
    proofs: Mapping[Key, Document], records: Sequence[Record], peer: str, families: Sequence[str]
) -> Document:
    """Figures of one peer; of several families only what has the packaged catalog."""
    chosen = {
        key: entry
        for key, entry in proofs.items()
        if key[1] == peer
        and key[0] in families
        and (len(families) == 1 or entry["catalog_times"] == 1)
    }
    names = {(key[0], key[2]) for key in chosen}
    own = [
        record
        for record in records
        if record["task"]["peer"] == peer
        and (record["task"]["family"], record["task"]["instance"]) in names
    ]
    figures: Document = {"instances": len(chosen), "peak_mb": max(r["peak_mb"] for r in own)}
    if peer != GREEDY:
        times = [entry["time"] for entry in chosen.values()]
        at_least = [entry["at_least"] for entry in chosen.values()]
        figures |= {
            "proven": sum(time is not None for time in times),
            "proven_within": {f"{s:g}": share_within(times, s) for s in _WITHIN_SECONDS},
            "shifted_geometric_mean": shifted_geometric_mean(at_least),
            "median": statistics.median(at_least),
            "p95": percentile(at_least, 95),
            "p99": percentile(at_least, 99),
            "gap_at": _gaps(own),
        }
    figures["shares_ms"] = _shares(own)
    return figures


def _gaps(records: Sequence[Record]) -> Document:
    """Mean and largest gap at each glance."""
    found: Document = {}
    for at in GLANCES:
        gaps = [
            record.get("gap", 1.0)
            for record in records
            if record["task"]["kind"] == "glance" and record["task"]["at"] == at
        ]
        if gaps:
            found[f"{at:g}"] = {"mean": statistics.fmean(gaps), "most": max(gaps)}
    return found


def _shares(records: Sequence[Record]) -> Document:
    """Median milliseconds of each part, from the profiles where there are any."""
    profiles = [r for r in records if r["task"]["kind"] == "profile" and "shares" in r]
    proofs = [r for r in records if r["task"]["kind"] == "proof" and "shares" in r]
    parts: dict[str, list[float]] = defaultdict(list)
    for record in profiles or proofs:
        for part, milliseconds in record["shares"].items():
            parts[part].append(milliseconds)
    return {part: statistics.median(values) for part, values in parts.items()}


def _curve(proofs: Mapping[Key, Document], by: str, families: Sequence[str]) -> Document:
    """Time of runstrong against ``by``; an unproven week counts with its limit."""
    points: dict[int, list[float]] = defaultdict(list)
    for (family, peer, _), entry in proofs.items():
        if peer == OURS and family in families:
            points[entry[by]].append(entry["at_least"])
    return {
        "curve": [
            {
                by: x,
                "median": statistics.median(times),
                "p95": percentile(times, 95),
                "n": len(times),
            }
            for x, times in sorted(points.items())
        ]
    }


def _clubs(records: Iterable[Record]) -> list[Document]:
    found = []
    for record in records:
        task = record["task"]
        if task["kind"] == "club" and "athletes_per_second" in record:
            samples = record["samples_mb"]
            found.append(
                {
                    "size": task["size"],
                    "workers": task["workers"],
                    "seconds": record["seconds"],
                    "athletes_per_second": record["athletes_per_second"],
                    "proven": record["proven"],
                    "peak_mb": record["worker_peak_mb"],
                    "samples_mb": samples,
                    "growth": round(growth(samples), 4) if samples else None,
                }
            )
    return sorted(found, key=lambda club: (club["size"], club["workers"]))


def agreement(proofs: Mapping[Key, Document]) -> Document:
    """Do all exact peers find the same optimum wherever they finish?  Every difference is told."""
    answers: dict[tuple[str, str], list[tuple[str, Document]]] = defaultdict(list)
    for (family, peer, instance), entry in proofs.items():
        if peer in EXACT and entry["time"] is not None:
            answers[family, instance].append((peer, entry))
    compared, differences = 0, []
    for (_, instance), several in sorted(answers.items()):
        peer, first = several[0]
        for other_peer, other in several[1:]:
            compared += 1
            if _optimum(first) != _optimum(other):
                differences.append(
                    f"{instance}: {peer} proves {_optimum_in_words(first)},"
                    f" {other_peer} {_optimum_in_words(other)}"
                )
    return {"compared": compared, "differences": differences}


def _optimum(entry: Document) -> tuple[str, dict[str, int]]:
    return entry["status"], {n: value for n, (value, _) in entry["tiers"].items()}


def _optimum_in_words(entry: Document) -> str:
    tiers = ", ".join(f"{name} {value}" for name, (value, _) in entry["tiers"].items())
    return f"{entry['status']} ({tiers})"


def greedy_losses(proofs: Mapping[Key, Document]) -> Document:
    """What the greedy planner loses against the proven optimum, in the first tier that differs.

    ``better``: weeks in which it beats a proven optimum, which must be none.
    """
    losses: dict[str, list[int]] = defaultdict(list)
    better: list[str] = []
    compared = equal = unlawful = 0
    for (family, peer, instance), entry in sorted(proofs.items()):
        best = proofs.get((family, OURS, instance))
        if peer != GREEDY or best is None or best["time"] is None:
            continue
        if not best["tiers"]:
            continue
        compared += 1
        if entry["status"] == "unsolved" or not entry["tiers"]:
            unlawful += 1
            continue
        for name in _ORDER:
            loss = entry["tiers"].get(name, (0, 0))[0] - best["tiers"].get(name, (0, 0))[0]
            if loss < 0:
                better.append(f"{instance}: {name} is {-loss} less than the proven optimum")
            if loss:
                losses[name].append(loss)
                break
        else:
            equal += 1
    return {
        "compared": compared,
        "equal": equal,
        "without_a_lawful_week": unlawful,
        "better": better,
        "first_loss": {
            name: {"weeks": len(values), "mean": statistics.fmean(values), "most": max(values)}
            for name in _ORDER
            if (values := losses.get(name))
        },
    }


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def software() -> str:
    """The version of the installed package."""
    try:
        return version("runstrong")
    except PackageNotFoundError:
        return "unknown"


def commit() -> str | None:
    """The commit of the working copy, with ``+`` where it has changes."""
    root = Path(__file__).resolve().parent.parent

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=True
        ).stdout.strip()

    try:
        return git("rev-parse", "--short=12", "HEAD") + ("+" if git("status", "--short") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def machine() -> Document:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
