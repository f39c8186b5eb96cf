"""Searching: what finds what, in which order, and what is counted."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.search.engine.base import Suggestion
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import EVERYONE, ask, engine_with, found, make


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """A handful of made-up sheets."""
    return engine_with(
        tmp_path_factory.mktemp("index"),
        make(1, "Ambassadører i praksis", "Et korps af kolleger.", unit=("u1",), tag=("a", "b")),
        make(2, "Mødekultur", "Teamet aftalte dogmeregler.", unit=("u2",), tag=("a",)),
        make(3, "Videndeling på tværs", "Alle fortæller.", keywords="Vidensbank", unit=("u1",)),
        make(4, "Rundt om klasserumsledelse", "Læse- og skrivefærdigheder.", unit=("u2",)),
        make(5, "Fakta-ark for alle", "Arket er kort.", date=datetime.date(2024, 5, 1)),
        make(6, "Mette Ambassadør", kind="person", date=datetime.date(2023, 5, 1)),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ambassadøren", {"1", "6"}),
        ("ambassadoer", {"1", "6"}),
        ("ambassador", {"1", "6"}),
        ("ambasadør", {"1", "6"}),
        ("modekulturen", {"2"}),
        ("dogmer", {"2"}),
        ("dogme regel", {"2"}),
        ("vidensdeling", {"3"}),
        ("hvordan deler vi viden?", {"3"}),
        ("vidensbank", {"3"}),
        ("klasserum ledelse", {"4"}),
        ("klasserums-ledelse", {"4"}),
        ("ledelse", {"4"}),
        ("læsefærdigheder", {"4"}),
        ("faktaark", {"5"}),
        ("fakta ark", {"5"}),
        ("fakta-arket", {"5"}),
    ],
)
def test_every_way_of_writing_finds_it(
    engine: WhooshEngine, query: str, expected: set[str]
) -> None:
    assert set(found(engine, query)) == expected


def test_nearer_matches_come_first(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        make("typo", "Supervision", "Om supervizor."),
        make("part", "Andet", "Vi taler om kollegasupervision her."),
        make("stem", "Andet", "Vi taler om supervisionen her ja."),
        make("exact", "Andet", "Vi taler om supervision her ja."),
        make("title", "Supervision i teamet", "Vi taler om noget andet her."),
        make("keyword", "Andet", "Vi taler om noget andet her.", keywords="supervision"),
    )
    order = [i for i in found(engine, "supervision") if i != "typo"]
    assert order == ["title", "keyword", "exact", "stem", "part"]
    folded = engine_with(
        tmp_path / "b",
        make("folded", "Andet", "Om laering her."),
        make("exact", "Andet", "Om læring her."),
        make("stem", "Andet", "Om læringen her."),
    )
    assert found(folded, "læring") == ["exact", "folded", "stem"]


def test_stop_words_do_not_drown_the_rest(engine: WhooshEngine) -> None:
    assert found(engine, "hvordan får vi en ny mødekultur på alle vores skoler")[0] == "2"
    assert "3" in found(engine, "på")


def test_the_query_language(engine: WhooshEngine) -> None:
    assert found(engine, '"korps af kolleger"') == ["1"]
    assert found(engine, '"kolleger af korps"') == []
    assert found(engine, '"fakta ark for"') == ["5"]
    assert found(engine, "ambassadør -korps") == ["6"]
    assert found(engine, "ambassadør kind:person") == ["6"]
    assert found(engine, "-kind:factsheet") == ["6"]
    assert set(found(engine, "enhed:u1")) == {"1", "3"}
    assert found(engine, "efter:2024") == ["5"]
    assert found(engine, "før:2023-12") == ["6"]
    assert found(engine, "ambassadør +korps") == ["1"]
    assert found(engine, "ambassadør AND korps") == ["1"]


def test_names_of_fields_are_resolved_by_the_caller(engine: WhooshEngine) -> None:
    keys = {("unit", "Den store"): ["u2"]}
    result = ask(engine, 'unit:"Den store"', resolve=lambda *name: keys.get(name, []))
    assert {hit.id for hit in result.hits} == {"2", "4"}
    assert ask(engine, "unit:ukendt", resolve=lambda *name: keys.get(name, [])).total == 0


def test_synonyms(engine: WhooshEngine) -> None:
    assert found(engine, "repræsentanter") == []
    assert set(found(engine, "repræsentanter", synonyms={"repræsentant": ["ambassadør"]})) == {
        "1",
        "6",
    }
    of_phrases = {"unge hjørne": ["korps af kolleger"]}
    assert found(engine, "de unges hjørner", synonyms=of_phrases) == ["1"]
    assert found(engine, "hjørner for unge", synonyms=of_phrases) == []


def test_facets_count_with_the_filters_of_the_others(engine: WhooshEngine) -> None:
    result = ask(engine, "", facets=("unit", "tag", "kind"), filters={"unit": frozenset({"u1"})})
    assert result.total == 2
    assert result.facets["unit"] == {"u1": 2, "u2": 2}
    assert result.facets["tag"] == {"a": 1, "b": 1}
    assert result.facets["kind"] == {"factsheet": 2}


def test_sorting_and_pages(engine: WhooshEngine) -> None:
    assert found(engine, "ambassadør ark", sort="newest")[:2] == ["5", "6"]
    everything = found(engine, "", limit=10)
    assert [*found(engine, "", limit=4), *found(engine, "", offset=4, limit=4)] == everything
    assert len(everything) == 6


def test_did_you_mean(engine: WhooshEngine) -> None:
    result = ask(engine, "mødekulutr")
    assert (result.suggestion, result.corrected) == ("mødekultur", True)
    result = ask(engine, "mødekultur")
    assert (result.suggestion, result.corrected) == (None, False)
    result = ask(engine, "mødekulutr", filters={"unit": frozenset({"u1"})})
    assert (result.total, result.suggestion) == (0, None)


def test_completions(engine: WhooshEngine) -> None:
    sheet = Suggestion("factsheet", "1", "Ambassadører i praksis")
    assert engine.suggest("amb", EVERYONE)[0].id == "1"
    assert {s.id for s in engine.suggest("amb", EVERYONE)} == {"1", "6"}
    assert engine.suggest("prak amb", EVERYONE) == [sheet]
    assert [s.id for s in engine.suggest("vidensb", EVERYONE)] == ["3"]
    assert [s.id for s in engine.suggest("moede", EVERYONE)] == ["2"]
    assert engine.suggest("", EVERYONE) == []
    assert engine.suggest("amb", frozenset()) == []
    assert engine.suggest("amb", EVERYONE, kinds=frozenset({"person"}))[0].id == "6"
    assert engine.suggest("prak", EVERYONE, hidden=frozenset({("factsheet", "1")})) == []


@pytest.mark.parametrize("query", ['"', "-", "AND OR", "x" * 10_000, "***", "🙂", "og i på", "a:b"])
def test_odd_queries_have_answers(engine: WhooshEngine, query: str) -> None:
    assert not ask(engine, query, facets=("unit",)).unavailable


@given(st.text(max_size=40))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_query_fails(engine: WhooshEngine, query: str) -> None:
    assert not ask(engine, query).unavailable
    engine.suggest(query, EVERYONE)


def test_many_synonyms_cost_one_preparation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.search.engine.danish.analysis import Analysis

    engine = engine_with(tmp_path, make(1, "Mødekultur"), make(2, "Skov"))
    words = [f"ord{n}" for n in range(3_000)]
    synonyms = {word: [f"andet{word}"] for word in words} | {"forsamling": ["mødekultur"]}
    assert found(engine, "forsamlinger", synonyms=synonyms) == ["1"]
    analysed: list[str] = []
    occurrences = Analysis.occurrences

    def counted(self: Analysis, text: str) -> object:
        analysed.append(text)
        return occurrences(self, text)

    monkeypatch.setattr(Analysis, "occurrences", counted)
    assert set(found(engine, "forsamling skov", synonyms=synonyms)) == {"1", "2"}
    assert len(analysed) < 20
    assert found(engine, "forsamling", synonyms={"forsamling": ["skov"]}) == ["2"]
