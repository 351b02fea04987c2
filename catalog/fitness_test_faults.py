"""Faults of fitness tests, batteries and the health screen that hold between entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from catalog.errors import Fault
from catalog.files import Key, Layers, entry_name
from catalog.fitness_tests import Battery, FitnessTest, ScreenQuestion
from catalog.models import Entry, Evidence, Exercise
from catalog.wording import counted


def fitness_test_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Every fault between the entries that could be read."""
    yield from _place_faults(entries, layers)
    yield from _row_faults(entries, layers)
    yield from _battery_faults(entries, layers)


def _place_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Two tests, or two questions, cannot stand at one place of the order."""
    seen: dict[tuple[type[Entry], int], str] = {}
    for key, entry in entries.items():
        if not isinstance(entry, (FitnessTest, ScreenQuestion)):
            continue
        other = seen.setdefault((type(entry), entry.place), entry.id)
        if other != entry.id:
            message = f"{entry.place} is also that of {other!r}; change one"
            yield Fault(layers.entries[key].origin("place"), entry_name(key), "place", message)


def _row_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Bounds are for variants and exercises that the test has, and lifts have a load."""
    for key, entry in entries.items():
        if not isinstance(entry, FitnessTest):
            continue
        origin = layers.entries[key].origin
        for index, row in enumerate(entry.bounds):
            if row.variant is not None and row.variant not in entry.variants:
                message = f"{row.variant!r} is no variant of the test; add it to variants"
                yield Fault(origin("bounds"), entry_name(key), f"bounds[{index}].variant", message)
            for exercise in row.exercises:
                if exercise not in entry.with_exercise:
                    where = f"bounds[{index}].exercises"
                    message = f"{exercise!r} is no exercise of the test; add it to with_exercise"
                    yield Fault(origin("bounds"), entry_name(key), where, message)
        for name in entry.with_exercise if entry.sets_lift else ():
            exercise_entry = entries.get(("exercise", name))
            if isinstance(exercise_entry, Exercise) and exercise_entry.load_class not in (
                "external",
                "heavy",
            ):
                message = f"{name!r} is done without a weight; take it out"
                yield Fault(origin("with_exercise"), entry_name(key), "with_exercise", message)


def _battery_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """A battery is short, and no two tests in a row tire the same part."""
    for key, entry in entries.items():
        if not isinstance(entry, Battery):
            continue
        file = layers.entries[key].origin("tests")
        found = [entries.get(("fitness_test", name)) for name in entry.tests]
        tests = sorted(
            (test for test in found if isinstance(test, FitnessTest)), key=lambda test: test.place
        )
        warm_up, rest = _warm_up_and_rest(entries)
        tiring = sum(one.tells_strength and two.tells_strength for one, two in pairwise(tests))
        minutes = warm_up + sum(test.minutes for test in tests) + rest * tiring
        most = _first_number(entries, "test_battery")
        if most and minutes > most:
            message = (
                f"takes {counted(minutes, 'minutes')} with its warm-up and rests; at most {most:g},"
                " so leave a test out"
            )
            yield Fault(file, entry_name(key), "tests", message)
        for before, after in pairwise(tests):
            shared = set(before.groups) & set(after.groups)
            if shared:
                message = f"{before.id!r} and {after.id!r} follow each other and both tire"
                message += f" {min(shared)}; change their places, or leave one out"
                yield Fault(file, entry_name(key), "tests", message)


def _warm_up_and_rest(entries: Mapping[Key, Entry]) -> tuple[float, float]:
    """Minutes; 0 where they cannot be read, which is a fault of its own."""
    evidence = entries.get(("evidence", "test_warm_up"))
    if not isinstance(evidence, Evidence) or len(evidence.values) != 2:
        return 0.0, 0.0
    warm_up, rest = evidence.values
    return warm_up, rest


def _first_number(entries: Mapping[Key, Entry], name: str) -> float:
    """Of an evidence; 0 where it cannot be read, which is a fault of its own."""
    evidence = entries.get(("evidence", name))
    return evidence.values[0] if isinstance(evidence, Evidence) and evidence.values else 0.0
