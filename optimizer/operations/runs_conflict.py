"""Runs that cannot stand, whatever the sessions: a smallest set of what is asked of them.

What each placed run asks, what each fixed run takes and each of ``run_rules`` is left out in turn,
for good where the others still cannot hold together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from optimizer.case.case import Case
from optimizer.case.timeline import RunToPlace
from optimizer.documents.patch import Operation
from optimizer.documents.request import RunRules
from optimizer.documents.result import Conflict, Member, Repair
from optimizer.documents.wording import counted, hours, listed
from optimizer.placing.candidates import runs_to_place
from optimizer.placing.placement import runs_can_stand
from optimizer.rules.run_placement import (
    BETWEEN_KEY_RUNS,
    LONG_AFTER_KEY_RUN,
    MAX_A_DAY,
    ORDER,
    RunPlacement,
)

_LEFT_OUT: Mapping[str, Mapping[str, object]] = {
    ORDER: {"order": ()},
    LONG_AFTER_KEY_RUN: {"long_after_key_run": True},
    MAX_A_DAY: {"max_a_day": 200},
    BETWEEN_KEY_RUNS: {"hours_between_key_runs": 0.0},
}
"""Parts of the rules, in the order in which they are tried, with what leaves each out."""
_HOURS_STEP = 6


def runs_conflict(case: Case) -> tuple[Conflict, tuple[Repair, ...]]:
    """Of a case whose runs to place have no placement."""
    smallest = case
    for run in case.timeline.runs:
        others = tuple(one for one in smallest.timeline.runs if one != run)
        smallest = _if_it_cannot_stand(smallest, _with(smallest, runs=others))
    for changes in _LEFT_OUT.values():
        smallest = _if_it_cannot_stand(smallest, _ruled(smallest, changes))
    for to_place in case.timeline.to_place:
        left = tuple(one for one in smallest.timeline.to_place if one != to_place)
        smallest = _if_it_cannot_stand(smallest, _with(smallest, to_place=left))
    members = [
        *(_member(one.id, _window_sentence(case, one)) for one in smallest.timeline.to_place),
        *(
            _member(run.id, f"{_capital(case.timeline.run_name(run))} has its start.")
            for run in smallest.timeline.runs
        ),
        *(
            _member(part, _rule_sentence(case, part))
            for part, changes in _LEFT_OUT.items()
            if any(getattr(smallest.request.run_rules, name) != v for name, v in changes.items())
            and (part != ORDER or case.request.run_rules.order)
        ),
    ]
    return Conflict(rules=tuple(members)), tuple(_repairs(case))


def _repairs(case: Case) -> Iterator[Repair]:
    """Single changes of the rules after which the runs can stand."""
    rules = case.request.run_rules
    changes: list[tuple[str, JsonValue, str]] = []
    if not rules.long_after_key_run:
        words = "Let a long run stand on the day after a key run."
        changes.append((LONG_AFTER_KEY_RUN, True, words))
    if rules.max_a_day == 1:
        changes.append((MAX_A_DAY, 2, "Let two runs stand on a day."))
    least = int(rules.hours_between_key_runs - 0.01) // _HOURS_STEP * _HOURS_STEP
    for number in range(least, -1, -_HOURS_STEP):
        if _can_stand(_ruled(case, {"hours_between_key_runs": float(number)})):
            words = f"Ask for {hours(60 * number)} between the starts of key runs."
            changes.append((BETWEEN_KEY_RUNS, number, words))
            break
    if rules.order:
        changes.append((ORDER, [], "Let the runs stand in any order."))
    for field, value, sentence in changes:
        raw: object = tuple(value) if isinstance(value, list) else value
        raw = float(value) if field == BETWEEN_KEY_RUNS and isinstance(value, int) else raw
        if _can_stand(_ruled(case, {field: raw})):
            yield Repair(patch=(_set_rule(case, field, value),), sentence=sentence)


def _set_rule(case: Case, field: str, value: JsonValue) -> Operation:
    if case.request.run_rules == RunRules():
        # A request need not have any: the operation has to apply to the file as it is.
        return {"op": "add", "path": "/run_rules", "value": {field: value}}
    return {"op": "add", "path": f"/run_rules/{field}", "value": value}


def _if_it_cannot_stand(case: Case, smaller: Case) -> Case:
    return case if _can_stand(smaller) else smaller


def _can_stand(case: Case) -> bool:
    return runs_can_stand(runs_to_place(case))


def _with(case: Case, **changes: object) -> Case:
    timeline = replace(case.timeline, **changes)  # type: ignore[arg-type]
    return replace(case, timeline=timeline)


def _ruled(case: Case, changes: Mapping[str, object]) -> Case:
    rules = case.request.run_rules.model_copy(update=dict(changes))
    return replace(case, request=case.request.model_copy(update={"run_rules": rules}))


def _member(subject: str, sentence: str) -> Member:
    return Member(rule=RunPlacement.id, subject=subject, sentence=sentence)


def _window_sentence(case: Case, run: RunToPlace) -> str:
    clock = case.timeline.clock
    windows = listed(f"{clock(start)} to {clock(end)}" for start, end in run.windows)
    return f"Run {run.id} ({run.kind}, {counted(run.minutes, 'minutes')}) lies within {windows}."


def _rule_sentence(case: Case, part: str) -> str:
    rules = case.request.run_rules
    return {
        MAX_A_DAY: f"At most {counted(rules.max_a_day, 'runs')} a day.",
        BETWEEN_KEY_RUNS: "Key runs start at least"
        f" {hours(60 * rules.hours_between_key_runs)} apart.",
        LONG_AFTER_KEY_RUN: "No long run on the day after a key run.",
        ORDER: f"The runs come in this order: {listed(rules.order)}.",
    }[part]


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
