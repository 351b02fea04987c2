"""Runs placed together with sessions: where each may stand, and what a session asks of them.

Imports solving and what is before it.  ``candidates`` has every start of a run, ``joint_slots`` the
places of sessions with the starts of runs that each needs, ``joint_problem`` puts them into a
problem whose weekly model is a bound on every placement, ``placement`` chooses one, ``seams`` are
those to the weeks beside, and ``without_runs`` is a bound of its own for runs of very many starts.
The week of a chosen placement is that of an ordinary request: ``operations`` plans it, and goes on
from it.
"""
