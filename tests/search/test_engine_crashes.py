"""Killed at every step, every file damaged, the disk full: it ends equal to a fresh index."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.search.engine.danish.vocabulary import Vocabulary, load_vocabulary
from portal.search.engine.documents import Document
from portal.search.engine.whoosh_engine import WhooshEngine

from .engine_support import EVERYONE, FACETS, analysis, ask, engine_with, make

# Real processes: left to `make test-all`.
pytestmark = pytest.mark.slow

#: What a process asks of the system when it writes an index: each is a step to die at.
STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.listdir", "fcntl.flock"}
OLD = [make(n, f"Titel udgave0 nummer{n}", "møder i teamet", unit=(f"u{n}",)) for n in range(8)]
NEW = [make(n, f"Titel udgave1 nummer{n}", "videndeling", unit=(f"u{n}",)) for n in range(4)]
LATE = [make(9, "Sent kommet", "dogmer")]
QUERIES = ("titel", "udgave1", "nummer3", "teamets møde", "dogme", "kommet", "")
Change = Callable[[WhooshEngine], object]


def update(engine: WhooshEngine) -> None:
    engine.index(NEW, [("factsheet", "7")])


CHANGES: dict[str, Change] = {
    "index": update,
    "optimise": lambda engine: engine.optimise(),
    "rebuild": lambda engine: engine.rebuild([*NEW, *OLD[4:7]]),
}
UPDATED = [*NEW, *OLD[4:7]]


def prepared(path: Path, name: str) -> WhooshEngine:
    """An index of two segments, with a deletion where it is to be merged."""
    made = path.with_name(f"made-{name}")
    if not made.exists():
        engine = engine_with(made, *OLD)
        if name == "optimise":
            update(engine)
    shutil.copytree(made, path)
    return WhooshEngine(path, FACETS)


def killed_at(step: int, change: Change, engine: WhooshEngine) -> bool:
    """Run a change in a process that dies at a step; returns whether it came so far."""
    pid = os.fork()
    if pid == 0:
        count = 0

        def hook(event: str, _arguments: object) -> None:
            nonlocal count
            if event in STEPS:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            change(engine)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def answers(engine: WhooshEngine) -> list[object]:
    found: list[object] = [ask(engine, q, facets=("unit", "kind"), limit=50) for q in QUERIES]
    assert not any(one.unavailable for one in found)  # type: ignore[attr-defined]
    return [*found, engine.suggest("ti", EVERYONE), sorted(engine.everything())]


def fresh(path: Path, documents: list[Document]) -> list[object]:
    return answers(engine_with(path / f"fresh{len(list(path.iterdir()))}", *documents))


def mended(path: Path, documents: list[Document]) -> WhooshEngine:
    """As the indexer does in a new process: verify, rebuild where it must, index what waits."""
    engine = WhooshEngine(path, FACETS)
    engine.verify()
    if not engine.status().ok:
        engine.rebuild(documents)
    engine.index([*documents, *LATE], [("factsheet", "7")])
    return engine


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_every_step(tmp_path: Path, name: str) -> None:
    analysis()
    before = fresh(tmp_path, UPDATED if name == "optimise" else OLD)
    after = fresh(tmp_path, UPDATED)
    finished = fresh(tmp_path, [*UPDATED, *LATE])
    step = 0
    is_killed = True
    while is_killed:
        step += 1
        path = tmp_path / f"{name}{step}"
        engine = prepared(path, name)
        is_killed = killed_at(step, CHANGES[name], engine)
        assert answers(engine) in (before, after)
        assert answers(mended(path, UPDATED)) == finished
        assert len(list(path.glob("index-*"))) == 1 or not is_killed or name == "rebuild"
    assert step > 15


@pytest.mark.parametrize("limit", [0, 10, 300, 1_000, 2_000, 4_000, 8_000, 16_000])
@pytest.mark.parametrize("name", CHANGES)
def test_a_full_disk_costs_only_what_did_not_fit(tmp_path: Path, name: str, limit: int) -> None:
    """In a process whose files may not grow: Linux then fails writes with EFBIG."""
    analysis()
    before = fresh(tmp_path, UPDATED if name == "optimise" else OLD)
    after = fresh(tmp_path, UPDATED)
    path = tmp_path / "index"
    engine = prepared(path, name)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most[1]))
            try:
                CHANGES[name](engine)
                code = 0
            except OSError:
                code = 2
            resource.setrlimit(resource.RLIMIT_FSIZE, most)
            if code == 2:
                assert answers(engine) == before
                CHANGES[name](engine)  # there is room again, and the lock is free
                code = 0
        except BaseException:
            code = 3
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert answers(WhooshEngine(path, FACETS)) == after
    assert not list(path.glob("index-*/*.tmp"))


def without_room_from(step: int, change: Change, engine: WhooshEngine, states: object) -> bool:
    """Change in a process that can make no file from a step on, then again with room."""
    pid = os.fork()
    if pid == 0:
        count, is_full = 0, True

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal count
            if event == "open" and is_full and arguments[2] & os.O_CREAT:
                count += 1
                if count >= step:
                    raise OSError(errno.ENOSPC, "no space left on the device")

        sys.addaudithook(hook)
        code = 3
        try:
            try:
                change(engine)
                code = 1 if count < step else 0
            except OSError:
                is_full = False
                assert answers(engine) in states  # type: ignore[operator]
                change(engine)
                code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 1)
    return code == 0


@pytest.mark.parametrize("name", CHANGES)
def test_no_room_for_another_file_at_any_step(tmp_path: Path, name: str) -> None:
    analysis()
    before = fresh(tmp_path, UPDATED if name == "optimise" else OLD)
    after = fresh(tmp_path, UPDATED)
    step, is_full = 0, True
    while is_full:
        step += 1
        engine = prepared(tmp_path / f"{name}{step}", name)
        is_full = without_room_from(step, CHANGES[name], engine, (before, after))
        assert answers(engine) == after
    assert step > 4


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


HARMS: dict[str, Callable[[Path], object]] = {
    "delete": lambda path: path.unlink(),
    "empty": lambda path: os.truncate(path, 0),
    "truncate": lambda path: os.truncate(path, path.stat().st_size // 2),
    "foreign": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    **{
        f"flip at {part} of 8": lambda path, part=part: path.write_bytes(
            flipped(path.read_bytes(), part * path.stat().st_size // 8)
        )
        for part in range(8)
    },
}
FILES = ["CURRENT", "engine.lock", "index-*/meta.json", "index-*/*.toc", "index-*/*.toc.crc",
         "index-*/*.seg", "index-*/MAIN_*.crc"]  # fmt: skip


@pytest.mark.parametrize("pattern", FILES)
@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_file_is_noticed_and_it_ends_equal(
    tmp_path: Path, pattern: str, harm: str
) -> None:
    path = tmp_path / "index"
    live = prepared(path, "optimise")
    assert ask(live, "titel").total == 7
    target = sorted(path.glob(pattern))[0]
    if target.stat().st_size or not harm.startswith("flip"):
        HARMS[harm](target)
    for reader in (live, WhooshEngine(path, FACETS)):  # whatever they say, they answer
        ask(reader, "titel")
        reader.suggest("ti", EVERYONE)
    expected = fresh(tmp_path, [*UPDATED, *LATE])
    assert answers(mended(path, UPDATED)) == expected
    live.close()
    assert answers(live) == expected


def test_damage_that_a_web_process_met_is_seen_by_the_indexer_that_is_open(tmp_path: Path) -> None:
    indexer = prepared(tmp_path / "live", "index")
    assert indexer.status().ok
    web = WhooshEngine(indexer.path, FACETS)
    segment = next(indexer.path.glob("index-*/*.seg"))
    segment.write_bytes(os.urandom(segment.stat().st_size))
    ask(web, "titel")
    assert not indexer.status().ok
    indexer.rebuild(OLD)
    assert indexer.status().ok


@pytest.mark.parametrize("part", range(8))
def test_one_letter_of_the_vocabulary_is_noticed(tmp_path: Path, part: int) -> None:
    analysis()
    load_vocabulary(tmp_path)
    path = next(tmp_path.glob("danish-*.txt"))
    data = path.read_bytes()
    damaged = flipped(data, part * (len(data) - 1) // 7)
    with pytest.raises(ValueError, match=r".*"):
        Vocabulary.loads(damaged.decode())
