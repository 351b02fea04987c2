"""API keys: who may ask, and that nobody learns more than that."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from api.service.authentication import ApiKeys, read_api_keys
from optimizer.documents.errors import UnusableInput
from tests.api.service.client import problem, serving

HASHES = tuple(
    (name, hashlib.sha256(f"key of {name}".encode()).hexdigest()) for name in ("club", "coach")
)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_with_keys_only_they_may_ask() -> None:
    with serving(key_hashes=HASHES) as client:
        for headers in ({}, bearer("key of nobody"), bearer(HASHES[0][1]), {"Authorization": "x"}):
            answer = client.get("/v1/catalog/rules", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert problem(answer)["code"] == "key_required"
        for name, _ in HASHES:
            answer = client.get("/v1/catalog/rules", headers=bearer(f"key of {name}"))
            assert answer.status_code == 200


def test_every_operation_but_those_of_the_watchers_asks_for_a_key() -> None:
    with serving(key_hashes=HASHES) as client:
        open_ones = set()
        for path, methods in client.app.openapi()["paths"].items():
            for method in methods:
                if client.send(method.upper(), path).result().status_code != 401:
                    open_ones.add(path)
    assert open_ones == {"/health/live", "/health/ready", "/metrics"}


def test_a_key_has_its_name() -> None:
    keys = ApiKeys(HASHES)
    assert keys.name_of("key of coach") == "coach"
    assert keys.name_of("key of nobody") is None
    assert not ApiKeys(())


def test_keys_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# the club\n\n" + "\n".join(f"{name}  {hash_}" for name, hash_ in HASHES))
    assert read_api_keys(file) == HASHES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("club my-secret-key", "line 1: is no key; write a name"),
        (f"club {HASHES[0][1]}\nclub {HASHES[1][1]}", "line 2: 'club' is there twice"),
        ("# nobody", "has no keys"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_repeats_no_key(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(UnusableInput) as no:
        read_api_keys(file)
    assert words in str(no.value)
    assert "secret" not in str(no.value)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_api_keys(tmp_path / "none")
