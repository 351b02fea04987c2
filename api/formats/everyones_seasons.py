"""A whole club's seasons as files: a folder for each athlete, with what its week ahead needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from api.club.roster import Form, read_roster
from api.formats.format import File, athlete_stem, written
from api.formats.registry import format_named
from api.formats.season_plans import SeasonFormat, season_file
from catalog import Catalog
from optimizer import read_season
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.season import Season

_OF_THE_SEASON: tuple[SeasonFormat, ...] = ("ics", "html")
_OF_THE_WEEK = ("html", "fit")


@dataclass
class EveryonesSeasons:
    """Of each athlete the season for a calendar and on paper, and its week ahead on paper and for a
    watch."""

    seasons: bytes
    form: Form
    without: list[str] = field(default_factory=list)
    """Ids, or rows where there is none, of those whose line is no season with a week."""

    def files(self, catalog: Catalog) -> Iterator[File]:
        """In the order of the lines; ``ana/ana-2026-11-30-season.ics``.

        Raises ``UnusableInput`` where no line is a season.
        """
        found = 0
        for entry in read_roster(self.seasons, self.form, None, "next"):
            try:
                season = read_season(entry.text)
            except UnusableInput:
                self.without.append(f"row {entry.row}")
                continue
            found += 1
            folder = athlete_stem(season.athlete_id)
            if not season.weeks:
                self.without.append(season.athlete_id)
                continue
            for file in _files(season, catalog):
                yield replace(file, name=f"{folder}/{file.name}")
        if not found:
            message = (
                "holds no season; give what 'season --all' or 'next --all' wrote, or the roster and"
                " its results"
            )
            raise UnusableInput(Problem("", "", message))


def _files(season: Season, catalog: Catalog) -> Iterator[File]:
    for form in _OF_THE_SEASON:
        yield season_file(form, season, catalog)
    week = None if season.next_week is None else season.week_of(season.next_week)
    if week is None or week.request is None or week.result is None or week.result.plan is None:
        return
    for name in _OF_THE_WEEK:
        yield from written(format_named(name), week.request, week.result, catalog)
