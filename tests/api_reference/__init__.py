"""The API reference from the docstrings: ``python -m tests.api_reference DIR`` writes it."""
