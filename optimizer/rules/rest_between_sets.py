"""Rest: no muscle works again before its rest is over, and superset partners do not collide."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.dosing.roles import roles_of
from optimizer.rules.base import Rule
from optimizer.week.block_review import block_faults, short_rests_between_blocks
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.ramp_sets import ramp_costs
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek

_TURNS = {"plyometric": 0, "main_lift": 1}
"""Plyometrics before the main lifts, main lifts before all else."""
_LAST = 2


class RestBetweenSets(Rule):
    """Held by ``optimizer/session/arrange.py``, which finds the blocks.

    The model knows what no arrangement can escape: exercises that never share a superset rest one
    after the other, a long rest among them, in which only their partners are set up.
    """

    id = "rest_between_sets"
    title = "Whole rests, and superset partners with different muscles and machines"
    evidence = (
        "rest_heavy", "rest_moderate", "rest_small", "superset_partner", "superset_ban",
    )  # fmt: skip

    says_what_is_possible = False

    def add(self, week: WeekModel) -> None:
        """No superset holds two leg-loading exercises, or two long rests: each has its own rounds,
        whole rests in."""
        if week.problem.case.request.preferences.style == "straight":
            # Whole rests are charged already.
            return
        for group, ramp in zip(week.groups, ramp_costs(week), strict=True):
            cost = [*ramp]
            for cell in group.cells:
                dose = week.problem.doses[cell.exercise]
                cost.append((cell.sessions, dose.seconds_apart(0)))
                cost.append((cell.sets, dose.seconds_per_set_apart))
            budget = [(week.has_session[slot.index], slot.work_seconds) for slot in group.slots]
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
            yield from self._order(week, session)
            place = session.window.place
            for block in session.session.blocks:
                if block.kind not in ("straight", "superset"):
                    continue
                for fault in block_faults(week.case, block, place):
                    yield self.breach(
                        fault.exercise, fault.required, fault.actual, fault.unit,
                        f"{week.when(session)}, block {block.label}: {fault.sentence}",
                    )  # fmt: skip

    def _order(self, week: ReviewedWeek, session: ReviewedSession) -> Iterator[Finding]:
        """No exercise stands twice, and nothing comes after what is to follow it."""
        exercises = week.case.catalog.exercises
        done = session.sets()
        roles = roles_of(week.case, done)
        blocks_of = dict.fromkeys(done, 0)
        reached, since = 0, ""
        for block in session.session.blocks:
            if not block.is_work:
                continue
            here = {item.exercise for item in block.items if item.exercise in done}
            for exercise in here:
                blocks_of[exercise] += 1
            turns = {exercise: _TURNS.get(roles[exercise], _LAST) for exercise in here}
            for exercise in sorted(here, key=lambda name: (turns[name], name))[:1]:
                name = exercises[exercise].name
                if turns[exercise] < reached:
                    yield self.breach(
                        exercise, reached, turns[exercise], "turns",
                        f"{week.when(session)}: {name} comes after {since}; it is to come before.",
                    )  # fmt: skip
                elif turns[exercise] > reached or not since:
                    reached, since = turns[exercise], name
        for exercise, blocks in sorted(blocks_of.items()):
            if blocks > 1:
                yield self.breach(
                    exercise, 1, blocks, "blocks",
                    f"{week.when(session)}: {exercises[exercise].name} stands in"
                    f" {counted(blocks, 'blocks')}; one block holds all its sets.",
                )  # fmt: skip
