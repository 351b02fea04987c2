"""What the addresses that give files ask alike beside the body."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.formats.format import MOST_ALARM_MINUTES

AlarmMinutes = Annotated[
    int | None,
    Query(
        ge=0,
        le=MOST_ALARM_MINUTES,
        description="Of a calendar: have it remind so many minutes before each event.",
    ),
]
