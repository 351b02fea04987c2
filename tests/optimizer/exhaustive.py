"""Every week there is: the best of a tiny world found by trying all of them, without a solver.

A week is a start on the five-minute grid in each window that is used, and a number of sets for each
exercise in each session.  Each is arranged, read by the rules' reviews and measured.  What the
reviews do not say, because it belongs to the time model or to the order of relaxations, stands
here: a session's charged time fits into its budget, and the recovery of 24 hours is given up in the
two published steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from unittest.mock import patch

from catalog import Catalog
from catalog.models import Exercise
from optimizer.building import problem_of as problem_of_module
from optimizer.building.case_of import case_of
from optimizer.building.findings import required_only, reviewed
from optimizer.building.possible import Possible
from optimizer.building.problem_of import problem_of
from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING
from optimizer.case.timeline import TimedWindow
from optimizer.documents.request import Request
from optimizer.documents.result import Finding, Plan, Session
from optimizer.dosing.doses import Dose, dose_of, stands_alone
from optimizer.objective.tier import PlanTier
from optimizer.objective.tiers import TIERS, names_of
from optimizer.rules.base import Rule
from optimizer.rules.recovery_after_run import Parameters, RecoveryAfterRun, floor_minutes
from optimizer.rules.registry import RULES
from optimizer.session.arrange import session_blocks
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek
from optimizer.week.slot import Slot
from optimizer.week.warm_up import WarmUp

STEP_MINUTES = 5
_DAY_MINUTES = 24 * 60

# Rules that one more session can mend; what breaks any other rule alone breaks it in every week.
_MENDED_BY_MORE = {
    "neglected_coverage", "pattern_variety", "sessions_per_week", "progression", "pinned",
}  # fmt: skip

Key = tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The best week and what it is worth, by tier; ``weeks`` were tried."""

    tiers: dict[str, int]
    sessions: tuple[str, ...]
    weeks: int


@dataclass(frozen=True)
class _Option:
    """One session that can be held, and what it costs in minutes of lost recovery."""

    day: date
    reviewed: ReviewedSession
    short_for_legs: int
    short_without: int
    on_the_eve: bool
    """It ends, by its charged time, within the hours before a key run."""

    def __str__(self) -> str:
        sets = " ".join(f"{e}×{n}" for e, n in sorted(self.reviewed.sets().items()))
        return f"{self.reviewed.session.window} {self.reviewed.session.start}: {sets}"


def best_week(
    request: Request,
    catalog: Catalog,
    *,
    relaxed: bool = False,
    whole_budget: bool = True,
    keeps: Callable[[ReviewedWeek], bool] = lambda _: True,
) -> Found | None:
    """The lexicographically best week that keeps every required rule; None: there is none.

    ``relaxed``: the relaxable rules may be broken, which the first tiers then count.
    ``whole_budget``: a session that lacks recovery is not offered less time for a later start.
    ``keeps``: what the week has to meet besides the rules.
    """
    case = case_of(request, catalog)
    with patch.object(problem_of_module, "problem_of", _asked_once()):
        return _best(case, relaxed=relaxed, whole_budget=whole_budget, keeps=keeps)


def _asked_once() -> object:
    """``problem_of`` remembering its answers: the reviews ask it of one case for every week."""
    known: dict[tuple[int, bool], WeekProblem] = {}

    def remembered(case: Case, *, relaxed: bool = False) -> WeekProblem:
        key = (id(case), relaxed)
        if key not in known:
            known[key] = problem_of(case, relaxed=relaxed)
        return known[key]

    return remembered


