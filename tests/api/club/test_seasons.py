"""A club's seasons: a roster of them, and every week in one call; cut off, it goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.club.answering import fault_line, plan_entry, problem_of, question_of
from api.club.entries import Entry
from api.club.planned import plan_club
from api.club.planning import HowToPlan
from api.club.requests import answers, club_requests, why_not
from api.club.result_lines import read_line
from api.club.results_file import ResultsFile
from api.club.roster import read_roster
from api.club.season_rows import News, read_news, season_rows
from api.club.summary import Summary
from optimizer import UnusableInput, next_week, plan_season
from optimizer.documents.result import Stats
from optimizer.documents.season import Season, SeasonLog
from optimizer.operations.plan import time_limit_warning
from optimizer.seasons.fingerprints import next_fingerprint
from optimizer.solving.options import SolveOptions
from tests.api import weeks
from tests.api.club.rosters import json_lines
from tests.api.club.test_planned import PretendedProcesses, run
from tests.optimizer.seasons.seasons import CATALOG, request_of, ten_km

FIRST = "2026-11-30"


def request(name: str, **changes: Any) -> dict[str, Any]:
    """A season without time for strength, which needs no search."""
    document = ten_km(week={"availability": []}, **changes)
    return {**document, "athlete": {**document["athlete"], "id": name}}


def roster(*names: str) -> tuple[Entry, ...]:
    documents = [request(name) for name in names]
    return tuple(read_roster(json_lines(*documents), "json lines", kind="season"))


def planned(entry: Entry, **_: Any) -> Any:
    return plan_entry(entry, catalog=CATALOG).line


def answered(entries: tuple[Entry, ...], path: Path, most: int = 99) -> Summary:
    return run(entries, path, PretendedProcesses(most=most, planner=planned))


def planned_season() -> Season:
    return plan_season(request_of(request("ana")), catalog=CATALOG)


def with_result(season: Season, total_ms: float = 1.0, **fields: Any) -> Season:
    """The same with an answer to its first week."""
    stats = Stats(total_ms=total_ms, build_ms=0, solve_ms=0)
    first = season.weeks[0].model_copy(update={"result": weeks.result(stats=stats, **fields)})
    return season.model_copy(update={"weeks": (first, *season.weeks[1:])})


def seasons_in(path: Path) -> tuple[Entry, ...]:
    return tuple(read_roster(path.read_bytes(), "json lines", kind="next"))


def rows(path: Path, news: dict[str, News] | None = None, change: Any = None) -> tuple[Entry, ...]:
    return tuple(season_rows(seasons_in(path), news, change))


def test_each_line_is_the_season_of_that_athlete_alone(tmp_path: Path) -> None:
    path = tmp_path / "seasons.jsonl"
    summary = answered(roster("ana", "ben"), path)
    assert summary.statuses["proven"] == 2
    lines = [read_line(text) for text in path.read_bytes().splitlines()]
    assert lines == [plan_season(request_of(request(name)), catalog=CATALOG)
                     for name in ("ana", "ben")]  # fmt: skip


def test_a_club_that_is_cut_off_goes_on_and_plans_nobody_twice(tmp_path: Path) -> None:
    path, club = tmp_path / "seasons.jsonl", roster("ana", "ben", "cem")
    with pytest.raises(KeyboardInterrupt):
        answered(club, path, most=1)
    summary = answered(club, path)
    assert summary.planned_now == 2
    again = tmp_path / "again.jsonl"
    answered(club, again)
    assert again.read_bytes() == path.read_bytes()


def test_a_week_of_everybody_in_one_call_is_the_next_week_of_each(tmp_path: Path) -> None:
    """Ana told of her week, Ben did it as planned, Cem's season has ended."""
    path, after = tmp_path / "seasons.jsonl", tmp_path / "next.jsonl"
    easy = {"start": "Mon 18:00", "minutes": 30}
    over = {"running": {"plan": "given", "runs": [easy]}, "goal": {"weeks": 1}}
    club = [request("ana"), request("ben"), request("cem", **over)]
    answered(tuple(read_roster(json_lines(*club), "json lines", kind="season")), path)
    answered(rows(path), after)
    log = {"week": "2026-12-07", "runs": [{"id": "w2r1", "date": "2026-12-08", "done": False}]}
    news = read_news(json.dumps({"athlete_id": "ana", "log": log}).encode(), "json lines")
    summary = answered(rows(after, news), tmp_path / "third.jsonl")
    assert summary.statuses["proven"] == 3
    before = [read_line(text) for text in after.read_bytes().splitlines()]
    found = [read_line(text) for text in (tmp_path / "third.jsonl").read_bytes().splitlines()]
    logs = [SeasonLog.model_validate_json(json.dumps(log)), SeasonLog(week="2026-12-07")]
    for season, own, line in zip(before, logs, found, strict=False):
        assert isinstance(season, Season)
        assert line == next_week(season, own, catalog=CATALOG)
    assert isinstance(found[2], Season)
    assert found[2].next_week is None
    assert found[2].weeks == before[2].weeks  # type: ignore[union-attr]


