"""The mission's rules read from the two JSON documents alone, with ``datetime`` and the catalog.

Nothing of ``optimizer`` is used here: times are read anew, with ``zoneinfo``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from catalog import Catalog
from catalog.models import NEGLECT_STATUSES, Exercise

Document = dict[str, Any]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WORK = ("straight", "superset")
_TURNS = {"plyometric": 0, "main_lift": 1}


@dataclass(frozen=True)
class Oracle:
    """One request, and what it asks of a result."""

    request: Document
    catalog: Catalog

    # --- Times ---------------------------------------------------------------------------------

    def moment(self, text: str) -> datetime:
        """A request's time in UTC."""
        zone = ZoneInfo(self.request["week"]["timezone"])
        if text[:3] not in _DAYS:
            return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
        name, clock = text.split()
        first = date.fromisoformat(self.request["week"]["start"])
        day = next(
            first + timedelta(days=n)
            for n in range(7)
            if _DAYS[(first + timedelta(days=n)).weekday()] == name
        )
        hour, minute = clock.split(":")
        return datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC)

    def span(self, part: Document) -> tuple[datetime, datetime]:
        start = self.moment(part["start"])
        return start, start + timedelta(minutes=part["minutes"])

    # --- Breaches ------------------------------------------------------------------------------

    def tired(self, plan: Document) -> dict[str, float]:
        """By window of a session that starts too soon after a run: the hours since its end."""
        settings = self.request["rules"].get("recovery_after_run", {})
        if settings.get("enforcement") == "preferred":
            return {}
        hours = settings.get("hours", 24)
        found: dict[str, float] = {}
        for session in plan["sessions"]:
            exercises = [self.catalog.exercises[i["exercise"]] for i in items_of(session)]
            legs = any(e.leg_load >= 2 or e.impact >= 2 for e in exercises)
            if settings.get("applies_to") == "leg_loading" and not legs:
                continue
            start = datetime.fromisoformat(session["start"])
            if self.request.get("recovery") == "hard_days_hard":
                found |= self._tired_by_hard_days(session["window"], start, legs=legs)
                continue
            for run in self.request["runs"]:
                gap = start - self.span(run)[1]
                if timedelta() <= gap < timedelta(hours=hours):
                    before = found.get(session["window"], hours)
                    found[session["window"]] = min(before, gap / timedelta(hours=1))
        return found

    def _tired_by_hard_days(self, window: str, start: datetime, *, legs: bool) -> dict[str, float]:
        """The hours since the run of whose hours the session lacks most, where it lacks any."""
        zone = ZoneInfo(self.request["week"]["timezone"])
        hour = timedelta(hours=1)
        runs = [(run["kind"], *self.span(run)) for run in self.request["runs"]]
        hard_day = any(
            kind in ("interval", "tempo")
            and end <= start
            and begin.astimezone(zone).date() == start.astimezone(zone).date()
            for kind, begin, end in runs
        )
        lacking: list[tuple[timedelta, float]] = []
        for kind, begin, end in runs:
            gap = start - end
            wanted = 24 * hour
            hard = (3 if self.request["athlete"]["level"] == "advanced" else 6) * hour
            if hard_day and legs:
                long = kind in ("long", "race") or end - begin >= timedelta(minutes=90)
                wanted = 24 * hour if long else 6 * hour if kind == "easy" else hard
            elif hard_day:
                wanted = hard if kind in ("interval", "tempo") else timedelta()
            if timedelta() <= gap < wanted:
                lacking.append((wanted - gap, gap / hour))
        return {window: max(lacking)[1]} if lacking else {}

    def eves(self, plan: Document) -> Iterator[str]:
        """Under ``hard_days_hard``: leg work that ends less than 24 hours before a key run."""
        if self.request.get("recovery") != "hard_days_hard":
            return
        if "enforcement" in self.request["rules"].get("before_key_run", {}):
            return
        for session in plan["sessions"]:
            exercises = [self.catalog.exercises[i["exercise"]] for i in items_of(session)]
            if not any(e.leg_load >= 2 or e.impact >= 2 for e in exercises):
                continue
            start, end = (datetime.fromisoformat(session[key]) for key in ("start", "end"))
            for run in self.request["runs"]:
                begins = self.span(run)[0]
                if run["kind"] != "easy" and start <= begins < end + timedelta(hours=24):
                    yield f"{session['window']}: leg work less than 24 h before {run['id']}"

    def uncovered(self, plan: Document) -> dict[str, int]:
        """By neglected muscle without its direct work: the most sets of one exercise for it."""
        settings = self.request["rules"].get("neglected_coverage", {})
        needed = settings.get("sets", 2)
        done: dict[str, int] = {}
        for session in plan["sessions"]:
            for item in items_of(session, *_WORK):
                done[item["exercise"]] = done.get(item["exercise"], 0) + item["sets"]
        found = {}
        for muscle in self._neglected():
            most = max(
                (
                    sets
                    for exercise, sets in done.items()
                    if muscle in self.catalog.exercises[exercise].primary
                    and self.catalog.exercises[exercise].kind
                    in ("strength", "isometric", "plyometric")
                ),
                default=0,
            )
            if most < needed and muscle not in settings.get("leave_out", ()):
                found[muscle] = most
        return found

    def _neglected(self) -> list[str]:
        """Muscles that a claim calls neglected and that the emphasis counts."""
        side = {"quads_first": "hamstrings", "posterior_chain": "quadriceps"}
        disputed = side.get(self.request["emphasis"])
        against = {"hamstrings": ("002_", "003_"), "quadriceps": ("001_",)}
        return [
            muscle.id
            for muscle in self.catalog.muscles.values()
            if any(
                claim.status in NEGLECT_STATUSES
                and not (
                    disputed in muscle.groups and claim.source.startswith(against[str(disputed)])
                )
                for claim in muscle.claims
            )
        ]

    def faults(self, plan: Document) -> Iterator[str]:
        """What no plan may have, relaxed or not."""
        windows = {window["id"]: window for window in self.request["availability"]}
        limit = self.request["limits"].get("max_session_minutes", 24 * 60)
        sessions = plan["sessions"]
        for session in sessions:
            name = session["window"]
            start = datetime.fromisoformat(session["start"])
            end = datetime.fromisoformat(session["end"])
            opens, closes = self.span(windows[name])
            if not opens <= start < end <= closes:
                yield f"{name}: {start} to {end} lies outside {opens} to {closes}"
            if start.minute % 5 or start.second:
                yield f"{name}: {start} is off the grid"
            if end - start > timedelta(minutes=limit):
                yield f"{name}: takes {end - start}, the limit is {limit} minutes"
            seconds = sum(item["seconds"] for item in items_of(session))
            if timedelta(seconds=seconds) != end - start:
                yield f"{name}: items take {seconds} s, the session {end - start}"
            if abs(60 * session["minutes"] - seconds) > 0.5:
                yield f"{name}: says {session['minutes']} minutes for {seconds} s"
            for run in self.request["runs"]:
                run_start, run_end = self.span(run)
                if start < run_end and run_start < end:
                    yield f"{name}: overlaps run {run['id']}"
            yield from self._unfit(session, windows[name].get("place"))
            yield from self._ill_formed(session)
        days = [datetime.fromisoformat(session["start"]).date() for session in sessions]
        if len(set(days)) < len(days):
            yield f"two sessions on one day: {days}"
        if len({session["window"] for session in sessions}) < len(sessions):
            yield "two sessions in one window"
        if len(sessions) > self.request["limits"].get("max_sessions", 7):
            yield f"{len(sessions)} sessions"

    def _unfit(self, session: Document, place: str | None) -> Iterator[str]:
        """Exercises that the place, the level or an injury does not allow."""
        names = ["kit:bodyweight"] if place is None else self.request["places"][place]
        there: set[str] = set()
        for name in names:
            kit = self.catalog.kits.get(name.removeprefix("kit:"))
            there |= set(kit.equipment) if name.startswith("kit:") and kit else {name}
        levels = ("beginner", "intermediate", "advanced")
        athlete = self.request["athlete"]
        for item in items_of(session):
            exercise = self.catalog.exercises[item["exercise"]]
            if not all(there & set(any_of) for any_of in exercise.equipment):
                yield f"{exercise.id} cannot be done with {sorted(there)}"
            if levels.index(exercise.level) > levels.index(athlete["level"]):
                yield f"{exercise.id} is for the {exercise.level}"
            injuries = [
                one if isinstance(one, dict) else {"id": one} for one in athlete["injuries"]
            ]
            if exercise.only_for and not {one["id"] for one in injuries} & set(exercise.only_for):
                yield f"{exercise.id} is only for {exercise.only_for}"
            weeks = athlete.get("weeks_of_strength")
            if weeks is None:
                weeks = 0 if athlete["level"] == "beginner" else 12
            if exercise.level == athlete["level"] and weeks < exercise.least_weeks_of_strength:
                yield f"{exercise.id} needs {exercise.least_weeks_of_strength} weeks"
            for one in injuries:
                injury_id = one["id"]
                injury = self.catalog.injuries[injury_id].at(one.get("stage"), one.get("site"))
                if (
                    (injury_id in exercise.contraindications and exercise.id not in injury.allows)
                    or exercise.impact > injury.max_impact
                    or exercise.leg_load > injury.max_leg_load
                    or exercise.pattern in injury.avoid_patterns
                ):
                    yield f"{exercise.id} is not for {injury_id}"

    def _ill_formed(self, session: Document) -> Iterator[str]:
        """Warm-up first and whole, work labelled 1, 2A, 2B …, stretching last."""
        kinds = [block["kind"] for block in session["blocks"]]
        inner = kinds[1:-1] if kinds[-1] == "mobility" else kinds[1:]
        for at in [place for place, kind in enumerate(kinds) if kind == "ramp"]:
            (heavy,) = {item["exercise"] for item in session["blocks"][at]["items"]}
            after = [item["exercise"] for item in session["blocks"][at + 1]["items"]]
            if heavy not in after:
                yield f"ramp sets of {heavy} before {after}"
            inner.remove("ramp")
        if kinds[0] != "warm_up" or not inner or not set(inner) <= set(_WORK):
            yield f"blocks in the order {kinds}"
        done = [item["exercise"] for item in items_of(session, *_WORK)]
        if len(set(done)) < len(done):
            yield f"an exercise in two blocks: {done}"
        turns = [
            min(_TURNS.get(item["role"], 2) for item in block["items"])
            for block in session["blocks"]
            if block["kind"] in _WORK
        ]
        if turns != sorted(turns):
            yield f"turns in the order {turns}"
        warm_up = sum(item["seconds"] for item in session["blocks"][0]["items"])
        if not (180 if session["minutes"] < 25 else 300) <= warm_up <= 600:
            yield f"the warm-up takes {warm_up} s"
        number = 0
        for block in session["blocks"]:
            items = block["items"]
            labels = [item["label"] for item in items]
            if block["kind"] in _WORK:
                number += 1
                wanted = [f"{number}{letter}" for letter in "ABC"[: len(items)]]
                if labels != (wanted if len(items) > 1 else [str(number)]):
                    yield f"labels {labels} in block {number}"
                if (block["kind"] == "superset") != (len(items) > 1) or len(items) > 3:
                    yield f"a {block['kind']} of {len(items)}"
                sets = [item["sets"] for item in items]
                if sets[0] != block["rounds"] or sets != sorted(sets, reverse=True):
                    yield f"block {number}: sets {sets} in {block['rounds']} rounds"
                yield from _badly_paired([self.catalog.exercises[i["exercise"]] for i in items])
            for item in items:
                exercise = self.catalog.exercises[item["exercise"]]
                if item["per_side"] != exercise.per_side or item["name"] != exercise.name:
                    yield f"{exercise.id} is told wrong"
                if item["seconds"] < _least_seconds(item):
                    yield f"{exercise.id}: both sides do not fit into {item['seconds']} s"


