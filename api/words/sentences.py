"""What a result says, sentence by sentence, for every door that speaks to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.words.phrases import day_name, hours, number, plain
from optimizer.documents.wording import counted, listed

if TYPE_CHECKING:
    from optimizer.case.timeline import TimedRun
    from optimizer.documents.request import Request
    from optimizer.documents.result import (
        Conflict,
        LeadsTo,
        Plan,
        Result,
        Session,
        TierValue,
        WeekInNumbers,
        WindowUse,
    )

CANNOT_HOLD = "Why: this cannot hold this week"
LESS_IS_BETTER = "What could not be better: less is better, the first line decides first"
CANNOT_ALL_HOLD = "Why: these cannot all hold; without any one of them they could"
ORDER_AMONG_EQUALS = frozenset({"coach_rank", "tie_break"})
"""Tiers that only choose among weeks that are as good; the second stands in results that were saved
before a coach's order decided."""
NO_SMALL_CURE = "No small change of one window, run, limit, thing, muscle or pin alone does it."
NO_RULE_ALONE = "No part of run_rules alone does it: give one of these runs other times."
"""Of runs that cannot stand, whatever the sessions."""
WITHHELD = "Not advised: cures it, and leaves a worse week"


@dataclass(frozen=True)
class Answer:
    """A status in words."""

    word: str
    meaning: str
    tone: Literal["good", "mixed", "bad"]


_ANSWERS = {
    "optimal": Answer(
        "Proven best",
        "every required rule holds, and no other week does better by the published rules",
        "good",
    ),
    "feasible": Answer(
        "Feasible",
        "every required rule holds; the time limit came before the proof of the best week",
        "mixed",
    ),
    "relaxed": Answer(
        "Something has to give, proven the least",
        "no week keeps every required rule; none gives up less than this one",
        "mixed",
    ),
    "infeasible": Answer("No week", "the rules cannot hold together", "bad"),
    "unsolved": Answer(
        "No answer yet", "the time limit came before any plan; give --limit more", "bad"
    ),
}
_FEWEST_CHANGES = Answer(
    "Proven: the fewest changes",
    "every required rule holds, and no week changes less, or does better with as few changes",
    "good",
)
_UNPROVEN_RELAXATION = Answer(
    "Something has to give",
    "no week keeps every required rule; the time limit came before the proof that none gives up"
    " less than this one",
    "mixed",
)


def answer_of(request: Request, result: Result) -> Answer:
    if result.status == "relaxed" and any(tier.value != tier.bound for tier in result.objective):
        return _UNPROVEN_RELAXATION
    if result.status == "optimal" and request.current is not None:
        return _FEWEST_CHANGES
    return _ANSWERS[result.status]


_MOST_NAMED = 4


def left_out_in_words(plan: Plan | None, names: Mapping[str, str]) -> str:
    """``; left out: Biceps brachii``: muscles that running neglects and the plan has no direct set
    of, where there is a plan.

    ``names``: of muscles, by id.
    """
    found = [] if plan is None or not plan.sessions else plan.coverage
    missing = [
        plain(names.get(one.muscle, one.muscle))
        for one in found
        if one.neglected and one.is_left_out
    ]
    if not missing:
        return ""
    more = len(missing) - _MOST_NAMED
    named = missing[:_MOST_NAMED] + ([counted(more, "more muscles")] if more > 0 else [])
    return f"; left out: {listed(named)}"


def telling_tiers(result: Result) -> list[str]:
    """The tiers that say something to a person, in the order that decides."""
    return [_tier(tier) for tier in result.objective if _tells_something(tier)]


def _tells_something(tier: TierValue) -> bool:
    """Nothing missed needs no word, and the order among equals means nothing to a person."""
    return tier.value != tier.bound or (tier.value != 0 and tier.name not in ORDER_AMONG_EQUALS)


def _tier(tier: TierValue) -> str:
    """``target dose shortfall 12 half sets``; a value that is not proven says so."""
    open_gap = "" if tier.value == tier.bound else f" (no less than {tier.bound})"
    return plain(f"{tier.name.replace('_', ' ')} {counted(tier.value, tier.unit)}{open_gap}")


def run_in_words(run: TimedRun) -> str:
    """``long run, 110 min, 18 km``."""
    kind = "race" if run.is_race else f"{run.kind} run"
    distance = f", {number(run.distance_km)} km" if run.distance_km else ""
    return f"{kind}, {run.minutes} min{distance}"


