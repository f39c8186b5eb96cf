import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from portal.notices.jobs import ROUND, go_round
from portal.notices.models import Notice
from portal.notices.topics import NoticeTopic
from portal.plugins.spec import hookimpl


class Topics:
    """A feature that declares topics, for tests."""

    @hookimpl
    def notice_topics(self):
        return [
            NoticeTopic("test.asked", "Questions to you", self.asked, "mail", "envelope"),
            NoticeTopic("test.changed", "Changes of what you follow", self.changed),
            NoticeTopic("test.broken", "Broken words", lambda notice: 1 / 0),
        ]

    @staticmethod
    def asked(notice):
        from flask_babel import get_locale

        return f"[{get_locale()}] {notice.by} asks: {notice.params['question']}"

    @staticmethod
    def changed(notice):
        return f"{notice.by} changed it ({notice.key})"


@pytest.fixture
def topics(app):
    """The topics test.asked (mail), test.changed (digest) and test.broken."""
    from portal.runtime import portal

    manager = portal().plugins._pluggy
    feature = Topics()
    manager.register(feature, "core:test")
    yield
    manager.unregister(feature)


@pytest.fixture
def clock(monkeypatch):
    """`clock(when)` sets the time of the digest's jobs."""

    def set_to(moment):
        for module in ("portal.notices.jobs",):
            monkeypatch.setattr(f"{module}.now", lambda: moment.astimezone(dt.UTC))

    return set_to


@pytest.fixture
def at_hour(session, clock, work):
    """`at_hour(moment)`: a worker's hourly round at that moment, and all that follows of it."""

    def run(moment):
        clock(moment)
        go_round(SimpleNamespace(session=session, payload={}, due_at=moment))
        session.commit()
        work()

    assert ROUND
    return run


@pytest.fixture
def came(session):
    """`came(moment)`: every notice so far came then."""

    def set_to(moment):
        session.execute(update(Notice).values(created_at=moment))
        session.commit()

    return set_to


@pytest.fixture
def notices_of(session):
    """A person's notices."""

    def read(user):
        session.expire_all()
        statement = select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)
        return list(session.scalars(statement))

    return read