def test_a_change_of_everybody_leaves_the_week_ahead(tmp_path: Path) -> None:
    path = tmp_path / "seasons.jsonl"
    answered(roster("ana", "ben"), path)
    [ana, ben] = rows(path, None, {"goal": {"race": "2027-03-28"}})
    for entry in (ana, ben):
        line = planned(entry)
        assert (line.next_week, len(line.weeks)) == (1, 18)
    own = {"ana": News(change={"goal": {"race": "2027-03-28"}})}
    [ana, ben] = rows(path, own, None)
    assert [planned(one).next_week for one in (ana, ben)] == [2, 2]
    assert [len(planned(one).weeks) for one in (ana, ben)] == [18, 17]


def test_a_bad_row_or_log_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "seasons.jsonl"
    bad = {**request("ben"), "exact_weeks": 40}
    club = tuple(
        read_roster(json_lines(request("ana"), bad, request("cem")), "json lines", kind="season")
    )
    summary = answered(club, path)
    assert summary.unusable[0].sentences == ("exact_weeks: 40 is too large; give 16 or less",)
    news = {"cem": News(log={"week": FIRST, "missed": ["s9"]})}
    after = tmp_path / "next.jsonl"
    found = answered(rows(path, news), after)
    assert found.statuses["proven"] == 1
    words = [one.sentences[0] for one in found.unusable]
    assert words[0].startswith("season: is a line with status 'unusable' and not a season")
    assert words[1].startswith("log.missed[0]: 's9'") or words[1].startswith("missed[0]: 's9'")
    assert [len(one.sentences) for one in found.unusable] == [1, 1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"log": {}}', "row 1: names no athlete"),
        ('{"athlete_id": "ana", "lgo": {}}', "row 1.lgo: is no field of a log; did you mean 'log'"),
        ('{"athlete_id": "a"}\n{"athlete_id": "a"}', "row 2.athlete_id: 'a' is told of in an"),
    ],
)
def test_what_is_told_of_nobody_stops_the_call_before_anything_is_planned(
    line: str, words: str
) -> None:
    with pytest.raises(UnusableInput) as raised:
        read_news(line.encode(), "json lines")
    assert words in str(raised.value.problems[0])


def test_a_log_of_an_athlete_without_a_season_is_no_week_as_planned(tmp_path: Path) -> None:
    path = tmp_path / "seasons.jsonl"
    answered(roster("ana"), path)
    with pytest.raises(UnusableInput, match="'anna' has no season here; did you mean 'ana'"):
        rows(path, {"anna": News(log={"week": FIRST})})
    [one] = rows(path, {"ana": News(change={"goal": {}})}, {"goal": {}})
    assert "for this athlete and for everybody" in str(one.problems[0])


def test_seasons_are_no_csv() -> None:
    with pytest.raises(UnusableInput, match="write seasons as JSON Lines"):
        list(read_roster(b"athlete.id\nana\n", "csv", kind="season"))


def test_a_row_says_how_many_weeks_it_asks_for() -> None:
    """So that a batch waits for a whole season before it takes its process for dead."""
    documents = [request("ana"), request("ben", exact_weeks=9)]
    found = read_roster(json_lines(*documents), "json lines", kind="season")
    assert [entry.weeks for entry in found] == [4, 9]
    going_on = {"season": {"request": documents[1]}, "log": {"week": FIRST}}
    changed = {**going_on, "change": {"exact_weeks": 12}}
    found = read_roster(json.dumps([going_on, changed]).encode(), "json array", kind="next")
    assert [(entry.athlete_id, entry.weeks) for entry in found] == [("ben", 9), ("ben", 16)]


