"""Around a race: taper before it, nothing on its day, and a careful way back after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission
from optimizer.case.timeline import TimedRun
from optimizer.documents.result import Finding, Warning
from optimizer.documents.wording import hours
from optimizer.rules.base import Rule
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek

_MARATHON_FROM_KM = 30.0
_MARATHON_FROM_MINUTES = 150
_HARD_RACE_FROM_MINUTES = 35
_MARATHON_NO_LEGS_MINUTES = 72 * 60

LIGHT = Admission(max_leg_load=1, max_impact=1, high_eccentric=False)
NO_LEGS = Admission(max_leg_load=0, max_impact=0, high_eccentric=False)


TAPER = "taper"
UNTOLD_RACE = "untold_race"
AFTER_UNTOLD_RACE = Admission(max_leg_load=1, max_impact=0, high_eccentric=False)
"""What a hard race allows, but for a marathon."""


class RaceProximity(Rule):
    """Published soreness and recovery times after races; coaching practice before them.

    Left out for a race: sessions near it are like any other; for ``taper``: so are those of a taper
    week, as far as no race is near; for ``untold_race``: so are the first days of a week after a
    race that the request does not hold, which is taken to have been the day before the week.
    """

    id = "race_proximity"
    title = "Taper before a race, rest on its day, a careful return after it"
    evidence = (
        "taper_last_heavy_marathon", "taper_last_heavy_short", "taper_volume", "race_half",
        "race_marathon_load", "race_marathon_impact",
    )  # fmt: skip

    def moments(self, case: Case) -> Iterable[int]:
        yield from case.timeline.midnights
        for run in _races(case):
            yield from (run.end + minutes for minutes, _ in _after(case, run))
        yield _end_of_untold_race(case)

    def options(self, case: Case, start: int) -> Sequence[Admission]:
        way = ANYTHING
        if case.request.week.phase == "taper":
            way = way.and_also(Admission(high_eccentric=False))
        if start < _end_of_untold_race(case):
            way = way.and_also(AFTER_UNTOLD_RACE)
        for race in _races(case):
            near = _near(case, race, start)
            if near is None:
                return ()
            way = way.and_also(near)
        return (way,)

    def words_at(self, case: Case, start: int) -> str | None:
        found = []
        for race in _races(case):
            limits = _limits(case, race, start)
            if limits is not None:
                side = "after" if race.end <= start else "before"
                gap = start - race.end if side == "after" else race.start - start
                found.append(
                    f"{case.timeline.clock(start)} is {hours(gap)} {side} the race of"
                    f" {case.timeline.clock(race.start)}: {limits}."
                )
        if not found and case.request.week.phase == "taper":
            found.append(
                "A taper week holds none of the exercises that are hardest on the way down, such as"
                " Romanian deadlifts and Nordic curls."
            )
        if start < _end_of_untold_race(case):
            found.append(_untold_in_words(case))
        return " ".join(found) or None

    def open_options(self, case: Case, start: int) -> Sequence[Admission]:
        near: list[tuple[str, Admission | None]] = [
            (race.id, _near(case, race, start)) for race in _races(case)
        ]
        if case.request.week.phase == "taper":
            near.append((TAPER, Admission(high_eccentric=False)))
        if start < _end_of_untold_race(case):
            near.append((UNTOLD_RACE, AFTER_UNTOLD_RACE))
        ways = [ANYTHING]
        for subject, limit in near:
            if limit == ANYTHING:
                continue
            free = Admission(breaks=frozenset({self.claim(subject)}))
            choices = [free] if limit is None else [limit, free]
            ways = [way.and_also(choice) for way in ways for choice in choices]
        return ways

    def subjects(self, problem: WeekProblem) -> list[str]:
        races = sorted(race.id for race in _races(problem.case))
        if problem.case.request.week.phase == "taper":
            return [*races, TAPER]
        return [*races, UNTOLD_RACE] if _is_untold(problem.case) else races

    def claim_sentence(self, case: Case, subject: str) -> str:
        if subject == UNTOLD_RACE:
            return _untold_in_words(case)
        race = next((race for race in _races(case) if race.id == subject), None)
        if race is None:
            return "No exercise that is hardest on the way down in a taper week."
        near = [
            f"{case.timeline.clock(window.start)} {limits}"
            for window in case.timeline.windows
            for limits in [_limits(case, race, window.start)]
            if limits is not None
        ]
        limits_in_words = "; ".join(near) if near else "light sessions before and after it"
        return f"Near the race of {case.timeline.clock(race.start)}: {limits_in_words}."

    def notices(self, case: Case) -> Iterator[Warning]:
        """Said where a window lies in the days that a race limits."""
        if case.request.week.phase == "taper":
            yield Warning(
                code=self.id,
                sentence="Nothing new in a taper: leave out what you did not do in the last three"
                " weeks.",
            )
        if any(window.start < _end_of_untold_race(case) for window in case.timeline.windows):
            cure = "Add the race to runs, with its date, for what it really asks."
            sentence = f"{_untold_in_words(case)} {cure}"
            yield Warning(code=self.id, sentence=sentence)
        for window in case.timeline.windows:
            for race in _races(case):
                limits = _limits(case, race, window.start)
                if limits is not None:
                    side = "after" if race.end <= window.start else "before"
                    gap = window.start - race.end if side == "after" else race.start - window.start
                    yield Warning(
                        code=self.id,
                        sentence=f"Window {window.id} is {hours(gap)} {side} the race of"
                        f" {case.timeline.clock(race.start)}: {limits}.",
                    )

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        case = week.case
        for session in week.sessions:
            worst, impact = _hardest(session)
            eccentric = any(e.exercise.high_eccentric for e in session.training)
            name = session.session.window
            if case.request.week.phase == "taper" and eccentric:
                yield self.breach(
                    name, 0, 1, "eccentric exercises",
                    f"{week.when(session)} holds an exercise that is hardest on the way down in a"
                    " taper week.",
                )  # fmt: skip
            after_untold = session.start < 60 * _end_of_untold_race(case)
            if after_untold and (worst > 1 or impact or eccentric):
                yield self.breach(
                    name, 1, worst, "leg load",
                    f"{week.when(session)} is too hard for the first days after a race.",
                )  # fmt: skip
            for race in _races(case):
                days = (case.timeline.day(race.start) - case.timeline.day(session.start // 60)).days
                before = race.start - session.start / 60
                after = session.start / 60 - race.end
                allowed = 3
                if days == 0:
                    yield self.breach(
                        name, 0, 1, "sessions",
                        f"{week.when(session)} is on the day of a race.",
                    )  # fmt: skip
                elif days == 1:
                    allowed = 0
                elif 0 < before < _taper_minutes(case, race):
                    allowed = 1
                marathon = _is_marathon(race)
                if 0 <= after < _MARATHON_NO_LEGS_MINUTES and marathon:
                    allowed = 0
                elif (0 <= after < case.minutes_from_hours("race_marathon_load") and marathon) or (
                    0 <= after < case.minutes_from_hours("race_half") and _is_hard(race)
                ):
                    allowed = 1
                no_impact = after >= 0 and (
                    (marathon and after < case.minutes_from_hours("race_marathon_impact"))
                    or (_is_hard(race) and after < case.minutes_from_hours("race_half"))
                )
                gap, side = (after, "after") if after >= 0 else (before, "before")
                allowed_impact = 0 if no_impact else allowed
                for unit, most, actual in (
                    ("leg load", allowed, worst),
                    ("impact", allowed_impact, impact),
                ):
                    if actual > most:
                        yield self.breach(
                            name, most, actual, unit,
                            f"{week.when(session)}: {unit} {actual} is too hard {hours(gap)}"
                            f" {side} the race of {case.timeline.clock(race.start)}.",
                        )  # fmt: skip


def _untold_in_words(case: Case) -> str:
    needed = hours(case.minutes_from_hours("race_half"))
    return (
        "A week after a race without the race: it is taken to have ended as the week begins, so"
        f" that for {needed} there is light leg work at most, no impact."
    )


def _is_untold(case: Case) -> bool:
    """True: the week is one after a race that the request does not hold."""
    return case.request.week.phase == "post_race" and not _races(case)


def _end_of_untold_race(case: Case) -> int:
    """Until when it limits; before the week where there is none."""
    hours_after = case.minutes_from_hours("race_half") if _is_untold(case) else 0
    return case.timeline.midnights[0] + hours_after


def _races(case: Case) -> list[TimedRun]:
    return [run for run in case.timeline.runs if run.is_race]


def _is_marathon(race: TimedRun) -> bool:
    if race.distance_km is not None:
        return race.distance_km >= _MARATHON_FROM_KM
    return race.minutes >= _MARATHON_FROM_MINUTES


def _is_hard(race: TimedRun) -> bool:
    return race.minutes >= _HARD_RACE_FROM_MINUTES


def _taper_minutes(case: Case, race: TimedRun) -> int:
    name = "taper_last_heavy_marathon" if _is_marathon(race) else "taper_last_heavy_short"
    return round(case.catalog.number(name) * 24 * 60)


def _after(case: Case, race: TimedRun) -> list[tuple[int, Admission]]:
    """Minutes after the race, and what is allowed until then."""
    if _is_marathon(race):
        return [
            (_MARATHON_NO_LEGS_MINUTES, NO_LEGS),
            (case.minutes_from_hours("race_marathon_load"), Admission(max_leg_load=1)),
            (case.minutes_from_hours("race_marathon_impact"), Admission(max_impact=0)),
        ]
    if _is_hard(race):
        return [(case.minutes_from_hours("race_half"), Admission(max_leg_load=1, max_impact=0))]
    return []


def _near(case: Case, race: TimedRun, start: int) -> Admission | None:
    """What a session at ``start`` may hold because of ``race``; None: nothing, it is race day."""
    way = ANYTHING
    if race.end <= start:
        for minutes, limit in _after(case, race):
            if start - race.end < minutes:
                way = way.and_also(limit)
    elif race.start > start:
        if race.start - start < _taper_minutes(case, race):
            way = way.and_also(LIGHT)
        if case.timeline.day(start) == case.timeline.day(race.start) - timedelta(days=1):
            way = way.and_also(NO_LEGS)
    return None if case.timeline.day(start) == case.timeline.day(race.start) else way


def _limits(case: Case, race: TimedRun, start: int) -> str | None:
    """In words, what ``race`` allows a session at ``start`` to hold; None: anything."""
    way = _near(case, race, start)
    if way is None:
        return "no session on the day of a race"
    if way.max_leg_load == 0:
        return "upper body, trunk and mobility only"
    if way.max_leg_load == 1:
        return "light leg work at most" + (", no impact" if way.max_impact == 0 else "")
    return "no impact" if way.max_impact == 0 else None


def _hardest(session: ReviewedSession) -> tuple[int, int]:
    exercises = [entry.exercise for entry in session.entries]
    return (
        max((e.leg_load for e in exercises), default=0),
        max((e.impact for e in exercises), default=0),
    )
