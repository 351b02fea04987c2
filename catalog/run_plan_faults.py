"""Faults of plans of runs that hold between entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from catalog.errors import Fault
from catalog.files import Key, Layers, entry_name
from catalog.models import Entry, Evidence
from catalog.run_plans import CouchTo5kWeek, RaceDistance, RunOption, RunOptionTopic
from catalog.wording import counted


def run_plan_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Every fault between the entries that could be read."""
    yield from _program_faults(entries, layers)
    yield from _race_faults(entries, layers)
    yield from _option_faults(entries, layers)
    yield from _number_faults(entries, layers)


def _program_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Weeks are numbered without a gap; no session and no bout grows by more than the step."""
    weeks = [(key, entry) for key, entry in entries.items() if isinstance(entry, CouchTo5kWeek)]
    weeks.sort(key=lambda one: one[1].week)
    step = entries.get(("evidence", "c25k_step"))
    needed = entries.get(("evidence", "c25k_session"))
    if not isinstance(step, Evidence) or len(step.values) != 2 or not weeks:
        return
    most_session: float | None = None
    most_bout: float | None = None
    for number, (key, week) in enumerate(weeks, 1):
        file = layers.entries[key].file
        if week.week != number:
            message = f"{week.week} stands where {number} is missing; number them without a gap"
            yield Fault(file, entry_name(key), "week", message)
            return
        if isinstance(needed, Evidence) and len(week.sessions) != needed.values[0]:
            message = f"has {counted(len(week.sessions), 'sessions')}; write {needed.values[0]:g}"
            yield Fault(file, entry_name(key), "sessions", message)
        for index, session in enumerate(week.sessions):
            running, bout = session.running_minutes, max(session.run_minutes)
            for what, minutes, before, most in (
                ("runs", running, most_session, step.values[0]),
                ("has a bout of", bout, most_bout, step.values[1]),
            ):
                if before is not None and minutes > before + most:
                    message = (
                        f"{what} {counted(minutes, 'minutes')}, {minutes - before:g} more than"
                    )
                    message += f" before; at most {most:g} more"
                    yield Fault(file, entry_name(key), f"sessions[{index}]", message)
            most_session = max(running, most_session or 0)
            most_bout = max(bout, most_bout or 0)


def _race_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Two races cannot end at one length."""
    seen: dict[float, str] = {}
    for key, entry in entries.items():
        if isinstance(entry, RaceDistance):
            other = seen.setdefault(entry.most_km, entry.id)
            if other != entry.id:
                message = f"{entry.most_km:g} is also that of {other!r}; change one"
                file = layers.entries[key].origin("most_km")
                yield Fault(file, entry_name(key), "most_km", message)


def _option_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Each topic has one default for a race, and as many values as its kind needs."""
    options = [(key, entry) for key, entry in entries.items() if isinstance(entry, RunOption)]
    defaults = Counter((one.topic, one.race) for _, one in options if one.is_default)
    for key, one in options:
        origin = layers.entries[key].origin
        if defaults[one.topic, one.race] != 1:
            count = defaults[one.topic, one.race]
            message = f"{count} of {one.topic!r} are the default; one has to be"
            yield Fault(origin("is_default"), entry_name(key), "is_default", message)
        if one.topic == "mix" and (len(one.values) != 3 or abs(sum(one.values) - 1) > 0.001):
            message = f"{list(one.values)}: three shares that make 1"
            yield Fault(origin("values"), entry_name(key), "values", message)
        elif one.topic == "taper" and list(one.values) != sorted(set(one.values), reverse=True):
            message = f"{list(one.values)}: each week has less than the one before"
            yield Fault(origin("values"), entry_name(key), "values", message)
        elif one.topic in ("growth", "aim", "long_run") and len(one.values) != 1:
            message = f"{list(one.values)}: one value"
            yield Fault(origin("values"), entry_name(key), "values", message)
        elif one.topic in _ASKED_FOR and one.values[0] not in _ASKED_FOR[one.topic]:
            known = ", ".join(f"{value:g}" for value in _ASKED_FOR[one.topic])
            message = f"{one.values[0]:g} is nothing that a request asks for; write one of {known}"
            yield Fault(origin("values"), entry_name(key), "values", message)


_ASKED_FOR: dict[RunOptionTopic, tuple[float, ...]] = {"growth": (5, 10, 20), "aim": (1, 2, 3)}
"""What the values of an option have to be, for a request names them."""
_RISING = {
    "test_level": (1, 2, 3),
    "test_when": (0, 1),
    "test_again": (0, 1),
    "c25k_entry": (0, 1, 2, 3),
    "c25k_before": (3, 4),
    "c25k_missed": (0, 1, 2),
}
"""Numbers of an evidence that do not fall, by their places."""


def _number_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Evidence whose numbers contradict each other, or that would cap all running."""
    for name, places in _RISING.items():
        evidence = entries.get(("evidence", name))
        if not isinstance(evidence, Evidence) or len(evidence.values) <= max(places):
            continue
        values = [evidence.values[place] for place in places]
        if values != sorted(values):
            has = ", ".join(f"{value:g}" for value in values)
            message = f"{has} are in no rising order; the statement says what each is"
            yield _of_evidence(layers, name, message)
    least = {"run_longest_step": {0: 100, 1: 1}, "run_week_growth": {0: 1}}
    for name, bounds in least.items():
        evidence = entries.get(("evidence", name))
        for place, bound in bounds.items():
            if (
                isinstance(evidence, Evidence)
                and place < len(evidence.values)
                and evidence.values[place] < bound
            ):
                message = f"{evidence.values[place]:g} is too little; write {bound} or more"
                yield _of_evidence(layers, name, message, place)


def _of_evidence(layers: Layers, name: str, message: str, place: int | None = None) -> Fault:
    key = ("evidence", name)
    field = "values" if place is None else f"values[{place}]"
    return Fault(layers.entries[key].origin("values"), entry_name(key), field, message)
