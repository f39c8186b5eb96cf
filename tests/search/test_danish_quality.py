"""The search on real documents: the judged queries, and text as PDF extraction leaves it."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from portal.search.engine.base import Marked
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import ask, engine_with, found, make, shared_folder

ROOT = Path(__file__).resolve().parents[2]


def test_the_judged_queries() -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import search_eval
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    shared = shared_folder()
    queries = search_eval.load_queries(shared / "search-eval" / "queries.json")
    documents = search_eval.load_documents(shared)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        figures = search_eval.evaluate(search_eval.portal_engine(documents, Path(name)), queries)
    assert figures.ndcg >= 0.97
    assert len(figures.top3_misses) <= 1


def test_many_ways_to_write_one_need(tmp_path: Path) -> None:
    """Cut, joined, inflected, in every spelling, with slips: made by rule, not chosen by us."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import search_eval
        import variants
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    documents = search_eval.load_documents(shared_folder())
    queries = variants.variants(documents)
    figures = search_eval.evaluate(search_eval.portal_engine(documents, tmp_path), queries)
    assert len(queries) > 1500
    assert figures.ndcg >= 0.955
    assert len(figures.top3_misses) <= 0.018 * len(queries)
    assert min(figures.kinds[k] for k in ("cut", "hyphened", "aa oe ae", "a o a")) >= 0.97


@pytest.mark.slow  # a process of its own that does all of the above once more
def test_the_benchmark_runs() -> None:
    shared_folder()
    command = [sys.executable, str(ROOT / "benchmarks" / "search_eval.py"), "--json"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@cache
def texts() -> dict[str, str]:
    """The shared documents by name."""
    files = sorted((shared_folder() / "documents").glob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """All documents, each indexed whole, as attachments are."""
    return engine_with(
        tmp_path_factory.mktemp("archive"),
        *(make(name, name, body, kind="file") for name, body in texts().items()),
    )


# Words that stand in one of the documents only broken, with odd spaces or hyphens, or suspended.
@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("læsefærdigheder", "kompetenceudvikling-af-kortuddannede"),
        ("skrivefærdighed", "kompetenceudvikling-af-kortuddannede"),
        ("linjelederne", "kompetenceudvikling-af-kortuddannede"),
        ("sparringsgrupper", "aarhus-faelles-om-ledelse"),
        ("nyhedsbreve", "vaeksthus-for-ledelse-status-2017"),
        ("balkort", "uddannelseslaboratoriet-ledelses-og-samarbejdsformer"),
    ],
)
def test_words_are_found_however_they_were_extracted(
    archive: WhooshEngine, query: str, document: str
) -> None:
    assert document in found(archive, query)[:2]


def test_an_editors_synonym(archive: WhooshEngine) -> None:
    synonyms = {"førstelinjeleder": ["1. linieleder"]}
    result = ask(archive, "førstelinjeledere", synonyms=synonyms)
    assert result.hits[0].id == "kompetenceudvikling-af-kortuddannede"


def test_snippets_of_real_text(archive: WhooshEngine) -> None:
    def text(pieces: Marked) -> str:
        return "".join(piece for piece, _ in pieces)

    for query in ("motivation", "ledere lærer", "kompetenceudvikling", "læsefærdigheder"):
        for hit in ask(archive, query).hits:
            shown = text(hit.snippet)
            assert len(shown) <= 320
            assert not re.search("[\u00a0\u00ad\u2010\u2011\n]|  ", shown)
            assert any(marked for _, marked in hit.snippet)
