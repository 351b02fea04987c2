"""A plan of one's own: the weeks to a race, and what to do where they are too few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pydantic import JsonValue

from catalog import Catalog
from catalog.run_plans import RaceDistance, RunOption
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Week
from optimizer.documents.running import (
    MOST_WEEKS,
    ChosenOption,
    RunCure,
    RunsPlan,
    RunsRequest,
    RunWeek,
)
from optimizer.documents.versions import versions_of
from optimizer.documents.wording import counted, listed, quoted
from optimizer.documents.written_times import WEEKDAY_NAMES, WEEKDAYS
from optimizer.running.custom import CustomPlan, Mixes
from optimizer.running.dates import before_start, start_of, weeks_to
from optimizer.running.dealing import Dealing
from optimizer.running.races import (
    neighbour_notes,
    race_name,
    race_problems,
    usual_km,
    way_race,
)
from optimizer.running.sizes import Sought
from optimizer.running.times import WeeklyTime, times_of

_ROUNDED = 0.98
"""Whole minutes that grow by at most a tenth end a little short of a round goal."""
_MOST_RUNS_A_WEEK = 14
"""Two a day."""
_LEAST_KM = 1.0
_LEAST_RUNS_IN_TURN = 3
_HONEST = (
    "Limits of growth are a habit with weak evidence; only a single run far above the longest of"
    " 30 days has a measured link to complaints."
)


def custom_runs(request: RunsRequest, catalog: Catalog) -> RunsPlan:
    _refuse_custom(request, catalog)
    sought = _sought(request, catalog)
    times, problems = times_of(request.running, sought.days)
    if problems:
        raise UnusableInput(*problems)
    weeks = _weeks(request, sought, catalog, times)
    choices = tuple(_chosen(request, catalog, sought.race))
    notes = [
        _HONEST,
        *_long_run_notes(request, sought, weeks, catalog),
        *_mix_notes(request, weeks, catalog),
        *_even_notes(weeks, catalog),
        *neighbour_notes(request.races, request.goal),
    ]
    if sought.race is None or _reaches(sought, weeks):
        sentence = f"{counted(len(weeks), 'weeks')} of runs"
        if sought.race is not None and sought.race_day is not None:
            longest = max(week.longest_minutes for week in weeks)
            sentence += (
                f" to the {_name(request, catalog)} of {sought.race_day.isoformat()}, with"
                f" {counted(longest, 'minutes')} as the longest"
            )
        return RunsPlan(
            status="planned",
            athlete_id=request.athlete.id,
            plan="custom",
            sentence=f"{sentence}.",
            weeks=weeks,
            choices=choices,
            notes=tuple(notes),
            versions=versions_of(catalog),
        )
    sentence, cures = _not_in_time(request, sought, weeks, catalog, times)
    return RunsPlan(
        status="not_in_time",
        athlete_id=request.athlete.id,
        plan="custom",
        sentence=sentence,
        weeks=weeks,
        cures=cures,
        choices=choices,
        notes=tuple(notes),
        versions=versions_of(catalog),
    )


def _name(request: RunsRequest, catalog: Catalog) -> str:
    """Of the race that is the goal."""
    assert request.goal is not None
    assert request.goal.distance_km is not None
    return race_name(request.goal.distance_km, catalog)


def _refuse_custom(request: RunsRequest, catalog: Catalog) -> None:
    """Raises ``UnusableInput`` where the present running is not told, or no start of a plan."""
    running, problems = request.running, []
    if request.goal is None:
        message = "is required for a custom plan: a race with distance_km, or weeks"
        problems.append(Problem("goal", "", message))
    for name in ("days_a_week", "minutes_a_week", "longest_minutes"):
        if getattr(running, name) is None:
            message = "is required for a custom plan; add it"
            problems.append(Problem(f"running.{name}", "", message))
    if problems:
        raise UnusableInput(*problems)
    least = round(catalog.numbers("run_minutes")[0])
    days, minutes, longest = running.days_a_week, running.minutes_a_week, running.longest_minutes
    assert days is not None
    assert minutes is not None
    assert longest is not None
    is_beginner = request.athlete.level == "beginner"
    rest = round(catalog.numbers("run_rest_days")[0 if is_beginner else 1])
    most_days = min(7 - rest, round(catalog.number("run_beginner_days")) if is_beginner else 7)
    if not 2 <= days <= most_days:
        who = "a beginner" if is_beginner else "a plan"
        message = f"is outside the 2 to {counted(most_days, 'days')} of {who}; change it"
        problems.append(Problem("running.days_a_week", str(days), message))
    if running.days_now is not None and not 1 <= running.days_now <= days:
        message = "is more than days_a_week; running days are only added here"
        problems.append(Problem("running.days_now", str(running.days_now), message))
    for name, value, needed in (
        ("longest_minutes", longest, least),
        ("minutes_a_week", minutes, 2 * least),
    ):
        if value < needed:
            problems.append(
                Problem(
                    f"running.{name}",
                    str(value),
                    f"is too little to plan with, at least {needed}; take couch_to_5k",
                )
            )
    if not problems:
        problems += _present_problems(minutes, longest)
    problems += _goal_problems(request, catalog)
    problems += _taper_problems(request, catalog)
    if not problems:
        start = start_of(request)
        end = start + timedelta(weeks=weeks_to(request, start))
        problems += race_problems(request.races, start, end, request.goal)
    if problems:
        raise UnusableInput(*problems)


def _present_problems(minutes: int, longest: int) -> Iterator[Problem]:
    """Weekly minutes and a longest run that cannot both be."""
    if longest > minutes:
        message = (
            f"is more than the {minutes} of minutes_a_week; a usual week holds its longest run, so"
            " correct one of them"
        )
        yield Problem("running.longest_minutes", str(longest), message)
    elif minutes > _MOST_RUNS_A_WEEK * longest:
        message = (
            f"is more than {counted(_MOST_RUNS_A_WEEK, 'runs')} of longest_minutes, {longest};"
            " correct one of them"
        )
        yield Problem("running.minutes_a_week", str(minutes), message)


def _goal_problems(request: RunsRequest, catalog: Catalog) -> Iterator[Problem]:
    goal = request.goal
    assert goal is not None
    if goal.distance_km is not None and goal.distance_km < _LEAST_KM:
        message = f"is below {_LEAST_KM:g} km, the shortest race to plan for; write kilometres"
        yield Problem("goal.distance_km", f"{goal.distance_km:g}", message)
    elif goal.distance_km is not None and catalog.race_of(goal.distance_km) is None:
        longest_km = max(race.most_km for race in catalog.race_distances.values())
        message = (
            f"is beyond the {longest_km:g} km that plans are known for; take a shorter race, or"
            " give the runs of another plan (plan given)"
        )
        yield Problem("goal.distance_km", f"{goal.distance_km:g}", message)
    if goal.race_day is not None:
        away = (goal.race_day - start_of(request)).days
        if away < 0:
            yield before_start(request)
        elif away >= 7 * MOST_WEEKS:
            message = f"is not within the {counted(MOST_WEEKS, 'weeks')} after start; change one"
            yield Problem("goal.race", quoted(goal.race), message)


def _taper_problems(request: RunsRequest, catalog: Catalog) -> Iterator[Problem]:
    wanted = request.choices.taper_weeks
    if wanted is None or request.goal is None or request.goal.distance_km is None:
        return
    race = catalog.race_of(request.goal.distance_km)
    if race is None:
        return
    known = {len(one) for one in _tapers(catalog, race)}
    if wanted not in known:
        weeks = listed(str(one) for one in sorted(known))
        message = f"is no taper known for {race.name}; known: {weeks}"
        yield Problem("choices.taper_weeks", str(wanted), message)


def _tapers(catalog: Catalog, race: RaceDistance) -> list[tuple[float, ...]]:
    """The shares of every taper known for a race, the default first."""
    options = [one for one in catalog.options_of("taper", race.id) if one.race == race.id]
    return [one.values for one in options] or [race.taper_shares]


def _sought(request: RunsRequest, catalog: Catalog) -> Sought:
    running, choices, goal = request.running, request.choices, request.goal
    assert goal is not None
    start = start_of(request)
    race = None if goal.distance_km is None else catalog.race_of(goal.distance_km)
    minutes = running.minutes_a_week or 0
    longest = running.longest_minutes or 0
    days = running.days_a_week or 2
    shares: tuple[float, ...] = ()
    most_long, peak = longest, minutes
    if race is not None:
        tapers = _tapers(catalog, race)
        shares = next((one for one in tapers if len(one) == choices.taper_weeks), tapers[0])
        most_long = choices.long_run_cap_minutes or round(race.most_long_minutes)
        [aim] = [o for o in catalog.options_of("aim") if o.choice == choices.aim]
        share_two, share_more = (v / 100 for v in catalog.numbers("run_long_share"))
        share = share_two if days == 2 else share_more
        # The longest run is a share of the week, so it wants a week that is large enough.
        peak = max(
            round(race.peak_minutes[round(aim.values[0]) - 1]),
            int(min(race.finish_long_minutes, most_long) / share) + 1,
        )
    return Sought(
        start=start,
        weeks=weeks_to(request, start),
        days=days,
        days_now=running.days_now or days,
        minutes_a_week=minutes,
        longest_minutes=longest,
        is_beginner=request.athlete.level == "beginner",
        race=race,
        race_day=goal.race_day,
        taper_shares=shares,
        growth_percent=choices.weekly_growth,
        cutback_every=choices.deload_every,
        most_long_minutes=most_long,
        peak_minutes=peak,
        races=tuple(way_race(one, running.easy_seconds_per_km, catalog) for one in request.races),
    )


def _weeks(
    request: RunsRequest, sought: Sought, catalog: Catalog, times: tuple[WeeklyTime, ...]
) -> tuple[RunWeek, ...]:
    chosen, usual = (
        next(one.values for one in catalog.options_of("mix") if one.choice == name)
        for name in (request.choices.mix, catalog.options_of("mix")[0].choice)
    )
    plan = CustomPlan(
        sought,
        catalog,
        times,
        _longest_time(request, times),
        Week(start=request.start, timezone=request.timezone).zone,
        Mixes(chosen, usual, catalog.number("run_time_poor")),
        request.goal,
        request.running.easy_seconds_per_km,
    )
    return plan.weeks()


def _longest_time(request: RunsRequest, times: tuple[WeeklyTime, ...]) -> WeeklyTime:
    """Of the longest run: as it was chosen, else the last of a weekend, else the last."""
    if request.running.long_day is not None:
        weekday = WEEKDAYS.index(request.running.long_day)
        return next(one for one in times if one.weekday == weekday)
    return times[-1]


def _reaches(sought: Sought, weeks: tuple[RunWeek, ...]) -> bool:
    """Whether the longest run is long enough in time, in weeks enough."""
    race = sought.race
    assert race is not None
    longest = _longest_before_taper(sought, weeks)
    goal = min(race.finish_long_minutes, sought.most_long_minutes)
    return longest >= _ROUNDED * goal and sought.weeks >= race.least_weeks


def _longest_before_taper(sought: Sought, weeks: tuple[RunWeek, ...]) -> int:
    """Where the race is so near that all is taper, that of now."""
    return max(
        (week.longest_minutes for week in weeks if not sought.is_taper(week.number)),
        default=sought.longest_minutes,
    )


def _not_in_time(
    request: RunsRequest,
    sought: Sought,
    weeks: tuple[RunWeek, ...],
    catalog: Catalog,
    times: tuple[WeeklyTime, ...],
) -> tuple[str, tuple[RunCure, ...]]:
    """What is missing, and in this order a later race, a shorter one, running and walking."""
    race = sought.race
    assert race is not None
    assert sought.race_day is not None
    longest = _longest_before_taper(sought, weeks)
    wanted = min(race.finish_long_minutes, sought.most_long_minutes)
    missing = []
    if sought.weeks < race.least_weeks:
        missing.append(
            f"it is {counted(sought.weeks, 'weeks')} away, and {race.least_weeks} are the least"
        )
    if longest < _ROUNDED * wanted:
        missing.append(
            f"the longest run gets to {counted(longest, 'minutes')} by then, and {wanted:g} are"
            " wanted"
        )
    sentence = (
        f"The {_name(request, catalog)} of {sought.race_day.isoformat()} cannot be reached:"
        f" {'; '.join(missing)}."
    )
    cures: list[RunCure] = []
    for more in range(1, MOST_WEEKS - sought.weeks + 1):
        later = replace(
            sought,
            weeks=sought.weeks + more,
            race_day=sought.race_day + timedelta(weeks=more),
        )
        if later.weeks < race.least_weeks:
            continue
        if _reaches(later, _weeks(request, later, catalog, times)):
            day = _earliest_day(request, later, catalog, times)
            assert later.race_day is not None
            cures.append(later_race(request, later.race_day, day))
            sentence += f" The earliest date is {_earliest_in_words(day, later.race_day)}."
            break
    shorter = _shorter(request, sought, catalog, times)
    if shorter is not None:
        cures.append(shorter)
    cures.append(run_and_walk(_name(request, catalog)))
    return sentence, tuple(cures)


def _earliest_day(
    request: RunsRequest, sought: Sought, catalog: Catalog, times: tuple[WeeklyTime, ...]
) -> date:
    """The first of the seven days up to the race of ``sought`` on which it could be.

    A week before, it could not; on other days of the week it may.
    """
    assert sought.race_day is not None
    for away in range(6, 0, -1):
        day = sought.race_day - timedelta(days=away)
        earlier = replace(sought, race_day=day, weeks=(day - sought.start).days // 7 + 1)
        if _reaches(earlier, _weeks(request, earlier, catalog, times)):
            return day
    return sought.race_day


def _earliest_in_words(day: date, of_weekday: date) -> str:
    """The day, and the one of the race's own day of the week where it is another."""
    if day == of_weekday:
        return day.isoformat()
    weekday = WEEKDAY_NAMES[of_weekday.weekday()]
    return f"{day.isoformat()}, the earliest {weekday} {of_weekday.isoformat()}"


