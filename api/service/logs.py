"""One line of JSON for each event, with the id of the request and nothing about an athlete.

What may be logged: routes, never paths or bodies; codes, never sentences; the type of an exception
and where it was raised, never its text, since that may repeat what somebody sent.
"""

from __future__ import annotations

import logging
import sys
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


def log_to(stream: TextIO | None = None) -> Log:
    """A log that writes to ``stream``; None: standard error."""
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[*_SHARED, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return log


def fault_of(error: BaseException) -> dict[str, object]:
    """What may be told of an exception: its type and the places it came through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {
        "exception": type(error).__name__,
        "frames": [f"{_module(one.filename)}:{one.lineno} {one.name}" for one in frames],
    }


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
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _without_exception_text,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": list(_SHARED),
            }
        },
        "handlers": {
            "standard_error": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {
            name: {"handlers": ["standard_error"], "level": level, "propagate": False}
            for name, level in (("uvicorn", "INFO"), ("runstrong", "INFO"), ("dbos", "WARNING"))
        },
    }


def _without_exception_text(_logger: object, _method: str, event: EventDict) -> EventDict:
    exception = event.pop("exc_info", None)
    if isinstance(exception, tuple) and isinstance(exception[1], BaseException):
        event.update(fault_of(exception[1]))
    return event
