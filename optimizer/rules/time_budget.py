"""The time budget of a session: warm-up, set-up, work, rest and changes all count."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.case.case import Case
from optimizer.case.remedies import Change, Remedy, window_remedies
from optimizer.case.timeline import GRID_MINUTES, TimedWindow
from optimizer.documents.patch import Operation
from optimizer.documents.result import Finding
from optimizer.documents.wording import hours
from optimizer.rules.base import OWN_WEEK, Rule
from optimizer.week.block_review import items_too_short
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.ramp_sets import ramp_costs
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.warm_up import least_seconds

LIMIT = "max_session_minutes"


class TimeBudget(Rule):
    """Left out for a window: a session may last beyond its end, up to the next run or window.

    Left out for ``max_session_minutes``: the athlete's limit does not count.
    """

    id = "time_budget"
    title = "Start to end of a session within the window and the athlete's limit"
    evidence = (
        "setup_bodyweight", "setup_dumbbell_band", "setup_machine", "setup_barbell", "side_change",
        "superset_transition", "warmup_len", "warmup_short", "ramp_reps", "ramp_rest",
    )  # fmt: skip

    def ends(self, case: Case, window: TimedWindow, start: int) -> Iterator[tuple[str, int]]:
        yield window.id, window.end
        limit = case.request.limits.max_session_minutes
        if limit is not None:
            yield LIMIT, start + limit

    def add(self, week: WeekModel) -> None:
        for group, ramp in zip(week.groups, ramp_costs(week), strict=True):
            cost = [*ramp]
            for cell in group.cells:
                dose = week.problem.doses[cell.exercise]
                cost.append((cell.sessions, dose.charged_seconds(0)))
                cost.append((cell.sets, dose.charged_seconds_per_set))
            budget = [(week.has_session[slot.index], slot.work_seconds) for slot in group.slots]
            week.cp.add(weighted_sum(cost) <= weighted_sum(budget))
            # Only an open problem has these; the weekly model leaves them out, as it may.
            for slot in group.slots if group.is_slot else ():
                for claim, seconds in slot.budgets:
                    week.cp.add(
                        weighted_sum(cost) <= seconds * week.has_session[slot.index]
                    ).only_enforce_if(week.keeps(claim.rule, claim.subject))

    def subjects(self, problem: WeekProblem) -> list[str]:
        case = problem.case
        windows = sorted(window.id for window in case.timeline.windows)
        return windows if case.request.limits.max_session_minutes is None else [*windows, LIMIT]

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        return OWN_WEEK

    def remedies(self, case: Case, subject: str) -> Iterator[Remedy]:
        for window in case.timeline.windows:
            if subject in (window.id, LIMIT):
                yield from window_remedies(case, window)
        limit = case.request.limits.max_session_minutes
        if limit is None:
            return

        def longer(steps: int) -> Change:
            minutes = steps * GRID_MINUTES
            operation: Operation = {
                "op": "replace",
                "path": "/limits/max_session_minutes",
                "value": limit + minutes,
            }
            return Change(
                "session_minutes", minutes, (operation,),
                f"Allow sessions {hours(minutes)} more: up to {hours(limit + minutes)}.",
            )  # fmt: skip

        longest = max(window.end - window.start for window in case.timeline.windows)
        if longest > limit:
            yield Remedy("session_minutes", LIMIT, -(-(longest - limit) // GRID_MINUTES), longer)

    def claim_sentence(self, case: Case, subject: str) -> str:
        window = next((w for w in case.timeline.windows if w.id == subject), None)
        if window is None:
            limit = case.request.limits.max_session_minutes or 0
            return f"A session takes at most {hours(limit)}, warm-up and rests included."
        clock = case.timeline.clock
        return (
            f"Window {window.id} has {hours(window.end - window.start)}: {clock(window.start)} to"
            f" {clock(window.end)}, warm-up and rests included."
        )

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        limit = week.case.request.limits.max_session_minutes
        for session in week.sessions:
            least_warm_up = least_seconds(week.case, session.end - session.start) / 60
            warm_up = sum(e.item.seconds for e in session.entries if e.block.kind == "warm_up") / 60
            if warm_up < least_warm_up:
                yield self.breach(
                    session.session.window, least_warm_up, warm_up, "minutes of warm-up",
                    f"{week.when(session)} warms up for {hours(warm_up)}; it needs"
                    f" {hours(least_warm_up)}.",
                )  # fmt: skip
            minutes = (session.end - session.start) / 60
            in_all = sum(entry.item.seconds for entry in session.entries) / 60
            if abs(in_all - minutes) > 0.01:
                yield self.breach(
                    session.session.window, minutes, in_all, "minutes",
                    f"{week.when(session)}: the items add up to {hours(in_all)}, the session is"
                    f" {hours(minutes)} long.",
                )  # fmt: skip
            for block in session.session.blocks:
                counted = block.is_work or block.kind == "ramp"
                for item, needed in items_too_short(week.case, block) if counted else ():
                    yield self.breach(
                        item.exercise, needed / 60, item.seconds / 60, "minutes",
                        f"{week.when(session)}: {item.name} is told as {item.seconds} s; its"
                        f" set-up, sets and rests take {needed} s.",
                    )  # fmt: skip
            if limit is not None and max(minutes, in_all) > limit + 0.01:
                yield self.breach(
                    session.session.window, limit, max(minutes, in_all), "minutes",
                    f"{week.when(session)} takes {hours(max(minutes, in_all))}; the limit is"
                    f" {hours(limit)}.",
                )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        limit = week.case.request.limits.max_session_minutes
        ends = {window.id: window.end for window in week.case.timeline.windows}
        found = []
        for session in week.sessions:
            budget = ends[session.session.window] - session.start / 60
            budget = budget if limit is None else min(budget, limit)
            minutes = (session.end - session.start) / 60
            found.append((budget - minutes, budget, minutes, session))
        if not found:
            return None
        _, budget, minutes, session = min(found, key=lambda one: one[0])
        return self.margin(
            session.session.window, budget, minutes, "minutes",
            f"{week.when(session)} takes {hours(minutes)} of {hours(budget)}.",
        )  # fmt: skip
