"""The web page: static files of our own in ``files``, and nothing else.

``api/service/routers/page.py`` serves them as they are at ``/``; they import each other, and ask
the service by its public addresses and those below ``/page``.
"""
