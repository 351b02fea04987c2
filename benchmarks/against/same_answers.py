"""Whether two versions give the same answer: where their documents differ, place by place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

NOT_COMPARED = frozenset({"stats", "versions", "fingerprint"})
"""What may differ from run to run, or only says which version answered."""
_LONGEST = 60
_INDEX = re.compile(r"\[\d+\]")

Kind = Literal["changed", "only then", "only now"]


@dataclass(frozen=True)
class Difference:
    """``path`` as ``plan.sessions[0].start``; the values as JSON, long ones cut short."""

    path: str
    kind: Kind
    then: str = ""
    now: str = ""

    @property
    def place(self) -> str:
        """The path without the numbers of list entries: the same for every entry."""
        return _INDEX.sub("[]", self.path)


def differences(then: JsonValue, now: JsonValue, path: str = "") -> Iterator[Difference]:
    """Every place where two answers differ, in the order of the documents."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            if key in NOT_COMPARED:
                continue
            at = f"{path}.{key}" if path else key
            if key not in now:
                yield Difference(at, "only then", then=_short(then[key]))
            elif key not in then:
                yield Difference(at, "only now", now=_short(now[key]))
            else:
                yield from differences(then[key], now[key], at)
    elif isinstance(then, list) and isinstance(now, list):
        for index, (one, other) in enumerate(zip(then, now, strict=False)):
            yield from differences(one, other, f"{path}[{index}]")
        for index in range(len(now), len(then)):
            yield Difference(f"{path}[{index}]", "only then", then=_short(then[index]))
        for index in range(len(then), len(now)):
            yield Difference(f"{path}[{index}]", "only now", now=_short(now[index]))
    elif type(then) is not type(now) or then != now:
        # The type too: 1, 1.0 and true are equal for Python and other bytes in a document.
        yield Difference(path, "changed", _short(then), _short(now))


def _short(value: JsonValue) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