def hours_around_in_words(session: Session) -> tuple[str, str]:
    """The hours since the last run, and when the next key run is."""
    since = session.hours_since_run
    return (
        "no run before" if since is None else f"{hours(since)} after the last run",
        next_key_run_in_words(session) or "no key run ahead",
    )


def next_key_run_in_words(session: Session) -> str:
    """``next key run Sun 29 Nov, 18:00``; empty where none is known.

    Plans that were saved before its start was told have the hours until then alone.
    """
    start, until = session.next_key_run_at, session.hours_to_key_run
    if start is not None:
        return f"next key run {day_name(start.date())}, {start:%H:%M}"
    return "" if until is None else f"next key run {hours(until)} after its start"


def conflict_in_words(conflict: Conflict) -> list[str]:
    """Its members; sentences of one rule that say the same of several things are one."""
    alike: dict[tuple[str, str], list[str]] = {}
    for member in conflict.rules:
        head, colon, tail = member.sentence.partition(": ")
        # Without a colon it is one whole sentence, like no other.
        alike.setdefault((member.rule, f"{colon}{tail}" or head), []).append(head)
    return [
        f"{', '.join(heads)}{tail}" if tail.startswith(":") else heads[0]
        for (_, tail), heads in alike.items()
    ]


def cures_in_words(result: Result) -> list[str]:
    """What would help and what week it leads to, or that nothing small does."""
    if _is_of_runs_alone(result):
        return [repair.sentence for repair in result.repairs] or [NO_RULE_ALONE]
    cures = [f"{repair.sentence} {_week_led_to(repair.leads_to)}" for repair in result.repairs]
    none_cures = result.conflict is not None and not result.repairs_withheld
    return cures or ([NO_SMALL_CURE] if none_cures else [])


def _is_of_runs_alone(result: Result) -> bool:
    """True: runs to place cannot stand, so that no week of sessions was looked for."""
    rules = () if result.conflict is None else result.conflict.rules
    return bool(rules) and all(member.rule == "run_placement" for member in rules)


def withheld_in_words(result: Result) -> list[str]:
    """What would cure the conflict and is not advised, with the reason."""
    return [f"{withheld.sentence} {withheld.why}" for withheld in result.repairs_withheld]


def _week_led_to(leads_to: LeadsTo | None) -> str:
    if leads_to is None:
        return "What week it leads to was not known when the search ended."
    after = _numbers(leads_to.after)
    before = None if leads_to.before is None else _numbers(leads_to.before)
    numbers = [
        counted(value, several, one) + ("" if before is None else f" (now {now:g})")
        for (one, several), value in after.items()
        for now in [0 if before is None else before[one, several]]
        if value or now
    ]
    return f"Leads to {', '.join(numbers) or 'no session'}."


def _numbers(week: WeekInNumbers) -> dict[tuple[str, str], float]:
    """By what they count, one and several."""
    heavy = "with heavy work before a key run"
    doses = "below the minimum doses"
    return {
        ("session", "sessions"): week.sessions,
        ("session inside recovery", "sessions inside recovery"): week.sessions_inside_recovery,
        ("main-lift set", "main-lift sets"): week.main_lift_sets,
        (f"set {doses}", f"sets {doses}"): week.minimum_missed_half_sets / 2,
        (f"session {heavy}", f"sessions {heavy}"): week.heavy_before_key_run,
    }


def windows_in_words(result: Result) -> list[str]:
    """What became of the windows that are worth a line."""
    windows = result.plan.windows if result.plan is not None else ()
    return [
        _window(use) for use in windows if use.reason or use.lost_minutes or use.session is None
    ]


def _window(use: WindowUse) -> str:
    name = f"{use.window} ({use.session or 'not used'})"
    if use.reason:
        return plain(f"{name}: {use.reason}")
    if use.lost_minutes:
        return plain(f"{name}: its first {use.lost_minutes} min come too soon")
    if use.hours_since_run is not None:
        return plain(f"{name}: free, {hours(use.hours_since_run)} after the last run")
    return plain(f"{name}: free")


def versions_in_words(result: Result) -> str:
    """What made the result, with a content hash as far as a person would compare it."""
    catalog = plain(result.versions.catalog.removeprefix("sha256:")[:12])
    return f"runstrong {plain(result.versions.software)}, catalog {catalog}"