def _best(
    case: Case, *, relaxed: bool, whole_budget: bool, keeps: Callable[[ReviewedWeek], bool]
) -> Found | None:
    relaxations = names_of("relaxation") if relaxed else ()
    changes = () if case.current is None else names_of("change")
    names = (*relaxations, *changes, *names_of("week"))
    done = _done(case)
    possibilities = Possible(case, done)
    best: tuple[Key, ReviewedWeek] | None = None
    # What a wish or last week's exercise is measured by: the exercises that are on offer at all.
    possible = frozenset(problem_of(case, relaxed=relaxed).doses)
    weeks = 0
    for options in _weeks(case, relaxed=relaxed, whole_budget=whole_budget):
        sessions = (*done, *(option.reviewed for option in options))
        ordered = tuple(sorted(sessions, key=lambda s: s.start))
        week = ReviewedWeek(case, ordered, possibilities)
        if not keeps(week):
            continue
        weeks += 1
        tiers = _Tiers(week, possible, _recovery(options))
        if not relaxed and best is not None and not tiers.better_than(best[0], names):
            continue
        findings = _findings(week)
        broken = required_only(case, findings)
        if relaxed:
            if any(f.rule not in _RELAXABLE or _is_rigid(f) for f in broken):
                continue
            tiers.known.update(_relaxations(week, broken))
        elif broken:
            continue
        if best is None or tiers.better_than(best[0], names):
            best = tuple(tiers[name] for name in names), week
    if best is None:
        return None
    best_weeks = tuple(
        f"{s.session.window} {s.session.start[:16]} {sorted(s.sets().items())}"
        for s in best[1].sessions
    )
    return Found(dict(zip(names, best[0], strict=True)), best_weeks, weeks)


@dataclass(frozen=True)
class _Tiers:
    """The tiers of a week, each measured when it is asked for: most weeks lose by their first."""

    week: ReviewedWeek
    possible: frozenset[str]
    known: dict[str, int]

    def __getitem__(self, name: str) -> int:
        if name not in self.known:
            tier = TIERS[name]
            assert isinstance(tier, PlanTier), name
            self.known[name] = tier.measured(self.week, self.possible)
        return self.known[name]

    def better_than(self, key: Key, names: Sequence[str]) -> bool:
        """The first of the tiers that differs is less than that of ``key``."""
        return next(
            (self[n] < than for n, than in zip(names, key, strict=True) if self[n] != than), False
        )


def _done(case: Case) -> tuple[ReviewedSession, ...]:
    """This week's sessions that are done already: part of every week."""
    if case.current is None:
        return ()
    return reviewed(case, Plan(sessions=tuple(d.session for d in case.current.done))).sessions


_RELAXABLE = {rule.id for rule in RULES if rule.relaxable}


def _is_rigid(finding: Finding) -> bool:
    """True: a part of a relaxable rule that is never given up itself."""
    if finding.rule == "sessions_per_week":
        return finding.subject != "min_sessions"
    if finding.rule == "progression":
        return finding.subject not in ("weekly_sets", "kept_exercises")
    return False


