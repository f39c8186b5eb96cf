"""How good the search is: nDCG@10 over judged queries, beside plain engines in the same run.

    python benchmarks/search_eval.py [--queries FILE | --variants] [--json] [--worst N]

The queries are judged over the fact sheets of a real booklet, both in the folder of shared
documents (environment variable PORTAL_SHARED, else ``../shared`` beside the checkout).

The second part, with judged queries of ours, is over the other documents there too: each hangs,
as a text, a Word file and a PDF in turn, on a sheet that says nothing, among all the others.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
for place in (ROOT, ROOT / "plugins" / "factsheets", ROOT / "benchmarks"):
    sys.path.insert(0, str(place))

from attached import FORMATS, hosts  # noqa: E402

from portal.search.engine.base import SearchRequest  # noqa: E402
from portal.search.engine.documents import Document  # noqa: E402
from portal.search.engine.whoosh_engine import WhooshEngine  # noqa: E402

ATTACHED = ROOT / "benchmarks" / "attachment_queries.json"
BOOKLET = "uddannelseslaboratoriet-ledelses-og-samarbejdsformer.txt"
SECTIONS = ("challenge", "hypothesis", "actions", "findings", "elements", "attention")
EVERYONE = frozenset({"everyone"})
Engine = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judged:
    """A query, its kind, and the titles that answer it with their grade."""

    query: str
    kind: str
    relevant: dict[str, int]


def shared_folder() -> Path:
    """Return the folder of shared documents; exits where there is none."""
    folder = Path(os.environ.get("PORTAL_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        sys.exit(f"no shared documents in {folder}; set PORTAL_SHARED")
    return folder


def load_documents(shared: Path) -> list[Document]:
    """Return the booklet's fact sheets as the portal would index them."""
    # Only here, so that the rest can be used without the plugin.
    from portal_factsheets.importing import parse_booklet, read_file

    drafts = parse_booklet(read_file(shared / "documents" / BOOKLET))
    return [
        Document(
            kind="factsheet",
            id=str(number),
            title=draft.title,
            url=f"/factsheets/{number}",
            body="\n\n".join(getattr(draft, name) for name in SECTIONS if getattr(draft, name)),
            keywords="\n".join(
                (*draft.other_titles, draft.institution, draft.track, *draft.concepts)
            ),
            audience=EVERYONE,
        )
        for number, draft in enumerate(drafts, 1)
    ]


def load_queries(path: Path) -> list[Judged]:
    """Read judged queries."""
    return [
        Judged(item["query"], item.get("kind", ""), item["relevant"])
        for item in json.loads(path.read_text(encoding="utf-8"))
    ]


# The engines


def attached_engine(sheets: Sequence[Document], shared: Path, form: str, folder: Path) -> Engine:
    """The portal's own, over sheets with files; it gives the names of the files."""
    found = hosts(shared / "documents", form, EVERYONE)
    names = {host.title: name for name, host in found.items()}
    search = portal_engine([*sheets, *found.values()], folder)
    return lambda query: [names.get(title, title) for title in search(query)]


def portal_engine(documents: Sequence[Document], folder: Path) -> Engine:
    """The portal's own."""
    engine = WhooshEngine(folder / "portal", ())
    engine.rebuild(documents)

    def search(query: str) -> list[str]:
        return [hit.title for hit in engine.search(SearchRequest(query, EVERYONE)).hits]

    return search


