"""Which catalog and software an answer comes from, learned without loading the solver."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version

from catalog import Catalog
from optimizer.documents.request import Request, RunRules
from optimizer.documents.result import Versions

SOFTWARE = version("runstrong")


def versions_of(catalog: Catalog) -> Versions:
    return Versions(catalog=catalog.version, software=SOFTWARE)


def fingerprint(request: Request, catalog: Catalog) -> str:
    """``sha256:`` over the request, the catalog version and the software version."""
    return fingerprint_under(request, versions_of(catalog))


def fingerprint_under(request: Request, versions: Versions) -> str:
    """The fingerprint of a result that was made under ``versions``."""
    fields = request.model_dump(mode="json")
    if request.recovery == "day_after":
        # A default that came later: without it the fingerprints from before stay.
        del fields["recovery"]
    if request.run_rules == RunRules():
        del fields["run_rules"]
    for run in fields["runs"]:
        if run["when"] is None:
            del run["when"]
    later = ("lifts", "units", "tests", "screen", "sex", "age_years", "body_mass_kg")
    for part, names in (("athlete", later), ("previous", ("log", "base", "ill"))):
        of_part = getattr(request, part)
        for name in names if of_part is not None else ():
            if getattr(of_part, name) == type(of_part).model_fields[name].default:
                del fields[part][name]
    content = json.dumps(
        [fields, versions.catalog, versions.software],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
