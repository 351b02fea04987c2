"""One athlete's week as it was asked for, on one clock in whole minutes: runs, windows, what was
done.  Imports documents.  Nothing here knows a dose, a slot, a rule or the solver.

- ``timeline``: every time of the week.  ``case``: the request joined with the catalog.
- ``claims`` and ``remedies``: what rules say of it, and what of it can be changed.
- The plan so far: ``current``, and ``session_matching`` of the sessions of two plans.
- Near runs: ``hard_days``, ``before_key_run``, and the ``seam`` to the weeks beside this one;
  ``fixed_run_starts`` gives placed runs theirs, ``runs_before`` says which of before a week count.
"""
