"""Nothing hidden shows in any answer.

The measure is non-interference: for every reader, an index of everything answers exactly, to
the last digit of the scores, as an index that holds only what this reader may see.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.engine.base import SearchRequest, SearchResult
from portal.search.engine.documents import Attached, Document
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import EVERYONE, FACETS, analysis, ask, engine_with, make

TEXT = """ambassadør ambassadører ambassaderne møde møder mødekultur kultur videndeling
vidensdeling viden deling dogme dogmeregler regel faktaark fakta-ark kanarifugl kanariefugl
ledelse leder teamledelse team koordinering koordination læring laering læringsspil"""
WORDS = TEXT.split()
LABELS = ("a", "b", "c")
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
labels = st.frozensets(st.sampled_from(LABELS))


files = st.lists(st.tuples(words, st.lists(words, max_size=3)), max_size=2)


def attached(number: int, name: str, parts: list[str]) -> Attached:
    """A file."""
    return Attached(str(number), name, lambda: parts)


def texts_of(document: Document) -> str:
    """All that a document is found by."""
    own = [document.title, document.keywords, document.body]
    for one in document.attachments:
        own += [one.name, *one.load()]
    return " ".join(own)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """A few documents with any audience."""
    return [
        Document(
            kind=draw(st.sampled_from(["factsheet", "person"])),
            id=str(number),
            title=draw(words),
            url=f"/{number}",
            body=draw(words),
            keywords=draw(st.one_of(st.just(""), words)),
            audience=draw(labels),
            facets={
                "unit": draw(st.sampled_from([(), ("u1",), ("u2",), ("u1", "u2")])),
                "tag": draw(st.sampled_from([(), ("t1",), ("t2",)])),
            },
            date=draw(st.sampled_from([None, datetime.date(2024, 1, 1)])),
            attachments=tuple(
                attached(number * 10 + which, *texts)
                for which, texts in enumerate(draw(files), start=1)
            ),
        )
        for number in range(draw(st.integers(1, 8)))
    ]


queries = st.one_of(
    words,
    words.map(lambda text: f'"{text}"'),
    st.tuples(words, st.sampled_from(WORDS)).map(lambda pair: f"{pair[0]} -{pair[1]}"),
    st.sampled_from(["ambasadør", "mødekulutr", "kanaryfugl", "vidensdelling", "ledlse", ""]),
)


@given(
    corpus=documents(),
    reader=labels,
    query=queries,
    filters=st.dictionaries(
        st.sampled_from(["unit", "tag", "kind"]),
        st.frozensets(st.sampled_from(["u1", "u2", "t1", "factsheet"])),
        max_size=2,
    ),
    gone=st.frozensets(st.integers(0, 7), max_size=2),
    prefix=st.sampled_from(["am", "m", "kan", "vid del", "le", "fakta"]),
)
@settings(max_examples=40, deadline=None)
def test_hidden_documents_change_nothing(
    corpus: list[Document],
    reader: frozenset[str],
    query: str,
    filters: dict[str, frozenset[str]],
    gone: frozenset[int],
    prefix: str,
) -> None:
    hidden = frozenset(document.key for document in corpus if int(document.id) in gone)
    visible = [d for d in corpus if d.audience & reader and d.key not in hidden]

    def asked(engine: WhooshEngine) -> SearchResult:
        return engine.search(
            SearchRequest(
                query, reader, filters=filters, hidden=hidden, limit=50, facets=(*FACETS, "kind")
            )
        )

    with TemporaryDirectory() as name:
        everything = engine_with(Path(name) / "all", *corpus)
        only = engine_with(Path(name) / "only", *visible)
        result = asked(everything)
        assert result == asked(only)
        assert everything.suggest(prefix, reader, hidden=hidden) == only.suggest(prefix, reader)
    check_numbers(result, visible, filters)
    check_exact_words(query, result, visible, filters)


def passes(document: Document, filters: dict[str, frozenset[str]], but: str = "") -> bool:
    """Whether a document passes all filters (but one)."""
    values = {"kind": (document.kind,), **document.facets}
    return all(set(values[name]) & wanted for name, wanted in filters.items() if name != but)


def check_numbers(
    result: SearchResult, visible: list[Document], filters: dict[str, frozenset[str]]
) -> None:
    """Totals and the facets without a filter of their own, by counting hits one by one."""
    by_key = {document.key: document for document in visible}
    shown = [by_key[(hit.kind, hit.id)] for hit in result.hits]
    assert result.total == len(shown) == len({document.key for document in shown})
    assert all(passes(document, filters) for document in shown)
    for name in FACETS:
        if name not in filters:
            counted = Counter(value for d in shown for value in d.facets[name])
            assert result.facets[name] == counted


def check_exact_words(
    query: str,
    result: SearchResult,
    visible: list[Document],
    filters: dict[str, frozenset[str]],
) -> None:
    """Whoever has a word of a plain query as written is found, by our own reading of the text."""
    if '"' in query or " -" in query or not query:
        return
    wanted = set(query.split())
    found = {(hit.kind, hit.id) for hit in result.hits}
    for document in visible:
        text = texts_of(document).split()
        if wanted & set(text) and passes(document, filters):
            assert document.key in found


def test_a_reader_without_labels_gets_nothing(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Mødekultur"), make(2, "Alle", audience=frozenset()))
    for query in ("mødekultur", "", "-x", "efter:1990", "kind:factsheet"):
        result = ask(engine, query, audience=frozenset(), facets=("unit", "kind"))
        assert (result.total, result.hits) == (0, ())
        assert not any(result.facets.values())
    assert ask(engine, "alle").total == 0


def test_a_canary_is_never_suggested(tmp_path: Path) -> None:
    secret = make(1, "Kanariefuglen", "kanariefugl", keywords="x", audience=frozenset({"few"}))
    engine = engine_with(tmp_path, secret, make(2, "Mødekultur", "helt andet"))
    for query in ("kanariefugl", "kanarifugl", "kanarie", "fugl", "kanariefuglene"):
        result = ask(engine, query, facets=("kind",))
        assert (result.total, result.suggestion, result.corrected) == (0, None, False)
        assert engine.suggest(query[:4], EVERYONE) == []
    assert ask(engine, "kanarifugl", audience=frozenset({"few"})).total == 1


def test_a_canary_in_a_file_is_never_suggested(tmp_path: Path) -> None:
    secret = replace(
        make(1, "Notater", "intet", audience=frozenset({"few"})),
        attachments=(attached(1, "kanariefugl.pdf", ["kanariefuglen", "kanariefugls"]),),
    )
    engine = engine_with(tmp_path, secret, make(2, "Mødekultur", "helt andet"))
    for query in ("kanariefugl", "kanarifugl", "kanarie", "fugl", '"kanariefuglen"', "-kanarie"):
        result = ask(engine, query, facets=("kind",))
        assert (result.suggestion, result.corrected) == (None, False)
        assert "1" not in [hit.id for hit in result.hits]
        assert engine.suggest(query[:4], EVERYONE) == []
    few = frozenset({"few"})
    assert ask(engine, "kanarifugl", audience=few).hits[0].found_in is not None
    # Not even to who may see it: what completes a search are titles and keywords.
    assert engine.suggest("kana", few) == []


def test_kinds_of_disabled_plugins_do_not_exist(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Mødekultur"), make(2, "Mødekultur", kind="stand"))
    result = ask(engine, "mødekultur", kinds=frozenset({"factsheet"}), facets=("kind",))
    assert result.total == 1
    assert result.facets["kind"] == {"factsheet": 1}


operations = st.lists(
    st.tuples(st.sampled_from(["index", "delete", "optimise"]), st.integers(0, 4), words),
    max_size=8,
)


@given(operations, queries)
@settings(max_examples=15, deadline=None)
def test_many_commits_end_equal_to_a_rebuild(steps: list[tuple[str, int, str]], query: str) -> None:
    analysis()
    state: dict[int, Document] = {}
    with TemporaryDirectory() as name:
        engine = engine_with(Path(name) / "a")
        for step, number, text in steps:
            if step == "index":
                state[number] = make(number, text, text, unit=("u1",))
                engine.index([state[number]])
            elif step == "delete":
                state.pop(number, None)
                engine.index([], [("factsheet", str(number))])
            else:
                engine.optimise()
        fresh = engine_with(Path(name) / "b", *state.values())
        for text in (query, ""):
            assert ask(engine, text, facets=("unit",)) == ask(fresh, text, facets=("unit",))
        assert set(engine.everything()) == {document.key for document in state.values()}
        assert engine.doc_count == len(state)
