"""Tests of ``api/formats``."""
