"""Tiny worlds: a catalog of a few exercises, a request with a few windows, plans written by hand.

The numbers are round so that a test can be followed by head.  A warm-up takes exactly 300 seconds.
A lift takes 30 seconds of set-up, and 90 a set: 30 of work and 60 of rest; two sets take 210, three
300.  So 10 minutes hold the warm-up with three sets, 8 min 30 s hold it with two.  Requests ask for
straight sets, where the time charged is the time taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from catalog import Catalog, load_catalog
from catalog.models import VOLUME_KINDS, Claim, Evidence, Exercise, Injury, Muscle
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, reviewed
from optimizer.case.case import Case
from optimizer.documents.request import Pin, PreviousWeek, Request, Run, Window
from optimizer.documents.result import Block, Finding, Item, Plan, Result, Session
from optimizer.dosing.doses import work_seconds
from optimizer.operations.plan import plan
from optimizer.rules.registry import RULES_BY_ID
from optimizer.week.reviewed import ReviewedWeek

MONDAY = "2026-11-23"
WARM_UP_SECONDS = 300
DRILL = "marching"


# --- Catalogs -------------------------------------------------------------------------------------


def a_muscle(muscle_id: str, *, neglected: bool = False, **changes: object) -> Muscle:
    """A major muscle of the thigh, in no group; ``neglected``: one source says so."""
    source = min(load_catalog().sources)
    claims = (Claim(source=source, status="neglected", via="a test"),) if neglected else ()
    muscle = Muscle(
        id=muscle_id,
        name=muscle_id.replace("_", " ").capitalize(),
        region="thigh",
        groups=(),
        role="Moves the leg.",
        volume_class="major",
        claims=claims,
    )
    return muscle.model_copy(update=changes)


def an_exercise(exercise_id: str, *primary: str, **changes: object) -> Exercise:
    """Light unloaded beginner's work of a knee extension for ``primary``, else for the quadriceps.

    Two or three sets of ten repetitions of 3 s, 60 s rest, 30 s set-up, no equipment.  ``changes``
    are validated.
    """
    entry: dict[str, object] = {
        "id": exercise_id,
        "name": exercise_id.replace("_", " ").capitalize(),
        "kind": "strength",
        "pattern": "knee_extension",
        "primary": primary or ("quadriceps",),
        "level": "beginner",
        "leg_load": 0,
        "impact": 0,
        "loaded": False,
        "sets": (2, 3),
        "reps": (10, 10),
        "seconds_per_rep": 3.0,
        "rest_seconds": 60,
        "setup_seconds": 30,
        "how_to": "Move as a test would.",
    }
    entry |= changes
    if entry["kind"] in VOLUME_KINDS:
        entry.setdefault("load_class", "plyo" if entry["kind"] == "plyometric" else "body")
    return Exercise.model_validate(entry)


def a_leg_lift(exercise_id: str, *primary: str, **changes: object) -> Exercise:
    """``an_exercise`` that is loaded and leg loading: leg load 2."""
    return an_exercise(exercise_id, *primary, **({"leg_load": 2, "loaded": True} | changes))


def a_drill(drill_id: str = DRILL, **changes: object) -> Exercise:
    """A warm-up drill of 285 s, which with the change after it lasts the whole warm-up."""
    entry: dict[str, object] = {
        "kind": "warm_up", "pattern": "mobility_hip", "sets": (1, 1), "reps": None,
        "seconds_per_rep": None, "hold_seconds": (285, 285), "rest_seconds": 0, "setup_seconds": 0,
    }  # fmt: skip
    return an_exercise(drill_id, **(entry | changes))


def an_injury(injury_id: str, **changes: object) -> Injury:
    """An injury that excludes, caps and emphasises nothing."""
    injury = Injury(
        id=injury_id,
        name=injury_id.replace("_", " ").capitalize(),
        max_impact=3,
        max_leg_load=3,
        stretch_rule="None.",
        hours_between_loading=0,
        refer="See a clinician when it does not get better.",
        source="A test.",
        basis="a test",
    )
    return injury.model_copy(update=changes)


def a_catalog(
    *exercises: Exercise,
    muscles: Iterable[Muscle] = (),
    injuries: Iterable[Injury] = (),
    evidence: Mapping[str, tuple[float, ...]] | None = None,
) -> Catalog:
    """These exercises with one warm-up drill; equipment, kits and numbers are the packaged ones.

    A muscle that an exercise names and ``muscles`` does not give is major and not neglected.
    ``evidence`` replaces values by id.  Given a drill, it is the only one.
    """
    packaged = load_catalog()
    if not any(exercise.kind == "warm_up" for exercise in exercises):
        exercises = (*exercises, a_drill())
    named = {m for e in exercises for m in (*e.primary, *e.secondary)}
    by_id = {muscle_id: a_muscle(muscle_id) for muscle_id in named}
    by_id |= {muscle.id: muscle for muscle in muscles}
    numbers: dict[str, Evidence] = dict(packaged.evidence)
    for evidence_id, values in (evidence or {}).items():
        numbers[evidence_id] = numbers[evidence_id].model_copy(update={"values": values})
    catalog = replace(
        packaged,
        muscles=dict(sorted(by_id.items())),
        exercises={e.id: e for e in sorted(exercises, key=lambda e: e.id)},
        injuries={i.id: i for i in sorted(injuries, key=lambda i: i.id)},
        evidence=numbers,
    )
    content = [catalog.muscles, catalog.exercises, catalog.injuries, catalog.evidence]
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    return replace(catalog, version=f"sha256:{digest}")


# --- Requests -------------------------------------------------------------------------------------


def a_window(window_id: str, start: str, minutes: int = 60, place: str | None = None) -> Window:
    return Window(id=window_id, start=start, minutes=minutes, place=place)


def a_run(start: str, minutes: int = 60, kind: str = "easy", km: float | None = None) -> Run:
    return Run.model_validate({"start": start, "minutes": minutes, "kind": kind, "distance_km": km})


def a_request(
    *windows: Window,
    runs: Iterable[Run] = (),
    week: Mapping[str, object] | None = None,
    athlete: Mapping[str, object] | None = None,
    pinned: Iterable[Pin] = (),
    **changes: Any,
) -> Request:
    """An intermediate athlete's week from Monday 2026-11-23 in UTC, in season, straight sets.

    Without windows there is one: ``tue``, Tuesday 18:00 to 19:00.  ``changes`` are fields of the
    request, as in its JSON document.
    """
    document: dict[str, Any] = {
        "athlete": {"id": "test", "level": "intermediate", "weeks_of_strength": 12}
        | dict(athlete or {}),
        "week": {"start": MONDAY} | dict(week or {}),
        "runs": tuple(runs),
        "availability": windows or (a_window("tue", "Tue 18:00"),),
        "preferences": {"style": "straight"},
        "pinned": tuple(pinned),
    }
    return Request.model_validate(document | changes)


# --- Plans by hand --------------------------------------------------------------------------------


def a_session(
    catalog: Catalog,
    window: str,
    start: str,
    sets: Mapping[str, int],
    *,
    session_id: str = "s1",
    place: str = "anywhere",
    seconds: int | None = None,
    drill: str | None = DRILL,
) -> Session:
    """A session of straight sets with whole rests; ``start`` is ISO 8601 with an offset.

    ``seconds`` stands for the sum of its items' seconds as its length; ``drill`` None: no warm-up.
    """
    blocks: list[Block] = []
    if drill is not None:
        blocks.append(a_block("warm_up", an_item(catalog, drill, 1), kind="warm_up"))
    for number, (exercise, count) in enumerate(sets.items(), start=1):
        blocks.append(a_block(str(number), an_item(catalog, exercise, count, label=str(number))))
    summed_seconds = sum(item.seconds for block in blocks for item in block.items)
    length = summed_seconds if seconds is None else seconds
    begin = datetime.fromisoformat(start)
    return Session(
        id=session_id,
        window=window,
        place=place,
        start=start,
        end=(begin + timedelta(seconds=length)).isoformat(),
        minutes=round(length / 60, 2),
        blocks=tuple(blocks),
    )


def a_block(label: str, *items: Item, kind: str | None = None) -> Block:
    """Straight sets of one item, a superset of several."""
    found = kind or ("superset" if len(items) > 1 else "straight")
    return Block.model_validate(
        {"label": label, "kind": found, "rounds": items[0].sets, "items": items}
    )


def an_item(
    catalog: Catalog, exercise_id: str, sets: int, *, label: str = "1", rest: int | None = None
) -> Item:
    """``sets`` of one exercise as the catalog has it; ``rest`` in seconds, else the whole rest."""
    exercise = catalog.exercises[exercise_id]
    reps = None if exercise.reps is None else (exercise.reps[0], exercise.reps[1])
    hold = None
    if exercise.hold_seconds is not None:
        hold = (exercise.hold_seconds[0], exercise.hold_seconds[1])
    pause = exercise.rest_seconds if rest is None else rest
    if exercise.kind == "warm_up":
        pause = 15
    work = work_seconds(exercise, reps, hold)
    return Item(
        label=label,
        exercise=exercise_id,
        name=exercise.name,
        sets=sets,
        reps=reps,
        hold_seconds=hold,
        per_side=exercise.per_side,
        rest_seconds=pause,
        seconds=exercise.setup_seconds + sets * (work + pause),
    )


def a_plan(*sessions: Session) -> Plan:
    return Plan(sessions=sessions)


def last_week(*sessions: Session, missed: tuple[str, ...] = ()) -> PreviousWeek:
    return PreviousWeek(plan=Plan(sessions=sessions), missed=missed)


# --- Questions ------------------------------------------------------------------------------------


def a_case(request: Request, catalog: Catalog) -> Case:
    return case_of(request, catalog)


def a_week(request: Request, catalog: Catalog, week_plan: Plan) -> ReviewedWeek:
    return reviewed(case_of(request, catalog), week_plan)


def found(rule: str, request: Request, catalog: Catalog, *sessions: Session) -> list[Finding]:
    """What one rule's review says of a plan of ``sessions``."""
    return list(RULES_BY_ID[rule].review(a_week(request, catalog, a_plan(*sessions))))


