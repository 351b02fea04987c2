"""Requests and results written by hand, for tests of what a person sees."""

from __future__ import annotations

from optimizer.documents.request import Athlete, Request, Run, Week, Window
from optimizer.documents.result import (
    Block,
    Conflict,
    Item,
    Load,
    Member,
    MuscleCoverage,
    Plan,
    Relaxation,
    Repair,
    Result,
    Session,
    Stats,
    TierValue,
    Versions,
    Warning,
    WindowUse,
)
from optimizer.documents.strength import Place

SOURCE = "000_173082a12d622e6f"


def request() -> Request:
    """An easy run on Monday, a long run on Saturday, one window on Tuesday and one on Friday."""
    return Request(
        athlete=Athlete(id="ana", level="beginner"),
        week=Week(start="2026-11-23", timezone="Europe/Berlin"),
        runs=(
            Run(id="r0", start="2026-11-22T09:00", minutes=80, kind="long"),
            Run(id="r1", start="Mon 18:00", minutes=45),
            Run(id="r2", start="Sat 08:00", minutes=110, kind="long"),
        ),
        availability=(
            Window(id="tue", start="Tue 18:00", minutes=180, place="gym"),
            Window(id="fri", start="Fri 06:30", minutes=60, place="gym"),
        ),
        places={"gym": Place(equipment=("kit:gym",))},
    )


def plan() -> Plan:
    """One session on Tuesday: a warm-up drill, a superset of two and a hold."""
    warm_up = Item(
        label="W1", exercise="leg_swing", name="Leg swing", sets=1, reps=(10, 10), per_side=True,
        rest_seconds=0, seconds=300,
    )  # fmt: skip
    squat = Item(
        label="1A", exercise="goblet_squat", name="Goblet squat", sets=3, reps=(8, 12),
        rest_seconds=15, seconds=219,
    )  # fmt: skip
    calf = Item(
        label="1B", exercise="bent_knee_calf_raise", name="Bent-knee calf raise", sets=3,
        reps=(10, 15), hold_seconds=(2, 2), per_side=True, rest_seconds=75, seconds=621,
    )  # fmt: skip
    plank = Item(
        label="2", exercise="front_plank", name="Front plank", sets=2, hold_seconds=(20, 40),
        rest_seconds=30, seconds=150,
    )  # fmt: skip
    session = Session(
        id="s1", window="tue", place="gym", start="2026-11-24T19:00:00+01:00",
        end="2026-11-24T19:21:30+01:00", minutes=21.5, hours_since_run=24.25,
        hours_to_key_run=84.642,
        blocks=(
            Block(label="warm_up", kind="warm_up", rounds=1, items=(warm_up,)),
            Block(label="1", kind="superset", rounds=3, items=(squat, calf)),
            Block(label="2", kind="straight", rounds=2, items=(plank,)),
        ),
    )  # fmt: skip
    coverage = (
        MuscleCoverage(
            muscle="soleus", neglected=True, claimed_by=(SOURCE,), direct=("bent_knee_calf_raise",),
            sets=4.5, minimum=2, target=4, maximum=8,
        ),
        MuscleCoverage(
            muscle="hip_adductors", neglected=True, claimed_by=(SOURCE,), sets=0.5, minimum=2,
            target=4, maximum=8,
        ),
        MuscleCoverage(
            muscle="gastrocnemius", neglected=False, sets=1.5, minimum=0, target=2, maximum=8
        ),
    )  # fmt: skip
    windows = (
        WindowUse(window="tue", session="s1", lost_minutes=60, reason="Run r1 ends Mon 18:45."),
        WindowUse(window="fri", reason="Only one session was asked for."),
    )
    return Plan(sessions=(session,), coverage=coverage, windows=windows)


def plan_with_roles() -> Plan:
    """The same session with ramp sets, jumps, and what each exercise is for."""
    [session] = plan().sessions
    warm_up, superset, plank = session.blocks
    squat, calf = superset.items
    ramp = Item(
        label="R1", exercise="goblet_squat", name="Goblet squat", sets=1, reps=(5, 5),
        rest_seconds=60, seconds=75, role="ramp",
        load=Load(why="About 50 % of what you then find."),
    )  # fmt: skip
    hop = Item(
        label="1", exercise="pogo_hop", name="Pogo hop", sets=2, reps=(12, 12), rest_seconds=60,
        seconds=150, role="plyometric", contacts=24,
    )  # fmt: skip
    roles = {"role": "main_lift"}, {"role": "accessory"}
    lifts = tuple(
        item.model_copy(update=role) for item, role in zip((squat, calf), roles, strict=True)
    )
    [hold] = plank.items
    blocks = (
        warm_up.model_copy(
            update={"items": tuple(i.model_copy(update={"role": "warm_up"}) for i in warm_up.items)}
        ),
        Block(label="ramp", kind="ramp", rounds=1, items=(ramp,)),
        Block(label="1", kind="straight", rounds=2, items=(hop,)),
        superset.model_copy(update={"items": lifts}),
        plank.model_copy(update={"items": (hold.model_copy(update={"role": "circuit"}),)}),
    )
    return plan().model_copy(update={"sessions": (session.model_copy(update={"blocks": blocks}),)})


def result(**changes: object) -> Result:
    """A proven optimal answer, with ``changes``."""
    answer = Result(
        status="optimal",
        athlete_id="ana",
        plan=plan(),
        objective=(TierValue(name="target_dose_shortfall", value=12, bound=12, unit="half sets"),),
        stats=Stats(total_ms=81.0, build_ms=9.0, solve_ms=70.0),
        versions=Versions(catalog="sha256:0123456789abcdef", software="0.1.0"),
        fingerprint="sha256:0",
    )
    return answer.model_copy(update=changes)


def relaxed() -> Result:
    return result(
        status="relaxed",
        relaxations=(
            Relaxation(
                rule="recovery_after_run", subject="tue", required=24, actual=11, unit="hours",
                sentence="The session of window tue starts 11 h after the last run, not 24 h.",
            ),
        ),
        conflict=Conflict(
            rules=(
                Member(rule="recovery_after_run", subject="tue", sentence="24 h after run r1."),
                Member(rule="availability", subject="tue", sentence="Window tue ends at 21:00."),
            )
        ),
        repairs=(
            Repair(
                patch=({"op": "replace", "path": "/availability/0/start", "value": "Tue 19:00"},),
                sentence="Start window tue an hour later.",
            ),
        ),
        warnings=(Warning(code="example", sentence="Stop when it hurts."),),
    )  # fmt: skip


def infeasible() -> Result:
    return result(status="infeasible", plan=None, objective=())
