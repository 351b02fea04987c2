"""The client that ``openapi-python-client`` makes of docs/openapi.json calls every operation."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.api.clients.generators import run_python
from tests.api.clients.service import FILE, OPERATIONS, bodies, service
from tests.waiting import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.clients
_NAME = "runstrong_client_of_the_tests"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package."""
    folder = tmp_path_factory.mktemp("python_client")
    said = run_python(
        "openapi_python_client", "generate", "--path", FILE, "--meta", "none",
        "--output-path", folder / _NAME,
        cwd=folder,
    )  # fmt: skip
    complaints = [line for line in said.splitlines() if line.startswith(("WARNING", "Error"))]
    # It has no words for lines of JSON; each of them is a document that it knows.
    assert {line.split("parsing ")[-1] for line in complaints} <= {
        "POST /v1/batches within batches.",
        "GET /v1/batches/{id}/results within batches.",
    }
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(_NAME)
    finally:
        sys.path.remove(str(folder))


def test_there_is_a_function_for_every_operation(package: ModuleType) -> None:
    assert sorted(modules_of(package)) == sorted(OPERATIONS)


def test_every_operation_is_called_and_answers_what_it_says(
    package: ModuleType, tmp_path: Path
) -> None:
    with service(tmp_path) as (url, hook):
        modules, models = modules_of(package), importlib.import_module(f"{_NAME}.models")
        sent, left = bodies(), dict(OPERATIONS)

        def called(name: str, **more: Any) -> Any:
            left.pop(name, None)
            module = modules[name]
            if name in sent and "body" not in more:
                more["body"] = as_body(module, sent[name])
            with package.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
                answer = module.sync_detailed(client=client, **more)
            assert answer.status_code in (200, 202), (name, answer.content)
            return answer

        # A batch first, since its operations ask for its id, and its end last.
        week = models.Request.from_dict
        batch = called("hand_in", body=[week(one) for one in sent["hand_in"]], webhook=hook).parsed
        assert isinstance(batch, models.BatchReport)

        def is_finished() -> bool:
            return bool(called("batch", id=batch.id).parsed.state == "finished")

        wait_until(is_finished, "the batch is planned")
        lines = called("results", id=batch.id).content.decode().splitlines()
        results = [models.Result.from_dict(json.loads(line)) for line in lines]
        assert [one.athlete_id for one in results] == [one["athlete"]["id"] for one in
                                                       sent["hand_in"]]  # fmt: skip
        assert "event: finished" in called("events", id=batch.id).content.decode()
        for name in ("redeliver", "retry", "cancel", "delete"):
            assert isinstance(called(name, id=batch.id).parsed, models.BatchReport)

        example = called("list_examples").parsed[0].id
        assert called("example", id=example).parsed is not None
        for name in [*left]:
            assert called(name).parsed is not None, name
        assert left == {}


def test_a_no_has_every_field_filled(package: ModuleType, tmp_path: Path) -> None:
    models = importlib.import_module(f"{_NAME}.models")
    with (
        service(tmp_path) as (url, _),
        package.Client(base_url=url, timeout=PATIENCE_SECONDS) as client,
    ):
        module = modules_of(package)["plan_week"]
        week = models.Request.from_dict({**bodies()["plan_week"], "units": None})
        week.athlete.level = "olympic"
        no = module.sync(client=client, body=week)
    assert isinstance(no, models.ProblemDocument)
    assert (no.status, no.code, no.type_) == (422, "unusable_input", "about:blank")
    [fault] = no.problems
    assert (fault.field, fault.value) == ("athlete.level", "'olympic'")


def modules_of(package: ModuleType) -> dict[str, ModuleType]:
    """The modules of the operations, by name."""
    api = importlib.import_module(f"{package.__name__}.api")
    return {
        one.name.rpartition(".")[2]: importlib.import_module(one.name)
        for one in pkgutil.walk_packages(api.__path__, f"{api.__name__}.")
        if not one.ispkg
    }


def as_body(module: ModuleType, example: Any) -> Any:
    """``example`` as the model that the operation takes."""
    model = module._get_kwargs.__annotations__["body"]
    read: Callable[[Any], Any] = model.from_dict
    return read(example)
