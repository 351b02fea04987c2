"""Telling a club that its batch is finished: signed, repeated, and to known hosts alone.

Messages are signed by the Standard Webhooks convention, whose libraries check them.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import socket
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address

import httpx
from standardwebhooks.webhooks import Webhook

from api.jobs.settings import WebhookSettings
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

PREFIX = "whsec_"
_LONGEST_URL = 2_000
_SECONDS_TO_SPARE = 1.0
_PORTS = {"https": 443, "http": 80}

_log = logging.getLogger("runstrong.jobs")


def check_webhook(text: str, settings: WebhookSettings | None) -> str:
    """The address as it will be called; raises ``UnusableInput`` for one that may not be."""
    if settings is None:
        raise _no(text, "cannot be called: this service calls nobody; ask for the batch instead")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise _no(text, "is no address; write it as https://HOST/PATH") from None
    if len(text) > _LONGEST_URL:
        raise _no("", f"is too long; at most {_LONGEST_URL:,} characters are read")
    if url.scheme not in _PORTS or not url.host:
        raise _no(text, "is no address; write it as https://HOST/PATH")
    if url.scheme == "http" and not settings.plain_http:
        raise _no(text, "would be called without encryption; write it with https://")
    if url.userinfo:
        raise _no("", "must not hold a user or password")
    host = url.netloc.decode("ascii")
    spelled_out = f"{host}:{_PORTS[url.scheme]}" if url.port is None else host
    if host not in settings.hosts and spelled_out not in settings.hosts:
        raise _no(text, "is at a host that this service may not call; ask who runs it to allow it")
    return str(url.copy_with(fragment=None))


def _no(value: str, message: str) -> UnusableInput:
    return UnusableInput(Problem("webhook", quoted(value) if value else "", message))


def headers_of(message: str, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of the Standard Webhooks convention, with a signature for every secret."""
    now = datetime.now(UTC).replace(microsecond=0)
    signatures = [
        _signer(secret).sign(msg_id=message, timestamp=now, data=body.decode())
        for secret in secrets
    ]
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _signer(secret: str) -> Webhook:
    """``whsec_`` and base64 as the convention has it, or any other text as it stands."""
    return Webhook(secret if secret.startswith(PREFIX) else secret.encode())


def call(url: str, message: str, body: bytes, settings: WebhookSettings) -> bool:
    """One call; True: it was answered with a status of the two hundreds.

    ``message`` is the same for every call about one event: a receiver can tell repeats by it.
    Takes no longer than ``settings.timeout_seconds``, whatever the receiver does.
    """
    try:
        # What was allowed when it was handed in may not be any more.
        check_webhook(url, settings)
        headers = headers_of(message, body, settings.secrets())
    except UnusableInput as error:
        _log.warning("a webhook cannot be called: %s", error.problems[0].message)
        return False
    # Its own thread, since looking up an address cannot be broken off.
    answered: queue.SimpleQueue[bool] = queue.SimpleQueue()
    thread = threading.Thread(
        target=lambda: answered.put(_called(url, headers, body, settings)),
        name="webhook",
        daemon=True,
    )
    thread.start()
    try:
        return answered.get(timeout=settings.timeout_seconds + _SECONDS_TO_SPARE)
    except queue.Empty:
        _log.warning("a webhook was not answered in its time")
        return False


def _called(url: str, headers: dict[str, str], body: bytes, settings: WebhookSettings) -> bool:
    try:
        return asyncio.run(_post(url, headers, body, settings))
    except TimeoutError:
        _log.warning("a webhook was not answered in its time")
    except _NotAllowed:
        _log.warning("a webhook is at an address of a private network; it is not called")
    except (httpx.HTTPError, OSError) as error:
        _log.warning("a webhook was not answered (%s)", type(error).__name__)
    return False


async def _post(url: str, headers: dict[str, str], body: bytes, settings: WebhookSettings) -> bool:
    async with asyncio.timeout(settings.timeout_seconds):
        target = httpx.URL(url)
        address = await _address(target, settings)
        # To the address that was checked: looked up again, the name might be another's.
        request = httpx.Request(
            "POST",
            target.copy_with(host=address),
            content=body,
            headers={**headers, "Host": target.netloc.decode("ascii")},
            extensions={"sni_hostname": target.host},
        )
        # No redirect is followed, no proxy of the environment used, and the answer is not read.
        async with httpx.AsyncClient(
            timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False
        ) as client:
            answer = await client.send(request, stream=True)
            try:
                return answer.is_success
            finally:
                await answer.aclose()


class _NotAllowed(Exception):
    """The name stands for an address that may not be called."""


async def _address(url: httpx.URL, settings: WebhookSettings) -> str:
    """The first address of a host; raises ``_NotAllowed`` if one of them is none of the internet's.

    A host that the operator named by its address, or a network of one's own, is what it is.
    """
    port = url.port or _PORTS[url.scheme]
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not settings.plain_http and not _is_address(url.host):
        for address in addresses:
            if not ip_address(address.partition("%")[0]).is_global:
                raise _NotAllowed
    return addresses[0]


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
