"""The body map in words, for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable

from api.body_map.shading import SHADES, shaded
from catalog import Catalog
from optimizer.documents.result import MuscleCoverage


def body_map_words(coverage: Iterable[MuscleCoverage], catalog: Catalog) -> tuple[str, ...]:
    """One sentence for each shade that occurs, with all its muscles and their sets."""
    muscles = shaded(coverage, catalog)
    sentences = []
    for shade, meaning in SHADES.items():
        alike = [one for one in muscles if one.shade == shade]
        if alike:
            said = (f"{one.name} ({one.dose})" if one.dose else one.name for one in alike)
            sentences.append(f"{meaning}, {len(alike)} of {len(muscles)}: {', '.join(said)}.")
    return tuple(sentences)
