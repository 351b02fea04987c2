"""What a reader is told of the main lifts of a week: how many sets the week wants of each family,
how many it has, and the way out where a family has none.

Read from the finished plan without the solver, by the numbers of the tier
``main_lift_sets_missing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog.models import Exercise, LiftFamily, Phase, Stage
from optimizer.case.case import Case
from optimizer.documents.result import TierValue, Warning
from optimizer.documents.wording import counted, listed
from optimizer.dosing.doses import dose_of
from optimizer.dosing.roles import main_lifts_of
from optimizer.dosing.worth import (
    has_load,
    longest_sessions_minutes,
    main_lift_sets_wanted,
    stage_of,
)
from optimizer.objective.main_lifts import (
    MainLiftSetsMissing,
    all_sets_wanted,
    by_family,
)
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem, most_sessions
from optimizer.week.reviewed import ReviewedWeek

_CODE = "main_lifts"
_STAGES: Mapping[Stage, str] = {
    "beginner_first4": "a beginner's first four weeks of strength want",
    "beginner": "a beginner wants",
    "intermediate": "an intermediate runner wants",
    "advanced": "an advanced runner wants",
}
_PHASES: Mapping[Phase, str] = {
    "off_season": "in the off-season",
    "pre_season": "in pre-season",
    "in_season": "in season",
    "taper": "in a taper",
    "post_race": "after a race",
}


def main_lift_notes(
    problem: WeekProblem, week: ReviewedWeek, objective: Iterable[TierValue]
) -> Iterator[Warning]:
    """One note on the families that the week has main lifts of, and one on each way out.

    ``problem`` is the one that ``week`` answers, ``objective`` its tiers.
    """
    case = problem.case
    if not week.sessions:
        return
    if main_lift_sets_wanted(case) == 0:
        yield _note(f"No main lifts: {_who_wants(case)} none {_PHASES[case.request.week.phase]}.")
        return
    families = by_family(case, {*problem.doses, *week.sets()})
    if families:
        sets = _sets_of_main_lifts(week)
        by_family_in_words = [
            f"{_name(case, family)} {counted(sum(done.values()), 'sets')}{_named(case, done)}"
            for family, exercises in families.items()
            for done in [{e: number for e, number in sets.items() if e in exercises}]
        ]
        sentences = [
            f"Main lifts: {', '.join(by_family_in_words)}.",
            _what_is_wanted(case, len(families)),
            *_why_no_more(objective, relaxed=problem.relaxed),
        ]
        yield _note(" ".join(sentences))
        if not has_load(case):
            yield _note(
                "No place has a weight: the hardest forms with the body alone stand in for the main"
                " lifts."
            )
    yield from _missing_families(problem, families)


def _sets_of_main_lifts(week: ReviewedWeek) -> dict[str, int]:
    """The sets that each exercise has as a main lift, in the order of the week."""
    found: dict[str, int] = {}
    for session in week.sessions:
        sets = session.sets()
        for exercise in main_lifts_of(week.case, sets):
            found[exercise] = found.get(exercise, 0) + sets[exercise]
    return found


def _note(sentence: str) -> Warning:
    return Warning(code=_CODE, sentence=sentence)


def _who_wants(case: Case) -> str:
    return _STAGES[stage_of(case)]


def _name(case: Case, family: LiftFamily) -> str:
    return case.catalog.main_lift_families[family].name.lower()


def _named(case: Case, exercises: Iterable[str]) -> str:
    # Names have commas of their own.
    names = "; ".join(case.catalog.exercises[exercise].name for exercise in exercises)
    return f" ({names})" if names else ""


def _what_is_wanted(case: Case, families: int) -> str:
    """What level and phase ask for, and what the length of the sessions leaves of it."""
    phase = case.request.week.phase
    usual = case.catalog.main_lift_sets_wanted(stage_of(case), phase)
    wanted = main_lift_sets_wanted(case)
    sentence = f"{_who_wants(case)} {counted(usual, 'sets')} of each {_PHASES[phase]}"
    sentence = sentence[0].upper() + sentence[1:]
    if wanted < usual:
        sentence += f", and {wanted} in a lighter week"
    of_each, of_all = all_sets_wanted(case, families)
    if of_each == wanted and of_all == families * wanted:
        return f"{sentence}."
    minutes = longest_sessions_minutes(case, most_sessions(case))
    lengths = listed(str(length) for length in dict.fromkeys(minutes))
    room = [f"{counted(of_each, 'sets')} of each"] if of_each < wanted else []
    if of_all < families * of_each:
        room.append(f"{counted(of_all, 'sets')} of all together")
    up_to = "" if len(minutes) == 1 else "up to "
    sessions = f"{up_to}{counted(len(minutes), 'sessions')} of {lengths} min"
    has = "has" if len(minutes) == 1 else "have"
    return f"{sentence}; {sessions} {has} room for {listed(room)}."


def _why_no_more(objective: Iterable[TierValue], *, relaxed: bool) -> list[str]:
    """Where sets are missing, and only what is proven: the search may have been cut short."""
    for tier in objective:
        if tier.name == MainLiftSetsMissing.name and tier.value == tier.bound and tier.value:
            if relaxed:
                return ["No week holds more of them without giving up more of what comes first."]
            return ["No week that keeps every rule holds more of them."]
    return []


def _missing_families(problem: WeekProblem, there: Iterable[LiftFamily]) -> Iterator[Warning]:
    """Why families have no exercise that the week could hold; one note for each reason."""
    case = problem.case
    by_reason: dict[str, list[str]] = {}
    for family, exercises in by_family(case, case.catalog.exercises).items():
        if family not in there:
            lifts = [case.catalog.exercises[exercise] for exercise in exercises]
            by_reason.setdefault(_reason(problem, lifts), []).append(_name(case, family))
    for reason, names in by_reason.items():
        yield _note(f"No main lift for {listed(names)}: {reason}.")


def _reason(problem: WeekProblem, lifts: Iterable[Exercise]) -> str:
    """Why no session of the week may hold any of ``lifts``."""
    case = problem.case
    places = {window.place for window in case.timeline.windows}
    within_reach = [
        lift
        for lift in lifts
        if _refusing(case, lift) != "level"
        and (not lift.only_for or any(one.id in lift.only_for for one in case.injuries))
        and any(lift.id not in case.without_equipment_at(place) for place in places)
    ]
    if not within_reach:
        return "level and places leave none"
    allowed = [lift for lift in within_reach if _refusing(case, lift) is None]
    refusing = {rule for lift in within_reach for rule in [_refusing(case, lift)] if rule}
    if not allowed and refusing == {"injuries"}:
        injuries = [i.name for i in case.injuries if any(i.why_not(e) for e in within_reach)]
        verb = "shuts" if len(injuries) == 1 else "shut"
        return f"{listed(injuries)} {verb} out all that level and places leave"
    if not allowed:
        return f"{listed(sorted(refusing))} shut out all that level and places leave"
    lightly = [
        (slot, lift) for slot in problem.slots for lift in allowed if slot.admission.admits(lift)
    ]
    if not lightly:
        return "runs and races around the sessions leave light work for the legs only"
    if not any(dose_of(case, lift).least_seconds <= slot.work_seconds for slot, lift in lightly):
        return "no session is long enough for one"
    return "the rules leave none in any session of the week"


def _refusing(case: Case, exercise: Exercise) -> str | None:
    """The first rule by which this athlete may not do ``exercise`` at all this week."""
    return next((rule.id for rule in RULES if rule.refuses(case, exercise)), None)
