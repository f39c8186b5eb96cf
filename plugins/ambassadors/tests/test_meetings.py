"""Meetings: series across the clocks, seats that are never too many, what came of it, and that
nobody outside the network learns of any of it."""

from __future__ import annotations

import datetime as dt
import re
import threading
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from portal_ambassadors.meetings import attendance, members, points, seats
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.services import InvalidMeeting, MeetingData
from portal_ambassadors.meetings.showing import erase_user, export_user
from portal_ambassadors.meetings.states import KIND, Answer, Repeat, What
from portal_ambassadors.meetings.times import days, local, moment
from portal_ambassadors.models import Meeting, MeetingGuest, MeetingPoint
from portal_ambassadors.profiles import services as profiles
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import object_session

from portal.api import (
    SYSTEM,
    EventStatus,
    GuestStatus,
    NotAllowed,
    PortalError,
    db,
    events_of,
    latest_number,
    today,
)
from portal.testing.sessions import token_of

MOST = "99999999999999999999"
CANARY = "Kanariemøde"
HERE = ZoneInfo("Europe/Copenhagen")


def soon(days=10):
    return today() + dt.timedelta(days=days)


def data(**changes):
    values = {
        "title": CANARY,
        "day": soon(),
        "starts": dt.time(13, 0),
        "ends": dt.time(15, 0),
        "place": "Lokale 2.14",
        "agenda": "* Nyt om **fugle**",
        **changes,
    }
    return MeetingData(**values)


@pytest.fixture
def coordinator(make):
    return make.user("Kim Coordinator", roles=["organiser"])


@pytest.fixture
def meeting(session, make, coordinator):
    """A committed meeting: `meeting(capacity=1)`."""

    def plan(**changes):
        (one,) = rules.plan(session, make.actor_of(coordinator), data(**changes))
        session.commit()
        return one

    return plan


@pytest.fixture
def past(session, meeting):
    """A meeting that was ten days ago."""

    def plan(**changes):
        one = meeting(**changes)
        one.starts_at -= dt.timedelta(days=20)
        one.ends_at -= dt.timedelta(days=20)
        session.commit()
        return one

    return plan


def say(session, make, one, user, word):
    seats.lock(session, one)
    try:
        return seats.answer(session, make.actor_of(user), one, word)
    finally:
        session.commit()


def event_of(session, one):
    return events_of(session, KIND, [one.id])[one.id][0]


def guests(one):
    return {guest.user_id: guest for guest in one.guests if guest.invited}


# Times


def test_every_first_thursday_six_times():
    found = days(dt.date(2026, 9, 3), Repeat.MONTH, 6)
    assert [day.isoformat() for day in found] == [
        "2026-09-03",
        "2026-10-01",
        "2026-11-05",
        "2026-12-03",
        "2027-01-07",
        "2027-02-04",
    ]


def test_a_fifth_weekday_becomes_the_last():
    found = days(dt.date(2027, 1, 29), Repeat.MONTH, 3)  # the fifth Friday
    assert found[1:] == [dt.date(2027, 2, 26), dt.date(2027, 3, 26)]


def test_a_series_keeps_its_hour_across_the_clocks(session, make, coordinator):
    made = rules.plan(
        session,
        make.actor_of(coordinator),
        data(day=dt.date(2030, 10, 3), starts=dt.time(13), ends=dt.time(14)),
        Repeat.FORTNIGHT,
        4,
    )
    assert [local(one.starts_at).hour for one in made] == [13] * 4
    assert {one.starts_at.hour for one in made} == {11, 12}
    assert [event_of(session, one).starts_at for one in made] == [one.starts_at for one in made]


def test_the_hour_that_is_not(app):
    with pytest.raises(PortalError):
        moment(dt.date(2027, 3, 28), dt.time(2, 30))
    assert moment(dt.date(2027, 3, 28), dt.time(3, 0)).hour == 1


# Planning, and the calendar


