"""The query language."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.engine.query import Term, parse


def test_words_phrases_and_exclusions() -> None:
    query = parse('møder "faglige fællesskaber" -supervision +dogmer')
    assert query.terms == (
        Term("møder"),
        Term("faglige fællesskaber", phrase=True),
        Term("dogmer", required=True),
    )
    assert query.excluded == (Term("supervision"),)


def test_operators() -> None:
    assert [t.required for t in parse("a AND b OR c").terms] == [True, True, False]
    assert parse("a NOT b").excluded == (Term("b"),)
    assert parse("a OG b").terms[1].required
    assert [t.text for t in parse("salt og peber").terms] == ["salt", "og", "peber"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("kind:factsheet x", {"kind": ("factsheet",)}),
        ("slags:faktaark", {"kind": ("faktaark",)}),
        ('enhed:"Det Store Institut" x', {"unit": ("Det Store Institut",)}),
        ("emne:trivsel tag:læring", {"tag": ("trivsel", "læring")}),
        ("programme:x", {"programme": ("x",)}),
    ],
)
def test_fields(text: str, fields: dict[str, tuple[str, ...]]) -> None:
    assert parse(text).fields == fields


def test_fields_can_be_excluded_and_others_are_words() -> None:
    assert parse("-kind:person").excluded_fields == {"kind": ("person",)}
    query = parse("kl:10 https://skole.example/side")
    assert query.fields == {}
    assert [t.text for t in query.terms] == ["kl 10", "https://skole.example/side"]


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("efter:2024", (2024, 1, 1), None),
        ("after:2024-03", (2024, 3, 1), None),
        ("before:2024", None, (2024, 12, 31)),
        ("før:2024-02", None, (2024, 2, 29)),
        ("foer:02-03-2024", None, (2024, 3, 2)),
        ("efter:2.3.2024 før:2024-12-24", (2024, 3, 2), (2024, 12, 24)),
    ],
)
def test_dates(
    text: str, after: tuple[int, int, int] | None, before: tuple[int, int, int] | None
) -> None:
    query = parse(text)
    assert query.after == (datetime.date(*after) if after else None)
    assert query.before == (datetime.date(*before) if before else None)
    assert query.terms == ()


def test_a_date_that_is_none_is_a_word() -> None:
    assert [t.text for t in parse("efter:2024-13-40 før:i aften").terms] == [
        "efter 2024-13-40",
        "før i",
        "aften",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"faglige fællesskaber', ["faglige fællesskaber"]),
        ("-", []),
        ("- ", []),
        ("***", []),
        ("🙂", []),
        ('""', []),
        ("unit:", ["unit:"]),
        (":", []),
        ("“faglige fællesskaber”", ["faglige fællesskaber"]),
    ],
)
def test_broken_queries_are_read_as_well_as_can_be(text: str, words: list[str]) -> None:
    assert [term.text for term in parse(text).terms] == words


def test_long_queries_are_cut() -> None:
    assert len(parse("ord " * 2500).terms) <= 32
    assert len(parse("x" * 10_000).text) <= 400


@given(st.text(alphabet=st.sampled_from('ab -+":#*\\()ANDOR\n\u00a0æ–før2024.'), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_is_an_error(text: str) -> None:
    parse(text)
