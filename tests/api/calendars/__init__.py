"""Tests of ``api/calendars``."""
