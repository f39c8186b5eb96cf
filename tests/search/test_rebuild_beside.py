"""While a new index is built beside the live one, what is saved is found and what is hidden is
gone at once; and so it is in the new one."""

import json
import os
import signal
import threading
import time

import pytest

from portal.accounts.services import save_user
from portal.cli.index import status
from portal.database import db
from portal.jobs.models import IndexEntry
from portal.runtime import portal
from portal.search import progress, rebuilding
from portal.search.engine.base import SearchRequest
from portal.search.indexer import Indexer, IndexLock, rebuild, request_rebuild
from portal.search.rebuilding import Rebuilding, ask, is_asked

EVERYONE = frozenset({"everyone"})
WORDS = ("skovby0", "skovby1", "skovby5", "skovby6", "nyborg", "skov", "person")


class Gate:
    """Lets a rebuild come to its second portion, and no further until it is opened."""

    def __init__(self, monkeypatch):
        self.reached, self.opened, self.builds = threading.Event(), threading.Event(), 0
        real, portions = rebuilding.documents_of, []
        real_ids = rebuilding._ids

        def ids():
            self.builds += 1
            return real_ids()

        def slowly(session, name, ids):
            found = real(session, name, ids)  # what it knows is from before the changes
            portions.append(ids)
            if len(portions) == 2:
                self.reached.set()
                assert self.opened.wait(30)
            return found

        monkeypatch.setattr(rebuilding, "CHUNK", 2)
        monkeypatch.setattr(rebuilding, "_ids", ids)
        monkeypatch.setattr(rebuilding, "documents_of", slowly)


@pytest.fixture
def people(make, work):
    found = [make.user(f"Person Skovby{number}") for number in range(7)]
    work()
    return found


@pytest.fixture
def gate(people, monkeypatch):
    return Gate(monkeypatch)


@pytest.fixture
def indexer(gate):
    indexer = Indexer(beside=True)
    assert indexer.begin()
    yield indexer
    gate.opened.set()
    indexer.close()


def drain(indexer):
    db.session.commit()
    while indexer.drain():
        pass


def folders():
    return sorted(path.name for path in portal().settings.index_dir.glob("index-*"))


def totals(audience=EVERYONE):
    """What the engine itself answers, with nothing rechecked."""
    engine = portal().search.engine
    return {word: engine.search(SearchRequest(word, audience)).total for word in WORDS}


def state():
    mine = frozenset({"everyone", *(f"user:{number}" for number in range(100))})
    return totals(), totals(mine), set(portal().search.engine.everything())


def make_changes(make, session, people):
    """One is new, one in each portion has another name, one may nobody see, one is gone."""
    make.user("Ny Nyborg")
    for one in (people[0], people[2], people[5]):
        one.name = "Person Nyborg"
        save_user(session, one)
    hidden, gone = people[6], people[1]
    portal().changes.saved(session, "person", hidden.id, {f"user:{hidden.id}"})
    portal().changes.deleted(session, "person", gone.id)
    session.delete(gone)
    session.commit()


@pytest.mark.parametrize("few", [0, 50])
def test_changes_during_a_rebuild(gate, indexer, people, make, session, sign_in, few, monkeypatch):
    monkeypatch.setattr(rebuilding, "FEW", few)
    person = sign_in(make.user("Eva Bech"))
    drain(indexer)
    old = folders()
    running = indexer.rebuild()
    assert gate.reached.wait(30)
    assert len(folders()) == 2
    make_changes(make, session, people)
    assert "Skovby6" not in person.page("/search?q=skovby6")  # before the indexer was there
    drain(indexer)
    assert session.query(IndexEntry).count() == 0
    assert not running.done()
    during = state()
    gone = {"skovby0", "skovby1", "skovby5", "skovby6"}
    assert [word for word in WORDS if during[0][word] == 0 and word in gone] == sorted(gone)
    assert during[0]["nyborg"] == 4
    assert "Ny <mark>Nyborg</mark>" in person.page("/search?q=nyborg")
    gate.opened.set()
    running.result(30)
    assert len(folders()) == 1
    assert folders() != old
    assert state() == during
    assert "Ny <mark>Nyborg</mark>" in person.page("/search?q=nyborg")
    rebuild()
    assert state() == during
    assert progress.rebuild_progress() is None


def test_without_a_live_index_changes_wait_and_the_page_says_how_far(
    indexer, gate, make, session, sign_in, capsys
):
    person = sign_in(make.user("Eva Bech"))
    (portal().settings.index_dir / "CURRENT").unlink()
    assert indexer.drain() == 0
    assert gate.reached.wait(30)
    make.user("Ny Nyborg")
    db.session.commit()
    assert indexer.drain() == 0
    assert session.query(IndexEntry).count() > 0
    session.rollback()
    assert "2 of 8" in person.page("/search?q=skov")
    status.callback.__wrapped__(as_json=True)
    assert json.loads(capsys.readouterr().out)["rebuild"] == {"done": 2, "total": 8}
    status.callback.__wrapped__(as_json=False)
    assert "A new index is being built: 2 of 8 objects." in capsys.readouterr().out
    gate.opened.set()
    indexer.rebuild().result(30)
    drain(indexer)
    assert "Ny <mark>Nyborg</mark>" in person.page("/search?q=nyborg")
    assert session.query(IndexEntry).count() == 0


