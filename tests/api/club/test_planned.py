"""A club that is cut off at any moment goes on and redoes nothing, and mixes nothing."""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.club import planned
from api.club.answering import Planned, fault_line, plan_entry, request_of
from api.club.entries import Entry
from api.club.planned import Standing, plan_club
from api.club.planning import HowToPlan
from api.club.result_lines import Line, read_line
from api.club.results_file import ResultsFile, StreamedResults
from api.club.summary import Summary
from api.command_line.club_progress import time_left
from catalog import Catalog, load_catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.result import Relaxation, Stats, Warning
from optimizer.documents.versions import SOFTWARE, fingerprint, versions_of
from optimizer.operations.plan import time_limit_warning
from optimizer.solving.options import SolveOptions
from tests.api import weeks
from tests.api.club.rosters import Document, athlete, entries
from tests.drawn import drawn

CATALOG = load_catalog()
RELAXED = Relaxation(
    rule="pattern_variety", subject="hinge", required=1, actual=0, unit="", sentence="No hinge."
)


def pretended(entry: Entry, **_: Any) -> Line:
    """A line as a plan would give it, without planning; 13 minutes cannot be used, 14 are lost."""
    minutes = request_of(entry).availability[0].minutes or 0
    if minutes == 13:
        return plan_entry(entry, catalog=CATALOG).line
    if minutes == 14:
        return fault_line(entry, CATALOG)
    request = request_of(entry)
    return weeks.result(
        athlete_id=request.athlete.id,
        status="relaxed" if minutes > 30 else "optimal",
        relaxations=(RELAXED,) if minutes > 30 else (),
        stats=Stats(total_ms=minutes, build_ms=0, solve_ms=0),
        versions=versions_of(CATALOG),
        fingerprint=fingerprint(request, CATALOG),
    )


class PretendedProcesses:
    """Answers in an order of its own, and is cut off after ``most`` of them."""

    def __init__(self, seed: int = 0, most: int = 10**9, planner: Any = pretended) -> None:
        self.seed, self.most, self.planner = seed, most, planner
        self.athlete_ids: list[str | None] = []

    def __call__(
        self, rows: Mapping[int, Entry], _how: HowToPlan
    ) -> Generator[tuple[int, Planned], None, None]:
        mixed = random.Random(self.seed).sample(list(rows), len(rows))
        for number, index in enumerate(mixed):
            if number == self.most:
                raise KeyboardInterrupt
            self.athlete_ids.append(rows[index].athlete_id)
            yield index, Planned.of(self.planner(rows[index]))


def run(
    club: Sequence[Entry],
    path: Path,
    pool: PretendedProcesses | None = None,
    how: HowToPlan | None = None,
    *,
    update: bool = False,
    retry_faults: bool = False,
    restart: bool = False,
) -> Summary:
    with (
        mock.patch.object(planned, "plan_in_processes", pool or PretendedProcesses()),
        ResultsFile(path) as results,
    ):
        if restart:
            results.start_anew()
        if update:
            results.take_up()
        if retry_faults:
            results.retry_faults()
        return plan_club(club, results, how or HowToPlan(CATALOG))


def one_at_a_time(club: Sequence[Entry]) -> bytes:
    lines = (
        plan_entry(entry, catalog=CATALOG).line if entry.problems else pretended(entry)
        for entry in club
    )
    return b"".join(line.model_dump_json().encode() + b"\n" for line in lines)


def member(name: str, minutes: int) -> Document:
    """Of 13 minutes: one who names equipment that nobody knows."""
    places = {"p": ["nothing"] if minutes == 13 else []}
    return athlete(name, minutes, places=places)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.jsonl"


@drawn(60)
@given(
    minutes=st.lists(st.sampled_from([13, 14, 20, 21, 40, 41, 42]), min_size=1, max_size=12),
    twice=st.booleans(),
    cuts=st.lists(st.integers(0, 6), max_size=3),
    seed=st.integers(0, 99),
    torn=st.integers(0, 40),
)
def test_whatever_the_order_and_the_cuts_the_lines_are_those_of_one_at_a_time(
    tmp_path_factory: pytest.TempPathFactory,
    minutes: list[int],
    twice: bool,
    cuts: list[int],
    seed: int,
    torn: int,
) -> None:
    path = tmp_path_factory.mktemp("club") / "results.jsonl"
    documents = [member(f"a{number}", length) for number, length in enumerate(minutes)]
    club = entries(*documents, *(documents[:1] if twice else ()))
    athlete_ids: list[str | None] = []
    for number, cut in enumerate(cuts):
        pool = PretendedProcesses(seed + number, cut)
        with pytest.raises(KeyboardInterrupt) if cut < _left(club, athlete_ids) else _nothing():
            run(club, path, pool)
        athlete_ids += pool.athlete_ids
        if path.exists() and path.read_bytes().count(b"\n") < len(club):
            # A process that is killed while it writes leaves a part of a line.
            with path.open("ab") as file:
                file.write(b'{"status":"optimal","athlete_id":"torn"'[:torn])
    pool = PretendedProcesses(seed)
    summary = run(club, path, pool)
    athlete_ids += pool.athlete_ids
    assert path.read_bytes() == one_at_a_time(club)
    assert len(athlete_ids) == len(set(athlete_ids)) == len(set(minutes))
    assert summary.athletes == len(club)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def _left(club: Sequence[Entry], athlete_ids: Sequence[str | None]) -> int:
    problems = {request_of(one).availability[0].minutes for one in club if not one.problems}
    return len(problems) - len(athlete_ids)


