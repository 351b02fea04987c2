"""The verbs of the doors: plan, replan, check, diff and explain.  Imports every other room; nothing
but the doors imports it.  Each takes a request and catalog to an answer among ``documents``.
"""
