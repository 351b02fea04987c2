"""One application for the tests that leave no trace in it."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest

from tests.api.service.client import Client, serving
from tests.waiting import PATIENCE_SECONDS


@pytest.fixture(scope="session", autouse=True)
def patient_readiness() -> Iterator[None]:
    """A machine that is busy with other tests says nothing of whether a service can plan."""
    with mock.patch.multiple(
        "api.service.readiness",
        _LONGEST_SECONDS=PATIENCE_SECONDS,
        _PATIENCE_SECONDS=PATIENCE_SECONDS,
    ):
        yield


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    with serving() as client:
        yield client
