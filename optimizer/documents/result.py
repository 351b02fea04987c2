"""What the optimizer answers: the result document of the contract.

A result carries no clock but the athlete's and, ``stats`` aside, the same request, catalog and
software give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.text_limits import Text
from optimizer.documents.wording import each_hand, quoted, weight_in_words

MAX_SESSIONS = 200
"""Of one plan.  A request has at most half as many windows, each for one session."""
MAX_ENTRIES = 200
"""Of any list that has no most of its own."""
MAX_EXERCISES = 2_000
"""Of a list of exercises: a catalog of one's own may have many."""
MAX_STATEMENTS = 5_000
"""Rules with their subjects: of many runs and windows there are many."""

# The first fault of such a list is enough: nobody writes it by hand.
_ENTRIES = Field(max_length=MAX_ENTRIES, fail_fast=True)
_STATEMENTS = Field(max_length=MAX_STATEMENTS, fail_fast=True)
_EXERCISES = Field(max_length=MAX_EXERCISES, fail_fast=True)

Status = Literal["optimal", "feasible", "relaxed", "infeasible", "unsolved"]

BlockKind = Literal["warm_up", "ramp", "straight", "superset", "weaker_side", "mobility"]

Role = Literal[
    "warm_up", "ramp", "plyometric", "main_lift", "accessory", "circuit", "mobility", "release"
]
"""What an exercise is for in its session.

``ramp`` sets lead up to the load of a heavy main lift.  A ``main_lift`` carries the week, one of
its family in a session; an ``accessory`` helps it: more work for the legs, or with several joints.
A ``circuit`` trains the small muscles.
"""


StepKind = Literal["load", "band", "body", "hold", "jumps", "all"]
"""By what an exercise goes on from week to week: its weight, its band, what the body alone makes of
it, its seconds or its jumps; ``all``: whatever it is."""


def instant_in(text: str) -> datetime | None:
    """An ISO 8601 time with its offset; None for any other text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment


def needed_instant(text: str, field: str) -> datetime:
    """The same of a plan's ``field``; raises ``UnusableInput`` for any other text."""
    moment = instant_in(text)
    if moment is None:
        raise UnusableInput(
            Problem(
                field, quoted(text), "is no time with an offset; write 2026-11-24T19:00:00+01:00"
            )
        )
    return moment


