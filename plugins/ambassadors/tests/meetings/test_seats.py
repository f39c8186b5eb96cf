"""Seats that are never too many, and answers from everywhere."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from portal_ambassadors.meetings import seats
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.services import InvalidMeeting
from portal_ambassadors.meetings.states import Answer
from sqlalchemy.exc import IntegrityError

from portal.api import GuestStatus, PortalError, db
from portal.testing.sessions import token_of

from .planned import CANARY, MOST, data, event_of, guests, press, say


def test_seats_and_the_waiting_list(session, make, ambassador, meeting, mails):
    anna, bo, carl = (ambassador(name).user for name in ("Anna", "Bo", "Carl"))
    made = meeting(capacity=1)
    assert say(session, make, made, anna, Answer.YES)
    assert not say(session, make, made, bo, Answer.YES)
    assert not say(session, make, made, carl, Answer.YES)
    assert seats.waiting(made) == [bo.id, carl.id]
    assert say(session, make, made, anna, Answer.YES)  # again is nothing new
    say(session, make, made, anna, Answer.NO)
    assert (seats.seated(made), seats.waiting(made)) == ({bo.id}, [carl.id])
    assert sum("There is a seat for you now" in mail for mail in mails()) == 1
    with pytest.raises(InvalidMeeting):
        rules.change(session, make.actor("organiser"), made, data(capacity=0))
    rules.change(session, make.actor("organiser"), made, data(capacity=2))
    assert seats.seated(made) == {bo.id, carl.id}
    with pytest.raises(InvalidMeeting):
        rules.change(session, make.actor("organiser"), made, data(capacity=1))


def test_two_race_for_the_last_seat(app, session, sign_in, ambassador, meeting):
    people = [ambassador(name).user for name in ("Anna", "Bo", "Carl", "Dina")]
    made = meeting(capacity=1)
    browsers = [sign_in(user) for user in people]
    start = threading.Barrier(len(browsers))
    address, answers = f"/ambassadors/meetings/{made.id}/answer", []

    def click(browser):
        from portal.testing.sessions import token_of

        with app.app_context():
            token = token_of(browser.client.get("/").text)
            start.wait()
            sent = browser.client.post(address, data={"answer": "yes", "csrf_token": token})
            answers.append(sent.status_code)
            db.session.remove()

    session.commit()
    threads = [threading.Thread(target=click, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    session.expire_all()
    assert len(seats.seated(made)) == 1 and len(seats.waiting(made)) == 3
    assert sorted(guest.place for guest in guests(made).values()) == [1, 2, 3, 4]
    said = [guest.status for guest in event_of(session, made).guests]
    assert said.count(GuestStatus.ACCEPTED) == 1


def test_an_answer_in_the_calendar_counts_and_takes_no_seat_from_others(
    session, make, sign_in, ambassador, meeting
):
    anna, bo = ambassador("Anna").user, ambassador("Bo").user
    made = meeting(capacity=1)
    event = event_of(session, made)
    sign_in(bo).post(f"/calendar/events/{event.id}/answer", {"answer": "accepted"})
    assert "Are you coming?" not in sign_in(bo).page("/")
    assert "Are you coming?" in sign_in(anna).page("/")
    # The first look takes it over, and shows the page anew.
    assert sign_in(anna).get(f"/ambassadors/meetings/{made.id}").status_code == 302
    assert sign_in(anna).get(f"/ambassadors/meetings/{made.id}").status_code == 200
    session.expire_all()
    assert seats.seated(made) == {bo.id}
    assert not say(session, make, made, anna, Answer.YES)
    sign_in(bo).post(f"/calendar/events/{event.id}/answer", {"answer": "declined"})
    sign_in(anna).get(f"/ambassadors/meetings/{made.id}")
    session.expire_all()
    assert seats.seated(made) == {anna.id}


def test_yes_and_no_by_the_link_of_the_mail(
    session, client, make, ambassador, meeting, coordinator, link_of
):
    anna, bo = ambassador("Anna"), ambassador("Bo")
    made = meeting(capacity=1, agenda="Hemmeligt punkt")
    address = link_of(anna.user)
    client.set_cookie("portal_language", "da")
    page = client.get(address)
    assert page.status_code == 200 and CANARY in page.text and "Lokale 2.14" in page.text
    assert '<html lang="en"' in page.text, "Anna's language"
    assert "Hemmeligt punkt" not in page.text and "Bo" not in page.text.split("<main")[1]
    assert guests(made)[anna.user_id].answer == "", "opening is not answering"
    assert client.post(address, data={"answer": "yes"}).status_code == 400, "no form of ours"
    assert press(client, address, "yes").location == address
    assert "You are coming" in client.get(address).text
    assert press(client, address, "yes").status_code == 303, "again, no harm"
    assert press(client, link_of(bo.user), "yes").status_code == 303
    assert "number 1 on the waiting list" in client.get(link_of(bo.user)).text
    assert press(client, address, "no").status_code == 303
    session.expire_all()
    assert guests(made)[anna.user_id].answer == Answer.NO
    assert seats.seated(made) == {bo.user_id}
    said = {one.user_id: one.status for one in event_of(session, made).guests}
    assert said[anna.user_id] == GuestStatus.DECLINED, "the calendar knows"
    for word in ("maybe", "x", MOST, ""):
        assert press(client, address, word).status_code == 303
    session.expire_all()
    assert guests(made)[anna.user_id].answer == Answer.NO


def test_a_link_dies_with_the_invitation_the_account_and_the_meeting(
    session, client, make, ambassador, meeting, coordinator, link_of
):
    anna = ambassador("Anna")
    made = meeting()
    address = link_of(anna.user)
    assert client.get(address + "x").status_code == 404
    assert client.get(address[:-3]).status_code == 404
    anna.user.active = False
    session.commit()
    assert client.get(address).status_code == 404
    anna.user.active = True
    made.starts_at -= dt.timedelta(days=20)
    made.ends_at -= dt.timedelta(days=20)
    session.commit()
    assert client.get(address).status_code == 404
    made.starts_at += dt.timedelta(days=20)
    made.ends_at += dt.timedelta(days=20)
    session.commit()
    token = token_of(client.get(address).text)
    seats.lock(session, made)
    rules.cancel(session, make.actor_of(coordinator), made)
    session.commit()
    assert "is cancelled" in client.get(address).text
    client.post(address, data={"answer": "yes", "csrf_token": token})
    session.expire_all()
    assert guests(made)[anna.user_id].answer == ""
    rules.invite(session, make.actor_of(coordinator), made, [])
    session.commit()
    assert client.get(address).status_code == 404


def test_who_may_not_answer(session, make, ambassador, meeting):
    user, other = ambassador("Anna").user, ambassador("Bo").user
    made = meeting(everyone=False, guest_ids=[user.id])
    with pytest.raises(PortalError):
        say(session, make, made, other, Answer.YES)
    with pytest.raises(PortalError):
        say(session, make, made, user, "perhaps")
    rules.cancel(session, make.actor("organiser"), made)
    with pytest.raises(PortalError):
        say(session, make, made, user, Answer.YES)


def test_the_database_gives_no_place_twice(session, ambassador, meeting):
    ambassador("Anna")
    ambassador("Bo")
    made = meeting(capacity=1)
    for guest in made.guests:
        guest.place = 1
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
