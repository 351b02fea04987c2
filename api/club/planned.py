"""A whole club: what is left to do, in which order it is written, and what became of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from api.club.answering import Planned, answer_for
from api.club.entries import Entry
from api.club.planning import HowToPlan, plan_in_processes
from api.club.requests import ClubRequest, answers, club_requests, last_uses, why_not
from api.club.result_lines import ErrorLine, Line, read_line
from api.club.results_file import Results
from api.club.summary import Summary, Tally
from optimizer.documents.errors import Problem, UnusableInput


@dataclass(frozen=True)
class Standing:
    """How far a club is: athletes with an answer, and in all; problems solved by this call in so
    many seconds, and still to solve."""

    done: int
    total: int
    planned_now: int
    left: int
    seconds: float


OnStanding = Callable[[Standing], None]
OnFault = Callable[[Entry, str], None]


def plan_club(
    entries: Sequence[Entry],
    results: Results,
    how: HowToPlan,
    *,
    on_standing: OnStanding | None = None,
    on_fault: OnFault | None = None,
) -> Summary:
    """Plan every athlete of a roster that ``results`` has no line of yet.

    Raises ``UnusableInput`` where ``results`` has lines of another roster, catalog, version or
    limit.
    """
    return _Club(entries, results, how).plan(
        on_standing or (lambda _: None), on_fault or (lambda _, __: None)
    )


class _Club:
    def __init__(self, entries: Sequence[Entry], results: Results, how: HowToPlan) -> None:
        self.begin = time.monotonic()
        self.results = results
        self.store = results.store
        self.how = how
        self.requests = club_requests(entries, how.catalog)
        self.last_use = last_uses(self.requests)
        self.tally = Tally(entries[0].kind if entries else "plan")
        self.seen: set[str] = set()
        """Problems with a line in the results."""
        self.written = 0
        self.planned_now = 0
        self.same_problem = 0

    def plan(self, on_standing: OnStanding, on_fault: OnFault) -> Summary:
        self._take_up_what_waits()
        self._take_up_what_is_done()
        before = self.written
        self._write_what_can_be()
        todo = dict(self._todo())
        rows = Counter(one.key for one in self.requests)
        done = len(self.requests) - sum(rows[self.requests[index].key] for index in todo)
        begin = time.monotonic()

        def tell() -> None:
            seconds, left = time.monotonic() - begin, len(todo) - self.planned_now
            on_standing(Standing(done, len(self.requests), self.planned_now, left, seconds))

        tell()
        with closing(plan_in_processes(todo, self.how)) as answers:
            for index, planned in answers:
                self.planned_now += 1
                done += rows[self.requests[index].key]
                if planned.fault is not None:
                    on_fault(self.requests[index].entry, planned.fault)
                self._take(index, planned)
                tell()
        assert self.written == len(self.requests)
        return self.tally.summary(
            seconds=time.monotonic() - self.begin,
            planned_now=self.planned_now,
            planned_before=before,
            same_problem=self.same_problem,
        )

    def _take_up_what_waits(self) -> None:
        """Lines of an earlier call that came before their turn; what answers nobody is left."""
        by_fingerprint = {one.fingerprint: one for one in self.requests}
        by_row = {one.entry.row: one for one in self.requests}
        for at, length, line in self.results.waiting():
            if isinstance(line, ErrorLine):
                one = by_row.get(line.row)
            else:
                one = by_fingerprint.get(line.fingerprint)
            if one is not None and one.key is not None and self._answers(line, one):
                self.store.known_at(one.key, at, length)

    def _take_up_what_is_done(self) -> None:
        for index, line in enumerate(self.results.before()):
            if index >= len(self.requests):
                raise self._mismatch(index, "has no row in the roster, which is shorter")
            one = self.requests[index]
            if not self._answers(line, one):
                how = self.how
                raise self._mismatch(index, why_not(line, one, how.catalog, how.options))
            self._count(index, line)
            if one.key is not None and self.last_use[one.key] > index:
                if one.key not in self.store:
                    self.results.keep(one.key, line.model_dump_json())
            elif one.key is not None:
                self.store.forget(one.key)

    def _answers(self, line: Line, one: ClubRequest) -> bool:
        return answers(line, one, self.how.catalog, self.how.options)

    def _mismatch(self, index: int, why: str) -> UnusableInput:
        return UnusableInput(
            Problem(
                "results",
                f"line {index + 1}",
                f"{why}; give --update to keep what still answers its row and plan the others,"
                " --restart to plan all again, or another file",
            )
        )

    def _todo(self) -> Iterator[tuple[int, Entry]]:
        """The first row of every problem that has no answer yet."""
        begun: set[str] = set()
        for index, one in enumerate(self.requests[self.written :], start=self.written):
            if one.key is not None and one.key not in begun and one.key not in self.store:
                begun.add(one.key)
                yield index, one.entry

    def _take(self, index: int, planned: Planned) -> None:
        """Write an answer if it is its turn, and keep it where it will be of use later."""
        one = self.requests[index]
        assert one.key is not None
        is_next = index == self.written
        if is_next:
            self._write(planned.line, planned.text)
        if not is_next or self.last_use[one.key] > index:
            self.results.keep(one.key, planned.text)
        self._write_what_can_be()

    def _write_what_can_be(self) -> None:
        """Lines in the order of the rows, up to the first whose answer is not there yet."""
        while self.written < len(self.requests):
            one = self.requests[self.written]
            if one.error_line is not None:
                self._write(one.error_line, one.error_line.model_dump_json())
                continue
            assert one.key is not None
            if one.key not in self.store:
                return
            text = self.store.get(one.key)
            line = read_line(text)
            own = answer_for(one.entry, line, self.how.catalog)
            index = self.written
            self._write(own, text if own == line else own.model_dump_json())
            if self.last_use[one.key] == index:
                self.store.forget(one.key)

    def _write(self, line: Line, text: str) -> None:
        self.results.write(text)
        self._count(self.written, line, new=True)

    def _count(self, index: int, line: Line, *, new: bool = False) -> None:
        one = self.requests[index]
        is_copy = one.key in self.seen
        if one.key is not None:
            self.seen.add(one.key)
        self.same_problem += is_copy and new
        self.tally.add(one.entry.row, line, is_copy=is_copy)
        self.written = index + 1
