"""What a week does for each muscle, as the few shades that a picture can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from api.words.phrases import number, plain, sets_and_worth, short_name
from catalog import Catalog
from optimizer.documents.result import MuscleCoverage

Shade = Literal["target", "minimum", "below", "left_out", "carried_over", "not_asked"]

SHADES: Mapping[Shade, str] = {
    "target": "Target reached",
    "minimum": "Minimum reached",
    "below": "Below minimum",
    "left_out": "Left out",
    "carried_over": "Carried over",
    "not_asked": "Nothing asked",
}
"""What each shade means, the fullest first."""


@dataclass(frozen=True)
class ShadedMuscle:
    id: str
    name: str
    shade: Shade
    dose: str
    """The week's sets in words: ``4 sets, worth 3, target 6``, ``no set``."""
    worth: str
    """What they are worth and the target, as short as can be: ``3/6``."""

    @property
    def sentence(self) -> str:
        meaning = SHADES[self.shade]
        return f"{self.name}: {meaning.lower()}, {self.dose}" if self.dose else self.name


def shaded(coverage: Iterable[MuscleCoverage], catalog: Catalog) -> tuple[ShadedMuscle, ...]:
    """Every muscle of the catalog in its order; one without a line of coverage is not asked."""
    rows = {one.muscle: one for one in coverage}
    return tuple(
        _shaded(muscle.id, plain(short_name(muscle.name)), rows.get(muscle.id))
        for muscle in catalog.muscles.values()
    )


def _shaded(muscle: str, name: str, one: MuscleCoverage | None) -> ShadedMuscle:
    if one is None:
        return ShadedMuscle(muscle, name, "not_asked", "", "")
    shade = _shade(one)
    dose = _in_words(one)
    if shade == "carried_over":
        dose = "trained last week"
    elif shade == "left_out":
        dose = f"{dose}, none direct" if one.sets else "no set"
    target = f"/{number(one.target)}" if one.target else ""
    return ShadedMuscle(muscle, name, shade, dose, f"{number(one.worth)}{target}")


def _shade(one: MuscleCoverage) -> Shade:
    if one.carried_over and not one.sets:
        return "carried_over"
    if not one.neglected and not one.target:
        return "not_asked"
    if one.is_left_out:
        return "left_out"
    if one.worth >= one.target:
        return "target"
    return "minimum" if one.worth >= one.minimum else "below"


def _in_words(one: MuscleCoverage) -> str:
    """``4.5 sets, target 6``; a muscle without a target of its own has just its sets."""
    sets = sets_and_worth(one.sets, one.worth)
    return f"{sets}, target {number(one.target)}" if one.target else sets
