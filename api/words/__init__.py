"""Words that several doors say alike: numbers, times and names (``phrases``), what a result says
(``sentences``), and what comes again and again in a row (``rows``).  Imports no other room of
``api``.  Results and their parts come in, text goes out; where it stands is the business of views,
formats and calendars.
"""
