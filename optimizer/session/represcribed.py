"""A session that stands, with the loads and efforts that the request asks for now."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.case.case import Case
from optimizer.documents.result import Block, Item, Role, Session
from optimizer.dosing.doses import dose_of, ramp_sets_of
from optimizer.dosing.eve import effort_of, key_run_after
from optimizer.dosing.loads import load_of, progress_of, ramp_load
from optimizer.dosing.progress import waiting_steps
from optimizer.dosing.roles import roles_of
from optimizer.dosing.weaker_side import first_side_of


def represcribed(
    case: Case, session: Session, start: int, place: str | None, sets: Mapping[str, int]
) -> Session | None:
    """``session`` in the blocks and seconds that it has, at ``place`` of the request.

    ``start`` in minutes; ``sets``: those that count in it.  None: other repetitions, holds, roles
    or sides ask for other blocks or seconds.
    """
    exercises = case.catalog.exercises
    roles = roles_of(case, sets)
    in_order = [
        exercises[item.exercise]
        for block in session.blocks
        if block.is_work
        for item in block.items
        if item.exercise in sets
    ]
    waiting = waiting_steps(case, in_order, place)
    seconds = sum(item.seconds for block in session.blocks for item in block.items)
    key_run = key_run_after(case, start, start + seconds / 60)
    is_eve = key_run is not None

    def of_ramp(block: Block, index: int, item: Item) -> Item | None:
        exercise = exercises[item.exercise]
        number = len(ramp_sets_of(case, exercise)) - len(block.items) + index
        if number < 0:
            return None
        is_first = item.label == "R1"
        load = ramp_load(
            case,
            exercise,
            place,
            number,
            step_waits=exercise.id in waiting,
            is_first=is_first,
            is_eve=is_eve,
        )
        return item.model_copy(update={"load": load})

    def of_work(item: Item, role: Role) -> Item | None:
        exercise = exercises[item.exercise]
        dose = dose_of(case, exercise)
        needs = (dose.reps, dose.hold_seconds, first_side_of(case, exercise), role)
        if needs != (item.reps, item.hold_seconds, item.first_side, item.role):
            return None
        waits = exercise.id in waiting
        effort = effort_of(case, exercise, key_run, is_main_lift=role == "main_lift")
        return item.model_copy(
            update={
                "effort": effort,
                "load": load_of(case, exercise, place, step_waits=waits, is_eve=is_eve),
                "progress": progress_of(case, exercise, place, step_waits=waits),
            }
        )

    def of_weaker_side(item: Item) -> Item:
        exercise = exercises[item.exercise]
        return item.model_copy(
            update={
                "effort": effort_of(case, exercise, key_run, is_main_lift=False),
                "load": load_of(
                    case, exercise, place, step_waits=exercise.id in waiting, is_eve=is_eve
                ),
            }
        )

    def anew(block: Block, index: int, item: Item) -> Item | None:
        if block.kind == "ramp":
            return of_ramp(block, index, item)
        if block.kind == "weaker_side":
            return of_weaker_side(item)
        return of_work(item, roles[item.exercise]) if item.exercise in sets else item

    blocks: list[Block] = []
    for block in session.blocks:
        if not block.is_work and block.kind not in ("ramp", "weaker_side"):
            blocks.append(block)
            continue
        items = [anew(block, index, item) for index, item in enumerate(block.items)]
        known = tuple(item for item in items if item is not None)
        if len(known) < len(items):
            return None
        blocks.append(block.model_copy(update={"items": known}))
    return session.model_copy(update={"blocks": tuple(blocks)})
