"""What is known of a week before anything is searched."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from optimizer.documents.result import (
    MAX_ENTRIES,
    MAX_STATEMENTS,
    Document,
    Member,
    Versions,
    WindowUse,
)
from optimizer.documents.text_limits import Text


class Validation(Document):
    """Whether a readable request can be planned, as far as that is known without a search."""

    status: Literal["usable", "conflict"]
    """``usable``: nothing was found that no week can keep; a search may still find that none can.
    ``conflict``: no week keeps every required rule, and ``conflicts`` says why; a plan of it gives
    something up, or there is none."""
    conflicts: Annotated[tuple[Member, ...], Field(max_length=MAX_STATEMENTS)] = ()
    """What no week can keep, each for itself."""
    windows: Annotated[tuple[WindowUse, ...], Field(max_length=MAX_ENTRIES)] = ()
    """Where sessions can stand; ``session`` is null everywhere."""
    versions: Versions
    fingerprint: Text
    """Of the request, as a plan of it has it."""
