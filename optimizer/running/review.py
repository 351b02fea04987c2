"""A finished plan of runs read by the caps alone, without what made it.

Every breach is a sentence; a plan of ours has none.  Runs that were given are not held to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from catalog import Catalog
from optimizer.documents.running import PlannedRun, RunsPlan, RunsRequest, RunWeek
from optimizer.documents.wording import counted


def breaches(request: RunsRequest, answer: RunsPlan, catalog: Catalog) -> Iterator[str]:
    """Everything in which the weeks of an answer break a cap."""
    yield from _of_any_plan(answer)
    if answer.plan == "custom":
        yield from _of_custom(request, answer.weeks, catalog)
    elif answer.plan == "couch_to_5k":
        yield from _of_couch_to_5k(request, answer, catalog)


def _of_any_plan(answer: RunsPlan) -> Iterator[str]:
    for week in answer.weeks:
        for run in week.runs:
            seconds = sum(bout.seconds for bout in run.bouts)
            if run.bouts and not 60 * (run.minutes - 1) < seconds <= 60 * run.minutes:
                yield f"{run.id} has {seconds} s of bouts and {counted(run.minutes, 'minutes')}"
            if not week.first_day <= run.day < week.first_day + timedelta(days=7):
                yield f"{run.id} is not inside week {week.number}"
        days = [run.day for run in week.runs]
        # Who gives their runs may run twice a day.
        if answer.plan != "given" and len(days) != len(set(days)):
            yield f"week {week.number} has two runs on one day"


def _of_custom(request: RunsRequest, weeks: Sequence[RunWeek], catalog: Catalog) -> Iterator[str]:
    runs = [run for week in weeks for run in week.runs if run.kind != "race"]
    yield from _longest(request, runs, weeks, catalog)
    yield from _growth(request, weeks, catalog)
    yield from _intensity(request, weeks, catalog)
    yield from _gaps(weeks, catalog)
    yield from _taper(request, weeks)
    yield from _around_races(request, weeks, catalog)


def _longest(
    request: RunsRequest, runs: Sequence[PlannedRun], weeks: Sequence[RunWeek], catalog: Catalog
) -> Iterator[str]:
    percent, days, below, step = catalog.numbers("run_longest_step")
    after_break, least = catalog.numbers("run_after_break")[0], catalog.numbers("run_minutes")[0]
    before = [(request.first_day - timedelta(days=1), request.running.longest_minutes or 0)]
    new_longest: dict[str, int] = {}
    week_of = {run.id: week.start for week in weeks for run in week.runs}
    for run in sorted(runs, key=lambda one: one.start):
        recent = [m for day, m in before if timedelta(0) < run.day - day <= timedelta(days=days)]
        longest = max(recent, default=0)
        most = longest + step if longest < below else longest * percent / 100
        if not longest and before:
            most = max(least, max(minutes for _, minutes in before) * after_break / 100)
        if run.minutes > most + 1e-6:
            yield (
                f"{run.id} has {counted(run.minutes, 'minutes')}, and {most:g} are the most after"
                f" {longest}"
            )
        if run.minutes > longest:
            new_longest[week_of[run.id]] = new_longest.get(week_of[run.id], 0) + 1
        before.append((run.day, run.minutes))
    most_new = catalog.number("run_new_longest")
    for week, count in new_longest.items():
        if count > most_new:
            yield f"the week of {week} has {counted(count, 'runs')} longer than all before"


def _growth(request: RunsRequest, weeks: Sequence[RunWeek], catalog: Catalog) -> Iterator[str]:
    look_back, step, _ = catalog.numbers("run_week_growth")
    after_break = catalog.numbers("run_after_break")[0]
    known = [request.running.minutes_a_week or 0]
    for week in weeks:
        minutes = sum(run.minutes for run in week.runs if run.kind != "race")
        base = max(known[-round(look_back) :])
        most = max(base * (1 + request.choices.weekly_growth / 100), base + step)
        if week.number == 1:
            most = base
        elif not base:
            most = max(known) * after_break / 100
        if minutes > most + 1e-6:
            yield f"week {week.number} has {counted(minutes, 'minutes')}; {most:g} are the most"
        known.append(minutes)
        if week.number == 1:
            # The weeks before the first are those that its minutes were taken from.
            known = [known[0]] * (round(look_back) - 1) + known[1:]
    share_two, share_more = catalog.numbers("run_long_share")
    for week in weeks:
        own = [run.minutes for run in week.runs if run.kind != "race"]
        share = share_two if len(own) == 2 else share_more
        if len(own) > 1 and max(own) > max(sum(own) * share / 100, -(-sum(own) // len(own))) + 1:
            yield f"the longest run of week {week.number} is more than {share:g} % of it"


def _intensity(request: RunsRequest, weeks: Sequence[RunWeek], catalog: Catalog) -> Iterator[str]:
    interval, tempo, pace = catalog.numbers("run_work_share")
    easy = catalog.number("run_easy_share")
    easy_least, easy_most, key_least, key_most, long_from = catalog.numbers("run_minutes")
    beginner = request.athlete.level == "beginner"
    rest_days = catalog.numbers("run_rest_days")[0 if beginner else 1]
    for week in weeks:
        own = [run for run in week.runs if run.kind != "race"]
        minutes = sum(run.minutes for run in own)
        work = {
            kind: sum(
                bout.seconds
                for run in own
                if run.kind == kind
                for bout in run.bouts
                if bout.kind == "work"
            )
            / 60
            for kind in ("interval", "tempo", "long")
        }
        for kind, most in (("interval", interval), ("tempo", tempo), ("long", pace)):
            if work[kind] > minutes * most / 100 + 1e-6:
                yield f"week {week.number} has {work[kind]:g} min of {kind} work, over {most:g} %"
        if sum(work.values()) > minutes * (1 - easy / 100) + 1e-6:
            yield f"week {week.number} is less than {easy:g} % easy"
        for run in own:
            least, most = easy_least, easy_most
            if run.kind in ("interval", "tempo"):
                least, most = key_least, key_most
            is_longest = run.minutes == max(one.minutes for one in own)
            if run.minutes < least or (run.minutes > most and not is_longest):
                yield f"{run.id} ({run.kind}) has {counted(run.minutes, 'minutes')}"
            if run.kind == "long" and run.minutes < long_from:
                yield f"{run.id} is called long with {counted(run.minutes, 'minutes')}"
        if len({run.day for run in week.runs}) > 7 - rest_days:
            yield f"week {week.number} has too few days without a run"
        by_days = catalog.numbers("run_key_runs")
        keys = sum(run.kind in ("interval", "tempo") for run in own)
        wanted = request.running.days_a_week or 0
        most_keys = by_days[max(0, min(wanted, 7) - 2)] - beginner if wanted >= 2 else 0
        # A race on the way stands in place of one, and may be there where none is.
        races = sum(run.kind == "race" and not _is_goal(request, run) for run in week.runs)
        if keys > max(0, most_keys - races):
            yield f"week {week.number} has {counted(keys, 'runs')} of intervals or tempo"


def _gaps(weeks: Sequence[RunWeek], catalog: Catalog) -> Iterator[str]:
    """By the clock on the wall: a night with a change of the clocks is a night."""
    key_gap, long_gap = catalog.numbers("run_key_gap")
    hard = sorted(
        (
            (run.starts_at.replace(tzinfo=None), run)
            for week in weeks
            for run in week.runs
            if run.kind != "easy"
        ),
        key=lambda pair: pair[0],
    )
    for (earlier, one), (later, other) in pairwise(hard):
        if one.kind == other.kind == "race":
            # Races have their days by themselves.
            continue
        needed = long_gap if "long" in (one.kind, other.kind) else key_gap
        if (later - earlier) < timedelta(hours=needed):
            yield f"{one.id} and {other.id} are less than {needed:g} hours apart"


def _taper(request: RunsRequest, weeks: Sequence[RunWeek]) -> Iterator[str]:
    tapers = [week for week in weeks if week.phase == "taper"]
    first = tapers[0].number if tapers else len(weeks) + 1
    in_order = [week for week in weeks if week.number >= first - 1]
    for before, after in pairwise(in_order):
        more, less = (_with_races(request, week) for week in (before, after))
        if less >= more > 0:
            yield f"week {after.number} of the taper has no less than the week before"
    late = any(week.deload and week.number >= first - 2 for week in weeks)
    if late and request.goal is not None and request.goal.race is not None:
        yield "a lighter week lies in the taper or the two weeks before it"


def _is_goal(request: RunsRequest, run: PlannedRun) -> bool:
    return request.goal is not None and request.goal.race == run.start[:10]


def _with_races(request: RunsRequest, week: RunWeek) -> int:
    """Minutes of a week with its races on the way."""
    return sum(run.minutes for run in week.runs if not _is_goal(request, run))


def _around_races(
    request: RunsRequest, weeks: Sequence[RunWeek], catalog: Catalog
) -> Iterator[str]:
    """Every race on the way is there, and the days around it are as its priority asks for."""
    runs = [run for week in weeks for run in week.runs]
    easy_days, most_easy = catalog.numbers("run_before_race")
    yield from _before_races(request, runs, easy_days, most_easy)
    longest = max(catalog.race_distances.values(), key=lambda one: one.most_km)
    for race in request.races:
        if not any(run.kind == "race" and run.day == race.day for run in runs):
            yield f"the race of {race.date} is missing"
        read_as = catalog.race_of(race.distance_km) or longest
        for run in runs:
            after = (run.day - race.day).days
            if run.kind == "race":
                continue
            if after == 0:
                yield f"{run.id} is on the day of the race of {race.date}"
            if race.priority == "C":
                continue
            if after == -1 or 0 < after <= read_as.days_without_run_after:
                yield f"{run.id} is too near to the race of {race.date}"
            if run.kind != "easy" and -easy_days <= after <= read_as.days_without_key_run_after:
                yield f"{run.id} ({run.kind}) is too near to the race of {race.date}"


def _before_races(
    request: RunsRequest, runs: Sequence[PlannedRun], days: float, most: float
) -> Iterator[str]:
    """Runs in the days before the goal and each B race are easy and short."""
    races = [race.day for race in request.races if race.priority == "B"]
    if request.goal is not None and request.goal.race_day is not None:
        races.append(request.goal.race_day)
    for run in runs:
        for race in races:
            near = 0 < (race - run.day).days <= days and run.kind != "race"
            if near and (run.kind != "easy" or run.minutes > most):
                yield (
                    f"{run.id} ({run.kind}) has {counted(run.minutes, 'minutes')} so near before"
                    f" the race of {race.isoformat()}"
                )


def _of_couch_to_5k(request: RunsRequest, answer: RunsPlan, catalog: Catalog) -> Iterator[str]:
    """Every bout and the running of every session within their steps of the most before."""
    most_session_step, most_bout_step = (60 * v for v in catalog.numbers("c25k_step"))
    _, least_gap = catalog.numbers("c25k_session")
    known_bout = 60.0 * (request.running.longest_minutes or 0)
    known_session = known_bout
    starts: list[datetime] = []
    first = True
    for week in answer.weeks:
        for run in week.runs:
            if run.kind == "race":
                continue
            bouts = [bout.seconds for bout in run.bouts if bout.kind == "run"]
            is_known = not first or bool(request.running.longest_minutes)
            if is_known and max(bouts) > known_bout + most_bout_step:
                yield f"{run.id} has a bout of {max(bouts)} s after at most {known_bout:g} s"
            if not first and sum(bouts) > known_session + most_session_step:
                yield f"{run.id} has {sum(bouts)} s of running after at most {known_session:g} s"
            known_bout = max(known_bout, *bouts)
            known_session = max(known_session, sum(bouts))
            starts.append(run.starts_at.replace(tzinfo=None))
            first = False
    for before, after in pairwise(starts):
        if after - before < timedelta(hours=least_gap):
            yield f"two sessions start less than {least_gap:g} hours apart, at {after}"
