"""Events, their mails, and what calendars are told."""

import datetime as dt
import email
from email.policy import default

import pytest
from sqlalchemy import select

from portal.access.deciding import set_audience
from portal.calendars import services
from portal.calendars.ics import calendar
from portal.calendars.models import Event, GuestStatus
from portal.errors import PortalError
from portal.runtime import portal
from tests.calendars.helpers import HERE, in_days, local, plan, read


@pytest.fixture
def people(make):
    return make.user("Ane Holm"), make.user("Bo Ærø", language="da"), make.user("Cy Vang")


@pytest.fixture
def invites(work):
    """The mails' calendar files since last asked: [(to, method, entry, text)]."""

    def read_all():
        work()
        found = []
        for path in sorted(portal().settings.mail_dir.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            for part in message.iter_attachments():
                whole, events = read(part.get_payload(decode=True))
                (entry,) = events.values()
                text = message["Subject"] + "\n" + message.get_body().get_content()
                assert part.get_param("method") == str(whole["method"])
                found.append((str(message["To"]), str(whole["method"]), entry, text))
            path.unlink()
        return sorted(found, key=lambda one: one[0])

    return read_all


DST = [
    (local(2026, 10, 24), "+0200"),
    (local(2026, 10, 25), "+0100"),
    (local(2026, 10, 26), "+0100"),
    (local(2027, 3, 27), "+0100"),
    (local(2027, 3, 28), "+0200"),
    (local(2027, 3, 29), "+0200"),
]


@pytest.mark.parametrize("starts_at, offset", DST, ids=[str(one[0].date()) for one in DST])
def test_one_o_clock_is_one_o_clock_on_both_sides_of_the_clock_change(
    session, make, people, starts_at, offset
):
    event = plan(session, make.actor_of(people[0]), people[0], starts_at)
    session.expire_all()
    assert event.starts_at.strftime("%z") == "+0000"
    assert event.starts_at.astimezone(HERE).strftime("%H.%M %z") == f"13.00 {offset}"
    content = calendar([event])
    assert f"DTSTART;TZID=Europe/Copenhagen:{starts_at:%Y%m%d}T130000".encode() in content
    _whole, events = read(content)
    assert events["Workshop 1"].decoded("dtstart").astimezone(HERE).hour == 13


def test_the_zone_s_rules_are_those_of_denmark(session, make, people):
    """What a reader makes of our VTIMEZONE agrees with the time zone database for 20 years."""
    event = plan(session, make.actor_of(people[0]), people[0])
    whole, _events = read(calendar([event]))
    (zone,) = whole.walk("VTIMEZONE")
    theirs = zone.to_tz()
    for year in range(2020, 2037):
        for month in range(1, 13):
            for day in (1, 24, 28):
                moment = dt.datetime(year, month, day, 12)
                assert theirs.utcoffset(moment) == HERE.utcoffset(moment), moment


def test_a_file_says_all_a_calendar_needs(session, make, people):
    event = plan(
        session,
        make.actor_of(people[0]),
        people[0],
        title="Møde; om, alt\nog intet",
        place="Lokale 1.2, Århus",
        link="https://meet.example/x",
        description="Første linje\nAnden linje",
    )
    whole, events = read(calendar([event]))
    entry = events["Møde; om, alt og intet"]
    assert str(whole["method"]) == "PUBLISH" and str(whole["version"]) == "2.0"
    assert str(entry["location"]) == "Lokale 1.2, Århus"
    assert str(entry["url"]) == "https://meet.example/x"
    assert str(entry["description"]) == "Første linje\nAnden linje"
    assert str(entry["status"]) == "CONFIRMED"
    assert {"uid", "dtstamp", "sequence", "dtend"} <= {name.lower() for name in entry}
    assert "attendee" not in entry
    assert all(len(line) <= 75 for line in calendar([event]).split(b"\r\n"))


def test_guests_are_invited_and_the_organiser_is_not_written_to(session, make, people, invites):
    ane, bo, cy = people
    event = plan(session, make.actor_of(ane), ane, guests=[ane, bo, cy])
    (to_bo, method, entry, text), (_, _, _, english) = invites()
    assert "Bo Ærø" in to_bo and method == "REQUEST"
    assert str(entry["uid"]) == event.uid and entry["sequence"] == 0
    assert str(entry["organizer"]) == f"mailto:{ane.email}"
    assert str(entry["attendee"]) == f"mailto:{bo.email}"  # and of the others nothing
    assert cy.email not in text
    assert "kl. 13.00" in text and "13:00" in english


def test_a_change_keeps_the_uid_raises_the_sequence_and_asks_anew(session, make, people, invites):
    ane, bo, _cy = people
    actor = make.actor_of(ane)
    event = plan(session, actor, ane, guests=[bo])
    services.answer(session, event, bo.id, GuestStatus.ACCEPTED)
    invites()
    later = in_days(4, 9)
    assert services.change_event(
        session, actor, event, starts_at=later, ends_at=later + dt.timedelta(hours=1)
    )
    session.commit()
    ((_to, method, entry, text),) = invites()
    assert (method, entry["sequence"], str(entry["uid"])) == ("REQUEST", 1, event.uid)
    assert "09.00" in text
    assert event.guests[0].status == GuestStatus.INVITED


def test_a_change_of_nothing_is_none(session, make, people, invites):
    ane, bo, _cy = people
    event = plan(session, make.actor_of(ane), ane, guests=[bo])
    invites()
    assert not services.change_event(session, make.actor_of(ane), event, title=" Workshop  1 ")
    session.commit()
    assert event.sequence == 0 and invites() == []


def test_another_place_does_not_ask_anew(session, make, people):
    ane, bo, _cy = people
    event = plan(session, make.actor_of(ane), ane, guests=[bo])
    services.answer(session, event, bo.id, GuestStatus.ACCEPTED)
    services.change_event(session, make.actor_of(ane), event, place="Kantinen")
    assert event.guests[0].status == GuestStatus.ACCEPTED


def test_a_cancellation_reaches_everyone_once(session, make, people, invites):
    ane, bo, cy = people
    actor = make.actor_of(ane)
    event = plan(session, actor, ane, guests=[bo, cy])
    invites()
    services.cancel_event(session, actor, event)
    services.cancel_event(session, actor, event)
    session.commit()
    found = invites()
    assert [one[1] for one in found] == ["CANCEL", "CANCEL"]
    assert all(str(one[2]["status"]) == "CANCELLED" and one[2]["sequence"] == 1 for one in found)
    with pytest.raises(PortalError, match="cancelled"):
        services.change_event(session, actor, event, title="x")


def test_who_is_new_is_invited_who_goes_is_told_the_rest_hear_nothing(
    session, make, people, invites
):
    ane, bo, cy = people
    actor = make.actor_of(ane)
    event = plan(session, actor, ane, guests=[bo])
    dan = make.user("Dan Bro")
    services.set_guests(session, actor, event, [bo.id, dan.id])
    session.commit()
    invites()
    services.set_guests(session, actor, event, [dan.id, cy.id, 999_999])
    session.commit()
    found = [(to.split()[0].strip('"'), method) for to, method, _entry, _text in invites()]
    assert sorted(found) == [("Bo", "CANCEL"), ("Cy", "REQUEST")]


def test_who_may_not_see_the_object_is_not_written_to(session, make, people, invites):
    ane, bo, cy = people
    set_audience(session, "person", ane.id, {f"user:{ane.id}", f"user:{bo.id}"})
    event = plan(session, make.actor_of(ane), ane, guests=[bo, cy], title="Kanarie")
    assert [to for to, *_ in invites()] and len(event.guests) == 2
    set_audience(session, "person", ane.id, {f"user:{ane.id}"})
    services.change_event(session, make.actor_of(ane), event, title="Kanariefugl")
    services.cancel_event(session, make.actor_of(ane), event)
    session.commit()
    assert invites() == []


def test_a_name_cannot_smuggle_lines_into_the_file(session, make, people):
    from portal.calendars.ics import message

    ane, bo, _cy = people
    bo.name = 'Bo"\r\nATTENDEE:mailto:evil@test.example'
    event = plan(session, make.actor_of(ane), ane, guests=[bo], title="x\r\nSTATUS:CANCELLED")
    content = message(event, event.guests[0], ane)
    unfolded = content.replace(b"\r\n ", b"")
    assert b"\nATTENDEE:mailto:evil" not in unfolded
    assert b"\nSTATUS:CANCELLED" not in unfolded


BAD = [
    ({"title": "  "}, "title"),
    ({"title": "x" * 201}, "200"),
    ({"place": "x" * 201}, "200"),
    ({"description": "x" * 10_001}, "10000|10,000"),
    ({"link": "javascript:alert(1)"}, "https"),
    ({"timezone": "Mars/Olympus"}, "Mars"),
    ({"timezone": "../etc/passwd"}, "time zone"),
    ({"ends_at": local(2020, 1, 1)}, "ends before"),
    ({"ends_at": local(2099, 1, 1)}, "a month"),
    ({"starts_at": dt.datetime(1, 1, 1, tzinfo=dt.UTC)}, "1970"),
    ({"ends_at": dt.datetime.max.replace(tzinfo=dt.UTC)}, "2100"),
]


@pytest.mark.parametrize("fields, words", BAD, ids=[str(one[1]) for one in BAD])
def test_what_cannot_be_gets_a_sentence(session, make, people, fields, words):
    ane = people[0]
    with pytest.raises(PortalError, match=words):
        plan(session, make.actor_of(ane), ane, **fields)
    session.rollback()
    event = plan(session, make.actor_of(ane), ane)
    with pytest.raises(PortalError, match=words):
        services.change_event(session, make.actor_of(ane), event, **fields)
    session.commit()
    session.expire_all()
    assert event.title == "Workshop 1" and event.sequence == 0


def test_a_naive_time_is_a_mistake_of_the_caller(session, make, people):
    with pytest.raises(TypeError, match="aware"):
        plan(session, make.actor_of(people[0]), people[0], dt.datetime(2026, 12, 1, 13))


def test_events_go_with_their_object(session, make, people):
    plan(session, make.actor_of(people[0]), people[0], guests=[people[1]])
    portal().changes.deleted(session, "person", people[0].id)
    session.commit()
    assert session.scalars(select(Event)).all() == []


def test_events_of_many_objects_are_one_query(session, make, people, count_queries):
    actor = make.actor_of(people[0])
    for person in people:
        plan(session, actor, person)
    ids = [person.id for person in people]
    with count_queries() as queries:
        found = services.events_of(session, "person", ids)
    assert [len(found[one]) for one in ids] == [1, 1, 1] and len(queries) == 1
