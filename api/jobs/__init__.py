"""Durable batches: every athlete of a club answered exactly once, whatever dies on the way.

Imports ``club``, which plans and answers one athlete; knows no door.  The order of files, from the
inside out:

- ``database`` opens the database (SQLite in a file, or PostgreSQL), ``tables`` says what is in it.
- ``store`` writes batches and their answers; an answer is written once or not at all.
- ``planning`` plans one athlete after another, in ``club.processes`` that may die without harm.
- ``chunk`` is the way of one chunk of athletes, which may be gone again and again.
- ``heartbeat`` tells who is alive, and finds chunks whose worker is not.
- ``engine`` lends all this the durable queue (DBOS), ``webhooks`` tells a club that it is done.
- ``jobs`` is the door: what the service and ``runstrong worker`` use.
"""
