"""One small body for each operation, for the OpenAPI document; tests send every one of them."""

from __future__ import annotations

from pydantic import JsonValue

_THURSDAY = "2026-11-26T18:30:00+01:00"

WEEK: dict[str, JsonValue] = {
    "athlete": {"id": "ana", "level": "beginner"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [
        {"start": "Mon 18:00", "minutes": 45},
        {"start": "Sat 08:00", "minutes": 100, "kind": "long"},
    ],
    "availability": [
        {"id": "tue", "start": "Tue 19:00", "minutes": 45, "place": "home"},
        {"id": "thu", "start": "Thu 18:30", "minutes": 45, "place": "home"},
    ],
    "places": {"home": ["dumbbell", "mini_band", "chair"]},
}

CHECK: dict[str, JsonValue] = {
    "request": WEEK,
    "result": {
        "sessions": [
            {
                "window": "tue",
                "start": "Tue 19:00",
                "exercises": {"goblet_squat": 2, "single_leg_calf_raise": 2},
            }
        ]
    },
    "optimum": False,
}

REPLAN: dict[str, JsonValue] = {
    "request": WEEK,
    "change": [{"op": "add", "path": "/runs/-", "value": {"start": "Wed 18:00", "minutes": 45}}],
}

EXPLAIN: dict[str, JsonValue] = {"request": WEEK}


def _plan(sets: int) -> dict[str, JsonValue]:
    seconds = 100 * sets
    item: dict[str, JsonValue] = {
        "label": "1", "exercise": "goblet_squat", "name": "Goblet squat", "sets": sets,
        "reps": [8, 12], "rest_seconds": 60, "seconds": seconds,
    }  # fmt: skip
    session: dict[str, JsonValue] = {
        "id": "s1", "window": "thu", "place": "home", "start": _THURSDAY,
        "end": f"2026-11-26T18:{30 + seconds // 60}:{seconds % 60:02}+01:00",
        "minutes": round(seconds / 60, 2),
        "blocks": [{"label": "1", "kind": "straight", "rounds": sets, "items": [item]}],
    }  # fmt: skip
    return {"sessions": [session]}


DIFF: dict[str, JsonValue] = {"before": _plan(2), "after": _plan(3)}

TINY_WEEK: dict[str, JsonValue] = {
    "athlete": {"id": "ready", "level": "beginner"},
    "week": {"start": "2026-11-23"},
    "runs": [{"start": "Mon 18:00", "minutes": 30}],
    "availability": [{"id": "wed", "start": "Wed 19:00", "minutes": 20}],
}
"""What the readiness check plans."""

BATCH: list[JsonValue] = [WEEK, {**WEEK, "athlete": {"id": "ben", "level": "beginner"}}]

BATCH_CSV = (
    "athlete.id,athlete.level,week.start,runs,availability\n"
    "ana,beginner,2026-11-23,Mon 18:00 45,tue: Tue 19:00 45\n"
    "ben,beginner,2026-11-23,Mon 18:00 45,tue: Tue 19:00 60\n"
)

EXPORT: dict[str, JsonValue] = {"request": WEEK}

CALENDARS: dict[str, JsonValue] = {
    "request": WEEK,
    "runs": [
        {
            "name": "runs.ics",
            "text": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VEVENT\r\n"
            "UID:1@example\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261125T180000\r\n"
            "DTEND:20261125T190000\r\nSUMMARY:Tempo run 60 min\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        }
    ],
}

ASSESSMENT: dict[str, JsonValue] = {
    "athlete": {"weeks_of_strength": 20},
    "screen": {
        "heart_condition": False, "chest_pain": False, "dizziness": False, "joint_problem": False,
        "pregnancy": False, "heart_medicine": False, "ill_now": False,
    },
    "tests": [
        {"test": "single_leg_heel_raise", "date": "2026-11-20", "value": 26, "side": "left"},
        {"test": "single_leg_heel_raise", "date": "2026-11-20", "value": 12, "side": "right"},
    ],
    "date": "2026-11-23",
}  # fmt: skip

RUNS: dict[str, JsonValue] = {
    "start": "2026-11-30",
    "timezone": "Europe/Berlin",
    "goal": {"race": "2027-03-07", "distance_km": 10},
    "running": {
        "plan": "custom", "days_a_week": 3, "minutes_a_week": 120, "longest_minutes": 45,
    },
}  # fmt: skip

SEASON: dict[str, JsonValue] = {
    "athlete": {"id": "ana", "level": "beginner"},
    "start": "2026-11-30",
    "timezone": "Europe/Berlin",
    "goal": {"race": "2027-02-21", "distance_km": 10},
    "running": {
        "plan": "custom", "days_a_week": 3, "minutes_a_week": 120, "longest_minutes": 60,
    },
    "week": {
        "availability": [
            {"id": "wed", "start": "Wed 19:30", "minutes": 45, "place": "home"},
            {"id": "fri", "start": "Fri 19:00", "minutes": 45, "place": "home"},
        ],
        "places": {"home": ["kit:home_basic"]},
    },
    "exact_weeks": 1,
}  # fmt: skip

NEXT: dict[str, JsonValue] = {
    "season": {
        "status": "proven",
        "athlete_id": "ana",
        "sentence": "As it was answered; here without its other weeks.",
        "request": SEASON,
        "weeks": [
            {
                "number": 1, "start": "2026-11-30", "state": "planned", "phase": "pre_season",
                "sessions": [0, 0], "sets": [0, 0], "strength_minutes": [0, 0],
            }
        ],
        "versions": {"catalog": "sha256:…", "software": "0.1.0"},
    },
    "log": {"week": "2026-11-30", "notes": {"ill": False}},
}  # fmt: skip

LOG: dict[str, JsonValue] = {
    "text": "2026-11-17 Goblet squat: 12 kg x 10, 10, 9 rir 2\n2026-11-17 Side plank: 30 s, 30 s\n",
    "request": WEEK,
}

ASSISTANT: dict[str, JsonValue] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "validate", "arguments": WEEK},
}
"""Of ``/mcp``, which is described by its own protocol."""
