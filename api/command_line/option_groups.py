"""Options that several commands share, each group of them declared once, as a dataclass.

Typer reads the options of a command from its parameters, one by one.  A command that is ``grouped``
takes a dataclass instead: to Typer each of its fields stands in its place.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, get_type_hints


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """``command`` for Typer, with the fields of every dataclass among its parameters as its own."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            parameters += _fields_of(groups[name])
        else:
            parameters.append(_named(name, hints[name], parameter.default))

    @wraps(command)
    def ungrouped(**values: object) -> int:
        for name, group in groups.items():
            values[name] = group(**{one.name: values.pop(one.name) for one in fields(group)})
        return command(**values)

    ungrouped.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": int}
    ungrouped.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=int
    )
    return ungrouped


def _fields_of(group: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [_named(one.name, hints[one.name], one.default) for one in fields(group)]


def _named(name: str, hint: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=hint, default=default)
