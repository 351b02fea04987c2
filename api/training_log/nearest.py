"""Which exercise an unknown name of a log comes nearest to: told, and not taken.

Programs write the tool behind the name, as in ``Split squat (Barbell)``: the movement counts first,
then the tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from difflib import get_close_matches

from catalog import Catalog
from catalog.models import Exercise
from catalog.names import names_of
from catalog.near_names import words_of

_TOOL_BEHIND = re.compile(r"(?P<movement>[^(]*[^(\s])\s*\((?P<tool>[^()]*)\)\s*")


def nearest_exercise(name: str, catalog: Catalog) -> str | None:
    """The name of the catalog that comes nearest; None: none is near."""
    by_name = {exercise.name.lower(): exercise for exercise in catalog.exercises.values()}
    close = [by_name[one] for one in get_close_matches(name.lower(), by_name, n=1, cutoff=0.6)]
    found = _TOOL_BEHIND.fullmatch(name)
    if found is not None:
        movement, tool = set(words_of(found["movement"])), _tool(found["tool"], catalog)
        with_tool = (one for one in close if _is_done_with(tool, one, set(words_of(one.name))))
        close = [
            *_by_movement(movement, tool, catalog),
            *with_tool,
            *_called(movement, catalog),
            *close,
        ]
    return close[0].name if close else None


def _tool(written: str, catalog: Catalog) -> set[str]:
    """Its words, as the catalog spells them where a slip of the pen is all that is between."""
    known = [word for one in catalog.equipment for word in words_of(one.replace("_", " "))]
    return {
        next(iter(get_close_matches(word, known, n=1, cutoff=0.8)), word)
        for word in words_of(written)
    }


def _by_movement(movement: Set[str], tool: Set[str], catalog: Catalog) -> list[Exercise]:
    """What is done with the tool and has all words of the movement, the shortest name first."""
    ranked = [
        (len(words - movement - tool), exercise.id)
        for exercise in catalog.exercises.values()
        if exercise.counts_toward_volume
        for words in _names_in_words(exercise, catalog)
        if movement and movement <= words and _is_done_with(tool, exercise, words)
    ]
    return [catalog.exercises[min(ranked)[1]]] if ranked else []


def _called(movement: Set[str], catalog: Catalog) -> Iterator[Exercise]:
    """What the movement is alone, whatever it is done with."""
    for exercise in catalog.exercises.values():
        if any(words == movement for words in _names_in_words(exercise, catalog)):
            yield exercise


def _names_in_words(exercise: Exercise, catalog: Catalog) -> Iterator[set[str]]:
    in_logs = catalog.log_names.get(exercise.id)
    for name in (*names_of(exercise), *(() if in_logs is None else in_logs.names)):
        yield set(words_of(name))


def _is_done_with(tool: Set[str], exercise: Exercise, words: Set[str]) -> bool:
    things = {thing for group in exercise.equipment for thing in group}
    return tool <= words or any(tool <= set(words_of(thing)) for thing in things)
