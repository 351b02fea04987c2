"""The warm-up that opens a session: five to ten minutes, never cut to fit.

The five drills of article 003 in its order, leaving out what is not allowed or asks for caution;
other drills of the catalog fill up to five minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.documents.result import Item
from optimizer.week.case import Case
from optimizer.week.doses import work_seconds

CHANGE_SECONDS = 15
"""After each drill."""
_MOST_ROUNDS = 10


@dataclass(frozen=True)
class WarmUp:
    """The drills in order, with everything counted in ``seconds``."""

    items: tuple[Item, ...]
    seconds: int


def filled(case: Case, allowed: Iterable[Exercise]) -> WarmUp | None:
    """A warm-up of drills that are ``allowed``; None where they do not fill five minutes.

    A drill that the athlete would rather avoid, or that asks for caution, comes only where there
    is no other.
    """
    least, most = (round(60 * minutes) for minutes in case.catalog.numbers("warmup_len"))
    ordered = sorted(allowed, key=_article_order)
    drills = [
        drill
        for drill in ordered
        if not case.cautions_of(drill) and drill.id not in case.request.preferences.avoid
    ] or ordered
    if not drills:
        return None
    from_article = [drill for drill in drills if drill.articles]
    others = [drill for drill in drills if not drill.articles]
    chosen: list[Item] = []
    seconds = 0
    # A further round of every drill only where one round is still too short.
    for drill in [*from_article, *others, *(_MOST_ROUNDS - 1) * drills]:
        if seconds >= least and not (drill in from_article and len(chosen) < len(from_article)):
            break
        item = _item(drill, len(chosen))
        if seconds + item.seconds <= most:
            chosen.append(item)
            seconds += item.seconds
    return WarmUp(tuple(chosen), seconds) if seconds >= least else None


def _article_order(drill: Exercise) -> tuple[str, str]:
    labels = sorted(dose.label for dose in drill.articles if dose.label)
    return (labels[0] if labels else "~", drill.id)


def _item(drill: Exercise, index: int) -> Item:
    reps = None if drill.reps is None else (drill.reps[0], drill.reps[0])
    hold = None if drill.hold_seconds is None else (drill.hold_seconds[0], drill.hold_seconds[0])
    return Item(
        label=f"W{index + 1}",
        exercise=drill.id,
        name=drill.name,
        sets=1,
        reps=reps,
        hold_seconds=hold,
        per_side=drill.per_side,
        rest_seconds=CHANGE_SECONDS,
        seconds=work_seconds(drill, reps, hold) + CHANGE_SECONDS,
        role="warm_up",
    )
