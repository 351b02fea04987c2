"""The hours before a key run within which work of the legs is near it, as the request has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from optimizer.case.case import Case
from optimizer.case.claims import RuleParameters

RULE = "before_key_run"


class HoursBeforeKeyRun(RuleParameters):
    """What a request may set of the rule ``before_key_run``."""

    hours: Annotated[float, Field(ge=0, le=168)] | None = None
    """Elapsed hours to the next tempo, interval, long run or race; null: the catalog's 24."""


def minutes_before_key_run(case: Case) -> int:
    """From the end of work of the legs to the next key run, whether or not that is enforced."""
    hours = case.parameters(RULE, HoursBeforeKeyRun).hours
    return case.minutes_from_hours("leg_to_key_min") if hours is None else round(hours * 60)


def keeps_clear_of_key_runs(case: Case) -> bool:
    """False: the request has turned the rule off."""
    return case.settings[RULE].enforcement != "off"
