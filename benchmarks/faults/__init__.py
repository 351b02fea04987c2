"""Batches while things go wrong: processes killed, databases restarted, disks full.

``python -m benchmarks.faults`` tries every scenario of ``scenarios.py`` and prints how many
athletes went in, were answered, were lost and were answered twice.  The tests try the same
scenarios with fewer athletes.
"""
