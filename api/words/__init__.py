"""Words that several doors say alike: numbers, times and names (``phrases``), and what a result
says (``sentences``).  Imports no other room of ``api``.  Results and their parts come in, text goes
out; where it stands is the business of views, formats and calendars.
"""
