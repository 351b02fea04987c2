"""What whoever begins the couch to 5 km is told beside the sessions."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.documents.wording import counted
from optimizer.running.couch_to_5k import CouchTo5k


def program_notes(program: CouchTo5k, *, is_first: bool) -> Iterator[str]:
    """``is_first``: the plan begins with the first week."""
    numbers, number = program.catalog.numbers, program.catalog.number
    if is_first:
        walk, weeks, times, least, most = numbers("c25k_before")
        yield (
            f"Before it: {counted(walk, 'minutes')} of brisk walking without symptoms. Who cannot,"
            f" walks {least:g} to {counted(most, 'minutes')} {times:g} times a week for"
            f" {counted(weeks, 'weeks')} first."
        )
    if program.heavier:
        kilometres, index = numbers("c25k_heavier")
        yield (
            "The first two weeks are done twice, as is meant for a body mass index above"
            f" {index:g}; keep the running of the first week below {kilometres:g} km."
        )
    yield (
        f"Most people need more than {counted(program.last, 'weeks')}, and repeating is normal;"
        f" {number('c25k_honest'):g} % of beginners have a complaint within six weeks, and"
        " no schedule is known to be safer."
    )
    yield (
        "Sessions keep their order and may move within their week, with a day between; one that"
        " does not fit is dropped, not made up for."
    )
    limit, hours, _, _ = numbers("c25k_pain")
    yield (
        f"With pain above {limit:g} of 10 or a limp walk home, and leave {counted(hours, 'hours')}"
        " without a run. Pain in one spot of a bone, at night, or in the groin when hopping: stop"
        " running at once and see a clinician."
    )
    yield (
        "Beside it one or two full-body strength sessions on days without a run; who has never"
        " done either begins with strength, or with one session a week."
    )
    after = numbers("c25k_after")
    least_km, most_km = numbers("c25k_distance")
    yield (
        f"Half an hour is {least_km:g} to {most_km:g} km for most; three more weeks with longest"
        " runs of"
        f" {', '.join(f'{minutes:g}' for minutes in after[:-1])} and"
        f" {counted(after[-1], 'minutes')}, or a plan to a 5 km race, lead on."
    )
