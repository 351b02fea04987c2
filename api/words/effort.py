"""How hard and how heavy, in a person's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from api.words.phrases import amount_of_set, between, plain

if TYPE_CHECKING:
    from optimizer.documents.difference import Dose
    from optimizer.documents.result import Block, Item, Load, Session


LOADS = "Loads, and how hard"
HOW_TO_FIND = "How to find a load"
_LEFT = (
    "“2 left” is to stop a set while you could still do 2 more with good form, “10 s left” while"
    " you could hold for 10 s more."
)
UNTOLD = "load to be found"
"""In plans that were saved before they told how."""


def dose_in_words(dose: Dose) -> str:
    """``4–6, 62.5 kg, 2–3 left``; how a load is found stands in full, since a dose has no more."""
    load = "" if dose.load is None else dose.load.in_words or plain(dose.load.why_of_item)
    parts = (amount_of_set(dose), load, effort_in_words(dose))
    return ", ".join(part.removesuffix(".") for part in parts if part)


def effort_in_words(item: Item | Dose) -> str:
    """``2–3 left, 80–85 % of max``, ``15–30 s left``; empty where no effort is told.

    Of a load that is not known a share says nothing.
    """
    effort = item.effort
    if effort is None:
        return ""
    if effort.reserve_seconds is not None:
        return f"{between(effort.reserve_seconds)} s left"
    if effort.rir is None:
        return ""
    words = f"{between(effort.rir)} left"
    is_known = item.load is not None and item.load.kg is not None
    if effort.percent_1rm is not None and is_known:
        words += f", {between(effort.percent_1rm)} % of max"
    return words


def about_effort(sessions: Iterable[Session]) -> str:
    """What “left” means; empty where no item says it."""
    says = any(
        item.effort is not None
        for session in sessions
        for block in session.blocks
        for item in block.items
    )
    return _LEFT if says else ""


def load_in_words(item: Item) -> str:
    """``62.5 kg``, ``135 lb``, ``44 lb (20 kg)``; empty where nothing is loaded.

    Where none is known what to do instead: ``begin with 60 kg``.
    """
    load = item.load
    if load is None or load.in_words:
        return "" if load is None else load.in_words
    if load.how is not None:
        return plain(load.how)
    if item.role != "ramp":
        return UNTOLD
    # Of a plan that was saved before ``how`` was told.
    why = plain(load.why).removesuffix(".")
    return why[:1].lower() + why[1:]


def reasons_for_loads(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Why each load is what it is, or how to find it, what a log changes, and why an effort is
    lighter than else: label and sentence.

    What is the same for every load that is not known is in ``ways_to_find`` instead.  Items with
    the same sentence stand together, under all their labels.
    """
    labels: dict[str, list[str]] = {}
    for block in blocks:
        for item in block.items if block.is_work else ():
            sentence = None if item.load is None else _why(item.load)
            if sentence is None and item.progress is not None:
                sentence = item.progress.sentence
            lighter = None if item.effort is None else item.effort.lighter_because
            for reason in (lighter, sentence):
                if reason is not None:
                    labels.setdefault(plain(reason), []).append(plain(item.label))
    for sentence, items in labels.items():
        yield ", ".join(items), sentence


def ways_to_find(sessions: Iterable[Session]) -> tuple[str, ...]:
    """How to find the loads that are not known; each way once, whatever needs it."""
    return tuple(
        dict.fromkeys(
            plain(item.load.method)
            for session in sessions
            for block in session.blocks
            for item in block.items
            if item.load is not None and item.load.method is not None
        )
    )


def _why(load: Load) -> str:
    if load.method is None:
        return load.why
    return f"{load.why_of_item.removesuffix('.')}; see {HOW_TO_FIND.lower()}."
