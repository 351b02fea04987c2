"""What exists: muscles, exercises, equipment, injuries, and the sources of every claim.

The names below are loaded when first used: who needs but a word of ``catalog`` loads no models.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.catalog import KIT_PREFIX, Catalog
    from catalog.errors import CatalogError, Fault, UnknownName
    from catalog.loader import load_catalog

_HOMES = {
    "KIT_PREFIX": "catalog.catalog",
    "Catalog": "catalog.catalog",
    "CatalogError": "catalog.errors",
    "Fault": "catalog.errors",
    "UnknownName": "catalog.errors",
    "load_catalog": "catalog.loader",
}

__all__ = ["KIT_PREFIX", "Catalog", "CatalogError", "Fault", "UnknownName", "load_catalog"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'catalog' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
