"""What rules and tiers read: one athlete's week on one clock, its slots, its problem as data, the
model under construction and a finished plan.  Imports documents.  Nothing here asks a rule or
decides: the data is put together in ``building``, and constrained by ``rules`` and ``objective``.

- The week: ``timeline``, ``case`` (joined with the catalog), ``slot``, ``problem``, ``model``,
  ``reviewed``; ``claims`` and ``remedies`` are what rules say of it, ``settled`` gives runs starts.
- The plan so far: ``current``, ``followed``, and ``pairing`` of the sessions of two plans.
- How much: ``doses``, ``worth`` of a set, ``roles``, ``choices``; ``prescription`` has repetitions
  and reserve, which ``after_…``, ``eve``, ``injury_doses``, ``of_age`` and ``weaker_side`` change.
- How heavy: ``loads``, from the log (``workouts``, ``working_maximum``), a lift
  (``one_rep_max``, ``transferred_load``) or found (``start_loads``, ``finding``) with the
  ``weights`` there and the ``logged_tool``; ``load_words`` says it.
- What comes next of an exercise: ``progress`` by ``progress_rules``, for ``rules.progression`` and
  the weeks ahead (``standing``, ``new_load``, ``wide_step``, ``slower``).
- Time inside a session: ``warm_up``, ``ramp``, ``rests``; ``partners`` says who may not share them,
  and ``taken_by_partners`` reads it in a finished plan.
- Near runs: ``hard_days``, ``before_key_run``, and ``seam`` with the weeks beside.  Another week:
  ``conditions``, to see its price.
"""
