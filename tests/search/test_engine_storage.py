"""Keeping an index: commits, rebuilds, damage, full disks, other processes."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.search.engine import versions
from portal.search.engine.base import IndexBusy, IndexProblem
from portal.search.engine.storage import IndexFolder
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import FACETS, analysis, ask, engine_with, found, make

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_there_yet(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "none", FACETS)
    assert not engine.status().ok
    assert ask(engine, "x").unavailable
    assert engine.suggest("x", frozenset({"everyone"})) == []
    assert engine.doc_count == 0
    with pytest.raises(IndexProblem):
        engine.index([make(1, "x")])
    engine.rebuild([])
    assert engine.status().ok
    assert not ask(engine, "x").unavailable


def test_the_last_of_several_counts_and_what_is_deleted_is_gone(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Gammel"))
    engine.index([make(1, "Mellem"), make(1, "Nyeste"), make(2, "Anden")])
    assert found(engine, "nyeste") == ["1"]
    assert found(engine, "gammel") == found(engine, "mellem") == []
    engine.index([], [("factsheet", "1"), ("factsheet", "unknown")])
    assert list(engine.everything()) == [("factsheet", "2")]


def test_a_rebuild_is_swapped_in_and_reports_progress(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Gammel"))
    other = WhooshEngine(tmp_path, FACETS)
    assert found(other, "gammel") == ["1"]
    done: list[int] = []
    engine.rebuild((make(n, f"Ny {n}") for n in range(3)), done.append)
    assert done == [1, 2, 3]
    assert found(other, "gammel") == []
    assert other.doc_count == 3
    assert len(list(tmp_path.glob("index-*"))) == 1


def test_a_rebuild_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Gammel"))

    def broken() -> object:
        yield make(2, "Ny")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())  # type: ignore[arg-type]
    assert found(engine, "gammel") == ["1"]
    assert len(list(tmp_path.glob("index-*"))) == 1
    engine.index([make(3, "Mere")])


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "x"))
    with IndexFolder(tmp_path).writing():
        with pytest.raises(IndexBusy):
            engine.index([make(2, "y")])
        with pytest.raises(IndexBusy):
            engine.rebuild([])
    engine.index([make(2, "y")])


def test_another_analysis_or_other_facets_ask_for_a_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_with(tmp_path, make(1, "Titel"))
    other = WhooshEngine(tmp_path, ("phase",))
    assert not other.status().ok
    monkeypatch.setattr(versions, "ANALYSIS_VERSION", "of tomorrow")
    engine = WhooshEngine(tmp_path, FACETS)
    assert not engine.status().ok
    assert ask(engine, "titel").unavailable
    with pytest.raises(IndexProblem):
        engine.index([make(2, "y")])
    engine.rebuild([make(1, "Titel")])
    assert found(engine, "titel") == ["1"]


def live(path: Path, pattern: str) -> Path:
    return next(path.glob(f"index-*/{pattern}"))


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "meta.json"])
@pytest.mark.parametrize("harm", ["delete", "truncate", "foreign"])
@pytest.mark.parametrize("is_open", [True, False])
def test_damage_is_seen_and_a_rebuild_heals_it(
    tmp_path: Path, pattern: str, harm: str, is_open: bool
) -> None:
    engine = engine_with(tmp_path, *(make(n, f"Titel {n}", "brødtekst " * 300) for n in range(30)))
    if is_open:
        assert ask(engine, "titel").total == 30
    path = live(tmp_path, pattern)
    if harm == "delete":
        path.unlink()
    elif harm == "truncate":
        os.truncate(path, path.stat().st_size // 2)
    else:
        size = path.stat().st_size
        path.unlink()
        path.write_bytes(os.urandom(size))
    if not is_open:
        engine = WhooshEngine(tmp_path, FACETS)
    result = ask(engine, "titel")
    assert result.unavailable or result.total == 30
    engine.suggest("ti", frozenset({"everyone"}))
    if not is_open:
        assert not WhooshEngine(tmp_path, FACETS).status().ok
    engine.rebuild([make(1, "Titel")])
    assert engine.status().ok
    assert found(engine, "titel") == ["1"]


def test_damage_inside_a_file_is_told_to_every_process(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, *(make(n, f"Titel {n}", "brødtekst " * 50) for n in range(30)))
    path = live(tmp_path, "*.seg")
    data = bytearray(path.read_bytes())
    data[: len(data) // 2] = os.urandom(len(data) // 2)
    path.write_bytes(data)
    other = WhooshEngine(tmp_path, FACETS)
    assert ask(other, "titel").unavailable
    assert not WhooshEngine(tmp_path, FACETS).status().ok
    engine.rebuild([make(1, "Titel")])
    assert engine.status().ok


def test_a_full_disk_costs_only_the_batch(tmp_path: Path) -> None:
    """In a process of its own, whose files may not grow: Linux then fails writes with EFBIG."""
    engine = engine_with(tmp_path, make(1, "Første"))
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            limit = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limit[1]))
            try:
                engine.index([make(n, f"Titel {n}", "brødtekst " * 500) for n in range(50)])
            except OSError:
                code = 2
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
            if code == 2 and found(engine, "første") == ["1"]:
                engine.index([make(2, "Anden")])  # the lock is free again
                code = 0 if found(engine, "anden") == ["2"] else 3
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert found(engine, "anden") == ["2"]
    assert not list(tmp_path.glob("index-*/*.tmp"))


WRITER = """
import sys
from portal.search.engine.documents import Document
from portal.search.engine.whoosh_engine import WhooshEngine
engine = WhooshEngine(sys.argv[1], ("tag", "unit"))
everyone = frozenset({"everyone"})
batch = 1
print("ready", flush=True)
while True:
    engine.index(
        Document("factsheet", str(n), f"Titel udgave{batch}", "/", "brød " * 50, "", everyone)
        for n in range(20)
    )
    print(batch, flush=True)
    batch += 1
