"""The pictures of the documentation show what the code draws."""

from __future__ import annotations

import re

import pytest

from tests.docs_pictures import DOCS, drawn


@pytest.mark.parametrize("name", ["week.svg", "body-map.svg"])
def test_a_picture_is_what_the_code_draws(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert text == drawn()[name], "python -m tests.docs_pictures draws it anew"
    assert set(re.findall(r"\w+://[^\"'\s]+", text)) == {"http://www.w3.org/2000/svg"}
