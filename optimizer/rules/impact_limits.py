"""Plyometrics: foot contacts, spacing, and who is ready for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from catalog.models import PHASES, STAGES, Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted, hours
from optimizer.dosing.of_age import jumps_too_hard
from optimizer.dosing.workouts import workouts_by_exercise
from optimizer.dosing.worth import most_contacts
from optimizer.rules.base import Rule
from optimizer.week.model import Group, Variable, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek
from optimizer.week.slot import Slot

CONTACTS = "foot_contacts"
SPACING = "spacing"


class ImpactLimits(Rule):
    """Left out for ``foot_contacts``: any number of them; for ``spacing``: jumps on any day.

    Readiness is a fact about the athlete and stays.
    """

    id = "impact_limits"
    title = "Foot contacts, 48 hours between plyometric sessions, readiness"
    evidence = (
        *(f"contacts_{stage}_{phase}" for stage in STAGES for phase in PHASES), "plyo_gap",
        "plyo_ready", "beginner_first4", "of_age",
    )  # fmt: skip

    def moments(self, case: Case) -> Iterable[int]:
        """Where the spacing after jumps that were done ends."""
        gap = case.minutes_from_hours("plyo_gap")
        return (past.start + gap for past in case.done_before if _past_jumps(case, past.sets))

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        athlete = case.request.athlete
        if case.in_first_weeks and exercise.kind == "plyometric":
            return "is plyometric, too early in a beginner's first four weeks"
        if jumps_too_hard(case.catalog, athlete, exercise):
            return f"has impact {exercise.impact}; at {athlete.age_years} only for the advanced"
        weeks = case.catalog.number("plyo_ready")
        if exercise.impact == 3 and (
            athlete.level != "advanced" or athlete.injuries or not _is_used_to_jumps(case)
        ):
            needed = counted(weeks, "weeks")
            return (
                "has impact 3: only advanced, without injury, after"
                f" {needed} of strength (weeks_of_strength) and with jumps of impact 2 in the log"
                " or in last week's plan"
            )
        return None

    def refused_for(self, case: Case, slot: Slot, exercise: Exercise) -> Iterator[str]:
        if exercise.impact >= 2 and any(
            slot.start - past.start < case.minutes_from_hours("plyo_gap")
            and _past_jumps(case, past.sets)
            for past in case.done_before
        ):
            yield SPACING

    def may_refuse(self, case: Case) -> bool:
        return bool(case.done_before)

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:
        if not self.refuses_at(case, slot, exercise):
            return None
        needed = case.minutes_from_hours("plyo_gap")
        return f"is plyometric, and {hours(needed)} since the last jumps are not over"

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        most = most_contacts(case)
        for group in week.groups:
            contacts = [
                (cell.sets, week.problem.doses[cell.exercise].contacts_per_set)
                for cell in group.cells
                if week.problem.doses[cell.exercise].contacts_per_set
            ]
            if contacts:
                week.cp.add(
                    weighted_sum(contacts) <= most * week.sessions_in(group)
                ).only_enforce_if(week.keeps(self.id, CONTACTS))
        gap = case.minutes_from_hours("plyo_gap")
        jumping = [
            (group.slots[0], literal)
            for group in week.groups
            if group.is_slot
            for literal in [_jumps(week, group)]
            if literal is not None
        ]
        for (a, one), (b, other) in combinations(jumping, 2):
            if a.window != b.window and abs(a.start - b.start) < gap:
                week.at_most_one([one, other], self.id, SPACING)

    def spacings_minutes(self, case: Case) -> Iterable[int]:
        return (case.minutes_from_hours("plyo_gap"),)

    def subjects(self, problem: WeekProblem) -> list[str]:
        jumps = any(dose.exercise.impact >= 2 for dose in problem.doses.values())
        return [CONTACTS, SPACING] if jumps else [CONTACTS]

    def claim_sentence(self, case: Case, subject: str) -> str:
        if subject == CONTACTS:
            return f"A session has at most {counted(most_contacts(case), 'foot contacts')}."
        gap = case.minutes_from_hours("plyo_gap")
        return f"Two sessions with jumps are at least {hours(gap)} apart."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        case = week.case
        athlete = case.request.athlete
        ready = athlete.level == "advanced" and not athlete.injuries and _is_used_to_jumps(case)
        gap_needed = case.minutes_from_hours("plyo_gap")
        for session in week.sessions:
            if session.contacts > most_contacts(case):
                yield self.breach(
                    session.session.window, most_contacts(case), session.contacts, "contacts",
                    f"{week.when(session)} has {counted(session.contacts, 'foot contacts')};"
                    f" the most is {most_contacts(case)}.",
                )  # fmt: skip
            for entry in session.training:
                too_early = case.in_first_weeks and entry.exercise.kind == "plyometric"
                too_hard = jumps_too_hard(case.catalog, athlete, entry.exercise)
                if too_early or too_hard or (entry.exercise.impact == 3 and not ready):
                    yield self.breach(
                        entry.exercise.id, 1, entry.exercise.impact, "impact",
                        f"{entry.exercise.name}: the athlete is not ready for this impact.",
                    )  # fmt: skip
        starts = [past.start for past in case.past if _past_jumps(case, past.sets)]
        starts += [session.start // 60 for session in week.sessions if _reviewed_jumps(session)]
        for earlier, later in pairwise(starts):
            if later - earlier < gap_needed:
                yield self.breach(
                    SPACING, gap_needed / 60, (later - earlier) / 60, "hours",
                    f"Two plyometric sessions only {hours(later - earlier)} apart.",
                )  # fmt: skip


def _jumps(week: WeekModel, group: Group) -> Variable | None:
    """A literal that is true if the group's one session holds an exercise of impact 2 or more."""
    doing = [
        cell.does[0]
        for cell in group.cells
        if week.problem.doses[cell.exercise].exercise.impact >= 2
    ]
    return week.any_of(doing, f"jumps @{group.slots[0].index}") if doing else None


def _reviewed_jumps(session: ReviewedSession) -> bool:
    return any(entry.exercise.impact >= 2 for entry in session.training)


def _is_used_to_jumps(case: Case) -> bool:
    """True: the log or last week has jumps, beside enough weeks of strength where they are told.

    Weeks in a gym are no landings: a tendon is ready for the hardest by smaller ones.
    """
    weeks = case.request.athlete.weeks_of_strength
    if weeks is not None and weeks < case.catalog.number("plyo_ready"):
        return False
    return _past_jumps(case, {*workouts_by_exercise(case), *case.sets_before})


def _past_jumps(case: Case, exercise_ids: Iterable[str]) -> bool:
    return any(
        case.catalog.exercises[i].impact >= 2 for i in exercise_ids if i in case.catalog.exercises
    )