def test_all_ambassadors_are_invited_once(session, ambassador, meeting, mails):
    one, two = ambassador("Anna"), ambassador("Bo")
    made = meeting()
    assert set(guests(made)) == {one.user_id, two.user_id}
    sent = [mail for mail in mails() if f"Invitation: {CANARY}" in mail]
    assert len(sent) == 2
    assert {guest.user_id for guest in event_of(session, made).guests} == set(guests(made))


def test_who_comes_later_is_invited_and_who_ends_is_not(session, make, ambassador, meeting, mails):
    ambassador("Anna")
    made, chosen = meeting(), meeting(everyone=False, guest_ids=[ambassador("Bo").user_id])
    late = ambassador("Carl Late")
    assert late.user_id in guests(made) and late.user_id not in guests(chosen)
    assert sum("Carl" in mail or late.user.email in mail for mail in mails()) == 1
    profiles.end(session, SYSTEM, late)
    session.commit()
    session.expire_all()
    assert late.user_id not in guests(made)
    assert members.audience(session).isdisjoint({f"user:{late.user_id}"})


def test_a_change_asks_anew_and_a_cancellation_tells(session, make, ambassador, meeting, mails):
    user = ambassador("Anna").user
    made = meeting()
    say(session, make, made, user, Answer.YES)
    actor = make.actor("organiser")
    assert rules.change(session, actor, made, data(place="Lokale 3"))
    session.commit()
    assert guests(made)[user.id].answer == Answer.YES
    assert rules.change(session, actor, made, data(place="Lokale 3", day=soon(11)))
    session.commit()
    assert guests(made)[user.id].answer == ""
    assert event_of(session, made).starts_at == made.starts_at
    rules.cancel(session, actor, made)
    session.commit()
    assert event_of(session, made).status == EventStatus.CANCELLED
    titles = [mail.split("Subject: ")[1].split("\n")[0] for mail in mails()]
    assert titles.count(f"Changed: {CANARY}") == 2
    assert titles.count(f"Cancelled: {CANARY}") == 1
    with pytest.raises(PortalError):
        rules.change(session, actor, made, data(title="Again"))


def test_only_coordinators_plan(session, make, ambassador):
    for actor in (make.actor("staff"), make.actor_of(ambassador().user)):
        with pytest.raises(NotAllowed):
            rules.plan(session, actor, data())


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": " \x00"}),
        ("title", {"title": "x" * 161}),
        ("type", {"type": "party"}),
        ("ends", {"ends": dt.time(12, 0)}),
        ("day", {"day": None}),
        ("starts", {"starts": dt.time(2, 30), "day": dt.date(2027, 3, 28)}),
        ("link", {"link": "javascript:alert(1)"}),
        ("agenda", {"agenda": "x" * 8_001}),
        ("capacity", {"capacity": 0}),
        ("guest_ids", {"everyone": False}),
        ("guest_ids", {"everyone": False, "guest_ids": [4711]}),
    ],
)
def test_what_cannot_be(session, make, coordinator, field, changes):
    with pytest.raises(InvalidMeeting) as problem:
        rules.plan(session, make.actor_of(coordinator), data(**changes))
    assert field in problem.value.errors
    assert session.scalars(select(Meeting)).all() == []


# Seats


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


@pytest.fixture
def link_of(mails):
    """The link in the newest mail to somebody, as a path."""

    def find(user):
        letters = [one for one in mails() if user.email in one and "without signing in" in one]
        return re.search(r"https?://[^/]+(/ambassadors/meetings/answer/\S+)", letters[-1])[1]

    return find


def press(browser, address, word):
    page = browser.get(address)
    sent = {"answer": word, "csrf_token": token_of(page.text)}
    return browser.post(address, data=sent)


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


# What came of it


