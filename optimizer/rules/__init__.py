"""What a week must be: one file a rule, named by its id, each with its two readings.

``base.py`` says what a rule is; ``registry.py`` names them all and comes last (the 24 hours are
``recovery_after_run``, foot contacts ``impact_limits``).  Imports documents and week; nothing here
builds a problem or solves one.
"""
