"""The files of the page: all of them ours, none of them inline, nothing from elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.service.app import create_app
from api.service.routers import page
from api.service.routers.page import page_files, page_version
from api.words.effort import about_effort
from catalog import load_catalog
from optimizer.documents.result import Effort
from optimizer.objective.tiers import TIERS
from tests.api import weeks


def fetched(path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """What the service answers at ``path``."""

    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(log=io.StringIO()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    # In a thread of its own: the browser that other tests here share has a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asking()).result()


def test_the_page_is_at_the_root() -> None:
    answer = fetched("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>runstrong" in answer.text


def test_nothing_but_the_service_itself_is_let_in() -> None:
    """The policy names no address but the service's own, and nothing inline."""
    for name in ("/", "/page/js/main.js", "/page/css/base.css", "/page/icon.svg", "/sw.js"):
        headers = fetched(name).headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert not re.search(r"unsafe|https?:|\*", headers["content-security-policy"])
        assert headers["x-content-type-options"] == "nosniff"


def test_no_file_is_inline_or_fetched_from_elsewhere() -> None:
    for name, file in page_files().items():
        text = file.content.decode()
        addresses = set(re.findall(r"https?://[^\s\"'`)]+", text))
        assert addresses <= {"http://www.w3.org/2000/svg"}, name
        if name.endswith(".html"):
            assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", text)
        if name.endswith(".js"):
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(", text), name


def language_files() -> list[str]:
    return sorted(name for name in page_files() if name.startswith("texts/"))


def test_every_file_that_the_page_names_is_there() -> None:
    """What the page links and what its scripts import is served, and nothing lies there unused."""
    index = page_files()["index.html"].content.decode()
    named = {
        name.removeprefix(f"/page/{page_version()}/")
        for name in re.findall(r"(?:href|src)=\"(/page/[^\"]+)", index)
    }
    for name, file in page_files().items():
        if name.endswith(".js"):
            named |= {
                f"js/{one}"
                for one in re.findall(r"(?:from |import\()\"\./([^\"]+)\"", file.content.decode())
            }
    # Asked for by the scripts by their addresses, when they are needed.
    named |= {"sw.js", "figures.json", *language_files()}
    assert named == set(page_files()) - {"index.html"}
    assert fetched("/page/js/main.js").content == page_files()["js/main.js"].content


def test_a_known_file_is_not_sent_again() -> None:
    first = fetched("/page/js/main.js")
    again = fetched("/page/js/main.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_has_the_version_in_its_address_is_kept_for_good() -> None:
    """Another version is not there; the page itself and the worker are asked for each time."""
    main = f"/page/{page_version()}/js/main.js"
    response = fetched(main)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.content == fetched("/page/js/main.js").content
    assert main in fetched("/").text
    for name in ("/", "/sw.js", "/page/js/main.js"):
        assert fetched(name).headers["cache-control"] == "no-cache"
    assert fetched(f"/page/{'0' * 16}/js/main.js").status_code == 404


@pytest.mark.parametrize("name", ["nothing.js", "../router.py", "%2e%2e/router.py", "js", ""])
def test_no_other_file_is_served(name: str) -> None:
    answer = fetched(f"/page/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_page_has_words_for_every_tier() -> None:
    words = page_files()["js/words.js"].content.decode()
    table = words.partition("const TIERS = {")[2].partition("};")[0]
    assert TIERS.keys() <= set(re.findall(r"^  (\w+): ", table, re.MULTILINE))


def test_the_page_says_what_left_means_as_every_other_door_does() -> None:
    [session] = weeks.plan().sessions
    [block, *_] = [block for block in session.blocks if block.is_work]
    hard = block.items[0].model_copy(update={"effort": Effort(rir=(2, 3))})
    block = block.model_copy(update={"items": (hard,)})
    session = session.model_copy(update={"blocks": (block,)})
    assert about_effort([session]) in joined(page_files()["js/week_screen.js"].content.decode())


def test_every_exercise_has_a_picture() -> None:
    """Its own or that of its movement; two poses at most, of joints and angles that there are."""
    figures = json.loads(page_files()["figures.json"].content)
    exercises = load_catalog().exercises
    assert {one.pattern for one in exercises.values()} <= figures["patterns"].keys()
    assert figures["exercises"].keys() <= exercises.keys()
    for name, figure in {**figures["patterns"], **figures["exercises"]}.items():
        for pose in (figure["from"], figure.get("to", {})):
            for limbs, most in ((pose.get("arms", []), 2), (pose.get("legs", []), 3)):
                assert all(len(angles) == most for angles in limbs), name
                assert all(-180 <= angle <= 360 for angles in limbs for angle in angles), name


def joined(text: str) -> str:
    """As it is read: without the seams of a text that stands on several lines."""
    return re.sub(r"\s+", " ", re.sub(r"([\"`]) \+\s+\1", "", text))


def test_every_language_that_is_offered_has_its_table() -> None:
    offered = page_files()["js/texts.js"].content.decode().partition("LANGUAGES = [")[2]
    languages = re.findall(r'\["(\w\w)", "', offered.partition("\n];")[0])
    assert [f"texts/{one}.json" for one in languages if one != "en"] == language_files()


@pytest.mark.parametrize("name", language_files())
def test_every_text_of_a_language_stands_in_the_page(name: str) -> None:
    """A word that no script has any more would be translated in vain."""
    table = json.loads(page_files()[name].content)
    scripts = " ".join(joined(file.content.decode()) for file in page_files().values())
    assert [word for word in table["words"] if word.lower() not in scripts.lower()] == []
    for pattern, text in table["patterns"].items():
        assert len(re.findall(r"\{#?\}", pattern)) == len(re.findall(r"\{\d?\}", text)), pattern


def test_the_worker_has_a_store_for_each_version_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named by the service, so that no store has files of two versions."""
    known = page_files()["sw.js"]
    assert re.search(rb'NAME = "runstrong-[0-9a-f]{16}"', known.content)
    folder = tmp_path / "files"
    shutil.copytree(page._FOLDER, folder)
    (folder / "js" / "plain.js").write_text("export {};")
    monkeypatch.setattr(page, "_FOLDER", folder)
    other = page.page_files.__wrapped__()["sw.js"]
    assert (other.content, other.etag) != (known.content, known.etag)
    files = re.search(r'FILES = "([^"]+)"', known.content.decode())
    assert files
    assert set(files[1].split()) == set(page_files()) - {"index.html", "sw.js", *language_files()}


def test_next_week_knows_the_lighter_weeks_of_the_catalog() -> None:
    script = page_files()["js/week_after.js"].content.decode()
    every = round(load_catalog().number("deload"))
    assert f"LIGHTER_EVERY_WEEKS = {every};" in script


def test_the_page_is_small() -> None:
    """All that the first plan needs is below 200 kB when it is packed, without a season."""
    files = {name: file for name, file in page_files().items() if not name.endswith(".json")}
    later = {"js/season.js"}
    for name, file in files.items():
        others = re.findall(r"from \"\./(season_\w+\.js)\"", file.content.decode())
        assert name.startswith("js/season") or others in ([], ["season_soon.js"]), name
        later |= {f"js/{one}" for one in others if one != "season_soon.js"}
    assert sum(len(file.packed) for name, file in files.items() if name not in later) < 200_000
    plain = fetched("/page/js/main.js", headers={"Accept-Encoding": "identity"})
    packed = fetched("/page/js/main.js", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