def test_an_action_waits_until_it_is_done(session, make, sign_in, ambassador, past, coordinator):
    user = ambassador("Anna").user
    made = past()
    keeper = sign_in(coordinator)
    sent = keeper.post(
        f"/ambassadors/meetings/{made.id}/points/new",
        {
            "what": "action",
            "text": "Ring to the library",
            "user_id": str(user.id),
            "due_on": soon(-1).isoformat(),
        },
    )
    assert sent.status_code == 303
    point = session.scalars(select(MeetingPoint)).one()
    person = sign_in(user)
    front = person.page("/")
    assert "Ring to the library" in front and "Should have been done" in front
    assert "Overdue" in person.page("/ambassadors/meetings/actions")
    address = f"/ambassadors/meetings/actions/{point.id}"
    assert sign_in(ambassador("Bo").user).post(f"{address}/done").status_code == 404
    assert person.post(f"{address}/done").status_code == 303
    assert "Ring to the library" not in person.page("/")
    assert person.post(f"{address}/open").status_code == 303
    assert "Ring to the library" in person.page("/")


def test_actions_follow_when_somebody_leaves(session, make, sign_in, ambassador, past):
    user, successor = ambassador("Anna").user, make.user("Bo")
    actor, made = make.actor("organiser"), past()
    point = points.add(
        session, actor, made, what=What.ACTION, text="T", user_id=user.id, due_on=soon()
    )
    session.commit()
    held = list(points.holdings(session, user))
    assert [one.id for one in held] == [point.id]
    points.hand_over(session, actor, user, successor, held)
    session.commit()
    assert list(points.holdings(session, user)) == []
    assert point.user_id == successor.id
    # A successor outside the network does it without seeing the meeting.
    person = sign_in(successor)
    page = person.page("/ambassadors/meetings/actions")
    assert "T" in page and CANARY not in page
    assert person.post(f"/ambassadors/meetings/actions/{point.id}/done").status_code == 303


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("what", {"what": "song"}),
        ("text", {"text": "\x00"}),
        ("text", {"text": "x" * 501}),
        ("user_id", {"user_id": None}),
        ("user_id", {"user_id": 4711}),
        ("due_on", {"due_on": None}),
    ],
)
def test_what_no_action_is(session, make, ambassador, past, field, changes):
    values = {"what": What.ACTION, "text": "T", "user_id": ambassador().user_id, "due_on": soon()}
    with pytest.raises(InvalidMeeting) as problem:
        points.add(session, make.actor("organiser"), past(), **{**values, **changes})
    assert field in problem.value.errors


def test_minutes_two_at_once(session, make, sign_in, ambassador, past, coordinator):
    ambassador("Anna")
    made = past()
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/minutes"
    form = {"minutes": "Mine", "version": str(made.version), "based_on": "1"}
    assert "data-autosave" in keeper.page(address)
    rules.write_minutes(session, make.actor("organiser"), made, "Theirs")
    session.commit()
    sent = keeper.post(address, form)
    assert sent.status_code == 409 and "Mine" in sent.text and "Theirs" in sent.text
    session.expire_all()
    assert made.minutes == "Theirs"
    form = {"minutes": "**New**", "version": str(made.version), "based_on": "2"}
    assert keeper.post(address, form).status_code == 303
    assert "<strong>New</strong>" in keeper.page(f"/ambassadors/meetings/{made.id}")
    assert "Kim Coordinator" in keeper.page(f"/history/{KIND}/{made.id}/")
    assert latest_number(session, KIND, made.id) == 3


def details_form(made, **changes):
    """What the form of the details sends."""
    values = rules.data_of(made)
    return {
        "title": values.title,
        "type": values.type,
        "day": values.day.isoformat(),
        "starts": f"{values.starts:%H:%M}",
        "ends": f"{values.ends:%H:%M}",
        "place": values.place,
        "link": values.link,
        "agenda": values.agenda,
        "whom": "all" if values.everyone else "chosen",
        "capacity": "",
        "version": str(made.version),
        "based_on": str(latest_number(object_session(made), KIND, made.id)),
        **changes,
    }


