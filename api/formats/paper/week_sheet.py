"""A week as a person reads it on paper: the content that Markdown and HTML share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from api.body_map import ShadedMuscle, map_numbers, shaded
from api.words.effort import (
    HOW_TO_FIND,
    about_effort,
    effort_in_words,
    load_in_words,
    reasons_for_loads,
    ways_to_find,
)
from api.words.next_week import NEXT_WEEK, next_week_in_words, today_in_words
from api.words.phrases import Names, day_name, dose, level_in_words, plain, span, whole_minutes
from api.words.roles import role_in_block
from api.words.rounds import rest_in_words, rounds_in_words
from api.words.sentences import (
    CANNOT_ALL_HOLD,
    CANNOT_HOLD,
    Answer,
    answer_of,
    conflict_in_words,
    cures_in_words,
    hours_around_in_words,
    left_out_in_words,
    run_in_words,
    telling_tiers,
    versions_in_words,
    windows_in_words,
)
from api.words.session_times import session_span, session_when
from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.case.case import Case
from optimizer.documents.placed_runs import with_placed_runs
from optimizer.documents.request import Request
from optimizer.documents.result import Block, Item, Load, Plan, Result, Session
from optimizer.documents.strength import Units
from optimizer.rules.registry import RULES

_MOST_ITEMS = 24
_MOST_ITEMS_SMALLER = 28
"""In the larger type and in the next one, with the widest of the usual faces."""
_TITLES = {
    "warm_up": "Warm-up",
    "ramp": "Ramp sets",
    "weaker_side": "Once more, the weaker side",
    "mobility": "Mobility and release",
}


@dataclass(frozen=True)
class ItemLines:
    label: str
    name: str
    dose: str
    sets: int
    """Boxes to tick."""
    rest: str
    """``60 s``, ``15 s, and 180 s from round 3 on``; empty where none follows."""
    role: str
    """``main lift``; empty where the block's title says it, or nothing is known."""
    load: str
    """``62.5 kg``, ``begin with 60 kg``; empty where nothing is loaded."""
    unit: str
    """``kg``, ``lb`` or ``band``: what is written down of a load; empty where nothing is loaded."""
    effort: str
    """``2–3 left``; empty where none is told."""
    is_logged: bool
    """True: there is a line to write on what was done."""
    how_to: str
    """Empty where the exercise was described above, or is unknown."""


@dataclass(frozen=True)
class BlockLines:
    title: str
    """Empty for one exercise's straight sets."""
    items: tuple[ItemLines, ...]


@dataclass(frozen=True)
class SessionLines:
    id: str
    when: str
    place: str
    length: str
    after_run: str
    to_key_run: str
    reasons: tuple[str, ...]
    """What the rules say of its hour."""
    is_done: bool
    """In a week under way: nothing is left to tick."""
    blocks: tuple[BlockLines, ...]
    loads: tuple[tuple[str, str], ...]
    """Labels, and why their load is what it is, how to find it, or what to do where a set is too
    easy."""


@dataclass(frozen=True)
class MuscleLines:
    number: int | None
    """On the body map; None: the figure does not show it."""
    muscle: ShadedMuscle
    direct: tuple[str, ...]
    """Where it is trained directly: ``s1 2A``; or in words where it is not."""


@dataclass(frozen=True)
class Section:
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class WeekSheet:
    athlete: str
    week: str
    about: str
    answer: Answer
    """With the muscles that the week leaves out."""
    tiers: tuple[str, ...]
    """What is proven, in its own units: for the end of the sheet."""
    about_effort: str
    """What “left” means; empty where nothing says it."""
    days: tuple[tuple[str, tuple[str, ...]], ...]
    """Each day with its runs and sessions."""
    sessions: tuple[SessionLines, ...]
    muscles: tuple[MuscleLines, ...]
    about_sets: str
    """How sets are counted."""
    sections: tuple[Section, ...]
    """How loads are found, what comes next week, what is given up and why, what would help, what
    became of the windows, what to note."""
    versions: str

    @property
    def size(self) -> str:
        """The class of the type in which it prints on two sheets; empty: the largest."""
        items = sum(len(block.items) for one in self.sessions for block in one.blocks)
        if items <= _MOST_ITEMS:
            return ""
        return "full" if items <= _MOST_ITEMS_SMALLER else "long"


def week_sheet(request: Request, result: Result, catalog: Catalog) -> WeekSheet:
    """Everything that paper says of the week of ``result``, which answers ``request``."""
    case = case_of(with_placed_runs(request, result.plan), catalog)
    first = case.timeline.first_day
    plan = result.plan
    answer = answer_of(request, result)
    missing = left_out_in_words(plan, Names.of(catalog).muscles)
    level = f"{level_in_words(request.athlete.level)}, {request.week.phase.replace('_', ' ')}"
    return WeekSheet(
        athlete=plain(request.athlete.id),
        week=f"Week of {day_name(first)} {first.year}",
        about=f"{level} · {request.week.timezone}",
        answer=replace(answer, meaning=f"{answer.meaning}{missing}"),
        about_effort=about_effort(() if plan is None else plan.sessions),
        tiers=tuple(telling_tiers(result)),
        days=tuple(_days(case, plan)),
        sessions=() if plan is None else tuple(_sessions(case, plan)),
        muscles=() if plan is None else tuple(_muscles(plan, catalog)),
        about_sets=_about_sets(plan),
        sections=tuple(_sections(result)),
        versions=versions_in_words(result),
    )


