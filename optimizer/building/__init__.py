"""What asks every rule: from a request to its case (past here there are only whole minutes), from
the case to slots and problem, and from a plan to findings.  Imports documents, week and rules.  The
way there shapes the problem (``case_of``, ``slots_of``, ``problem_of``); the way back reads a plan
(``findings``, ``possible``) and shares nothing with it.
"""