def test_details_two_at_once(session, make, sign_in, ambassador, meeting, coordinator):
    """Both versions are shown, and both can stay; what only one changed is not lost."""
    ambassador("Anna")
    made = meeting(place="Kantinen", agenda="Første punkt.")
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/edit"
    assert 'name="based_on" type="hidden" value="1"' in keeper.page(address)
    mine = details_form(made, place="Biblioteket", title="Mit navn", capacity="7")
    seats.lock(session, made)
    theirs = replace(rules.data_of(made), place="Gymnastiksalen", agenda="Andet punkt.")
    rules.change(session, make.actor("organiser"), made, theirs)
    session.commit()

    sent = keeper.post(address, mine)
    assert sent.status_code == 409
    assert "Biblioteket" in sent.text and "Gymnastiksalen" in sent.text
    assert "You both changed one part" in sent.text
    session.expire_all()
    assert (made.place, made.title) == ("Gymnastiksalen", CANARY), "nothing is saved yet"
    sealed = re.search(r'name="merge-mine" value="([^"]+)"', sent.text)[1]
    chosen = {"merge-mine": sealed, "merge-choice-place": "theirs"}
    for name, choice in re.findall(r'name="merge-choice-(\w+)" value="(\w+)" checked', sent.text):
        chosen.setdefault(f"merge-choice-{name}", choice)
    assert keeper.post(address, chosen).status_code == 303
    session.expire_all()
    assert (made.place, made.title, made.capacity) == ("Gymnastiksalen", "Mit navn", 7)
    assert made.agenda == "Andet punkt.", "what only the other changed"


def test_another_time_of_two_is_chosen_and_what_cannot_be_is_said(
    session, make, sign_in, ambassador, meeting, coordinator
):
    ambassador("Anna")
    made = meeting()
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/edit"
    mine = details_form(made, starts="08:00", ends="09:00")
    seats.lock(session, made)
    changed = replace(rules.data_of(made), starts=dt.time(10), ends=dt.time(11))
    rules.change(session, make.actor("organiser"), made, changed)
    session.commit()
    sent = keeper.post(address, mine)
    assert sent.status_code == 409 and "08:00 - 09:00" in sent.text and "10:00 - 11:00" in sent.text
    sealed = re.search(r'name="merge-mine" value="([^"]+)"', sent.text)[1]
    assert keeper.post(address, {"merge-mine": sealed + "x"}).status_code == 400
    wrong = {
        "merge-mine": sealed,
        "merge-choice-when": "mine",
        "merge-choice-title": "together",
        "merge-text-title": "",
    }
    refused = keeper.post(address, wrong)
    assert refused.status_code == 422 and "Give the meeting a title" in refused.text
    assert 'value="08:00' in refused.text, "what was chosen is still there"
    chosen = {"merge-mine": sealed, "merge-choice-when": "mine"}
    assert keeper.post(address, chosen).status_code == 303
    session.expire_all()
    assert rules.data_of(made).starts == dt.time(8)


# Who sees it


def test_nobody_outside_the_network_learns_of_it(
    session, make, sign_in, ambassador, meeting, past, work
):
    one = ambassador("Anna")
    user, ambassador_id = one.user, one.id
    made, was = meeting(), past()
    work()
    event = event_of(session, made)
    for role in ("staff", "leader", "ambassador"):  # the role alone is no profile
        stranger = sign_in(role)
        for address in (
            "",
            "/edit",
            "/minutes",
            "/cancel",
            "/points/new",
        ):
            assert stranger.get(f"/ambassadors/meetings/{made.id}{address}").status_code == 404
            assert stranger.get(f"/ambassadors/meetings/{was.id}{address}").status_code == 404
        for address in ("/ambassadors/meetings/", f"/calendar/events/{event.id}.ics"):
            assert stranger.get(address).status_code == 404, address
        answer = f"/ambassadors/meetings/{made.id}/answer"
        assert stranger.post(answer, {"answer": "yes"}).status_code == 404
        assert stranger.get(f"/history/{KIND}/{made.id}/").status_code == 404
        for address in ("/", "/calendar", "/search?q=fugle", f"/search?kind={KIND}", "/me/notices"):
            assert CANARY not in stranger.page(address), address
    member = sign_in(user)
    own = f"/ambassadors/{ambassador_id}"
    for address in ("/", "/calendar", "/search?q=fugle", "/ambassadors/meetings/", own):
        assert CANARY in member.page(address), address
    assert CANARY not in sign_in("staff").page(own)
    assert member.get(f"/ambassadors/meetings/{made.id}/edit").status_code == 403


