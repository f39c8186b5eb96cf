"""Snippets: the right window, whole words, the right marks."""

from __future__ import annotations

import pytest

from portal.search.engine.base import Marked
from portal.search.engine.snippets import Cores, mark, matcher, snippet

from .engine_support import analysis

FILLER = "Her står der noget ganske andet om alt muligt fra en lang dag. " * 12


def cores(marks: set[str]) -> Cores:
    return Cores(marks, lambda stem: {"barn": ("børn", "børnene")}.get(stem, ()))


def shown(marks: set[str], text: str) -> Marked:
    return snippet(text, analysis(), matcher(marks, analysis()), cores(marks))


def text_of(pieces: Marked) -> str:
    return "".join(text for text, _ in pieces)


def test_matches_are_marked_as_they_are_searched() -> None:
    pieces = shown({"~ambassador", ".ambassador"}, "Nye eksperimentambassadører og AMBASSADØREN.")
    assert [text for text, marked in pieces if marked] == [
        "eksperimentambassadører",
        "AMBASSADØREN",
    ]


def test_the_window_is_where_most_different_matches_are() -> None:
    text = FILLER + "Møder. " + FILLER + "Møder med dogmer." + FILLER
    pieces = shown({"~" + analysis().word(w).stem for w in ("møder", "dogmer")}, text)
    assert "Møder med dogmer" in text_of(pieces)
    assert 120 < len(text_of(pieces)) < 260
    assert pieces[0][0].startswith("… ") and pieces[-1][0].endswith(" …")


def test_no_half_words_and_no_line_ends() -> None:
    text = ("forbedringsproces " * 40 + "\n\n dogmer \t " + "kvalitetsudvikling " * 40).strip()
    words = set(text.split())
    shown_text = text_of(shown({"~dogm"}, text))
    assert {word for word in shown_text.split() if word != "…"} <= words
    assert "\n" not in shown_text and "  " not in shown_text


def test_without_a_match_the_first_sentence() -> None:
    text = "Den første sætning er den der vises, når intet er fundet. " + FILLER
    assert text_of(shown(set(), text)) == text.split(". ")[0] + "."
    assert shown({"~x"}, "") == ()
    assert text_of(shown(set(), "ord " * 200)).endswith(" …")


@pytest.mark.parametrize("text", ["x" * 500, "dogmer " + "x" * 500, "x" * 300 + " dogmer"])
def test_very_long_words(text: str) -> None:
    assert shown({"~dogm"}, text)


def test_marks_are_never_markup() -> None:
    pieces = mark(
        "<b>dogmer</b> & co", analysis(), matcher({"~dogm"}, analysis()), cores({"~dogm"})
    )
    assert text_of(pieces) == "<b>dogmer</b> & co"
    assert ("dogmer", True) in pieces


@pytest.mark.parametrize(
    ("mark_", "word"),
    [
        ("~barn", "børnene"),
        (".barn", "Børnehaven"),
        ("=ambassador", "ambassadoer"),
        ("=arhus", "Aarhus"),
        ("=redidaktisering", "re-didaktisering"),
        ("=kodeks", "kodex"),
    ],
)
def test_a_match_is_found_however_it_is_spelt(mark_: str, word: str) -> None:
    pieces = shown({mark_}, FILLER + f"Men her er {word} nævnt. " + FILLER)
    assert (word, True) in pieces


def test_a_suspended_compound_is_read_with_its_neighbours() -> None:
    pieces = shown({"=lasefardigheder"}, FILLER + "om læse- og skrivefærdigheder. " + FILLER)
    assert any(marked for _, marked in pieces)
