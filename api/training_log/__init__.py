"""What was really done: logs by hand, as JSON, as the CSV of Hevy and Strong, and FIT activities.

Everything becomes the entries of ``previous.log``.  Names are mapped by the catalog with its
synonyms; what it does not know is kept under its own name and told.  Nothing is guessed here;
what a watch guessed is told as that.
"""
