"""``python -m benchmarks.faults.process``: a service or a worker with settings that no option has.

Its one argument is ``Setting`` as JSON.
"""

from __future__ import annotations

import sys
from typing import Literal
from unittest import mock

from pydantic import BaseModel, ConfigDict

from api.jobs.settings import JobSettings
from api.service.listening import listening_on


class Setting(BaseModel):
    """``port``: of the service.  ``poisonable``: a certain athlete ends the planning process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["service", "worker"]
    jobs: JobSettings
    port: int = 0
    poisonable: bool = False


def main(text: str) -> None:
    setting = Setting.model_validate_json(text)
    if setting.poisonable:
        from benchmarks.faults.athletes import poisonable

        with mock.patch("api.jobs.jobs.planner", poisonable):
            _run(setting)
    else:
        _run(setting)


def _run(setting: Setting) -> None:
    if setting.role == "worker":
        from api.jobs.run_worker import run_worker
        from api.service.logs import server_logging

        run_worker(setting.jobs, server_logging())
        return
    from api.service.app import create_app
    from api.service.server import Server
    from api.service.settings import Settings

    app = create_app(Settings(jobs=setting.jobs, solves=1))
    with listening_on("127.0.0.1", setting.port) as listening:
        Server(app).serve_on(listening)


if __name__ == "__main__":
    main(sys.argv[1])
