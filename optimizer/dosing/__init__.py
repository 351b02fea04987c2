"""How much and how heavy, and how both go on from week to week.  Imports the case.  Nothing here
knows sessions to come, a rule or the solver; what a log asks for next is decided here.

- How much: ``doses``, ``worth`` of a set, ``roles``, ``choices``, ``variety``; ``prescription`` has
  repetitions and reserve, which ``after_…``, ``eve``, ``injury_doses``, ``of_age`` and
  ``weaker_side`` change.
- How heavy: ``loads``, from the log (``workouts``, ``working_maximum``), a lift
  (``one_rep_max``, ``transferred_load``) or found (``start_loads``, ``finding``) with the
  ``weights`` there and the ``logged_tool``; ``load_words`` says it.
- What comes next of an exercise: ``progress`` by ``progress_rules``, for ``rules.progression`` and
  the weeks ahead (``standing``, ``new_load``, ``large_load_step``, ``tempo``).
"""
