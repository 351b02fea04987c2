"""The doors of runstrong.  Thin: no planning decision is taken here.

A request comes in, goes to an operation of the optimizer, and its answer leaves as a document.
Each folder says what it may import; ``pyproject.toml`` holds it.

- ``command_line``: ``runstrong``, one file a command.
- ``service``: HTTP, one file a group of addresses in ``service/routers``.
- ``assistant``: tools for assistants (MCP), over standard input or inside the service.
- ``page``: the web page, static files that the service serves and that ask the service.
- ``jobs``: durable batches on one machine or several, for the service and ``runstrong worker``.
- ``club``: rosters of athletes, planned in processes.
- ``formats``: results as files: JSON, iCalendar, FIT, Markdown, paper, SVG.
- ``calendars``: iCalendar, in and out.  ``training_log``: what was done, from hand, CSV and FIT.
- ``body_map``: the figure with the week's muscles.  ``words``: what several doors say alike.
- ``catalog``: what there is to look up, rules and examples included.
- ``import_name``: the types of ``runstrong``, the name to import.
"""
