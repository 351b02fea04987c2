"""The addresses of the service: one file a group, each with its ``router``.

Imports what is beside this folder but ``app`` and ``openapi``; routers leave each other alone, but
for ``exports``, ``seasons`` and ``assistant``, which wait for a solve as ``plans`` does.  A body is
read by ``bodies``, solved by ``service.solving``, and answered by ``answering`` as a document or,
for every no, as a problem.
"""
