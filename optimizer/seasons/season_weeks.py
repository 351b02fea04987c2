"""The weeks of a season in turn: what is past stands, the near ones are planned one after the other
with what came before, the far ones are sized."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Athlete, CurrentWeek, Request
from optimizer.documents.result import Plan, Result
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import SeasonChange, SeasonRequest, SeasonWeek
from optimizer.documents.versions import fingerprint
from optimizer.documents.wording import listed
from optimizer.operations.change_reasons import changes_between
from optimizer.operations.check import check
from optimizer.operations.plan import plan
from optimizer.seasons.coarse import NOTHING, Amounts, amounts_of, coarse_amounts, usual_of
from optimizer.seasons.flexibility import flexibility_of
from optimizer.seasons.outline import Outline, OutlineWeek
from optimizer.seasons.past import PastWeek, past_week, previous_of
from optimizer.seasons.week_requests import (
    numbers_in_block,
    request_of_week,
    with_runs_before,
)
from optimizer.seasons.why_no_week import why_no_week
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress

OnWeek = Callable[[int, Result], None]
"""Asked after each week that was planned, with its number: to keep what is there."""


@dataclass(frozen=True)
class Solving:
    """How weeks are planned.

    ``known``: answers by fingerprint, which are taken as they are.  ``on_week``: see ``OnWeek``.
    """

    catalog: Catalog
    options: SolveOptions | None = None
    on_progress: OnProgress | None = None
    known: Mapping[str, Result] = field(default_factory=dict)
    on_week: OnWeek | None = None

    def answer(self, number: int, request: Request) -> Result:
        found = self.known.get(fingerprint(request, self.catalog))
        if found is None or not is_valid_result(request, found, self.catalog):
            found = plan(
                request, catalog=self.catalog, options=self.options, on_progress=self.on_progress
            )
        self.keep(number, found)
        return found

    def keep(self, number: int, result: Result) -> None:
        if self.on_week is not None:
            self.on_week(number, result)


@dataclass
class SeasonWeeks:
    """Makes the weeks of one season, and gathers what changed against ``before``.

    ``done``: the weeks behind, from the first.  ``before``: the weeks ahead as they were planned,
    by number.
    """

    request: SeasonRequest
    outline: Outline
    solving: Solving
    done: Sequence[SeasonWeek] = ()
    before: Mapping[int, SeasonWeek] = field(default_factory=dict)
    changes: list[SeasonChange] = field(default_factory=list)

    def weeks(self) -> tuple[SeasonWeek, ...]:
        found = list(self.done)
        exact_until = len(found) + self.request.exact_weeks
        numbers = numbers_in_block(self.outline.weeks, self.solving.catalog)
        past = [past_week(week) for week in found]
        for week in self.outline.weeks[len(found) :]:
            plain = self._plain(week, numbers[week.number - 1], past)
            old = self.before.get(week.number)
            if week.override is not None and week.override.frozen and _has_plan(old):
                assert old is not None
                made = old.model_copy(update={"state": "frozen"})
            elif week.number <= exact_until:
                before = chain.from_iterable(map(_runs_that_stand, found))
                made = self._planned(week, with_runs_before(plain, before), past, old)
            else:
                made = self._coarse(week, plain, found)
            found.append(made)
            if made.result is not None:
                past.append(past_week(made))
        return tuple(found)

    def _plain(self, week: OutlineWeek, number: int, past: Sequence[PastWeek]) -> Request:
        """The request of a week without what came before it."""
        weeks = sum(one.done for one in past)
        return request_of_week(
            self.request, week, number, self._athlete(weeks), self.outline.level,
            self.solving.catalog,
        )  # fmt: skip

    def _athlete(self, weeks_done: int) -> Athlete:
        """With the weeks of strength of the season so far."""
        athlete = self.request.athlete
        known = athlete.weeks_of_strength
        if known is None:
            known = 0 if self.outline.level == "beginner" else 12
        return athlete.model_copy(update={"weeks_of_strength": min(5000, known + weeks_done)})

    def _planned(
        self,
        week: OutlineWeek,
        plain: Request,
        past: Sequence[PastWeek],
        old: SeasonWeek | None,
    ) -> SeasonWeek:
        made = self._outlined(week)
        had_plan = old is not None and old.result is not None and old.result.plan is not None
        if not plain.availability:
            gap = _gap(week, self.request)
            if had_plan:
                self._tell(week.number, "Its strength sessions are dropped.", gap)
            return made.model_copy(update={"note": gap})
        request = plain.model_copy(update={"previous": previous_of(past)})
        if old is not None and old.request is not None and old.result is not None:
            is_same = old.request.model_copy(update={"current": None}) == request
            if is_same and is_valid_result(old.request, old.result, self.solving.catalog):
                # Nothing that it follows from is different, so it keeps its bytes.
                self.solving.keep(week.number, old.result)
                return self._with_answer(made, old.request, old.result)
            if old.result.plan is not None and old.result.plan.sessions:
                so_far = Plan(sessions=old.result.plan.sessions)
                request = request.model_copy(update={"current": CurrentWeek(plan=so_far)})
        result = self._answer(week.number, request)
        if request.current is not None:
            self._tell_changes(week.number, request, result)
        return self._with_answer(made, request, result)

    def _with_answer(self, week: SeasonWeek, request: Request, result: Result) -> SeasonWeek:
        if result.plan is not None and any(run.when for run in week.runs):
            week = week.model_copy(update={"runs": _placed(week.runs, result.plan)})
        found = _answered(week, request, result)
        if result.plan is None or not result.plan.sessions:
            found = found.model_copy(update={"note": _no_strength(result) or found.note})
        if result.plan is None:
            return found
        most = self.request.flexibility
        if most is None:
            most = round(self.solving.catalog.numbers("season_flexibility")[0])
        stretches = flexibility_of(
            week.number, request, result.plan, week.runs, most, self.solving.catalog
        )
        return found.model_copy(update={"flexibility": stretches})

    def _answer(self, number: int, request: Request) -> Result:
        try:
            return self.solving.answer(number, request)
        except UnusableInput as error:
            raise UnusableInput(*(_of_season(one) for one in error.problems)) from None

    def _coarse(
        self, week: OutlineWeek, plain: Request, before: Sequence[SeasonWeek]
    ) -> SeasonWeek:
        made = self._outlined(week).model_copy(update={"state": "coarse"})
        if not plain.availability:
            return made.model_copy(update={"note": _gap(week, self.request)})
        usual = usual_of(before, plain)
        amounts = coarse_amounts(plain, usual, week.is_deload, self.solving.catalog)
        return _with_amounts(made, amounts)

    def _outlined(self, week: OutlineWeek) -> SeasonWeek:
        return SeasonWeek(
            number=week.number,
            start=week.start.isoformat(),
            state="planned",
            phase=week.phase,
            deload=week.is_deload,
            weeks_to_race=week.weeks_left,
            runs=week.runs,
            running_minutes=week.running_minutes,
            sessions=NOTHING.sessions,
            sets=NOTHING.sets,
            strength_minutes=NOTHING.minutes,
            note=week.note,
        )

    def _tell_changes(self, number: int, request: Request, result: Result) -> None:
        case = case_of(request, self.solving.catalog)
        for change in changes_between(case, request, result).changes:
            if change.kind == "rearranged":
                sentence = f"{change.session} stays with the same exercises and sets."
                why = "Its loads, repetitions and order follow from what was done before it."
                self._tell(number, sentence, why)
            elif change.sentence is not None:
                self._tell(number, change.sentence, " ".join(change.reasons))

    def _tell(self, number: int, sentence: str, why: str) -> None:
        self.changes.append(SeasonChange(week=number, sentence=sentence, why=why))


def is_valid_result(request: Request, result: Result, catalog: Catalog) -> bool:
    """Whether a result that came from outside answers the request and keeps the rules."""
    if result.plan is None:
        # There is no plan to check, so it has to be the answer of this very version.
        return result.status == "infeasible" and result.fingerprint == fingerprint(request, catalog)
    try:
        return result.status != "unsolved" and check(request, result, catalog=catalog).holds
    except UnusableInput:
        return False


def _placed(runs: Sequence[PlannedRun], week_plan: Plan) -> tuple[PlannedRun, ...]:
    """The runs where the plan of their week has them."""
    starts = {run.id: run.start for run in week_plan.runs if run.placed}
    placed = (
        run.model_copy(update={"start": starts[run.id]}) if run.id in starts else run
        for run in runs
    )
    return tuple(sorted(placed, key=lambda run: run.starts_at))


def _runs_that_stand(week: SeasonWeek) -> tuple[PlannedRun, ...]:
    """Its runs, without those that no plan placed: their start is a guess."""
    plan_of_week = None if week.result is None else week.result.plan
    placed = set() if plan_of_week is None else {run.id for run in plan_of_week.runs if run.placed}
    return tuple(run for run in week.runs if not run.when or run.id in placed)


def _answered(week: SeasonWeek, request: Request, result: Result) -> SeasonWeek:
    week = week.model_copy(update={"request": request, "result": result})
    return week if result.plan is None else _with_amounts(week, amounts_of(result.plan))


def _with_amounts(week: SeasonWeek, amounts: Amounts) -> SeasonWeek:
    return week.model_copy(
        update={
            "sessions": amounts.sessions,
            "sets": amounts.sets,
            "strength_minutes": amounts.minutes,
        }
    )


def _no_strength(result: Result) -> str | None:
    """Why a week that has windows has no strength; None: it is to have none."""
    if result.status == "relaxed":
        return "No session of strength fits into the windows of this week."
    if result.plan is None:
        why = why_no_week(result) or "The limit of the search came before any."
        return f"No plan for strength was found. {why}"
    return None


def _has_plan(week: SeasonWeek | None) -> bool:
    return week is not None and week.result is not None and week.result.plan is not None


def _gap(week: OutlineWeek, request: SeasonRequest) -> str:
    """Why a week has no time for strength."""
    names = [
        f"{one.since} to {one.to}{f' ({one.note})' if one.note else ''}"
        for one in request.exceptions
        if one.first_day < week.end and one.last_day >= week.start and one.availability is not None
    ]
    if names:
        return f"No time for strength: {listed(names)} leave no window."
    return "No time for strength: the week has no window."


def _of_season(problem: Problem) -> Problem:
    """A fault of a week's request by its place in the season."""
    field = problem.field
    if field.startswith("week."):
        return replace(problem, field=field.removeprefix("week."))
    if not field or field.startswith(("athlete", "runs", "previous")):
        return problem
    return replace(problem, field=f"week.{field}")
