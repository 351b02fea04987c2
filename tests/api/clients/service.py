"""A service for generated clients: with batches, and one who hears that they are finished."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.api.jobs.clubs import settings
from tests.api.jobs.test_webhooks import SECRET, receiver
from tests.api.service.loopback import server_thread
from tests.api.shell import ROOT

FILE = ROOT / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
}


def bodies() -> dict[str, Any]:
    """The example of the document of every operation with a body of JSON, by its name."""
    found = {}
    for name, operation in OPERATIONS.items():
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            [example] = content["examples"].values()
            found[name] = example["value"]
    return found


@contextmanager
def service(folder: Path) -> Iterator[tuple[str, str]]:
    """Its address, and the one that it calls when a batch is finished."""
    with receiver(200) as heard:
        webhooks = {"hosts": [heard.host], "secret": SECRET, "plain_http": True}
        jobs = settings(folder, webhooks=webhooks)
        with server_thread(jobs=jobs, solves=2) as url:
            yield url, heard.url
