"""Rest: no muscle works again before its rest is over, and superset partners do not collide."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.doses import stands_alone
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.rests import block_faults, short_rests_between_blocks
from optimizer.week.reviewed import ReviewedWeek


class RestBetweenSets(Rule):
    """Held by ``optimizer/session/arrange.py``, which finds the blocks.

    The model knows what no arrangement can escape: exercises that never share a superset rest one
    after the other.
    """

    id = "rest_between_sets"
    title = "Whole rests, and superset partners with different muscles and machines"
    evidence = (
        "rest_heavy", "rest_moderate", "rest_small", "superset_partner", "superset_ban",
    )  # fmt: skip

    says_what_is_possible = False

    def add(self, week: WeekModel) -> None:
        """No superset holds two leg-loading exercises: each has its own rounds, whole rests in."""
        if week.problem.case.request.preferences.style == "straight":
            # Whole rests are charged already.
            return
        for group in week.groups:
            cost = []
            for cell in group.cells:
                dose = week.problem.doses[cell.exercise]
                cost.append((cell.sessions, dose.charged_seconds(0)))
                if dose.exercise.leg_loading or stands_alone(dose.exercise):
                    cost.append((cell.sets, dose.work_seconds + dose.exercise.rest_seconds))
            budget = [(week.held[slot.index], slot.work_seconds) for slot in group.slots]
            week.cp.add(weighted_sum(cost) <= weighted_sum(budget))

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        for session in week.sessions:
            for exercise, muscle, required, actual in short_rests_between_blocks(
                week.case, session.session.blocks
            ):
                yield self.breach(
                    exercise, required, actual, "seconds",
                    f"{week.when(session)}: {exercise} follows {actual} s after other work for"
                    f" {muscle}, which needs {required} s.",
                )  # fmt: skip
            place = session.window.place
            for block in session.session.blocks:
                if block.kind not in ("straight", "superset"):
                    continue
                for fault in block_faults(week.case, block, place):
                    yield self.breach(
                        fault.exercise, fault.required, fault.actual, fault.unit,
                        f"{week.when(session)}, block {block.label}: {fault.sentence}",
                    )  # fmt: skip
