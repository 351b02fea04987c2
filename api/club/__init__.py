"""Clubs: a roster of athletes in, one line of JSON for each out, in the roster's order.

``entries`` and ``roster`` read, ``answering`` plans one athlete, ``result_lines`` are the
documents that come out.  They know neither processes nor files, so that every door can use them.
``results_file``, ``planning`` and ``planned`` make of them a club on one machine, with
``processes`` on its ``cores``.  Imports no other room of ``api``.
"""
