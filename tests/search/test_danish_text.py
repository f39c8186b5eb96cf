"""Normalising, cutting and folding Danish text."""

from __future__ import annotations

import pytest

from portal.search.engine.danish.fold import digraphs, fold
from portal.search.engine.danish.normalise import normalise
from portal.search.engine.danish.tokens import tokenise


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a\u00a0b", "a b"),
        ("fakta\u00adark", "faktaark"),
        ("fakta\u2010ark", "fakta-ark"),
        ("fakta\u2011ark", "fakta-ark"),
        ("la\u030aene", "låene"),
        ("ledel-\nsesmæssig", "ledelsesmæssig"),
        ("ledel\u2010 \n  sesmæssig", "ledelsesmæssig"),
        ("fag-\nog kompetencegrupper", "fag- og kompetencegrupper"),
        ("TIFS-\nModel", "TIFS-Model"),
        ("en – to", "en – to"),
    ],
)
def test_normalise(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


@pytest.mark.parametrize(
    "spellings",
    [
        ["læringsspil", "laeringsspil", "laringsspil", "LÆRINGSSPIL"],
        ["mødekultur", "moedekultur", "modekultur"],
        ["håb", "haab", "hab"],
        ["kodeks", "kodex"],
        ["linjeleder", "linieleder"],
        ["idé", "ide"],
    ],
)
def test_every_spelling_folds_to_one(spellings: list[str]) -> None:
    assert len({fold(word) for word in spellings}) == 1


def test_digraphs() -> None:
    assert digraphs("Ærø å") == "aeroe aa"


def surfaces(text: str) -> list[str]:
    return [token.surface for token in tokenise(text)]


def test_tokens() -> None:
    assert surfaces("Fakta-ark, TEC’s UddX' (2. udgave)") == [
        "faktaark",
        "tec",
        "uddx",
        "2",
        "udgave",
    ]
    assert surfaces("*** – ’ -- 🙂 …") == []


def test_a_hyphen_joins_and_keeps_its_pieces() -> None:
    (token,) = tokenise("UU-vejleder")
    assert (token.surface, token.pieces) == ("uuvejleder", ("uu", "vejleder"))
    assert (token.start, token.end) == (0, 11)


def test_suspended_hyphens_are_noticed() -> None:
    first, _, last = tokenise("fag- og kompetencegrupper")
    assert first.open_end and not last.open_end
    assert list(tokenise("struktur og -aktivitet"))[2].open_start
