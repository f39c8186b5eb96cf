"""Being away, standing in for somebody, and asking whoever is there."""

from __future__ import annotations

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale
from portal_ambassadors.absence import services as rules
from portal_ambassadors.absence.presence import Away, away_on, there_instead, whom_to_ask
from portal_ambassadors.models import Absence, Ambassador
from portal_ambassadors.profiles.data import InvalidProfile
from sqlalchemy import select

from portal.api import NotAllowed, PortalError, User, actor_for, db, today

HERE = ZoneInfo("Europe/Copenhagen")


def day(number):
    return today() + dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def english(app):
    """The rules answer in the language of these tests."""
    with force_locale("en"):
        yield


@pytest.fixture
def three(ambassador):
    return ambassador("Anna"), ambassador("Bo"), ambassador("Carl")


@pytest.fixture
def away(session, make):
    """`away(anna, bo)`: away today, and the deputy has said yes."""

    def go(one, deputy=None, first=0, last=7, yes=True):
        owner = make.actor_of(one.user)
        found = rules.save_absence(
            session, owner, one, day(first), day(last), deputy.id if deputy else None
        )
        if deputy and yes:
            rules.answer(session, make.actor_of(deputy.user), found, True)
        session.commit()
        return found

    return go


def asked(session, make, one):
    found = whom_to_ask(session, make.actor(), one.id, away_on(session, today()))
    return found.user.name if found else None


def test_questions_go_along_the_chain_of_deputies(session, make, three, away):
    anna, bo, carl = three
    assert asked(session, make, anna) == "Anna"
    away(anna, bo)
    assert asked(session, make, anna) == "Bo"
    away(bo, carl)
    assert asked(session, make, anna) == "Carl"
    assert asked(session, make, carl) == "Carl"


def test_who_has_not_said_yes_is_not_asked(session, make, three, away):
    anna, bo, _carl = three
    absence = away(anna, bo, yes=False)
    assert asked(session, make, anna) is None
    rules.answer(session, make.actor_of(bo.user), absence, True)
    assert asked(session, make, anna) == "Bo"
    rules.answer(session, make.actor_of(bo.user), absence, False)
    assert asked(session, make, anna) is None


def test_a_deputy_who_has_left_stands_in_no_longer(session, make, three, away):
    anna, bo, _carl = three
    away(anna, bo)
    bo.user.active = False
    session.commit()
    assert asked(session, make, anna) is None
    bo.user.active, bo.status = True, "ended"
    session.commit()
    assert asked(session, make, anna) is None


def test_no_ring_of_deputies(session, make, three, away):
    anna, bo, carl = three
    away(anna, bo, 0, 5)
    away(bo, carl, 3, 9)
    with pytest.raises(InvalidProfile) as problem:
        away(carl, anna, 4, 6)
    assert set(problem.value.errors) == {"deputy_id"}
    away(carl, anna, 6, 9)  # Anna is back on the sixth day
    late = Absence(ambassador_id=carl.id, first=day(10), last=day(11), deputy_id=anna.id, answer="")
    session.add(late)
    session.commit()
    rules.answer(session, make.actor_of(anna.user), late, True)


def test_a_ring_that_two_made_at_once_is_not_run_around(session):
    ring = {1: Away(today(), 2), 2: Away(today(), 1)}
    assert there_instead(ring, 1) is None


def test_a_yes_that_would_close_a_ring_is_refused(session, make, three, away):
    anna, bo, _carl = three
    first, second = away(anna, bo, yes=False), away(bo, anna, yes=False)
    rules.answer(session, make.actor_of(bo.user), first, True)
    with pytest.raises(PortalError, match="stand in for each other"):
        rules.answer(session, make.actor_of(anna.user), second, True)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(2, 1, "last"), (-3, -1, "last"), (0, 4000, "last"), (5, 6, "first"), (None, 3, "first")],
)
def test_days_that_cannot_be(session, make, three, away, first, last, field):
    anna, *_rest = three
    away(anna, None, 5, 8)
    days = [None if one is None else day(one) for one in (first, last)]
    with pytest.raises(InvalidProfile) as problem:
        rules.save_absence(session, make.actor_of(anna.user), anna, *days, None)
    assert set(problem.value.errors) == {field}


def test_only_the_owner_and_coordinators_say_it_and_only_the_deputy_answers(
    session, make, three, away
):
    anna, bo, carl = three
    absence = away(anna, bo, yes=False)
    with pytest.raises(NotAllowed):
        rules.save_absence(session, make.actor_of(bo.user), anna, day(20), day(21), None)
    for other in (make.actor_of(anna.user), make.actor_of(carl.user), make.actor("editor")):
        with pytest.raises(NotAllowed):
            rules.answer(session, other, absence, True)
    rules.save_absence(session, make.actor("editor"), anna, day(20), day(21), None)


