"""A process that plans batches and does nothing else, until it is told to stop."""

from __future__ import annotations

import logging.config
import os
import signal
import threading

from api.jobs.jobs import Jobs
from api.jobs.settings import JobSettings
from catalog import load_catalog

_log = logging.getLogger("runstrong.jobs")


def run_worker(settings: JobSettings, log_configuration: dict[str, object]) -> None:
    """Take part until SIGTERM or Ctrl-C; raises ``UnusableInput`` where it cannot begin.

    ``log_configuration`` is that of ``logging.config.dictConfig``, set once it can begin.
    """
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    jobs = Jobs(settings, load_catalog(*settings.catalog_folders), calls=False)
    logging.config.dictConfig(log_configuration)
    jobs.start()
    _log.info("%s plans with %d processes", jobs.worker.name, settings.processes)
    stop.wait()
    _log.info("%s stops", jobs.worker.name)
    jobs.stop()
    if any(thread.name.startswith("dbos") for thread in threading.enumerate()):
        # They wait for a database that is away, and would hold up the end of the process.
        logging.shutdown()
        os._exit(0)
