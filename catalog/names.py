"""By which names the entries of a catalog are found: ids, names and synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from catalog.near_names import key_of, nearest_name


class Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def synonyms(self) -> tuple[str, ...]: ...


class Names:
    """The names of some entries; of one that several have, none is found."""

    def __init__(self, entries: Iterable[Named], prefix: str = "") -> None:
        """``prefix``: what stands before each id where it is used, as ``kit:``."""
        self._names = {f"{prefix}{entry.id}": names_of(entry, prefix) for entry in entries}
        self._by_key = _by_key(self._names)

    def __or__(self, other: Names) -> Names:
        """Both together."""
        both = Names(())
        both._names = {**self._names, **other._names}
        both._by_key = _by_key(both._names)
        return both

    def found(self, name: str) -> str | None:
        """The id of the entry that is called ``name``; None: none is, or several are."""
        if name in self._names:
            return name
        ids = self._by_key.get(key_of(name), frozenset())
        return next(iter(ids)) if len(ids) == 1 else None

    def near(self, name: str) -> str | None:
        """The id of the one entry that ``name`` surely means though none is called so."""
        return nearest_name(name, self._names)


def names_of(entry: Named, prefix: str = "") -> tuple[str, ...]:
    """Its id, its name with and without what stands in brackets, and its synonyms."""
    short = entry.name.split(" (", maxsplit=1)[0]
    ids = (f"{prefix}{entry.id}", entry.id) if prefix else (entry.id,)
    return tuple(dict.fromkeys((*ids, entry.name, short, *entry.synonyms)))


def _by_key(names: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    ids = {key_of(one): one for one in names}
    found: dict[str, set[str]] = {}
    for entry, all_names in names.items():
        for name in all_names:
            found.setdefault(key_of(name), set()).add(entry)
    # An id is its own entry's, whatever else is called so.
    return {
        key: frozenset({ids[key]}) if key in ids else frozenset(entries)
        for key, entries in found.items()
    }
