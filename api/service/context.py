"""What every handler can reach: the one service that its application stands for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItem

from api.service.answer_cache import AnswerCache
from api.service.authentication import ApiKeys
from api.service.idempotency import Once
from api.service.logs import Log
from api.service.metrics import Metrics
from api.service.problems import NO_KEY, TOO_MANY_REQUESTS, ProblemError
from api.service.rates import Rates
from api.service.readiness import Readiness
from api.service.settings import Settings
from api.service.solving import Solving
from api.service.storage import Storage
from api.service.workers import Workers
from catalog import Catalog
from optimizer.documents.wording import counted

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.jobs.jobs import Jobs

ANYBODY = "anonymous"
LONGEST_TIMEOUT_SECONDS = 3600
_NETWORK_BITS = 64


@dataclass
class BatchRoom:
    """``jobs``: there while the application runs, where its settings ask for batches.

    ``storage``: where their database is called.
    """

    jobs: Jobs | None = None
    storage: Storage = field(default_factory=Storage)


@dataclass
class AssistantRoom:
    """``sessions``: there from the first call of an assistant on; ``keeper`` holds them open."""

    sessions: StreamableHTTPSessionManager | None = None
    keeper: asyncio.Task[None] | None = None
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Service:
    """The parts of one application.

    ``solving``, ``reading``, ``files``: the limiters of solves, of bodies that are read, and of
    calendars, rosters and pictures.  ``workers``: the processes that do all this.
    """

    settings: Settings
    catalog: Catalog
    solving: Solving
    reading: Solving
    files: Solving
    workers: Workers
    answers: AnswerCache
    once: Once
    keys: ApiKeys
    rates: Rates
    rate: RateLimitItem | None
    metrics: Metrics
    readiness: Readiness
    log: Log
    batches: BatchRoom
    assistants: AssistantRoom

    @property
    def limiters(self) -> tuple[Solving, ...]:
        return self.solving, self.reading, self.files


def service_of(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Here = Annotated[Service, Depends(service_of)]
"""The type of a handler's parameter that wants the service."""

_bearer = HTTPBearer(auto_error=False, description="An API key, where the service asks for one.")


def caller_of(
    http: Request,
    service: Here,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """Who asks: the name of the API key, or ``anonymous`` where the service has no keys.

    Raises ``ProblemError`` for a wrong key, and for a caller who asks more often than it may.
    """
    key = None
    if service.keys:
        key = None if bearer is None else service.keys.named(bearer.credentials)
        if key is None:
            raise ProblemError(
                NO_KEY,
                "The service asks for an API key; send Authorization: Bearer and a key that it"
                " knows.",
                headers={"WWW-Authenticate": "Bearer"},
            )
    party = f"address {_network(http)}" if key is None else f"key {key.name}"
    http.state.party = party
    rate = service.rate if key is None or key.rate is None else key.rate
    if rate is not None:
        _count(http, service, party, rate)
    return ANYBODY if key is None else key.name


def _count(http: Request, service: Service, party: str, limit: RateLimitItem) -> None:
    rate = service.rates.take(party, limit)
    http.state.headers.update(rate.headers())
    if rate.is_over:
        raise ProblemError(
            TOO_MANY_REQUESTS,
            f"At most {counted(limit.amount, 'requests')} are answered in"
            f" {counted(limit.get_expiry(), 'seconds')}; ask again after the time in Retry-After.",
            headers={"Retry-After": str(max(1, rate.reset_seconds))},
        )


def party_of(http: Request) -> str:
    """Who shares a place in the queues: an API key, else a network address."""
    party: str | None = getattr(http.state, "party", None)
    return f"address {_network(http)}" if party is None else party


def _network(http: Request) -> str:
    """The address, of IPv6 the network of it: one household has as many as it likes."""
    host = "" if http.client is None else http.client.host
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ip_network((address, _NETWORK_BITS), strict=False))
    return host


def deadline_of(http: Request) -> float | None:
    """When the answer has to be there, by the clock of the loop; None: it was not asked for.

    Counted from the arrival of the request's head.
    """
    try:
        seconds = float(http.headers.get("request-timeout", ""))
    except ValueError:
        return None
    if not 0 < seconds <= LONGEST_TIMEOUT_SECONDS:
        return None
    arrived: float = http.state.arrived
    return arrived + seconds


async def client_left(http: Request) -> None:
    """Returns when the client has gone; its body has been read to the end."""
    while (await http.receive())["type"] != "http.disconnect":
        pass


Caller = Annotated[str, Depends(caller_of)]
"""The type of a handler's parameter that wants to know who asks."""
