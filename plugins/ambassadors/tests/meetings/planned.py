"""Meetings to test with."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from portal_ambassadors.meetings import seats
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.services import MeetingData
from portal_ambassadors.meetings.states import KIND
from sqlalchemy.orm import object_session

from portal.api import events_of, latest_number, today
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


def press(browser, address, word):
    page = browser.get(address)
    sent = {"answer": word, "csrf_token": token_of(page.text)}
    return browser.post(address, data=sent)


def still(page):
    """A page without what differs from one request to the next."""
    return [line for line in page.split("\n") if "csrf" not in line and "nonce" not in line]


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
