"""Every format by its name.

A further format is one file that has a ``FORMAT``, and one line in ``_HOMES``.  The registry is
light: a format's module is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from api.formats.format import Format
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

_HOMES = {
    "json": "api.formats.json_result",
    "ics": "api.formats.ics",
    "runs": "api.formats.runs_ics",
    "fit": "api.formats.fit.workouts",
    "markdown": "api.formats.markdown",
    "html": "api.formats.paper.html",
    "svg": "api.formats.svg",
}
"""Where each format lives, by its name; the order is the one in which they are told."""

FORMAT_NAMES: tuple[str, ...] = tuple(_HOMES)


def format_named(name: str, field: str = "--format") -> Format:
    """The format called ``name``; raises ``UnusableInput`` naming ``field``."""
    if name not in _HOMES:
        known = "" if nearest(name, _HOMES) else f"; known: {', '.join(FORMAT_NAMES)}"
        raise UnusableInput(
            Problem(field, quoted(name), f"is no format{nearest(name, _HOMES)}{known}")
        )
    found: object = getattr(import_module(_HOMES[name]), "FORMAT", None)
    assert isinstance(found, Format)
    assert found.name == name
    return found


def formats() -> Iterator[Format]:
    """Every format, in the order of the registry."""
    return (format_named(name) for name in _HOMES)


def format_for_file(name: str, field: str = "-o") -> Format:
    """The first format whose files end as ``name`` does; raises ``UnusableInput`` naming ``field``.

    Of several formats with one ending, the first of the registry is meant.
    """
    known = list(formats())
    for one in known:
        if name.lower().endswith(one.extension):
            return one
    endings = ", ".join(dict.fromkeys(one.extension for one in known))
    raise UnusableInput(
        Problem(
            field, quoted(name), f"does not say its format; end it as {endings}, or give --format"
        )
    )
