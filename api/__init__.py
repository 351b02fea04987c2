"""The doors of runstrong.  Thin: no planning decision is taken here.

A request comes in through ``command_line`` or ``service``, with ``calendars`` in it or as a row of
a ``club``, goes to an operation of the optimizer, and its answer leaves as a document of
``formats``.  Each folder says what it may import; ``pyproject.toml`` holds it.
"""
