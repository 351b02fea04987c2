"""The web page: static files of our own, served as they are by the service at ``/``."""

from __future__ import annotations
