"""What became of the sessions of a plan so far.

A session is followed by its window: the one that stands there now is the same one.  Sessions whose
window is empty now are followed to those in windows that held none, one for one, so that the fewest
exercises and then the fewest sets differ.  What is left over was dropped or added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from optimizer.week.current import Current, PlannedSession
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek


@dataclass(frozen=True)
class Followed:
    """What became of one session: dropped where ``now`` is None, added where ``before`` is."""

    before: PlannedSession | None
    now: ReviewedSession | None

    @property
    def stays_in_window(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.before.window == self.now.session.window
        )

    @property
    def stays_in_place(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.stays_in_window
            and self.before.start * 60 == self.now.start
        )

    @property
    def is_unchanged(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.stays_in_place
            and self.before.sets == self.now.sets()
        )

    @property
    def exercises_changed(self) -> int:
        if self.before is None or self.now is None:
            return 0
        old, new = self.before.sets, self.now.sets()
        return max(len(old), len(new)) - len(old.keys() & new.keys())

    @property
    def sets_changed(self) -> int:
        if self.before is None or self.now is None:
            return 0
        old, new = self.before.sets, self.now.sets()
        return sum(abs(new[exercise] - old[exercise]) for exercise in old.keys() & new.keys())


def followed(current: Current, week: ReviewedWeek) -> tuple[Followed, ...]:
    """What became of every session that is not done, and what is new; in order of time."""
    new = {session.session.window: session for session in week.ahead.sessions}
    old = {planned.window: planned for planned in current.to_keep}
    found = [Followed(old[window], new[window]) for window in old if window in new]
    gone = [planned for window, planned in old.items() if window not in new]
    come = [session for window, session in new.items() if window not in old]
    found += _one_for_one(gone, come)
    return tuple(sorted(found, key=_when))


def _when(one: Followed) -> int:
    if one.before is not None:
        return one.before.start * 60
    assert one.now is not None
    return one.now.start


def _one_for_one(gone: Sequence[PlannedSession], come: Sequence[ReviewedSession]) -> list[Followed]:
    """The pairs of the fewest changes, tried out: a week has few sessions."""
    longer = max(len(gone), len(come))
    old = [*gone, *[None] * (longer - len(gone))]
    new = [*come, *[None] * (longer - len(come))]
    ways = [
        [Followed(before, now) for before, now in zip(old, order, strict=True)]
        for order in permutations(new)
    ]
    return min(
        ways,
        key=lambda way: (sum(f.exercises_changed for f in way), sum(f.sets_changed for f in way)),
    )
