"""The digest comes once, in the morning, and says only what may still be seen."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.access.deciding import set_audience
from portal.jobs.models import Job
from portal.jobs.schedules import plan
from portal.notices import services
from portal.notices.jobs import DIGEST, ROUND, digest_moment
from portal.runtime import portal

pytestmark = pytest.mark.usefixtures("topics")
HERE = ZoneInfo("Europe/Copenhagen")
EVENING = dt.datetime(2026, 11, 23, 20, 0, tzinfo=HERE)
SEVEN = dt.datetime(2026, 11, 24, 7, 0, 30, tzinfo=HERE)


@pytest.fixture
def people(make):
    return make.user("Ane Holm"), make.user("Bo Ærø"), make.user("Cy Vang")


@pytest.fixture
def tell(session, make):
    def run(who, users, about, topic="test.changed", **params):
        services.notify(
            session,
            make.actor_of(who),
            topic,
            users,
            "person",
            about.id,
            **{"key": "title", **params},
        )
        session.commit()

    return run


def test_a_digest_gathers_what_came_since_yesterday(people, tell, came, at_hour, mails):
    ane, bo, cy = people
    tell(ane, [bo, cy], ane)
    tell(cy, [bo], cy)
    came(EVENING)
    at_hour(SEVEN)
    to_bo, to_cy = sorted(mails(), key=lambda text: "Cy Vang <" in text or "Cy Vang" in text[:40])
    assert "2 things that concern you" in to_bo
    assert to_bo.count("Changes of what you follow") == 1
    assert "Ane Holm changed it (title)" in to_bo and "Cy Vang changed it (title)" in to_bo
    assert f"/people/{ane.id}" in to_bo and "http" in to_bo
    assert "1 thing that concerns you" in to_cy


def test_before_seven_nothing_and_after_seven_only_what_was_there(
    people, tell, came, at_hour, mails
):
    ane, bo, _cy = people
    tell(ane, [bo], ane)
    came(EVENING)
    at_hour(SEVEN.replace(hour=6, minute=59))
    assert mails() == []
    came(SEVEN.replace(hour=9))
    at_hour(SEVEN.replace(hour=10))
    assert mails() == []
    at_hour(SEVEN + dt.timedelta(days=1))
    assert len(mails()) == 1


def test_one_digest_however_often_the_hour_comes_round(people, tell, came, at_hour, mails):
    ane, bo, _cy = people
    tell(ane, [bo], ane)
    came(EVENING)
    for hour in (7, 7, 8, 12, 23):
        at_hour(SEVEN.replace(hour=hour))
    assert len(mails()) == 1
    at_hour(SEVEN + dt.timedelta(days=1))
    assert len(mails()) == 1


def test_two_workers_one_digest(app, session, people, tell, came, clock, mails):
    """Both plan and both run all they find, at once."""
    from portal.jobs.runner import run_due

    ane, bo, _cy = people
    tell(ane, [bo], ane)
    came(EVENING)
    clock(SEVEN)
    start = threading.Barrier(2)

    def worker(name):
        with app.app_context():
            start.wait()
            plan()
            for _ in range(4):
                run_due(name)

    workers = [threading.Thread(target=worker, args=(name,)) for name in ("a", "b")]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(mails()) == 1
    rounds = session.scalars(select(Job).where(Job.topic.in_([ROUND, DIGEST]))).all()
    assert len(rounds) == 2 and all(job.done_at for job in rounds)


def test_nothing_to_say_no_mail(people, at_hour, mails):
    at_hour(SEVEN)
    assert mails() == []


def test_what_is_read_or_no_longer_to_be_seen_is_not_in_it(
    session, make, people, tell, came, at_hour, mails
):
    ane, bo, cy = people
    tell(ane, [bo, cy], ane)
    came(EVENING)
    services.mark_read(session, make.actor_of(bo))
    set_audience(session, "person", ane.id, {f"user:{ane.id}"})
    session.commit()
    at_hour(SEVEN)
    assert mails() == []


def test_what_was_hidden_after_the_round_is_not_mailed(session, people, tell, came, clock, mails):
    from types import SimpleNamespace

    from portal.notices.jobs import go_round

    ane, bo, _cy = people
    tell(ane, [bo], ane)
    came(EVENING)
    clock(SEVEN)
    go_round(SimpleNamespace(session=session, payload={}, due_at=SEVEN))
    set_audience(session, "person", ane.id, set())
    session.commit()
    assert mails() == []


def test_who_wants_it_at_once_gets_no_digest_and_one_mail(
    session, make, people, tell, came, at_hour, mails
):
    ane, bo, _cy = people
    tell(ane, [bo], ane, topic="test.asked", question="Why?")
    (mail,) = mails()
    assert "Subject: [en] Ane Holm asks: Why?" in mail
    came(EVENING)
    at_hour(SEVEN)
    assert len(mails()) == 1


def test_mails_speak_the_reader_s_language(make, people, tell, mails):
    tell(people[0], [make.user(language="da")], people[0], topic="test.asked", question="Why?")
    assert "[da]" in mails()[0]


def test_a_direct_mail_is_judged_when_it_is_sent(session, make, people, tell, mails):
    ane, bo, cy = people
    tell(ane, [bo], ane, topic="test.asked", question="Kanarie")
    set_audience(session, "person", ane.id, set())
    session.commit()
    tell(ane, [cy], cy, topic="test.asked", question="Read meanwhile")
    services.mark_read(session, make.actor_of(cy))
    session.commit()
    assert mails() == []


def test_words_that_fail_cost_the_sentence_and_not_the_mail(people, tell, came, at_hour, mails):
    ane, bo, _cy = people
    tell(ane, [bo], ane, topic="test.broken")
    came(EVENING)
    at_hour(SEVEN)
    assert "* Broken words" in mails()[0]


DAYS = [(2026, 10, 24), (2026, 10, 25), (2026, 10, 26), (2027, 3, 27), (2027, 3, 28), (2027, 3, 29)]


@pytest.mark.parametrize("day", DAYS)
def test_seven_is_seven_whatever_the_clocks_do(app, day):
    seven = dt.datetime(*day, 7, tzinfo=HERE).astimezone(dt.UTC)
    assert digest_moment(seven - dt.timedelta(minutes=1)) is None
    assert digest_moment(seven) == seven
    assert digest_moment(seven + dt.timedelta(hours=15)) == seven


def test_the_round_comes_every_hour(app):
    (schedule,) = [one for _owner, one in portal().schedules if one.topic == ROUND]
    assert schedule.every == dt.timedelta(hours=1)


def test_what_happens_again_before_the_digest_is_one_line_with_a_count(
    app, session, make, people, clock, came, mails
):
    """Two workers at once, three changes: one digest, one line."""
    from portal.jobs.runner import run_due
    from portal.notices.following import follow

    ane, bo, _cy = people
    follow(session, make.actor_of(bo), "person", ane.id)
    for _ in range(3):
        services.notify_followers(
            session, make.actor_of(ane), "test.changed", "person", ane.id, key="title"
        )
        session.commit()
    assert services.unread(session, make.actor_of(bo)) == 1
    came(EVENING)
    clock(SEVEN)
    start = threading.Barrier(2)

    def worker(name):
        with app.app_context():
            start.wait()
            plan()
            for _ in range(4):
                run_due(name)

    workers = [threading.Thread(target=worker, args=(name,)) for name in ("a", "b")]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    (mail,) = mails()
    assert "1 thing that concerns you" in mail
    assert mail.count("Ane Holm changed it") == 1 and "(3 times)" in mail
