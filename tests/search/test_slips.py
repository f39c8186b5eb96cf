"""Misspelt words: which are understood, and what they are taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import ask, engine_with, found, make


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return engine_with(
        tmp_path_factory.mktemp("slips"),
        make("arena", "Arenamodellen"),
        make("portal", "Portalen"),
        make("risk", "Mod og risikovillighed"),
        make("effects", "Kortlægning af effekter"),
        make("papers", "Arbejdspapirer"),
        make("education", "Efteruddannelse"),
        make("other", "Uddannelse efter behov"),
        make("didactics", "Didaktik og didaktisk metode"),
        make("didactician", "Didaktikere"),
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("arenamodlelen", "arena"),  # two letters swapped
        ("arenammodel", "arena"),  # one doubled
        ("rbejdspapirre", "papers"),  # a slip at both ends
        ("aenamodol", "arena"),  # both ends, and 'ae' that is no æ
        ("portlaen", "portal"),  # a swap that looks like an å without the key
        ("risikovilig", "risk"),  # of a word that is there only with '-hed'
        ("effetkortlægning", "effects"),  # of a part of a compound that is nowhere as such
        ("effektkortlgæning", "effects"),
        ("efteruddannellse", "education"),  # before what only has its parts
    ],
)
def test_slips_are_understood(engine: WhooshEngine, typed: str, wanted: str) -> None:
    assert found(engine, typed)[:1] == [wanted]


def test_alike_to_the_last_letter_comes_before_alike_without_endings(engine: WhooshEngine) -> None:
    assert found(engine, "didakttikere")[0] == "didactician"


def test_what_was_meant_is_said_in_a_word_that_is_there(engine: WhooshEngine) -> None:
    assert ask(engine, "arenamodlelen").suggestion == "arenamodellen"
    assert ask(engine, "arenamodellen").suggestion is None


def test_no_word_of_hidden_documents_is_taken_for_a_slip(tmp_path: Path) -> None:
    few = frozenset({"few"})
    engine = engine_with(
        tmp_path,
        make(1, "Kanariefuglene", "effekt risikovillighed", audience=few),
        make(2, "Kortlægning"),
    )
    for typed in ("kanarifugl", "anariefuglee", "risikovilig", "efektfugl"):
        result = ask(engine, typed)
        assert (result.total, result.suggestion, result.corrected) == (0, None, False)
    assert ask(engine, "anariefuglee", audience=few).total == 1
