"""One entry of free-exercise-db as an exercise of ours, with a note for all that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.catalog import Catalog
from catalog.imports import free_exercise_db_words as words
from catalog.imports.free_exercise_db_rows import NAME, NotMapped, Row, shown
from catalog.imports.imported import Draft, Note, Value, Values
from catalog.models import LEVELS, VOLUME_KINDS, Level, LoadClass, Pattern

PREFIX = "fedb_"
HIGHEST = 3
"""Of leg load and impact."""
_LONGEST_ID = 64
_LONGEST_HOW_TO = 2000


def draft_of(row: Row, known: Catalog, ids: dict[str, str], *, with_instructions: bool) -> Draft:
    mapper = _Mapper(row, known, _category(row))
    equipment = mapper.equipment()
    values: dict[str, Value] = {
        **mapper.what(),
        "equipment": equipment,
        **mapper.demands(),
        **mapper.load_class(equipment),
        **mapper.dose(),
        "setup_seconds": mapper.setup_seconds(equipment),
        "contraindications": tuple(known.injuries),
        "how_to": mapper.how_to(with_instructions=with_instructions),
        "note": f"Imported from {NAME}, entry {shown(row.id)}.",
    }
    mapper.assume("contraindications", "injuries are not told; offered to nobody who has one")
    columns = {
        "category": row.category,
        "force": row.force,
        "level": row.level,
        "mechanic": row.mechanic,
        "equipment": row.equipment,
        "primary": ", ".join(row.primary),
        "secondary": ", ".join(row.secondary),
    }
    fields = ", ".join(f"{name} {value}" for name, value in columns.items() if value)
    return Draft(
        entry=shown(row.id),
        group=row.first_muscle,
        about=f"{shown(row.id)}: {fields}",
        values={"id": _own_id(row.id, known, ids), **values},
        notes=mapper.notes,
    )


def _category(row: Row) -> words.Category:
    found = words.CATEGORIES[row.category]
    if found is None:
        raise NotMapped(f"category {row.category!r} is no strength work")
    if row.category == "stretching":
        rolled = row.equipment == "foam roll" or "smr" in row.words
        return words.RELEASE if rolled else words.STRETCH
    if row.category == "strength" and row.force == "static":
        return words.ISOMETRIC
    if row.category == "strength" and row.mechanic == "isolation":
        return words.ISOLATION
    return found


def _own_id(entry: str, known: Catalog, ids: dict[str, str]) -> str:
    """An id of ours, by no chance one of the catalog's or another entry's."""
    plain = re.sub(r"[^a-z0-9]+", "_", entry.lower()).strip("_") or "exercise"
    stem = f"{PREFIX}{plain}"[:_LONGEST_ID].rstrip("_")
    found, number = stem, 1
    while found in ids or found in known.exercises:
        number += 1
        ending = f"_{number}"
        found = f"{stem[: _LONGEST_ID - len(ending)]}{ending}"
    ids[found] = entry
    return found


@dataclass
class _Mapper:
    """Maps one entry, field by field, and notes what each field rests on."""

    row: Row
    known: Catalog
    category: words.Category
    notes: dict[str, list[Note]] = field(default_factory=dict)

    def assume(self, name: str, sentence: str) -> None:
        self.notes.setdefault(name, []).append(Note("assumed", sentence))

    def to_finish(self, name: str, sentence: str) -> None:
        self.notes.setdefault(name, []).append(Note("to finish", sentence))

    def what(self) -> Values:
        """What it is, what it trains and what it takes."""
        primary, secondary = self._muscles()
        return {
            "name": self.row.name,
            "kind": self.category.kind,
            "pattern": self._pattern(),
            "primary": primary,
            "secondary": secondary,
            "level": self._level(),
        }

    def _muscles(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Primary and secondary ids of ours."""
        row = self.row
        if not row.primary:
            raise NotMapped("primaryMuscles is empty")
        is_seated = "seated" in row.words and self._is_work
        primary = self._ours("primary", row.primary, words.SEATED if is_seated else {})
        if not primary:
            raise NotMapped(f"the catalog has no muscle for {' and '.join(row.primary)}")
        secondary = self._ours("secondary", row.secondary, {})
        return primary, tuple(muscle for muscle in secondary if muscle not in primary)

    def _ours(
        self, column: str, muscles_named: Iterable[str], instead: Mapping[str, words.Muscles]
    ) -> tuple[str, ...]:
        found: list[str] = []
        for word in dict.fromkeys(muscles_named):
            muscles = instead.get(word, words.MUSCLES[word])
            found += muscles
            if word in instead:
                self.assume(column, f"seated, so {word!r} is taken as {' and '.join(muscles)}")
            elif not muscles:
                self.assume(column, f"{word!r} is left out: the catalog has no such muscle")
            elif word not in words.OWN_WORDS:
                self.assume(column, f"{word!r} is taken as {' and '.join(muscles)} alone")
        return tuple(dict.fromkeys(found))

    def _pattern(self) -> Pattern:
        row, first = self.row, self.row.first_muscle
        if not self._is_work:
            return "stretch" if self.category.kind == "mobility" else "release"
        if row.category == "plyometrics" and first in words.LEGS:
            self.assume("pattern", "patterns are not told; by the name, else a jump")
            named = (pattern for name, pattern in words.JUMPS if name.search(row.words))
            return next(named, "jump")
        for name, primary, pattern in words.NAME_PATTERNS:
            if first in primary and name.search(row.words):
                self.assume("pattern", "patterns are not told; by the name")
                return pattern
        for word in (row.force, row.mechanic, ""):
            if word is not None and (first, word) in words.PATTERNS:
                about = f"{first}, {word}" if word else first
                self.assume("pattern", f"patterns are not told; the nearest for {about}")
                return words.PATTERNS[first, word]
        raise NotMapped(f"the catalog has no movement pattern for {first}")

    def equipment(self) -> tuple[tuple[str, ...], ...]:
        """All-of any-of, as in ``Exercise``."""
        row, name = self.row, self.row.words
        piece = words.EQUIPMENT[row.equipment]
        if row.equipment == "machine":
            named = (machine for pattern, machine in words.NAME_MACHINES if pattern.search(name))
            piece = next(named, piece)
        if piece == words.UNNAMED_MACHINE:
            self.to_finish("equipment", "'machine' does not say which; write it")
        elif piece == words.UNNAMED_EQUIPMENT:
            fault = "equipment is not told" if row.equipment is None else "'other' says nothing"
            self.to_finish("equipment", f"{fault}; write what is needed, or [] for nothing")
        elif row.equipment == "machine":
            self.assume("equipment", "which machine it is is told by the name")
        groups: list[tuple[str, ...]] = [] if piece is None else [(piece,)]
        if row.equipment not in words.COMPLETE_EQUIPMENT:
            named_too = [group for pattern, group in words.NAME_EQUIPMENT if pattern.search(name)]
            if row.equipment == "barbell" and words.BARBELL_NEEDS_RACK.search(name):
                named_too.append(("rack",))
            added = [group for group in dict.fromkeys(named_too) if group not in groups]
            for group in added:
                if words.UNNAMED_EQUIPMENT in group:
                    self.to_finish("equipment", "the name tells of equipment we have no word for")
                else:
                    self.assume("equipment", f"{' or '.join(group)} is added by the name")
            groups += added
            self.assume("equipment", "one piece at most is told; more may be needed")
        return tuple(groups)

    def _level(self) -> Level:
        by_row = words.LEVELS[self.row.level]
        by_category = self.category.least_level
        barbell: Level = "intermediate" if self.row.equipment == "barbell" else "beginner"
        level = max(by_row, by_category, barbell, key=LEVELS.index)
        if level == by_row:
            self.assume("level", "the data set's own word, which is not graded for runners")
        else:
            why = "a barbell" if level != by_category else self.row.category
            self.assume("level", f"{self.row.level} is told; {why} asks for more")
        return level

    def demands(self) -> Values:
        """What it asks of the body."""
        leg_load, impact = self._leg_load(), self._impact()
        found: dict[str, Value] = {
            "per_side": self._per_side(),
            "leg_load": leg_load,
            "impact": impact,
            "high_eccentric": leg_load == HIGHEST or impact == HIGHEST,
            "loaded": self._is_work,
        }
        if self._is_work:
            self.assume("leg_load", "not told; rather high, by muscles, mechanic and equipment")
            self.assume("high_eccentric", "not told; so where load or impact is the highest")
            self.assume("loaded", "not told; all work is given its days of recovery")
        if impact:
            found["foot_contacts_per_rep"] = 1
            self.assume("foot_contacts_per_rep", "not told; one landing each")
        return found

    @property
    def _is_work(self) -> bool:
        return self.category.kind not in ("mobility", "release")

    def _per_side(self) -> bool:
        if not self._is_work:
            self.assume("per_side", "not told; counted for each side, which takes longer")
            return True
        self.assume("per_side", "not told; only where the name says so")
        return words.ONE_SIDE.search(self.row.words) is not None

    def _leg_load(self) -> int:
        row = self.row
        if not self._is_work:
            return 0
        is_heavy = row.category in words.HEAVY or row.equipment in ("barbell", "machine")
        loads_legs = (
            not words.LEGS.isdisjoint(row.primary)
            or ("lower back" in row.primary and row.mechanic != "isolation")
            or row.category in ("olympic weightlifting", "strongman")
        )
        if loads_legs:
            return HIGHEST if is_heavy and row.mechanic != "isolation" else 2
        return 0 if words.LEGS.isdisjoint(row.secondary) else 1

    def _impact(self) -> int:
        """Of landings: only what works the legs has any."""
        if not self.category.impact:
            return 0
        self.assume("impact", f"not told; the most of {self.row.category}, if it works the legs")
        row = self.row
        return 0 if words.LEGS.isdisjoint((*row.primary, *row.secondary)) else self.category.impact

    def load_class(self, equipment: Iterable[Iterable[str]]) -> Values:
        """The least that it can be: no import is a main lift or heavy before a person says so."""
        if self.category.kind not in VOLUME_KINDS:
            return {}
        if self.category.kind == "plyometric":
            return {"load_class": "plyo"}
        pieces: dict[str, tuple[bool, bool]] = {
            piece.id: (piece.resistance, piece.resistance) for piece in words.NEW_PIECES
        }
        known = self.known.equipment.values()
        pieces |= {piece.id: (piece.resistance, piece.is_weight) for piece in known}
        groups = [[pieces[name] for name in group] for group in equipment]
        if any(all(weight for _, weight in group) for group in groups):
            found: LoadClass = "external"
        elif any(all(resistance for resistance, _ in group) for group in groups):
            found = "band"
        else:
            found = "body"
        self.assume("load_class", "not told; by its equipment, never heavy")
        return {"load_class": found}

    def dose(self) -> Values:
        category = self.category
        fields = {
            "sets": category.sets,
            "reps": category.reps,
            "hold_seconds": category.hold_seconds,
            "seconds_per_rep": category.seconds_per_rep,
            "rest_seconds": category.rest_seconds,
        }
        found: dict[str, Value] = {
            name: value for name, value in fields.items() if value is not None
        }
        for name in found:
            self.assume(name, "doses are not told; a usual one of its category")
        return found

    def setup_seconds(self, equipment: Iterable[Iterable[str]]) -> int:
        self.assume("setup_seconds", "not told; the longest of its equipment")
        seconds = {piece.id: piece.setup_seconds for piece in words.NEW_PIECES}
        seconds |= {piece.id: piece.setup_seconds for piece in self.known.equipment.values()}
        needed = (seconds[piece] for group in equipment for piece in group)
        return max(needed, default=words.SETUP_SECONDS)

    def how_to(self, *, with_instructions: bool) -> str:
        text = " ".join(" ".join(self.row.instructions).split())
        text = "".join(sign for sign in text if sign.isprintable())
        if with_instructions and text:
            if len(text) <= _LONGEST_HOW_TO:
                self.assume("how_to", "the data set's own words; read them before you trust them")
                return text
            cut = text[: text.rfind(". ", 0, _LONGEST_HOW_TO) + 1] or text[:_LONGEST_HOW_TO]
            self.to_finish("how_to", "the data set's own words, which are too long and cut here")
            return cut
        self.to_finish("how_to", "write in a sentence or two how it is done safely")
        return (
            f"As {NAME} describes it in entry {shown(self.row.id)}. Do it only if you know how it"
            " is done safely."
        )
