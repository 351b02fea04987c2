"""The house of the scripts: what each takes from another is there, used, and goes one way."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

import pytest

from api.service.routers.page import page_files

_IMPORT = re.compile(r'import (?:\* as (\w+)|\{([^}]*)\}) from "\./(\w+\.js)"')
_LATER = re.compile(r'\{ (\w+) \} = await import\("\./(\w+\.js)"\)')
"""What comes when it is needed."""
_EXPORT = re.compile(r"^export (?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)
_SCRIPTS = {
    name.removeprefix("js/"): file.content.decode()
    for name, file in page_files().items()
    if name.startswith("js/")
}
_EXPORTS = {name: set(_EXPORT.findall(text)) for name, text in _SCRIPTS.items()}
_MOST_LINES = 300
_MOST_CHARACTERS = 100


def taken(text: str) -> list[tuple[str, str]]:
    """Script and name of everything that ``text`` takes from another."""
    found = [(script, name) for name, script in _LATER.findall(text)]
    for star, names, script in _IMPORT.findall(text):
        if star:
            body = _IMPORT.sub("", text)
            found += [(script, name) for name in set(re.findall(rf"\b{star}\.(\w+)", body))]
        else:
            found += [(script, name.strip()) for name in names.split(",") if name.strip()]
    return found


@pytest.mark.parametrize("name", sorted(_SCRIPTS))
def test_what_a_script_takes_is_there_and_used(name: str) -> None:
    text = _SCRIPTS[name]
    body = _IMPORT.sub("", text)
    for script, taken_name in taken(text):
        assert taken_name in _EXPORTS[script], f"{script} has no {taken_name}"
        assert re.search(rf"\b{taken_name}\b", body), f"{taken_name} is not used"
    lines = text.splitlines()
    assert len(lines) <= _MOST_LINES
    assert [line for line in lines if len(line) > _MOST_CHARACTERS] == []


def test_what_a_script_offers_is_taken() -> None:
    wanted = {one for text in _SCRIPTS.values() for one in taken(text)}
    offered = {(script, name) for script, names in _EXPORTS.items() for name in names}
    assert offered - wanted == set()


def test_there_is_no_circle() -> None:
    """Raises ``CycleError`` with the circle."""
    uses = {name: {script for script, _ in taken(text)} for name, text in _SCRIPTS.items()}
    assert len([*TopologicalSorter(uses).static_order()]) == len(_SCRIPTS)
