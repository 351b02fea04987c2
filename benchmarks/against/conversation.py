"""A process of one version that is asked one question after the other."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pydantic import JsonValue

from benchmarks.against.other_version import Question, Reply
from benchmarks.against.versions import OPTION, Version, environment_of
from benchmarks.measure import pump
from optimizer.documents.errors import InternalFault, Problem, UnusableInput
from optimizer.documents.wording import quoted

_SCRIPT = Path(__file__).with_name("other_version.py")
_GRACE_SECONDS = 60.0
_WARM_UP: JsonValue = {
    "athlete": {"id": "warm-up", "level": "beginner"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [{"start": "Mon 18:00", "minutes": 45}],
    "availability": [{"id": "tue", "start": "Tue 19:00", "minutes": 60, "place": "home"}],
    "places": {"home": ["dumbbell", "mini_band", "chair"]},
}


class Conversation:
    """Starts its process when it is first asked, and another one when that has died."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Conversation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def ask(self, question: Question) -> Reply:
        """Its reply.  A process that dies or hangs is a fault, and another one starts next time.

        Raises ``UnusableInput`` for a version that does not start.
        """
        if self._process is None:
            self._start()
        reply = self._reply(question)
        if reply is None:
            self._end()
            return {"fault": "the process died or hung"}
        return reply

    def _start(self) -> None:
        self._lines = queue.Queue()
        # In a session of its own: an interrupt at the terminal ends the benchmark, which ends this.
        self._process = subprocess.Popen(
            [self.version.python, _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment_of(self.version),
            start_new_session=True,
        )
        threading.Thread(target=pump, args=(self._process.stdout, self._lines), daemon=True).start()
        line = self._next_line(_GRACE_SECONDS)
        if line is None:
            self._end()
            message = "does not start; what it says is above"
            raise UnusableInput(Problem(OPTION, quoted(self.version.name), message))
        root = Path(json.loads(line)["root"])
        if root != self.version.root:
            self._end()
            raise InternalFault(
                f"{self.version.name} was to run from {self.version.root}, not {root}"
            )
        # What is loaded or compiled at first use is no week's time.
        self._reply({"ask": "plan", "request": _WARM_UP, "wall_seconds": _GRACE_SECONDS})

    def _reply(self, question: Question) -> Reply | None:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        line = self._next_line(2 * question["wall_seconds"] + _GRACE_SECONDS)
        if line is None:
            return None
        reply: Reply = json.loads(line)
        return reply

    def _next_line(self, most_seconds: float) -> str | None:
        """None: the process has ended, or is silent for too long."""
        try:
            return self._lines.get(timeout=most_seconds)
        except queue.Empty:
            return None

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None
