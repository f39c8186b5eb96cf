"""How fast the search is, beside SQLite FTS5 fed the same tokens and doing the same work.

    python benchmarks/search.py [--docs N] [--rounds N] [--folder DIR] [--cpu]

Prints JSON; see benchmarks/README.md for what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from corpus import QUERIES, Corpus, Zipf  # type: ignore[import-not-found]  # noqa: E402

from portal.search.engine.base import SearchRequest  # noqa: E402
from portal.search.engine.danish.analysis import Analysis  # noqa: E402
from portal.search.engine.danish.fold import fold  # noqa: E402
from portal.search.engine.danish.normalise import normalise  # noqa: E402
from portal.search.engine.documents import Document  # noqa: E402
from portal.search.engine.fields_of import _terms as terms_of  # noqa: E402
from portal.search.engine.groups import InARow, Source, TermSource  # noqa: E402
from portal.search.engine.plan import Planner  # noqa: E402
from portal.search.engine.query import parse  # noqa: E402
from portal.search.engine.whoosh_engine import WhooshEngine  # noqa: E402

ENGINE_FACETS = ("unit", "programme", "tag", "outcome", "phase")
PAGE_FACETS = ("kind", *ENGINE_FACETS)  # what the search page asks for
Labels = frozenset[str]
Ask = tuple[str, str, Labels]  # kind of query, text, who asks


class Fts5:
    """SQLite's full-text search with the portal's own terms.

    Every word is fed as the very terms that the portal indexes for it (the word by its stem, its
    parts, its relatives), and every query asks for the very terms that the portal's plan asks
    for. Making the plan is not counted for FTS5; for the portal it is.
    """

    def __init__(self, path: Path, analysis: Analysis, portal: WhooshEngine) -> None:
        self._analysis, self._portal = analysis, portal
        self._numbers: dict[str, int] = {}
        self._db = sqlite3.connect(path)
        self._db.executescript("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA temp_store = MEMORY;
            CREATE VIRTUAL TABLE f USING fts5(title, keywords, body, row, tokenize='ascii');
            CREATE VIRTUAL TABLE p USING fts5(title, tokenize='ascii', prefix='2 3 4');
            CREATE TABLE d (id INTEGER PRIMARY KEY, kind TEXT, unit TEXT, title TEXT);
            CREATE TABLE l (label TEXT, id INTEGER, PRIMARY KEY (label, id)) WITHOUT ROWID;
            CREATE TEMP TABLE m (id INTEGER PRIMARY KEY, score REAL);
        """)

    def _token(self, term: str) -> str:
        return f"t{self._numbers.setdefault(term, len(self._numbers))}"

    def _terms(self, text: str) -> str:
        found = []
        for occurrence in self._analysis.occurrences(normalise(text)):
            for word in occurrence.words:
                terms = terms_of(word)
                found += [self._token(term) for term in (terms.written, *terms.kin)]
        return " ".join(found)

    def _row(self, text: str) -> str:
        words = (o.words for o in self._analysis.occurrences(normalise(text)))
        return " ".join(self._token("=" + w[0].folded) for w in words if w)

    def add(self, documents: list[Document]) -> None:
        """Add or replace, in one commit."""
        run = self._db.execute
        for one in documents:
            number = int(one.id)
            for table in ("f", "p"):
                run(f"DELETE FROM {table} WHERE rowid = ?", (number,))
            run("DELETE FROM l WHERE id = ?", (number,))
            texts = (one.title, one.keywords, one.body)
            run(
                "INSERT INTO f(rowid, title, keywords, body, row) VALUES (?, ?, ?, ?, ?)",
                (number, *map(self._terms, texts), self._row(" ".join(texts))),
            )
            words = " ".join(fold(word) for word in re.findall(r"\w+", one.title))
            run("INSERT INTO p(rowid, title) VALUES (?, ?)", (number, words))
            values = (number, one.kind, one.facets["unit"][0], one.title)
            run("INSERT OR REPLACE INTO d VALUES (?, ?, ?, ?)", values)
            self._db.executemany(
                "INSERT INTO l VALUES (?, ?)", [(label, number) for label in one.audience]
            )
        self._db.commit()

    def match(self, text: str, labels: Labels) -> str:
        """The plan of a query as FTS5 writes it."""
        view = self._portal._reader.snapshot().view(labels, None)
        plan = Planner(self._analysis, view, {}).plan(parse(text))
        groups: list[str] = []
        required: list[str] = []
        for group in plan.groups:
            sources = [self._source(source) for source in group.sources]
            if sources:
                (required if group.required else groups).append(f"({' OR '.join(sources)})")
        return " AND ".join(required) or " OR ".join(groups) or '"nothing"'

    def _source(self, source: Source) -> str:
        if isinstance(source, TermSource):
            return f'"{self._token(source.term)}"'
        if isinstance(source, InARow):
            steps = [" ".join(self._token("=" + min(step)) for step in source.steps)]
            return f'row : "{steps[0]}"'
        halves = (" OR ".join(map(self._source, group.sources)) for group in source.groups)
        return "(" + " AND ".join(f"({half})" for half in halves) + ")"

    def search(self, match: str, labels: Labels) -> int:
        """Total, counts by kind and unit, ten snippets."""
        marks = ",".join("?" * len(labels))
        run = self._db.execute
        run("DELETE FROM m")
        run(
            "INSERT INTO m SELECT rowid, bm25(f, 6, 3, 1, 1) FROM f WHERE f MATCH ?"
            f" AND +rowid IN (SELECT id FROM l WHERE label IN ({marks}))",
            (match, *labels),
        )
        total = run("SELECT count(*) FROM m").fetchone()[0]
        run("SELECT kind, count(*) FROM m JOIN d USING (id) GROUP BY kind").fetchall()
        run("SELECT unit, count(*) FROM m JOIN d USING (id) GROUP BY unit").fetchall()
        for row in run("SELECT id FROM m ORDER BY score LIMIT 10").fetchall():
            run(
                "SELECT snippet(f, 2, '<', '>', '...', 30) FROM f WHERE f MATCH ? AND rowid = ?",
                (match, *row),
            ).fetchone()
        self._db.rollback()
        return int(total)

    def suggest(self, prefix: str, labels: Labels) -> int:
        """Eight titles with a word that begins so."""
        marks = ",".join("?" * len(labels))
        rows = self._db.execute(
            "SELECT d.title FROM p JOIN d ON d.id = p.rowid WHERE p MATCH ?"
            f" AND +p.rowid IN (SELECT id FROM l WHERE label IN ({marks}))"
            " ORDER BY p.rank LIMIT 8",
            (f'"{fold(prefix)}"*', *labels),
        ).fetchall()
        self._db.rollback()
        return len(rows)


