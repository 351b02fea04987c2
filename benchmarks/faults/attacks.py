"""Attacks on a running service, each with what happened to it and to a stranger meanwhile.

The attacker and the stranger have a key each.  An attack holds where every answer is one that is
documented, none takes longer than it may, and the stranger is served.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from api.catalog.example_requests import example
from api.service.sample_bodies import CALENDARS
from benchmarks.faults.fairness import shares
from benchmarks.faults.fuzz import DOORS, MEDIA, bodies

_PATIENCE_SECONDS = 120.0
_KEYS = ("attacker", "stranger")
_LATEST_SECONDS = 3.0
"""After a ``Request-Timeout`` of 2."""
_P1: dict[str, Any] = json.loads(example("p1").path.read_text())
_LONG = example("p3").path.read_bytes()
_PROCESS_MEGABYTES = 100.0
"""Of one that has read and planned: it has loaded the solver."""
_MOST_GROWN_MEGABYTES = 150.0
_OF_ITS_TIME = ("busy", "timed_out")
"""Codes of answers for whom the two seconds that they asked for were too short."""
_POSITIONS = ",".join(str(one) for one in range(1, 101))


@dataclass
class Outcome:
    """``happened``: in words with figures.  ``faults``: what may not be."""

    tried: int
    happened: str
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Attack:
    """``times``: how often in a full run.  ``least``: how often in the smallest share of it."""

    id: str
    title: str
    times: int
    run: Callable[[Served, int], Outcome]
    least: int = 4

    def times_at(self, share: float) -> int:
        return max(self.least, round(self.times * share))


class Served:
    """A service in a process of its own, with a key for the attacker and one for the stranger."""

    def __init__(self, url: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.url = url
        self.process = process
        self.log = log

    def client(self, key: str = "attacker") -> httpx.Client:
        return httpx.Client(
            base_url=self.url,
            timeout=_PATIENCE_SECONDS,
            trust_env=False,
            headers={"Authorization": f"Bearer {key}"},
            limits=httpx.Limits(max_connections=None),
        )

    def connection(self) -> socket.socket:
        address = urlsplit(self.url)
        assert address.hostname is not None
        assert address.port is not None
        return socket.create_connection((address.hostname, address.port), _PATIENCE_SECONDS)

    def memory_megabytes(self) -> float:
        """Of the service and all of its processes."""
        return sum(_resident(one) for one in _family(self.process.pid)) / 1e6

    def processes(self) -> int:
        return len(_family(self.process.pid))

    def figure(self, name: str) -> float:
        with self.client() as client:
            lines = client.get("/metrics").text.splitlines()
        return next((float(one.split()[-1]) for one in lines if one.startswith(name)), 0.0)


@contextmanager
def served(*arguments: str) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys"
        keys.write_text(
            "".join(f"{one} {hashlib.sha256(one.encode()).hexdigest()}\n" for one in _KEYS)
        )
        log = Path(folder) / "log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "api", "serve", "--port", "0", "--keys", str(keys),
                 *arguments],
                stderr=written,
                env={**os.environ, "RUNSTRONG_STATE": folder},
            )  # fmt: skip
        try:
            found = Served(_address(process, log), process, log)
            _until(lambda: _is_ready(found.url))
            yield found
        finally:
            process.kill()
            process.wait()


def _is_ready(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/health/ready", trust_env=False).is_success
    return False


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        for line in log.read_text().splitlines():
            with suppress(ValueError):  # a line that is still being written
                event = json.loads(line)
                if event["event"] == "listening":
                    return str(event["url"])
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def _until(happened: Callable[[], bool]) -> float:
    """Seconds until it had happened; raises ``TimeoutError``."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > _PATIENCE_SECONDS:
            raise TimeoutError
        time.sleep(0.05)
    return time.monotonic() - began


