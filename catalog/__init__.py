"""What exists: muscles, exercises, equipment, injuries, and the sources of every claim."""

from catalog.catalog import KIT_PREFIX, Catalog
from catalog.errors import CatalogError, Fault, UnknownName
from catalog.loader import load_catalog

__all__ = ["KIT_PREFIX", "Catalog", "CatalogError", "Fault", "UnknownName", "load_catalog"]
