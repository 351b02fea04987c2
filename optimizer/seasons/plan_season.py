"""A season from its first day: every week laid out, the next ones planned and proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from catalog import Catalog, load_catalog
from catalog.models import PHASES
from optimizer.documents.kinds import SEASON_REQUEST
from optimizer.documents.reading import read_json_object, read_text, validated
from optimizer.documents.result import Result, Status
from optimizer.documents.season import (
    PHASE_WORDS,
    Season,
    SeasonChange,
    SeasonRequest,
    SeasonStatus,
    SeasonWeek,
)
from optimizer.documents.versions import versions_of
from optimizer.documents.wording import counted, listed
from optimizer.seasons.fingerprints import season_fingerprint
from optimizer.seasons.outline import Outline, outline_of
from optimizer.seasons.season_weeks import OnWeek, SeasonWeeks, Solving
from optimizer.seasons.week_requests import level_of
from optimizer.seasons.why_no_week import why_no_week
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress

_WORST_FIRST: tuple[tuple[Status, SeasonStatus], ...] = (
    ("infeasible", "infeasible"),
    ("unsolved", "infeasible"),
    ("relaxed", "relaxed"),
    ("feasible", "feasible"),
)
_AS_IF_MET = (
    "Weeks ahead are planned as if those before them are done as planned: loads and repetitions"
    " follow from that, and change with the log."
)


def read_season_request(data: bytes | str) -> SeasonRequest:
    """Read one request for a season from UTF-8 JSON; raises ``UnusableInput``."""
    text = read_text(data)
    read_json_object(text, SEASON_REQUEST)
    return validated(SeasonRequest, text)


def plan_season(
    request: SeasonRequest,
    *,
    catalog: Catalog | None = None,
    options: SolveOptions | None = None,
    known: Mapping[str, Result] | None = None,
    on_week: OnWeek | None = None,
    on_progress: OnProgress | None = None,
) -> Season:
    """Every week to the race and after it; the next ``exact_weeks`` are planned one after the
    other, each with what came before.

    ``known``: results by fingerprint that need not be planned again.  ``on_week`` is called with
    each planned week's number and result, so that a caller may keep them, and go on after a stop.
    Raises ``UnusableInput`` for what cannot be read or is no season, ``InternalFault`` for a fault
    of ours.
    """
    catalog = load_catalog() if catalog is None else catalog
    solving = Solving(catalog, options, on_progress, known or {}, on_week)
    outline = outline_of(request, level_of(request, catalog), catalog)
    weeks = SeasonWeeks(request, outline, solving)
    answer = season_of(request, outline, () if outline.reason else weeks.weeks(), (), catalog)
    return answer.model_copy(update={"fingerprint": season_fingerprint(request, catalog)})


season = plan_season
"""The same by the name that the other operations have: ``plan``, ``season``, ``next_week``."""


def season_of(
    request: SeasonRequest,
    outline: Outline,
    weeks: tuple[SeasonWeek, ...],
    changes: Sequence[SeasonChange],
    catalog: Catalog,
    revision: int = 0,
) -> Season:
    """The document of finished weeks."""
    status, reason = _status(outline, weeks)
    ahead = [week.number for week in weeks if week.state != "done"]
    has_exact = any(week.result is not None and week.state != "done" for week in weeks)
    return Season(
        status=status,
        athlete_id=request.athlete.id,
        sentence=outline.reason or _sentence(request, weeks, status),
        reason=reason,
        cures=outline.cures,
        request=request,
        weeks=weeks,
        revision=revision,
        next_week=ahead[0] if ahead else None,
        changes=tuple(changes),
        choices=outline.choices,
        notes=(*outline.notes, *([_AS_IF_MET] if has_exact else [])),
        versions=versions_of(catalog),
    )


def _status(outline: Outline, weeks: Sequence[SeasonWeek]) -> tuple[SeasonStatus, str | None]:
    """The worst of the exact weeks ahead, and what is the matter with them."""
    if outline.reason is not None:
        return "infeasible", outline.reason
    ahead = [week for week in weeks if week.state != "done" and week.result is not None]
    for of_week, of_season in _WORST_FIRST:
        found = [w for w in ahead if w.result is not None and w.result.status == of_week]
        if not found:
            continue
        names = listed(str(week.number) for week in found)
        which = f"week {names}" if len(found) == 1 else f"weeks {names}"
        result = found[0].result
        assert result is not None
        if of_season == "infeasible":
            why = why_no_week(result)
            return of_season, f"No plan was found for {which}.{f' {why}' if why else ''}"
        if of_season == "relaxed":
            first = f" {result.relaxations[0].sentence}" if result.relaxations else ""
            return of_season, f"Not every rule can hold in {which}.{first}"
        return of_season, f"The limit of the search came before {which} was proven."
    return "proven", None


def _sentence(request: SeasonRequest, weeks: Sequence[SeasonWeek], status: SeasonStatus) -> str:
    phases = Counter(week.phase for week in weeks)
    parts = [
        f"{counted(phases[phase], 'weeks')} {PHASE_WORDS[phase]}"
        for phase in PHASES
        if phases[phase]
    ]
    goal = request.goal
    to = ""
    if goal is not None and goal.race is not None:
        to = f" around the race of {goal.distance_km:g} km on {goal.race}"
    exact = [week for week in weeks if week.state != "done" and week.result is not None]
    planned = ""
    if exact:
        proven = " and proven" if status == "proven" else ""
        planned = f" The next {counted(len(exact), 'weeks')} are planned{proven}."
        if len(exact) == 1:
            planned = f" The next week is planned{proven}."
    return f"{counted(len(weeks), 'weeks')}{to}: {listed(parts)}.{planned}"
