"""One session: from its exercises to blocks, order, labels and seconds that a person can
do.  Imports building and what is before it.  ``solving`` asks here whether a session can be done at
all, the one place where data turns back.
"""