def _nothing() -> Any:
    return mock.MagicMock(__exit__=mock.Mock(return_value=False))


def test_lines_before_their_turn_wait_in_a_second_file(path: Path) -> None:
    club = entries(*(member(f"a{number}", 20 + number) for number in range(9)))
    seed = next(s for s in range(99) if random.Random(s).sample(range(9), 9)[0] != 0)
    with pytest.raises(KeyboardInterrupt):
        run(club, path, PretendedProcesses(seed, 1))
    waiting = path.with_name("results.jsonl.waiting")
    assert path.read_bytes() == b""
    assert waiting.read_bytes().count(b"\n") == 1


def test_a_finished_club_has_nothing_to_do(path: Path) -> None:
    club = entries(member("ana", 20), member("ben", 20), member("cid", 13))
    run(club, path)
    before = path.read_bytes()
    pool = PretendedProcesses()
    summary = run(club, path, pool)
    assert (pool.athlete_ids, path.read_bytes()) == ([], before)
    assert (summary.planned_now, summary.planned_before, summary.same_problem) == (0, 3, 0)


def test_a_longer_roster_goes_on(path: Path) -> None:
    documents = [member("ana", 20), member("ben", 21), member("cid", 22)]
    run(entries(*documents[:2]), path)
    pool = PretendedProcesses()
    run(entries(*documents), path, pool)
    assert pool.athlete_ids == ["cid"]
    assert path.read_bytes() == one_at_a_time(entries(*documents))


LIMITED = HowToPlan(CATALOG, options=SolveOptions(wall_seconds=2))


@pytest.mark.parametrize(
    ("club", "how", "says"),
    [
        (entries(member("ana", 20)), HowToPlan(CATALOG), "line 2 has no row in the roster"),
        (
            entries(member("ben", 21), member("ana", 20)),
            HowToPlan(CATALOG),
            "line 1 is of 'ana', row 1 of the roster of 'ben'",
        ),
        (
            entries(member("ana", 20), member("ben", 25)),
            HowToPlan(CATALOG),
            "line 2 answers another request of 'ben' than row 2 asks now",
        ),
        (
            entries(member("ana", 20), {"athlete": {"id": "ben"}}),
            HowToPlan(CATALOG),
            "line 2 answers another request of 'ben'",
        ),
        (
            entries(member("ana", 20), member("ben", 21)),
            HowToPlan(Catalog(**{**vars(CATALOG), "version": "sha256:other"})),
            "line 1 was made with another catalog",
        ),
    ],
)
def test_lines_of_another_question_are_refused_and_stay(
    path: Path, club: Sequence[Entry], how: HowToPlan, says: str
) -> None:
    run(entries(member("ana", 20), member("ben", 21)), path)
    before = path.read_bytes()
    with pytest.raises(UnusableInput) as caught:
        run(club, path, how=how)
    assert says in str(caught.value)
    assert "--update" in str(caught.value)
    assert path.read_bytes() == before


def test_lines_of_another_version_are_refused(path: Path) -> None:
    club = entries(member("ana", 20))
    run(club, path)
    path.write_text(path.read_text().replace(f'"software":"{SOFTWARE}"', '"software":"0.0.9"'))
    with pytest.raises(UnusableInput, match=r"line 1 was made by version 0\.0\.9 of runstrong"):
        run(club, path)


def cut_short(entry: Entry, limit: float) -> Line:
    warning: Warning = time_limit_warning(limit)
    line = pretended(entry)
    return line.model_copy(update={"status": "feasible", "warnings": (warning,)})


def test_lines_that_another_limit_cut_short_are_refused(path: Path) -> None:
    club = entries(member("ana", 20), member("ben", 21))
    run(club, path, PretendedProcesses(planner=lambda entry: cut_short(entry, 2)))
    assert run(club, path, how=LIMITED).planned_before == 2
    for other in (None, 3.0):
        how = HowToPlan(CATALOG, options=SolveOptions(wall_seconds=other))
        with pytest.raises(UnusableInput, match="line 1 was cut short by another --limit"):
            run(club, path, how=how)


def test_what_no_limit_cut_short_is_good_under_every_limit(path: Path) -> None:
    club = entries(member("ana", 20))
    run(club, path)
    assert run(club, path, how=LIMITED).planned_before == 1


def test_a_file_that_is_no_results_is_left_alone(path: Path) -> None:
    path.write_text("my notes\n")
    for update in (False, True):
        with pytest.raises(UnusableInput, match="line 1 is no result of a club"):
            run(entries(member("ana", 20)), path, update=update)
    assert path.read_text() == "my notes\n"


