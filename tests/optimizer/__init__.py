"""Tests of ``optimizer``."""
