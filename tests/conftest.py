"""Settings for all tests.

Hypothesis runs under the profile ``ci`` everywhere, so that a fresh clone and the build server try
the same cases.  To look for new ones: ``pytest --hypothesis-profile explore``.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from api.club.cores import usable_cores

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: many tests wait for a process of their own to start."""
    return usable_cores() + 1
