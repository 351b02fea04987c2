"""From a problem to its proven optimum, within one ``clock``; its ``budgets`` stand together.

Imports session, objective and what is before them.  A problem becomes a model (``modelling``), the
model is decided tier by tier (``lexicographic``), and the week is spread over sessions that
``session`` can arrange (``solve``); where it cannot, the model is told so and asked again.
"""
