"""docs/plugins/charts.md, done by a machine."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, render_template_string

from portal.charts.chart import KINDS, MOST_BARS, TONES
from portal.charts.layout import WIDTHS
from portal.config import CHECKOUT

PAGE = (CHECKOUT / "docs/plugins/charts.md").read_text("utf-8")


def block(language: str) -> str:
    """The page's block of that language."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_example_works(app: Flask) -> None:
    space: dict[str, Any] = {"__name__": "books"}
    exec(compile(block("python"), "books.py", "exec"), space)
    made = space["loans"](None)
    source = block("jinja").replace("url_for('books.picture')", "'/books/loans.svg'")
    with app.test_request_context("/"):
        answer = space["chart_response"](made)
        page = render_template_string(source, loans=made)
    assert answer.mimetype == "image/svg+xml" and "Pippi" in answer.get_data(as_text=True)
    assert 'srcset="/books/loans.svg?size=narrow"' in page
    assert 'alt="Loans. ' in page and "Pippi (12)" in page
    assert "&lt;b&gt;Æsops&lt;/b&gt; fabler" in page and "<b>Æ" not in page
    assert page.count('role="row"') == 4, "a heading and all three"


def test_every_kind_and_tone_is_told_of() -> None:
    assert set(re.findall(r"^\| `(\w+)`", PAGE, re.MULTILINE)) == set(KINDS)
    assert all(f"`{tone}`" in PAGE for tone in TONES)
    assert all(str(width) in PAGE for width in WIDTHS.values())
    assert f"at most {MOST_BARS} bars" in PAGE
