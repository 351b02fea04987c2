"""Tests of ``api/catalog``."""