def test_an_update_plans_only_what_has_changed_and_what_was_lost(path: Path) -> None:
    before = entries(member("ana", 20), member("ben", 21), member("cid", 14), member("dora", 23))
    run(before, path)
    # Dora comes first now, Ben has another week, Cid was lost by a fault of ours, Eve is new.
    after = entries(
        member("dora", 23), member("ana", 20), member("ben", 25), member("cid", 14),
        member("eve", 30),
    )  # fmt: skip
    pool = PretendedProcesses()
    run(after, path, pool, update=True)
    assert sorted(map(str, pool.athlete_ids)) == ["ben", "cid", "eve"]
    assert path.read_bytes() == one_at_a_time(after)


def test_faults_are_tried_again_and_nobody_else(path: Path) -> None:
    club = entries(
        member("ana", 20), member("ben", 14), member("cid", 13), member("dora", 23),
        member("eve", 14), member("fay", 25),
    )  # fmt: skip
    run(club, path)

    def mended(entry: Entry, **_: Any) -> Line:
        request = request_of(entry)
        return weeks.result(
            athlete_id=request.athlete.id,
            status="optimal",
            versions=versions_of(CATALOG),
            fingerprint=fingerprint(request, CATALOG),
        )

    pool = PretendedProcesses(planner=mended)
    run(club, path, pool, retry_faults=True)
    # Eve asks the same as Ben.
    assert pool.athlete_ids == ["ben"]
    lines = [read_line(line) for line in path.read_bytes().splitlines()]
    assert [line.status for line in lines] == ["optimal"] * 2 + ["unusable"] + ["optimal"] * 3
    again = PretendedProcesses()
    run(club, path, again, retry_faults=True)
    assert again.athlete_ids == []


def test_a_restart_plans_everybody_again(path: Path) -> None:
    club = entries(member("ana", 20), member("ben", 21))
    path.write_text("my notes\n")
    pool = PretendedProcesses()
    run(club, path, pool, restart=True)
    assert len(pool.athlete_ids) == 2
    assert path.read_bytes() == one_at_a_time(club)


def test_two_runs_do_not_write_one_file(path: Path) -> None:
    pytest.importorskip("fcntl")
    with (
        ResultsFile(path),
        pytest.raises(UnusableInput, match="is being written by another run"),
        ResultsFile(path),
    ):
        pass


def test_a_full_disk_is_told_and_the_club_goes_on_later(path: Path) -> None:
    club = entries(member("ana", 20), member("ben", 21))
    with ResultsFile(path) as results:
        file = mock.Mock(wraps=results._file)
        file.write.side_effect = OSError(28, "No space left on device")
        with (
            mock.patch.object(planned, "plan_in_processes", PretendedProcesses()),
            mock.patch.object(results, "_file", file),
            mock.patch.object(results, "before", return_value=iter(())),
            pytest.raises(UnusableInput, match="No space left on device; once that is mended"),
        ):
            plan_club(club, results, HowToPlan(CATALOG))
    assert run(club, path).athletes == 2
    assert path.read_bytes() == one_at_a_time(club)


def test_the_summary_counts_the_whole_club() -> None:
    club = entries(
        member("ana", 20), member("ben", 41), member("cid", 42), member("dora", 13),
        member("eve", 14), member("ana", 20), member("finn", 41),
    )  # fmt: skip
    standings: list[Standing] = []
    faults: list[tuple[int, str]] = []
    lines: list[str] = []
    with (
        mock.patch.object(planned, "plan_in_processes", PretendedProcesses()),
        StreamedResults(lines.append) as results,
    ):
        summary = plan_club(
            club,
            results,
            HowToPlan(CATALOG),
            on_standing=standings.append,
            on_fault=lambda entry, what: faults.append((entry.row, what)),
        )
    assert "".join(f"{line}\n" for line in lines).encode() == one_at_a_time(club)
    assert {status: count for status, count in summary.statuses.items() if count} == {
        "optimal": 1, "relaxed": 3, "unusable": 2, "fault": 1,
    }  # fmt: skip
    assert [(slow.athlete_id, slow.seconds) for slow in summary.slowest] == [
        ("cid", 0.042), ("ben", 0.041), ("ana", 0.02),
    ]  # fmt: skip
    (rule,) = summary.rules_relaxed
    assert (rule.rule, rule.athletes) == ("pattern_variety", 3)
    assert [row.row for row in summary.unusable] == [4, 6]
    assert [row.row for row in summary.faults] == [5]
    assert (summary.planned_now, summary.same_problem) == (5, 1)
    assert (standings[0].done, standings[0].left) == (1, 5)
    assert (standings[-1].done, standings[-1].left) == (7, 0)
    assert all(read_line(line) for line in lines)


def test_the_time_left_follows_from_what_the_athletes_of_this_call_took() -> None:
    assert time_left(Standing(done=60, total=63, planned_now=2, left=3, seconds=50)) == (
        "about 0:01:15 left"
    )
    assert time_left(Standing(done=60, total=63, planned_now=0, left=3, seconds=50)) == ""
    assert time_left(Standing(done=63, total=63, planned_now=3, left=0, seconds=50)) == ""
