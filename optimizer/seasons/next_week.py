"""A season goes on: a week is done, or something is different; what is ahead changes as little as
it can."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from catalog import Catalog, load_catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.file_text import text_of
from optimizer.documents.kinds import SEASON
from optimizer.documents.patch import Patch, patched_text
from optimizer.documents.reading import read_json_object, validated
from optimizer.documents.request import Athlete
from optimizer.documents.result import Result
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import (
    MOST_DROPPED,
    MOST_REVISIONS,
    MOST_SEASON_BYTES,
    PHASE_WORDS,
    DroppedEntry,
    Season,
    SeasonChange,
    SeasonLog,
    SeasonRequest,
    SeasonWeek,
)
from optimizer.documents.wording import counted, listed, quoted
from optimizer.running.caps import Caps
from optimizer.seasons.fingerprints import next_fingerprint
from optimizer.seasons.logs import refuse_another_log, run_reports
from optimizer.seasons.outline import outline_of
from optimizer.seasons.plan_season import season_of
from optimizer.seasons.season_weeks import OnWeek, SeasonWeeks, Solving
from optimizer.seasons.week_requests import level_of
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress

_HISTORY_DAYS = 60


def read_season(data: bytes | str) -> Season:
    """Read a season as it was answered from UTF-8 JSON; raises ``UnusableInput``."""
    if len(data) > MOST_SEASON_BYTES:
        message = f"the season has {len(data):,} bytes; at most {MOST_SEASON_BYTES:,} are read"
        raise UnusableInput(Problem("", "", message))
    text = data if isinstance(data, str) else text_of(data)
    read_json_object(text, SEASON)
    return validated(Season, text)


def next_week(
    season: Season,
    log: SeasonLog | None = None,
    *,
    patch: Patch | None = None,
    catalog: Catalog | None = None,
    options: SolveOptions | None = None,
    known: Mapping[str, Result] | None = None,
    on_week: OnWeek | None = None,
    on_progress: OnProgress | None = None,
) -> Season:
    """The season after its present week, or after a change.

    ``log``: what became of the first week ahead, which then is done; what it does not tell was done
    as planned.  ``patch``: what is different in the season's request from now on: an injury, a
    moved race, an exception, another place.  What is past stands; a planned week that follows from
    the same as before keeps its bytes, another stays as near to its plan as the rules allow, and
    ``changes`` say what is different and why.  Where there is no such season, ``reason`` and
    ``cures`` say so, and every week ahead is as it was.  ``known``, ``on_week``: as for
    ``plan_season``.

    Raises ``UnusableInput`` for a log of another week or season, and a patch that does not apply.
    """
    catalog = load_catalog() if catalog is None else catalog
    fingerprint = next_fingerprint(season, log, patch, catalog)
    done = list(season.done)
    request = changed_request(season, patch)
    if log is not None:
        refuse_another_log(season, log)
        week = season.week_of(len(done) + 1)
        done.append(week.model_copy(update={"state": "done", "log": log}))
        request = _after(request, week, log)
    solving = Solving(catalog, options, on_progress, known or {}, on_week)
    outline = outline_of(request, level_of(request, catalog), catalog)
    ahead = season.weeks[len(done) :]
    revision = min(MOST_REVISIONS, season.revision + 1)
    if outline.reason is not None:
        stays = season_of(request, outline, (*done, *ahead), (), catalog, revision)
        return stays.model_copy(update={"dropped": season.dropped, "fingerprint": fingerprint})
    before = {week.number: week for week in ahead}
    making = SeasonWeeks(request, outline, solving, done, before)
    weeks = making.weeks()
    why = _why(season.request, request)
    changes = [*_outline_changes(before, weeks, why), *making.changes]
    changes.sort(key=lambda change: change.week)
    answer = season_of(request, outline, weeks, changes[:_MOST_CHANGES], catalog, revision)
    notes = (*answer.notes, *_longer_than_done(weeks, len(done), catalog))
    dropped = _dropped(season, before, answer)
    return answer.model_copy(
        update={"notes": notes, "dropped": dropped, "fingerprint": fingerprint}
    )


def _dropped(
    season: Season, before: Mapping[int, SeasonWeek], answer: Season
) -> tuple[DroppedEntry, ...]:
    """What was ahead in this or an earlier step and is there no longer."""
    there = {(one.kind, one.week, one.id) for week in answer.weeks for one in _entries(week)}
    found = {(one.kind, one.week, one.id): one for one in season.dropped}
    for week in before.values():
        found |= {(one.kind, one.week, one.id): one for one in _entries(week)}
    return tuple(one for key, one in found.items() if key not in there)[-MOST_DROPPED:]


def _entries(week: SeasonWeek) -> Iterator[DroppedEntry]:
    """The runs and sessions of a week as calendars have them."""
    for run in week.runs:
        yield DroppedEntry(
            kind="run", week=week.start, id=run.id, name=run.name, start=run.start,
            end=run.ends_at.isoformat(),
        )  # fmt: skip
    for one in week.flexibility:
        yield DroppedEntry(
            kind="flexibility", week=week.start, id=one.id, name="Flexibility", start=one.start,
            end=one.ends_at.isoformat(),
        )  # fmt: skip
    plan = None if week.result is None else week.result.plan
    for session in () if plan is None else plan.sessions:
        yield DroppedEntry(
            kind="session", week=week.start, id=session.id, name=f"Strength {session.id}",
            start=session.start, end=session.ends_at_whole_minute.isoformat(),
        )  # fmt: skip


_MOST_CHANGES = 200


def changed_request(season: Season, patch: Patch | None) -> SeasonRequest:
    """What is asked of a season from now on; raises ``UnusableInput`` as ``next_week`` does."""
    request = season.request
    if patch is None:
        return request
    changed = validated(SeasonRequest, patched_text(request.model_dump(mode="json"), patch))
    problems = []
    if changed.start != request.start:
        message = f"is another first day than {request.start}; plan that season by itself"
        problems.append(Problem("start", quoted(changed.start), message))
    if changed.athlete.id != request.athlete.id:
        message = f"is another athlete than {quoted(request.athlete.id)}; plan their season anew"
        problems.append(Problem("athlete.id", quoted(changed.athlete.id), message))
    if problems:
        raise UnusableInput(*problems)
    return changed


def _after(request: SeasonRequest, week: SeasonWeek, log: SeasonLog) -> SeasonRequest:
    """The request with what a log says for the weeks to come: tests, and sessions of a program."""
    athlete, running = request.athlete, request.running
    if log.tests:
        fields = athlete.model_dump(mode="json")
        fields["tests"] = [one.model_dump(mode="json") for one in (*athlete.tests, *log.tests)]
        athlete = validated(Athlete, json.dumps(fields), "athlete")
    if running.plan == "couch_to_5k" and week.weeks_to_race != 1:
        known = {report.id for report in running.reports}
        of_program = [one for one in run_reports(week, log) if one.id[-1:] in "abc"]
        fresh = tuple(report for report in of_program if report.id not in known)
        end = week.first_day + timedelta(days=7)
        running = running.model_copy(
            update={"reports": (*running.reports, *fresh), "today": end.isoformat()}
        )
    return request.model_copy(update={"athlete": athlete, "running": running})


def _why(before: SeasonRequest, after: SeasonRequest) -> str:
    """What is different in the request, in words."""
    parts = []
    if before.goal != after.goal:
        old, new = (None if one.goal is None else one.goal.race for one in (before, after))
        moved = old is not None and new is not None and old != new
        parts.append(f"the race moved from {old} to {new}" if moved else "the goal is another one")
    if before.running != after.running:
        has_reports = before.running.reports != after.running.reports
        parts.append("the runs go by what was reported" if has_reports else "running is different")
    for name, words in _PARTS.items():
        if getattr(before, name) != getattr(after, name):
            parts.append(f"{words} different")
    if not parts:
        return "It follows from the weeks before it."
    text = listed(parts)
    return f"{text[0].upper()}{text[1:]}."


_PARTS = {
    "athlete": "the athlete is", "week": "the usual week is", "exceptions": "exceptions are",
    "overrides": "overrides are", "races": "races on the way are", "choices": "choices are",
    "timezone": "the time zone is",
}  # fmt: skip


def _outline_changes(
    before: Mapping[int, SeasonWeek], weeks: Sequence[SeasonWeek], why: str
) -> Iterator[SeasonChange]:
    """Where phase, lighter weeks or runs are other ones than ``before``, of the weeks ahead."""
    for week in weeks:
        old = before.get(week.number)
        if old is None or week.state == "frozen":
            continue
        found = []
        if old.phase != week.phase:
            now, then = PHASE_WORDS[week.phase], PHASE_WORDS[old.phase]
            found.append(f"Its phase is {now} instead of {then}.")
        if old.deload != week.deload:
            found.append("A lighter week." if week.deload else "No lighter week any more.")
        if _as_outlined(old, week) != week.runs:
            found.append(
                f"{counted(week.running_minutes, 'minutes')} in {counted(len(week.runs), 'runs')}"
                f" instead of {old.running_minutes} in {len(old.runs)}."
                if (week.running_minutes, len(week.runs)) != (old.running_minutes, len(old.runs))
                else "Its runs have other times, kinds or lengths."
            )
        if found:
            yield SeasonChange(week=week.number, sentence=" ".join(found), why=why)
    last = weeks[-1].number
    gone = [number for number in before if number > last]
    if gone:
        sentence = f"The season ends with this week, {counted(len(gone), 'weeks')} earlier."
        yield SeasonChange(week=last, sentence=sentence, why=why)


def _as_outlined(old: SeasonWeek, week: SeasonWeek) -> tuple[PlannedRun, ...]:
    """The runs as they were, but where the plan of the week has placed them since: no change."""
    if old.state != "coarse":
        return old.runs
    starts = {run.id: run.start for run in week.runs if run.when}
    placed = (
        run.model_copy(update={"start": starts.get(run.id, run.start)}) if run.when else run
        for run in old.runs
    )
    return tuple(sorted(placed, key=lambda run: run.starts_at))


def _longer_than_done(weeks: Sequence[SeasonWeek], done: int, catalog: Catalog) -> Iterator[str]:
    """Runs of the next week far above the longest that was really done in the last days."""
    history: list[tuple[date, int]] = []
    is_logged = False
    for week in weeks[max(0, done - _HISTORY_DAYS // 7) : done]:
        log = SeasonLog(week=week.start) if week.log is None else week.log
        is_logged |= any(not one.done or one.minutes is not None for one in log.runs)
        reports = [report for report in run_reports(week, log) if report.done]
        history += [(report.day, report.minutes or 0) for report in reports]
    if not is_logged or not history or done >= len(weeks):
        return
    caps = Caps.of(catalog)
    for run in weeks[done].runs:
        most = caps.longest_on(run.day, history)
        if run.kind != "race" and run.minutes > most:
            yield (
                f"The run of {run.day} has {counted(run.minutes, 'minutes')}; after what was done"
                f" in the last {counted(caps.longest_days, 'days')} {most} are the most: shorten"
                " it, or change running.longest_minutes and begin the plan of runs anew."
            )
