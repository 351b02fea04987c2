"""Faults of doses, usual weights, ladders and names in logs that hold between entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import Fault
from catalog.files import Key, Layers, entry_name
from catalog.log_names import log_key
from catalog.models import LOADED_CLASSES, PHASES, STAGES, Entry, Equipment, Evidence, Exercise
from catalog.prescription import (
    DOSE_ROLES,
    LIFT_ROLES,
    Ladder,
    LoadTransfer,
    LogNames,
    PrescribedDose,
    Prescription,
    StartLoad,
    UsualWeights,
)

_CURVE = "percent_by_reps_to_failure"
_MOST_POINTS_OFF = 3
"""How far a share of the maximum may be from the curve at the same repetitions and reserve."""


def prescription_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Every fault between the entries that could be read."""
    yield from _table_faults(entries, layers)
    yield from _weight_faults(entries, layers)
    yield from _weights_at_once_faults(entries, layers)
    yield from _ladder_faults(entries, layers)
    yield from _log_name_faults(entries, layers)
    yield from _transfer_faults(entries, layers)
    yield from _start_faults(entries, layers)


def _table_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Each role and stage has one entry, each phase of it what its role needs."""
    curve = entries.get(("evidence", _CURVE))
    seen: dict[tuple[str, str], str] = {}
    for key, entry in entries.items():
        if not isinstance(entry, Prescription):
            continue
        origin = layers.entries[key].origin
        cell = (entry.role, entry.stage)
        if cell in seen:
            message = f"{entry.role!r} for {entry.stage!r} is also {seen[cell]!r}; keep one"
            yield Fault(origin("role"), entry_name(key), "role", message)
        seen[cell] = entry.id
        for phase in PHASES:
            fault = _dose_fault(entry, entry.of(phase), curve)
            if fault is not None:
                yield Fault(origin(phase), entry_name(key), phase, fault)
    if not all(key in entries for key in layers.entries if key[0] == "prescription"):
        return
    for role in DOSE_ROLES:
        for stage in STAGES:
            if (role, stage) not in seen:
                message = f"none is for {role}, {stage}; the planner reads it, so give one"
                yield Fault("catalog", "prescription", "role", message)


def _dose_fault(entry: Prescription, dose: PrescribedDose, curve: Entry | None) -> str | None:
    if entry.role == "plyometric":
        return "has a reserve; jumps end when they get worse, so leave it out" if dose.rir else None
    if dose.reps is None and dose.hold_seconds is None:
        return "has neither reps nor hold_seconds; give one of them"
    if entry.role == "loaded_hold":
        return None if dose.hold_seconds else "has no hold_seconds; give them"
    if dose.reps is None or dose.rir is None:
        return "has no reps; give them with rir"
    if entry.role not in LIFT_ROLES:
        return "percent_1rm is only for lifts; leave it out" if dose.percent_1rm else None
    if dose.percent_1rm is None:
        return "has no percent_1rm; give what the curve says at its repetitions and reserve"
    if not isinstance(curve, Evidence):
        return None
    for reps, rir, percent in (
        (dose.reps[1], dose.rir[1], dose.percent_1rm[0]),
        (dose.reps[0], dose.rir[0], dose.percent_1rm[1]),
    ):
        to_failure = min(reps + rir, len(curve.values))
        right = curve.values[to_failure - 1]
        if abs(percent - right) > _MOST_POINTS_OFF:
            return (
                f"{percent} % at {reps} repetitions with {rir} left is far from the curve, which"
                f" has {right:g} %; correct one of them"
            )
    return None


def _weight_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Only what is a weight has usual weights."""
    for key, entry in entries.items():
        name = key[1]
        if isinstance(entry, UsualWeights):
            thing = entries.get(("equipment", name))
            if isinstance(thing, Equipment) and not thing.is_weight:
                file = layers.entries[key].file
                yield Fault(file, entry_name(key), "id", f"{name!r} is no weight; take it out")


def _weights_at_once_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Only weights are counted."""
    for key, entry in entries.items():
        for name in entry.weights_at_once if isinstance(entry, Exercise) else ():
            thing = entries.get(("equipment", name))
            if isinstance(thing, Equipment) and not thing.is_weight:
                file = layers.entries[key].origin("weights_at_once")
                message = f"{name!r} is no weight; take it out"
                yield Fault(file, entry_name(key), "weights_at_once", message)


def _ladder_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """A rung trains a muscle of the one before; an exercise stands on one ladder."""
    seen: dict[str, str] = {}
    for key, entry in entries.items():
        if not isinstance(entry, Ladder):
            continue
        file = layers.entries[key].origin("rungs")
        for rung in entry.rungs:
            if rung in seen:
                message = f"{rung!r} stands on {seen[rung]!r} already; keep one"
                yield Fault(file, entry_name(key), "rungs", message)
            seen[rung] = entry.id
        for lower, upper in zip(entry.rungs, entry.rungs[1:], strict=False):
            easy, hard = (entries.get(("exercise", name)) for name in (lower, upper))
            if not isinstance(easy, Exercise) or not isinstance(hard, Exercise):
                continue
            if set(easy.primary).isdisjoint({*hard.primary, *hard.secondary}):
                message = f"{upper!r} trains no primary muscle of {lower!r}; correct the order"
                yield Fault(file, entry_name(key), "rungs", message)


def _transfer_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Both lifts have a load, and that of the known one is one weight."""
    for key, entry in entries.items():
        if not isinstance(entry, LoadTransfer):
            continue
        for field, name in (("exercise", entry.exercise), ("known", entry.known)):
            lift = entries.get(("exercise", name))
            if not isinstance(lift, Exercise):
                continue
            message = None
            if lift.load_class not in (*LOADED_CLASSES, "band"):
                message = "is done without a load; take it out"
            elif field == "known" and 2 in lift.weights_at_once.values():
                message = "has a weight in each hand; name a lift of one weight"
            if message is not None:
                file = layers.entries[key].origin(field)
                yield Fault(file, entry_name(key), field, f"{name!r} {message}")


def _start_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """What has a first load can be loaded."""
    for key, entry in entries.items():
        if isinstance(entry, StartLoad):
            lift = entries.get(("exercise", entry.id))
            if isinstance(lift, Exercise) and lift.load_class not in (*LOADED_CLASSES, "band"):
                message = f"{entry.id!r} is done without a load; take it out"
                yield Fault(layers.entries[key].origin("id"), entry_name(key), "id", message)


def _log_name_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """A name means one exercise."""
    own = {log_key(e.name): e.id for e in entries.values() if isinstance(e, Exercise)}
    seen: dict[str, str] = {}
    for key, entry in entries.items():
        if not isinstance(entry, LogNames):
            continue
        for name in entry.names:
            plain = log_key(name)
            other = seen.get(plain, own.get(plain, entry.id))
            if other != entry.id:
                file = layers.entries[key].origin("names")
                message = f"{name!r} is also {other!r}; keep one"
                yield Fault(file, entry_name(key), "names", message)
            seen[plain] = entry.id
