"""Settings for all tests.

Hypothesis runs under the profile ``ci`` everywhere, so that a fresh clone and the build server try
the same cases.  To look for new ones: ``pytest --hypothesis-profile explore``.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from api.cores import usable_cores

# A solve takes as long as the machine is slow: neither a deadline nor the speed of generating
# cases says anything about correctness.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False)
settings.load_profile("ci")


# What takes longest begins first, so that no worker is left alone with it at the end.
_LONGEST_FIRST = (
    "test_page_stories.py",
    "test_faults.py",
    "test_properties.py",
    "test_page_interrupted.py",
    "test_server.py",
    "test_readme.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: many tests wait for a process of their own to start."""
    return usable_cores() + 1
