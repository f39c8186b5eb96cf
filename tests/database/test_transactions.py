"""Reading requests cannot write, and writers wait for each other instead of failing."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.access.models import Role
from portal.database import db, own_session, reading


def test_a_reading_transaction_cannot_write(app):
    db.session.rollback()
    with reading():
        db.session.execute(select(Role.id))
        with pytest.raises(DBAPIError):
            db.session.execute(text("update portal_role set name = 'x'"))
    db.session.rollback()


def test_own_session_inside_a_writing_transaction_says_so_instead_of_waiting(app):
    db.session.execute(select(Role.id))
    with pytest.raises(RuntimeError, match="inside a writing transaction"), own_session():
        pass


def test_read_then_write_by_many_threads_never_finds_the_database_locked(app):
    """Without BEGIN IMMEDIATE, read-then-write fails at once when another wrote in between."""
    db.session.rollback()
    with own_session() as session:
        session.add(Role(key="counter", description="0"))
    failures = []

    def count():
        try:
            for _ in range(20):
                with app.app_context(), own_session() as session:
                    role = session.scalar(
                        select(Role).where(Role.key == "counter").with_for_update()
                    )
                    role.description = str(int(role.description) + 1)
        except Exception as problem:
            failures.append(problem)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.scalar(select(Role.description).where(Role.key == "counter")) == "160"
