"""Settings for all tests.

Hypothesis runs under the profile ``ci`` everywhere, so that a fresh clone and the build server try
the same cases; ``make test`` chooses ``core``, which tries a part of them, see ``drawn.py``.  To
look for new ones: ``pytest --hypothesis-profile explore``.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from api.club.cores import usable_cores
from api.club.starting import starting_context
from tests import answers
from tests.drawn import CORE, part_of

# A solve takes as long as the machine is slow: neither a deadline nor the speed of generating
# cases says anything about correctness.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    CORE, settings.get_profile("ci"), max_examples=part_of(settings.get_profile("ci").max_examples)
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False)
settings.load_profile("ci")


# Whatever test comes first: a server that forks processes has loaded what all of them need.
starting_context(
    "api.service.app", "api.club.answering", "ortools.sat.python.cp_model", "dateutil.rrule"
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: many tests wait for a process of their own to start."""
    return usable_cores() + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and their modules live until the end: to walk over them again and again,
    while they are collected and ever after, takes a tenth of the whole run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: else one worker ends with it while the others have nothing
    left, and each of them starts the services and databases that such tests share."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, _LONG)))


_LONG = ("slow", "faults", "clients")
_ANSWERS = "answers_folder"


class Node(Protocol):
    """A process of pytest-xdist, as the one that starts it knows it."""

    workerinput: dict[str, str]


def pytest_configure(config: pytest.Config) -> None:
    """One folder of answers for the whole run, see ``answers.py``."""
    from_the_first: dict[str, str] = getattr(config, "workerinput", {})
    folder = from_the_first.get(_ANSWERS) or tempfile.mkdtemp(prefix="answers-")
    answers.FOLDER[:] = [Path(folder)]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Node) -> None:
    node.workerinput[_ANSWERS] = str(answers.FOLDER[0])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(answers.FOLDER.pop(), ignore_errors=True)
