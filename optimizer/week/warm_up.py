"""The warm-up that opens a session: of a fixed length, never cut to fit.

How long it takes is known before the work is, which drills fill it only afterwards: one of the
day's first pattern, and those of article 003 by turns, so that not the same ones stand every time.
What is not allowed or asks for caution is left out; other drills of the catalog fill what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.documents.result import Item
from optimizer.week.case import Case
from optimizer.week.doses import work_seconds
from optimizer.week.timeline import TimedWindow

CHANGE_SECONDS = 15
"""After each drill."""
_MOST_ROUNDS = 10
_STEP_REPS = 2
"""Nobody counts nine repetitions of a drill."""


@dataclass(frozen=True)
class WarmUp:
    """``seconds`` of warm-up, in which any of the ``drills`` may stand; without drills none does.

    The drills of an article come first, in its order.
    """

    drills: tuple[Exercise, ...]
    seconds: int

    def items(self, first: Exercise | None = None, turn: int = 0) -> tuple[Item, ...]:
        """The drills before a session that begins with ``first``, with their times.

        Another ``turn`` takes others.  Seconds that no drill fills are more repetitions, then rest
        after the last.
        """
        special = None if first is None else self._special(first, turn)
        others = [drill for drill in self.drills if drill is not special]
        from_article = _from(turn, [drill for drill in others if drill.articles])
        own = _from(turn, [drill for drill in others if not drill.articles])
        left = self.seconds - (0 if special is None else _seconds(special))
        chosen: list[Exercise] = []
        # A further round of every drill only where one round is still too short.
        for drill in [*from_article, *own, *(_MOST_ROUNDS - 1) * self.drills]:
            if _seconds(drill) <= left:
                chosen.append(drill)
                left -= _seconds(drill)
        if special is not None:
            chosen.append(special)
        place = {drill.id: index for index, drill in enumerate(self.drills)}
        rounds = [chosen[:index].count(drill) for index, drill in enumerate(chosen)]
        chosen = [
            drill
            for _, drill in sorted(
                zip(rounds, chosen, strict=True),
                key=lambda one: (one[1] is special, one[0], place[one[1].id]),
            )
        ]
        items = []
        for index, drill in enumerate(chosen):
            reps, hold = _dose(drill)
            most = reps if drill.reps is None else (drill.reps[1], drill.reps[1])
            while reps is not None and most is not None and reps[0] + _STEP_REPS <= most[0]:
                more = (reps[0] + _STEP_REPS, reps[0] + _STEP_REPS)
                longer = work_seconds(drill, more, hold) - work_seconds(drill, reps, hold)
                if longer > left:
                    break
                reps, left = more, left - longer
            rest = CHANGE_SECONDS + (left if index == len(chosen) - 1 else 0)
            items.append(_item(drill, index, reps, hold, rest))
        return tuple(items)

    def _special(self, first: Exercise, turn: int) -> Exercise | None:
        """A drill that comes nearest to ``first``; None where none that fits in is alike."""
        short = [drill for drill in self.drills if _seconds(drill) <= self.seconds]
        nearest = max((_alike(drill, first) for drill in short), default=(False, 0))
        suited = [drill for drill in short if _alike(drill, first) == nearest]
        return suited[turn % len(suited)] if any(nearest) else None


def least_seconds(case: Case, session_seconds: int) -> int:
    """How long a session of ``session_seconds`` has to warm up."""
    short, below = case.catalog.numbers("warmup_short")
    is_short = session_seconds < 60 * below
    return round(60 * (short if is_short else case.catalog.numbers("warmup_len")[0]))


def least_seconds_in(case: Case, window: TimedWindow) -> int:
    """How long the longest session that ``window`` leaves room for has to warm up."""
    return least_seconds(case, 60 * case.longest_session_minutes(window.start, window.end))


def filled(case: Case, window: TimedWindow, allowed: Iterable[Exercise]) -> WarmUp | None:
    """A warm-up of drills that are ``allowed``, for a session in ``window``.

    None where they do not fill it.  A drill that the athlete would rather avoid, or that asks for
    caution, comes only where there is no other.
    """
    least = least_seconds_in(case, window)
    most = round(60 * case.catalog.numbers("warmup_len")[-1])
    ordered = sorted(allowed, key=_article_order)
    drills = [
        drill
        for drill in ordered
        if not case.cautions_of(drill) and drill.id not in case.request.preferences.avoid
    ] or ordered
    times = [_seconds(drill) for drill in drills]
    if not drills or _MOST_ROUNDS * sum(times) < least:
        return None
    seconds = max(least, min(times))
    return WarmUp(tuple(drills), seconds) if seconds <= most else None


def _from(turn: int, drills: Sequence[Exercise]) -> list[Exercise]:
    """The drills in their order, begun with another one at each turn."""
    first = turn % len(drills) if drills else 0
    return [*drills[first:], *drills[:first]]


def _alike(drill: Exercise, first: Exercise) -> tuple[bool, int]:
    """How near a drill comes to an exercise: its pattern, then the muscles that both train."""
    return drill.pattern == first.pattern, len({*drill.primary} & {*first.primary})


def _article_order(drill: Exercise) -> tuple[str, str]:
    labels = sorted(dose.label for dose in drill.articles if dose.label)
    return (labels[0] if labels else "~", drill.id)


def _dose(drill: Exercise) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Repetitions and hold, at the bottom of their ranges."""
    reps = None if drill.reps is None else (drill.reps[0], drill.reps[0])
    hold = None if drill.hold_seconds is None else (drill.hold_seconds[0], drill.hold_seconds[0])
    return reps, hold


def _seconds(drill: Exercise) -> int:
    return work_seconds(drill, *_dose(drill)) + CHANGE_SECONDS


def _item(
    drill: Exercise,
    index: int,
    reps: tuple[int, int] | None,
    hold: tuple[int, int] | None,
    rest_seconds: int,
) -> Item:
    return Item(
        label=f"W{index + 1}",
        exercise=drill.id,
        name=drill.name,
        sets=1,
        reps=reps,
        hold_seconds=hold,
        per_side=drill.per_side,
        rest_seconds=rest_seconds,
        seconds=work_seconds(drill, reps, hold) + rest_seconds,
        role="warm_up",
    )