def _shorter(
    request: RunsRequest, sought: Sought, catalog: Catalog, times: tuple[WeeklyTime, ...]
) -> RunCure | None:
    """The longest shorter race that the same weeks reach."""
    assert sought.race is not None
    found = sorted(catalog.race_distances.values(), key=lambda one: -one.most_km)
    for race in found:
        if race.most_km >= sought.race.most_km:
            continue
        km = usual_km(race)
        goal = request.goal
        assert goal is not None
        choices = request.choices.model_copy(update={"taper_weeks": None})
        other = request.model_copy(
            update={"goal": goal.model_copy(update={"distance_km": km}), "choices": choices}
        )
        nearer = _sought(other, catalog)
        if _reaches(nearer, _weeks(other, nearer, catalog, times)):
            return RunCure(
                kind="shorter",
                sentence=f"A shorter race on that day: {race.name}.",
                patch=({"op": "replace", "path": "/goal/distance_km", "value": km},),
            )
    return None


def later_race(request: RunsRequest, day: date, earliest: date | None = None) -> RunCure:
    """``earliest``: the first day of all, where ``day`` is that of the race's day of the week."""
    patch: dict[str, JsonValue] = {"op": "replace", "path": "/goal/race", "value": day.isoformat()}
    is_race = request.goal is not None and request.goal.race is not None
    return RunCure(
        kind="later",
        sentence=f"A later race: the earliest that can be reached is"
        f" {_earliest_in_words(earliest or day, day)}.",
        patch=(patch,) if is_race else (),
    )


