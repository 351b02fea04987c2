"""The week on paper and as text: everything is on it, in order, and nothing can break out of it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from api.body_map import body_map_words, shaded
from api.catalog.example_requests import Example, examples
from api.formats.format import NoPlanToWrite, written
from api.formats.paper.week_strip import week_strip
from api.formats.registry import format_named
from api.words.phrases import dose
from api.words.roles import role_in_block
from catalog import load_catalog
from optimizer.documents.request import CurrentWeek, Request
from optimizer.documents.result import Item, Result
from optimizer.documents.strength import Place
from tests.answers import answer_to, by_example, request_of
from tests.api import weeks
from tests.api.formats.printed import printed
from tests.browser import in_chromium

CATALOG = load_catalog()
SVG = "{http://www.w3.org/2000/svg}"
_SPACES = re.compile(r"\s+")
# Elements without an end.
_VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """What a page holds: its words in order, its elements, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return _SPACES.sub(" ", " ".join(self.words))


def text_of(name: str, request: Request, result: Result) -> str:
    [file] = written(format_named(name), request, result, CATALOG)
    return file.data.decode()


def page_of(request: Request, result: Result) -> Page:
    page = Page(text_of("html", request, result))
    assert not page.open
    return page


def planned(name: str) -> tuple[Request, Result]:
    request = request_of(name)
    return request, answer_to(request)


def items_of(result: Result) -> list[Item]:
    assert result.plan is not None
    return [
        item for session in result.plan.sessions for block in session.blocks for item in block.items
    ]


def in_order(text: str, parts: list[str]) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} does not come after what stands before it"
        at = found + len(part)


@pytest.mark.parametrize("example", by_example(one.id for one in examples()))
def test_an_example_is_whole_on_its_page(example: str) -> None:
    """Each exercise in its order with its dose and how it is done, each muscle, each reason."""
    request, result = planned(example)
    items = items_of(result)
    assert result.plan is not None
    page = page_of(request, result)
    in_order(page.text, [f"{item.label} {item.name} {dose(item)}" for item in items])
    boxes = [e for tag, e in page.elements if tag == "input" and e["type"] == "checkbox"]
    assert [box["aria-label"] for box in boxes] == [
        f"{item.name}, set {count}" for item in items for count in range(1, item.sets + 1)
    ]
    for item in items:
        assert page.text.count(CATALOG.exercises[item.exercise].how_to) == 1
    for words in body_map_words(result.plan.coverage, CATALOG):
        assert words in page.text
    sentences = [
        *(one.sentence for one in result.relaxations),
        *(one.sentence for one in result.repairs),
        *(one.sentence for one in result.warnings),
    ]
    for sentence in sentences:
        assert sentence in page.text
    markdown = _plain(text_of("markdown", request, result))
    assert result.plan is not None
    blocks = [block for session in result.plan.sessions for block in session.blocks]
    in_order(
        markdown,
        [
            f"{item.label} {item.name}{f' ({role})' if role else ''}: {dose(item)}"
            for block in blocks
            for item in block.items
            for role in [role_in_block(item, block)]
        ],
    )
    assert markdown.count("☐") == len(boxes)
    for one in shaded(result.plan.coverage, CATALOG):
        assert f"| {one.name} | {one.dose} |" in markdown


@pytest.mark.parametrize(
    "example", [pytest.param(one, marks=in_chromium, id=one.id) for one in examples()]
)
def test_an_example_is_whole_on_two_printed_pages(example: Example, tmp_path: Path) -> None:
    request, result = planned(example.id)
    pdf = PdfReader(printed(text_of("html", request, result).encode(), tmp_path))
    assert len(pdf.pages) <= 2
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    # A font may draw two letters as one.
    paper = _SPACES.sub("", normalize("NFKC", text))
    for item in items_of(result):
        assert _SPACES.sub("", item.name) in paper


def _plain(markdown: str) -> str:
    """Markdown without its marks for bold and its escapes."""
    return re.sub(r"\\(.)", r"\1", markdown.replace("**", ""))


def test_a_session_says_what_to_do_and_why_then() -> None:
    text = page_of(weeks.request(), weeks.result()).text
    in_order(
        text,
        [
            "Proven best : every required rule holds, and no other week does better by the"
            " published rules; left out: Hip adductors.",
            "s1 · Tue 24 Nov, 19:00–19:22",
            "at gym, 22 min · 24 h 15 min after the last run · next key run 84 h 39 min after its"
            " start",
            "Warm-up",
            "W1 Leg swing 1 × 10 each side",
            "In turn, 3 rounds",
            "1A Goblet squat 3 × 8–12 · rest 15 s",
            CATALOG.exercises["goblet_squat"].how_to,
            "1B Bent-knee calf raise 3 × 10–15, hold 2 s each side · rest 75 s",
            "2 Front plank 2 × 20–40 s · rest 30 s",
        ],
    )