class _Stranger:
    """Plans a week and reads a small calendar again and again, each time for another athlete, while
    something else goes on."""

    def __init__(self, service: Served) -> None:
        self._service = service
        self._ended = False
        self.weeks: Counter[int] = Counter()
        self.calendars: Counter[int] = Counter()
        self.longest_seconds = 0.0

    def __enter__(self) -> _Stranger:
        self._threads = ThreadPoolExecutor(1)
        self._asking = self._threads.submit(self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._asking.result()
        self._threads.shutdown()

    def _ask(self) -> None:
        with self._service.client("stranger") as client:
            number = 0
            while not self._ended or number < 2:
                number += 1
                week = {**_P1, "athlete": {**_P1["athlete"], "id": f"stranger-{number}"}}
                calendar = {**CALENDARS, "request": week}
                for path, body, statuses in (
                    ("/v1/plans", week, self.weeks),
                    ("/v1/calendars/read", calendar, self.calendars),
                ):
                    began = time.monotonic()
                    statuses[client.post(path, json=body).status_code] += 1
                    self.longest_seconds = max(self.longest_seconds, time.monotonic() - began)

    def judged(self, outcome: Outcome) -> Outcome:
        outcome.happened += (
            f"; a stranger had {self.weeks[200]} of {self.weeks.total()} weeks and"
            f" {self.calendars[200]} of {self.calendars.total()} calendars,"
            f" the slowest after {self.longest_seconds:.1f} s"
        )
        both = self.weeks + self.calendars
        if set(both) != {200}:
            outcome.faults.append(f"the stranger was refused: {dict(both)}")
        return outcome


def _sent(
    service: Served, path: str, sent: list[tuple[bytes, str]], at_once: int, timeout: str | None
) -> tuple[Counter[int], float, int]:
    """Statuses, the longest time and the largest answer to bodies of these media types."""
    statuses: Counter[int] = Counter()
    longest, largest = 0.0, 0
    with service.client() as client, ThreadPoolExecutor(at_once) as threads:

        def ask(body: tuple[bytes, str]) -> tuple[int, float, int]:
            headers = {"Content-Type": body[1]}
            if timeout is not None:
                headers["Request-Timeout"] = timeout
            began = time.monotonic()
            answer = client.post(path, content=body[0], headers=headers)
            return answer.status_code, time.monotonic() - began, len(answer.content)

        for status, seconds, size in threads.map(ask, sent):
            statuses[status] += 1
            longest, largest = max(longest, seconds), max(largest, size)
    return statuses, longest, largest


def _heavy(path: str, make: Callable[[int], Any], at_once: int = 4) -> Callable[..., Outcome]:
    """An attack of bodies that cost much to read, with a deadline of two seconds each."""

    def run(service: Served, times: int) -> Outcome:
        sent = [(json.dumps(make(number)).encode(), MEDIA) for number in range(times)]
        statuses: Counter[int] = Counter()
        longest, largest = 0.0, 0
        memory, processes = [service.memory_megabytes()], [service.processes()]
        with _Stranger(service) as stranger:
            # The same a second time: what stays of each would then be there twice.
            for _ in range(2):
                found, seconds, size = _sent(service, path, sent, at_once, "2")
                statuses += found
                longest, largest = max(longest, seconds), max(largest, size)
                memory.append(service.memory_megabytes())
                processes.append(service.processes())
        outcome = Outcome(
            2 * times,
            f"{_in_words(statuses)} in at most {longest:.1f} s and {largest:,} bytes;"
            f" memory of {memory[0]:.0f} MB in {processes[0]} processes before,"
            f" {memory[1]:.0f} MB in {processes[1]} after half of them, {memory[2]:.0f} MB in"
            f" {processes[2]} after the rest",
        )
        grown = memory[2] - memory[1] - _PROCESS_MEGABYTES * max(0, processes[2] - processes[1])
        if grown > _MOST_GROWN_MEGABYTES:
            outcome.faults.append(f"memory grew by {grown:.0f} MB when all was tried again")
        if longest > _LATEST_SECONDS:
            outcome.faults.append(f"an answer took {longest:.1f} s")
        if set(statuses) - {200, 422, 413, 429, 503}:
            outcome.faults.append(f"answers that should not be: {dict(statuses)}")
        return stranger.judged(outcome)

    return run


def _in_words(statuses: Counter[int]) -> str:
    return ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))