class Document(BaseModel):
    """A part of a result: immutable; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _in_order(bounds: tuple[int, int]) -> tuple[int, int]:
    if bounds[0] > bounds[1]:
        raise ValueError(
            f"goes from {bounds[0]} down to {bounds[1]}; write the least before the most"
        )
    return bounds


_MOST_FIELDS = 10
"""Of an operation of a patch, which has four at most."""
_MOST = 10_000
"""Of repetitions, seconds or sets; more is no dose, but a damaged file."""
_Count = Annotated[int, Field(ge=1, le=_MOST)]
_CountFromZero = Annotated[int, Field(ge=0, le=_MOST)]
Bounds = Annotated[tuple[_Count, _Count], AfterValidator(_in_order)]
_BoundsFromZero = Annotated[tuple[_CountFromZero, _CountFromZero], AfterValidator(_in_order)]


class Effort(Document):
    """How hard: what is left when a set ends; every pair is [least, most]."""

    rir: _BoundsFromZero | None = None
    """Repetitions in reserve; null for a hold."""
    reserve_seconds: _BoundsFromZero | None = None
    """Of a hold, how much longer it could be held; else null."""
    percent_1rm: _BoundsFromZero | None = None
    """Of the one-repetition maximum, for main lifts of an external load; else null."""
    lighter_because: Text | None = None
    """Why more is left than else: a key run is near; null where it is not."""


class Load(Document):
    """How heavy: of one dumbbell or kettlebell, of a barbell with the bar, of a machine what it
    shows."""

    kg: float | None = None
    """Null where no log, lift or test tells it."""
    lb: float | None = None
    """The same in pounds, where the athlete counts in them or the weight is marked in them; else
    null."""
    also_in: Literal["kg", "lb"] | None = None
    """The athlete's unit where the weight is marked in the other one, and is said in both; else
    null."""
    at_once: int | None = None
    """How many such weights are used at once: 2 where each hand has one; null where it is none for
    the hands, or the catalog does not say."""
    how: Text | None = None
    """What stands in place of a weight that is not known, in few words: ``begin with 60 kg``, ``go
    on from the ramp set``.  Null where it is known."""
    is_band: bool = False
    """True: a band makes it hard, which is told in no kilograms."""
    why: Text
    """Where it comes from, or how to find it."""
    method: Text | None = None
    """How a load is found step by step, the same for every item: ``why`` ends with it.  Null where
    the load is known, or is found in one step."""

    @property
    def why_of_item(self) -> str:
        """``why`` without ``method``, which is said once for all items."""
        return self.why if self.method is None else self.why.removesuffix(self.method).rstrip()

    @property
    def unit(self) -> Literal["kg", "lb"] | None:
        """In which the weight is marked; None where none is known."""
        if self.kg is None:
            return None
        return "kg" if self.lb is None or self.also_in == "lb" else "lb"

    @property
    def in_words(self) -> str:
        """As it is marked: ``62.5 kg``, ``44 lb (20 kg) each hand``; empty where none is known."""
        if self.kg is None:
            return ""
        if self.unit == "kg" or self.lb is None:
            words = weight_in_words(self.kg, "kg", self.lb)
        else:
            words = weight_in_words(self.lb, "lb", None if self.also_in is None else self.kg)
        return words + each_hand(self.at_once)


class Progress(Document):
    """What the log changes for this exercise: the rule that decides, and its sentence."""

    rule: Text
    sentence: Text


class Item(Document):
    """One exercise in its place in a block."""

    label: Text
    exercise: Text
    name: Text
    sets: _Count
    reps: Bounds | None = None
    hold_seconds: Bounds | None = None
    per_side: bool = False
    first_side: Literal["left", "right"] | None = None
    """The side that a fitness test found weaker: it begins, the other does no more.  In a block of
    kind ``weaker_side`` the only one."""
    rest_seconds: int
    """Rest after each set before the next item (in a superset: the change to the partner)."""
    seconds: int
    """All time of this exercise: set-up, work at the top of its range, and the rests after it.

    The set-up of what is done in the rest of a heavy lift lies in that rest.
    """
    later_rest_seconds: int | None = None
    """In a superset, instead of ``rest_seconds`` in the rounds in which the items after it have
    finished; null where they do not finish before it."""
    set_to_set_seconds: int | None = None
    """Of a main lift in a superset: the least from the end of one of its sets to the start of its
    next, in which the partners work; null elsewhere."""
    role: Role | None = None
    """What it is for; null in a plan that was saved before roles were told."""
    contacts: int | None = None
    """Foot contacts of all sets at the top of the range; null but for plyometrics."""
    effort: Effort | None = None
    """Null for drills, ramp sets, plyometrics, breathing, stretches and releases."""
    load: Load | None = None
    """Null where nothing is loaded."""
    progress: Progress | None = None
    """Null where no log has this exercise."""

    @property
    def is_lighter(self) -> bool:
        """True: more is left than else, since a key run is near."""
        return self.effort is not None and self.effort.lighter_because is not None

    @property
    def step_kind(self) -> StepKind | None:
        """By what it goes on; None: it is a drill, a ramp set or a stretch."""
        if self.role == "plyometric":
            return "jumps"
        if self.effort is None:
            return None
        if self.load is not None and (self.load.kg is not None or self.load.method is not None):
            return "load"
        if self.effort.reserve_seconds is not None:
            return "hold"
        return "body" if self.load is None else "band"


class Block(Document):
    """Exercises done together: ``rounds`` of a superset, or one exercise's straight sets.

    In a superset an item with fewer sets than rounds does them in the first rounds.  The sets of a
    ``ramp`` block lead up to the load of the heavy lift that they name, those of ``weaker_side``
    are one more of one side, after the rest in their seconds; both count in time only.
    """

    label: Text
    kind: BlockKind
    rounds: int
    items: Annotated[tuple[Item, ...], _ENTRIES]

    @property
    def is_work(self) -> bool:
        """Its sets count as training; warm-ups, stretches and releases do not."""
        return self.kind in ("straight", "superset")


def up_to_whole_minute(end: datetime) -> datetime:
    """``end``, or the whole minute after it."""
    return end.replace(second=0) + timedelta(minutes=1) if end.second else end


class Session(Document):
    id: Text
    window: Text
    place: Text
    start: Text
    """Local time with its offset, ISO 8601."""
    end: Text
    minutes: float
    """Start to end, to two decimals; the items' ``seconds`` add up to it."""
    hours_since_run: float | None = None
    """Elapsed hours from the end of the last run to ``start``; null where no run is known."""
    hours_to_key_run: float | None = None
    """Elapsed hours from ``start`` to the next tempo, interval, long run or race."""
    next_key_run: Text | None = None
    """Its local start with the offset, ISO 8601; null where none is known, and in a plan that was
    saved before this was told."""
    blocks: Annotated[tuple[Block, ...], _ENTRIES]

    @property
    def starts_at(self) -> datetime:
        """``start``, in any plan of ours with its offset; raises ``ValueError`` for no time."""
        return datetime.fromisoformat(self.start)

    @property
    def next_key_run_at(self) -> datetime | None:
        return None if self.next_key_run is None else datetime.fromisoformat(self.next_key_run)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.end)

    @property
    def ends_at_whole_minute(self) -> datetime:
        """The first whole minute in which all is done: the end that a person is told."""
        return up_to_whole_minute(self.ends_at)

    @property
    def start_minute(self) -> int:
        """Whole minutes since 1970, as the optimizer counts."""
        return int(self.starts_at.timestamp()) // 60

    @property
    def end_minute(self) -> int:
        return int(self.ends_at.timestamp()) // 60

    def training_sets(self) -> dict[str, int]:
        """Sets in the blocks of work by exercise, in their order."""
        sets: Counter[str] = Counter()
        for block in self.blocks:
            if block.is_work:
                for item in block.items:
                    sets[item.exercise] += item.sets
        return dict(sets)


