"""What changed between the plan so far and a new one, and why.

Why is found by putting each session back as it was, alone, into the new plan, and reading the rules
again: what they then find is what kept it from staying.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from optimizer.building.findings import can_be_mended, findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.current import PlannedSession
from optimizer.documents.difference import DoseChange, SessionChange
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import Finding, Plan, Result, Session
from optimizer.documents.wording import hours, listed
from optimizer.dosing.doses import budgeted_seconds
from optimizer.objective.tiers import TIERS, measured
from optimizer.operations.continued import in_its_surroundings
from optimizer.operations.dose_changes import dose_changes
from optimizer.operations.dose_words import doses_in_words, reasons_for_doses
from optimizer.operations.session_changes import (
    has_other_dose,
    is_rearranged,
    session_change,
    time_of,
)
from optimizer.week.matched_sessions import SessionMatch, all_added, matched_sessions
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_MOST_REASONS = 3


def changes_between(case: Case, request: Request, result: Result) -> Replanned:
    """The answer of a replan: ``result`` with its changes against the plan so far."""
    if result.plan is None:
        return Replanned(request=request, result=result)
    week = reviewed(case, result.plan)
    current = case.current
    pairs = all_added(week) if current is None else matched_sessions(current, week)
    why = _Why(case, result, week)
    doses = tuple(dose_changes([_sessions(one) for one in pairs]))
    return Replanned(
        request=request,
        result=result,
        changes=tuple(
            _change(case, one, why, doses) for one in pairs if not _is_the_same(case, one)
        ),
        doses=doses,
        done=() if current is None else tuple(done.id for done in current.done),
        unchanged=tuple(
            one.before.id for one in pairs if one.before is not None and _is_the_same(case, one)
        ),
    )


def _is_the_same(case: Case, one: SessionMatch) -> bool:
    """True: nothing differs that an athlete does, the order and the rests included."""
    if not one.is_unchanged or one.before is None or one.after is None:
        return False
    before = in_its_surroundings(case, one.before)
    return not (is_rearranged(before, one.after.session) or has_other_dose(*_sessions(one)))


def _sessions(one: SessionMatch) -> tuple[Session | None, Session | None]:
    return (
        None if one.before is None else one.before.session,
        None if one.after is None else one.after.session,
    )


def _change(case: Case, one: SessionMatch, why: _Why, doses: Sequence[DoseChange]) -> SessionChange:
    before, after = _sessions(one)
    is_dosed = (
        before is not None
        and after is not None
        and one.is_unchanged
        and not is_rearranged(before, after)
    )
    change = session_change(
        one,
        None if before is None else time_of(before),
        None if after is None else time_of(after),
        kind="other_dose" if is_dosed else None,
    )
    its_doses = [dose for dose in doses if after is not None and dose.session_after == after.id]
    sentences = [_what(case, one, change), *_content(case, change), *doses_in_words(its_doses)]
    reasons = list(reasons_for_doses(its_doses)) if one.is_unchanged else []
    return change.model_copy(
        update={
            "sentence": " ".join(sentences),
            "reasons": tuple(reasons or why.reasons(one)),
        }
    )


def _what(case: Case, one: SessionMatch, change: SessionChange) -> str:
    clock = case.timeline.clock
    before = "" if one.before is None else clock(one.before.start)
    now = "" if one.after is None else clock(one.after.start // 60)
    windows = (
        "" if change.before is None else change.before.window,
        "" if change.after is None else change.after.window,
    )
    name = change.session
    return {
        "dropped": f"{name} of {before} (window {windows[0]}) is dropped.",
        "added": f"{name} is added on {now} (window {windows[1]}).",
        "moved": f"{name} moves from {before} (window {windows[0]}) to {now}"
        f" (window {windows[1]}).",
        "other_start": f"{name} starts {now} instead of {before}.",
        "other_content": f"{name} stays on {before} with other work.",
        "other_dose": f"{name} stays on {before} with other loads, repetitions or efforts.",
        "rearranged": f"{name} stays on {before} with the same exercises and sets, in other blocks"
        " or with another warm-up or other stretches.",
    }[change.kind]


def _content(case: Case, change: SessionChange) -> Iterator[str]:
    def names(ids: Iterable[str]) -> str:
        return listed(case.catalog.exercises[i].name for i in ids)

    if change.exercises_out:
        yield f"Out: {names(change.exercises_out)}."
    if change.exercises_in:
        yield f"In: {names(change.exercises_in)}."
    sets = listed(f"{names([one.exercise])} {one.before} to {one.after}" for one in change.sets)
    if sets:
        yield f"Sets: {sets}."


@dataclass(frozen=True)
class _Why:
    case: Case
    result: Result
    week: ReviewedWeek

    def reasons(self, one: SessionMatch) -> list[str]:
        """Why one session is not as it was: what was told first, then rules, then the rest."""
        current = self.case.current
        if current is None:
            return ["There was no plan for this week."]
        stated = self._stated_reasons(one)
        if stated:
            return stated
        back = self._with_it_as_it_was(one)
        known = set(self._breaches(self.week))
        broken = [finding for finding in self._breaches(back) if finding not in known]
        if broken:
            # What the session itself breaks says more than what the week would lack with it.
            broken.sort(key=can_be_mended)
            sentences = list(dict.fromkeys(finding.sentence for finding in broken))
            more = len(sentences) - _MOST_REASONS
            found = sentences[:_MOST_REASONS]
            return found if more <= 0 else [*found, f"And {more} more."]
        return [self._beyond_the_rules(one, back)]

    def _stated_reasons(self, one: SessionMatch) -> list[str]:
        """What the change itself says of the session."""
        before, current = one.before, self.case.current
        if before is None or current is None:
            return []
        if before in current.missed:
            reasons = ["It was missed."]
            if one.after is None and self._is_proven("sessions_dropped"):
                reasons.append(
                    "No window can take it without a broken rule or a change of another session."
                )
            return reasons
        if before.window not in {window.id for window in self.case.timeline.windows}:
            return [f"Window {before.window} is no longer there."]
        return []

    def _is_proven(self, name: str) -> bool:
        return all(t.value == t.bound for t in self.result.objective if t.name == name)

    def _with_it_as_it_was(self, one: SessionMatch) -> ReviewedWeek:
        assert self.result.plan is not None
        sessions: list[Session] = [
            session
            for session in self.result.plan.sessions
            if one.after is None or session.id != one.after.id
        ]
        if one.before is not None:
            sessions.append(in_its_surroundings(self.case, one.before))
        return reviewed(self.case, Plan(sessions=tuple(sessions)))

    def _breaches(self, week: ReviewedWeek) -> Sequence[Finding]:
        return required_only(self.case, findings_of(week))

    def _beyond_the_rules(self, one: SessionMatch, back: ReviewedWeek) -> str:
        """No rule's review objects: the time model, or a tier that is worth a change."""
        if one.is_unchanged:
            return "They follow the request as it is now."
        problem = problem_of(self.case, relaxed=bool(self.result.relaxations))
        if one.before is not None:
            reason = _no_room(problem, one.before)
            if reason is not None:
                return reason
        new, old = measured(self.week, problem.doses), measured(back, problem.doses)
        for name in (name for name in new if TIERS[name].kind != "change"):
            if new[name] < old[name]:
                return (
                    f"Better for {name.replace('_', ' ')}: {new[name]} instead of {old[name]}"
                    f" {TIERS[name].unit}."
                )
        return "The search ended before it found a week with fewer changes."


def _no_room(problem: WeekProblem, before: PlannedSession) -> str | None:
    """Why no slot of the week can hold the session as it was, though no review objects."""
    clock = problem.case.timeline.clock
    slots = [slot for slot in problem.slots if before.stands_at(slot.window.id, slot.start)]
    if not slots:
        return f"No session can start {clock(before.start)} any more."
    missing = min((set(before.sets) - slot.exercises for slot in slots), key=len)
    if missing:
        names = listed(problem.case.catalog.exercises[i].name for i in sorted(missing))
        return f"{clock(before.start)} does not admit {names} any more."
    charged = budgeted_seconds(problem.doses, before.sets)
    budget = max(slot.work_seconds for slot in slots)
    if charged > budget:
        return (
            f"Its work is charged {hours(-(-charged // 60))}; {hours(budget // 60)} are left for it"
            f" on {clock(before.start)}."
        )
    return None
