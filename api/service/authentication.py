"""API keys, of which only the hashes are known here."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from pathlib import Path

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

_LINE = re.compile(r"(?P<name>[A-Za-z0-9_.-]{1,64})\s+(?P<hash>[0-9a-fA-F]{64})")


class ApiKeys:
    """Name and SHA-256 of each key.  A key is long and random, so a fast hash does."""

    def __init__(self, hashes: Iterable[tuple[str, str]]) -> None:
        self._hashes = tuple((name, bytes.fromhex(digest)) for name, digest in hashes)

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def name_of(self, key: str) -> str | None:
        """The name of ``key``; it takes as long for a wrong key as for a right one."""
        digest = hashlib.sha256(key.encode()).digest()
        found = None
        for name, known in self._hashes:
            if hmac.compare_digest(digest, known):
                found = name
        return found


def read_api_keys(path: Path) -> tuple[tuple[str, str], ...]:
    """Read a file with one ``name sha256`` a line; lines that begin with # are comments.

    Raises ``UnusableInput``, which repeats nothing of a line that is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; check the path"
        raise UnusableInput(Problem(str(path), "", reason)) from None
    except UnicodeDecodeError:
        raise UnusableInput(Problem(str(path), "", "is not UTF-8; save it as UTF-8")) from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        where = f"{path}, line {number}"
        if match is None:
            raise UnusableInput(
                Problem(
                    where,
                    "",
                    "is no key; write a name (letters, digits, dots, dashes) and the key's SHA-256"
                    " as 64 hexadecimal digits",
                )
            )
        if match["name"] in found:
            raise UnusableInput(Problem(where, quoted(match["name"]), "is there twice; rename one"))
        found[match["name"]] = match["hash"].lower()
    if not found:
        raise UnusableInput(Problem(str(path), "", "has no keys; add one, or leave --keys out"))
    return tuple(found.items())
