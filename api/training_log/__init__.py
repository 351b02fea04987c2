"""What was really done: logs by hand, as JSON, and as the CSV that Hevy and Strong write.

Everything becomes the entries of ``previous.log``.  Names are mapped by the catalog with its
synonyms; what it does not know is kept under its own name and told.  Nothing is guessed.
"""
