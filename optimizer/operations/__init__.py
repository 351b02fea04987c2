"""The verbs of the doors: plan, replan, check, diff, explain, validate, assess and runs.  Imports
every other room but ``seasons``; only that and the doors import it.  Each takes a request and a
catalog to an answer among ``documents``.

A verb has its file; the others are what several verbs share: ``best_week`` solves, ``what_if`` has
the price of another week, ``reasons`` and ``change_reasons`` the words, ``completed`` fills in a
plan by hand, ``continued`` goes on from the plan so far, and ``repaired`` tries the repairs.
"""
