"""How long the texts of a document may be; others have a lower most of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

MAX_NAME = 200
MAX_TEXT = 100_000

AnyName = Annotated[str, Field(max_length=MAX_NAME)]
"""By which something is looked up: an exercise, a piece of equipment, a session, a rule, a zone."""
Text = Annotated[str, Field(max_length=MAX_TEXT)]
"""Of an answer: the longest sentences name every run and window of a week."""