@pytest.mark.parametrize(
    ("change", "more_weeks"),
    [
        ([{"op": "replace", "path": "/exact_weeks", "value": 12}], 16),
        ([{"op": "replace", "path": "", "value": {}}], 16),
        ([{"op": "move", "from": "/exact_weeks", "path": "/goal/weeks"}], 16),
        ([{"op": "replace", "path": "/goal/name", "value": "exact_weeks"}], 9),
        ({"exceptions": [{"note": "exact_weeks"}]}, 9),
        ({"goal": None}, 9),
    ],
)
def test_only_a_change_of_the_exact_weeks_asks_for_more(change: Any, more_weeks: int) -> None:
    going_on = {"season": {"request": request("ben", exact_weeks=9)}, "change": change}
    [entry] = read_roster(json.dumps([going_on]).encode(), "json array", kind="next")
    assert entry.weeks == more_weeks


def test_a_line_that_is_no_season_says_so_in_the_words_of_its_reader(tmp_path: Path) -> None:
    """A torn one, and one that is larger than any season."""
    path = tmp_path / "seasons.jsonl"
    answered(roster("ana", "ben"), path)
    ana, ben = path.read_bytes().splitlines()
    large = b'{"athlete_id": "cem", "weeks": ["' + b" " * 20_000_000 + b'"]}'
    path.write_bytes(b"\n".join((ana, ben[: len(ben) // 2], large)))
    summary = answered(rows(path), tmp_path / "next.jsonl")
    assert summary.statuses["proven"] == 1
    torn, long = (one.sentences[0] for one in summary.unusable)
    assert "cannot be read as JSON: EOF" in torn
    assert long.endswith("at most 20,000,000 are read")


def test_a_season_shares_its_answer_with_no_other_row() -> None:
    """By one name, whoever asks for it: the club here, and the batches of the service."""
    club = roster("ana", "ben")
    names = [problem_of(entry) for entry in club]
    assert names == [one.key for one in club_requests(club, CATALOG)]
    assert len(set(names)) == 2


def test_a_season_has_the_fingerprint_of_its_question_without_what_was_measured() -> None:
    season = planned_season()
    [entry] = roster("ana")
    assert question_of(entry, CATALOG).fingerprint(CATALOG) == season.fingerprint
    log = SeasonLog(week=FIRST)
    names = {
        next_fingerprint(with_result(season, total_ms=total_ms), log, None, CATALOG)
        for total_ms in (1.0, 2.0)
    }
    assert len(names) == 1
    assert names != {season.fingerprint}
    assert next_fingerprint(season, log, None, CATALOG) not in names
    assert next_fingerprint(season, log, None, CATALOG) == next_week(season, log).fingerprint


def test_seasons_cut_short_by_another_limit_are_not_mixed() -> None:
    line = with_result(planned_season(), warnings=(time_limit_warning(1.0),))
    [row] = club_requests(roster("ana"), CATALOG)
    assert answers(line, row, CATALOG, SolveOptions(wall_seconds=1.0))
    assert not answers(line, row, CATALOG, SolveOptions(wall_seconds=2.0))
    assert answers(with_result(planned_season()), row, CATALOG, SolveOptions(wall_seconds=2.0))


def test_of_a_season_that_goes_on_the_limit_of_this_call_counts(tmp_path: Path) -> None:
    """Its first week is of an earlier call with a limit of its own, the second of this one."""
    path = tmp_path / "seasons.jsonl"
    without_plan: dict[str, Any] = {"status": "unsolved", "plan": None, "objective": ()}
    warnings = (time_limit_warning(1.0),)
    before = with_result(planned_season(), warnings=warnings, **without_plan)
    path.write_text(before.model_dump_json() + "\n")
    [row] = club_requests(rows(path), CATALOG)
    line = planned(row.entry)
    assert line.weeks[0].result == before.weeks[0].result
    own = weeks.result(fingerprint="sha256:1", warnings=(time_limit_warning(5.0),))
    second = line.weeks[1].model_copy(update={"result": own})
    line = line.model_copy(update={"weeks": (line.weeks[0], second, *line.weeks[2:])})
    assert answers(line, row, CATALOG, SolveOptions(wall_seconds=5.0))
    longer = SolveOptions(wall_seconds=60.0)
    assert not answers(line, row, CATALOG, longer)
    assert "another --limit" in why_not(line, row, CATALOG, longer)


def test_a_fault_of_ours_is_tried_again_when_that_is_asked(tmp_path: Path) -> None:
    path, club = tmp_path / "seasons.jsonl", roster("ana", "ben")

    def faulty(entry: Entry, **_: Any) -> Any:
        return fault_line(entry, CATALOG) if entry.athlete_id == "ben" else planned(entry)

    assert run(club, path, PretendedProcesses(planner=faulty)).statuses["fault"] == 1
    with ResultsFile(path) as results:
        results.retry_faults()
        assert plan_club(club, results, HowToPlan(CATALOG, processes=1)).statuses["proven"] == 2
