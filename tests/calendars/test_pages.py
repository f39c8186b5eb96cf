"""The calendar page, the front page's card, the feed and its secret."""

import re

from sqlalchemy import select

from portal.access.deciding import set_audience
from portal.accounts.models import User
from portal.accounts.services import set_active
from portal.calendars import services
from portal.calendars.models import CalendarFeed, Event, GuestStatus
from tests.calendars.helpers import in_days, plan, read


def subscribe(person):
    """Makes an address as a person would; returns its path."""
    person.post("/me/calendar")
    (path,) = re.findall(r"(/calendar/[\w-]+\.ics)", person.page("/me/calendar"))
    return path


def titles(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return set(read(response.data)[1])


def test_an_empty_calendar_says_what_belongs_there(sign_in):
    page = sign_in("staff").page("/calendar")
    assert "Nothing in your calendar yet" in page and "/me/calendar" in page


def test_coming_events_by_month_without_the_past_and_the_declined(sign_in, session, make):
    person, organiser = sign_in("staff"), make.user()
    me, actor = session.get(User, person.id), make.actor_of(organiser)
    plan(session, actor, organiser, in_days(3), [me], title="Soon")
    plan(session, actor, organiser, in_days(40), [me], title="Later")
    plan(session, actor, organiser, in_days(-3), [me], title="Past")
    plan(session, actor, organiser, in_days(5), [], title="Of others")
    declined = plan(session, actor, organiser, in_days(6), [me], title="Declined")
    services.answer(session, declined, me.id, GuestStatus.DECLINED)
    session.commit()
    page = person.page("/calendar")
    assert page.index("Soon") < page.index("Later")
    assert not {"Past", "Of others", "Declined"} & set(re.findall(r"[A-Z][a-z ]+", page))
    assert page.count('id="month-') == 2


def test_the_page_takes_as_many_queries_for_twenty_events_as_for_one(
    sign_in, session, make, count_queries
):
    person, organiser = sign_in("staff"), make.user()
    me, actor = session.get(User, person.id), make.actor_of(organiser)
    plan(session, actor, organiser, guests=[me])
    person.page("/calendar")  # notes that somebody is here
    with count_queries() as few:
        person.page("/calendar")
    for number in range(19):
        plan(session, actor, organiser, in_days(number + 1), [me])
    with count_queries() as many:
        person.page("/calendar")
    assert len(many) <= len(few) + 1  # which plugins are on is asked now and then


def test_answering(sign_in, session, make):
    person, other, organiser = sign_in("staff"), sign_in("staff"), make.user()
    me = session.get(User, person.id)
    event = plan(session, make.actor_of(organiser), organiser, guests=[me])
    where = f"/calendar/events/{event.id}"
    assert person.post(f"{where}/answer", {"answer": "accepted"}).status_code == 303
    assert "You are coming" in person.page("/calendar")
    person.post(f"{where}/answer", {"answer": "nonsense"})
    assert session.get(Event, event.id).guests[0].status == GuestStatus.ACCEPTED
    person.post(f"{where}/answer", {"answer": "declined"})
    assert "Workshop 1" not in person.page("/calendar").split("vb-toasts")[0]
    person.post(f"{where}/undo")
    assert session.get(Event, event.id).guests[0].status == GuestStatus.ACCEPTED
    assert other.post(f"{where}/answer", {"answer": "accepted"}).status_code == 404
    assert person.post("/calendar/events/9999/answer").status_code == 404


def test_one_event_as_a_file_for_who_sees_its_object(sign_in, session, make):
    person, organiser = sign_in("staff"), make.user()
    event = plan(session, make.actor_of(organiser), organiser)
    response = person.get(f"/calendar/events/{event.id}.ics")
    assert "attachment" in response.headers["Content-Disposition"]
    assert set(read(response.data)[1]) == {"Workshop 1"}
    set_audience(session, "person", organiser.id, set())
    assert person.get(f"/calendar/events/{event.id}.ics").status_code == 404


def test_the_card_shows_the_next_three_and_nothing_when_there_are_none(sign_in, session, make):
    person, organiser = sign_in("staff"), make.user()
    assert "In your calendar" not in person.page("/")
    me, actor = session.get(User, person.id), make.actor_of(organiser)
    for number in (4, 1, 3, 2):
        plan(session, actor, organiser, in_days(number), [me], title=f"Event {number}")
    cancelled = plan(session, actor, organiser, in_days(1), [me], title="Cancelled one")
    services.cancel_event(session, actor, cancelled)
    session.commit()
    page = person.page("/")
    assert page.index("Event 1") < page.index("Event 2") < page.index("Event 3")
    assert "Event 4" not in page and "Cancelled one" not in page


def test_the_address_is_shown_once_and_kept_as_a_hash(sign_in, session):
    person = sign_in("staff")
    assert "Make an address" in person.page("/me/calendar")
    secret = subscribe(person).split("/")[-1].removesuffix(".ics")
    assert secret not in person.page("/me/calendar")
    (feed,) = session.scalars(select(CalendarFeed))
    assert feed.digest != secret and len(feed.digest) == 64


def test_the_feed_has_what_one_may_see_at_this_moment(sign_in, session, make, client):
    person, ane, bo = sign_in("staff"), make.user(), make.user()
    me = session.get(User, person.id)
    plan(session, make.actor_of(ane), ane, guests=[me], title="With Ane")
    event = plan(session, make.actor_of(bo), bo, guests=[me], title="With Bo")
    plan(session, make.actor_of(bo), bo, title="Without me")
    path = subscribe(person)
    assert titles(client, path) == {"With Ane", "With Bo"}
    set_audience(session, "person", ane.id, {f"user:{ane.id}"})
    services.cancel_event(session, make.actor_of(bo), event, mail=False)
    session.commit()
    assert titles(client, path) == {"With Bo"}
    entry = read(client.get(path).data)[1]["With Bo"]
    assert str(entry["status"]) == "CANCELLED" and entry["sequence"] == 1


def test_a_program_that_has_it_already_is_told_so(sign_in, session, make, client):
    person = sign_in("staff")
    plan(session, make.actor_of(session.get(User, person.id)), session.get(User, person.id))
    path = subscribe(person)
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_new_address_ends_the_old_and_stopping_ends_it(sign_in, client):
    person = sign_in("staff")
    first = subscribe(person)
    second = subscribe(person)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    person.post("/me/calendar/end")
    assert client.get(second).status_code == 404


def test_the_feed_dies_with_the_account(sign_in, session, client):
    from portal.access.actors import SYSTEM

    person = sign_in("staff")
    path = subscribe(person)
    set_active(session, SYSTEM, session.get(User, person.id), False)
    session.commit()
    assert client.get(path).status_code == 404


def test_secrets_that_are_none(client):
    for secret in ("x", "é", "%00", "a" * 5000, "..%2f..%2fetc"):
        assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_leaving_takes_invitations_and_feed_along(sign_in, session, make):
    from portal.calendars.feature import feature

    person, organiser = sign_in("staff"), make.user()
    me = session.get(User, person.id)
    subscribe(person)
    event = plan(session, make.actor_of(organiser), organiser, guests=[me])
    found = feature.export_user(session, me)
    assert found["invitations"][0]["title"] == "Workshop 1" and found["calendar_address_made"]
    feature.erase_user(session, me)
    feature.erase_user(session, organiser)
    session.commit()
    session.expire_all()
    assert feature.export_user(session, me) == {}
    assert event.organiser_id is None and event.guests == []
