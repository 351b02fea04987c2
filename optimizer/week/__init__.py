"""What rules and tiers read: one athlete's week on one clock, its slots, its problem as data, the
model under construction and a finished plan, what a set is worth, and how the sessions of two plans
are paired.  Imports documents.  Nothing here asks a rule or decides: the data is put together in
``building``, and constrained by ``rules`` and ``objective``.
"""
