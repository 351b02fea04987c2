"""A result's document as a coach reads it: sessions, items and muscles, and the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from catalog import Catalog
from catalog.models import Exercise

Document = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One exercise in one block of work."""

    exercise: Exercise
    block: str
    role: str
    sets: int
    reps: tuple[int, int] | None
    hold_seconds: tuple[int, int] | None
    effort: Document | None
    load: Document | None

    @property
    def is_loaded(self) -> bool:
        return self.exercise.load_class in ("external", "heavy")


@dataclass(frozen=True)
class Session:
    """A session of the plan; ``window_minutes``: how long its window leaves it."""

    document: Document
    window_minutes: int
    items: tuple[Item, ...]

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.document["start"])

    @property
    def minutes(self) -> float:
        minutes: float = self.document["minutes"]
        return minutes

    def exercises_of(self, kind: str) -> set[str]:
        """The exercises in blocks of one kind."""
        blocks = (block for block in self.document["blocks"] if block["kind"] == kind)
        return {item["exercise"] for block in blocks for item in block["items"]}

    def minutes_of(self, kind: str) -> float:
        """Minutes of the blocks of one kind."""
        blocks = (block for block in self.document["blocks"] if block["kind"] == kind)
        seconds: int = sum(item["seconds"] for block in blocks for item in block["items"])
        return seconds / 60


@dataclass(frozen=True)
class Week:
    """A request with its result."""

    request: Document
    result: Document
    catalog: Catalog

    @property
    def level(self) -> str:
        return str(self.request["athlete"]["level"])

    @property
    def phase(self) -> str:
        return str(self.request["week"]["phase"])

    @property
    def is_injured(self) -> bool:
        return bool(self.request["athlete"].get("injuries"))

    @property
    def in_first_weeks(self) -> bool:
        weeks = self.request["athlete"].get("weeks_of_strength")
        return self.level == "beginner" and weeks is not None and weeks < 4

    @property
    def has_load(self) -> bool:
        equipment = self.catalog.equipment
        places = self.request["places"].values()
        return any(
            equipment[i].is_weight for place in places for i in self.catalog.equipment_of(place)
        )

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        minutes = {window["id"]: window["minutes"] for window in self.request["availability"]}
        plan = self.result["plan"] or {"sessions": []}
        return tuple(
            Session(document, minutes[document["window"]], tuple(self._items(document)))
            for document in plan["sessions"]
        )

    def _items(self, session: Document) -> Iterator[Item]:
        for block in session["blocks"]:
            if block["kind"] in ("straight", "superset"):
                for item in block["items"]:
                    yield Item(
                        exercise=self.catalog.exercises[item["exercise"]],
                        block=block["label"],
                        role=item["role"],
                        sets=item["sets"],
                        reps=item["reps"],
                        hold_seconds=item["hold_seconds"],
                        effort=item["effort"],
                        load=item["load"],
                    )

    @property
    def items(self) -> Iterator[Item]:
        for session in self.sessions:
            yield from session.items
