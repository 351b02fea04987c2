"""Who may ask from a browser: nobody's page but our own, and those that the operator names.

A service without keys answers whoever reaches it, and a browser on the same machine does: any page
that it shows could ask in its name.  So without keys the service goes by loopback names only (or
names that the operator gives), and refuses what comes from another page.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.service.context import Service
from api.service.problems import FOREIGN_HOST, FOREIGN_ORIGIN, ProblemError, response_of

_OPEN = ("/health/live", "/health/ready", "/metrics")
"""They are asked by addresses, hold nothing of anybody, and change nothing."""


class OriginMiddleware:
    """Refuses foreign hosts and origins where the service has no keys."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.service.keys and scope["path"] not in _OPEN:
            error = self._refusal(Headers(scope=scope))
            if error is not None:
                await response_of(error, scope["state"]["request_id"])(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, headers: Headers) -> ProblemError | None:
        settings = self.service.settings
        host = headers.get("host", "")
        if not is_own_host(host, settings.hosts):
            return ProblemError(
                FOREIGN_HOST,
                "Without API keys the service answers loopback names only, such as localhost; give"
                " it keys, or name this host with --allow-host.",
            )
        origin = headers.get("origin")
        is_ours = origin is None or origin in settings.origins or _netloc(origin) == host.lower()
        if not is_ours or (origin is None and headers.get("sec-fetch-site") == "cross-site"):
            navigates = origin is None and headers.get("sec-fetch-mode") == "navigate"
            if not navigates:
                return ProblemError(
                    FOREIGN_ORIGIN,
                    "The request comes from another site's page; give the service keys, or name"
                    " that site with --allow-origin.",
                )
        return None


def is_own_host(host: str, allowed: Collection[str]) -> bool:
    """Whether a ``Host`` is a loopback name, or one that the operator allows, with any port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost") or name in allowed or host in allowed:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _netloc(origin: str) -> str:
    scheme, _, netloc = origin.lower().partition("://")
    port = {"http": ":80", "https": ":443"}.get(scheme, "")
    return netloc.removesuffix(port) if port else netloc