class Portal:
    """The portal's engine, asked as the search page asks it."""

    def __init__(self, path: Path) -> None:
        self.engine = WhooshEngine(path, ENGINE_FACETS)

    def search(self, text: str, labels: Labels) -> int:
        """As the page."""
        request = SearchRequest(text, labels, facets=PAGE_FACETS)
        result = self.engine.search(request)
        if result.unavailable:
            raise SystemExit("the search failed")
        return result.total

    def suggest(self, prefix: str, labels: Labels) -> int:
        """As the field in the header."""
        return len(self.engine.suggest(prefix, labels))


clock = time.perf_counter


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds."""
    start = clock()
    call()
    return (clock() - start) * 1000


def figures(times: list[float]) -> dict[str, float]:
    """Median and p95."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(statistics.median(ordered), 3), "p95": round(p95, 3)}


def ask(engine: Portal | Fts5, what: Ask) -> None:
    """One query."""
    kind, text, labels = what
    (engine.suggest if kind == "prefix" else engine.search)(text, labels)


def asks_of(engines: dict[str, Portal | Fts5], what: Ask) -> dict[str, Ask]:
    """The same question in each engine's language, made before the clock runs."""
    kind, text, labels = what
    fts5 = engines["fts5"]
    assert isinstance(fts5, Fts5)
    match = text if kind == "prefix" else fts5.match(text, labels)
    return {"portal": what, "fts5": (kind, match, labels)}