class MuscleCoverage(Document):
    """One muscle's week.  A set counts 1 for a primary muscle and 0.5 for a secondary one."""

    muscle: Text
    neglected: bool
    claimed_by: Annotated[tuple[Text, ...], _ENTRIES] = ()
    """Sources by whose claims it counts as neglected under the chosen emphasis."""
    direct: Annotated[tuple[Text, ...], _EXERCISES] = ()
    """Exercises of the week that train it as a primary muscle."""
    sets: float
    minimum: float
    """In effective sets, like the target."""
    target: float
    maximum: float
    """In plain sets."""
    effective_sets: float | None = None
    """What the sets are worth to this athlete; null in a result of before this was told."""
    carried_over: bool = False
    """True: an accessory muscle that last week's plan has covered for these 14 days."""

    @property
    def is_left_out(self) -> bool:
        """True: no set, or none direct of a muscle that running neglects, which wants it."""
        if (self.carried_over and not self.sets) or not (self.neglected or self.target):
            return False
        return not self.sets or (self.neglected and not self.direct and not self.carried_over)

    @property
    def worth(self) -> float:
        """What minimum and target are held against: plain sets where no worth was told."""
        return self.sets if self.effective_sets is None else self.effective_sets


class WindowUse(Document):
    """What became of one window of the request."""

    window: Text
    session: Text | None = None
    earliest_start: Text | None = None
    """The first start that every required rule allows; null where there is none."""
    lost_minutes: int = 0
    """Minutes of the window before ``earliest_start``."""
    hours_since_run: float | None = None
    """From the end of the last run to the window's start."""
    reason: Text | None = None
    """Why the window is shortened, cannot be used or is not used, in words."""

    @property
    def earliest_start_at(self) -> datetime | None:
        return None if self.earliest_start is None else datetime.fromisoformat(self.earliest_start)


class RunOfPlan(Document):
    """A run of the week, as the plan has it."""

    id: Text
    kind: Text
    start: Text
    """Local time with its offset, ISO 8601."""
    minutes: Annotated[int, Field(ge=1, le=_MOST)]
    placed: bool
    """True: the plan chose its time."""
    window: int | None = None
    """Where it was placed: index into the run's ``when``; else null."""
    why: Text | None = None
    """Where it was placed, a sentence; else null."""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def start_minute(self) -> int:
        """Whole minutes since 1970, as the optimizer counts."""
        return int(self.starts_at.timestamp()) // 60


class NextStep(Document):
    """What this week leads to next week, for one kind of exercises."""

    kind: StepKind
    sentence: Text
    short: Text
    """The same in few words, as a watch has room."""
    today: Text | None = None
    """What to do already in this week where a set leaves more than it should, or falls short; null
    where nothing more is to be said."""


class Plan(Document):
    sessions: Annotated[tuple[Session, ...], Field(max_length=MAX_SESSIONS, fail_fast=True)]
    coverage: Annotated[tuple[MuscleCoverage, ...], _ENTRIES] = ()
    windows: Annotated[tuple[WindowUse, ...], _ENTRIES] = ()
    runs: Annotated[tuple[RunOfPlan, ...], _ENTRIES] = ()
    """Every run of the week's seven days, in order of time."""
    next_week: Annotated[tuple[NextStep, ...], _ENTRIES] = ()
    """One step for each kind of exercise that the week holds; none in a plan that was saved before
    this was told."""

    def training_sets(self) -> dict[str, int]:
        """The week's sets in blocks of work by exercise."""
        sets: Counter[str] = Counter()
        for session in self.sessions:
            sets.update(session.training_sets())
        return dict(sets)


