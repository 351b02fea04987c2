"""Rest: no muscle works again before its rest is over, and superset partners do not collide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rules.base import Rule

if TYPE_CHECKING:
    from optimizer.result import Finding
    from optimizer.review import ReviewedWeek


class RestBetweenSets(Rule):
    """Held by ``optimizer/arrange.py``, which finds the blocks; here is only the second reading."""

    id = "rest_between_sets"
    title = "Whole rests, and superset partners with different muscles and machines"
    evidence = (
        "rest_heavy", "rest_moderate", "rest_small", "superset_partner", "superset_ban",
    )  # fmt: skip

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        from optimizer.rests import block_faults, short_rests_between_blocks
        from optimizer.review import breach

        for session in week.sessions:
            for exercise, muscle, required, actual in short_rests_between_blocks(
                week.case, session.session.blocks
            ):
                yield breach(
                    self.id, exercise, required, actual, "seconds",
                    f"{week.when(session)}: {exercise} follows {actual} s after other work for"
                    f" {muscle}, which needs {required} s.",
                )  # fmt: skip
            place = session.window.place
            for block in session.session.blocks:
                if block.kind not in ("straight", "superset"):
                    continue
                for fault in block_faults(week.case, block, place):
                    yield breach(
                        self.id, fault.exercise, fault.required, fault.actual, fault.unit,
                        f"{week.when(session)}, block {block.label}: {fault.sentence}",
                    )  # fmt: skip
