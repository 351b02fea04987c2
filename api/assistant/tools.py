"""The tools of an assistant: for each what it is called with, what it answers, and the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from api.assistant.calls import (
    CheckCall,
    DiffCall,
    Entries,
    ExplainCall,
    ExportCall,
    ExportedFile,
    LookUpCall,
    NamedSeason,
    NextCall,
    ReplanCall,
    WhyNotCall,
)
from api.assistant.look_up import looked_up
from api.assistant.weeks import Week, season_name
from api.dated_assessment import dated_today
from api.formats.format import (
    OF_A_WEEK,
    File,
    NoPlanToWrite,
    as_one,
    refuse_alarm,
    with_alarm,
    written,
)
from api.formats.registry import format_named
from api.formats.season_markdown import season_markdown
from catalog import Catalog
from optimizer import (
    Assessment,
    AssessmentRequest,
    CheckReport,
    Explanation,
    PlanDiff,
    Replanned,
    Request,
    Result,
    RunsPlan,
    RunsRequest,
    Season,
    SeasonRequest,
    UnusableInput,
    Validation,
    assess,
    check,
    diff,
    explain,
    next_week,
    plan,
    plan_season,
    replan,
    runs,
    validate,
)
from optimizer.documents.errors import Problem
from optimizer.seasons.next_week import changed_request
from optimizer.solving.options import SolveOptions

Call = TypeVar("Call", bound=BaseModel)

NamedWeeks = Mapping[str, Week | Season]
"""The weeks and seasons that a call names, by the field that names each."""


@dataclass(frozen=True)
class Heard:
    """What an assistant is given: the answer, words where they say it better, and a file.

    ``week``, ``season``: what the conversation may speak of from now on.
    """

    answer: BaseModel
    words: str | None = None
    file: File | None = None
    is_text: bool = True
    week: Week | None = None
    season: Season | None = None


@dataclass(frozen=True)
class Tool(Generic[Call]):
    """``work`` is done elsewhere, so it and all that it is given can travel to another process."""

    name: str
    title: str
    about: str
    call: type[Call]
    answer: type[BaseModel]
    work: Callable[[Call, NamedWeeks, Catalog, SolveOptions], Heard]
    solves: bool = True
    """False: it takes no search."""
    weeks: tuple[str, ...] = field(default=())
    """The fields of the call that name weeks."""
    seasons: tuple[str, ...] = field(default=())
    """Those that name seasons."""


def _week(weeks: NamedWeeks, field_name: str) -> Week:
    found = weeks[field_name]
    assert isinstance(found, Week)
    return found


def _plan(call: Request, _weeks: NamedWeeks, catalog: Catalog, options: SolveOptions) -> Heard:
    result = plan(call, catalog=catalog, options=options)
    return Heard(result, _in_words(call, result, catalog), week=Week(call, result))


def _in_words(request: Request, result: Result, catalog: Catalog) -> str:
    """The week as Markdown, which an assistant reads best; without a plan, the answer itself."""
    heading = f"Week {result.fingerprint} is {result.status}.\n\n"
    if result.plan is None:
        return heading + result.model_dump_json(exclude_none=True)
    [file] = written(format_named("markdown"), request, result, catalog)
    return heading + file.data.decode()


def _validate(call: Request, _weeks: NamedWeeks, catalog: Catalog, _options: SolveOptions) -> Heard:
    return Heard(validate(call, catalog=catalog))


def _check(call: CheckCall, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions) -> Heard:
    week = _week(weeks, "week")
    given = call.plan or week.result
    return Heard(check(week.request, given, catalog=catalog, optimum=call.optimum, options=options))


def _explain(
    call: ExplainCall, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions
) -> Heard:
    week = _week(weeks, "week")
    found = explain(
        week.request,
        week.result,
        session=call.session,
        exercise=call.exercise,
        catalog=catalog,
        options=options,
    )
    return Heard(found)


def _why_not(call: WhyNotCall, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions) -> Heard:
    week = _week(weeks, "week")
    try:
        return Heard(
            explain(week.request, week.result, why_not=call.name, catalog=catalog, options=options)
        )
    except UnusableInput as error:
        named = (
            replace(one, field="name") if one.field == "why_not" else one for one in error.problems
        )
        raise UnusableInput(*named) from None


def _replan(call: ReplanCall, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions) -> Heard:
    week = _week(weeks, "week")
    found = replan(
        week.request,
        week.result,
        patch=call.change,
        missed=call.missed,
        done=call.done,
        now=call.now,
        catalog=catalog,
        options=options,
    )
    changes = [f"- {' '.join((one.sentence or one.kind, *one.reasons))}" for one in found.changes]
    heading = "What changed:\n" + "\n".join(changes or ["- nothing"]) + "\n\n"
    words = heading + _in_words(found.request, found.result, catalog)
    return Heard(found, words, week=Week(found.request, found.result))


def _diff(_call: DiffCall, weeks: NamedWeeks, _catalog: Catalog, _options: SolveOptions) -> Heard:
    return Heard(diff(_week(weeks, "before").result, _week(weeks, "after").result))


def _export(call: ExportCall, weeks: NamedWeeks, catalog: Catalog, _options: SolveOptions) -> Heard:
    week = _week(weeks, "week")
    form = format_named(call.format, "format")
    refuse_alarm(form.media_type, call.alarm_minutes, "alarm_minutes", OF_A_WEEK)
    try:
        files = written(form, week.request, week.result, catalog)
    except NoPlanToWrite as error:
        raise UnusableInput(Problem("week", week.result.fingerprint, str(error))) from None
    media_type, file = as_one(form, files, week.request)
    file = with_alarm(file, call.alarm_minutes)
    document = ExportedFile(name=file.name, media_type=media_type, size_bytes=len(file.data))
    return Heard(document, file=file, is_text=form.is_text)


def _look_up(
    call: LookUpCall, _weeks: NamedWeeks, catalog: Catalog, _options: SolveOptions
) -> Heard:
    return Heard(Entries(entries=tuple(looked_up(call, catalog))))


def _assess(
    call: AssessmentRequest, _weeks: NamedWeeks, catalog: Catalog, _options: SolveOptions
) -> Heard:
    return Heard(assess(dated_today(call), catalog=catalog))


def _runs(call: RunsRequest, _weeks: NamedWeeks, catalog: Catalog, _options: SolveOptions) -> Heard:
    return Heard(runs(call, catalog=catalog))


def _season(
    call: SeasonRequest, _weeks: NamedWeeks, catalog: Catalog, options: SolveOptions
) -> Heard:
    return _heard(plan_season(call, catalog=catalog, options=_shared(options, call.exact_weeks)))


def _next(call: NextCall, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions) -> Heard:
    season = weeks["season"]
    assert isinstance(season, Season)
    if call.log is None and call.change is None:
        message = "is missing, and so is change; give one of them, or both"
        raise UnusableInput(Problem("log", "", message))
    options = _shared(options, changed_request(season, call.change).exact_weeks)
    return _heard(next_week(season, call.log, patch=call.change, catalog=catalog, options=options))


def _heard(season: Season) -> Heard:
    name = season_name(season)
    words = f"Season {name} is {season.status}.\n\n{season_markdown(season)}"
    return Heard(NamedSeason(name=name, season=season), words, season=season)


def _shared(options: SolveOptions, weeks: int) -> SolveOptions:
    """The time of each of so many weeks."""
    if options.wall_seconds is None:
        return options
    return replace(options, wall_seconds=options.wall_seconds / weeks)


# Each has a call of its own; ``call`` and ``work`` of one tool fit each other.
TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "plan", "Plan a week",
        "The best strength week around the runs, proven by the rules. Answers with a fingerprint by"
        " which the other tools know the week.",
        Request, Result, _plan,
    ),
    Tool(
        "validate", "Look at a request",
        "All faults of a request and what no week of it can keep, without planning it.",
        Request, Validation, _validate, solves=False,
    ),
    Tool(
        "check", "Check a plan",
        "Read the plan of a week, or one written by hand, rule by rule.",
        CheckCall, CheckReport, _check, weeks=("week",),
    ),
    Tool(
        "explain", "Explain a week",
        "Why each window, session and exercise is as it is, and what another choice costs.",
        ExplainCall, Explanation, _explain, weeks=("week",),
    ),
    Tool(
        "why_not", "Why not this",
        "What a week with an exercise or window that the plan leaves out would cost.",
        WhyNotCall, Explanation, _why_not, weeks=("week",),
    ),
    Tool(
        "replan", "Change a week",
        "Plan a week again with the fewest changes after something changed, was missed or done."
        " Answers with a new fingerprint.",
        ReplanCall, Replanned, _replan, weeks=("week",),
    ),
    Tool(
        "diff", "Compare two weeks",
        "What differs between the plans of two weeks.",
        DiffCall, PlanDiff, _diff, solves=False, weeks=("before", "after"),
    ),
    Tool(
        "export", "Write a week as a file",
        "A week for a calendar, a watch, paper, a note or a picture.",
        ExportCall, ExportedFile, _export, solves=False, weeks=("week",),
    ),
    Tool(
        "look_up", "Look up the catalog",
        "Muscles, exercises, injuries, equipment, fitness tests, run plans, rules and sources.",
        LookUpCall, Entries, _look_up, solves=False,
    ),
    Tool(
        "assess", "Fitness test",
        "Which fitness tests to do, the health screen first, or what their results say.",
        AssessmentRequest, Assessment, _assess, solves=False,
    ),
    Tool(
        "runs", "Plan the runs ahead",
        "Couch to 5 km, to a race, or runs as given, week by week.",
        RunsRequest, RunsPlan, _runs, solves=False,
    ),
    Tool(
        "season", "Plan a season",
        "From today to a race: phases, runs, and the next weeks one after the other. Answers with a"
        " name by which next knows it.",
        SeasonRequest, NamedSeason, _season,
    ),
    Tool(
        "next", "Go on with a season",
        "A season after what was done in its week, or after a change. Answers with a new name.",
        NextCall, NamedSeason, _next, seasons=("season",),
    ),
)  # fmt: skip

TOOLS_BY_NAME = {tool.name: tool for tool in TOOLS}


def done(
    name: str, call: BaseModel, weeks: NamedWeeks, catalog: Catalog, options: SolveOptions
) -> Heard:
    """Do the work of the tool called ``name``, in whatever process."""
    return TOOLS_BY_NAME[name].work(call, weeks, catalog, options)
