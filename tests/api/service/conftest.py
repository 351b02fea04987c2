"""One application for the tests that leave no trace in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.service.client import Client, serving


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    with serving() as client:
        yield client
