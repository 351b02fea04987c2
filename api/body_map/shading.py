"""What a week does for each muscle, as the few shades that a picture can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.render.words import number, short_name

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.result import MuscleCoverage

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
    """The week's sets in words: ``4 sets, target 6``, ``no set``."""

    @property
    def sentence(self) -> str:
        meaning = SHADES[self.shade]
        return f"{self.name}: {meaning.lower()}, {self.dose}" if self.dose else self.name


def shaded(coverage: Iterable[MuscleCoverage], catalog: Catalog) -> tuple[ShadedMuscle, ...]:
    """Every muscle of the catalog in its order; one without a line of coverage is not asked."""
    rows = {one.muscle: one for one in coverage}
    return tuple(
        ShadedMuscle(muscle.id, short_name(muscle.name), *_shade(rows.get(muscle.id)))
        for muscle in catalog.muscles.values()
    )


def _shade(one: MuscleCoverage | None) -> tuple[Shade, str]:
    if one is None:
        return "not_asked", ""
    if one.carried_over and not one.sets:
        return "carried_over", "trained last week"
    asked = one.neglected or one.target > 0
    if not asked:
        return "not_asked", _sets(one)
    if not one.sets or (one.neglected and not one.direct and not one.carried_over):
        # A neglected muscle wants direct work: what falls off for it elsewhere does not count.
        return "left_out", f"{_sets(one)}, none direct" if one.sets else "no set"
    if one.sets >= one.target:
        return "target", _sets(one)
    return ("minimum" if one.sets >= one.minimum else "below"), _sets(one)


def _sets(one: MuscleCoverage) -> str:
    """``4.5 sets, target 6``; a muscle without a target of its own has just its sets."""
    sets = f"{number(one.sets)} {'set' if one.sets == 1 else 'sets'}"
    return f"{sets}, target {number(one.target)}" if one.target else sets
