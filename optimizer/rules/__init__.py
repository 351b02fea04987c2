"""What a week must be: one file a rule, each with its two readings, and their registry.

``base.py`` says what a rule is; ``registry.py`` names them all and comes last.  Imports documents
and week; nothing here builds a problem or solves one.
"""