def run_and_walk(name: str) -> RunCure:
    return RunCure(
        kind="run_walk",
        sentence=f"Finish the {name} with walks between, from these weeks as they are; nothing"
        " grows faster for it.",
    )


def _chosen(
    request: RunsRequest, catalog: Catalog, race: RaceDistance | None
) -> Iterator[ChosenOption]:
    """Every choice with its source, and what else could be chosen."""
    choices = request.choices
    race_id = None if race is None else race.id

    def found(topic: str, fits: Callable[[RunOption], bool]) -> Iterator[ChosenOption]:
        options = [o for o in catalog.run_options.values() if o.topic == topic]
        options = [o for o in options if o.race in (None, race_id)]
        for one in options:
            if fits(one):
                others = tuple(o.choice for o in options if o is not one)
                yield ChosenOption(
                    topic=topic, choice=one.choice, name=one.name, source=one.source, others=others
                )

    yield from found("mix", lambda one: one.choice == choices.mix)
    yield from found("growth", lambda one: one.values[0] == choices.weekly_growth)
    if race is not None:
        shares = next(
            (t for t in _tapers(catalog, race) if len(t) == choices.taper_weeks),
            _tapers(catalog, race)[0],
        )
        yield from found("taper", lambda one: one.values == shares)
        yield from found("aim", lambda one: one.choice == choices.aim)
        cap = choices.long_run_cap_minutes
        yield from found(
            "long_run", lambda one: one.is_default if cap is None else one.values[0] == cap
        )


