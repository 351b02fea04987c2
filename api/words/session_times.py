"""When a session begins and ends, as every door tells a person: in whole minutes."""

from __future__ import annotations

from datetime import datetime

from api.words.phrases import day_name, span
from optimizer.documents.result import Session, up_to_whole_minute


def session_span(session: Session) -> str:
    """``19:00–19:22``; with the end in the first whole minute in which all is done."""
    return span(session.starts_at, session.ends_at_whole_minute)


def session_when(session: Session) -> str:
    """``Tue 24 Nov, 19:00–19:22``."""
    return when_in_words(session.start, session.end)


def when_in_words(start: str, end: str) -> str:
    """The same of two times in ISO 8601."""
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return f"{day_name(first.date())}, {span(first, up_to_whole_minute(last))}"
