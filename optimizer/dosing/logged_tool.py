"""With what a logged exercise was done, as far as it is told: two dumbbells are no backpack, and a
machine's number is no kilogram of a bar.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from catalog import Catalog
from catalog.models import Exercise
from catalog.near_names import words_of
from optimizer.documents.result import Plan
from optimizer.documents.strength import LogEntry

_MACHINE = "_machine"


def logged_tool(catalog: Catalog, exercise: Exercise, entries: Sequence[LogEntry]) -> str | None:
    """The weight that the name in the log tells, ``Goblet Squat (Kettlebell)``; None: none.

    A machine that is called like the exercise is told only where the name says machine, too, and
    what the exercise is not called like tells more: ``Standing Calf Raise (Smith Machine)``.
    """
    tools = {
        tool
        for any_of in exercise.equipment
        for tool in any_of
        if tool in catalog.equipment and catalog.equipment[tool].is_weight
    }
    own = {word for name in (exercise.name, exercise.id) for word in words_of(_spaced(name))}
    found = {
        tool
        for entry in entries
        for words in [set(words_of(entry.name or ""))]
        for tool in tools
        if _words_needed(tool, own) <= words
    }
    beyond = {tool for tool in found if not _short(tool) <= own}
    named = beyond or found
    return named.pop() if len(named) == 1 else None


def _words_needed(tool: str, own: Set[str]) -> Set[str]:
    """What a name has to say for this tool to be meant."""
    short = _short(tool)
    return {*short, *words_of(_spaced(_MACHINE))} if is_machine(tool) and short <= own else short


def _short(tool: str) -> Set[str]:
    """Its words, without machine: ``{"smith"}``."""
    return set(words_of(_spaced(tool.removesuffix(_MACHINE))))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def logged_at_once(
    exercise: Exercise, tool: str | None, plan: Plan, entries: Sequence[LogEntry]
) -> int | None:
    """How many such weights shared the load: by the tool, else by the plan that it was done by.

    None: nothing tells it.
    """
    if tool is not None:
        return exercise.weights_at_once.get(tool, 1)
    named = {entry.session for entry in entries}
    for session in plan.sessions:
        for block in session.blocks if session.id in named else ():
            for item in block.items if block.is_work else ():
                if item.exercise == exercise.id and item.load is not None:
                    return item.load.at_once or 1
    return None


def is_machine(tool: str) -> bool:
    """True: what it shows is not what another one shows."""
    return tool.endswith(_MACHINE)
