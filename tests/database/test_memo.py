"""What a page asks several times is read once; never where something may be written."""

from sqlalchemy import text

from portal.database import db, own_session, reading
from portal.database.memo import once
from portal.units.leading import leaders_of, led_units


def asked(session, key="question"):
    count = []

    def ask():
        count.append(1)
        return session.scalar(text("SELECT 'answer'"))

    for _ in range(3):
        assert once(session, key, ask) == "answer"
    return len(count)


def test_once_within_a_reading_transaction_and_each_time_while_writing(app):
    with own_session("read") as session:
        assert asked(session) == 1
        assert asked(session, "another") == 1
        session.rollback()
        assert asked(session) == 1, "another transaction is another answer"
    assert asked(db.session()) == 3


def test_nothing_is_as_good_an_answer(app):
    with own_session("read") as session:
        count = []
        session.execute(text("SELECT 1"))
        for _ in range(2):
            assert once(session, "x", lambda: count.append(1)) is None
        assert len(count) == 1


def test_a_session_that_reads_and_then_writes_asks_anew(app, make, session):
    unit = make.unit("Skolen")
    leader = make.user(units=[unit], function="leader")
    actor = make.actor_of(leader)
    session.commit()
    with reading():
        assert led_units(session, actor) == {unit.id}
        session.rollback()
    below = make.unit("Under", parent=unit)
    assert led_units(session, actor) == {unit.id, below.id}


def test_what_is_handed_out_is_the_callers_own(app, make, session):
    unit = make.unit("Skolen")
    leader = make.user(units=[unit], function="leader")
    actor, unit_id = make.actor_of(leader), unit.id
    session.commit()
    with reading():
        led_units(session, actor).clear()
        assert led_units(session, actor) == {unit_id}
        leaders_of(session, [unit_id])[unit_id][0].clear()
        assert leaders_of(session, [unit_id]) == {unit_id: [{leader.id}]}
        session.rollback()
