"""The verbs of the doors: ``plan``, ``replan``, ``check``, ``diff``, ``explain``, ``validate``,
``assess`` and ``runs``.  Imports every other room but ``seasons``; only that and the doors import
it.  Each takes a request and a catalog to an answer among ``documents``.

A verb has its file; the others are what verbs are made of:

- In: ``read`` with ``all_faults`` and ``document_places``.
- A week: ``best_week`` solves, ``placed_week`` where runs have no start by its ``placed_search``,
  ``earliest`` settles equal starts, ``what_if`` prices another week.  ``completed`` fills in a plan
  by hand, ``continued`` goes on from the plan so far.
- Where none is: ``repaired`` tries the repairs (``wider_windows``, ``before_runs``),
  ``runs_conflict`` is of runs alone.
- Words: ``reasons``, ``change_reasons``, ``dose_words``, ``window_uses``, ``next_steps``,
  ``run_choices``, ``few_sessions`` and the notes (``coach_notes``, ``fitness_notes``,
  ``main_lift_notes``, ``running_notes``, ``runs_first``).
- What changed: ``session_changes`` and ``dose_changes``.
- Runs: ``planned_runs`` of a week; ``custom_runs`` and ``run_requests`` of the weeks ahead.
"""
