"""The other real documents, attached to sheets as txt, docx and pdf: the judged queries of ours."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.search.engine.base import SearchRequest
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import shared_folder

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "benchmarks" / "attachment_queries.json"


@pytest.fixture(scope="module")
def benchmark() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import search_eval
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    return search_eval


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_judged_queries_over_attachments(benchmark: Any, form: str, tmp_path: Path) -> None:
    shared = shared_folder()
    sheets = benchmark.load_documents(shared)
    hosts = benchmark.hosts(shared / "documents", form, benchmark.EVERYONE)
    names = {host.title: name for name, host in hosts.items()}
    parts = {host.id: host.attachments[0].load() for host in hosts.values()}
    engine = WhooshEngine(tmp_path, ())
    engine.rebuild([*sheets, *hosts.values()])
    gains, quoted = [], []
    for judged in json.loads(QUERIES.read_text(encoding="utf-8")):
        request = SearchRequest(judged["query"], benchmark.EVERYONE)
        hits = engine.search(request).hits
        found = [names.get(hit.title, hit.title) for hit in hits]
        gains.append(benchmark.ndcg(found, judged["relevant"]))
        for hit in hits:
            if judged["relevant"].get(names.get(hit.title)) == 2 and hit.found_in:
                marked = hit.found_in.quote(parts[hit.id][hit.found_in.part])
                text = "".join(piece for piece, _ in marked).lower()
                quoted.append(bool(re.search(judged["says"], text)))
    assert len(gains) >= 40
    assert sum(gains) / len(gains) >= 0.95
    # What is quoted is the place that was meant.
    assert len(quoted) >= 0.95 * len(gains)
    assert sum(quoted) / len(quoted) >= 0.9


def test_real_documents_with_every_vice_of_typesetting(benchmark: Any, tmp_path: Path) -> None:
    """What stands in a document only broken or suspended is found in its PDF."""
    shared = shared_folder()
    engine = WhooshEngine(tmp_path, ())
    hosts = benchmark.hosts(shared / "documents", "pdf", benchmark.EVERYONE)
    engine.rebuild(hosts.values())
    by_title = {host.title: name for name, host in hosts.items()}
    for query, name in (
        ("lederroller", "aarhus-faelles-om-ledelse"),
        ("diplomuddannelser", "region-midtjylland-ledelsesudvikling"),
        ("certificeringskrav", "kompetenceudvikling-af-kortuddannede"),
        ('"medarbejderroller i Aarhus"', "aarhus-faelles-om-ledelse"),
    ):
        hits = engine.search(SearchRequest(query, benchmark.EVERYONE)).hits
        assert name in [by_title[hit.title] for hit in hits], query
