"""Other people's catalogs, read into a folder of TOML that ``load_catalog`` takes.

A format is one module with a function of type ``Reader``, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from catalog.imports import free_exercise_db
from catalog.imports.folder import write_folder
from catalog.imports.free_exercise_db_rows import NAME
from catalog.imports.imported import Imported, ImportReport, Reader

FORMATS: Mapping[str, Reader] = MappingProxyType({NAME: free_exercise_db.imported})

__all__ = ["FORMATS", "ImportReport", "Imported", "Reader", "write_folder"]
