"""How the letters æ, ø and å are typed: every spelling finds the word, and no other word."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import engine_with, found, make

FILLER = "noget helt andet om dagen og vejen " * 30


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    folder: Path = tmp_path_factory.mktemp("letters")
    return engine_with(
        folder,
        make("lars", "Lars Emil Thygesen", kind="person"),
        make("sheet", "Fælles møder", f"En lærer fortæller. {FILLER}"),
        make("role", "Roller i hverdagen", f"lærerens arbejde {FILLER}"),
        make("book", "Anden bog", "mange ting"),
        make("hear", "At høre efter", "stilhed"),
        make("hore", "Hore", "et andet ord"),
        make("mole", "Molen", "ved havet"),
    )


@pytest.mark.parametrize("query", ["lærer", "laerer", "larer", "lærere", "læreren"])
def test_a_teacher_is_not_lars(engine: WhooshEngine, query: str) -> None:
    assert set(found(engine, query)) == {"sheet", "role"}


def test_a_derived_word_is_not_lars_either(engine: WhooshEngine) -> None:
    assert "lars" not in found(engine, "læring")


def test_lars_comes_first_when_he_is_asked_for(engine: WhooshEngine) -> None:
    assert found(engine, "lars")[0] == "lars"


def test_a_word_without_the_typed_letter_only_answers_where_nothing_else_does(
    engine: WhooshEngine,
) -> None:
    assert found(engine, "høre") == ["hear"]
    assert found(engine, "mølen") == ["mole"]


def test_a_vowel_that_inflection_changes_is_no_other_letter(engine: WhooshEngine) -> None:
    assert found(engine, "bøger") == ["book"]
    assert found(engine, "boger") == ["book"]