def test_paper_and_markdown_say_what_each_exercise_is_for() -> None:
    """Paper has room for what is not plain: main lifts, jumps and ramp sets."""
    answer = weeks.result(plan=weeks.plan_with_roles())
    page = page_of(weeks.request(), answer).text
    in_order(
        page,
        [
            "Ramp sets R1 Goblet squat 1 × 5 about 50 % of what you then find · rest 60 s",
            "1 Pogo hop 2 × 12 · rest 60 s · jumps, 24 contacts",
            "1A Goblet squat 3 × 8–12 · rest 15 s · main lift",
            "2 Front plank 2 × 20–40 s · rest 30 s",
        ],
    )
    assert "· circuit" not in page
    text = text_of("markdown", weeks.request(), answer)
    in_order(
        text,
        [
            "**Ramp sets**",
            "**R1 Goblet squat**: 1 × 5, about 50 % of what you then find",
            "**1 Pogo hop** (jumps, 24 contacts): 2 × 12",
            "**1A Goblet squat** (main lift): 3 × 8–12",
        ],
    )


def test_paper_holds_minimum_and_target_against_what_sets_are_worth() -> None:
    planned = weeks.plan()
    soleus, *others = planned.coverage
    coverage = (soleus.model_copy(update={"effective_sets": 1.0}), *others)
    answer = weeks.result(plan=planned.model_copy(update={"coverage": coverage}))
    assert "Soleus 1/4 , below minimum" in page_of(weeks.request(), answer).text
    text = text_of("markdown", weeks.request(), answer)
    assert "| Soleus | 4.5 sets, worth 1, target 4 | below minimum |" in text
    assert "minimum and target are read in it" in text


def test_the_hour_has_the_reason_of_the_rules() -> None:
    """The easy run of Monday ends at 18:45: Tuesday's window loses its first 45 minutes."""
    use = (
        weeks.plan()
        .windows[0]
        .model_copy(
            update={
                "earliest_start": "2026-11-24T18:45:00+01:00",
                "lost_minutes": 45,
                "reason": "Tue 18:00 is 23 h 15 min after the easy run of Mon 18:00 ends",
            }
        )
    )
    result = weeks.result(plan=weeks.plan().model_copy(update={"windows": (use,)}))
    reason = (
        "The first start that the rules allow in window tue is 18:45: Tue 18:00 is 23 h 15 min"
        " after the easy run of Mon 18:00 ends."
    )
    assert reason in page_of(weeks.request(), result).text
    assert reason in text_of("markdown", weeks.request(), result)


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_what_is_given_up_has_its_reasons_and_cures(name: str) -> None:
    relaxed = weeks.relaxed()
    assert relaxed.conflict is not None
    behind = ("The session of Monday is done.",)
    conflict = relaxed.conflict.model_copy(update={"background": behind})
    relaxed = relaxed.model_copy(update={"conflict": conflict})
    text = _plain(text_of(name, weeks.request(), relaxed))
    in_order(
        text,
        [
            "Given up this week",
            "The session of window tue starts 11 h after the last run, not 24 h.",
            "Why: these cannot all hold",
            "24 h after run r1.",
            "Behind it",
            "The session of Monday is done.",
            "What would help",
            "Start window tue an hour later.",
            "Please note",
            "Stop when it hurts.",
        ],
    )


def test_a_session_that_is_done_is_ticked() -> None:
    current = CurrentWeek(plan=weeks.plan(), done=("s1",))
    request = weeks.request().model_copy(update={"current": current})
    page = page_of(request, weeks.result())
    boxes = [e for tag, e in page.elements if tag == "input"]
    assert boxes
    assert all("checked" in box for box in boxes)
    assert "19:00–19:22, done" in page.text
    markdown = text_of("markdown", request, weeks.result())
    assert "☑☑☑" in markdown
    assert "☐" not in markdown
    ahead = page_of(weeks.request(), weeks.result())
    assert not [e for tag, e in ahead.elements if tag == "input" and "checked" in e]


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_without_a_plan_the_page_says_why(name: str) -> None:
    infeasible = weeks.relaxed().model_copy(update={"status": "infeasible", "plan": None})
    text = _plain(text_of(name, weeks.request(), infeasible))
    assert "No week" in text
    assert "24 h after run r1." in text
    assert "☐" not in text
    assert "checkbox" not in text.partition("</style>")[2]


def test_there_is_no_body_map_without_a_plan() -> None:
    with pytest.raises(NoPlanToWrite, match="svg"):
        written(format_named("svg"), weeks.request(), weeks.infeasible(), CATALOG)


