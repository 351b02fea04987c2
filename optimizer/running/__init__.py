"""The runs ahead: plans of weeks, and the reading that holds them to their caps.

Imports the catalog and documents only; nothing here knows a strength week or a model.  ``dates``
has the first day and the weeks left, ``times`` when runs start, ``program_times`` what keeps the
sessions from the couch apart.  ``couch_to_5k``, ``custom`` and ``given`` make weeks: ``custom`` by
``sizes`` (how large each week is), ``dealing`` (its minutes among its runs), ``bouts`` (what a run
is made of) and ``races`` on the way, all within the ``caps``; ``goal_race`` is that of runs not
planned for it.  ``review`` reads a finished plan by the caps alone.  ``reports`` refuses what can
not have been run, ``program_notes`` says what whoever begins is told.
"""
