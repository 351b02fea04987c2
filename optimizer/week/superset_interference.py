"""What partners of a finished block take from each other, for its review.

Each partner is read by what it takes and each lift by what it needs: the other reading, of who may
be put together, is ``superset_partners.py``, and neither calls the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalog.models import LOADED_CLASSES, Exercise
from optimizer.dosing.prescription import TRUNK

_TAKES: Mapping[str, Callable[[Exercise], bool]] = {
    "trunk": lambda one: one.pattern in TRUNK or "braces_trunk" in one.traits,
    "hands": lambda one: "tires_grip" in one.traits,
    "shoes": lambda one: "barefoot" in one.traits,
    "calves": lambda one: "balances" in one.traits,
}
_NEEDS: Mapping[str, Callable[[Exercise], bool]] = {
    "trunk": lambda one: (
        one.load_class in LOADED_CLASSES
        and (one.pattern == "hinge" or (bool(one.main_lift) and "braces_trunk" in one.traits))
    ),
    "hands": lambda one: not {"held_in_hands", "tires_grip"}.isdisjoint(one.traits),
    "shoes": lambda one: one.load_class in LOADED_CLASSES and one.leg_load > 0,
    "calves": lambda one: one.pattern.startswith("calf"),
}
_WORDS: Mapping[str, str] = {
    "trunk": "{partner} tires the trunk that holds {lift}",
    "hands": "{partner} tires the hands that hold {lift}",
    "shoes": "{partner} is done barefoot, {lift} in shoes",
    "calves": "{partner} asks for the calves that {lift} tires",
}


def interference_reasons(lift: Exercise, partner: Exercise) -> Iterator[str]:
    """What ``partner`` takes of what ``lift`` needs, in words."""
    for what, words in _WORDS.items():
        if _TAKES[what](partner) and _NEEDS[what](lift):
            yield words.format(partner=partner.name, lift=lift.name)
