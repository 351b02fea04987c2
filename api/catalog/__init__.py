"""What there is to look up, as the doors show it: catalog entries and rules as documents, exercises
by filters, and the example requests.  Imports no other room of ``api``.  The entries themselves
come from the package ``catalog`` and go out unchanged.
"""
