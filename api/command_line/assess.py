"""``runstrong assess``: which fitness tests to do, or what they found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders
from api.command_line.output import refuse_to_overwrite, write_file
from api.command_line.streams import form, read_as, show, write_line
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.assessment import Assessment, AssessmentRequest
    from optimizer.documents.fitness import FitnessResult
    from optimizer.documents.request import Request


def assess(
    tests: Annotated[
        str | None,
        typer.Argument(
            metavar="TESTS.json",
            help="Who is tested, the health screen and results; - reads it. Without it, the"
            " questions of the screen.",
            show_default=False,
        ),
    ] = None,
    kit: Annotated[
        str | None,
        typer.Option("--kit", metavar="NAME", help="The battery: home, short or gym."),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="REQUEST.json",
            help="Put screen and results into this request, beside those that it has: they say what"
            " changed since.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the request with them to it."),
    ] = None,
    catalog: Folders = None,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> int:
    """Find out where a runner stands: the screen first, then tests, then what follows."""
    wanted = form(as_json, as_text)
    from api.dated_assessment import dated_today
    from catalog import load_catalog
    from optimizer import AssessmentRequest, read_assessment_request
    from optimizer import assess as assessed

    if (into is None) is not (output is None):
        raise UnusableInput(Problem("--into and -o", "", "go together: give both or neither"))
    if output is not None:
        refuse_to_overwrite(output, tests)
    known = load_catalog(*(catalog or ()))
    request = (
        AssessmentRequest()
        if tests is None
        else read_as(lambda data: read_assessment_request(data, known), tests)
    )
    if kit is not None:
        request = request.model_copy(update={"kit": kit})
    week, has_level = (None, True) if into is None else read_as(_week_to_fill, into)
    if week is not None:
        _refuse_another_athlete(request, week, tests)
        request = _of_one_athlete(_with_earlier(request, week), week, known)
    answer = assessed(dated_today(request), catalog=known)
    if week is not None and output is not None:
        _write(week, request, answer, output, has_level=has_level)
    if wanted == "json":
        write_line(answer.model_dump_json())
    else:
        from api.command_line.views.assessment import assessment_view

        show(assessment_view(answer))
    return ExitCode.NO_PLAN if answer.status in ("refused", "not_now") else ExitCode.ANSWERED


def _week_to_fill(data: bytes | str) -> tuple[Request, bool]:
    """The week, and whether it has a level: the tests may tell the one that it leaves out."""
    from optimizer.operations.read import read_request, request_in

    try:
        return read_request(data), True
    except UnusableInput as error:
        if [one.field for one in error.problems] != ["athlete.level"]:
            raise
        document = json.loads(data)
        if "level" in document["athlete"]:
            raise
        document["athlete"]["level"] = "beginner"
        return request_in(json.dumps(document)), False


def _refuse_another_athlete(request: AssessmentRequest, week: Request, tests: str | None) -> None:
    """Raise ``UnusableInput`` where both tell an id, and not the same one."""
    own, theirs = request.athlete, week.athlete.id
    # Its default names nobody.
    if "id" not in own.model_fields_set or own.id == theirs:
        return
    message = (
        f"is not the athlete of the request, {quoted(theirs)}; are these the results of another"
        " athlete? Give their own request, or correct one of the ids"
    )
    raise UnusableInput(Problem(f"{tests}: athlete.id", quoted(own.id), message))


def _with_earlier(request: AssessmentRequest, week: Request) -> AssessmentRequest:
    """With the results that the week has already: what changed is measured from them.

    One of the same test, day and side counts as it is told now.
    """

    def kind(one: FitnessResult) -> tuple[str | None, ...]:
        return (one.test, one.date, one.side, one.variant, one.exercise)

    if not request.tests:
        return request
    now = {kind(one) for one in request.tests}
    earlier = tuple(one for one in week.athlete.tests if kind(one) not in now)
    return request.model_copy(update={"tests": (*request.tests, *earlier)})


_OF_THE_ATHLETE = ("weeks_of_strength", "sex", "age_years", "body_mass_kg")


def _of_one_athlete(
    request: AssessmentRequest, week: Request, catalog: Catalog
) -> AssessmentRequest:
    """With what the week tells of its athlete, who is the one that was tested: the tests' own word
    counts, and injuries of both."""

    def name(injury: str) -> str:
        return catalog.injury_names.found(injury) or injury

    own, theirs = request.athlete, week.athlete
    known = {name(one.id) for one in own.injuries}
    injuries = (*own.injuries, *(one for one in theirs.injuries if name(one.id) not in known))
    changes: dict[str, object] = {"injuries": injuries}
    for field in _OF_THE_ATHLETE:
        if getattr(own, field) is None:
            changes[field] = getattr(theirs, field)
    last = max((one.date for one in request.tests), default=week.week.start)
    # Results of years ago are old by the week that they are for.
    day = request.date or max(last, week.week.start)
    return request.model_copy(update={"athlete": own.model_copy(update=changes), "date": day})


def _write(
    week: Request, request: AssessmentRequest, answer: Assessment, output: str, *, has_level: bool
) -> None:
    """The week with screen, results and what the tests are read by: injuries among them, so that
    nothing is planned for whom the test knew better."""
    from optimizer.operations.read import request_in

    document = json.loads(week.model_dump_json(exclude_defaults=True))
    if not has_level:
        del document["athlete"]["level"]
    tested = json.loads(answer.athlete.model_dump_json(exclude_none=True))
    for name in ("screen", "tests"):
        if tested.get(name):
            document["athlete"][name] = tested[name]
    athlete = json.loads(request.athlete.model_dump_json(exclude_none=True, exclude_defaults=True))
    document["athlete"] |= {"injuries": athlete.get("injuries", [])}
    for name in _OF_THE_ATHLETE:
        if name in athlete:
            document["athlete"].setdefault(name, athlete[name])
    merged = request_in(json.dumps(document))
    write_file(output, f"{merged.model_dump_json(exclude_defaults=True, indent=2)}\n".encode())
