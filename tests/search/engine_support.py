"""What the tests of the engine share."""

from __future__ import annotations

import datetime
import os
from functools import cache
from pathlib import Path

import pytest

from portal.search.engine.base import SearchRequest, SearchResult
from portal.search.engine.danish.analysis import Analysis
from portal.search.engine.documents import Document
from portal.search.engine.whoosh_engine import WhooshEngine

EVERYONE = frozenset({"everyone"})
FACETS = ("tag", "unit")


@cache
def analysis() -> Analysis:
    """The analysis, made once a process."""
    return Analysis.load()


def make(
    number: int | str,
    title: str,
    body: str = "",
    *,
    kind: str = "factsheet",
    keywords: str = "",
    audience: frozenset[str] = EVERYONE,
    date: datetime.date | None = None,
    **facets: tuple[str, ...],
) -> Document:
    """A document with little typing."""
    return Document(
        kind=kind,
        id=str(number),
        title=title,
        url=f"/{kind}/{number}",
        body=body,
        keywords=keywords,
        audience=audience,
        facets=facets,
        date=date,
    )


def engine_with(path: Path, *documents: Document) -> WhooshEngine:
    """An engine that holds these documents."""
    analysis()
    engine = WhooshEngine(path, FACETS)
    engine.rebuild(documents)
    return engine


def ask(engine: WhooshEngine, query: str, **options: object) -> SearchResult:
    """Search as everyone."""
    options.setdefault("audience", EVERYONE)
    return engine.search(SearchRequest(query, **options))  # type: ignore[arg-type]


def found(engine: WhooshEngine, query: str, **options: object) -> list[str]:
    """The ids of what is found, best first."""
    return [hit.id for hit in ask(engine, query, **options).hits]


def shared_folder() -> Path:
    """The folder of shared documents; skips the test without it, but not in CI."""
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("PORTAL_SHARED") or root.parent / "shared")
    if folder.is_dir():
        return folder
    message = f"the shared documents are not at {folder}; PORTAL_SHARED names their folder"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