def items_of(session: Document, *kinds: str) -> list[Document]:
    """A session's items, those of all blocks or of blocks of some kinds."""
    return [
        item
        for block in session["blocks"]
        if not kinds or block["kind"] in kinds
        for item in block["items"]
    ]


def _badly_paired(exercises: list[Exercise]) -> Iterator[str]:
    if len(exercises) < 2:
        return
    primary = [muscle for exercise in exercises for muscle in set(exercise.primary)]
    if len(set(primary)) < len(primary):
        yield f"{[e.id for e in exercises]} share a primary muscle"
    if sum(e.leg_load >= 2 or e.impact >= 2 for e in exercises) > 1:
        yield f"{[e.id for e in exercises]}: two load the legs"
    if any(e.kind == "plyometric" for e in exercises):
        yield f"{[e.id for e in exercises]}: plyometrics with a partner"
    first, *partners = exercises
    used = {*first.primary, *first.secondary}
    if first.rest_seconds >= 150 and any(
        used & {*e.primary, *e.secondary} or e.leg_load > 1 or e.impact for e in partners
    ):
        yield f"{[e.id for e in exercises]}: no partners for the rest of the first"


def _least_seconds(item: Document) -> int:
    """The holds alone, on both sides, of all sets."""
    if item["reps"] is not None or item["hold_seconds"] is None:
        return 0
    sides = 2 if item["per_side"] else 1
    return int(item["sets"] * sides * item["hold_seconds"][0])
