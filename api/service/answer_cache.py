"""Answers that were given before, for requests that come again."""

from __future__ import annotations

import hashlib
import json

from cachetools import LRUCache

from optimizer.documents.result import Versions


class AnswerCache:
    """The most recently used answers, as bytes, up to ``most_bytes`` together.

    Used on the event loop only, so it needs no lock.
    """

    def __init__(self, most_bytes: int) -> None:
        self._answers: LRUCache[str, bytes] = LRUCache(most_bytes, getsizeof=len)

    def get(self, key: str) -> bytes | None:
        return self._answers.get(key)

    def put(self, key: str, answer: bytes) -> None:
        if len(answer) <= self._answers.maxsize:
            self._answers[key] = answer


def key_of(operation: str, digest: str, versions: Versions) -> str:
    """Over all that the answer depends on: the operation, what was asked, the versions."""
    content = [operation, digest, versions.model_dump()]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
