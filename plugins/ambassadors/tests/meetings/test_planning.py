"""Planning meetings, and what the calendar and the mails make of it."""

from __future__ import annotations

import datetime as dt

import pytest
from portal_ambassadors.meetings import members
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.services import InvalidMeeting
from portal_ambassadors.meetings.states import Answer
from portal_ambassadors.models import Meeting
from portal_ambassadors.profiles import services as profiles
from sqlalchemy import select

from portal.api import SYSTEM, EventStatus, NotAllowed, PortalError

from .planned import CANARY, data, event_of, guests, say, soon


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
