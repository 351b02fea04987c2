"""What was tried against a service, how often, and what happened, as a page."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.club.cores import usable_cores
from benchmarks.faults.attacks import ATTACKS, Outcome, tried
from benchmarks.faults.kills import killed_often
from benchmarks.faults.machine import cores_of_others
from benchmarks.faults.power import cut_anywhere
from optimizer.documents.versions import SOFTWARE

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "attacks.md"
_KILLS, _ATHLETES, _CUTS = 100, 240, 500
_HEAD = (
    "# Under attack\n\nWhat was tried against the service, how often, and what happened."
    " `python -m benchmarks.faults --attacks SHARE` tries it and writes this page; smaller"
    " samples are among the tests. Every attack has a service of its own, whose log has to be JSON"
    " to the last line and which has to end when it is told to. The attacker and a stranger have a"
    " key each; where a stranger is named, it plans one week after another meanwhile and reads a"
    " small calendar after each, every time for another athlete.\n\n"
    "A 503 is the attacker's own: what it sends at once waits for turns behind the rest of what it"
    " sends, and has two seconds (`busy`), or these are too short for its own work (`timed_out`);"
    " the stranger's turn comes next however many of those wait. Memory"
    " is that of all processes. It grows while processes start, for as many turns as there are,"
    " and they stay, each with what its largest request so far has needed, until it is renewed"
    " after 1,000; such attacks are tried twice, so that what stays of every request would be"
    " there twice.\n"
)


def attacked(share: float) -> int:
    """Try everything, write the table, and give the number of faults."""
    rows = []
    faults = 0
    others = [cores_of_others()]
    for title, outcome in _outcomes(share):
        rows.append((title, outcome))
        others.append(cores_of_others())
        faults += len(outcome.faults)
        verdict = "; ".join(outcome.faults) or "held"
        sys.stderr.write(f"{title}: {outcome.tried} tried, {outcome.happened}: {verdict}\n")
        DOCUMENT.write_text(written(rows, share, others), encoding="utf-8")
    return faults


def written(
    rows: Iterable[tuple[str, Outcome]], share: float, others: Sequence[float | None]
) -> str:
    """The page.  ``others``: cores that other work took, looked at before and after each row."""
    made = f"{datetime.now(UTC):%Y-%m-%d}, runstrong {SOFTWARE}, Python {platform.python_version()}"
    lines = [
        _HEAD,
        "| attack | tried | what happened | held |",
        "| --- | --- | --- | --- |",
        *(
            f"| {title} | {one.tried:,} | {one.happened} |"
            f" {'yes' if not one.faults else 'no: ' + '; '.join(one.faults)} |"
            for title, one in rows
        ),
        "",
        f"Run on {made}, on {usable_cores()} cores{_beside(others)}. {_share_in_words(share)}",
    ]
    return "\n".join(lines) + "\n"


def _beside(others: Sequence[float | None]) -> str:
    """What else the machine did, where that is known, and whether it went first."""
    known = [one for one in others if one is not None]
    if not known:
        return ""
    mean = sum(known) / len(known)
    behind = " and went first" if hasattr(os, "nice") and os.nice(0) > 0 else ""
    return (
        f", of which other work took {mean:.1f} between two attacks (at least {min(known):.1f}, at"
        f" most {max(known):.1f}, {len(known)} looks){behind}"
    )


def _share_in_words(share: float) -> str:
    if share >= 1:
        return "Everything was tried in full."
    return (
        f"It was a run at a share of {share:g}: each attack so often of its full number of times,"
        " and never less than makes it an attack."
    )


def _outcomes(share: float) -> Iterator[tuple[str, Outcome]]:
    for attack in ATTACKS:
        yield attack.title, tried(attack, share)
    with tempfile.TemporaryDirectory() as folder:
        cuts = cut_anywhere(max(4, round(_CUTS * share)), Path(folder))
        yield (
            "power loss: writes of the database cut anywhere, with noise behind, and checkpoints",
            Outcome(cuts, "nothing lost that was acknowledged"),
        )
    kills, athletes = max(2, round(_KILLS * share)), max(8, round(_ATHLETES * share))
    with tempfile.TemporaryDirectory() as folder:
        found = killed_often(athletes, kills, Path(folder))
    outcome = Outcome(
        kills,
        f"{found.answered} of {found.athletes} athletes have the answer they have alone;"
        f" {found.lost} lost, {found.duplicated} answered twice,"
        f" {found.statuses.get('fault', 0)} called a fault",
    )
    if found.lost or found.duplicated or found.statuses.get("fault"):
        outcome.faults.append("see there")
    yield "kill -9 in a row, at random moments of a batch", outcome
