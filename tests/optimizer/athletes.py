"""Athletes of every kind, for Hypothesis: requests over the packaged catalog, as JSON documents."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from catalog import load_catalog
from catalog.models import EMPHASES, LEVELS, PHASES

Document = dict[str, Any]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# A plain week, and the four weeks of 2026 in which a clock changes, each with its zone.
WEEKS = (
    ("2026-11-23", "Europe/Berlin"),
    ("2026-03-23", "Europe/Berlin"),  # forward on Sunday 2026-03-29
    ("2026-10-19", "Europe/Berlin"),  # back on Sunday 2026-10-25
    ("2026-03-02", "America/New_York"),  # forward on Sunday 2026-03-08
    ("2026-10-26", "America/New_York"),  # back on Sunday 2026-11-01
    ("2026-07-06", "Asia/Kathmandu"),
    ("2026-05-04", "UTC"),
)
KINDS = ("easy", "long", "tempo", "interval", "race")
_MIDNIGHT = time()


@st.composite
def athletes(draw: st.DrawFn, days_after_monday: int = 0) -> Document:
    """A request whose week starts so many days after a Monday."""
    monday, zone = draw(st.sampled_from(WEEKS))
    first = date.fromisoformat(monday) + timedelta(days=days_after_monday)
    windows = draw(_windows(first))
    places = {
        "gym": ["kit:gym"],
        "home": draw(st.sampled_from([[], ["mini_band"], ["kit:home_basic"], ["dumbbell"]])),
        "park": ["kit:bodyweight", "step"],
    }
    document: Document = {
        "athlete": draw(_athlete()),
        "week": {
            "start": first.isoformat(),
            "timezone": zone,
            "phase": draw(st.sampled_from(PHASES)),
        },
        "runs": draw(_runs(first)),
        "availability": windows,
        "places": places,
        "limits": draw(_limits()),
        "emphasis": draw(st.sampled_from(EMPHASES)),
        "preferences": draw(_preferences()),
        "rules": draw(_rules()),
        "on_conflict": draw(st.sampled_from(["relax", "relax", "relax", "fail"])),
    }
    if draw(st.sampled_from([False, False, False, True])):
        document["recovery"] = "hard_days_hard"
        for name in ("hours", "applies_to"):
            document["rules"].get("recovery_after_run", {}).pop(name, None)
    return document


@st.composite
def _athlete(draw: st.DrawFn) -> Document:
    known = load_catalog().injuries
    injuries: list[str | Document] = [
        *sorted(known),
        *({"id": i, "stage": stage.id} for i in sorted(known) for stage in known[i].stages),
        *({"id": i, "site": site.id} for i in sorted(known) for site in known[i].sites),
    ]
    athlete: Document = {
        "id": "someone",
        "level": draw(st.sampled_from(LEVELS)),
        "injuries": draw(
            st.one_of(
                st.just([]),
                st.lists(st.sampled_from(injuries), min_size=1, max_size=2, unique_by=str),
            )
        ),
    }
    weeks = draw(st.sampled_from([None, 0, 3, 12, 100]))
    if weeks is not None:
        athlete["weeks_of_strength"] = weeks
    return athlete


@st.composite
def _runs(draw: st.DrawFn, first: date) -> list[Document]:
    """None to eleven, from two days before the week to two days after it, any time of day."""
    runs = []
    count = draw(st.sampled_from([0, 1, 1, 2, 2, 3, 3, 5, 7, 11]))
    for index in range(count):
        day = draw(st.integers(-2, 8))
        hour = draw(st.sampled_from([0, 5, 6, 7, 9, 12, 18, 19, 21, 23]))
        minute = draw(st.sampled_from([0, 10, 30, 50, 59]))
        kind = draw(st.sampled_from(KINDS if index < 4 else KINDS[:4]))
        run: Document = {
            "id": f"r{index}",
            "start": _when(draw, first, day, hour, minute),
            "minutes": draw(st.sampled_from([1, 25, 30, 45, 60, 90, 150, 220])),
            "kind": kind,
        }
        if kind == "race" and draw(st.booleans()):
            run["distance_km"] = draw(st.sampled_from([5.0, 10.0, 21.1, 42.2]))
        runs.append(run)
    return runs


@st.composite
def _windows(draw: st.DrawFn, first: date) -> list[Document]:
    """None to six, on different days mostly, wide and tight, some off the grid or over midnight."""
    windows: list[Document] = []
    count = draw(st.sampled_from([0, 1, 2, 3, 3, 4, 4, 6]))
    taken: list[tuple[datetime, datetime]] = []
    for index in range(count):
        day = draw(st.integers(0, 6))
        hour = draw(st.sampled_from([6, 7, 12, 17, 18, 19, 20, 23]))
        minute = draw(st.sampled_from([0, 0, 15, 30, 47]))
        minutes = draw(st.sampled_from([5, 20, 30, 45, 60, 60, 90, 180]))
        # Room for a change of the clock keeps windows apart in elapsed time too.
        start = datetime.combine(first, _MIDNIGHT) + timedelta(days=day, hours=hour, minutes=minute)
        end = start + timedelta(minutes=minutes + 60)
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        window: Document = {
            "id": f"w{index}",
            "start": _when(draw, first, day, hour, minute),
            "minutes": minutes,
        }
        place = draw(st.sampled_from(["gym", "gym", "home", "park", None]))
        if place is not None:
            window["place"] = place
        windows.append(window)
    return windows


def _when(draw: st.DrawFn, first: date, day: int, hour: int, minute: int) -> str:
    """As weekday and time where that is possible, else or sometimes as a date."""
    moment = datetime.combine(first, time(hour, minute)) + timedelta(days=day)
    if 0 <= day <= 6 and draw(st.booleans()):
        return f"{DAYS[moment.weekday()]} {moment:%H:%M}"
    return moment.isoformat(timespec="minutes")


@st.composite
def _limits(draw: st.DrawFn) -> Document:
    limits: Document = {}
    if draw(st.booleans()):
        limits["max_sessions"] = draw(st.sampled_from([0, 1, 2, 2, 3, 4]))
    if draw(st.booleans()):
        limits["max_session_minutes"] = draw(st.sampled_from([4, 20, 30, 45, 60, 60]))
    if draw(st.integers(0, 3)) == 0:
        limits["min_sessions"] = draw(st.integers(0, limits.get("max_sessions", 3)))
    return limits


@st.composite
def _preferences(draw: st.DrawFn) -> Document:
    catalog = load_catalog()
    names = sorted(e.id for e in catalog.exercises.values() if e.counts_toward_volume)
    some = st.lists(st.sampled_from(names), max_size=3, unique=True)
    return {
        "avoid": draw(some),
        "prefer": draw(some),
        "style": draw(st.sampled_from(["supersets", "supersets", "straight"])),
    }


@st.composite
def _rules(draw: st.DrawFn) -> Document:
    rules: Document = {}
    if draw(st.integers(0, 2)) == 0:
        recovery: Document = {"hours": draw(st.sampled_from([0, 6, 12, 24, 36, 23.5]))}
        if draw(st.booleans()):
            recovery["applies_to"] = draw(st.sampled_from(["every_session", "leg_loading"]))
        if draw(st.integers(0, 2)) == 0:
            recovery["enforcement"] = "preferred"
        rules["recovery_after_run"] = recovery
    if draw(st.integers(0, 2)) == 0:
        enforcement = draw(st.sampled_from(["required", "preferred", "off"]))
        rules["before_key_run"] = {"enforcement": enforcement}
    if draw(st.integers(0, 3)) == 0:
        muscles = sorted(load_catalog().muscles)
        rules["neglected_coverage"] = {
            "sets": draw(st.integers(1, 4)),
            "leave_out": draw(st.lists(st.sampled_from(muscles), max_size=4, unique=True)),
        }
    return rules
