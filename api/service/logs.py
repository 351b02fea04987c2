"""One line of JSON for each event, with the id of the request and nothing about an athlete.

What may be logged: routes, never paths or bodies; codes, never sentences; the type of an exception
and where it was raised, never its text, since that may repeat what somebody sent.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor

Log = FilteringBoundLogger

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
_MOST_FRAMES = 12
_SECONDS_BETWEEN = 1.0
_OWN = ("runstrong", "uvicorn")


class Quiet:
    """At most one line a second of one kind; the next one says how many were held back."""

    def __init__(self) -> None:
        self._until = 0.0
        self._held_back = 0

    def take_suppressed_count(self) -> int | None:
        """How many were held back before this one, which may be said; None: hold it back too."""
        now = time.monotonic()
        if now < self._until:
            self._held_back += 1
            return None
        self._until = now + _SECONDS_BETWEEN
        held_back, self._held_back = self._held_back, 0
        return held_back


class _OnceASecond(logging.Filter):
    """The same for what others log, by the place in the code that it comes from."""

    def __init__(self) -> None:
        super().__init__()
        self._quiet: dict[tuple[str, int], Quiet] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        place = (record.pathname, record.lineno)
        held_back = self._quiet.setdefault(place, Quiet()).take_suppressed_count()
        if held_back:
            record.and_more = held_back
        return held_back is not None


def log_what_nobody_catches(log: Log) -> None:
    """From now on no thread or destructor of this process writes a plain traceback."""

    def log_fault(kind: str, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, (KeyboardInterrupt, SystemExit)):
            log.error(kind, **fault_of(error))

    threading.excepthook = lambda found: log_fault("fault_of_thread", found.exc_value)
    sys.unraisablehook = lambda found: log_fault("fault_in_passing", found.exc_value)
    sys.excepthook = lambda _kind, error, _trace: log_fault("fault", error)
    logging.captureWarnings(True)


def log_to(stream: TextIO | None = None) -> Log:
    """A log that writes to ``stream``; None: standard error."""
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[*_SHARED, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return log


class ReportedFault(Exception):
    """A fault in another process; ``account``: what ``fault_of`` said of it there."""

    def __init__(self, account: dict[str, object]) -> None:
        super().__init__(account)
        self.account = account


def fault_of(error: BaseException) -> dict[str, object]:
    """What may be told of an exception: its type and the places it came through, innermost last."""
    if isinstance(error, ReportedFault):
        return error.account
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    account: dict[str, object] = {"exception": type(error).__name__}
    # The texts of others may repeat what somebody sent.
    if (reason := getattr(error, "for_the_log", None)) is not None:
        account["reason"] = str(reason)
    account["frames"] = [f"{_module(one.filename)}:{one.lineno} {one.name}" for one in frames]
    return account


def _module(filename: str) -> str:
    """The end of a path, which is the same on every machine."""
    return "/".join(filename.replace("\\", "/").split("/")[-2:])


def server_logging() -> dict[str, object]:
    """The ``logging`` configuration by which the server's own lines look like the others."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    _in_own_words,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _without_exception_text,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": list(_SHARED),
            }
        },
        "filters": {"once_a_second": {"()": _OnceASecond}},
        "handlers": {
            "standard_error": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["once_a_second"],
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {
            name: {"handlers": ["standard_error"], "level": level, "propagate": False}
            for name, level in (("uvicorn", "INFO"), ("runstrong", "INFO"), ("dbos", "WARNING"))
        },
        "root": {"handlers": ["standard_error"], "level": "WARNING"},
    }


def _in_own_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Of others only where in their code they speak: their words may be somebody's."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        if not record.name.startswith(_OWN):
            event["event"] = f"{record.name} at {_module(record.pathname)}:{record.lineno}"
        if hasattr(record, "and_more"):
            event["and_more"] = record.and_more
    return event


def _without_exception_text(_logger: object, _method: str, event: EventDict) -> EventDict:
    exception = event.pop("exc_info", None)
    if isinstance(exception, tuple) and isinstance(exception[1], BaseException):
        event.update(fault_of(exception[1]))
    return event
