"""``runstrong bench --against COMMIT``: the same weeks with another version, time and answers.

``versions.py`` sets the other version up, ``conversation.py`` keeps a process of each that answers
by ``other_version.py``, ``measure.py`` asks both in turn and holds the answers together by
``same_answers.py``, ``report.py`` sums up.
"""