def test_it_ends_by_itself_also_when_the_clocks_change(session, make, three, away, monkeypatch):
    anna, bo, _carl = three
    moment = dt.datetime(2027, 3, 26, 12, tzinfo=HERE)
    monkeypatch.setattr("portal.clock.now", lambda: moment)
    away(anna, bo, 0, 2)  # until Sunday 28 March, when summer time begins
    for at, name in [
        (dt.datetime(2027, 3, 28, 0, 30, tzinfo=HERE), "Bo"),
        (dt.datetime(2027, 3, 28, 23, 59, tzinfo=HERE), "Bo"),
        (dt.datetime(2027, 3, 29, 0, 1, tzinfo=HERE), "Anna"),
    ]:
        moment = at.astimezone(dt.UTC)
        assert asked(session, make, anna) == name, at


def test_a_question_is_mailed_to_who_is_there_and_the_answer_to_who_asks(
    make, sign_in, three, away, mails, monkeypatch
):
    anna, bo, _carl = three
    away(anna, bo)
    answers_go_to, send = [], rules.send_mail

    def sending(*arguments, reply_to, **options):
        answers_go_to.append(reply_to.email)
        send(*arguments, reply_to=reply_to, **options)

    monkeypatch.setattr(rules, "send_mail", sending)
    kim = sign_in(make.user("Kim Kollega"))
    page = kim.page(f"/ambassadors/{anna.id}/ask")
    assert "Bo stands in" in page and f'value="{bo.id}"' in page
    address = f"/ambassadors/{anna.id}/ask"
    answer = kim.post(address, {"message": "Hvordan begynder vi?", "to": bo.id})
    assert answer.status_code == 303
    (mail,) = [one for one in mails() if "Hvordan begynder vi?" in one]
    assert bo.user.email in mail and "asks Anna, for whom you stand in" in mail
    assert answers_go_to == [kim.email]


def test_the_text_stays_when_somebody_else_is_there_now(session, make, sign_in, three, away, mails):
    anna, bo, _carl = three
    kim, address = sign_in(), f"/ambassadors/{anna.id}/ask"
    away(anna, bo)
    answer = kim.post(address, {"message": "Et langt spørgsmål", "to": anna.id})
    assert answer.status_code == 422 and "Et langt spørgsmål" in answer.text
    assert "It would now go to Bo" in answer.text
    for message in ("", "x" * 2001):
        answer = kim.post(address, {"message": message, "to": bo.id})
        assert answer.status_code == 422 and message in answer.text
    assert not [one for one in mails() if "spørgsmål" in one]


def test_too_many_questions_are_refused_with_the_text_kept(session, sign_in, three):
    anna, *_rest = three
    kim, address = sign_in(), f"/ambassadors/{anna.id}/ask"
    for number in range(10):
        assert kim.post(address, {"message": f"Nr. {number}", "to": anna.id}).status_code == 303
    answer = kim.post(address, {"message": "Nr. elleve", "to": anna.id})
    assert answer.status_code == 422
    assert "Nr. elleve" in answer.text and "many messages" in answer.text


def test_without_a_deputy_others_with_the_same_competence_are_offered(
    session, make, sign_in, ambassador, away
):
    anna = ambassador("Anna", levels={"Supervision": 4, "Statistics": 2})
    ambassador("Bo Better", levels={"Supervision": 5})
    ambassador("Carl Cautious", levels={"Supervision": 1})
    ambassador("Dina Digit", levels={"Statistics": 5})
    ambassador("Hanne Hidden", levels={"Supervision": 5}, hidden=["competences"])
    gone = ambassador("Gitte Gone", levels={"Supervision": 5})
    away(anna)
    away(gone)
    page = sign_in().page(f"/ambassadors/{anna.id}/ask")
    assert "Nobody stands in" in page and "Bo Better" in page
    for name in ("Carl Cautious", "Dina Digit", "Hanne Hidden", "Gitte Gone"):
        assert name not in page


def test_the_profile_says_until_when_and_whom_to_ask(session, sign_in, three, away):
    anna, bo, _carl = three
    reader = sign_in()
    assert "Ask Anna" in reader.page(f"/ambassadors/{anna.id}")
    away(anna, bo)
    page = reader.page(f"/ambassadors/{anna.id}")
    assert "Away until" in page and "Bo stands in" in page and "Ask Bo" in page
    own = sign_in(anna.user).page(f"/ambassadors/{anna.id}")
    assert "Ask Bo" not in own and f"/ambassadors/{anna.id}/away" in own


