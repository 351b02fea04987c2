"""What goes in and out: requests, results, explanations, differences, plans written by hand, and
how they are read, patched and versioned.  Imports the catalog only; nothing here decides or knows a
model.  A request begins its way here, and its result ends here.
"""