def test_attendance_is_the_coordinators_alone(
    session, make, sign_in, ambassador, past, coordinator, work
):
    came, missed = ambassador("Anna Came").user, ambassador("Bo Missed").user
    made, keeper = past(), sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/attendance"
    assert keeper.post(address, {"came": [str(came.id), MOST, "x"]}).status_code == 303
    session.expire_all()
    ticks = {one.user_id: one.attended for one in made.guests}
    assert ticks == {came.id: True, missed.id: False}
    table = keeper.page("/ambassadors/meetings/attendance?sort=-came")
    assert table.index("Anna Came") < table.index("Bo Missed") and "100 %" in table
    assert "Anna Came;1;0;" in keeper.get("/ambassadors/meetings/attendance.csv").text
    assert keeper.get("/ambassadors/meetings/attendance.xlsx").status_code == 200
    assert keeper.get("/ambassadors/meetings/attendance.exe").status_code == 404
    assert keeper.get("/ambassadors/meetings/attendance?sort=%00").status_code == 200
    member = sign_in(missed)
    for place in (address, *(f"/ambassadors/meetings/attendance{end}" for end in ("", ".csv"))):
        assert member.get(place).status_code == 403
    assert member.post(address, {"came": str(missed.id)}).status_code == 403
    with pytest.raises(NotAllowed):
        attendance.over_time(session, make.actor_of(missed))
    # The same page for who came and who did not, but for the names.
    before = member.page(f"/ambassadors/meetings/{made.id}")
    for guest in made.guests:
        guest.attended = not guest.attended
    session.commit()
    after = member.page(f"/ambassadors/meetings/{made.id}")
    assert _still(before) == _still(after) and "Who came" not in after
    # The history keeps nothing of it.
    assert "attend" not in keeper.page(f"/history/{KIND}/{made.id}/").lower()


def _still(page):
    """A page without what differs from one request to the next."""
    return [line for line in page.split("\n") if "csrf" not in line and "nonce" not in line]


def test_no_ticks_before_it_begins(session, make, ambassador, meeting):
    ambassador()
    with pytest.raises(PortalError):
        attendance.tick(session, make.actor("organiser"), meeting(), [])


def test_ones_own_data_and_their_end(session, make, ambassador, past):
    user = ambassador("Anna").user
    made = past()
    points.add(
        session,
        make.actor("organiser"),
        made,
        what=What.ACTION,
        text="Bring cake",
        user_id=user.id,
        due_on=soon(),
    )
    attendance.tick(session, make.actor("organiser"), made, [user.id])
    session.commit()
    found = export_user(session, user)
    assert found["ambassador_meetings"][0]["came"] is True
    assert found["meeting_actions"][0]["text"] == "Bring cake"
    erase_user(session, user)
    session.commit()
    assert session.scalars(select(MeetingGuest)).all() == []
    assert export_user(session, user) == {}


# Pages


