"""Sessions as FIT workouts for a watch.  Imports ``calendars.identity`` and ``words``.

``steps`` has one session as what a watch counts down, ``messages`` writes them as FIT messages, and
``workouts`` makes one file a session.
"""
