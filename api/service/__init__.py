"""The HTTP service: thin doors over the optimizer, and what surrounds them.

Imports every room of ``api`` but ``command_line``.  A request passes ``middleware`` and
``authentication``, is answered by one of the ``routers``, and whatever is raised on its way becomes
a problem document in ``exception_handlers``.

``create_app`` in ``app.py`` makes the application; nothing of it is global, so that several can
stand side by side in one process.

How to add a router:

1. Write ``api/service/routers/<name>.py`` with ``router = APIRouter(...)`` and, where something has
   to run beside the requests, an async context manager ``running(service)`` that is entered at the
   start and left at the stop.
2. Add one line to ``parts()`` in ``app.py``.

How a handler does its work (see ``routers/plans.py`` for all of it):

- It asks for the service as a parameter, ``service: Here``: ``service.settings``,
  ``service.catalog``, ``service.solving`` (the limiter of solves), ``service.answers`` (the cache),
  ``service.metrics``, ``service.log``.
- It asks who calls as ``caller: Caller``: the name of the API key, ``anonymous`` where the service
  has no keys.  Keys are checked for every router of a part that is not ``open``, whether or not its
  handlers ask.
- It says no by raising ``ProblemError(KIND, "sentence")``, with a ``Kind`` of ``problems.py`` or
  of its own, or by letting ``UnusableInput`` pass.  ``responses=answers(Model, KIND, ...)``
  documents both.
- It reads a JSON body with ``Annotated[Model, Depends(JsonBody(Model, example))]``, which knows
  the strict reader, the limit of size and the example of the OpenAPI document; any other body with
  ``read_body``.
"""

from __future__ import annotations
