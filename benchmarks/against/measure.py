"""Asks two versions for the same weeks in turn, and keeps what each took and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import JsonValue

from benchmarks.against.cases import Case
from benchmarks.against.conversation import Conversation
from benchmarks.against.other_version import Question, Reply
from benchmarks.against.same_answers import differences
from benchmarks.answers import run_moved
from benchmarks.figures import percentile
from benchmarks.log import Log, Record
from benchmarks.measure import Tell
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.reading import read_request

THEN, NOW = "then", "now"
PLAN, WITH_REASONS = "plan", "with reasons"
DIFFERING = "differing"
"""Folder of the answers that differ, whole."""
_FIRST_DIFFERENCES = 5
_WITHOUT_A_STRICT_WEEK = ("relaxed", "infeasible")


@dataclass(frozen=True)
class Exchange:
    """One question to both versions; of several runs the median CPU seconds count."""

    then: Reply
    now: Reply

    def by_side(self) -> Iterator[tuple[str, Reply]]:
        yield THEN, self.then
        yield NOW, self.now


@dataclass(frozen=True)
class Both:
    """The two versions, always asked in the same order: the machine's mood hits both alike."""

    then: Conversation
    now: Conversation
    wall_seconds: float
    runs: int = 1

    def ask(self, question: Question) -> Exchange:
        found = [
            Exchange(self.then.ask(question), self.now.ask(question)) for _ in range(self.runs)
        ]
        return Exchange(
            _median([exchange.then for exchange in found]),
            _median([exchange.now for exchange in found]),
        )


def measure(cases: Sequence[Case], both: Both, log: Log, tell: Tell) -> None:
    """Ask for every case that the log does not hold yet."""
    done = sum(case.key in log.records for case in cases)
    for case in cases:
        if case.key not in log.records:
            tell(done, len(cases), case.group)
            log.add(_record(case, both, log.path.parent / DIFFERING))
            done += 1
    tell(done, len(cases), "done")


def _record(case: Case, both: Both, folder: Path) -> Record:
    """What a case has brought.

    ``answers`` has by question the CPU seconds and differences.  A question that a version failed
    at is in ``faults``, one that the other version refused is in ``not_understood`` in its words;
    both end the case.
    """
    record: Record = {
        "key": case.key, "group": case.group, "id": case.id,
        "answers": {}, "faults": [], "not_understood": None,
    }  # fmt: skip
    for name, exchange in _exchanges(case, both):
        faults = [
            f"{case.key}, {name}, {side}: {reply['fault']}"
            for side, reply in exchange.by_side()
            if "fault" in reply
        ]
        if faults:
            record["faults"] += faults
            break
        if "refused" in exchange.then and "refused" not in exchange.now:
            record["not_understood"] = f"{name}: {exchange.then['refused']}"
            break
        record["answers"][name] = _answered(name, exchange)
        if record["answers"][name]["differences"]:
            _keep(exchange, folder, f"{case.group}_{case.id}_{name}".replace(" ", "_"))
    return record


def _exchanges(case: Case, both: Both) -> Iterator[tuple[str, Exchange]]:
    """Every question of a case by its name, each asked when the one before it was answered."""
    wall = both.wall_seconds
    question: Question = {
        "ask": "plan", "request": case.request, "wall_seconds": wall, "explain_conflict": False,
    }  # fmt: skip
    planned = both.ask(question)
    yield PLAN, planned
    if any(_status(reply) in _WITHOUT_A_STRICT_WEEK for _, reply in planned.by_side()):
        # The answer as the command line gives it; apart, so that plans compare with plans.
        planned = both.ask({**question, "explain_conflict": True})
        yield WITH_REASONS, planned
    if not case.questions:
        return
    yield "explain", both.ask({"ask": "explain", "wall_seconds": wall})
    yield "check", both.ask({"ask": "check", "wall_seconds": wall})
    yield "replan unchanged", both.ask({"ask": "replan", "wall_seconds": wall})
    patch = _patch(case.request, planned.then)
    if patch is not None:
        moved: Question = {"ask": "replan", "patch": patch, "wall_seconds": wall}
        yield "replan, run moved", both.ask(moved)
    yield "diff", both.ask({"ask": "diff", "wall_seconds": wall})


def _patch(request: JsonValue, planned: Reply) -> list[JsonValue] | None:
    """One for both: the last run before the first session of the other version's plan moves."""
    match planned.get("answer"):
        case {"plan": {"sessions": [{"start": str(start)}, *_]}}:
            try:
                minute = int(datetime.fromisoformat(start).timestamp()) // 60
                return run_moved(read_request(json.dumps(request)), minute, load_catalog())
            except UnusableInput:
                return None
    return None


def _answered(name: str, exchange: Exchange) -> Record:
    """``proven`` is None where the question was not for a plan."""
    found = list(differences(_document(exchange.then), _document(exchange.now)))
    places: dict[str, str] = {}
    for difference in found:
        places.setdefault(difference.place, difference.kind)
    proven = {side: _is_proven(reply) for side, reply in exchange.by_side()}
    return {
        "cpu_seconds": {side: reply.get("cpu_seconds") for side, reply in exchange.by_side()},
        "proven": proven if name in (PLAN, WITH_REASONS) else None,
        "differences": len(found),
        "first_differences": [asdict(one) for one in found[:_FIRST_DIFFERENCES]],
        "only_added": all(difference.kind == "only now" for difference in found),
        "places": places,
    }


def _document(reply: Reply) -> JsonValue:
    """The answer; a refusal is one too."""
    return reply["answer"] if "answer" in reply else {"refused": reply.get("refused")}


def _status(reply: Reply) -> str | None:
    match reply.get("answer"):
        case {"status": str(status)}:
            return status
    return None


def _is_proven(reply: Reply) -> bool:
    """Every tier is at its bound, or there is no week."""
    match reply.get("answer"):
        case {"status": "infeasible"}:
            return True
        case {"objective": [_, *_] as tiers, "plan": dict()}:
            return all(isinstance(t, Mapping) and t["value"] == t["bound"] for t in tiers)
    return False


def _median(replies: Sequence[Reply]) -> Reply:
    failed = next((reply for reply in replies if "answer" not in reply), None)
    if failed is not None:
        return failed
    median = percentile([reply["cpu_seconds"] for reply in replies], 50)
    return {**replies[0], "cpu_seconds": median}


def _keep(exchange: Exchange, folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    for side, reply in exchange.by_side():
        text = json.dumps(_document(reply), ensure_ascii=False, indent=1)
        (folder / f"{name}.{side}.json").write_text(text + "\n", encoding="utf-8")
