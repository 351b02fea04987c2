"""Commands whose parts are an extra of the package, so that nobody else has to install them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from optimizer.documents.errors import Problem, UnusableInput

# What each of them brings that nothing else does.
_SIGN = {"service": "dbos", "mcp": "mcp"}


def expect_extra(extra: Literal["service", "mcp"], command: str) -> None:
    """Raises ``UnusableInput`` where what ``command`` needs is not installed."""
    if find_spec(_SIGN[extra]) is None:
        raise UnusableInput(
            Problem(
                command,
                "",
                f"needs runstrong[{extra}], which is not installed; add it in the way that"
                f" runstrong came, as with: pip install 'runstrong[{extra}]'",
            )
        )
