"""The real server: in a thread of the test, or in a process of its own."""

from __future__ import annotations

import io
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from api.service.app import create_app
from api.service.listening import listening_on
from api.service.server import Server
from api.service.settings import Settings
from tests.api.shell import ROOT
from tests.waiting import PATIENCE_SECONDS, wait_until


@contextmanager
def server_thread(**settings: Any) -> Iterator[str]:
    """The address of a server that runs as long as the context."""
    app = create_app(Settings(**settings), log=io.StringIO())
    server = Server(app)
    listening = listening_on("127.0.0.1", 0)
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.serve_on, args=[listening])
    thread.start()
    try:
        wait_until(lambda: server.started, "the service listens")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@dataclass
class Process:
    """``runstrong serve`` on a port of its own; ``events`` are the lines of its log so far."""

    running: subprocess.Popen[bytes]
    events: list[dict[str, Any]] = field(default_factory=list)
    _lines: queue.SimpleQueue[bytes | None] = field(default_factory=queue.SimpleQueue)

    @property
    def url(self) -> str:
        return str(self.wait_for("listening")["url"])

    def wait_for(self, beginning: str) -> dict[str, Any]:
        """The first event that begins so."""
        seen = 0
        while True:
            for event in self.events[seen:]:
                if str(event.get("event")).startswith(beginning):
                    return event
            seen = len(self.events)
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            assert line is not None, f"it ended before {beginning!r}: {self.events}"
            self.events.append(json.loads(line))

    def read(self) -> None:
        assert self.running.stderr is not None
        for line in self.running.stderr:
            self._lines.put(line)
        self._lines.put(None)


@contextmanager
def server_process(*arguments: str) -> Iterator[Process]:
    if "--state" not in arguments:
        # The state folder of whoever runs the tests is none of theirs.
        arguments = ("--no-batches", *arguments)
    running = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    process = Process(running)
    reader = threading.Thread(target=process.read)
    reader.start()
    try:
        yield process
    finally:
        running.kill()
        running.wait()
        reader.join()
        assert running.stderr is not None
        running.stderr.close()