def _patch(number: int) -> Any:
    copies = [
        {"op": "copy", "from": "/places", "path": f"/places/a{i}"} for i in range(20 + number % 40)
    ]
    inserts = [{"op": "add", "path": "/runs/0", "value": _P1["runs"][0]}] * 6_000
    return {"request": _P1, "change": inserts if number % 4 == 3 else copies}


def _wide(number: int) -> Any:
    kinds: tuple[dict[str, Any], ...] = (
        {"preferences": {"prefer": [f"unknown{i}" for i in range(9_000)]}},
        {"preferences": {"prefer": [f"unknown{i}" for i in range(1_900)]}},
        {"athlete": {**_P1["athlete"], "injuries": ["shin_splints"] * 9_000}},
        {"places": {f"p{i}": ["chair"] for i in range(9_000)}},
        {"places": {f"p{i}": [0] * 5_000 for i in range(90)}},
        {"rules": {"x" * 500_000: {}}},
        {"previous": {"plan": {"sessions": [{"blocks": [{"items": [0] * 99}] * 9}] * 200}}},
    )
    return {**_P1, **kinds[number % len(kinds)]}


def _calendar(number: int) -> Any:
    rules = (
        f"RRULE:FREQ=DAILY;COUNT=49000;BYSETPOS={_POSITIONS}",
        "RRULE:FREQ=YEARLY;COUNT=49000;BYDAY=MO,TU,WE;BYHOUR=1,2,3,4,5,6,7,8",
        f"CATEGORIES:{','.join(f'c{i}' for i in range(15_000))}",
        f"RRULE:FREQ=YEARLY;BYYEARDAY={_POSITIONS};BYSETPOS={_POSITIONS}",
    )
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{i}\r\nSUMMARY:run\r\nDTSTART:20000101T070000\r\n"
        f"{rules[number % len(rules)]}\r\nEND:VEVENT\r\n"
        for i in range(5)
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"
    return {"request": _P1, "runs": [{"name": f"{i}.ics", "text": text} for i in range(3)]}


