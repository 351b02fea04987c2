"""The log of a week's own doses, as the benchmark writes it."""

from __future__ import annotations

from benchmarks.own_doses import log_of
from tests import answers


def test_the_log_has_every_set_within_its_range() -> None:
    week = answers.answer_to(answers.request_of("p1")).plan
    assert week is not None
    log = log_of(week)
    counts = {entry.exercise: 0 for entry in log}
    for entry in log:
        counts[entry.exercise] += len(entry.work_sets)
    assert counts == week.training_sets()
    items = {item.exercise: item for s in week.sessions for b in s.blocks for item in b.items}
    for entry in log:
        assert entry.exercise is not None
        item = items[entry.exercise]
        one = entry.sets[0]
        amount, bounds = (
            (one.reps, item.reps) if item.reps else (one.hold_seconds, item.hold_seconds)
        )
        assert amount is not None
        assert bounds is not None
        assert bounds[0] <= amount <= bounds[1]