def numbers(findings: Iterable[Finding]) -> list[tuple[str, float, float]]:
    """Subject, required and actual of each finding."""
    return [(finding.subject, finding.required, finding.actual) for finding in findings]


def planned(request: Request, catalog: Catalog) -> Result:
    """The answer, of which every required rule's own review approves unless it is relaxed."""
    return plan(request, catalog=catalog, explain_conflict=False)


def broken_in(request: Request, catalog: Catalog, result: Result) -> list[str]:
    """Ids of the rules that the answer's plan breaks, preferred ones too."""
    assert result.plan is not None
    findings = findings_of(a_week(request, catalog, result.plan))
    return [finding.rule for finding in findings]


def starts(result: Result) -> list[str]:
    """Window and local start of each session, as ``tue 2026-11-24T18:00``."""
    sessions = () if result.plan is None else result.plan.sessions
    return [f"{session.window} {session.start[:16]}" for session in sessions]


def sets_by_window(result: Result) -> dict[str, dict[str, int]]:
    """By window the sets of each exercise that counts toward volume."""
    found_sets: dict[str, dict[str, int]] = {}
    for session in () if result.plan is None else result.plan.sessions:
        here = found_sets.setdefault(session.window, {})
        for block in session.blocks:
            if block.kind in ("straight", "superset"):
                for item in block.items:
                    here[item.exercise] = here.get(item.exercise, 0) + item.sets
    return found_sets


def sets_of(result: Result) -> dict[str, int]:
    """The week's sets of each exercise that counts toward volume."""
    total: dict[str, int] = {}
    for sets in sets_by_window(result).values():
        for exercise, count in sets.items():
            total[exercise] = total.get(exercise, 0) + count
    return total


def relaxed(result: Result) -> list[tuple[str, str, float, float]]:
    """Rule, subject, required and actual of each relaxation."""
    return [(r.rule, r.subject, r.required, r.actual) for r in result.relaxations]
