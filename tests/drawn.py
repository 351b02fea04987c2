"""How many cases a property is tried on: a part of them in ``make test``, all in ``make test-all``.

``drawn(40)`` stands above ``@given`` where ``settings(max_examples=40)`` would.  Under the profile
``core``, which ``make test`` chooses, it asks for a quarter as many.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis import settings

CORE: Final = "core"
_ONE_IN: Final = 4


def part_of(count: int) -> int:
    return -(-count // _ONE_IN)


def drawn(count: int, **more: Any) -> settings:
    """``more``: whatever else ``hypothesis.settings`` take."""
    is_core = settings.get_current_profile_name() == CORE
    return settings(max_examples=part_of(count) if is_core else count, **more)
