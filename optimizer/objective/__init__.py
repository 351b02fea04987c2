"""What is best: the ordered tiers, each an integer to be made small, in a named unit.

A later tier only decides among weeks that are equal in all earlier ones.  Each tier is one small
class with two readings side by side: its expression of the weekly model, and its value measured on
a finished plan without the solver.  Imports building and what is before it; ``tiers.py`` has their
order and, among its imports, the file of each, and ``solving`` decides them.
"""
