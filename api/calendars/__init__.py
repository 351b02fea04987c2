"""Everything iCalendar, in and out.  Imports ``words``; knows no format but its own.

In: ``reading`` puts the runs and busy times of calendars into a request.  ``events`` has them as
they stand there, ``occurrences`` on one clock, and ``recognition`` tells runs from the rest.
Out: ``sessions_out`` and ``runs_out`` write a week's events, whose UIDs come from ``identity``, so
that what was read, planned and written is known again.
"""
