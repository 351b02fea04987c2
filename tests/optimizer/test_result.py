"""Result documents know their own instants and training sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from optimizer.documents.result import instant_in
from tests.api import weeks

CET = timezone(timedelta(hours=1))


def test_a_session_knows_when_it_starts_and_ends() -> None:
    (session,) = weeks.plan().sessions
    assert session.starts_at == datetime(2026, 11, 24, 19, 0, tzinfo=CET)
    assert session.ends_at == datetime(2026, 11, 24, 19, 21, 30, tzinfo=CET)
    assert session.ends_at_whole_minute == datetime(2026, 11, 24, 19, 22, tzinfo=CET)
    assert session.end_minute - session.start_minute == 21
    assert session.start_minute == datetime(2026, 11, 24, 18, tzinfo=UTC).timestamp() / 60


def test_an_end_on_a_whole_minute_stays() -> None:
    (session,) = weeks.plan().sessions
    session = session.model_copy(update={"end": "2026-11-24T19:21:00+01:00"})
    assert session.ends_at_whole_minute == session.ends_at


def test_training_sets_are_those_of_work_and_no_warm_up() -> None:
    plan = weeks.plan()
    (session,) = plan.sessions
    sets = {"goblet_squat": 3, "bent_knee_calf_raise": 3, "front_plank": 2}
    assert session.training_sets() == sets
    twice = plan.model_copy(update={"sessions": (session, session)})
    assert twice.training_sets() == {exercise: 2 * count for exercise, count in sets.items()}


@pytest.mark.parametrize("text", ["Tue 19:00", "2026-11-24T19:00", "", "24.11.2026"])
def test_a_text_without_day_or_offset_is_no_instant(text: str) -> None:
    assert instant_in(text) is None


def test_an_instant_keeps_its_offset() -> None:
    assert instant_in("2026-11-24T19:00:00+01:00") == datetime(2026, 11, 24, 19, tzinfo=CET)