def _findings(week: ReviewedWeek, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """Without what the sessions that are done have broken for good."""
    found = _all_findings(week, rules)
    done = _done(week.case)
    if not done:
        return found
    past = _all_findings(
        ReviewedWeek(week.case, done, week.possibilities),
        [r for r in rules if r.id not in _MENDED_BY_MORE],
    )
    return [finding for finding in found if finding not in past]


def _all_findings(week: ReviewedWeek, rules: Iterable[Rule]) -> list[Finding]:
    return [
        f for rule in rules if rule.enforced(week.case) == "required" for f in rule.review(week)
    ]


def _recovery(options: Sequence[_Option]) -> dict[str, int]:
    return {
        "sessions_inside_recovery": sum(o.short_for_legs + o.short_without > 0 for o in options),
        "recovery_short_before_key_run": sum(
            o.short_for_legs > 0 and o.on_the_eve for o in options
        ),
        "recovery_short_for_leg_loading": sum(o.short_for_legs for o in options),
        "recovery_short_without_leg_loading": sum(o.short_without for o in options),
    }


def _relaxations(week: ReviewedWeek, broken: Iterable[Finding]) -> dict[str, int]:
    """The other relaxation tiers, as the findings tell them."""
    case = week.case
    tiers = {n: 0 for n in names_of("relaxation") if n not in _recovery(())}
    for finding in broken:
        if finding.rule == "neglected_coverage":
            volume_class = case.catalog.muscles[finding.subject].volume_class
            tiers[f"neglected_{volume_class}_left_out"] += 1
        elif finding.rule == "pattern_variety":
            tiers["patterns_missing"] += 1
        elif finding.rule == "progression":
            over = round(abs(finding.actual - finding.required))
            name = "sets_above_progression"
            tiers[name if finding.subject == "weekly_sets" else "kept_exercises_missing"] += over
    # The phase's least is a target of every relaxed week, as far as its windows go.
    problem = problem_of_module.problem_of(case, relaxed=True)
    windows = len({slot.window.id for slot in problem.slots})
    phase = round(case.catalog.numbers(f"sessions_{case.request.week.phase}")[0])
    least = max(case.request.limits.min_sessions or 0, min(phase, windows, problem.most_sessions))
    tiers["sessions_missing"] = max(0, least - len(week.sessions))
    return tiers


def _weeks(case: Case, *, relaxed: bool, whole_budget: bool) -> Iterator[tuple[_Option, ...]]:
    """Every choice of at most one session a window and a day."""
    choices = [
        [None, *_options(case, window, relaxed=relaxed, whole_budget=whole_budget)]
        for window in case.timeline.windows
    ]
    for choice in product(*choices):
        options = tuple(option for option in choice if option is not None)
        if len({option.day for option in options}) == len(options):
            yield options


def _options(
    case: Case, window: TimedWindow, *, relaxed: bool, whole_budget: bool
) -> Iterator[_Option]:
    doses = {
        exercise.id: dose_of(case, exercise)
        for exercise in case.catalog.exercises.values()
        if exercise.counts_toward_volume
    }
    amounts = [(0, *range(d.sets_least, d.sets_most + 1)) for d in doses.values()]
    contents = [
        {exercise: n for exercise, n in zip(doses, sets, strict=True) if n}
        for sets in product(*amounts)
        if any(sets)
    ]
    warm_up = warm_up_of(case, window, ANYTHING)
    if warm_up is None:
        return
    first = -(-window.start // STEP_MINUTES) * STEP_MINUTES
    done = _done(case)
    rules = [rule for rule in RULES if rule.id not in _MENDED_BY_MORE]
    for start in range(first, window.end, STEP_MINUTES):
        for sets in contents:
            session = _session(case, doses, window, start, warm_up, sets)
            if session is None:
                continue
            week = reviewed(case, Plan(sessions=(*(d.session for d in done), session)))
            broken = {finding.rule for finding in _findings(week, rules)}
            short = (0, 0)
            if broken == {"recovery_after_run"} and relaxed:
                if whole_budget and start not in _without_loss_of_time(case, window):
                    continue
                lost = _lost_recovery(case, start, [doses[e].exercise for e in sets])
                if lost is None:
                    continue
                short = lost
            elif broken:
                continue
            seconds = warm_up.seconds + max(_charged(case, doses, sets))
            late = _is_on_the_eve(case, start, start + seconds / 60)
            yield _Option(case.timeline.day(start), week.ahead.sessions[0], *short, late)


def _is_on_the_eve(case: Case, start: int, end: float) -> bool:
    least = case.minutes_from_hours("leg_to_key_min")
    keys = (run.start for run in case.timeline.runs if run.is_key and run.start >= start)
    return any(end > key - least for key in keys)


def _without_loss_of_time(case: Case, window: TimedWindow) -> set[int]:
    """Starts with the whole budget, those at which another kind of work becomes lawful, and those
    that wait for the spacing after such a start of an earlier window, whether or not it is used."""
    limit = case.request.limits.max_session_minutes or _DAY_MINUTES
    lawful = {_on_grid(moment) for rule in RULES for moment in rule.moments(case)}
    spacings = {gap for rule in RULES for gap in rule.spacings_minutes(case)}
    windows = case.timeline.windows
    grids = {w: range(_on_grid(w.start), w.end, STEP_MINUTES) for w in windows}
    whole = {w: [s for s in grid if s + limit <= w.end] for w, grid in grids.items()}
    starts = {
        w: {s for s in grid if s == grid[0] or s in lawful or s in whole[w][-1:]}
        for w, grid in grids.items()
    }
    # What waits may be waited for in its turn.
    for _ in range(2):
        for later in windows:
            earlier = {s for w in windows if w.start < later.start for s in starts[w]}
            waits = {_on_grid(start + gap) for start in earlier for gap in spacings}
            starts[later] |= waits.intersection(grids[later])
    return starts[window].union(whole[window])


def _on_grid(minute: int) -> int:
    return -(-minute // STEP_MINUTES) * STEP_MINUTES


def _session(
    case: Case,
    doses: dict[str, Dose],
    window: TimedWindow,
    start: int,
    warm_up: WarmUp,
    sets: dict[str, int],
) -> Session | None:
    """The session as a person does it, or None where its time does not do."""
    limit = case.request.limits.max_session_minutes or _DAY_MINUTES
    ends = [window.end, start + limit]
    ends += [run.start for run in case.timeline.runs if run.start >= start]
    work_seconds = 60 * (min(ends) - start) - warm_up.seconds
    if max(_charged(case, doses, sets)) > work_seconds:
        return None
    slot = Slot(-1, window, start, ANYTHING, warm_up, work_seconds, frozenset())
    blocks = session_blocks(case, doses, slot, sets)
    seconds = sum(item.seconds for block in blocks for item in block.items)
    if seconds - warm_up.seconds > work_seconds:
        return None
    return Session(
        id=window.id,
        window=window.id,
        place=case.place_name(window.place),
        start=case.timeline.iso(start),
        end=case.timeline.iso(start, seconds),
        minutes=round(seconds / 60, 2),
        blocks=blocks,
    )


def _charged(case: Case, doses: dict[str, Dose], sets: dict[str, int]) -> tuple[int, int]:
    """What a session costs in all, and what its set-up costs with all that shares no superset with
    another leg lift or jump, whole rests included."""
    apart = [n for n in sets if doses[n].exercise.leg_loading or stands_alone(doses[n].exercise)]
    whole = sum(
        sets[n] * (doses[n].work_seconds + doses[n].exercise.rest_seconds) for n in apart
    ) + sum(doses[n].exercise.setup_seconds for n in sets)
    in_all = sum(doses[n].charged_seconds(count) for n, count in sets.items())
    return in_all, 0 if case.request.preferences.style == "straight" else whole


def _lost_recovery(case: Case, start: int, exercises: Sequence[Exercise]) -> tuple[int, int] | None:
    """Minutes short of the 24 hours (with leg loading, without), or None below the floor.

    Without leg loading: leg load and impact at most 1, and 0 in the first hours after a run.
    """
    if case.request.recovery == "hard_days_hard":
        return _lost_by_hard_days(case, start, exercises)
    rule = RecoveryAfterRun()
    ended = [run for run in case.timeline.runs if run.end <= start]
    gap = start - max(run.end for run in ended)
    short = rule.needed_minutes(case) - gap
    most = 1 if gap >= case.minutes_from_hours("run_to_light") else 0
    if all(e.leg_load <= most and e.impact <= most for e in exercises):
        if case.parameters("recovery_after_run", Parameters).applies_to == "leg_loading":
            return 0, 0
        return 0, short
    needed = rule.needed_minutes(case)
    if all(start - run.end >= min(needed, floor_minutes(case, run)) for run in ended):
        return short, 0
    return None


def _lost_by_hard_days(
    case: Case, start: int, exercises: Sequence[Exercise]
) -> tuple[int, int] | None:
    """The same where a session may also stand on the day of an interval or tempo run."""
    day = case.timeline.day(start)
    ended = [run for run in case.timeline.runs if run.end <= start]
    hard = [run for run in ended if run.kind in ("interval", "tempo")]
    on_hard_day = any(case.timeline.day(run.start) == day for run in hard)
    floors = {run.id: floor_minutes(case, run) for run in ended}
    if any(e.leg_load > 1 or e.impact > 1 for e in exercises):
        if any(start - run.end < floors[run.id] for run in ended):
            return None
        return (0 if on_hard_day else max(24 * 60 - start + run.end for run in ended)), 0
    if not on_hard_day:
        return 0, max(24 * 60 - start + run.end for run in ended)
    least = 60 * (3 if case.request.athlete.level == "advanced" else 6)
    return 0, max(least - start + run.end for run in hard)
