"""The index mends itself: rebuilt when it is gone, compared with the database now and then."""

import json
import shutil

import pytest

from portal.database import now
from portal.jobs.handlers import JobContext
from portal.runtime import portal
from portal.search import progress
from portal.search.checking import check
from portal.search.indexer import Indexer, IndexLock


@pytest.fixture
def people(make, work):
    found = [make.user(name) for name in ("Ane Skovlund", "Bo Skovgaard")]
    work()
    return found


def run_check(session):
    check(JobContext(session=session, payload={}, due_at=now()))
    session.commit()


def test_what_is_missing_in_the_index_is_found_again_after_a_check(people, session, sign_in, work):
    key = ("person", str(people[0].id))
    portal().search.engine.index([], [key])
    assert key not in set(portal().search.engine.everything())
    run_check(session)
    work()
    assert key in set(portal().search.engine.everything())
    assert "Ane <mark>Skovlund</mark>" in sign_in().page("/search?q=skovlund")


def test_what_is_in_the_index_only_is_taken_out(people, session, work):
    from portal.search.engine.documents import Document

    ghost = Document("person", "987654", "Ghost", "/x", audience=frozenset({"everyone"}))
    portal().search.engine.index([ghost])
    run_check(session)
    work()
    assert ghost.key not in set(portal().search.engine.everything())


def test_a_check_that_finds_nothing_queues_nothing(people, session):
    from portal.jobs.models import IndexEntry

    run_check(session)
    assert session.query(IndexEntry).count() == 0


def test_while_the_index_is_rebuilt_the_page_says_how_far(people, sign_in, client):
    person = sign_in()
    current = portal().settings.index_dir / "CURRENT"
    current.rename(current.with_name("gone"))
    progress.tell(1250, 5000)
    html = person.page("/search?q=skov")
    assert "1,250 of 5,000" in html
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.text)["checks"]["search"] == "needs rebuild"


def test_the_worker_rebuilds_a_missing_index(people, sign_in, work):
    current = portal().settings.index_dir / "CURRENT"
    current.unlink()
    work()
    assert "Ane <mark>Skovlund</mark>" in sign_in().page("/search?q=skovlund")
    assert progress.rebuild_progress() is None


@pytest.mark.parametrize("is_saving", [True, False])
def test_the_worker_heals_what_only_the_writer_notices(people, make, sign_in, work, is_saving):
    """An open reader does not read the notes beside the index again; whoever writes does."""
    from portal.search.indexer import Indexer

    assert portal().search.engine.status().ok
    folder = portal().settings.index_dir
    next(folder.glob("index-*/meta.json")).write_text("{}")
    if is_saving:
        make.user("Carl Skovbo")
        work()
    else:
        indexer = Indexer()
        while indexer.idle():
            pass
        indexer.close()
    portal().search.engine.close()
    assert portal().search.engine.status().ok
    found = sign_in().page("/search?q=skov")
    assert "Ane <mark>Skovlund" in found


def test_a_bit_that_flipped_is_found_by_the_worker_that_begins(people, sign_in, work):
    segment = next(portal().settings.index_dir.glob("index-*/*.seg"))
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    from portal.search.indexer import Indexer

    indexer = Indexer()
    try:
        assert indexer.idle()
        assert not portal().search.engine.status().ok
        indexer.drain()
    finally:
        indexer.close()
    assert portal().search.engine.status().ok
    assert portal().search.engine.verify() is None
    assert "Ane <mark>Skovlund</mark>" in sign_in().page("/search?q=skovlund")


def test_a_lock_that_went_with_the_folder_locks_nobody_out(people, session):
    first, second = IndexLock(), IndexLock()
    assert first.acquire() and first.is_held and not second.acquire()
    (portal().settings.index_dir / "writer.lock").unlink()
    assert not first.is_held  # it would hold a file that nobody else sees
    assert second.acquire() and not first.acquire()
    second.release()


def test_the_worker_makes_a_folder_that_is_gone_anew(people, session, sign_in, work):
    worker = Indexer()
    assert worker.begin()
    shutil.rmtree(portal().settings.index_dir)
    worker.drain()
    worker.close()
    work()
    assert "Ane <mark>Skovlund</mark>" in sign_in().page("/search?q=skovlund")
