"""Stretches in the weeks of a season: after runs, beside strength."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from api.calendars.seasons_out import season_calendar
from api.formats.season_markdown import season_markdown
from optimizer import next_week, plan_season
from optimizer.documents.season import Season, SeasonLog
from tests.optimizer.seasons.seasons import CATALOG, request_of, ten_km

MOST_MINUTES = CATALOG.numbers("season_flexibility")[1]


def season_of(**changes: Any) -> Season:
    """One exact week with two short sessions."""
    return plan_season(request_of(ten_km(exact_weeks=1, **changes)), catalog=CATALOG)


@pytest.fixture(scope="module")
def season() -> Season:
    return season_of()


def test_lifts_runs_and_stretches_are_one_program(season: Season) -> None:
    """Each session begins as an easy run ends, and no day has strength too."""
    week = season.week_of(1)
    assert week.result is not None
    assert week.result.plan is not None
    assert len(week.flexibility) == 2
    lifting = {session.start[:10] for session in week.result.plan.sessions}
    assert lifting
    runs = {run.id: run for run in week.runs}
    for one in week.flexibility:
        run = runs[one.after_run]
        ended = datetime.fromisoformat(run.start) + timedelta(minutes=run.minutes)
        assert datetime.fromisoformat(one.start) == ended
        assert run.kind == "easy"
        assert one.start[:10] not in lifting
        assert 0 < one.minutes <= MOST_MINUTES
        for item in one.items:
            assert CATALOG.exercises[item.exercise].kind in ("mobility", "release")
    assert all(week.flexibility == () for week in season.weeks[1:])


def test_an_injury_takes_its_stretches_and_what_is_avoided_stays_out(season: Season) -> None:
    [first, *_] = season.week_of(1).flexibility[0].items
    week = {**ten_km()["week"], "preferences": {"avoid": [first.exercise]}}
    found = plan_season(request_of(ten_km(exact_weeks=1, week=week)), catalog=CATALOG)
    names = {item.exercise for one in found.week_of(1).flexibility for item in one.items}
    assert names
    assert first.exercise not in names


def test_none_are_planned_where_none_are_wanted() -> None:
    assert season_of(flexibility=0).week_of(1).flexibility == ()
    one_run = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 40}]}
    found = season_of(flexibility=5, running=one_run).week_of(1).flexibility
    assert [one.start[:10] for one in found] == ["2026-11-30"]


def test_calendar_and_paper_have_them_and_a_dropped_one_is_cancelled(season: Season) -> None:
    def events(of: Season) -> list[tuple[str, str]]:
        read = Calendar.from_ical(season_calendar(of, CATALOG))
        return [
            (str(event["UID"]), str(event.get("STATUS", "")))
            for event in read.walk("VEVENT")
            if str(event["SUMMARY"]).startswith("Flexibility")
        ]

    first = events(season)
    assert [status for _, status in first] == ["", ""]
    found = next_week(season, patch={"flexibility": 1}, catalog=CATALOG)
    assert sorted(events(found)) == sorted([first[0], (first[1][0], "CANCELLED")])
    text = season_markdown(season)
    assert text.count("Flexibility after the run") == 2
    away: dict[str, Any] = {
        "exceptions": [{"from": "2026-12-07", "to": "2026-12-13", "availability": []}]
    }
    log = SeasonLog(week=season.request.start)
    done = next_week(season, log, patch=away, catalog=CATALOG)
    assert done.week_of(1).flexibility == season.week_of(1).flexibility
