"""Charts: whatever is in them, they can be read, tell the truth and carry nothing else."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.api import Chart, chart, chart_response
from portal.charts.chart import KINDS, MOST_BARS, MOST_POINTS, TONES
from portal.charts.colours import style, tokens
from portal.charts.fitting import fit, width_of
from portal.charts.layout import WIDTHS, bars_of, standing_of

SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    "Pædagogisk assistentuddannelse, Videnområdet Sundhedskompetenceudviklingsforløbsbeskrivelse "
    "for alle afdelinger i hele Nordsjælland"
)
HOSTILE = "<script>alert('x')</script>\"'&\x00\x1b\u202e]]><!-- {{7*7}}"


@pytest.fixture(autouse=True)
def danish(app: Flask) -> Any:
    with app.test_request_context(), force_locale("da"):
        yield


def many(kind: Any, number: int, name: str = "Label", series: int = 1, **more: Any) -> Chart:
    return chart(
        kind,
        "Title",
        [f"{name} {at}" for at in range(number)],
        {f"Series {s}": [(at * 7 + s) % 23 for at in range(number)] for s in range(series)},
        **more,
    )


def texts(svg: str) -> list[tuple[float, float, float, str]]:
    """(left, right, baseline, words) of everything written, about as wide as it will be."""
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        kind = (one.get("class") or "").split()
        size = 13 if "s" in kind else 14
        # Half of the safety that layout reckons with.
        wide = width_of(one.text or "", size, "b" in kind) * 0.94
        x = float(one.get("x", 0))
        left = x - wide if "e" in kind else x - wide / 2 if "c" in kind else x
        found.append((left, left + wide, float(one.get("y", 0)), one.text or ""))
    return found


def readable(svg: str) -> None:
    """Nothing that is written touches another, or leaves the picture."""
    root = ET.fromstring(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    written = texts(svg)
    for left, right, y, words in written:
        assert left >= -2 and right <= width + 2, (words, left, right, width)
        assert 8 < y < height, (words, y, height)
    for at, (left, right, y, words) in enumerate(written):
        for other in written[at + 1 :]:
            apart = abs(y - other[2]) >= 14 or right <= other[0] + 1 or other[1] <= left + 1
            assert apart, (words, other)


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [0, 1, 2, 5, 12, 100])
@pytest.mark.parametrize("name", ["A", LONG])
def test_every_kind_with_any_number_of_labels(kind: Any, number: int, size: Any, name: str) -> None:
    for series in (1, 5) if kind in ("line", "stacked") else (1,):
        one = many(kind, number, name, series)
        svg = one.svg(size)
        readable(svg)
        root = ET.fromstring(svg)
        assert (int(root.get("width", 0)), int(root.get("height", 0))) == one.size(size)
        assert one.finding and len(one.rows) == number
        drawn = min(number, MOST_POINTS if kind == "line" else MOST_BARS)
        assert len(one.shown) == drawn and one.left_out == number - drawn


def test_bars_are_as_long_as_their_numbers() -> None:
    one = chart("bars", "T", ["a", "b", "c"], {"n": [10, 40, 0]})
    bars = [
        (float(bar.get("width", 0)), float(bar.get("y", 0)))
        for bar in ET.fromstring(one.svg("half")).iter(f"{SVG}rect")
        if bar.get("class") == "primary"
    ]
    assert one.shown == (1, 0, 2)  # the most first
    assert len(bars) == 2, "nothing has no bar"
    by_height = [width for width, _y in sorted(bars, key=lambda bar: bar[1])]
    assert by_height[1] * 4 == pytest.approx(by_height[0], abs=1)
    given_order = chart("bars", "T", ["a", "b", "c"], {"n": [10, 40, 0]}, order="given")
    assert given_order.shown == (0, 1, 2)


def test_stacked_parts_stand_one_after_another() -> None:
    one = chart(
        "stacked", "T", ["a", "b"], {"yes": [3, 1], "rest": [1, 1]}, tones=("green", "soft")
    )
    rects = [
        bar for bar in ET.fromstring(one.svg("wide")).iter(f"{SVG}rect")
        if bar.get("class") in ("green", "soft") and bar.get("height") == "16"
    ]  # fmt: skip
    assert len(rects) == 4
    first = sorted(
        (
            bar
            for bar in rects
            if bar.get("y") == min((b.get("y") for b in rects), key=lambda y: float(y or 0))
        ),
        key=lambda bar: float(bar.get("x", 0)),
    )
    ends = float(first[0].get("x", 0)) + float(first[0].get("width", 0))
    assert ends + 2 == pytest.approx(float(first[1].get("x", 0)), abs=1), "a gap between them"
    assert first[0].get("class") == "green"
    yes, rest = (float(bar.get("width", 0)) + 2 for bar in first)
    assert yes == pytest.approx(3 * rest, rel=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_stays_words(kind: Any) -> None:
    one = chart(kind, HOSTILE, [HOSTILE, LONG], {HOSTILE: [1, 2]}, notes=[HOSTILE, "\ud800"])
    for size in WIDTHS:
        svg = one.svg(size)
        root = ET.fromstring(svg)
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
            "svg", "title", "style", "rect", "g", "path", "circle", "polygon", "text"
        }  # fmt: skip
        for each in root.iter():
            assert not any(name.startswith("on") or "href" in name for name in each.attrib)
        assert "<script" not in svg and "\x00" not in svg and "\u202e" not in svg
        assert "script" not in style() and "url(" not in style() and "@import" not in style()


def test_the_same_numbers_give_the_same_bytes_in_the_readers_language() -> None:
    one = chart("bars", "T", ["a"], {"n": [1250]})
    assert one.svg() == chart("bars", "T", ["a"], {"n": [1250]}).svg()
    assert "1.250" in one.svg()
    with force_locale("en"):
        assert "1,250" in one.svg()
    assert not re.search(r"20\d\d-\d\d-\d\d|pygal|uuid", one.svg())


def test_colours_are_the_tokens_in_both_modes() -> None:
    light, dark = tokens()
    assert light["surface"] != dark["surface"] and light["primary"] != dark["primary"]
    before, _media, after = style().partition("@media (prefers-color-scheme:dark)")
    assert light["primary"] in before and dark["primary"] in after
    assert dark["ink"] not in before and light["ink"] not in after
    for tone in TONES:
        assert f".{tone}{{" in before and f".{tone}{{" in after


@pytest.mark.parametrize("values", [[-1], [float("nan")], [float("inf")], ["1"], [1, 2]], ids=str)
def test_numbers_that_cannot_be_drawn_are_refused(values: Any) -> None:
    with pytest.raises(ValueError):
        chart("bars", "T", ["a"], {"n": values})


def test_what_a_chart_is_not_is_refused() -> None:
    for arguments in (
        ("pie", "T", ["a"], {"n": [1]}),
        ("bars", "T", ["a"], {}),
        ("line", "T", ["a"], {str(n): [1] for n in range(7)}),
    ):
        with pytest.raises(ValueError):
            chart(*arguments)  # type: ignore[arg-type]
    for more in ({"tones": ["pink"]}, {"notes": []}):
        with pytest.raises(ValueError):
            chart("bars", "T", ["a"], {"n": [1]}, **more)  # type: ignore[arg-type]


def test_the_finding_says_the_most() -> None:
    assert "b (40)" in chart("bars", "T", ["a", "b"], {"n": [10, 40]}).finding
    assert chart("bars", "T", ["a"], {"n": [1]}, finding="As said").finding == "As said"
    over = chart("line", "T", ["2024", "2026"], {"n": [10, 40]}).finding
    assert "2024" in over and "10" in over and "40" in over
    assert "Besøgt 9" in chart("funnel", "T", ["Besøgt", "I brug"], {"n": [9, 2]}).finding
    zero = chart("bars", "T", ["a"], {"n": [0]}).finding
    assert "a (0)" not in zero


def test_a_gap_in_a_line_is_a_gap() -> None:
    whole = chart("line", "T", list("abcd"), {"n": [1, 2, 3, 4]}).svg()
    gap = chart("line", "T", list("abcdef"), {"n": [1, 2, None, 4, 5, 6]}).svg()
    lines = re.compile(r'<path class="l primary"')
    assert [len(lines.findall(one)) for one in (whole, gap)] == [1, 2]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=14), st.data())
def test_any_words_are_readable(labels: list[str], data: Any) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    numbers = st.integers(min_value=0, max_value=10**7)
    values = data.draw(st.lists(numbers, min_size=len(labels), max_size=len(labels)))
    one = chart(kind, "T", labels, {"Series": values})
    for size in WIDTHS:
        readable(one.svg(size))


@given(st.text(max_size=120), st.integers(min_value=40, max_value=400))
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_words_are_made_to_fit(text: str, width: int) -> None:
    lines = fit(text, width, 2)
    assert 1 <= len(lines) <= 2
    assert all(width_of(line) <= width for line in lines)


def test_how_words_break() -> None:
    assert fit("Korte møder med en tavle", 100, 2)[0] == "Korte møder"
    assert "".join(fit("Sundheds\u00adkompetence", 90, 2)) == "Sundheds-kompetence"
    assert fit(LONG, 100, 2)[-1].endswith("…")
    assert fit("Kort", 100) == ["Kort"] and fit("", 100) == [""]


def test_the_answer_is_a_picture_and_no_page(app: Flask) -> None:
    one = chart("bars", "T", ["a"], {"n": [1]})
    with app.test_request_context("/?size=narrow"):
        response = chart_response(one)
        assert response.mimetype == "image/svg+xml"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "private" in response.headers["Cache-Control"]
        assert 'width="340"' in response.get_data(as_text=True)
        tag = response.headers["ETag"]
    with app.test_request_context("/?size=narrow", headers={"If-None-Match": tag}):
        assert chart_response(one).status_code == 304
    with app.test_request_context("/?size=999999999999999"):
        assert 'width="1070"' in chart_response(one).get_data(as_text=True)


def test_a_phone_lays_columns_down_where_they_would_find_no_room() -> None:
    few, more = many("columns", 4), many("columns", 9)
    assert standing_of(few, "narrow").below
    assert len(bars_of(more, "narrow").rows) == 9
    assert more.size("narrow")[1] > few.size("narrow")[1]
