"""What a run is made of: walks, bouts, work and what lies between."""

from __future__ import annotations

from math import ceil

from catalog import Catalog
from catalog.run_plans import BoutSession, KeyRunKind
from optimizer.documents.running import Bout

EASY = "easy: you can speak in whole sentences"
_WALK = "a brisk walk"
_EFFORTS: dict[KeyRunKind, str] = {
    "interval": "hard: as fast as a race of 5 km, 8 of 10",
    "tempo": "comfortably hard: a few words at a time, 6 to 7 of 10",
    "race_pace": "the pace of the race",
}


def walk_run_bouts(catalog: Catalog, session: BoutSession) -> tuple[Bout, ...]:
    """A walk, bouts of running with walks between, and a walk."""
    before, after = catalog.numbers("c25k_walks")
    bouts = [_bout("walk", before, _WALK)]
    for number, minutes in enumerate(session.run_minutes):
        if number and session.walk_between_minutes:
            bouts.append(_bout("walk", session.walk_between_minutes, _WALK))
        bouts.append(_bout("run", minutes, EASY))
    bouts.append(_bout("walk", after, _WALK))
    return tuple(bouts)


def key_minutes(catalog: Catalog, kind: KeyRunKind, most_work_minutes: float) -> int:
    """How long a key run is that has room for so much work."""
    before, after, _, _ = catalog.numbers("run_work")
    interval, trot, block, between = catalog.numbers("run_interval")
    if kind == "interval":
        count = int(most_work_minutes / interval)
        inner = count * interval + max(0, count - 1) * trot
    else:
        inner = most_work_minutes + between * max(0, ceil(most_work_minutes / block) - 1)
    return ceil(before + inner + after)


def key_bouts(
    catalog: Catalog,
    kind: KeyRunKind,
    minutes: int,
    most_work_minutes: float,
    least_share: float = 1.0,
) -> tuple[Bout, ...]:
    """A key run of ``minutes`` with at most so much work; empty: there is no room for any.

    Intervals have one length; the others come in blocks of equal length.  ``least_share``: of the
    least work, in a taper.
    """
    before, after, least_interval, least_tempo = (
        round(60 * value) for value in catalog.numbers("run_work")
    )
    interval, trot, block, between = (
        round(60 * value) for value in catalog.numbers("run_interval")
    )
    most_intervals = round(catalog.number("run_most_intervals"))
    most = int(60 * most_work_minutes)
    room = 60 * minutes - before - after
    if kind == "interval":
        count = min(most // interval, (room + trot) // (interval + trot), most_intervals)
        works, rest, least = [interval] * max(0, count), trot, least_interval
    else:
        # Whole half minutes, so that a watch shows a plain number.
        work = min(most, room) // 30 * 30
        blocks = max(1, -(-work // block))
        work = min(work, (room - between * (blocks - 1)) // 30 * 30)
        works, rest, least = [work // blocks // 30 * 30] * blocks, between, least_tempo
    if sum(works) < least * least_share or not works:
        return ()
    inner = sum(works) + rest * (len(works) - 1)
    bouts = [Bout(kind="warm_up", seconds=before + (room - inner) // 2, effort=EASY)]
    for number, seconds in enumerate(works):
        if number:
            bouts.append(Bout(kind="recovery", seconds=rest, effort="a slow trot or a walk"))
        bouts.append(Bout(kind="work", seconds=seconds, effort=_EFFORTS[kind]))
    left = 60 * minutes - sum(bout.seconds for bout in bouts)
    bouts.append(Bout(kind="cool_down", seconds=left, effort=EASY))
    return tuple(bouts)


def pace_bouts(catalog: Catalog, minutes: int, most_work_minutes: float) -> tuple[Bout, ...]:
    """A long run that ends at the pace of the race; empty: there is no room for any."""
    after = round(60 * catalog.numbers("run_work")[1])
    least = round(60 * catalog.numbers("run_work")[3])
    work = min(int(60 * most_work_minutes), 60 * minutes // 2) // 60 * 60
    if work < least:
        return ()
    return (
        Bout(kind="warm_up", seconds=60 * minutes - work - after, effort=EASY),
        Bout(kind="work", seconds=work, effort=_EFFORTS["race_pace"]),
        Bout(kind="cool_down", seconds=after, effort=EASY),
    )


def stride_bouts(catalog: Catalog, minutes: int) -> tuple[Bout, ...]:
    """An easy run with a few strides at its end."""
    count, each, _ = (round(value) for value in catalog.numbers("run_strides"))
    trot = round(catalog.number("run_strides_trot"))
    last = count * each + (count - 1) * trot
    bouts = [Bout(kind="run", seconds=60 * minutes - last, effort=EASY)]
    for number in range(count):
        if number:
            bouts.append(Bout(kind="recovery", seconds=trot, effort="a walk or a slow trot"))
        bouts.append(Bout(kind="strides", seconds=each, effort="fast and loose, no sprint"))
    return tuple(bouts)


def _bout(kind: str, minutes: float, effort: str) -> Bout:
    assert kind in ("walk", "run")
    return Bout(
        kind="walk" if kind == "walk" else "run", seconds=round(60 * minutes), effort=effort
    )
