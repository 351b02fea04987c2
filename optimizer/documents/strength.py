"""What an athlete can lift, what a place has, and what was really done.

Parts of a request.  A weight is written in kilograms or in pounds, as its owner counts it: of one
dumbbell or kettlebell, of a barbell with the bar, of a machine what it shows.
"""

from __future__ import annotations

from datetime import date as date_of_day
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    JsonValue,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from optimizer.documents.result import MAX_ENTRIES
from optimizer.documents.text_limits import MAX_NAME, AnyName
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import written_date

Units = Literal["kg", "lb"]
KG_PER_LB = 0.45359237

MOST_KG = 400.0
MOST_LB = 880.0
"""More is no weight of a runner: a slip of the hand, or the other unit."""
MOST_LOG_ENTRIES = 2000
MOST_HOLD_SECONDS = 3600
_MOST_TOOLS = 100
_MOST_SETS = 30


class Document(BaseModel):
    """A part of a request: immutable; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _plausible(most: float, unit: str, other: str) -> AfterValidator:
    def check(value: float) -> float:
        if value > most:
            raise ValueError(
                f"is too much; at most {most:g} {unit} are read, so correct the number, or write it"
                f" as {other} if it is in that"
            )
        return value

    return AfterValidator(check)


Day = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(written_date)]
Kilograms = Annotated[float, Field(ge=0), _plausible(MOST_KG, "kg", "lb")]
Pounds = Annotated[float, Field(ge=0), _plausible(MOST_LB, "lb", "kg")]
Reserve = Annotated[float, Field(ge=0, le=10)]


_BOTH_UNITS = "give either kg or lb, and not both"
_SAME_EFFORT = 1.0
"""Repetitions by which reserve and effort of one set may differ: both are rounded guesses."""


def _in_kg(kg: float | None, lb: float | None) -> float | None:
    if kg is not None:
        return kg
    return None if lb is None else lb * KG_PER_LB


class Lift(Document):
    """A recent hard set: so much, so many times, with so many left."""

    exercise: AnyName
    kg: Kilograms | None = None
    lb: Pounds | None = None
    reps: Annotated[int, Field(ge=1, le=30)]
    rir: Reserve = 0

    @property
    def in_kg(self) -> float:
        found = _in_kg(self.kg, self.lb)
        assert found is not None
        return found

    @model_validator(mode="after")
    def _has_one_weight(self) -> Self:
        if self.kg is None and self.lb is None:
            raise ValueError("has no load; give kg or lb")
        if self.kg is not None and self.lb is not None:
            raise ValueError(_BOTH_UNITS)
        if self.in_kg == 0:
            raise ValueError(
                "lifts nothing; give the load, or leave out what is lifted without one"
            )
        return self


class Weights(Document):
    """The weights that a thing comes in: a list of them, or a bar with steps; in one unit."""

    # A place is read through a validator of its own, past which lists are no JSON any more.
    kg: (
        Annotated[tuple[Kilograms, ...], Field(min_length=1, max_length=200, strict=False)] | None
    ) = None
    lb: Annotated[tuple[Pounds, ...], Field(min_length=1, max_length=200, strict=False)] | None = (
        None
    )
    bar_kg: Kilograms | None = None
    step_kg: Annotated[float, Field(gt=0, le=100)] | None = None
    most_kg: Kilograms | None = None
    bar_lb: Pounds | None = None
    step_lb: Annotated[float, Field(gt=0, le=200)] | None = None
    most_lb: Pounds | None = None

    @property
    def unit(self) -> Units:
        return "kg" if self.kg is not None or self.step_kg is not None else "lb"

    @property
    def amounts(self) -> tuple[float, ...]:
        """All of them in ``unit``, the lightest first."""
        listed = self.kg if self.kg is not None else self.lb
        if listed is not None:
            return tuple(sorted(set(listed)))
        step = self.step_kg if self.unit == "kg" else self.step_lb
        most = self.most_kg if self.unit == "kg" else self.most_lb
        bar = self.bar_kg if self.unit == "kg" else self.bar_lb
        assert step is not None
        assert most is not None
        least = step if bar is None else bar
        count = int((most - least) / step + 1e-9)
        return tuple(round(least + step * number, 3) for number in range(count + 1))

    @model_validator(mode="before")
    @classmethod
    def _is_an_object(cls, value: object) -> object:
        if isinstance(value, dict):
            for name in sorted(value.keys() - cls.model_fields.keys()):
                raise ValueError(
                    f"has {quoted(name)}, which is no known unit; write kg or lb as a list, or bar,"
                    " step and most in one of them"
                )
            return value
        if isinstance(value, cls):
            return value
        raise ValueError('is no object; write the weights with their unit, as {"kg": [4, 6]}')

    @model_validator(mode="after")
    def _is_one_list(self) -> Self:
        ways = [
            self.kg is not None,
            self.lb is not None,
            any(part is not None for part in (self.bar_kg, self.step_kg, self.most_kg)),
            any(part is not None for part in (self.bar_lb, self.step_lb, self.most_lb)),
        ]
        if sum(ways) != 1:
            raise ValueError(
                "write one of: kg as a list, lb as a list, bar_kg with step_kg and most_kg, or"
                " bar_lb with step_lb and most_lb"
            )
        for unit in ("kg", "lb"):
            step, most = (getattr(self, f"{name}_{unit}") for name in ("step", "most"))
            bar = getattr(self, f"bar_{unit}")
            if (step is None) != (most is None) or (bar is not None and step is None):
                raise ValueError(f"step_{unit} and most_{unit} go together: give both")
            if step is not None and most is not None:
                least = step if bar is None else bar
                if most < least:
                    raise ValueError(f"most_{unit} {most:g} is below the least, {least:g}")
                if (most - least) / step > 500:
                    raise ValueError(f"step_{unit} {step:g} makes more than 500 weights; widen it")
        listed = self.kg if self.kg is not None else self.lb
        if listed is not None and min(listed) <= 0:
            raise ValueError("has a weight of 0; leave it out")
        return self


class Place(Document):
    """What a place has; where only things are told, it is written as their list alone."""

    equipment: Annotated[
        tuple[AnyName, ...], Field(max_length=MAX_ENTRIES, fail_fast=True, strict=False)
    ]
    weights: Annotated[dict[AnyName, Weights], Field(max_length=_MOST_TOOLS)] = {}
    """By equipment id; of what is not here any weight is taken to be there."""

    @model_validator(mode="before")
    @classmethod
    def _of_its_list(cls, value: object) -> object:
        if isinstance(value, (list, tuple)):
            return {"equipment": value}
        if isinstance(value, (dict, cls)):
            return value
        raise ValueError("is no list; write it in square brackets")

    @model_serializer(mode="plain")
    def _short(self) -> list[str] | dict[str, JsonValue]:
        if not self.weights:
            return list(self.equipment)
        weights: dict[str, JsonValue] = {
            name: one.model_dump(mode="json", exclude_none=True)
            for name, one in self.weights.items()
        }
        return {"equipment": list(self.equipment), "weights": weights}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Both forms, whether a document is read or written."""
        things: JsonSchemaValue = {
            "type": "array",
            "maxItems": MAX_ENTRIES,
            "items": {"type": "string", "maxLength": MAX_NAME},
        }
        # Titles, because generated clients make classes of what stands inside.
        of_one_tool = {**handler(Weights.__pydantic_core_schema__), "title": "Weights"}
        described: JsonSchemaValue = {
            "title": "Place",
            "anyOf": [
                {**things, "description": "Equipment ids and kits; of each, any weight."},
                {
                    "title": "PlaceWithWeights",
                    "type": "object",
                    "properties": {
                        "equipment": things,
                        "weights": {
                            "title": "WeightsByTool",
                            "type": "object",
                            "maxProperties": _MOST_TOOLS,
                            "additionalProperties": of_one_tool,
                            "default": {},
                        },
                    },
                    "required": ["equipment"],
                    "additionalProperties": False,
                },
            ],
            "description": cls.__doc__ or "",
        }
        return described


