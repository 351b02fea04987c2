"""Answers with whichever version of runstrong its path leads to, one JSON line for each question.

``conversation.py`` runs this file by its path, with another version's packages.  So it uses
only what every version since 0.1.0 has: the public names of ``optimizer`` and ``catalog``, and
documents as JSON.  It imports nothing else of ours.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NotRequired, TypedDict, TypeVar

from pydantic import BaseModel, JsonValue

import optimizer
from catalog import load_catalog
from optimizer import (
    Replanned,
    Request,
    Result,
    SolveOptions,
    UnusableInput,
    check,
    diff,
    explain,
    plan,
    read_request,
    replan,
)


class Question(TypedDict):
    """``plan`` brings its request; every other question is about the last plan."""

    ask: Literal["plan", "replan", "explain", "check", "diff"]
    wall_seconds: float
    request: NotRequired[JsonValue]
    explain_conflict: NotRequired[bool]
    patch: NotRequired[list[JsonValue]]
    """Of ``replan``: what is different now; without it, nothing is."""


class Reply(TypedDict, total=False):
    """An answer with its CPU seconds, or why there is none."""

    answer: JsonValue
    cpu_seconds: float
    refused: str
    fault: str


Answer = TypeVar("Answer", bound=BaseModel)


class NothingToAsk(Exception):
    """The question is about an answer that there is not."""


class Conversation:
    """The last plan, and the last replan of it."""

    def __init__(self) -> None:
        self.catalog = load_catalog()
        self.request: Request | None = None
        self.result: Result | None = None
        self.replanned: Replanned | None = None

    def reply(self, question: Question) -> Reply:
        try:
            answer, cpu_seconds = self._answered(question)
        except (UnusableInput, NothingToAsk) as error:
            return {"refused": str(error)}
        except Exception as error:  # noqa: BLE001  (a fault is a finding, the next question goes on)
            return {"fault": f"{type(error).__name__}: {error}"}
        return {"answer": answer.model_dump(mode="json"), "cpu_seconds": round(cpu_seconds, 6)}

    def _answered(self, question: Question) -> tuple[BaseModel, float]:
        options = SolveOptions(wall_seconds=question["wall_seconds"])
        catalog = self.catalog
        if question["ask"] == "plan":
            self.request = self.result = self.replanned = None
            wanted = read_request(json.dumps(question["request"]))
            reasons = question.get("explain_conflict", True)
            found, cpu_seconds = timed(
                lambda: plan(wanted, catalog=catalog, options=options, explain_conflict=reasons)
            )
            self.request, self.result = wanted, found
            return found, cpu_seconds
        request, result = self.request, self.result
        if request is None or result is None:
            raise NothingToAsk("there is no plan")
        if question["ask"] == "replan":
            self.replanned = None
            patch = question.get("patch")
            again, cpu_seconds = timed(
                lambda: replan(request, result, patch=patch, catalog=catalog, options=options)
            )
            self.replanned = again
            return again, cpu_seconds
        if question["ask"] == "explain":
            return timed(lambda: explain(request, result, catalog=catalog, options=options))
        if question["ask"] == "check":
            return timed(lambda: check(request, result, catalog=catalog))
        replanned = self.replanned
        if replanned is None:
            raise NothingToAsk("there is no replan")
        return timed(lambda: diff(result, replanned.result))


def timed(call: Callable[[], Answer]) -> tuple[Answer, float]:
    """What ``call`` gives, and the CPU seconds that this process spent on it."""
    gc.collect()
    begin = time.process_time()
    answer = call()
    return answer, time.process_time() - begin


def _say(document: object) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def main() -> None:
    conversation = Conversation()
    _say({"root": str(Path(optimizer.__file__).resolve().parent.parent)})
    for line in sys.stdin:
        _say(conversation.reply(json.loads(line)))


if __name__ == "__main__":
    main()
