"""``/v1/batches``: a club at once, as a job that outlives the service."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi import Request as HttpRequest
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import JsonValue
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.club.csv_roster import own_columns
from api.club.entries import Entry
from api.club.entries import Kind as RowKind
from api.club.roster import Form, read_roster
from api.jobs.documents import BatchReport
from api.jobs.settings import MOST_ATHLETES, MOST_BYTES
from api.jobs.split import athletes_a_chunk, chunks_of
from api.jobs.store import UNREACHABLE, KeyReused, TooManyBatches
from api.service.bodies import JSON, in_turn, read_body, refuse_other_media
from api.service.context import Caller, Here, Service
from api.service.problems import (
    BODY_TOO_LARGE,
    KEY_REUSED,
    NOT_FOUND,
    NOT_JSON_MEDIA,
    STOPPING,
    UNSUPPORTED_ENCODING,
    Kind,
    ProblemError,
)
from api.service.responses import Answers, answers, problem_answers
from api.service.sample_bodies import BATCH, BATCH_CSV
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.text_limits import MAX_NAME, AnyName
from optimizer.documents.wording import counted, quoted
from optimizer.solving.options import SolveOptions

if TYPE_CHECKING:
    from api.jobs.jobs import Jobs

router = APIRouter(prefix="/v1/batches", tags=["batches"])
Outcome = TypeVar("Outcome")

JSON_LINES = "application/jsonl"
EVENT_STREAM = "text/event-stream"
_FORMS: dict[str, Form] = {
    JSON_LINES: "json lines",
    "application/x-ndjson": "json lines",
    JSON: "json array",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
}
_LINES_AT_ONCE = 200
_QUIET_SECONDS = 15.0
_LONGEST_SECONDS_TO_TAKE_IN = 60.0
_LINES = "".join(f"{json.dumps(one)}\n" for one in BATCH)
_SOON = {"Retry-After": "5"}
_AN_ID = re.compile("[0-9a-f]{32}")

NO_BATCHES = Kind("no_batches", 503, "The service was started without a place for batches.")
TOO_MANY_BATCHES = Kind(
    "too_many_batches", 429, "The key has as many unfinished batches as may be."
)
TOO_MANY_ATHLETES = Kind("too_many_athletes", 413, "A batch has more athletes than are read.")
NOT_ENDED = Kind("batch_not_finished", 409, "The batch has not finished, so it is not retried.")
NOTHING_TO_DELIVER = Kind(
    "nothing_to_deliver", 409, "The batch has not finished, or has no webhook to be called."
)
NO_STORAGE = Kind(
    "storage_unavailable", 503, "The database does not answer or is full; ask again later."
)


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """While the service runs it takes part in planning batches."""
    if service.settings.jobs is None:
        yield
        return
    from api.jobs.jobs import Jobs

    jobs = Jobs(service.settings.jobs, service.catalog)
    await run_in_threadpool(jobs.start)
    service.batches.jobs = jobs
    try:
        yield
    finally:
        service.batches.jobs = None
        await run_in_threadpool(jobs.stop)


def jobs_of(service: Here) -> Jobs:
    """The batches of the service; raises ``ProblemError`` where it has none."""
    if service.batches.jobs is None:
        raise ProblemError(
            NO_BATCHES, "This service takes no batches; plan one athlete at a time.", headers=_SOON
        )
    return service.batches.jobs


async def _stored(
    service: Service, call: Callable[[], Outcome], longest_seconds: float = 8.0
) -> Outcome:
    """Call the database on a thread; raises ``ProblemError`` where it does not answer in time."""
    try:
        return await service.batches.storage.call(call, longest_seconds)
    except (*UNREACHABLE, TimeoutError):
        raise ProblemError(
            NO_STORAGE, "The database does not answer or is full; ask again later.", headers=_SOON
        ) from None


Batches = Annotated["Jobs", Depends(jobs_of)]
# A longer one is as unknown as any other that was never told.
Id = Annotated[
    str,
    Path(
        json_schema_extra={"maxLength": MAX_NAME},
        description="As it was told when the batch was taken in.",
    ),
]


async def _own(service: Here, jobs: Batches, caller: Caller, id: Id) -> BatchReport:
    # PostgreSQL fails at some texts that can be no id.
    if not _AN_ID.fullmatch(id):
        raise _unknown(id)
    report = await _stored(service, lambda: jobs.report(id, caller))
    if report is None:
        raise _unknown(id)
    return report


Own = Annotated[BatchReport, Depends(_own)]
"""The caller's batch of this id; another's is as unknown as none."""


def _unknown(batch_id: str) -> ProblemError:
    return ProblemError(NOT_FOUND, f"{quoted(batch_id)} is no batch of yours.")


_REQUEST = {"$ref": "#/components/schemas/Request"}
_OF_SEASONS = (
    " With `kind=season` each is a request for a season, as `POST /v1/seasons` takes it, with"
    " `kind=next` a season with its log and its change, as `POST /v1/seasons/next` takes them."
)


def _stream(media: str, document: str) -> dict[str, JsonValue]:
    """A text of many documents: ``contentSchema`` says what each of them is."""
    schema: dict[str, JsonValue] = {"$ref": f"#/components/schemas/{document}"}
    return {"type": "string", "contentMediaType": media, "contentSchema": schema}


_TEXTS: dict[str, tuple[dict[str, JsonValue], str, str]] = {
    JSON_LINES: (_stream(JSON_LINES, "Request"), "One request a line.", _LINES),
    "application/x-ndjson": (_stream(JSON_LINES, "Request"), "One request a line.", _LINES),
    "text/csv": ({"type": "string"}, "The columns of `runstrong club`.", BATCH_CSV),
    "text/tab-separated-values": (
        {"type": "string"},
        "The columns of `runstrong club`.",
        BATCH_CSV.replace(",", "\t"),
    ),
}
_BODY = {
    "requestBody": {
        "required": True,
        "description": f"One request an athlete, each with an id of its own.{_OF_SEASONS}",
        "content": {
            JSON: {
                "schema": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_ATHLETES,
                    "items": _REQUEST,
                },
                "examples": {"small": {"value": BATCH}},
            },
            **{
                media: {
                    "schema": {**schema, "maxLength": MOST_BYTES, "description": about},
                    "examples": {"small": {"value": text}},
                }
                for media, (schema, about, text) in _TEXTS.items()
            },
        },
    }
}


@router.post(
    "",
    status_code=202,
    response_model=BatchReport,
    responses=answers(
        BatchReport,
        NOT_JSON_MEDIA,
        UNSUPPORTED_ENCODING,
        BODY_TOO_LARGE,
        TOO_MANY_ATHLETES,
        TOO_MANY_BATCHES,
        KEY_REUSED,
        NO_BATCHES,
        NO_STORAGE,
        STOPPING,
        status=202,
        headers={"Location": "The path of the batch."},
    ),
    openapi_extra=_BODY,
)
async def hand_in(
    http: HttpRequest,
    service: Here,
    jobs: Batches,
    caller: Caller,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            description="Any text. Sent again with the same body, it answers with the batch that it"
            " made the first time.",
        ),
    ] = None,
    webhook: Annotated[
        str | None,
        Query(
            max_length=2_000,
            description="An address that is told when the batch is finished, where the service"
            " allows its host.",
        ),
    ] = None,
    column: Annotated[
        list[AnyName] | None,
        Query(
            max_length=50,
            description="Of a CSV: `NAME=FIELD`, a column of your own and the field that it holds;"
            " `NAME=` leaves it out.",
        ),
    ] = None,
    kind: Annotated[
        RowKind,
        Query(
            description="What is asked for every athlete: `plan` a week, `season` a season, `next`"
            " the season after its week. Rows of seasons are JSON."
        ),
    ] = "plan",
) -> Response:
    """Take in a batch of athletes and plan them one after another.

    A row that cannot be read spoils no other; its line in the results says what is wrong.
    """
    own = own_columns(column or (), "column")
    refuse_other_media(http, *_FORMS)
    media = (http.headers.get("content-type") or JSON).partition(";")[0].strip().lower()
    body = await read_body(http, jobs.settings.most_bytes)
    if service.solving.stopping:
        raise ProblemError(STOPPING, "The service is being stopped.", headers=_SOON)

    settings = jobs.settings
    read = partial(
        _entries,
        body,
        _FORMS[media],
        own,
        kind,
        settings.most_athletes,
        settings.chunk_athletes,
    )
    entries, chunks = await in_turn(http, service.files, "batch", read)

    def take_in() -> BatchReport:
        parts = [media, webhook or "", *(f"{name}={path}" for name, path in own.items())]
        parts += [] if kind == "plan" else [kind]
        digest = hashlib.sha256(b"\0".join([*(part.encode() for part in parts), body]))
        report, _ = jobs.hand_in(
            caller,
            entries,
            digest.hexdigest(),
            chunks=chunks,
            idempotency_key=idempotency_key,
            webhook=webhook,
        )
        return report

    try:
        report = await _stored(service, take_in, _LONGEST_SECONDS_TO_TAKE_IN)
    except KeyReused:
        raise ProblemError(
            KEY_REUSED, "This Idempotency-Key came before, with another body; send a new one."
        ) from None
    except TooManyBatches:
        raise ProblemError(
            TOO_MANY_BATCHES,
            f"{jobs.settings.most_running} of your batches are unfinished, which is as many as may"
            " be; wait for one, or cancel it.",
            headers={"Retry-After": "30"},
        ) from None
    return Response(
        report.model_dump_json(),
        status_code=202,
        media_type=JSON,
        headers={"Location": report.links.self},
    )


def _entries(
    body: bytes,
    form: Form,
    own: Mapping[str, str],
    kind: RowKind,
    most: int,
    most_a_chunk: int,
    _catalog: Catalog,
    _options: SolveOptions,
) -> tuple[list[Entry], tuple[int, ...]]:
    """The athletes, and the chunk of each."""
    try:
        entries = list(islice(read_roster(body, form, own, kind), most + 1))
    except UnusableInput as error:
        # By the name that the option of the command line has here.
        problems = (
            replace(p, message=p.message.replace("--column", "column")) for p in error.problems
        )
        raise UnusableInput(*problems) from None
    if not entries:
        raise UnusableInput(Problem("", "", "the batch is empty; give one request an athlete"))
    if len(entries) > most:
        raise ProblemError(
            TOO_MANY_ATHLETES,
            f"The batch has more than {counted(most, 'athletes')}; hand it in in parts.",
        )
    return entries, chunks_of(entries, athletes_a_chunk(len(entries), most_a_chunk))


_UNAVAILABLE = (NOT_FOUND, NO_BATCHES, NO_STORAGE)


def _redelivery() -> Answers:
    return answers(BatchReport, NOTHING_TO_DELIVER, *_UNAVAILABLE, status=202)


@router.get("/{id}", responses=answers(BatchReport, *_UNAVAILABLE))
async def batch(own: Own) -> BatchReport:
    """How far a batch is."""
    return own


@router.post("/{id}/cancel", responses=answers(BatchReport, *_UNAVAILABLE))
async def cancel(own: Own, service: Here, jobs: Batches, caller: Caller) -> BatchReport:
    """Cancel a batch; what is answered stays.  A batch that has ended is left as it is."""
    return await _known(service, own.id, lambda: jobs.cancel(own.id, caller))


@router.delete("/{id}", responses=answers(BatchReport, *_UNAVAILABLE))
async def delete(own: Own, service: Here, jobs: Batches, caller: Caller) -> BatchReport:
    """Delete a batch at once, with all its athletes and answers; one that runs is cancelled first.

    The answer is its last report.  Afterwards nothing of it is known any more.
    """
    return await _known(service, own.id, lambda: jobs.delete(own.id, caller))


@router.post("/{id}/retry", responses=answers(BatchReport, NOT_ENDED, *_UNAVAILABLE))
async def retry(own: Own, service: Here, jobs: Batches, caller: Caller) -> BatchReport:
    """Try the athletes of a finished batch again whose line says `fault`.

    The batch runs again, and its webhook is called again when it has finished.  Without such lines
    nothing happens.  The other lines stay; read the results from the beginning when it has
    finished.
    """
    if own.state != "finished":
        raise ProblemError(NOT_ENDED, "The batch has not finished; wait for its end.")
    return await _known(service, own.id, lambda: jobs.retry(own.id, caller))


@router.post("/{id}/webhook", status_code=202, responses=_redelivery())
async def redeliver(own: Own, service: Here, jobs: Batches, caller: Caller) -> BatchReport:
    """Call the webhook of a finished batch once more, with the same `webhook-id`."""
    from api.jobs.jobs import NothingToDeliver

    try:
        return await _known(service, own.id, lambda: jobs.redeliver(own.id, caller))
    except NothingToDeliver:
        detail = "The batch has not finished, or came without a webhook that may be called."
        raise ProblemError(NOTHING_TO_DELIVER, detail) from None


async def _known(
    service: Service, batch_id: str, call: Callable[[], BatchReport | None]
) -> BatchReport:
    report = await _stored(service, call)
    if report is None:
        raise _unknown(batch_id)
    return report


_EVENTS: Answers = {
    200: {
        "description": "Server-sent events: `progress` whenever something has changed, then"
        " `finished` or `cancelled` as the last one; the data of each is the batch as `GET"
        " /v1/batches/{id}` tells it.",
        "content": {EVENT_STREAM: {"schema": _stream(JSON, "BatchReport")}},
    }
}


@router.get(
    "/{id}/events",
    response_class=StreamingResponse,
    responses={**_EVENTS, **problem_answers(_UNAVAILABLE)},
)
async def events(own: Own, service: Here, jobs: Batches, caller: Caller) -> StreamingResponse:
    """Follow a batch to its end, as server-sent events."""
    return StreamingResponse(
        _events(own, service, jobs, caller),
        media_type=EVENT_STREAM,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    own: BatchReport, service: Service, jobs: Jobs, caller: str
) -> AsyncIterator[bytes]:
    sent, sent_at = None, time.monotonic()
    report: BatchReport | None = own
    while report is not None:
        now = (report.state, report.answered)
        if now != sent:
            sent, sent_at = now, time.monotonic()
            has_ended = report.state in ("finished", "cancelled")
            yield format_sse_event(
                event=report.state if has_ended else "progress", data_str=report.model_dump_json()
            )
            if has_ended:
                return
        elif time.monotonic() - sent_at > _QUIET_SECONDS:
            # What stands between would end a connection on which nothing is said.
            sent_at = time.monotonic()
            yield KEEPALIVE_COMMENT
        if service.solving.stopping:
            return
        await asyncio.sleep(jobs.settings.poll_seconds)
        try:
            report = await _stored(service, lambda: jobs.report(own.id, caller))
        except ProblemError:
            continue


_ANSWERS: Answers = {
    200: {
        "description": "One line of JSON an athlete, in the order of the batch: a result, or why"
        " there is none. Of a batch of seasons each is a `SeasonLine`.",
        "content": {JSON_LINES: {"schema": _stream(JSON_LINES, "BatchLine")}},
    }
}


@router.get(
    "/{id}/results",
    response_class=StreamingResponse,
    responses={**_ANSWERS, **problem_answers(_UNAVAILABLE)},
)
async def results(
    own: Own,
    service: Here,
    jobs: Batches,
    offset: Annotated[
        int,
        Query(ge=0, le=1_000_000_000, description="Lines to leave out: those that came before."),
    ] = 0,
    follow: Annotated[
        bool, Query(description="False: end with what is answered; true: wait for the rest.")
    ] = True,
) -> StreamingResponse:
    """The answers of a batch, as JSON Lines, while it runs and after.

    The lines come in the order of the athletes, so that one that takes long holds up those after
    it.  A stream that broke off goes on with `offset`, the number of lines that arrived whole.  It
    is complete when it has as many lines as the batch has answers and the batch has ended.
    """
    return StreamingResponse(_lines(service, jobs, own.id, offset, follow), media_type=JSON_LINES)


async def _lines(
    service: Service, jobs: Jobs, batch_id: str, offset: int, follow: bool
) -> AsyncIterator[str]:
    after: int | None = None
    while True:
        try:
            found = await _stored(
                service, partial(jobs.results, batch_id, after, offset, _LINES_AT_ONCE)
            )
        except ProblemError:
            found = None
        if found is not None:
            after = found.place
            if found.answers:
                yield "".join(f"{answer.line}\n" for answer in found.answers)
            if found.is_last:
                return
            if len(found.answers) == _LINES_AT_ONCE:
                continue
            if not follow:
                return
        if service.solving.stopping:
            return
        await asyncio.sleep(jobs.settings.poll_seconds)