class LoggedSet(Document):
    """One set as it was done; what was not counted is left out."""

    reps: Annotated[int, Field(ge=0, le=100)] | None = None
    hold_seconds: Annotated[int, Field(ge=0, le=MOST_HOLD_SECONDS)] | None = None
    kg: Kilograms | None = None
    lb: Pounds | None = None
    rir: Reserve | None = None
    rpe: Annotated[float, Field(ge=0, le=10)] | None = None
    """Effort of 10; read as ten less the reserve where no reserve is told."""
    warm_up: bool = False
    """True: it led up to the work, and does not count."""

    @property
    def in_kg(self) -> float | None:
        return _in_kg(self.kg, self.lb)

    @property
    def reserve(self) -> float | None:
        """Repetitions left, as far as they were told."""
        if self.rir is not None:
            return self.rir
        return None if self.rpe is None else max(0.0, 10 - self.rpe)

    @model_validator(mode="after")
    def _is_one_set(self) -> Self:
        if self.kg is not None and self.lb is not None:
            raise ValueError(_BOTH_UNITS)
        fields = (self.reps, self.hold_seconds, self.kg, self.lb, self.rir, self.rpe)
        if all(field is None for field in fields):
            raise ValueError("is empty; give reps or hold_seconds, or leave it out")
        if self.reps is not None and self.hold_seconds is not None:
            raise ValueError("give either reps or hold_seconds, and not both")
        if self.rir is not None and self.rpe is not None:
            left = max(0.0, 10 - self.rpe)
            if abs(self.rir - left) > _SAME_EFFORT:
                raise ValueError(
                    f"rir {self.rir:g} and rpe {self.rpe:g} contradict each other; an rpe of"
                    f" {self.rpe:g} leaves {left:g}, so give one of them"
                )
        return self


MOST_DAYS_FROM_PLAN = 6
"""From the day of a session to that on which it was done: one week, whatever was moved in it."""


class LogEntry(Document):
    """One exercise of one workout; ``name`` alone where the catalog does not know it."""

    date: Day
    session: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Of the previous plan; None: it is not told, or it was none of the plan."""
    exercise: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """As another program wrote it; kept where no exercise is known for it."""
    sets: Annotated[tuple[LoggedSet, ...], Field(max_length=_MOST_SETS)] = ()
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.date)

    @property
    def work_sets(self) -> tuple[LoggedSet, ...]:
        """The sets that count: those that led up to them do not."""
        return tuple(one for one in self.sets if not one.warm_up)

    @property
    def tells_work(self) -> bool:
        """False: it has warm-up sets alone or none, and no word of pain, so nothing was done."""
        return bool(self.work_sets) or self.pain is not None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.exercise is None and self.name is None:
            raise ValueError("names no exercise; give exercise, or name as the log has it")
        if not self.sets and self.pain is None and self.note is None:
            raise ValueError("tells nothing; give sets, pain or a note, or leave the entry out")
        return self

    def __str__(self) -> str:
        return quoted(self.exercise or self.name)
