"""``runstrong``: one file a command, and what commands share.

Imports every other room of ``api``, most of it inside the command that needs it, so that ``--help``
loads neither the solver nor the service.  ``main`` starts a command; its options come from
``options``, its documents through ``streams``, and its answer goes through ``output`` or as one of
the ``views`` to the terminal, with a status of ``exit_codes``.
"""
