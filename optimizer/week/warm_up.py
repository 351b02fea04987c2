"""The warm-up that opens a session: of a fixed length, never cut to fit.

How long it takes is known before the work is, which drills fill it only afterwards: first what
raises the pulse, then those of article 003 by turns and one of the day's first pattern, so that not
the same ones stand every time, last small hops where the session jumps.  What is not allowed or
asks for caution is left out; other drills of the catalog fill what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.timeline import TimedWindow
from optimizer.documents.result import Item
from optimizer.dosing.doses import contacts_per_set, work_seconds

CHANGE_SECONDS = 15
"""After each drill."""
_MOST_ROUNDS = 10
_STEP_REPS = 2
"""Nobody counts nine repetitions of a drill."""
_STEP_SECONDS = 15
"""Of what raises the pulse."""


@dataclass(frozen=True)
class WarmUp:
    """``seconds`` of warm-up, in which any of the ``drills`` may stand; without drills none does.

    The drills of an article come first, in its order.  ``pulse_seconds``: how long the pulse is
    raised before them.  ``asked_for``: by an injury, in every warm-up that has room.
    """

    drills: tuple[Exercise, ...]
    seconds: int
    pulse_seconds: int = 0
    asked_for: frozenset[str] = frozenset()

    def items(
        self, first: Exercise | None = None, turn: int = 0, *, contacts: int = 0
    ) -> tuple[Item, ...]:
        """The drills before a session that begins with ``first``, with their times.

        Another ``turn`` takes others.  ``contacts``: foot contacts that are left for small hops on
        both feet, which lead up to more than small ones; 0: none.
        Seconds that no drill fills raise the pulse for longer, then are more repetitions, then rest
        after the last.
        """
        left = self.seconds
        pulse = self._pulse(turn)
        if pulse is not None:
            left -= self._least_of_pulse(pulse) + CHANGE_SECONDS
        usual = [drill for drill in self.drills if drill.pattern not in ("pulse", "hop")]
        if not usual and pulse is None:
            usual = [*self.drills]
        hops = [
            drill
            for drill in self.drills
            if 0 < contacts_per_set(drill, _dose(drill)[0]) <= contacts
        ][:1]
        special = None if first is None else self._special(first, turn, usual)
        chosen: list[Exercise] = []
        # What has to be there, then the others in turn, each once while one round is too short.
        due = [drill for drill in usual if drill.id in self.asked_for]
        due += [drill for drill in (special, *hops) if drill is not None and drill not in due]
        others = [drill for drill in usual if drill not in due]
        from_article = _from(turn, [drill for drill in others if drill.articles])
        own = _from(turn, [drill for drill in others if not drill.articles])
        for drill in [*due, *from_article, *own, *(_MOST_ROUNDS - 1) * usual]:
            if _seconds(drill) <= left:
                chosen.append(drill)
                left -= _seconds(drill)
        place = {drill.id: index for index, drill in enumerate(self.drills)}
        rounds = [chosen[:index].count(drill) for index, drill in enumerate(chosen)]
        chosen = [
            drill
            for _, drill in sorted(
                zip(rounds, chosen, strict=True),
                key=lambda one: (one[1] in hops, one[1] is special, one[0], place[one[1].id]),
            )
        ]
        items = []
        if pulse is not None:
            most = _hold(pulse)[1] - self._least_of_pulse(pulse)
            longer = min(left, most) // _STEP_SECONDS * _STEP_SECONDS
            left -= longer
            seconds = self._least_of_pulse(pulse) + longer
            rest = CHANGE_SECONDS + (0 if chosen else left)
            items.append(_item(pulse, 0, None, (seconds, seconds), rest))
        for index, drill in enumerate(chosen):
            reps, hold = _dose(drill)
            most_reps = reps if drill.reps is None else (drill.reps[1], drill.reps[1])
            while reps is not None and most_reps is not None:
                if reps[0] + _STEP_REPS > most_reps[0]:
                    break
                more = (reps[0] + _STEP_REPS, reps[0] + _STEP_REPS)
                longer = work_seconds(drill, more, hold) - work_seconds(drill, reps, hold)
                if longer > left or contacts_per_set(drill, more) > contacts:
                    break
                reps, left = more, left - longer
            rest = CHANGE_SECONDS + (left if index == len(chosen) - 1 else 0)
            items.append(_item(drill, len(items), reps, hold, rest))
        return tuple(items)

    def _pulse(self, turn: int) -> Exercise | None:
        """What raises the pulse; None: nothing that fits in may."""
        suited = [
            drill
            for drill in self.drills
            if drill.pattern == "pulse"
            and self._least_of_pulse(drill) + CHANGE_SECONDS <= self.seconds
        ]
        return suited[turn % len(suited)] if suited else None

    def _least_of_pulse(self, drill: Exercise) -> int:
        """How long the drill raises the pulse at the least: its share, within its range."""
        least, most = _hold(drill)
        return min(max(least, self.pulse_seconds // _STEP_SECONDS * _STEP_SECONDS), most)

    def _special(self, first: Exercise, turn: int, usual: Sequence[Exercise]) -> Exercise | None:
        """Of the ``usual`` drills one that comes nearest to ``first``; None where none that fits in
        is alike."""
        short = [drill for drill in usual if _seconds(drill) <= self.seconds]
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
    if seconds > most:
        return None
    share = case.catalog.number("warmup_pulse") / 100
    asked_for = frozenset(drill for injury in case.injuries for drill in injury.warm_up)
    return WarmUp(tuple(drills), seconds, round(seconds * share), asked_for)


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


def _hold(drill: Exercise) -> tuple[int, int]:
    """The seconds, [least, most], of what raises the pulse; of repetitions the least of them."""
    if drill.hold_seconds is None or drill.reps is not None:
        seconds = work_seconds(drill, *_dose(drill))
        return seconds, seconds
    return drill.hold_seconds[0], drill.hold_seconds[1]


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