def test_from_form_to_yes_and_back(session, make, sign_in, three, mails):
    anna, bo, carl = three
    owner, deputy = sign_in(anna.user), sign_in(bo.user)
    address = f"/ambassadors/{anna.id}/away"
    days = {"first": day(0).isoformat(), "last": day(3).isoformat()}
    assert owner.post(address, {**days, "deputy_id": bo.id}).status_code == 303
    absence = session.scalars(select(Absence)).one()
    assert any("asks you to stand in" in mail and bo.user.email in mail for mail in mails())
    assert "Will you stand in for Anna?" in deputy.page("/")
    assert "has not answered yet" in owner.page(address)
    link = f"/ambassadors/deputy/{absence.id}"
    assert sign_in(carl.user).get(link).status_code == 404
    assert deputy.post(link, {"answer": "yes"}).status_code == 303
    assert "Will you stand in for Anna?" not in deputy.page("/")
    assert "Bo stands in" in owner.page(address)
    changed = {**days, "deputy_id": carl.id}
    assert owner.post(f"{address}/{absence.id}", changed).status_code == 303
    assert asked_names(session) == [("Anna", "Carl", "")]
    assert any("need not stand in" in mail and bo.user.email in mail for mail in mails())
    assert owner.post(f"{address}/{absence.id}/remove").status_code == 303
    assert asked_names(session) == []


def asked_names(session):
    rows = session.scalars(select(Absence).order_by(Absence.id))
    return [(row.ambassador.user.name, row.deputy.user.name, row.answer) for row in rows]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"first": "not a day", "last": "31-02-2027"},
        {"first": "2027-01-01", "last": "9999-12-31", "deputy_id": "9" * 30},
        {"first": "0001-01-01", "last": "0001-01-01", "deputy_id": "\x00"},
        {"first": "2099-01-01", "last": "2099-01-02", "deputy_id": "-1"},
    ],
)
def test_nonsense_is_refused_in_the_field(session, sign_in, three, data):
    anna, *_rest = three
    answer = sign_in(anna.user).post(f"/ambassadors/{anna.id}/away", data)
    assert answer.status_code == 422
    assert session.scalars(select(Absence)).all() == []


def test_nonsense_in_addresses_and_answers(session, sign_in, three, away):
    anna, bo, _carl = three
    absence = away(anna, bo, yes=False)
    reader, deputy = sign_in(), sign_in(bo.user)
    huge = "99999999999999999999"
    for path in (f"{huge}/ask", f"{huge}/away", f"{anna.id}/away", f"deputy/{huge}"):
        assert reader.get(f"/ambassadors/{path}").status_code == 404
    assert reader.post(f"/ambassadors/{anna.id}/away/{absence.id}/remove").status_code == 404
    assert deputy.post(f"/ambassadors/deputy/{absence.id}", {"answer": "\x00"}).status_code == 303
    sent = {"message": "Hej\x00", "to": "9" * 40}
    assert reader.post(f"/ambassadors/{anna.id}/ask", sent).status_code == 422
    session.expire_all()
    assert session.get(Absence, absence.id).answer == "no"


def test_two_ways_to_make_the_same_days_at_once_make_one(app, session, make, three):
    anna, *_rest = three
    anna_id, user_id = anna.id, anna.user_id
    session.commit()
    problems = []

    def go():
        with app.test_request_context():
            own = db.session()
            try:
                actor = actor_for(own, own.get(User, user_id))
                found = own.get(Ambassador, anna_id)
                rules.save_absence(own, actor, found, day(1), day(2), None)
                own.commit()
            except InvalidProfile as problem:
                problems.append(set(problem.errors))
            finally:
                db.session.remove()

    run_both(go, go)
    session.expire_all()
    assert len(session.scalars(select(Absence)).all()) == 1 and problems == [{"first"}]


def run_both(*jobs):
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_crowd_of_absences_costs_no_more_queries(
    session, sign_in, ambassador, away, count_queries
):
    anna = ambassador("Anna")
    away(anna, ambassador("Bo"))
    reader = sign_in()
    reader.page(f"/ambassadors/{anna.id}")
    with count_queries() as few:
        reader.page(f"/ambassadors/{anna.id}")
    for number in range(6):
        away(ambassador(f"Extra {number}"), ambassador(f"Deputy {number}"))
    with count_queries() as many:
        reader.page(f"/ambassadors/{anna.id}")
    # The frame around a page asks some things once in a while only.
    assert len(many) <= len(few) + 2


def test_my_data_says_it_and_erasing_takes_it(session, make, three, away):
    from portal_ambassadors.absence.hooks import export_user
    from portal_ambassadors.profiles.people import erase_user

    anna, bo, _carl = three
    away(anna, bo)
    assert export_user(session, anna.user)["away"][0]["deputy"] == "Bo"
    assert export_user(session, bo.user)["stands_in"][0]["for"] == "Anna"
    erase_user(session, bo.user)
    session.commit()
    session.expire_all()
    assert session.scalars(select(Absence.deputy_id)).all() == [None]
    assert asked(session, make, anna) is None
    erase_user(session, anna.user)
    session.commit()
    assert session.scalars(select(Absence.id)).all() == []
