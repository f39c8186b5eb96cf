"""The vectorised scoring gives what the plain one gives, on random documents and queries."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from portal.search.engine.base import SearchRequest
from portal.search.engine.documents import Document
from portal.search.engine.whoosh_engine import WhooshEngine
from portal.search.engine.writing import worth_merging

from .engine_support import FACETS, analysis, make
from .plain_scoring import ranking

TEXT = (
    "lærer læreren lærere elev elever elevens undervisning undervise underviser skole skoler "
    "skoleledelse skoleleder ledelse leder ledere klasserum klasserumsledelse rum viden "
    "videndeling dele møde møder mødekultur kultur eksperiment eksperimenter faktaark fakta ark "
    "børn barn børnehave og i på om til bog bøger"
)
WORDS = TEXT.split()
QUERIES = (
    "lærer", "skole ledelse", "+leder +møde", "deler viden", '"møde kultur"', '"fakta ark"',
    "klasseledelse", "børn bøger", "undervisnign", "mødekulturen elever", "skoleledelse kultur om",
    "+børnehave lærer", "under visning lærer", "faktaarket", "lærre", "elevernes klasserum",
)  # fmt: skip


def document(rng: random.Random, number: int) -> Document:
    labels = rng.sample(["a", "b", "c"], rng.randint(1, 2))
    return make(
        number,
        " ".join(rng.choices(WORDS, k=rng.randint(1, 4))).capitalize(),
        " ".join(rng.choices(WORDS, k=rng.randint(0, 40))),
        audience=frozenset(labels),
        date=datetime.date(2025, 1, rng.randint(1, 28)),
        unit=(rng.choice("xyz"),),
    )


@pytest.mark.parametrize("seed", range(4))
def test_scores_and_order_are_those_of_the_plain_way(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    engine = WhooshEngine(tmp_path, FACETS)
    engine.rebuild(document(rng, n) for n in range(60))
    for _ in range(3):  # several segments, and deletions in them
        engine.index([document(rng, rng.randrange(80)) for _ in range(6)])
    snapshot = engine._reader.snapshot()
    compared = 0
    for query in QUERIES:
        request = SearchRequest(
            query,
            frozenset(rng.sample(["a", "b", "c"], 2)),
            hidden=frozenset({("factsheet", str(rng.randrange(60)))}),
            limit=200,
        )
        expected = ranking(request, snapshot, analysis())
        result = engine.search(request)
        assert [hit.id for hit in result.hits] == [number for _, number in expected]
        assert [hit.score for hit in result.hits] == [round(score, 4) for score, _ in expected]
        assert result.total == len(expected)
        compared += len(expected)
        page = engine.search(SearchRequest(query, request.audience, hidden=request.hidden,
                                           offset=5, limit=5))  # fmt: skip
        assert page.hits == result.hits[5:10]
    assert compared > 100


def test_merging_keeps_scores(tmp_path: Path) -> None:
    rng = random.Random(9)
    engine = WhooshEngine(tmp_path, FACETS)
    engine.rebuild(document(rng, n) for n in range(30))
    for n in range(20):
        engine.index([document(rng, rng.randrange(40)) for _ in range(2)])
        if n % 3 == 0:
            engine.optimise(1000)
    requests = [SearchRequest(q, frozenset("ab"), limit=99, facets=("unit",)) for q in QUERIES]
    before = [engine.search(request) for request in requests]
    assert engine.optimise()
    assert [engine.search(request) for request in requests] == before
    assert len(engine._reader.snapshot().segments) == 1


def test_small_segments_are_merged_and_large_ones_left_alone(tmp_path: Path) -> None:
    rng = random.Random(3)
    engine = WhooshEngine(tmp_path, FACETS)
    engine.rebuild(document(rng, n) for n in range(100))
    large = engine._reader.snapshot().segments[0].name
    for n in range(20):
        engine.index([document(rng, 1000 + n)])
        engine.optimise(90)
    segments = engine._reader.snapshot().segments
    assert [segment.name for segment in segments].count(large) == 1
    assert len(segments) == 2
    assert engine.doc_count == 120


def test_larger_segments_wait_for_some_of_their_size() -> None:
    class Segment:
        def __init__(self, size: int) -> None:
            self.doc_count_all = lambda: size

    sizes = [20_000, 300, 400, 500, 10]
    assert worth_merging([Segment(n) for n in sizes], 2_000) == []
    chosen = worth_merging([Segment(n) for n in (*sizes, 600)], 2_000)
    assert [segment.doc_count_all() for segment in chosen] == [300, 400, 500, 600]