class Relaxation(Document):
    """A required rule that this week could not keep."""

    rule: Text
    subject: Text
    """The muscle, window, pattern or limit that it concerns."""
    required: float
    actual: float
    unit: Text
    sentence: Text


class Member(Document):
    """One rule with its subject, as part of a conflict."""

    rule: Text
    subject: Text
    sentence: Text


class Conflict(Document):
    """Rules that cannot hold together; leave any one out, and a week exists."""

    rules: Annotated[tuple[Member, ...], _STATEMENTS]
    background: Annotated[tuple[Text, ...], _STATEMENTS] = ()
    """What no rule asks and nothing changes any more: what is done, and what is past."""


class WeekInNumbers(Document):
    """What tells a good week from a worse one."""

    sessions: int
    sessions_inside_recovery: int
    """Sessions that start within the hours of ``recovery_after_run``, as the request asked for it:
    where it was to count for leg-loading sessions only, of those."""
    main_lift_sets: int
    minimum_missed_half_sets: int
    """The tier ``minimum_dose_missed``."""
    heavy_before_key_run: int
    """Sessions whose heavy work ends within the hours of ``before_key_run``."""


class LeadsTo(Document):
    """The proven best week of the changed request, beside the week without the change."""

    before: WeekInNumbers | None = None
    """The relaxed plan of this answer; null where it has none."""
    after: WeekInNumbers


class Repair(Document):
    """A change of the athlete's own week; ``patch`` is a list of RFC 6902 operations."""

    patch: Annotated[
        tuple[Annotated[dict[str, JsonValue], Field(max_length=_MOST_FIELDS)], ...], _ENTRIES
    ]
    sentence: Text
    leads_to: LeadsTo | None = None
    """Null: the limit of the search came before that week was proven to be the best."""


class WithheldRepair(Document):
    """A change that would cure the conflict and leave a worse week."""

    sentence: Text
    why: Text


class TierValue(Document):
    """One tier of the objective.  Proven where ``value`` = ``bound``; less is better."""

    name: Text
    value: int
    bound: int
    unit: Text


class Warning(Document):
    code: Text
    sentence: Text


class Stats(Document):
    """How long it took; the only part of a result that may differ from run to run."""

    total_ms: float
    build_ms: float
    solve_ms: float


class Versions(Document):
    catalog: Text
    software: Text


class Result(Document):
    status: Status
    athlete_id: Text
    plan: Plan | None = None
    relaxations: Annotated[tuple[Relaxation, ...], _STATEMENTS] = ()
    conflict: Conflict | None = None
    repairs: Annotated[tuple[Repair, ...], _ENTRIES] = ()
    repairs_withheld: Annotated[tuple[WithheldRepair, ...], _ENTRIES] = ()
    objective: Annotated[tuple[TierValue, ...], _ENTRIES] = ()
    warnings: Annotated[tuple[Warning, ...], _ENTRIES] = ()
    stats: Stats
    versions: Versions
    fingerprint: Text


class Finding(Document):
    """What one rule's review says of a plan; ``actual`` and ``required`` are in ``unit``."""

    rule: Text
    subject: Text
    holds: bool
    required: float
    actual: float
    unit: Text
    sentence: Text


class TierReading(Document):
    """One tier of a plan that was checked; less is better."""

    name: Text
    value: int
    unit: Text
    optimum: int | None = None
    """The best week of the request; null: it was not asked for, or none was found."""
    bound: int | None = None
    """No week can have less; the optimum is proven where it is equal."""
    difference: int | None = None
    """``value`` less ``optimum``; below zero only where the plan breaks a rule that others keep,
    in a tier after the first that differs, or where the optimum is not proven."""


class CheckReport(Document):
    """A plan read rule by rule without the solver."""

    holds: bool
    """True: no required rule is broken beyond what the result declares as relaxed."""
    findings: tuple[Finding, ...]
    """Every breach, required rules first; a rule with none is listed in ``rules_held``."""
    rules_held: tuple[Text, ...]
    closest: tuple[Finding, ...] = ()
    """Of the rules that hold, where each comes closest to its edge, if it has one."""
    objective: tuple[TierReading, ...] = ()
    optimum: Status | None = None
    """The answer to the request itself; null: it was not solved."""
    first_difference: Text | None = None
    """The first tier in which the plan and the optimum differ; it decides which is better."""
    filled_in: bool = False
    """True: the plan was written by hand; its warm-ups, blocks and times are the usual ones."""
