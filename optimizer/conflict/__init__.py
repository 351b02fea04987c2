"""Why no week exists, and what would cure it.  Imports placing and what is before it.  A problem is
opened so that each claim of a rule can be left out; a minimal set of them is the conflict, and the
smallest changes of the request after which a week exists are its repairs.
"""
