"""Time zones as people name them: IANA names in any capitals, and those of Windows."""

from __future__ import annotations

from functools import cache, lru_cache
from zoneinfo import available_timezones


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA name, read from the disk once: that takes longer than the rest of a request."""
    return frozenset(available_timezones())


def zone_called(name: str) -> str | None:
    """The IANA name of the zone that ``name`` means; None: of none, or of several."""
    if name in zone_names():
        return name
    plain = _plain(name)
    return _plain_names().get(plain) or _windows_names().get(plain)


@cache
def _plain_names() -> dict[str, str]:
    return {_plain(name): name for name in sorted(zone_names())}


@cache
def _windows_names() -> dict[str, str]:
    # Loaded only where a name is no other: it takes longer than reading a request.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {
        _plain(name): place for name, place in WINDOWS_TO_OLSON.items() if place in zone_names()
    }


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("_", " ").split())
