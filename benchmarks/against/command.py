"""What ``runstrong bench --against`` does."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.against.cases import Case, cases_of
from benchmarks.against.conversation import Conversation
from benchmarks.against.measure import DIFFERING, Both, measure
from benchmarks.against.report import report_of
from benchmarks.against.versions import Version, commit_called, this_version, version_at
from benchmarks.log import Log
from benchmarks.progress import shown_progress
from benchmarks.tasks import surroundings

LOG, REPORT, VERSIONS = "against.jsonl", "against.json", "versions"

Document = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """``limit_seconds``: a wall limit that no week should meet; the deterministic one is the
    command line's."""

    groups: tuple[str, ...] = ()
    quick: bool = False
    runs: int = 1
    limit_seconds: float = 600.0


def report_against(commit: str, settings: Settings, out: Path, *, resume: bool = True) -> Document:
    """Raises ``UnusableInput`` for an unknown commit or family, or a version that cannot run."""
    cases = cases_of(settings.groups, quick=settings.quick)
    then = version_at(commit_called(commit), out / VERSIONS)
    return compared(cases, then, this_version(), settings, out, resume=resume)


def compared(
    cases: Sequence[Case],
    then: Version,
    now: Version,
    settings: Settings,
    out: Path,
    *,
    resume: bool = True,
) -> Document:
    """The report about ``cases``, after asking for those that the log in ``out`` does not hold."""
    log = Log(out / LOG, _configuration(cases, then, settings), resume=resume)
    if not log.records:
        # What differed for an earlier log is no finding of this one.
        shutil.rmtree(out / DIFFERING, ignore_errors=True)
    with Conversation(then) as old, Conversation(now) as new, shown_progress() as tell:
        measure(cases, Both(old, new, settings.limit_seconds, settings.runs), log, tell)
    records = [log.records[case.key] for case in cases if case.key in log.records]
    report = report_of(records, then, asdict(settings), len(cases))
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (out / REPORT).write_text(text + "\n", encoding="utf-8")
    return report


def _configuration(cases: Sequence[Case], then: Version, settings: Settings) -> Document:
    content = json.dumps([asdict(case) for case in cases])
    return {
        **surroundings(),
        "then": then.name,
        "settings": asdict(settings),
        "cases": hashlib.sha256(content.encode()).hexdigest()[:16],
    }
