"""Held-out weeks read as a coach would: ``python -m benchmarks.coaching``.

``athletes`` draws them, ``reading`` reads a result's document with nothing but the catalog beside
it, ``criteria`` says what a coach looks for, and the command counts how many weeks break each.
"""
