"""Tests of ``api/body_map``."""
