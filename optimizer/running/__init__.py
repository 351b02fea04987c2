"""The runs ahead: plans of weeks, and the reading that holds them to their caps.

Imports the catalog and documents only; nothing here knows a strength week or a model.  ``times``
has when runs start, ``couch_to_5k``, ``custom`` and ``given`` make weeks, ``reach`` says by when a
race could be, ``review`` reads a finished plan by the caps alone.
"""
