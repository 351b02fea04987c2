"""A week that has to change: first the rules, then the fewest changes, then the best week."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from catalog import Catalog, load_catalog
from optimizer.building.case_of import case_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.patch import Patch, patched
from optimizer.documents.reading import validated
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import CurrentWeek, Request
from optimizer.documents.result import Plan, Result
from optimizer.documents.wording import nearest, quoted
from optimizer.operations.change_reasons import changes_between
from optimizer.operations.check import check, refuse_another_request, with_runs_of
from optimizer.operations.plan import plan
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress


def replan(
    request: Request,
    result: Result,
    *,
    patch: Patch | None = None,
    missed: Sequence[str] = (),
    done: Sequence[str] = (),
    now: str | None = None,
    catalog: Catalog | None = None,
    options: SolveOptions | None = None,
    on_progress: OnProgress | None = None,
    explain_conflict: bool = True,
) -> Replanned:
    """The week after a change, as near to ``result`` as the rules allow.

    ``result`` answers ``request``, and ``patch`` says what is different now.  ``missed`` and
    ``done`` are ids of its sessions.  ``now`` (as a start in a request) says how far the week has
    gone; untold, it is as far as the last session that is named.  ``explain_conflict``: as for
    ``plan``.

    Raises ``UnusableInput`` for a result of another request or catalog, an unknown session, another
    week, and a patch that does not apply.
    """
    catalog = load_catalog() if catalog is None else catalog
    refuse_another_request(request, result, catalog)
    sessions = () if result.plan is None else result.plan.sessions
    _refuse_unknown({"missed": missed, "done": done}, {session.id for session in sessions})
    changed = request if patch is None else patched(request, patch)
    if changed.current != request.current:
        raise UnusableInput(
            Problem("current", "", "is not for a patch; name sessions as done or missed, or now")
        )
    if changed.week.start != request.week.start:
        cure = "is another week than the plan's; plan it by itself, with this plan as previous"
        raise UnusableInput(Problem("week.start", quoted(changed.week.start), cure))
    nothing_new = changed == request and not missed and not done and now is None
    if nothing_new and (result.plan is None or check(request, result, catalog=catalog).holds):
        return _unchanged(request, result)
    if result.plan is not None:
        changed = _with_current(request, changed, result.plan, missed, done, now, catalog)
    answer = plan(
        changed,
        catalog=catalog,
        options=options,
        on_progress=on_progress,
        explain_conflict=explain_conflict,
    )
    case = with_runs_of(case_of(changed, catalog), answer)
    return changes_between(case, changed, answer)


def _with_current(
    request: Request,
    changed: Request,
    plan_so_far: Plan,
    missed: Sequence[str],
    done: Sequence[str],
    now: str | None,
    catalog: Catalog,
) -> Request:
    """The changed request with the plan so far, and what an earlier replan knew of the past."""
    before = case_of(request, catalog).current
    known_done = () if before is None else tuple(session.id for session in before.done)

    def so_far(now: str | None) -> Request:
        current = {
            "plan": _so_far(plan_so_far),
            "done": [*dict.fromkeys(name for name in (*known_done, *done) if name not in missed)],
            "missed": list(missed),
            "now": now,
        }
        if conflict := set(done) & set(missed):
            raise UnusableInput(
                Problem("done", quoted(min(conflict)), "is told to be missed too; name it once")
            )
        progress = validated(CurrentWeek, json.dumps(current), "current")
        return changed.model_copy(update={"current": progress})

    found = so_far(now)
    if now is None and before is not None and before.now is not None:
        current = case_of(found, catalog).current
        assert current is not None
        if current.now is None or current.now < before.now:
            # Time does not run back because this change says less of it.
            moment = case_of(changed, catalog).timeline.local(before.now)
            found = so_far(moment.replace(tzinfo=None).isoformat(timespec="minutes"))
    return found


def _so_far(plan: Plan) -> dict[str, object]:
    """The sessions of a plan, and the runs that it placed."""
    runs = [run.model_dump(mode="json") for run in plan.runs if run.placed]
    sessions = [session.model_dump(mode="json") for session in plan.sessions]
    return {"sessions": sessions} | ({"runs": runs} if runs else {})


def _unchanged(request: Request, result: Result) -> Replanned:
    return Replanned(
        request=request,
        result=result,
        unchanged=tuple(s.id for s in (() if result.plan is None else result.plan.sessions)),
    )


def _refuse_unknown(named: Mapping[str, Sequence[str]], known: Iterable[str]) -> None:
    known = set(known)
    problems = [
        Problem(field, quoted(name), f"is no session of the plan{nearest(name, known)}")
        for field, names in named.items()
        for name in names
        if name not in known
    ]
    if problems:
        raise UnusableInput(*problems)
