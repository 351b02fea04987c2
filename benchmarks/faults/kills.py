"""A service that is killed again and again while it plans, and what is left of its batch."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from benchmarks.faults.actors import Cluster, Tally, tally
from benchmarks.faults.athletes import roster
from catalog import load_catalog
from optimizer import plan, read_request

_LONGEST_LIFE_SECONDS = 2.5


def killed_often(athletes: int, kills: int, folder: Path, seed: int = 0) -> Tally:
    """``kills`` times in a row at a random moment, from before it answers on; then left in peace.

    Raises ``AssertionError`` where an athlete has another answer than alone.
    """
    chance = random.Random(seed)
    text = roster(athletes)
    with Cluster(folder) as cluster:
        service = cluster.service(processes=2)
        batch = cluster.hand_in(text)
        for _ in range(kills):
            time.sleep(chance.uniform(0.0, _LONGEST_LIFE_SECONDS))
            service.kill()
            service.start()
        cluster.wait_for_service()
        lines = [*cluster.lines(batch)]
    catalog = load_catalog()
    for line, request in zip(lines, text.splitlines(), strict=True):
        alone = plan(read_request(request), catalog=catalog).model_dump(mode="json")
        if _without_stats(json.loads(line)) != _without_stats(alone):
            raise AssertionError(f"another answer than alone: {line[:200]}")
    return tally([json.loads(line)["athlete"]["id"] for line in text.splitlines()], lines)


def _without_stats(document: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "stats"}
