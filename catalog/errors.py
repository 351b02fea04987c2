"""The two ways in which the catalog says no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.near_names import nearest_name
from catalog.wording import counted

_MAX_FAULTS = 40


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a catalog's files: where, and a message that ends with a cure."""

    file: str
    entry: str
    """Table and id, as ``exercise 'goblet_squat'``; empty where the whole file is meant."""
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.field, self.message) if part)


class CatalogError(ValueError):
    """Catalog files that cannot be used.  ``faults`` holds all that were found."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        lines = [str(fault) for fault in faults[:_MAX_FAULTS]]
        if len(faults) > _MAX_FAULTS:
            more = counted(len(faults) - _MAX_FAULTS, "more faults")
            lines.append(f"and {more}; mend these first")
        super().__init__("\n".join(lines))


class UnknownName(LookupError):
    """An id that the catalog does not hold; ``near`` has the known one that is surely meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.near = near_names(name, known)
        hint = f"; did you mean {self.near[0]!r}?" if self.near else ""
        super().__init__(f"{name!r} is no {kind} of the catalog{hint}")


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known name that is surely meant, or none; a kit may be named without its prefix."""
    names = {one: (one, one.removeprefix("kit:")) for one in known}
    near = nearest_name(name, names)
    return () if near is None else (near,)


def cure(name: str, known: Iterable[str], otherwise: str) -> str:
    """``; did you mean 'x'?``, or ``otherwise`` as an instruction where nothing is close."""
    near = near_names(name, known)
    return f"; did you mean {near[0]!r}?" if near else f"; {otherwise}"
