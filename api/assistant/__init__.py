"""The door for assistants: tools, resources and a prompt by the Model Context Protocol.

Imports the optimizer, ``formats`` and ``catalog``.  A call comes in over standard input or HTTP,
``server.py`` finds its tool in ``tools.py`` and the weeks that it speaks of in ``weeks.py``, and
the work is done by whatever the door gives it: a thread, or a process of the service.
"""
