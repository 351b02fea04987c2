"""What ``runstrong bench`` does; the door itself is ``api/command_line/bench.py``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from api.command_line.exit_codes import ExitCode
from benchmarks.against import command, views
from benchmarks.compare import cautions, compared
from benchmarks.instances import known_family
from benchmarks.measure import log_of, measure
from benchmarks.peers import known_peer
from benchmarks.pictures import write_pictures
from benchmarks.progress import shown_progress
from benchmarks.record import PAGE, record
from benchmarks.summary import FORMAT, report_of
from benchmarks.tables import comparison_view, problems_of, report_views
from benchmarks.tasks import Settings, jobs_of
from optimizer.documents.errors import Problem, UnusableInput

Document = dict[str, Any]


@dataclass(frozen=True)
class BenchOptions:
    """The options of the command line.  ``finished``: a report that is read, not measured;
    ``against``: another version's commit."""

    families: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    quick: bool = False
    runs: int | None = None
    limit_seconds: float | None = None
    clubs: tuple[int, ...] | None = None
    out: Path = Path("bench")
    resume: bool = True
    finished: Path | None = None
    baseline: Path | None = None
    keep: bool = False
    service: bool = False
    against: str | None = None


@dataclass(frozen=True)
class Doors:
    """How the command line writes; ``json``: machines read along."""

    json: bool
    write_json: Callable[[object], None]
    show: Callable[..., None]
    show_problems: Callable[[list[str]], None]


def run(options: BenchOptions, doors: Doors) -> int:
    """Measure, report, compare and keep, as asked; the exit status.

    ``WRONG_ANSWER``: exact peers disagree, the greedy planner beats a proof, the service lost a
    request, or another version failed.
    """
    if options.against is not None:
        return _against(options.against, options, doors)
    if options.service:
        return _service(options, doors)
    # A baseline that cannot be read is told before an hour of measuring, not after.
    baseline = None if options.baseline is None else read_report(options.baseline, "--compare")
    report = (
        _measured(options)
        if options.finished is None
        else read_report(options.finished, "--report")
    )
    comparisons = [] if baseline is None else compared(baseline, report)
    if doors.json:
        verdicts = [
            {
                "metric": c.metric, "baseline": c.baseline, "now": c.now,
                "tolerance": c.tolerance.words, "verdict": c.verdict,
            }
            for c in comparisons
        ]  # fmt: skip
        doors.write_json(report if baseline is None else {**report, "comparison": verdicts})
    else:
        doors.show(*report_views(report))
        if baseline is not None:
            doors.show("", comparison_view(comparisons), *cautions(baseline, report))
    if options.keep:
        record(report)
        if not doors.json:
            doors.show("", f"Recorded in {PAGE.name}.")
    problems = problems_of(report)
    if problems:
        doors.show_problems(problems)
        return ExitCode.WRONG_ANSWER
    is_worse = any(c.verdict == "worse" for c in comparisons)
    return ExitCode.WORSE if is_worse else ExitCode.ANSWERED


def _service(options: BenchOptions, doors: Doors) -> int:
    """The service under load; nothing else is measured."""
    from benchmarks.service_load import faults_of, measured_service, service_views

    report = measured_service(quick=options.quick)
    if doors.json:
        doors.write_json(report)
    else:
        doors.show(*service_views(report))
    problems = faults_of(report)
    doors.show_problems(problems)
    return ExitCode.WRONG_ANSWER if problems else ExitCode.ANSWERED


def _against(commit: str, options: BenchOptions, doors: Doors) -> int:
    """This version and that of ``commit``; nothing else is measured."""
    _refuse_beside_against(options)
    settings = command.Settings(groups=options.families, quick=options.quick)
    if options.runs is not None:
        settings = replace(settings, runs=_positive("--runs", options.runs))
    if options.limit_seconds is not None:
        settings = replace(settings, limit_seconds=_positive("--limit", options.limit_seconds))
    report = command.report_against(commit, settings, options.out, resume=options.resume)
    if doors.json:
        doors.write_json(report)
    else:
        doors.show(*views.report_views(report))
    doors.show_problems(report["faults"])
    if report["faults"]:
        return ExitCode.WRONG_ANSWER
    return ExitCode.ANSWERS_DIFFER if report["differing"] else ExitCode.ANSWERED


def _refuse_beside_against(options: BenchOptions) -> None:
    given = {
        "--peer": bool(options.peers), "--club": options.clubs is not None,
        "--report": options.finished is not None, "--compare": options.baseline is not None,
        "--record": options.keep, "--service": options.service,
    }  # fmt: skip
    problems = [
        Problem(name, "", "does not go with --against; leave one out")
        for name, is_given in given.items()
        if is_given
    ]
    if problems:
        raise UnusableInput(*problems)


def settings_of(options: BenchOptions) -> Settings:
    """Raises ``UnusableInput`` for an unknown family or peer, or a limit that is none."""
    settings = Settings()
    if options.quick:
        settings = settings.quick()
    if options.families:
        chosen = {known_family(family) for family in options.families}
        settings = replace(
            settings, families=tuple(f for f in settings.families if f in chosen), clubs=()
        )
    if options.peers:
        peers = {known_peer(peer) for peer in options.peers}
        settings = replace(settings, peers=tuple(p for p in settings.peers if p in peers))
        if len(settings.families) == 1:
            # Asked for by name: then every instance, not only a few.
            settings = replace(settings, easy_instances=settings.instances)
    if options.clubs is not None:
        sizes = sorted({_positive("--club", size) for size in options.clubs if size != 0})
        settings = replace(settings, clubs=tuple(sizes))
    if options.runs is not None:
        settings = replace(settings, runs=_positive("--runs", options.runs))
    if options.limit_seconds is not None:
        limit = _positive("--limit", options.limit_seconds)
        settings = replace(settings, limit_seconds=limit, slow_limit_seconds=limit)
    return settings


def _positive(name: str, value: Any) -> Any:
    if not 0 < value < 1e6:
        raise UnusableInput(
            Problem(name, str(value), "is too small or too large; give more than 0")
        )
    return value


def _measured(options: BenchOptions) -> Document:
    settings = settings_of(options)
    log = log_of(options.out, settings, resume=options.resume)
    planned = {task.key for job in jobs_of(settings) for task in job}
    with shown_progress() as tell:
        measure(settings, log, tell)
    records = [log.records[key] for key in sorted(planned & log.records.keys())]
    report = report_of(settings, records, len(planned))
    path = options.out / "report.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_pictures(report, options.out)
    return report


def read_report(path: Path, option: str) -> Document:
    """A report that an earlier run wrote; raises ``UnusableInput``."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    except ValueError as error:
        reason = f"is no JSON: {error}"
    else:
        if isinstance(report, Mapping) and report.get("format") == FORMAT:
            return dict(report)
        reason = f"is no report of this format ({FORMAT}); measure it anew with 'runstrong bench'"
    raise UnusableInput(Problem(f"{option} {path}", "", reason))