def _long_run_notes(
    request: RunsRequest, sought: Sought, weeks: tuple[RunWeek, ...], catalog: Catalog
) -> Iterator[str]:
    """What a longest run that is short for the race means for it."""
    race = sought.race
    if race is None:
        return
    name = _name(request, catalog)
    longest = _longest_before_taper(sought, weeks)
    if sought.most_long_minutes < race.finish_long_minutes:
        yield (
            f"The longest run stays at {counted(sought.most_long_minutes, 'minutes')}, as"
            f" long_run_cap_minutes asks; {race.finish_long_minutes:g} are those with which the"
            f" {name} is finished without walks."
        )
    own_pace = request.running.easy_seconds_per_km
    pace = own_pace or round(catalog.number("run_pace"))
    kilometres = 60 * longest / pace
    if race.long_km is not None and kilometres < race.long_km:
        taken = "" if own_pace else ", taken where no pace is told"
        yield (
            f"The longest run is some {kilometres:.0f} km at {pace // 60}:{pace % 60:02d} a"
            f" kilometre{taken}; with less than {race.long_km:g} km expect a slower race"
            " (Fokkema 2020)."
        )


def _mix_notes(request: RunsRequest, weeks: tuple[RunWeek, ...], catalog: Catalog) -> Iterator[str]:
    most = catalog.number("run_time_poor")
    if request.choices.mix == "time_poor" and any(week.minutes > most for week in weeks):
        yield (
            f"Weeks of more than {counted(most, 'minutes')} are pyramidal: the time-poor mix is for"
            " small ones."
        )