def test_planned_answered_changed_and_cancelled_in_the_browser(
    session, sign_in, ambassador, coordinator
):
    user = ambassador("Anna").user
    keeper, person = sign_in(coordinator), sign_in(user)
    assert "No meeting is planned" in keeper.page("/ambassadors/meetings/")
    form = {
        "title": "Spring",
        "type": "training",
        "day": soon().isoformat(),
        "starts": "09:00",
        "ends": "15:30",
        "repeat": "week",
        "times": "3",
        "whom": "all",
    }
    assert keeper.post("/ambassadors/meetings/new", form).status_code == 303
    first, *others = session.scalars(select(Meeting).order_by(Meeting.id))
    assert len(others) == 2
    assert "Are you coming? Spring" in person.page("/")
    assert (
        person.post(f"/ambassadors/meetings/{first.id}/answer", {"answer": "yes"}).status_code
        == 303
    )
    assert "You are coming" in person.page(f"/ambassadors/meetings/{first.id}")
    edit = f"/ambassadors/meetings/{first.id}/edit"
    assert 'value="Spring"' in keeper.page(edit)
    del form["repeat"], form["times"]
    changed = {**form, "title": "Summer", "version": str(first.version)}
    assert keeper.post(edit, changed).status_code == 303
    late = keeper.post(edit, {**changed, "title": "Autumn"})  # the version is old
    assert late.status_code == 409 and "Autumn" in late.text
    assert keeper.post(f"/ambassadors/meetings/{first.id}/cancel").status_code == 303
    assert "Cancelled" in person.page(f"/ambassadors/meetings/{first.id}")


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "0000-99-99"},
        {"day": "9999-12-31"},
        {"starts": "25:99"},
        {"repeat": "month", "times": MOST},
        {"repeat": "month", "times": ""},
        {"repeat": "day"},
        {"whom": "chosen", "guest_ids": MOST},
        {"capacity": "-1"},
        {"capacity": MOST},
        {"whom": "x"},
        {"type": "x"},
        {"title": ""},
    ],
)
def test_nonsense_in_the_form(session, sign_in, ambassador, coordinator, changes):
    ambassador()
    form = {
        "title": "Kept words",
        "type": "meeting",
        "day": soon().isoformat(),
        "starts": "09:00",
        "ends": "10:00",
        "repeat": "",
        "times": "",
        "whom": "all",
        "agenda": "Kept agenda",
    }
    sent = sign_in(coordinator).post("/ambassadors/meetings/new", {**form, **changes})
    assert sent.status_code == 422 and "Kept agenda" in sent.text
    assert session.scalars(select(Meeting)).all() == []


def test_nonsense_addresses(sign_in, ambassador, meeting, coordinator):
    ambassador()
    made, keeper = meeting(), sign_in(coordinator)
    for address in ("4711", MOST, f"{made.id}/points/{MOST}/remove", "actions/4711/done"):
        assert keeper.post(f"/ambassadors/meetings/{address}").status_code in (404, 405)
    assert keeper.get("/ambassadors/meetings/?past=x&page=-1").status_code == 200
    assert keeper.post(f"/ambassadors/meetings/{made.id}/answer", {}).status_code == 303
    assert keeper.post(f"/ambassadors/meetings/{made.id}/points/new", {}).status_code == 422
    assert keeper.post(f"/ambassadors/meetings/{made.id}/edit", {}).status_code == 422


def test_lists_take_few_queries(session, sign_in, ambassador, meeting, count_queries):
    user = ambassador("Anna").user
    person = sign_in(user)

    def count(address):
        found = []
        for _time in range(3):  # now and then the portal asks whether plugins were switched
            with count_queries() as queries:
                person.page(address)
            found.append(len(queries))
        return min(found)

    made = meeting()
    meeting()
    few = [
        count(address) for address in ("/ambassadors/meetings/", f"/ambassadors/meetings/{made.id}")
    ]
    for number in range(8):
        ambassador(f"More {number}")
        meeting()
    session.expire_all()
    many = [
        count(address) for address in ("/ambassadors/meetings/", f"/ambassadors/meetings/{made.id}")
    ]
    assert many == few


def test_the_database_gives_no_place_twice(session, ambassador, meeting):
    ambassador("Anna")
    ambassador("Bo")
    made = meeting(capacity=1)
    for guest in made.guests:
        guest.place = 1
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
