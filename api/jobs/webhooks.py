"""Telling a club that its batch is finished: signed, repeated, and to known hosts alone."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time

import httpx

from api.jobs.settings import WebhookSettings
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

SIGNATURE = "Runstrong-Signature"
DELIVERY = "Runstrong-Delivery"
_LONGEST_URL = 2_000
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


def signature(secret: str, at: int, body: bytes) -> str:
    """``t=SECONDS,v1=HEX``: HMAC-SHA256 with ``secret`` over ``SECONDS.BODY``."""
    signed = f"{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def call(url: str, delivery: str, body: bytes, settings: WebhookSettings) -> bool:
    """One call; True: it was answered with a status of the two hundreds.

    ``delivery`` is the same for every call about one batch: a receiver can tell repeats by it.
    """
    try:
        # What was allowed when it was handed in may not be any more.
        check_webhook(url, settings)
    except UnusableInput:
        _log.warning("a webhook is at a host that may not be called any more")
        return False
    headers = {
        "Content-Type": "application/json",
        DELIVERY: delivery,
        SIGNATURE: signature(settings.secret.get_secret_value(), int(time.time()), body),
    }
    # No redirect is followed, no proxy of the environment used, and the answer is not read.
    try:
        with (
            httpx.Client(
                timeout=settings.timeout_seconds, follow_redirects=False, trust_env=False
            ) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,
        ):
            return answer.is_success
    except httpx.HTTPError as error:
        _log.warning("a webhook was not answered (%s)", type(error).__name__)
        return False