def _even_notes(weeks: tuple[RunWeek, ...], catalog: Catalog) -> Iterator[str]:
    """Weeks in which shorter and longer runs do not take turns, with the reason."""
    dealing = Dealing.of(catalog)
    even, in_a_row = [], []
    for week in weeks:
        runs = [run for run in week.runs if run.kind != "race"]
        if len(runs) < _LEAST_RUNS_IN_TURN or week.phase == "taper":
            continue
        minutes = {run.day: run.minutes for run in runs}
        if max(minutes.values()) < dealing.spread * min(minutes.values()):
            even.append(str(week.number))
        elif not dealing.is_in_turn(minutes):
            in_a_row.append(str(week.number))
    source = catalog.evidence["run_alternate"].source
    if even:
        yield (
            f"In {_of_weeks(even)} the longest run is less than {dealing.spread:g} times the"
            " shortest, as their minutes fill what the longest run and an easy one may have then;"
            " fewer minutes a week, or a day more, would let shorter and longer ones take turns."
            f" {source}"
        )
    if in_a_row:
        yield (
            f"In {_of_weeks(in_a_row)} two of the longer runs are on neighbouring days, as the"
            f" times of the runs leave no other order. {source}"
        )


def _of_weeks(numbers: Sequence[str]) -> str:
    return f"{'week' if len(numbers) == 1 else 'weeks'} {listed(numbers)}"
