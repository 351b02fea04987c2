"""Plans as other programs and people read them: one file or folder a format.

Imports ``calendars``, ``body_map`` and ``words``.  ``format`` says what a format is, ``registry``
names them all and imports one when it is asked for; a request, its result and the catalog go in,
and files come out.
"""
