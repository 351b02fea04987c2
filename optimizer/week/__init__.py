"""What rules and tiers read: the slots of a week, its problem as data, the model under construction
and a finished plan.  Imports cases and doses.  Nothing here asks a rule or decides: the data is put
together in ``building``, and constrained by ``rules`` and ``objective``.

- The week: ``slot``, ``problem``, ``model``; ``reviewed`` is a finished plan, and
  ``matched_sessions`` are those of it that the plan so far has too.
- Time inside a session: ``warm_up``, ``ramp_sets``, ``block_time`` of each ``lift``.
- Supersets: which lifts may be one (``supersets``), who may share rests (``superset_partners``),
  what stands in the way (``superset_interference``); ``block_review`` reads a finished plan.
- Another week: ``conditions``, to see its price.
"""
