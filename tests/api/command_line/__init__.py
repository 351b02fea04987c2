"""Tests of ``api/command_line``."""