def test_the_index_breaks_during_a_rebuild_of_it(indexer, gate, make, session):
    running = indexer.rebuild()
    assert gate.reached.wait(30)
    current = (portal().settings.index_dir / "CURRENT").read_text().strip()
    (portal().settings.index_dir / current / "meta.json").write_text("{}")
    make.user("Ny Nyborg")
    db.session.commit()
    indexer.drain()
    assert indexer.drain() == 0
    gate.opened.set()
    running.result(30)
    drain(indexer)
    assert totals()["nyborg"] == 1
    assert gate.builds == 1  # the one that ran healed it
    assert session.query(IndexEntry).count() == 0


def test_a_rebuild_asked_for_during_one_is_another(indexer, gate):
    ask()
    ask()
    indexer.drain()
    assert gate.reached.wait(30)
    ask()
    indexer.drain()
    assert gate.builds == 1
    gate.opened.set()
    indexer.rebuild().result(30)
    assert is_asked()
    indexer.drain()
    indexer.rebuild().result(30)
    assert gate.builds == 2
    assert not is_asked()


def test_one_worker_rebuilds_and_the_other_waits(indexer, gate):
    other = Indexer(beside=True)
    assert not other.begin()
    ask()
    assert other.drain() == 0
    assert gate.builds == 0
    gate.opened.set()
    indexer.drain()
    indexer.rebuild().result(30)
    assert gate.builds == 1
    indexer.close()
    assert other.begin()
    other.close()


def test_a_worker_that_ends_leaves_the_live_index_and_the_wish(indexer, gate):
    before, old = state(), folders()
    ask()
    indexer.drain()
    assert gate.reached.wait(30)
    threading.Timer(0.1, gate.opened.set).start()
    indexer.close()
    assert folders() == old
    assert state() == before
    assert is_asked()
    lock = IndexLock()
    assert lock.acquire()
    lock.release()


def test_one_that_failed_is_tried_again_after_a_pause(indexer, gate, monkeypatch, caplog):
    gate.opened.set()
    real = rebuilding._ids
    monkeypatch.setattr(rebuilding, "_ids", lambda: 1 / 0)
    ask()
    indexer.drain()
    with pytest.raises(ZeroDivisionError):
        indexer.rebuild().result(30)
    monkeypatch.setattr(rebuilding, "_ids", real)
    indexer.drain()
    assert indexer.rebuild().exception(30)  # not yet
    assert is_asked()
    indexer._rebuilding._not_before = time.monotonic()
    indexer.drain()
    assert indexer.rebuild().result(30) == 7
    assert not is_asked()
    assert "the index could not be rebuilt" in caplog.text


def test_the_command_drains_while_it_rebuilds(gate, make, session, monkeypatch):
    seen, real = [], Indexer.drain

    def drain_then_open(self):
        number = real(self)
        if number:
            assert gate.reached.wait(30)
            seen.append(totals()["nyborg"])
            gate.opened.set()
        return number

    monkeypatch.setattr(Indexer, "drain", drain_then_open)
    make.user("Ny Nyborg")
    db.session.commit()
    assert request_rebuild(lambda done, total: seen.append((done, total))) == 8
    assert seen[0] == 1 or seen[:2] == [(2, 8), 1]
    assert seen[-1] == (8, 8)
    assert totals()["nyborg"] == 1
    assert session.query(IndexEntry).count() == 0


def test_what_a_killed_worker_left_is_thrown_away_and_done_again(people, make, monkeypatch):
    """Killing the engine at every step is in test_engine_crashes; this is what stays of it."""
    before, old = state(), folders()
    monkeypatch.setattr("shutil.rmtree", lambda *_args, **_more: None)  # the dead tidy nothing
    ask()
    monkeypatch.setattr(rebuilding, "forget", lambda: None)
    killed = Rebuilding(threading.Lock())
    killed._stop.set()
    with pytest.raises(rebuilding.Stopped):
        killed.run()
    monkeypatch.undo()
    assert len(folders()) == 2
    assert progress.rebuild_progress() is not None
    assert state() == before
    make.user("Ny Nyborg")
    db.session.commit()
    indexer = Indexer()
    assert indexer.begin()
    assert folders() == old
    assert progress.rebuild_progress() is None
    assert is_asked()
    drain(indexer)
    indexer.close()
    assert not is_asked()
    assert folders() != old
    assert totals()["nyborg"] == 1
    ended = state()
    rebuild()
    assert state() == ended


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_killed_after_each_portion(people, make, monkeypatch, at):
    """By kill -9: the old index answers, and the next worker does what was asked for."""
    monkeypatch.setattr(rebuilding, "CHUNK", 2)
    before, old = state(), folders()
    db.session.remove()
    pid = os.fork()
    if pid == 0:
        try:
            db.engine.dispose(close=False)
            ask()
            portions = []

            def die(done, total):
                portions.append(done)
                if len(portions) == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            Rebuilding(threading.Lock()).run(die)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert len(folders()) == 2
    assert state() == before
    indexer = Indexer()
    assert indexer.begin()
    assert folders() == old
    assert is_asked()
    drain(indexer)
    indexer.close()
    assert not is_asked()
    assert folders() != old
    assert state() == before