def _deep(service: Served, times: int) -> Outcome:
    total: Counter[int] = Counter()
    faults: list[str] = []
    longest = 0.0
    with _Stranger(service) as stranger:
        for path, _ in DOORS:
            openings = (b"[", b'{"a":', b'{"request":[')
            sent = [(openings[i % 3] * 100_000, MEDIA) for i in range(times // len(DOORS))]
            statuses, seconds, _size = _sent(service, path, sent, 4, "2")
            total += statuses
            longest = max(longest, seconds)
            # The protocol of assistants has its own word for what is no JSON.
            if set(statuses) - {413, 415, 429, 503, 400 if path == "/mcp" else 422}:
                faults.append(f"{path} answered {dict(statuses)}")
    outcome = Outcome(total.total(), f"{_in_words(total)} in at most {longest:.1f} s", faults)
    if longest > _LATEST_SECONDS:
        outcome.faults.append(f"an answer took {longest:.1f} s")
    return stranger.judged(outcome)


def _flood(service: Served, times: int) -> Outcome:
    sent = [
        (json.dumps({**_P1, "athlete": {**_P1["athlete"], "id": f"a{n}"}}).encode(), MEDIA)
        for n in range(times)
    ]
    with _Stranger(service) as stranger:
        statuses, longest, _ = _sent(service, "/v1/plans", sent, 40, None)
    outcome = Outcome(times, f"{_in_words(statuses)} in at most {longest:.1f} s")
    if set(statuses) - {200, 503}:
        outcome.faults.append(f"answers that should not be: {dict(statuses)}")
    return stranger.judged(outcome)


def _half_heads(service: Served, times: int) -> Outcome:
    with ExitStack() as stack, _Stranger(service) as stranger:
        opened = [stack.enter_context(service.connection()) for _ in range(times)]
        for one in opened:
            one.sendall(b"GET /health/live HTTP/1.1\r\nHost: local")
        began = time.monotonic()
        closed = sum(1 for one in opened if _rest(one).startswith(b"HTTP/1.1 408 "))
        seconds = time.monotonic() - began
    outcome = Outcome(times, f"{closed} × 408, the last after {seconds:.1f} s")
    if closed != times:
        outcome.faults.append(f"{times - closed} stayed")
    return stranger.judged(outcome)


def _rest(connection: socket.socket) -> bytes:
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def _drips(service: Served, times: int) -> Outcome:
    """Bodies that come a byte at a time, with a deadline of two seconds."""

    def drip(_: int) -> tuple[bytes, float]:
        with service.connection() as connection:
            connection.sendall(
                b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer attacker\r\n"
                b"Request-Timeout: 2\r\nContent-Type: application/json\r\n"
                b"Content-Length: 9999\r\n\r\n"
            )
            connection.settimeout(0.1)
            began = time.monotonic()
            while time.monotonic() - began < _PATIENCE_SECONDS:
                with suppress(TimeoutError):
                    connection.sendall(b" ")
                    if found := connection.recv(65_536):
                        return found[:12], time.monotonic() - began
        return b"", _PATIENCE_SECONDS

    with _Stranger(service) as stranger, ThreadPoolExecutor(times) as threads:
        answers = [*threads.map(drip, range(times))]
    longest = max(seconds for _, seconds in answers)
    codes = Counter(answer.decode().partition(" ")[2] for answer, _ in answers)
    in_words = ", ".join(f"{count} × {one}" for one, count in codes.items())
    outcome = Outcome(times, f"{in_words} in at most {longest:.1f} s")
    if set(codes) != {"408"} or longest > _LATEST_SECONDS:
        outcome.faults.append(f"{dict(codes)} in {longest:.1f} s")
    return stranger.judged(outcome)


def _deaf(service: Served, times: int) -> Outcome:
    """Clients that ask for the catalog again and again, and read none of it."""
    request = (
        b"GET /v1/catalog/exercises HTTP/1.1\r\nHost: localhost\r\n"
        b"Authorization: Bearer attacker\r\n\r\n"
    )
    before = service.memory_megabytes()
    with ExitStack() as stack, _Stranger(service) as stranger:
        ends = select.poll()
        for _ in range(times):
            one = stack.enter_context(service.connection())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            one.sendall(request * 60)
            # Only its end is told.
            ends.register(one, 0)
        began = time.monotonic()
        ended: set[int] = set()
        while len(ended) < times and time.monotonic() - began < _PATIENCE_SECONDS:
            for number, _ in ends.poll(1_000):
                ends.unregister(number)
                ended.add(number)
        seconds = time.monotonic() - began
    grown = service.memory_megabytes() - before
    outcome = Outcome(
        times,
        f"{len(ended)} let go of, the last after {seconds:.1f} s;"
        f" {max(grown, 0.0):.0f} MB more afterwards",
    )
    if len(ended) < times:
        outcome.faults.append(f"{times - len(ended)} stayed")
    return stranger.judged(outcome)


def _leavers(service: Served, times: int) -> Outcome:
    """Clients that ask for a long week and go."""
    head = (
        "POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer attacker\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(_LONG)}\r\n\r\n"
    ).encode()
    for _ in range(times):
        with service.connection() as connection:
            connection.sendall(head + _LONG)
            time.sleep(0.05)
    seconds = _until(lambda: service.figure("runstrong_solves_running") == 0)
    outcome = Outcome(times, f"all solves had ended {seconds:.1f} s after the last had gone")
    if seconds > _LATEST_SECONDS:
        outcome.faults.append(f"solves went on for {seconds:.1f} s")
    return outcome


def _halted(service: Served, times: int) -> Outcome:
    """Every process of the service but itself is halted: what starts, plans or reads hangs."""
    processes = _family(service.process.pid)[1:]
    for one in processes:
        os.kill(one, signal.SIGSTOP)
    try:
        week = {**_P1, "previous": {"log": [{"date": "2026-11-20", "name": "x", "note": "y" * 1_900}
                                            for _ in range(500)]}}  # fmt: skip
        sent = [(json.dumps(week).encode(), MEDIA)] * times
        statuses, longest, _ = _sent(service, "/v1/plans", sent, 4, "2")
        seconds = _until(lambda: _ready_status(service) == 503)
        with service.client() as client:
            live = client.get("/health/live").status_code
    finally:
        for one in processes:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)
    back = _until(lambda: _ready_status(service) == 200)
    outcome = Outcome(
        times,
        f"{_in_words(statuses)} in at most {longest:.1f} s; not ready {seconds:.1f} s later, live"
        f" all the time, ready {back:.1f} s after they went on",
    )
    if set(statuses) - {422, 503} or longest > _LATEST_SECONDS or live != 200:
        outcome.faults.append(f"{dict(statuses)} in {longest:.1f} s, live says {live}")
    with _Stranger(service) as stranger:
        pass
    return stranger.judged(outcome)


def _ready_status(service: Served) -> int:
    with suppress(httpx.TransportError):
        url = f"{service.url}/health/ready"
        return httpx.get(url, trust_env=False, timeout=_PATIENCE_SECONDS).status_code
    return 0


def _stopped_when_full(service: Served, times: int) -> Outcome:
    """Told to stop while everything is at work, and heads, bodies and results hang."""
    with ExitStack() as stack:
        client = stack.enter_context(service.client())
        threads = stack.enter_context(ThreadPoolExecutor(times + 4))
        for number in range(10):
            half = stack.enter_context(service.connection())
            half.sendall(b"GET / HTTP/1.1\r\n" if number % 2 else b"POST /v1/plans HTTP/1.1\r\n")
        for _ in range(times):
            threads.submit(_post_quietly, client, "/v1/plans", _LONG)
            threads.submit(
                _post_quietly, client, "/v1/calendars/read", json.dumps(_calendar(0)).encode()
            )
        _until(lambda: service.figure("runstrong_solves_running") > 0)
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(_PATIENCE_SECONDS)
        seconds = time.monotonic() - began
    outcome = Outcome(times, f"the process had ended after {seconds:.1f} s")
    if seconds > 10:
        outcome.faults.append(f"it took {seconds:.1f} s to end")
    return outcome


def _post_quietly(client: httpx.Client, path: str, body: bytes) -> None:
    with suppress(httpx.HTTPError):
        client.post(path, content=body, headers={"Content-Type": MEDIA})


def _fuzzed(service: Served, times: int) -> Outcome:
    """Bodies that nobody wrote, through every door, each of which has two seconds."""
    chance = random.Random(0)
    total: Counter[int] = Counter()
    refused: Counter[str] = Counter()
    faults: list[str] = []
    with service.client() as client, ThreadPoolExecutor(4) as threads:

        def ask(one: tuple[str, str, bytes]) -> tuple[int, str, bytes]:
            path, media, body = one
            headers = {"Content-Type": media, "Request-Timeout": "2"}
            answer = client.post(path, content=body, headers=headers)
            code = ""
            if answer.status_code >= 500:
                code = answer.json()["code"]
            if answer.status_code < 300 and path == "/v1/batches":
                client.delete(f"/v1/batches/{answer.json()['id']}")
            return answer.status_code, code, body

        for status, code, body in threads.map(ask, bodies(chance, times)):
            if status == 503 and code in _OF_ITS_TIME:
                refused[code] += 1
                continue
            total[status] += 1
            if status >= 500:
                faults.append(f"{status} {code}: {body[:120]!r}")
    happened = ", ".join(
        [_in_words(total), *(f"{times} × 503 {code}" for code, times in sorted(refused.items()))]
    )
    return Outcome(times, happened, faults[:5])


def _unfair(service: Served, times: int) -> Outcome:
    found = shares(service.url, float(times))
    outcome = Outcome(
        found.sent,
        f"{found.weeks['attacker']} weeks for the key that asks for four times as much,"
        f" {found.weeks['stranger']} for the other; {found.lost} without an answer, 99 of 100 weeks"
        f" within {found.p99_seconds:.1f} s",
    )
    if found.apart > 0.2:
        outcome.faults.append(f"one key had {found.apart:.0%} more than the other")
    if found.lost:
        outcome.faults.append(f"{found.lost} were lost")
    return outcome


ATTACKS = (
    Attack("patches", "patches that double a request, or insert 6,000 runs", 30,
           _heavy("/v1/plans/replan", _patch)),
    Attack("wide", "lists and names far beyond any week", 35, _heavy("/v1/plans", _wide)),
    Attack("calendars", "rules, categories and positions that cost seconds, 42 at once", 42,
           _heavy("/v1/calendars/read", _calendar, 42)),
    Attack("deep", "bodies nested 100,000 deep, at every door", 120, _deep,
           least=len(DOORS)),
    Attack("flood", "weeks of one key, 40 at once", 200, _flood),
    Attack("half_heads", "half-sent heads, all at once", 500, _half_heads),
    Attack("drips", "bodies that come a byte at a time, all at once", 50, _drips),
    Attack("deaf", "clients that ask for the catalog and never read it, all at once", 100, _deaf),
    Attack("leavers", "clients that ask for a long week and leave", 50, _leavers),
    Attack("fairness", "two keys, together ten times what it can do", 30, _unfair,
           least=30),
    Attack("fuzz", "fuzzed bodies through every door", 20_000, _fuzzed),
    Attack("halted", "all processes that plan and read are halted, then go on", 40, _halted),
    Attack("stop", "SIGTERM while all turns are taken and connections hang", 8,
           _stopped_when_full),
)  # fmt: skip


def tried(attack: Attack, share: float = 1.0) -> Outcome:
    """The outcome of one attack on a service of its own, at ``share`` of its times."""
    with served() as service:
        outcome = tried_on(service, attack, share)
        if attack.id != "stop":
            outcome.faults += faults_of_its_end(service)
    return outcome


def tried_on(service: Served, attack: Attack, share: float = 1.0) -> Outcome:
    """The same on a service that has others before or after it; ``stop`` ends it."""
    before = service.log.stat().st_size
    outcome = attack.run(service, attack.times_at(share))
    outcome.faults += _faults_of_log(service.log, before)
    return outcome


def faults_of_its_end(service: Served) -> list[str]:
    """What may not be when the service is stopped now, whatever was tried on it before."""
    before = service.log.stat().st_size
    service.process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        service.process.wait(15)
    faults = ["SIGTERM did not end it afterwards"] if service.process.poll() is None else []
    return faults + _faults_of_log(service.log, before)


def _faults_of_log(log: Path, begin: int) -> list[str]:
    """The first line, from this byte on, that may not be there."""
    for line in log.read_bytes()[begin:].decode(errors="replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            return [f"a line of the log is no JSON: {line[:80]!r}"]
        if event.get("event") in ("fault", "fault_of_thread", "stopped_in_a_hurry"):
            return [f"the log has {line[:200]}"]
    return []


def _family(pid: int) -> list[int]:
    """A process and all that it started; on Linux only."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    return found


def _resident(pid: int) -> int:
    """Bytes that are its own, shared ones by its share."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1_000 * int(line.split()[1])
    return 0
