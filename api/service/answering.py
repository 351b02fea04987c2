"""What every answer that costs has: an ETag, and a key by which it can be asked for again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Header, Response
from fastapi import Request as HttpRequest

from api.service.answer_cache import key_of
from api.service.bodies import JSON, digest_of, in_turn
from api.service.context import Here, party_of
from api.service.idempotency import KeyReused, Made
from api.service.problems import KEY_REUSED, UNCHANGED, ProblemError
from api.service.solving import Solving
from api.service.workers import Work
from optimizer.documents.versions import versions_of

_ETAG_SIGNS = 32
MOST_ETAGS = 10_000
"""Characters."""
_MOST_KEY = 200

Known = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=MOST_ETAGS,
        description="ETags of answers that are known already; where one of them is still right,"
        " nothing is solved and the answer is 412.",
    ),
]
OwnKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=_MOST_KEY,
        description="Any text. Sent again with the same question it answers with what it answered"
        " the first time, to the byte and at no cost, as long as that is in memory.",
    ),
]

ETAG_HEADER = {
    "ETag": "Of this answer, for `If-None-Match`; none where its time was over before it was"
    " proven."
}
REPLAYED_HEADER = {
    "Idempotent-Replayed": "`true`: this is what the `Idempotency-Key` was answered before."
}
ANSWER_HEADERS = {**ETAG_HEADER, **REPLAYED_HEADER}
ANSWER_PROBLEMS = (UNCHANGED, KEY_REUSED)


class Asking:
    """One question whose answer costs."""

    def __init__(
        self, http: HttpRequest, service: Here, known: Known = None, own_key: OwnKey = None
    ) -> None:
        self.http = http
        self.service = service
        self.known = known or ""
        self.own_key = own_key

    async def answer(
        self,
        operation: str,
        make: Callable[[str], Awaitable[Made]],
        *more: object,
        day: str | None = None,
    ) -> Response:
        """What ``make`` gives, or gave before.

        ``make`` is called with a text over all that the answer depends on.  ``more``: what the
        address says beside the body, such as a format.  ``day``: that of asking, where the answer
        depends on it; a key that is sent again on another day still asks the same.
        """
        call = " ".join(map(str, (operation, *more)))
        digest, versions = digest_of(self.http), versions_of(self.service.catalog)
        request_key = key_of(call, digest, versions)
        question = request_key if day is None else key_of(f"{call} {day}", digest, versions)
        # Weak: it tells the answer, but for the time that it took.
        etag = f'W/"{question[:_ETAG_SIGNS]}"'
        if opaque(etag) in known_tags(self.known):
            raise ProblemError(
                UNCHANGED,
                "The answer is still the one whose ETag stands in If-None-Match; leave that out to"
                " have it again.",
                headers={"ETag": etag},
            )

        async def tagged() -> Made:
            # Kept with its answer: another day has another one.
            made = await make(question)
            return replace(made, headers={**made.headers, "ETag": etag}) if made.is_final else made

        made, was_made = await self._made(request_key, tagged)
        headers = dict(made.headers)
        if was_made:
            headers["Idempotent-Replayed"] = "true"
        return Response(made.content, headers=headers)

    async def read_once(
        self,
        operation: str,
        limiter: Solving,
        work: Work[bytes],
        *,
        day: str | None = None,
    ) -> Response:
        """JSON that ``work`` gives in its turn, without a search; see ``answer``."""

        async def made(_question: str) -> Made:
            content = await in_turn(self.http, limiter, operation, work)
            return Made(content, {"Content-Type": JSON})

        return await self.answer(operation, made, day=day)

    async def _made(self, question: str, make: Callable[[], Awaitable[Made]]) -> tuple[Made, bool]:
        if self.own_key is None:
            return await make(), False
        keep = not asks_to_keep_nothing(self.http)
        place = party_of(self.http), self.own_key
        try:
            return await self.service.once.answered(place, question, make, keep=keep)
        except KeyReused:
            raise ProblemError(
                KEY_REUSED, "This Idempotency-Key came before, with another body; send a new one."
            ) from None


def known_tags(header: str) -> set[str]:
    """The entity tags of ``If-None-Match``, which is compared weakly (RFC 9110, 13.1.2)."""
    return {opaque(one.strip()) for one in header.split(",")}


def opaque(tag: str) -> str:
    """The quoted part of an entity tag."""
    return tag.removeprefix("W/")


def asks_to_keep_nothing(http: HttpRequest) -> bool:
    """``Cache-Control: no-store`` (RFC 9111): nothing of the question or its answer is kept."""
    given = ",".join(http.headers.getlist("cache-control"))
    return "no-store" in {each.strip().lower() for each in given.split(",")}
