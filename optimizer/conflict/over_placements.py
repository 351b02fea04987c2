"""A conflict of every placement of runs at once: claims that no placement has a week for.

It begins with the conflict of the best placement.  As long as another placement has a week that
keeps these claims, that placement's own conflict is added.  What then holds for all of them is made
as small as any conflict: each claim is left out in turn, for good where still no placement has a
week.
"""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.conflict.conflict import Explained, conflict_of, in_order, place_of
from optimizer.documents.result import Conflict, Member
from optimizer.documents.wording import listed
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.claims_kept import ClaimsKept
from optimizer.rules.registry import RULES_BY_ID
from optimizer.solving.clock import Clock

_FIRST_STEP = 4
_MOST_PLACEMENTS = 12


def conflict_over_placements(
    runs: RunsToPlace, best: Explained, clock: Clock
) -> tuple[Claim, ...] | None:
    """A minimal set of claims that no placement has a week for, in the order of the rules.

    ``best``: the conflict of one placement.  None: it was not proven within the clock's limit.
    """
    question = ClaimsKept(runs, clock)
    claims = frozenset(best.claims)
    placements = [best.problem.case]
    while (found := question.some_placement(claims, placements)).exists is not False:
        if found.case is None or len(placements) == _MOST_PLACEMENTS:
            return None
        own = conflict_of(problem_of(found.case), clock)
        if own is None:
            return None
        placements.append(found.case)
        claims |= frozenset(own.claims)
    untried, size = in_order(best.problem, claims), _FIRST_STEP
    while untried:
        step = frozenset(untried[:size])
        exists = question.some_placement(claims - step, placements).exists
        if exists is None:
            return None
        if not exists:
            claims -= step
        if not exists or len(step) == 1:
            untried = untried[len(step) :]
        size = max(1, len(step) // 2) if exists else 2 * len(step)
    return tuple(sorted(claims, key=lambda claim: (place_of(claim), claim.subject)))


def in_words_anywhere(
    as_requested: Case, settled: Case, claims: Iterable[Claim], of_one: Conflict
) -> Conflict:
    """``claims`` of every placement in words; ``of_one``: the conflict of that of ``settled``.

    What asks something after or before a placed run is told without its time.
    """
    placed = {run.id: run for run in settled.timeline.runs if run.is_placed}
    members = [
        Member(
            rule=claim.rule,
            subject=claim.subject,
            sentence=RULES_BY_ID[claim.rule].claim_sentence_anywhere(settled, placed[claim.subject])
            if claim.subject in placed and RULES_BY_ID[claim.rule].asks_of_placed_runs
            else RULES_BY_ID[claim.rule].claim_sentence(settled, claim.subject),
        )
        for claim in claims
    ]
    pins = [member for member in of_one.rules if member.rule == "pinned"]
    known = {(member.rule, member.subject) for member in members}
    members += [member for member in pins if (member.rule, member.subject) not in known]
    runs = listed(run.id for run in as_requested.timeline.to_place)
    sentence = f"This holds wherever in their windows the runs without a start are placed: {runs}."
    return Conflict(rules=tuple(members), background=(*of_one.background, sentence))