"""


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.06])
def test_a_killed_writer_leaves_the_old_index_or_the_new(tmp_path: Path, delay: float) -> None:
    engine = engine_with(tmp_path, *(make(n, "Titel udgave0") for n in range(20)))
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    with process.stdout as output:
        assert output.readline() == b"ready\n"
        committed = int(output.readline())
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        committed = max([committed, *(int(line) for line in output if line.endswith(b"\n"))])
    totals = [ask(engine, f"udgave{n}", limit=0).total for n in (committed, committed + 1)]
    assert sorted(totals) == [0, 20]
    engine.index([make(99, "Efter")])
    assert found(engine, "efter") == ["99"]


def _search_in_child(path: str, query: str, queue: object) -> None:
    engine = WhooshEngine(Path(path), FACETS)
    queue.put(found(engine, query))  # type: ignore[attr-defined]


def test_other_processes_see_a_commit(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, make(1, "Titel"))
    engine.index([make(2, "Ny titel")])
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    child = context.Process(target=_search_in_child, args=(str(tmp_path), "ny", queue))
    child.start()
    assert queue.get(timeout=60) == ["2"]
    child.join()
    child.close()
    queue.close()


def test_a_fork_after_opening_is_safe(tmp_path: Path) -> None:
    analysis()
    engine = engine_with(tmp_path, *(make(n, f"Titel nummer{n}") for n in range(10)))
    assert ask(engine, "titel").total == 10
    children = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            good = all(found(engine, f"nummer{n}") == [str(n)] for n in range(10) for _ in "123")
            os._exit(0 if good else 1)
        children.append(pid)
    assert all(found(engine, f"nummer{n}") == [str(n)] for n in range(10) for _ in "123")
    for pid in children:
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_merging_changes_nothing(tmp_path: Path) -> None:
    engine = engine_with(tmp_path)
    for n in range(5):
        engine.index([make(n, f"Titel {n}", "dogmer")])
    before = ask(engine, "dogmer")
    assert engine.optimise()
    assert ask(engine, "dogmer") == before
    assert not engine.optimise()
