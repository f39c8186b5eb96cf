"""Contents are kept once, as long as something points to them."""

import datetime as dt
import io
import os
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.access.actors import SYSTEM
from portal.database import db, now, own_session
from portal.errors import PortalError
from portal.files import services, storage
from portal.files.incoming import take_in
from portal.files.models import Attachment, File
from portal.files.problems import FileProblem
from portal.references.changes import Changes
from portal.runtime import portal

LONG_AGO = dt.timedelta(days=2)


def store(session, content=b"hello", name="a.txt"):
    return services.store_upload(session, SYSTEM, io.BytesIO(content), name)


def age(session):
    """Makes everything two days older."""
    for file in session.scalars(select(File)):
        file.used_at = now() - LONG_AGO
    for row in session.scalars(select(Attachment).where(Attachment.removed_at.is_not(None))):
        row.removed_at = now() - LONG_AGO
    session.flush()
    for digest in storage.digests():
        os.utime(storage.place_of(digest), (1_000_000, 1_000_000))


def test_a_stream_is_kept_under_its_hash(session):
    file = store(session)
    assert storage.place_of(file.digest).read_bytes() == b"hello"
    assert (file.size, file.media_type, file.original_name) == (5, "text/plain", "a.txt")


def test_a_bad_stream_leaves_nothing(session):
    with pytest.raises(FileProblem):
        store(session, b"MZ\x00")
    assert session.scalars(select(File)).all() == []


def test_what_hangs_somewhere_is_kept(session):
    services.attach(session, SYSTEM, "person", 1, store(session))
    age(session)
    assert services.sweep(session) == 0
    assert len(list(storage.digests())) == 1


def test_what_hangs_nowhere_goes_after_a_day(session):
    store(session)
    assert services.sweep(session) == 0
    age(session)
    assert services.sweep(session) == 1
    assert list(storage.digests()) == [] and session.scalars(select(File)).all() == []


def test_a_removed_attachment_keeps_its_content_for_a_day(session):
    attachment = services.attach(session, SYSTEM, "person", 1, store(session))
    services.detach(session, SYSTEM, attachment)
    age(session)
    attachment.removed_at = now()
    session.flush()
    assert services.sweep(session) == 0
    age(session)
    assert services.sweep(session) == 1


def test_a_content_that_hangs_twice_survives_one_removal(session):
    file = store(session)
    first = services.attach(session, SYSTEM, "person", 1, file)
    services.attach(session, SYSTEM, "person", 2, file)
    services.detach(session, SYSTEM, first)
    age(session)
    assert services.sweep(session) == 0
    assert storage.place_of(file.digest).exists()


def test_the_database_itself_keeps_a_content_that_is_in_use(session):
    file = store(session)
    services.attach(session, SYSTEM, "person", 1, file)
    session.commit()
    with pytest.raises(IntegrityError):
        session.execute(File.__table__.delete().where(File.id == file.id))
    session.rollback()


def test_an_upload_of_the_same_makes_it_young_again(session):
    store(session)
    age(session)
    store(session)
    assert services.sweep(session) == 0


def test_a_sweep_that_died_before_its_commit_costs_nothing(session):
    file = store(session)
    session.commit()
    storage.remove(file.digest)  # the content went, the row stayed
    again = store(session)
    assert again.id == file.id
    assert storage.place_of(file.digest).read_bytes() == b"hello"


def test_strays_of_rolled_back_uploads_go_when_they_are_old(session):
    digest = store(session).digest
    session.rollback()
    assert list(storage.digests()) == [digest]
    assert services.sweep(session) == 0
    os.utime(storage.place_of(digest), (1_000_000, 1_000_000))
    assert services.sweep(session) == 1
    assert list(storage.digests()) == []


def test_a_stray_that_somebody_just_used_stays(session):
    """Between 'no row knows it' and 'delete it', the same content was put there again."""
    digest = store(session).digest
    session.rollback()
    os.utime(storage.place_of(digest), (1_000_000, 1_000_000))
    store(session)  # not yet committed: to the sweep there is no row
    assert storage.forget_strays([digest], 60) == 0
    assert storage.place_of(digest).exists()


def test_what_dying_uploads_left_goes(session):
    left = storage.incoming_folder() / "in-dead"
    left.write_bytes(b"half")
    os.utime(left, (1_000_000, 1_000_000))
    assert services.sweep(session) == 1
    assert not left.exists()


def test_the_same_content_at_once_from_many(app):
    """Eight threads, one content: one row, one file, eight answers."""
    answers, start = [], threading.Barrier(8)

    def upload():
        with app.app_context():
            start.wait()
            incoming = take_in(io.BytesIO(b"the same"), "a.txt")
            try:
                with own_session() as own:
                    answers.append(services.store_upload(own, SYSTEM, incoming, "a.txt").id)
            finally:
                incoming.close()

    threads = [threading.Thread(target=upload) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and len(set(answers)) == 1
    assert len(list(storage.digests())) == 1


def test_uploading_while_sweeping_never_loses_a_content(app, session):
    """One thread sweeps everything that hangs nowhere, another uploads and attaches: what was
    attached is there at the end."""
    session.commit()
    stop = threading.Event()
    problems = []

    def sweep():
        with app.app_context():
            while not stop.is_set():
                with own_session() as own:
                    services.sweep(own, kept=dt.timedelta(seconds=-1))

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for number in range(25):
            with own_session() as own:
                file = store(own, b"again and again", "a.txt")
                services.attach(own, SYSTEM, "person", number + 1, file)
                digest, attachment_id = file.digest, own.scalars(select(Attachment.id)).one()
            if not storage.place_of(digest).exists():
                problems.append(number)
            with own_session() as own:
                own.execute(Attachment.__table__.delete().where(Attachment.id == attachment_id))
    finally:
        stop.set()
        sweeper.join()
    assert problems == []


def test_an_object_takes_its_attachments_along(session):
    services.attach(session, SYSTEM, "person", 77, store(session))
    changes: Changes = portal().changes
    changes.deleted(session, "person", 77)
    assert services.attachments_of(session, "person", [77]) == {77: []}


def test_one_file_too_many(session, monkeypatch):
    monkeypatch.setattr(services, "MAX_ATTACHMENTS", 2)
    for number in range(2):
        services.attach(session, SYSTEM, "person", 1, store(session, str(number).encode()))
    with pytest.raises(PortalError, match="Remove one first"):
        services.attach(session, SYSTEM, "person", 1, store(session, b"third"))


def test_attachments_of_many_objects_are_one_query(session, count_queries):
    for number in range(1, 6):
        services.attach(session, SYSTEM, "person", number, store(session, str(number).encode()))
    session.commit()
    with count_queries() as queries:
        found = services.attachments_of(session, "person", range(1, 6))
        assert [found[n][0].file.size for n in range(1, 6)] == [1] * 5
    assert len(queries) == 1


def test_the_sweep_is_a_job(app):
    from portal.files.jobs import SWEEP

    assert SWEEP in portal().handlers
    assert SWEEP in {schedule.topic for _owner, schedule in portal().schedules}


def test_what_a_person_brought_is_theirs_to_see_and_can_be_forgotten(session, make):
    from portal.files.feature import feature

    user = make.user()
    actor = make.actor_of(user)
    file = services.store_upload(session, actor, io.BytesIO(b"hello"), "a.txt")
    services.attach(session, actor, "person", user.id, file)
    assert feature.export_user(session, user)["files"][0]["name"] == "a.txt"
    feature.erase_user(session, user)
    db.session.expire_all()
    assert feature.export_user(session, user) == {}
