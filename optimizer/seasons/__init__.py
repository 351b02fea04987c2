"""From today to the race: a season of weeks, each planned after the one before.

Imports every room of the optimizer.  ``phases`` says what part of the season a week is, ``outline``
what it runs (``special_days`` and ``weeks_after`` those that are different), ``week_requests`` what
is asked of it in its ``week_windows``; none of them solves.  ``past`` tells a week what came before
it, ``season_weeks`` plans the near ones in turn, with the stretches of ``flexibility``, ``coarse``
sizes the far ones.  ``fingerprints`` name a question.  ``plan_season`` puts a season together,
``next_week`` goes on from it with what ``logs`` reads.
"""
