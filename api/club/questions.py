"""What a row asks, read in full: a week, a season, or a season that goes on.

Each knows the fingerprint of its answer and how it is answered, so that nothing around it has to
know which of them it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic import Field, JsonValue

from api.club.entries import Kind
from catalog import Catalog
from optimizer import next_week, plan, plan_season, read_season, read_season_request
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.patch import Patch, read_patch
from optimizer.documents.reading import validated
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.documents.season import Season, SeasonLog, SeasonRequest
from optimizer.documents.strength import Document
from optimizer.documents.versions import fingerprint
from optimizer.operations.plan import is_cut_short
from optimizer.operations.read import read_request
from optimizer.seasons.fingerprints import next_fingerprint, season_fingerprint
from optimizer.solving.options import SolveOptions


class Question(Protocol):
    """``cut_short_before``: the fingerprints of weeks that an earlier call planned, where a limit
    had a part in them."""

    @property
    def cut_short_before(self) -> frozenset[str]: ...

    def fingerprint(self, catalog: Catalog) -> str:
        """That of its answer."""

    def answer(self, catalog: Catalog, options: SolveOptions | None) -> Result | Season:
        """Raises ``UnusableInput``, and ``InternalFault`` for a fault of ours."""


@dataclass(frozen=True)
class WeekQuestion:
    request: Request

    @property
    def cut_short_before(self) -> frozenset[str]:
        return frozenset()

    @property
    def key(self) -> str:
        """The same for two rows whose answers differ in nothing but the athlete's id."""
        content = self.request.model_dump_json(exclude={"athlete": {"id"}})
        return hashlib.sha256(content.encode()).hexdigest()

    def fingerprint(self, catalog: Catalog) -> str:
        return fingerprint(self.request, catalog)

    def answer(self, catalog: Catalog, options: SolveOptions | None) -> Result:
        return plan(self.request, catalog=catalog, options=options)


@dataclass(frozen=True)
class SeasonQuestion:
    request: SeasonRequest

    @property
    def cut_short_before(self) -> frozenset[str]:
        return frozenset()

    def fingerprint(self, catalog: Catalog) -> str:
        return season_fingerprint(self.request, catalog)

    def answer(self, catalog: Catalog, options: SolveOptions | None) -> Season:
        return plan_season(self.request, catalog=catalog, options=options)


@dataclass(frozen=True)
class NextQuestion:
    """Without a log and a change a season is over, and stays as it is."""

    season: Season
    log: SeasonLog | None
    change: Patch | None

    @property
    def cut_short_before(self) -> frozenset[str]:
        return frozenset(
            week.result.fingerprint
            for week in self.season.weeks
            if week.result is not None and is_cut_short(week.result)
        )

    def fingerprint(self, catalog: Catalog) -> str:
        return next_fingerprint(self.season, self.log, self.change, catalog)

    def answer(self, catalog: Catalog, options: SolveOptions | None) -> Season:
        if self.log is None and self.change is None:
            return self.season.model_copy(update={"fingerprint": self.fingerprint(catalog)})
        return next_week(self.season, self.log, patch=self.change, catalog=catalog, options=options)


def read_question(kind: Kind, text: str, catalog: Catalog | None) -> Question:
    """What the ``text`` of a row asks; raises ``UnusableInput`` with everything that is wrong."""
    if kind == "plan":
        return WeekQuestion(read_request(text, catalog))
    return SeasonQuestion(read_season_request(text)) if kind == "season" else _read_next(text)


class _NextRow(Document):
    """A season, what became of its week, and what is different now."""

    season: dict[str, JsonValue]
    log: SeasonLog | None = None
    change: dict[str, JsonValue] | tuple[JsonValue, ...] | None = Field(default=None)


def _read_next(text: str) -> NextQuestion:
    row = validated(_NextRow, text)
    try:
        season = read_season(json.dumps(row.season))
    except UnusableInput as error:
        raise UnusableInput(
            *(
                replace(p, field=f"season.{p.field}" if p.field else "season")
                for p in error.problems
            )
        ) from None
    if row.log is None and row.change is None and season.next_week is not None:
        message = "is missing, and so is change; give one of them, or both"
        raise UnusableInput(Problem("log", "", message))
    change = None if row.change is None else read_patch(json.dumps(row.change))
    return NextQuestion(season, row.log, change)
