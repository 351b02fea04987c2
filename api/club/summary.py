"""What became of a club, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from api.club.entries import Kind
from api.club.result_lines import ErrorLine, Line
from optimizer.documents.errors import Problem
from optimizer.documents.result import Document, Relaxation, Result
from optimizer.documents.season import Season

MOST_SLOW = 5
_MOST_ROWS = 20
STATUSES = ("optimal", "feasible", "relaxed", "infeasible", "unsolved", "unusable", "fault")
SEASON_STATUSES = ("proven", "feasible", "relaxed", "infeasible", "unusable", "fault")


class SlowAthlete(Document):
    row: int
    athlete_id: str
    seconds: float
    status: str


class RelaxedRule(Document):
    rule: str
    athletes: int
    """Whose week gives up something of this rule."""


class UnansweredRow(Document):
    row: int
    athlete_id: str | None
    sentences: tuple[str, ...]


class Summary(Document):
    """``seconds`` and the counts of this call; everything else is of the whole club."""

    athletes: int
    statuses: Mapping[str, int]
    seconds: float
    planned_now: int
    """Problems that this call solved."""
    planned_before: int
    """Athletes whose answers were there already."""
    same_problem: int
    """Athletes of this call who were given the answer to another's same problem."""
    slowest: tuple[SlowAthlete, ...]
    rules_relaxed: tuple[RelaxedRule, ...]
    unusable: tuple[UnansweredRow, ...]
    """At most the first 20 of them."""
    faults: tuple[UnansweredRow, ...]
    """At most the first 20 of them."""

    @property
    def without_plan(self) -> int:
        return self.statuses["infeasible"] + self.statuses.get("unsolved", 0)


class Tally:
    """Adds up lines, one at a time, of rows of one ``kind``."""

    def __init__(self, kind: Kind = "plan") -> None:
        self._names = STATUSES if kind == "plan" else SEASON_STATUSES
        self._statuses: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._slowest: list[SlowAthlete] = []
        self._unusable: list[UnansweredRow] = []
        self._faults: list[UnansweredRow] = []

    def add(self, row: int, line: Line, *, is_copy: bool) -> None:
        """``is_copy``: the answer to another's same problem, which took no time of its own."""
        self._statuses[line.status] += 1
        if isinstance(line, ErrorLine):
            rows = self._faults if line.status == "fault" else self._unusable
            if len(rows) < _MOST_ROWS:
                sentences = tuple(str(Problem(**p.model_dump())) for p in line.problems)
                rows.append(UnansweredRow(row=row, athlete_id=line.athlete_id, sentences=sentences))
            return
        self._rules.update({relaxation.rule for relaxation in _relaxations(line)})
        # The weeks of a season may be from earlier calls.
        if not is_copy and not isinstance(line, Season):
            seconds = round(line.stats.total_ms / 1000, 3)
            self._slowest.append(
                SlowAthlete(
                    row=row, athlete_id=line.athlete_id, seconds=seconds, status=line.status
                )
            )
            self._slowest.sort(key=lambda slow: (-slow.seconds, slow.row))
            del self._slowest[MOST_SLOW:]

    def summary(
        self, *, seconds: float, planned_now: int, planned_before: int, same_problem: int
    ) -> Summary:
        return Summary(
            athletes=self._statuses.total(),
            statuses={status: self._statuses[status] for status in self._names},
            seconds=round(seconds, 3),
            planned_now=planned_now,
            planned_before=planned_before,
            same_problem=same_problem,
            slowest=tuple(self._slowest),
            rules_relaxed=tuple(
                RelaxedRule(rule=rule, athletes=count)
                for rule, count in sorted(self._rules.items(), key=lambda item: (-item[1], item[0]))
            ),
            unusable=tuple(self._unusable),
            faults=tuple(self._faults),
        )


def _relaxations(line: Result | Season) -> Iterator[Relaxation]:
    """Of a week, or of all weeks ahead."""
    if not isinstance(line, Season):
        yield from line.relaxations
        return
    for week in line.weeks:
        if week.result is not None and week.state != "done":
            yield from week.result.relaxations
