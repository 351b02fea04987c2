"""How much search each question gets, in the solver's deterministic time unless a name says else:
a share of a budget, so many times it, seconds, or a count.

A deterministic unit is about a second of one core; the same search spends the same on any machine.
"""

LEAN_TURN = 0.3
"""Of a tier, by the lean configuration, before the other one begins."""
SHARE_OF_ONE_TIER = 0.7
"""Of what is left for the plan: without its proof, those after it are worth nothing."""
BELOW_UNPROVEN = 0.5
"""Of a tier that cannot be proven any more, since one before it is not."""
KERNEL = 2.0
"""To find the best week of the few exercises that the linear relaxation picks."""
LEAST = 0.5
"""What a search gets although the plan's budget is spent."""
OVERTIME = 10.0
"""What turning a proven bound into a week may take beyond the plan's budget."""
IN_HAND = 3.0
"""To find a good week of few exercises before the search among all."""
IN_HAND_AT_LEAST = 2.0
"""Of that, although the plan's budget is spent: without it the last resort takes longer."""
SAME_VALUES = 2.0
"""To find a week of known values."""
CONFIRMATION = 10.0
"""To ask once more, by another configuration or under fewer rules."""
EXPLAINING_SHARE = 1 / 20
"""Of the plan's budget, for its conflict and repairs."""
REPAIRED_SHARE = 1 / 10
"""Of the plan's budget, for the weeks that its repairs lead to."""
SHARE_OF_ONE_REPAIR = 1 / 2
"""Of what is left for these weeks, so that one of them leaves something for the others."""
ONE_BOUND = 2.0
"""To bound one tier, or to see that there is no week."""
CORE = 0.1
"""To let the solver name a part of a conflict."""
FEASIBILITY_FIRST_TURN = 0.3
FEASIBILITY = 1.0
FEASIBILITY_TRY = 0.03
"""Whether any week exists: the lean turn, the whole search, and a try with few exercises."""
ONE_CHOICE = 1.0
"""To find the cheapest things to choose for a repair."""
SECONDS_FOR_ANY_WEEK = 0.5
"""By the wall clock, although its limit has come."""
PLACING_TIMES = 3.0
"""Times the plan's budget, for all placements of runs together."""
RUNS_FIRST_SHARE = 1 / 2
"""Of the plan's budget, for the week with each run at its earliest time."""
FEW_STARTS = 250
"""Of all runs to place together; with more, a week of few of them is looked for first."""
MOST_STARTS = 400
"""With more, a week of few of them is the answer, though it may not be proven."""
MOST_PLACEMENTS = 40
MOST_ROUNDS = 30
"""Of weeks found and cut off because a session cannot be arranged."""