def fts5(documents: Sequence[Document], tokenizer: str) -> Engine:
    """SQLite's, words joined by OR, title weighted as ours."""
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE d USING fts5(title, more, body, tokenize='{tokenizer}')"
    )
    database.executemany(
        "INSERT INTO d VALUES (?, ?, ?)", [(d.title, d.keywords, d.body) for d in documents]
    )

    def search(query: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        rows = database.execute(
            "SELECT title FROM d WHERE d MATCH ? ORDER BY bm25(d, 6, 3, 1) LIMIT 10", (words,)
        )
        return [title for (title,) in rows]

    return search


def whoosh_danish(documents: Sequence[Document], folder: Path) -> Engine:
    """Whoosh with its own analyser for Danish."""
    from whoosh import fields, index, qparser
    from whoosh.analysis import LanguageAnalyzer

    def text(boost: float) -> fields.TEXT:
        return fields.TEXT(LanguageAnalyzer("da"), stored=True, field_boost=boost)

    (folder / "plain").mkdir()
    ix = index.create_in(
        folder / "plain", fields.Schema(title=text(6.0), more=text(3.0), body=text(1.0))
    )
    writer = ix.writer()
    for document in documents:
        writer.add_document(title=document.title, more=document.keywords, body=document.body)
    writer.commit()
    parser = qparser.MultifieldParser(
        ["title", "more", "body"], ix.schema, plugins=[], group=qparser.OrGroup
    )
    searcher = ix.searcher()

    def search(query: str) -> list[str]:
        return [hit["title"] for hit in searcher.search(parser.parse(query), limit=10)]

    return search


# The figures


def ndcg(found: Sequence[str], relevant: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain, gain 2^grade - 1."""

    def dcg(grades: Iterable[int]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))

    ideal = dcg(sorted(relevant.values(), reverse=True)[:depth])
    return dcg(relevant.get(title, 0) for title in found[:depth]) / ideal if ideal else 0.0


@dataclass(frozen=True)
class Row:
    """How one query fared."""

    query: str
    kind: str
    ndcg: float
    top3: bool
    found: list[str]


@dataclass(frozen=True)
class Figures:
    """How one engine fared."""

    ndcg: float
    top3_misses: list[str]
    kinds: dict[str, float]
    queries: list[Row]


def evaluate(engine: Engine, queries: Sequence[Judged]) -> Figures:
    """Return figures over all queries and by kind, and each query's own."""
    rows = []
    for judged in queries:
        found = engine(judged.query)
        top3 = any(title in judged.relevant for title in found[:3])
        score = round(ndcg(found, judged.relevant), 4)
        rows.append(Row(judged.query, judged.kind, score, top3, found[:4]))
    kinds: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row.ndcg)
    return Figures(
        ndcg=round(sum(row.ndcg for row in rows) / max(1, len(rows)), 4),
        top3_misses=[row.query for row in rows if not row.top3],
        kinds={kind: round(sum(v) / len(v), 4) for kind, v in sorted(kinds.items())},
        queries=rows,
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--queries", type=Path, help="a JSON list of query, kind, relevant")
    options.add_argument(
        "--variants", action="store_true", help="instead, many ways to write what needs.txt holds"
    )
    options.add_argument("--json", action="store_true", help="print everything as JSON")
    options.add_argument("--worst", type=int, default=8, help="how many queries to show")
    arguments = options.parse_args()
    shared = shared_folder()
    documents = load_documents(shared)
    if arguments.variants:
        from variants import variants  # type: ignore[import-not-found]

        queries = variants(documents)
    else:
        queries = load_queries(arguments.queries or shared / "search-eval" / "queries.json")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engines: dict[str, Engine] = {
            "portal": portal_engine(documents, folder),
            "FTS5, OR": fts5(documents, "unicode61"),
            "FTS5, trigram": fts5(documents, "trigram"),
            "Whoosh, Danish": whoosh_danish(documents, folder),
        }
        results = {name: evaluate(engine, queries) for name, engine in engines.items()}
        others = load_queries(ATTACHED)
        files = {
            f"as {form}": evaluate(attached_engine(documents, shared, form, folder / form), others)
            for form in FORMATS
        }
    if arguments.json:
        every = {n: asdict(r) for n, r in (results | files).items()}
        print(json.dumps(every, ensure_ascii=False, indent=1))
        return
    print(f"{len(queries)} queries over {len(documents)} fact sheets\n")
    show(results, queries, "portal", arguments.worst)
    print(f"\n{len(others)} queries over files hanging on sheets among them\n")
    show(files, others, "as pdf", arguments.worst)


def show(results: dict[str, Figures], queries: Sequence[Judged], worst: str, most: int) -> None:
    """Print a table, and the worst queries of one engine."""
    counts = Counter(judged.kind for judged in queries)
    print(f"{'nDCG@10':20}{'queries':>8}" + "".join(f"{name:>16}" for name in results))
    rows = [("all", len(queries), [f"{r.ndcg:.3f}" for r in results.values()])]
    rows += [("none in the top 3", "", [str(len(r.top3_misses)) for r in results.values()])]
    rows += [
        (k, counts[k], [f"{r.kinds[k]:.3f}" for r in results.values()]) for k in sorted(counts)
    ]
    for kind, number, cells in rows:
        print(f"{kind:20}{number:>8}" + "".join(f"{cell:>16}" for cell in cells))
    print(f"\nThe worst ({worst}):")
    for row in sorted(results[worst].queries, key=lambda r: r.ndcg)[:most]:
        mark = "" if row.top3 else "  (none in the top 3)"
        print(f"  {row.ndcg:.3f}  {row.query}{mark}: {' | '.join(row.found)}")


if __name__ == "__main__":
    main()
