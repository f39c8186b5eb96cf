"""Dates after after: and before:, and what can be taken out of a query to find more."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.search.engine.dates import read_date
from portal.search.engine.query import parse, wider

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2025-2-7", "2025-02-07", "2025-02-07"),
        ("7.2.2025", "2025-02-07", "2025-02-07"),
        ("7/2-2025", "2025-02-07", "2025-02-07"),
        ("07-02-25", "2025-02-07", "2025-02-07"),
        ("2/2025", "2025-02-01", "2025-02-28"),
        ("1. marts 2026", "2026-03-01", "2026-03-01"),
        ("1 mar. 2026", "2026-03-01", "2026-03-01"),
        ("den 24. dec 2024", "2024-12-24", "2024-12-24"),
        ("marts 2026", "2026-03-01", "2026-03-31"),
        ("Marts", "2026-03-01", "2026-03-31"),
        ("december", "2025-12-01", "2025-12-31"),
        ("24. december", "2025-12-24", "2025-12-24"),
        ("21. november", "2026-11-21", "2026-11-21"),
        ("March 3, 2026", "2026-03-03", "2026-03-03"),
        ("i går", "2026-11-20", "2026-11-20"),
        ("today", "2026-11-21", "2026-11-21"),
    ],
)
def test_dates_as_they_are_written(text: str, first: str, last: str) -> None:
    for is_end, expected in ((False, first), (True, last)):
        found = read_date(text + " og mere", is_end=is_end, today=TODAY)
        assert found == (dt.date.fromisoformat(expected), len(text))


@pytest.mark.parametrize(
    "text",
    ["31.2.2025", "0", "99999999", "maj2x", "13/13-2025", "", "x", "0000", "1/2/3/4", "majs"],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text, is_end=True, today=TODAY) is None


def test_a_date_of_several_words_is_no_word_of_the_query() -> None:
    query = parse("møder efter:1. marts 2026 før: 24/12-2026 teams")
    assert [term.text for term in query.terms] == ["møder", "teams"]
    assert (query.after, query.before) == (dt.date(2026, 3, 1), dt.date(2026, 12, 24))
    assert parse('efter:"marts 2026" kultur').after == dt.date(2026, 3, 1)


def test_what_only_looks_like_a_date_is_searched_for() -> None:
    query = parse("efter:lunsj og foer:banan")
    assert (query.after, query.before) == (None, None)
    assert {"efter lunsj", "foer banan"} <= {term.text for term in query.terms}


def test_what_narrows_a_query() -> None:
    query = 'møde "faste dogmer" -team +kultur kind:person efter:1. marts 2026'
    rest = ["møde", '"faste dogmer"', "-team", "+kultur", "kind:person", "efter:1. marts 2026"]
    ways = dict(wider(query))
    assert set(ways) == set(rest[1:])
    assert ways["efter:1. marts 2026"] == " ".join(rest[:-1])
    assert ways['"faste dogmer"'] == query.replace('"', "")
    assert ways["+kultur"] == query.replace("+", "")
    assert ways["-team"] == query.replace("-team ", "")
    assert wider("møde kultur") == wider("") == wider('"') == []


@pytest.mark.parametrize(
    "text",
    ['"', '""', "-", "+", "kind:", 'kind:"', "efter:", "a" * 10_000, "(((((a+)+)+)+" * 200,
     "\x00", "\u202eכן שלום", "💩" * 500, '"a" ' * 500, "-" * 5000, ":" * 5000, "efter:1. " * 900,
     "AND OR NOT", "\ud800"],
)  # fmt: skip
def test_no_text_is_refused(text: str) -> None:
    parse(text)
    wider(text)
