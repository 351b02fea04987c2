"""The exercises that watches know: categories and names of the FIT profile, with their numbers.

Loaded only where it is needed, because the profile is large.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType

from fit_tool.profile import profile_type


def _numbers(choices: type[Enum]) -> Mapping[str, int]:
    return MappingProxyType({choice.name.lower(): int(choice.value) for choice in choices})


WATCH_CATEGORIES = _numbers(profile_type.ExerciseCategory)
"""The number of every exercise category."""


@cache
def watch_names(category: str) -> Mapping[str, int]:
    """The number of every exercise name in ``category``; empty where it has none."""
    type_name = "".join(word.capitalize() for word in category.split("_")) + "ExerciseName"
    choices = getattr(profile_type, type_name, None)
    return _numbers(choices) if isinstance(choices, type) and issubclass(choices, Enum) else {}
