"""Stems, roots and compounds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from portal.search.engine.danish.distil import from_dictionary
from portal.search.engine.danish.normalise import normalise
from portal.search.engine.danish.stem import root, stem
from portal.search.engine.danish.stopwords import is_stop_word
from portal.search.engine.danish.vocabulary import (
    RULES_VERSION,
    VOCABULARY_VERSION,
    Vocabulary,
    load_vocabulary,
)

from .engine_support import analysis


@pytest.mark.parametrize(
    "forms",
    [
        "ambassadør ambassadøren ambassadører ambassadørerne ambassadørernes",
        "bog bogen bøger bøgerne",
        "regel regler reglerne",
        "proces processen processer processerne",
        "kvalitet kvaliteten kvaliteter",
        "leder ledere lederen lederne lederes",
        "evaluere evaluerer evalueret evaluerede evaluerende",
        "rum rummet rummene",
        "drejebog drejebogen drejebøger drejebøgerne",
        "læringsspil læringsspillet laeringsspillet",
        "bioanalytiker bioanalytikere bioanalytikerens",
        "kollegial kollegialt kollegiale",
        "personalemøde personalemøder personalemøderne",
    ],
)
def test_inflections_share_a_stem(forms: str) -> None:
    assert len({analysis().word(form).stem for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["leder ledelse", "moderne møde", "sommer som", "vejleder vejledning", "plads plade"],
)
def test_other_words_do_not(words: str) -> None:
    assert len({analysis().word(word).stem for word in words.split()}) == 2


@pytest.mark.parametrize(
    "words",
    [
        "koordinering koordination koordinere koordinator",
        "motivation motivere motiveret",
        "differentiering differentiere differentieret",
        "leder ledelse lede",
        "implementering implementere implementation",
    ],
)
def test_relatives_share_a_root(words: str) -> None:
    assert len({analysis().word(word).root for word in words.split()}) == 1


def test_root_is_final() -> None:
    for word in ("organisering", "evalueringsmæssig", "produktivitet"):
        once = root(stem(word))
        assert root(once) == once


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("faktaark", "fakta+ark"),
        ("klasserumsledelse", "klas+rum+ledels"),
        ("dogmeregler", "dogm+regel"),
        ("bioanalytikeruddannelsen", "bio+analytiker+uddannels"),
        ("eksperimentambassadørerne", "eksperiment+ambassador"),
        ("laeringsspil", "laring+spil"),
        ("sommerlejr", "sommer+lejr"),
        ("arbejdsgruppe", "arbejd+grup"),
        ("udviklingskadence", "udvikling+kadenc"),
    ],
)
def test_compounds_are_split(word: str, key: str) -> None:
    assert analysis().word(word).key == key


def test_the_linking_letter_does_not_matter() -> None:
    word = analysis().word
    assert word("videndeling").key == word("vidensdelingens").key != ""


NO_COMPOUNDS = """undervisning vejledning kultur kulturen formål station institution forandring
ambassadør medarbejder udfordring motivation kompetence portal leder ledelse samarbejde
koordination læring erfaring deltager funktion hverdag"""


@pytest.mark.parametrize(
    "word",
    NO_COMPOUNDS.split(),
)
def test_what_only_looks_like_a_compound_is_none(word: str) -> None:
    assert analysis().word(word).key == ""


def words_of(text: str) -> list[set[str]]:
    return [{w.surface for w in o.words} for o in analysis().occurrences(normalise(text))]


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("læse- og skrivefærdigheder", 0, "læsefærdigheder"),
        ("nye ledelses- og samarbejdsformer", 1, "ledelsesformer"),
        ("fag- eller kompetencegrupper", 0, "faggrupper"),
        ("mødestrukturen og -aktiviteten", 2, "mødeaktiviteten"),
        ("social- og sundhedshjælperuddannelse", 0, "socialhjælperuddannelse"),
        ("op-, ned- og sidespor", 0, "opspor"),
    ],
)
def test_suspended_compounds_are_completed(text: str, position: int, word: str) -> None:
    assert word in words_of(text)[position]


def test_stop_words_in_every_spelling() -> None:
    assert all(map(is_stop_word, ["på", "paa", "pa", "gør", "goer", "hvordan"]))
    assert not any(map(is_stop_word, ["ledelse", "motivation", "far"]))


def test_a_vocabulary_survives_being_written() -> None:
    made = from_dictionary(
        {"regler": "regel", "regel": "regel", "fagregel": "fagregel", "fagregler": "fagregel"}
    )
    assert Vocabulary.loads(made.dumps()) == made
    assert made.irregular["regler"] == "regel"
    with pytest.raises(ValueError, match="short"):
        Vocabulary.loads(made.dumps()[:-3])


def test_a_damaged_vocabulary_is_replaced(tmp_path: Path) -> None:
    analysis()
    path = tmp_path / f"danish-{VOCABULARY_VERSION}.txt"
    load_vocabulary(tmp_path)
    assert Vocabulary.loads(path.read_text(encoding="utf-8")) == analysis().vocabulary


# If this fails, words are analysed differently from what lies in people's indexes: raise
# RULES_VERSION, so that they are rebuilt, and note the new digest here.
SAMPLE = """ambassadører bøger regler klasserumsledelse videndeling vidensdelingen faktaark
mødekulturen koordinering evaluerede bioanalytikeruddannelsen laeringsspil kodex linieleder
undervisningen personalemøder drejebøger sommerlejr processerne selvstyrende kvalitetssikre
tværorganisatoriske uddannelsesledernes fællesskaber praksisfællesskabet meningsskabelse"""
DIGEST = {8: "3a345df9aa560122"}


def test_the_analysis_is_that_of_its_version() -> None:
    lines = [repr(analysis().word(word)) for word in SAMPLE.split()]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    assert DIGEST.get(RULES_VERSION) == digest


@pytest.mark.parametrize(
    ("word", "halves"),
    [
        ("uddannelsesaften", ("uddannelse", "aften")),
        ("informationsaften", ("information", "aften")),
        ("ledelsessamtale", ("ledelse", "samtale")),
        ("undervisningsted", ("undervisning", "sted")),
    ],
)
def test_a_linking_s_belongs_to_the_word_before(word: str, halves: tuple[str, str]) -> None:
    assert analysis().word(word).halves == halves
