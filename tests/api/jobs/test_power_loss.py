"""Power that goes in the middle of a write; ``python -m benchmarks.faults`` cuts more often."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults.power import cut_anywhere


def test_nothing_is_lost_that_was_acknowledged(tmp_path: Path) -> None:
    assert cut_anywhere(40, tmp_path, batches=4) == 40