def test_the_page_stands_alone_and_forbids_the_rest() -> None:
    """No script, nothing fetched; its policy admits its own style sheet and nothing else."""
    text = text_of("html", weeks.request(), weeks.relaxed())
    page = Page(text)
    for tag, attributes in page.elements:
        assert tag not in ("script", "link", "img", "iframe", "object", "form", "base")
        for name, value in attributes.items():
            assert name not in ("style", "src")
            assert not name.startswith("on")
            assert name != "href" or str(value).startswith("#")
    assert set(re.findall(r"\w+://[^\"'\s;]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in text
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = [
        str(e["content"])
        for tag, e in page.elements
        if tag == "meta" and e.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    ids = [e["id"] for _, e in page.elements if "id" in e]
    assert len(ids) == len(set(ids))


WICKED = "<script>alert(1)</script>\"'><b>|`*_[x](y)"


def named(name: str) -> tuple[Request, Result]:
    """A week in which every name and every sentence from outside is ``name``."""
    request = weeks.request()
    window = request.availability[0].model_copy(update={"id": name, "place": name})
    request = request.model_copy(
        update={
            "athlete": request.athlete.model_copy(update={"id": name}),
            "availability": (window, *request.availability[1:]),
            "runs": tuple(
                run.model_copy(update={"id": f"{name}{count}"})
                for count, run in enumerate(request.runs)
            ),
            "places": {name: Place(equipment=("kit:gym",)), **request.places},
        }
    )
    relaxed = weeks.relaxed()
    assert relaxed.plan is not None
    session = relaxed.plan.sessions[0]
    [item, *items] = session.blocks[0].items
    block = session.blocks[0].model_copy(
        update={"items": (item.model_copy(update={"name": name, "exercise": name}), *items)}
    )
    session = session.model_copy(
        update={"id": name, "window": name, "place": name,
                "blocks": (block, *session.blocks[1:])}
    )  # fmt: skip
    use = relaxed.plan.windows[0].model_copy(update={"window": name, "reason": name})
    row = relaxed.plan.coverage[0].model_copy(update={"direct": (name,)})
    relaxation = relaxed.relaxations[0].model_copy(update={"sentence": name, "subject": name})
    result = relaxed.model_copy(
        update={
            "athlete_id": name,
            "plan": relaxed.plan.model_copy(
                update={"sessions": (session,), "windows": (use,), "coverage": (row,)}
            ),
            "relaxations": (relaxation,),
        }
    )
    return request, result


def test_no_name_can_write_into_the_page() -> None:
    page, honest = page_of(*named(WICKED)), page_of(*named("x"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in honest.elements]
    assert [e.keys() for _, e in page.elements] == [e.keys() for _, e in honest.elements]
    assert page.text.count("<script>alert(1)</script>") >= 6


def test_no_name_can_write_into_a_picture() -> None:
    picture = text_of("svg", *named(WICKED))
    for text in (picture, week_strip(*named(WICKED))):
        assert "<script" not in text
        tags = {part.tag for part in ElementTree.fromstring(text).iter()}
        assert f"{SVG}script" not in tags
    assert WICKED in (ElementTree.fromstring(picture).findtext(f"{SVG}title") or "")


def test_no_name_can_write_into_markdown() -> None:
    """Whatever a name holds, Markdown shows the name: every sign of its own is escaped."""
    text = text_of("markdown", *named(WICKED))
    assert "<script" not in re.sub(r"\\.", "", text)
    assert "](" not in re.sub(r"\\.", "", text)
    assert WICKED in _plain(text)


def test_the_strip_tells_the_week_in_words() -> None:
    root = ElementTree.fromstring(week_strip(weeks.request(), weeks.result()))
    assert root.findtext(f"{SVG}title") == "The week of Mon 23 Nov"
    assert root.findtext(f"{SVG}desc") == (
        "Mon 23 Nov, 18:00–18:45: easy run, 45 min."
        " Tue 24 Nov, 19:00–19:22: strength s1, 24 h 15 min after the last run, next key run"
        " 84 h 39 min after its start. Sat 28 Nov, 08:00–09:50: long run, 110 min."
    )


def test_the_strip_draws_runs_windows_and_sessions_of_the_week_alone() -> None:
    """The long run of the Sunday before is out of sight; its hours still count."""
    root = ElementTree.fromstring(week_strip(weeks.request(), weeks.result()))
    drawn = [part.attrib.get("class", "") for part in root.iter(f"{SVG}g")]
    assert [name for name in drawn if name.startswith("run ")] == ["run easy", "run key"]
    assert drawn.count("window") == 2
    assert drawn.count("session") == 1
    assert drawn.count("hours") == 2


def test_words_of_a_full_day_stand_in_rows() -> None:
    """Three runs in one day: no two of their words overlap, even in a wide face."""
    request = weeks.request()
    runs = tuple(
        request.runs[1].model_copy(update={"id": f"r{hour}", "start": f"Wed {hour:02}:00"})
        for hour in (6, 10, 14)
    )
    root = ElementTree.fromstring(
        week_strip(request.model_copy(update={"runs": runs}), weeks.infeasible())
    )
    boxes = [
        (float(text.attrib["x"]), float(text.attrib["y"]))
        for run in root.iter(f"{SVG}g")
        if run.attrib.get("class", "").startswith("run ")
        for text in run.iter(f"{SVG}text")
    ]
    assert len(boxes) == 3
    assert all(
        abs(x - other_x) >= 66 or y != other_y
        for at, (x, y) in enumerate(boxes)
        for other_x, other_y in boxes[:at]
    )


@pytest.mark.parametrize("name", ["html", "markdown", "svg"])
def test_the_time_that_a_solve_took_is_not_told(name: str) -> None:
    slow = weeks.result().stats.model_copy(update={"total_ms": 9999.0})
    assert text_of(name, weeks.request(), weeks.result()) == text_of(
        name, weeks.request(), weeks.result(stats=slow)
    )
