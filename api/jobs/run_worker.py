"""A process that plans batches and does nothing else, until it is told to stop."""

from __future__ import annotations

import logging.config
import os
import signal
import threading
import time
from collections.abc import Sequence

from api.jobs.database import check_database, database_url
from api.jobs.jobs import Jobs
from api.jobs.settings import JobSettings
from catalog import load_catalog

_log = logging.getLogger("runstrong.jobs")


_LONGEST_STOP_SECONDS = 9.0


def run_worker(
    settings: JobSettings, log_configuration: dict[str, object], warnings: Sequence[str] = ()
) -> None:
    """Take part until SIGTERM or Ctrl-C; raises ``UnusableInput`` where it cannot begin.

    ``log_configuration`` is that of ``logging.config.dictConfig``, set once it can begin; then
    ``warnings`` are logged.
    """
    stop = threading.Event()

    def end(*_: object) -> None:
        stop.set()
        # Whatever hangs, it ends in time; what is not answered goes to others.
        threading.Thread(target=_end_in_time, daemon=True).start()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)
    check_database(database_url(settings.database))
    jobs = Jobs(settings, load_catalog(*settings.catalog_folders), calls=False)
    logging.config.dictConfig(log_configuration)
    for warning in warnings:
        _log.warning(warning)
    jobs.start()
    _log.info("%s plans with %d processes", jobs.worker.name, settings.processes)
    stop.wait()
    _log.info("%s stops", jobs.worker.name)
    jobs.stop()
    if any(thread.name.startswith("dbos") for thread in threading.enumerate()):
        # They wait for a database that is away, and would hold up the end of the process.
        logging.shutdown()
        os._exit(0)


def _end_in_time() -> None:
    time.sleep(_LONGEST_STOP_SECONDS)
    logging.shutdown()
    os._exit(0)