def _days(case: Case, plan: Plan | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    timeline = case.timeline
    rows = [
        (
            run.start,
            timeline.day(run.start),
            f"{span(timeline.local(run.start), timeline.local(run.end))} {run_in_words(run)}",
        )
        for run in timeline.runs
    ]
    for one in plan.sessions if plan is not None else ():
        words = f"{session_span(one)} strength {plain(one.id)} at {plain(one.place)}"
        rows.append((one.start_minute, one.starts_at.date(), words))
    rows.sort()
    days = {timeline.day(midnight) for midnight in timeline.midnights[:7]}
    for day in sorted(days | {day for _, day, _ in rows}):
        yield day_name(day), tuple(words for _, of_day, words in rows if of_day == day)


def _sessions(case: Case, plan: Plan) -> Iterator[SessionLines]:
    described: set[str] = set()
    for session in plan.sessions:
        after_run, to_key_run = hours_around_in_words(session)
        yield SessionLines(
            id=plain(session.id),
            when=session_when(session),
            place=plain(session.place),
            length=whole_minutes(session.minutes),
            after_run=after_run,
            to_key_run=to_key_run,
            reasons=tuple(_reasons(case, plan, session)),
            is_done=case.current is not None
            and any(done.window == session.window for done in case.current.done),
            blocks=tuple(_block(case, block, described) for block in session.blocks),
            loads=(
                *reasons_for_loads(session.blocks),
                *today_in_words(session.blocks, plan.next_week),
            ),
        )


def _reasons(case: Case, plan: Plan, session: Session) -> Iterator[str]:
    use = next((use for use in plan.windows if use.window == session.window), None)
    first = None if use is None else use.earliest_start_at
    if use is not None and use.lost_minutes and first is not None:
        yield plain(
            f"The first start that the rules allow in window {use.window} is {first:%H:%M}:"
            f" {use.reason}."
        )
    for rule in RULES:
        words = rule.words_at(case, session.start_minute)
        if words:
            yield plain(words)


def _block(case: Case, block: Block, described: set[str]) -> BlockLines:
    title = _TITLES.get(block.kind, "")
    if block.kind == "superset":
        title = f"In turn, {rounds_in_words(block)}"
    items = tuple(_item(case, item, block, described) for item in block.items)
    return BlockLines(title, items)


def _item(case: Case, item: Item, block: Block, described: set[str]) -> ItemLines:
    exercise = case.catalog.exercises.get(item.exercise)
    units = case.request.athlete.units
    is_new = item.exercise not in described
    described.add(item.exercise)
    return ItemLines(
        label=plain(item.label),
        name=plain(item.name) or plain(item.exercise),
        dose=dose(item),
        sets=item.sets,
        rest=rest_in_words(item, block),
        role=role_in_block(item, block),
        load=load_in_words(item),
        unit=_unit(item.load, units),
        effort=effort_in_words(item),
        is_logged=block.is_work and item.effort is not None,
        how_to=plain(exercise.how_to) if exercise is not None and is_new else "",
    )


def _unit(load: Load | None, units: Units) -> str:
    if load is None:
        return ""
    return "band" if load.is_band else load.unit or units


def _muscles(plan: Plan, catalog: Catalog) -> Iterator[MuscleLines]:
    """Every muscle in the order of its number on the body map."""
    numbers = map_numbers()
    rows = {one.muscle: one for one in plan.coverage}
    lines = []
    for muscle in shaded(plan.coverage, catalog):
        row = rows.get(muscle.id)
        direct = () if row is None else tuple(_where(plan, row.direct))
        lines.append(MuscleLines(numbers.get(muscle.id), muscle, direct))
    # A muscle of somebody's own catalog has no number.
    return iter(sorted(lines, key=lambda one: (one.number is None, one.number or 0)))


def _about_sets(plan: Plan | None) -> str:
    words = "A set counts 1 for the muscle it is done for, ½ for one that helps."
    if plan is not None and any(one.worth != one.sets for one in plan.coverage):
        words += (
            " What sets are worth depends on the load and the athlete; minimum and target are read"
            " in it."
        )
    return words


def _where(plan: Plan, exercises: Iterable[str]) -> Iterator[str]:
    wanted = set(exercises)
    for session in plan.sessions:
        labels = [
            plain(item.label)
            for block in session.blocks
            if block.is_work
            for item in block.items
            if item.exercise in wanted
        ]
        if labels:
            yield f"{plain(session.id)} {' '.join(labels)}"


def _sections(result: Result) -> Iterator[Section]:
    given_up = "Given up this week" if result.plan is not None else "What a week would give up"
    alone = result.conflict is not None and len(result.conflict.rules) == 1
    sessions = () if result.plan is None else result.plan.sessions
    sentences_by_title = {
        HOW_TO_FIND: ways_to_find(sessions),
        NEXT_WEEK: next_week_in_words(result.plan),
        given_up: [relaxation.sentence for relaxation in result.relaxations],
        CANNOT_HOLD if alone else CANNOT_ALL_HOLD: (
            [] if result.conflict is None else conflict_in_words(result.conflict)
        ),
        "Behind it": [] if result.conflict is None else list(result.conflict.background),
        "What would help": cures_in_words(result),
        "Windows": windows_in_words(result),
        "Please note": [warning.sentence for warning in result.warnings],
    }
    for title, sentences in sentences_by_title.items():
        if sentences:
            yield Section(title, tuple(plain(sentence) for sentence in sentences))