def compared(times: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    """Figures of both engines by kind of query and over all searches, with ratios."""
    report: dict[str, Any] = {}
    searches = {
        name: [t for kind, found in kinds.items() if kind != "prefix" for t in found]
        for name, kinds in times.items()
    }
    groups = {kind: {n: times[n][kind] for n in times} for kind in times["portal"]}
    for kind, found in {**groups, "all searches": searches}.items():
        ours, theirs = figures(found["portal"]), figures(found["fts5"])
        report[kind] = {
            "portal": ours,
            "fts5": theirs,
            "ratio": {k: round(ours[k] / theirs[k], 3) for k in ours if theirs[k]},
        }
    return report


def cold(corpus: Corpus, portal: Portal, fts5: Fts5, rounds: int, docs: int) -> dict[str, Any]:
    """Every query is new and the first after a commit; the engines take turns."""
    engines: dict[str, Portal | Fts5] = {"portal": portal, "fts5": fts5}
    times: dict[str, dict[str, list[float]]] = {n: {k: [] for k in QUERIES} for n in engines}
    commits = 0
    for number in range(rounds + 2):
        for kind in QUERIES:
            document = corpus.document(corpus.rng.randrange(docs))
            portal.engine.index([document])
            fts5.add([document])
            commits += 1
            if commits % 8 == 0:
                portal.engine.optimise(2_000)  # as the indexer does when nobody waits
            what = (kind, corpus.query(kind), corpus.reader())
            questions = asks_of(engines, what)
            order = list(engines) if number % 2 else list(engines)[::-1]
            for name in order:
                spent = timed(lambda n=name, q=questions: ask(engines[n], q[n]))  # type: ignore[misc]
                if number >= 2:  # the first two rounds open files
                    times[name][kind].append(spent)
    return compared(times)


def warm(corpus: Corpus, portal: Portal, fts5: Fts5, length: int) -> dict[str, Any]:
    """A log of queries by some readers, drawn from a Zipfian distribution."""
    rng = random.Random(7)
    readers = [corpus.reader() for _ in range(8)]
    kinds = [rng.choice(QUERIES) for _ in range(300)]
    asks: list[Ask] = [(kind, corpus.query(kind), rng.choice(readers)) for kind in kinds]
    zipf = Zipf(len(asks), rng)
    for _ in range(length):
        what = asks[zipf.draw()]
        ask(portal, what)
    engines: dict[str, Portal | Fts5] = {"portal": portal, "fts5": fts5}
    times: dict[str, dict[str, list[float]]] = {n: {k: [] for k in QUERIES} for n in engines}
    questions = [asks_of(engines, what) for what in asks]
    for _ in range(length):
        number = zipf.draw()
        for name, engine in engines.items():
            what = questions[number][name]
            times[name][what[0]].append(timed(lambda e=engine, w=what: ask(e, w)))  # type: ignore[misc]
    return compared(times)


def save_to_found(corpus: Corpus, portal: Portal, times: int, docs: int) -> dict[str, float]:
    """From a commit in the database to the document being found, in milliseconds.

    The worker looks every 0.15 s, so a save waits for it half of that on average; that wait is
    drawn, the rest is measured: index, commit, open, search.
    """
    found = []
    everyone = frozenset({"l1"})
    for number in range(times):
        word = f"nyhed{number}xyz"
        document = replace(corpus.document(docs + number), title=word, audience=everyone)

        def work(one: Document = document, wanted: str = word) -> None:
            portal.engine.index([one])
            assert portal.search(wanted, everyone) == 1

        found.append(corpus.rng.uniform(0, 150) + timed(work))
        portal.engine.optimise(2_000)
    return figures(found)


MEMORY = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
import portal.app
from search import *
portal_ = Portal(Path({folder!r}))
portal_.engine._load_analysis()  # from its file, before the corpus would make it
corpus = Corpus()
for _ in range(60):
    for kind in QUERIES:
        ask(portal_, (kind, corpus.query(kind), corpus.reader()))
status = Path("/proc/self/status").read_text()
print({{line.split(":")[0]: int(line.split()[1]) // 1024
       for line in status.splitlines() if line.startswith(("VmRSS", "RssAnon", "RssFile"))}})
"""


def memory(folder: Path) -> Any:
    """Of a process with the whole portal imported, after 420 different queries; in MB.

    RssFile counts the pages of the index that the system keeps for all processes together.
    """
    code = MEMORY.format(root=str(ROOT), here=str(ROOT / "benchmarks"), folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1].replace("'", '"'))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--docs", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--log", type=int, default=1500)
    options.add_argument("--folder", type=Path)
    options.add_argument("--cpu", action="store_true", help="count the processor's time only")
    chosen = options.parse_args()
    if chosen.cpu:
        global clock
        clock = time.thread_time
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.folder or Path(name)
        folder.mkdir(exist_ok=True)
        corpus = Corpus()
        documents = list(corpus.documents(chosen.docs))
        portal = Portal(folder / "index")
        fts5 = Fts5(
            folder / "fts5.db",
            Analysis.load(folder / "index"),
            # An engine of its own, so that planning for FTS5 warms up nothing of ours.
            WhooshEngine(folder / "index", ENGINE_FACETS),
        )
        portal.engine._load_analysis()
        cpu, wall = time.process_time(), time.perf_counter()
        portal.engine.rebuild(documents)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        for start in range(0, len(documents), 1000):
            fts5.add(documents[start : start + 1000])
        report = {
            "documents": chosen.docs,
            "rebuild": {
                "seconds": round(wall, 1),
                "cpu seconds": round(cpu, 1),
                "documents a second": round(chosen.docs / wall),
            },
            "cold": cold(corpus, portal, fts5, chosen.rounds, chosen.docs),
            "warm": warm(corpus, portal, fts5, chosen.log),
            "save to found, ms": save_to_found(corpus, portal, 40, chosen.docs),
            "memory, MB": memory(folder / "index"),
        }
        print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
