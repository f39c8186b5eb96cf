"""Headings in what people write: no level of the page is left out above them."""

import pytest

from portal.web.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("# A\n\n## B", 3, ["<h3>A</h3>", "<h4>B</h4>"]),
        ("## A\n\n### B", 3, ["<h3>A</h3>", "<h4>B</h4>"]),
        ("### B\n\n## A", 2, ["<h3>B</h3>", "<h2>A</h2>"]),
        ("# A\n\n###### B", 3, ["<h3>A</h3>", "<h5>B</h5>"]),
        ("A", 3, ["<p>A</p>"]),
    ],
)
def test_the_largest_heading_of_a_text_is_next_below_that_of_the_page(text, level, expected):
    html = render_markdown(text, level)
    assert all(one in html for one in expected), html
