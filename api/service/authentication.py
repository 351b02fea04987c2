"""API keys, of which only the hashes are known here."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from limits import RateLimitItem

from api.service.rates import parsed_rate
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9_.-]{1,64})\s+(?P<hash>[0-9a-fA-F]{64})(?:\s+(?P<rate>\S.*))?"
)
_SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True)
class ApiKey:
    """``digest``: the SHA-256 of the key.  ``rate``: how often it may ask, None: not told."""

    name: str
    digest: bytes
    rate: RateLimitItem | None = None


class ApiKeys:
    """The keys that are known.  A key is long and random, so a fast hash does.

    ``path``: a file that is looked at again and again.  Whatever becomes of it, a service that had
    keys asks for them.
    """

    def __init__(
        self,
        keys: Iterable[ApiKey],
        path: Path | None = None,
        on_trouble: Callable[[UnusableInput], None] = lambda _: None,
    ) -> None:
        self._keys = tuple(keys)
        self._path = path
        self._on_trouble = on_trouble
        self._state = _state_of(path)
        self._look_at = time.monotonic() + _SECONDS_BETWEEN_LOOKS

    def __bool__(self) -> bool:
        return bool(self._keys)

    def named(self, key: str) -> ApiKey | None:
        """The known one; it takes as long for a wrong key as for a right one."""
        self._renew()
        digest = hashlib.sha256(key.encode()).digest()
        found = None
        for known in self._keys:
            if hmac.compare_digest(digest, known.digest):
                found = known
        return found

    def _renew(self) -> None:
        now = time.monotonic()
        if self._path is None or now < self._look_at:
            return
        self._look_at = now + _SECONDS_BETWEEN_LOOKS
        state = _state_of(self._path)
        if state == self._state:
            return
        self._state = state
        try:
            self._keys = read_api_keys(self._path)
        except UnusableInput as error:
            # Half written, perhaps: those that were known go on to be.
            self._on_trouble(error)


def _state_of(path: Path | None) -> tuple[int, int, int] | None:
    """What changes with the content of a file; None where there is none."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_api_keys(path: Path) -> tuple[ApiKey, ...]:
    """Read a file with one ``name sha256`` a line, with a rate behind it where the key has its own.

    Lines that begin with # are comments.  A name with two keys is one caller whose keys are being
    changed.  Raises ``UnusableInput``, which repeats nothing of a line that is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; check the path"
        raise UnusableInput(Problem(str(path), "", reason)) from None
    except UnicodeDecodeError:
        raise UnusableInput(Problem(str(path), "", "is not UTF-8; save it as UTF-8")) from None
    found: dict[bytes, ApiKey] = {}
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
        digest = bytes.fromhex(match["hash"])
        if digest in found:
            raise UnusableInput(
                Problem(where, quoted(match["name"]), "has a key that is there twice; drop a line")
            )
        found[digest] = ApiKey(match["name"], digest, _rate(match["rate"], where))
    if not found:
        raise UnusableInput(Problem(str(path), "", "has no keys; add one, or leave --keys out"))
    return tuple(found.values())


def _rate(text: str | None, where: str) -> RateLimitItem | None:
    try:
        return None if text is None else parsed_rate(text)
    except ValueError:
        problem = Problem(where, quoted(text), "is no rate; write it as 60/minute")
        raise UnusableInput(problem) from None
