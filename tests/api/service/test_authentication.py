"""API keys: who may ask, and that nobody learns more than that."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import httpx
import pytest

from api.service.authentication import ApiKey, ApiKeys, read_api_keys
from optimizer.documents.errors import UnusableInput
from tests.api.service.client import problem, serving
from tests.waiting import wait_until

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


def lines(*keys: tuple[str, str]) -> str:
    """A file of keys; each is a name and the key itself, or a key with its rate behind."""
    return "".join(
        f"{name} {hashlib.sha256(key.partition(' @ ')[0].encode()).hexdigest()}"
        f" {key.partition(' @ ')[2]}\n"
        for name, key in keys
    )


def test_a_key_has_its_name() -> None:
    keys = ApiKeys(ApiKey(name, bytes.fromhex(digest)) for name, digest in HASHES)
    found = keys.named("key of coach")
    assert found is not None
    assert found.name == "coach"
    assert keys.named("key of nobody") is None
    assert not ApiKeys(())


def test_keys_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# the club\n\n" + "\n".join(f"{name}  {hash_}" for name, hash_ in HASHES))
    assert [(key.name, key.digest.hex()) for key in read_api_keys(file)] == [*HASHES]


def test_keys_are_changed_while_the_service_runs(tmp_path: Path) -> None:
    """Both of a name's keys hold while they are being changed, and a torn file changes nothing."""
    file = tmp_path / "keys"
    file.write_text(lines(("club", "old")))
    with serving(key_file=file) as client:

        def status(key: str) -> int:
            return client.get("/v1/catalog/rules", headers=bearer(key)).status_code

        assert (status("old"), status("new")) == (200, 401)
        file.write_text(lines(("club", "old"), ("club", "new")))
        wait_until(lambda: status("new") == 200, "the new key holds")
        assert status("old") == 200
        file.write_text("club half-writ")
        wait_until(
            lambda: (
                status("new") == 200
                and any(line["event"] == "keys_not_renewed" for line in client.log)
            ),
            "the torn file is told",
        )
        assert (status("old"), status("new")) == (200, 200)
        file.write_text(lines(("club", "new")))
        wait_until(lambda: status("old") == 401, "the old key is gone")
        assert status("new") == 200
        assert "half-writ" not in client.written.getvalue()


def test_a_caller_may_ask_as_often_as_its_rate_says(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(lines(("club", "a"), ("coach", "b @ 2/hour")))
    with serving(key_file=file, rate="3 per hour") as client:

        def ask(key: str) -> httpx.Response:
            return client.get("/v1/catalog/rules", headers=bearer(key))

        first = ask("b")
        assert first.headers["RateLimit-Policy"] == '"key";q=2;w=3600'
        assert re.fullmatch(r'"key";r=1;t=3\d{3}', first.headers["RateLimit"])
        assert ask("b").status_code == 200
        over = ask("b")
        assert over.status_code == 429
        assert problem(over)["code"] == "too_many_requests"
        assert over.headers["RateLimit"].startswith('"key";r=0;')
        assert 0 < int(over.headers["Retry-After"]) <= 3600
        # Nobody else is touched by that.
        assert [ask("a").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("club my-secret-key", "line 1: is no key; write a name"),
        (f"club {HASHES[0][1]}\nclub {HASHES[0][1]}", "line 2: 'club' has a key that is there"),
        (f"club {HASHES[0][1]} often", "line 1: 'often' is no rate"),
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
