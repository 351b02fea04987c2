"""What a fitness test says of an athlete: results that count, and what follows from them.

Imports the catalog and documents only; nothing here knows a week or a model.  ``results`` sorts
what counts from what does not, ``verdicts`` reads level, weak muscles, sides, jumps and loads from
it, ``changes`` holds it against what was before, ``battery`` says which tests to do.
"""
