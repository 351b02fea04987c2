"""What a coach looks for in a week.  The numbers stand here once more, on purpose: what the catalog
tells the planner is not taken for right because the planner was told it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.coaching.reading import Session, Week

FAMILIES = ("knee", "hip", "calf")
WANTED: Mapping[str, Mapping[str, int]] = {
    "beginner": {"off_season": 4, "pre_season": 4, "in_season": 2, "taper": 1, "post_race": 0},
    "intermediate": {"off_season": 6, "pre_season": 6, "in_season": 3, "taper": 2, "post_race": 0},
    "advanced": {"off_season": 6, "pre_season": 6, "in_season": 4, "taper": 2, "post_race": 0},
}
"""Main-lift sets a week of each family."""
LEAST_LOADED_SHARE = {"intermediate": 0.5, "advanced": 0.6}
"""Of the sets for the big leg muscles, those with a load."""
MOST_EXERCISES = ((75, 12), (60, 11), (45, 10), (0, 8))
"""Distinct exercises of a session from so many minutes on."""
MOST_WARM_UP_SHARE = 0.25
BIG_LEG_MUSCLES = frozenset(
    {
        "rectus_femoris", "vastus_lateralis", "vastus_medialis", "vastus_intermedius",
        "biceps_femoris", "medial_hamstrings", "gluteus_maximus", "soleus", "gastrocnemius",
    }
)  # fmt: skip
_TURNS = ("plyometric", "main_lift", "accessory", "circuit")


@dataclass(frozen=True)
class Criterion:
    """``faults`` of a week in words; none: it is met.  ``applies``: to which weeks."""

    name: str
    applies: Callable[[Week], bool]
    faults: Callable[[Week], list[str]]


def _is_planned(week: Week) -> bool:
    return bool(week.sessions)


def _wants_main_lifts(week: Week) -> bool:
    """Gym and home weeks of 45 minutes or more, without an injury."""
    return (
        _is_planned(week)
        and week.has_load
        and not week.is_injured
        and not week.in_first_weeks
        and WANTED[week.level][week.phase] > 0
        and all(session.window_minutes >= 45 for session in week.sessions)
    )


def _main_lift_sets(week: Week, family: str) -> int:
    return sum(
        item.sets for item in week.items if item.is_loaded and item.exercise.main_lift == family
    )


def _main_lifts(week: Week) -> list[str]:
    """Nobody squats on two days in a row: a family is lifted only so often."""
    most = 4 if week.level == "advanced" else 3
    wanted = min(WANTED[week.level][week.phase], most * _sessions_apart(week))
    return [
        f"{family}: {sets} of {wanted} sets"
        for family in FAMILIES
        for sets in [_main_lift_sets(week, family)]
        if sets < wanted
    ]


def _sessions_apart(week: Week) -> int:
    """The most sessions of which each starts 48 hours after the one before."""
    count, free_from = 0, datetime.min.replace(tzinfo=UTC)
    for start in sorted(session.start for session in week.sessions):
        if start >= free_from:
            count, free_from = count + 1, start + timedelta(hours=48)
    return count


def _loaded_share(week: Week) -> list[str]:
    legs = [item for item in week.items if BIG_LEG_MUSCLES & set(item.exercise.primary)]
    total = sum(item.sets for item in legs)
    loaded = sum(item.sets for item in legs if item.is_loaded)
    least = LEAST_LOADED_SHARE[week.level]
    return [f"{loaded} of {total} leg sets have a load"] if loaded < least * total else []


def _split(session: Session) -> list[str]:
    blocks: dict[str, set[str]] = {}
    for item in session.items:
        blocks.setdefault(item.exercise.id, set()).add(item.block)
    return [f"{name} in {len(found)} blocks" for name, found in blocks.items() if len(found) > 1]


def _order(session: Session) -> list[str]:
    """By block the first turn of its items; no turn comes before an earlier one."""
    turns: dict[str, int] = {}
    for item in session.items:
        turn = _TURNS.index(item.role)
        turns[item.block] = min(turn, turns.get(item.block, turn))
    order = list(turns.values())
    if order != sorted(order):
        return ["works in the order " + ", ".join(_TURNS[turn] for turn in order)]
    return []


def _late_jumps(session: Session) -> list[str]:
    seen_legs = False
    faults = []
    for item in session.items:
        if item.exercise.kind == "plyometric" and seen_legs:
            faults.append(f"{item.exercise.id} after leg work")
        seen_legs = seen_legs or (
            item.exercise.kind != "plyometric" and item.exercise.leg_load >= 2
        )
    return faults


def _distinct(session: Session) -> list[str]:
    most = next(most for minutes, most in MOST_EXERCISES if session.window_minutes >= minutes)
    distinct = len({item.exercise.id for item in session.items})
    return [f"{distinct} exercises, {most} at the most"] if distinct > most else []


def _one_of_a_family(session: Session) -> list[str]:
    mains = [item.exercise.main_lift for item in session.items if item.role == "main_lift"]
    return ["two main lifts of a family"] if len(mains) > len(set(mains)) else []


def _accessories(session: Session) -> list[str]:
    accessories = sum(item.role == "accessory" for item in session.items)
    return [f"{accessories} accessories"] if accessories > 2 else []


def _ramp(session: Session) -> list[str]:
    """Each heavy main lift of knee or hip has some, whatever came before it."""
    heavy = {
        item.exercise.id: item.role
        for item in session.items
        if item.exercise.load_class == "heavy" and item.exercise.main_lift in ("knee", "hip")
    }
    led_up_to = session.exercises_of("ramp")
    cold = {exercise for exercise, role in heavy.items() if role == "main_lift"} - led_up_to
    return [f"{exercise} is heavy and has no ramp sets" for exercise in sorted(cold)] + [
        f"ramp sets for {exercise}, which is not heavy" for exercise in sorted(led_up_to - {*heavy})
    ]


def _warm_up(session: Session) -> list[str]:
    share = session.minutes_of("warm_up") / session.minutes
    return [f"warm-up is {share:.0%}"] if share > MOST_WARM_UP_SHARE else []


def _pulse(week: Week) -> list[str]:
    """Something that raises the pulse opens each warm-up."""
    openers = [
        (session.document["id"], block["items"][0]["exercise"])
        for session in week.sessions
        for block in session.document["blocks"]
        if block["kind"] == "warm_up"
    ]
    return [
        f"{session} begins with {opener}"
        for session, opener in openers
        if week.catalog.exercises[opener].pattern != "pulse"
    ]


def _eve(week: Week) -> list[str]:
    """Leg lifts that end less than a day before a key run leave three repetitions at the least."""
    return [
        f"{item.exercise.id} leaves {item.effort['rir'][0]} on the eve of a key run"
        for session in week.sessions
        if (session.document.get("hours_to_key_run") or 48) - session.minutes / 60 < 24
        for item in session.items
        if item.exercise.leg_loading and item.effort and item.effort["rir"]
        if item.effort["rir"][0] < 3
    ]


def _round_doses(session: Session) -> list[str]:
    return [
        f"{item.exercise.id} holds {item.hold_seconds}"
        for item in session.items
        if item.reps is None
        and item.hold_seconds is not None
        and any(seconds % 5 for seconds in item.hold_seconds)
    ]


def _effort(session: Session) -> list[str]:
    """Jumps have contacts instead."""
    return [
        f"{item.exercise.id} without effort"
        for item in session.items
        if not item.effort and item.role != "plyometric"
    ]


def _reason_of_load(session: Session) -> list[str]:
    return [
        f"{item.exercise.id} has a load without a reason"
        for item in session.items
        if item.is_loaded and not (item.load and item.load["why"])
    ]


def _springy_and_heavy(week: Week) -> list[str]:
    faults = []
    if not any(item.role == "plyometric" for item in week.items):
        faults.append("nothing springy")
    if not any(i.role == "main_lift" and i.exercise.load_class == "heavy" for i in week.items):
        faults.append("nothing heavy")
    return faults


def _of_sessions(read: Callable[[Session], list[str]]) -> Callable[[Week], list[str]]:
    return lambda week: [fault for session in week.sessions for fault in read(session)]


def _has_big_gym(week: Week) -> bool:
    return "kit:gym" in week.request["places"]["here"]


CRITERIA = (
    Criterion("main lifts as wanted (45 min and more, a load)", _wants_main_lifts, _main_lifts),
    Criterion(
        "leg sets with a load (half, advanced 60 %)",
        lambda week: _wants_main_lifts(week) and week.level in LEAST_LOADED_SHARE,
        _loaded_share,
    ),
    Criterion("no exercise in two blocks", _is_planned, _of_sessions(_split)),
    Criterion("jumps, main lifts, accessories, small muscles", _is_planned, _of_sessions(_order)),
    Criterion("no jumps after leg work", _is_planned, _of_sessions(_late_jumps)),
    Criterion("distinct exercises (8, 10, 11, 12)", _is_planned, _of_sessions(_distinct)),
    Criterion("one main lift of a family a session", _is_planned, _of_sessions(_one_of_a_family)),
    # A beginner's first weeks have no main lifts: what would be one helps.
    Criterion(
        "at most two accessories a session",
        lambda week: _is_planned(week) and not week.in_first_weeks,
        _of_sessions(_accessories),
    ),
    Criterion("ramp sets before a heavy lift", _is_planned, _of_sessions(_ramp)),
    Criterion("warm-up at most a quarter", _is_planned, _of_sessions(_warm_up)),
    Criterion("the warm-up raises the pulse first", _is_planned, _pulse),
    Criterion("lighter legs on the eve of a key run", _is_planned, _eve),
    Criterion("holds in whole five seconds", _is_planned, _of_sessions(_round_doses)),
    Criterion("effort on every working item", _is_planned, _of_sessions(_effort)),
    Criterion("a reason for every load", _is_planned, _of_sessions(_reason_of_load)),
    Criterion(
        "something springy and something heavy (advanced, gym, preparation)",
        lambda week: (
            _wants_main_lifts(week)
            and _has_big_gym(week)
            and week.level == "advanced"
            and week.phase in ("off_season", "pre_season")
        ),
        _springy_and_heavy,
    ),
    Criterion(
        "relaxed weeks alone give up recovery",
        lambda week: week.result["status"] == "optimal",
        lambda week: [
            f"{s.document['id']}: {s.document['hours_since_run']} h since the run"
            for s in week.sessions
            if (s.document["hours_since_run"] or 24) < 24
        ],
    ),
)
