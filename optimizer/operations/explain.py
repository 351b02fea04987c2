"""Why this, why not that: from a request and its result to reasons and prices.

What a rule says of a window or an exercise is asked of the rule, without the solver.  What another
choice would cost is solved, under the same tiers in the same order: see ``what_if.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalog import Catalog, load_catalog
from catalog.models import Exercise
from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.difference import WindowSets
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.explanation import (
    ExerciseChoice,
    Explanation,
    Instead,
    Reason,
    RunChoice,
    Served,
    SessionChoice,
    TierWithout,
    WhatIf,
    WindowChoice,
)
from optimizer.documents.request import Request
from optimizer.documents.result import Plan, Result, Session
from optimizer.documents.versions import SOFTWARE
from optimizer.documents.wording import did_you_mean, nearest, quoted
from optimizer.dosing.worth import EIGHTHS_OF_A_SET, worth_of
from optimizer.objective.tiers import TIERS, measured_relaxations
from optimizer.operations.check import refuse_another_request, tier_values, with_runs_of
from optimizer.operations.reasons import exercise_reasons, window_reasons
from optimizer.operations.run_choices import priced_run, run_choice
from optimizer.operations.what_if import refused, what_if
from optimizer.rules.registry import RULES
from optimizer.solving.clock import Clock
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress
from optimizer.week.conditions import (
    Condition,
    DoExercise,
    HoldWindow,
    LeaveOutExercise,
    LeaveOutWindow,
)
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_WINDOW, _EXERCISE = "window:", "exercise:"


def explain(
    request: Request,
    result: Result,
    *,
    session: str | None = None,
    exercise: str | None = None,
    why_not: str | None = None,
    run: str | None = None,
    catalog: Catalog | None = None,
    options: SolveOptions | None = None,
    on_progress: OnProgress | None = None,
) -> Explanation:
    """Why the plan of ``result`` is as it is.

    Asked nothing in particular: every window, session, run and exercise, without a solve.
    ``session``: one session by its id, with the price of every other place for it.  ``exercise``:
    one exercise of the plan, with the price of the best week without it.  ``why_not``: an exercise
    or a window that the plan does without, with the price of the best week that has it; where a
    name is both, write ``exercise:NAME`` or ``window:NAME``.  ``run``: a run of the week by its id,
    with the price of each other window of a placed one.  Each price takes a solve within
    ``options``.

    Raises ``UnusableInput`` for a result of another request, catalog or version, one without a
    plan, and a name that there is not.
    """
    catalog = load_catalog() if catalog is None else catalog
    # As it was written: the case has ids where the athlete wrote names.
    refuse_another_request(request, result, catalog)
    as_requested = case_of(request, catalog)
    case = with_runs_of(as_requested, result)
    explainer = _Explainer(case, result, options or SolveOptions(), on_progress)
    everything = session is None and exercise is None and why_not is None and run is None
    sessions: list[SessionChoice] = []
    exercises: list[ExerciseChoice] = []
    runs: list[RunChoice] = []
    if everything:
        runs = [run_choice(one) for one in explainer.plan.runs]
        sessions = [explainer.session(one) for one in explainer.plan.sessions]
        exercises = [explainer.exercise(one) for one in sorted(explainer.week.sets())]
    if session is not None:
        sessions = [explainer.priced_session(explainer.session_named(session))]
    if exercise is not None:
        exercises = [explainer.priced_exercise(explainer.exercise_named(exercise))]
    if run is not None:
        solving = options or SolveOptions()
        runs = [priced_run(as_requested, case, result, run, solving, on_progress)]
    return Explanation(
        athlete_id=result.athlete_id,
        status=result.status,
        windows=tuple(explainer.windows()) if everything or session is not None else (),
        sessions=tuple(sessions),
        exercises=tuple(exercises),
        runs=tuple(runs),
        why_not=None if why_not is None else explainer.why_not(why_not),
    )


class _Explainer:
    def __init__(
        self,
        case: Case,
        result: Result,
        options: SolveOptions,
        on_progress: OnProgress | None,
    ) -> None:
        if result.versions.software != SOFTWARE:
            raise UnusableInput(
                Problem(
                    "versions.software",
                    quoted(result.versions.software),
                    f"is not this version, {SOFTWARE}, whose plan may be another; plan the request"
                    " again",
                )
            )
        if result.plan is None:
            raise UnusableInput(
                Problem("plan", "", f"there is none, the result is {result.status}")
            )
        self.case = case
        self.result = result
        self.plan: Plan = result.plan
        self.options = options
        self.on_progress = on_progress
        self.relaxed = result.status == "relaxed"
        self.week = reviewed(case, self.plan)
        self.strict = problem_of(case)
        self.widest = problem_of(case, relaxed=True)
        values = tier_values(self.week, relaxed=self.relaxed)
        for tier in result.objective:
            if values.get(tier.name) != tier.value:
                raise UnusableInput(
                    Problem(
                        f"objective.{tier.name}",
                        str(tier.value),
                        f"is not what the plan reads, {values.get(tier.name)}; the result was"
                        " changed, so plan the request again",
                    )
                )

    @property
    def problem(self) -> WeekProblem:
        """The problem that the result answers."""
        return self.widest if self.relaxed else self.strict

    def what_if(self, question: str, *conditions: Condition, share: int = 1) -> WhatIf:
        """``share``: how many such questions the wall limit has to do for."""
        options = self.options
        if options.wall_seconds is not None:
            options = replace(options, wall_seconds=options.wall_seconds / share)
        clock = Clock(options, self.on_progress)
        return what_if(self.case, self.result, question, conditions, clock)

    # --- Windows ----------------------------------------------------------------------------------

    def windows(self) -> Iterator[WindowChoice]:
        timeline = self.case.timeline
        ids_by_window = {session.window: session.id for session in self.plan.sessions}
        for window, slots in self.strict.slots_by_window.items():
            earliest = min((slot.start for slot in slots), default=None)
            yield WindowChoice(
                window=window.id,
                start=timeline.iso(window.start),
                end=timeline.iso(window.end),
                place=self.case.place_name(window.place),
                session=ids_by_window.get(window.id),
                earliest_start=None if earliest is None else timeline.iso(earliest),
                reasons=tuple(
                    window_reasons(self.case, window, window.end if earliest is None else earliest)
                ),
            )

    # --- Sessions ---------------------------------------------------------------------------------

    def session_named(self, name: str) -> Session:
        for session in self.plan.sessions:
            if session.id == name:
                return session
        known = [session.id for session in self.plan.sessions]
        raise UnusableInput(
            Problem("session", quoted(name), f"is no session of the plan{nearest(name, known)}")
        )

    def session(self, session: Session) -> SessionChoice:
        words = {rule.id: rule.words_at(self.case, session.start_minute) for rule in RULES}
        return SessionChoice(
            session=session.id,
            window=session.window,
            start=session.start,
            minutes=session.minutes,
            hours_since_run=session.hours_since_run,
            hours_to_key_run=session.hours_to_key_run,
            limits=tuple(Reason(rule=i, sentence=text) for i, text in words.items() if text),
        )

    def priced_session(self, session: Session) -> SessionChoice:
        timeline = self.case.timeline
        taken = {one.window for one in self.plan.sessions}
        slots = self.problem.slots_by_window
        others = [w.id for w, there in slots.items() if there and w.id not in taken]
        earliest = min(
            (slot.start for slot in self.problem.slots if slot.window.id == session.window),
            default=session.start_minute,
        )
        is_later = earliest < session.start_minute
        share = len(others) + is_later
        sooner = None
        if is_later:
            when = timeline.clock(earliest)
            question = f"the session in window {session.window} at {when}"
            sooner = self.what_if(question, HoldWindow(session.window, earliest), share=share)
        elsewhere = [
            self.what_if(
                f"a session in window {window} and none in {session.window}",
                HoldWindow(window),
                LeaveOutWindow(session.window),
                share=share,
            )
            for window in others
        ]
        return self.session(session).model_copy(
            update={"sooner": sooner, "elsewhere": tuple(elsewhere)}
        )

    # --- Exercises --------------------------------------------------------------------------------

    def exercise_named(self, name: str) -> str:
        done = self.week.sets()
        exercises, names = self.case.catalog.exercises, self.case.catalog.exercise_names
        found = name if name in done else names.found(name)
        if found in done:
            return found
        if found is None:
            fault = f"is no exercise of this catalog{did_you_mean(names.near(name))}"
            raise UnusableInput(Problem("exercise", quoted(name), fault))
        name = found
        if not exercises[name].counts_toward_volume:
            raise UnusableInput(_fills_time("exercise", exercises[name]))
        raise UnusableInput(
            Problem(
                "exercise",
                quoted(name),
                "is not in the plan; ask why not, to see what it would cost",
            )
        )

    def exercise(self, name: str) -> ExerciseChoice:
        exercise = self.case.catalog.exercises[name]
        by_window = {
            one.window: one.training_sets()[name]
            for one in self.plan.sessions
            if name in one.training_sets()
        }
        return ExerciseChoice(
            exercise=name,
            name=exercise.name,
            sets=sum(by_window.values()),
            windows=tuple(
                WindowSets(window=window, before=sets, after=0)
                for window, sets in by_window.items()
            ),
            serves=tuple(self._served(exercise, sum(by_window.values()))),
            tiers=tuple(self._tiers_without(name)),
        )

    def priced_exercise(self, name: str) -> ExerciseChoice:
        without = self.what_if(f"no {name}", LeaveOutExercise(name))
        choice = self.exercise(name)
        instead = tuple(self._instead(self.case.catalog.exercises[name], choice.windows))
        return choice.model_copy(update={"without": without, "instead": instead})

    def _instead(self, exercise: Exercise, windows: tuple[WindowSets, ...]) -> Iterator[Instead]:
        """Exercises that count, are in no session yet, and train a muscle that it trains."""
        admitted = {
            window.id: frozenset().union(*(slot.exercises for slot in slots))
            for window, slots in self.widest.slots_by_window.items()
        }
        places = [one.window for one in windows]
        found = []
        for dose in self.widest.doses.values():
            other = dose.exercise
            shared = tuple(muscle for muscle in exercise.primary if muscle in other.primary)
            where = tuple(place for place in places if other.id in admitted.get(place, frozenset()))
            if shared and where and other.id not in self.week.sets():
                kin = (other.pattern != exercise.pattern, -len(shared), other.id)
                found.append(
                    (kin, Instead(exercise=other.id, name=other.name, shared=shared, windows=where))
                )
        yield from (instead for _, instead in sorted(found, key=lambda one: one[0]))

    def _served(self, exercise: Exercise, sets: int) -> Iterator[Served]:
        exercises = self.case.catalog.exercises
        worth = worth_of(self.case).get(exercise.id, {})
        for muscle in (*exercise.primary, *exercise.secondary):
            if muscle not in self.case.doses:
                continue
            is_primary = muscle in exercise.primary
            direct = [e for e in self.week.sets() if muscle in exercises[e].primary]
            yield Served(
                muscle=muscle,
                role="primary" if is_primary else "secondary",
                sets=sets if is_primary else sets / 2,
                of_sets=self.week.half_sets(muscle) / 2,
                effective_sets=sets * worth.get(muscle, 0) / EIGHTHS_OF_A_SET,
                of_effective_sets=self.week.worth(muscle) / EIGHTHS_OF_A_SET,
                target=self.case.doses[muscle].target / 2,
                neglected=muscle in self.case.neglected,
                alone=direct == [exercise.id],
            )

    def _tiers_without(self, name: str) -> Iterator[TierWithout]:
        """The tiers that get worse when the exercise is struck and all else stays."""
        struck = reviewed(self.case, _without(self.plan, name))
        now, then = (self._readings(week) for week in (self.week, struck))
        for tier, value in now.items():
            if then[tier] > value:
                yield TierWithout(name=tier, unit=TIERS[tier].unit, value=value, without=then[tier])

    def _readings(self, week: ReviewedWeek) -> dict[str, int]:
        """Every tier; what a strict week may not give up is read as what it would give up."""
        given_up = measured_relaxations(week, self.widest)
        return tier_values(week, relaxed=self.relaxed) | given_up

    # --- Why not ----------------------------------------------------------------------------------

    def why_not(self, name: str) -> WhatIf:
        kind, found = self._meant(name)
        if kind == _WINDOW:
            return self._why_not_window(found)
        return self._why_not_exercise(self.case.catalog.exercises[found])

    def _meant(self, name: str) -> tuple[str, str]:
        windows = {window.id for window in self.case.timeline.windows}
        exercises, names = self.case.catalog.exercises, self.case.catalog.exercise_names
        if name.startswith(_WINDOW) and name.removeprefix(_WINDOW) in windows:
            return _WINDOW, name.removeprefix(_WINDOW)
        called = names.found(name.removeprefix(_EXERCISE))
        if name.startswith(_EXERCISE) and called is not None:
            return _EXERCISE, called
        if name in windows and name in exercises:
            fault = f"is a window and an exercise; write {_WINDOW}{name} or {_EXERCISE}{name}"
        elif name in windows:
            return _WINDOW, name
        elif called is not None:
            return _EXERCISE, called
        elif name.startswith(_WINDOW):
            hint = nearest(name.removeprefix(_WINDOW), windows) or f"; known: {_listed(windows)}"
            fault = f"is no window of the request{hint}"
        elif name.startswith(_EXERCISE):
            near = names.near(name.removeprefix(_EXERCISE))
            fault = f"is no exercise of this catalog{did_you_mean(near)}"
        else:
            hint = nearest(name, [*windows, *exercises]) or f"; windows: {_listed(windows)}"
            fault = f"is no window of the request and no exercise of this catalog{hint}"
        raise UnusableInput(Problem("why_not", quoted(name), fault))

    def _why_not_window(self, name: str) -> WhatIf:
        for session in self.plan.sessions:
            if session.window == name:
                raise UnusableInput(
                    Problem(
                        "why_not",
                        quoted(name),
                        f"holds a session already; ask for session {session.id}, to see why",
                    )
                )
        question = f"a session in window {name}"
        window = self.case.timeline.window(name)
        if not self.widest.slots_by_window[window]:
            return refused(question, [*window_reasons(self.case, window, window.end)])
        return self.what_if(question, HoldWindow(name))

    def _why_not_exercise(self, exercise: Exercise) -> WhatIf:
        if exercise.id in self.week.sets():
            raise UnusableInput(
                Problem(
                    "why_not",
                    quoted(exercise.id),
                    "is in the plan already; ask for the exercise, to see what it is for",
                )
            )
        if not exercise.counts_toward_volume:
            raise UnusableInput(_fills_time("why_not", exercise))
        if exercise.id in self.widest.doses:
            return self.what_if(exercise.id, DoExercise(exercise.id))
        reasons = exercise_reasons(self.case, self.widest, exercise)
        return refused(exercise.id, [*reasons])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _fills_time(field: str, exercise: Exercise) -> Problem:
    return Problem(
        field,
        quoted(exercise.id),
        "is a warm-up drill, a stretch or a release: these follow a fixed procedure and have no"
        " price",
    )


def _without(plan: Plan, exercise: str) -> Plan:
    """The plan with one exercise struck from its blocks of work."""
    sessions = []
    for session in plan.sessions:
        blocks = tuple(
            block.model_copy(
                update={"items": tuple(i for i in block.items if i.exercise != exercise)}
            )
            for block in session.blocks
        )
        remaining = tuple(block for block in blocks if block.items)
        sessions.append(session.model_copy(update={"blocks": remaining}))
    return plan.model_copy(update={"sessions": tuple(sessions)})
