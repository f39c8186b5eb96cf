"""Revision rounds: over months, across the change of the clocks, with two workers."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from portal_ambassadors.models import Ambassador, RevisionRound, RoundReply
from portal_ambassadors.profiles import services as profiles
from portal_ambassadors.rounds import services as rules
from portal_ambassadors.rounds import timing
from portal_ambassadors.rounds.states import State
from portal_ambassadors.vocabulary import Status
from sqlalchemy import select

from portal.api import SYSTEM, NotAllowed, PortalError, enqueue, find_user
from portal.testing.clock import HERE, Clock
from portal.testing.workers import all_work, take_mails

CLOCKS = (
    "portal_ambassadors.profiles.services",
    "portal_ambassadors.rounds.services",
    "portal_ambassadors.rounds.steps",
    "portal_ambassadors.rounds.timing",
    "portal_ambassadors.rounds.views",
)


@pytest.fixture
def clock(app, monkeypatch):
    return Clock(monkeypatch, dt.datetime(2027, 1, 15, 12, tzinfo=HERE), CLOCKS)


@pytest.fixture
def ambassador(session, make, clock):
    """Somebody who became an ambassador a year ago."""

    def build(name, unit=None, **traits):
        user = make.user(name, units=[unit] if unit else [], **traits)
        found = profiles.appoint(session, SYSTEM, user, profiles.ChoiceData(chosen_how="appointed"))
        found.confirmed_at = clock.now() - dt.timedelta(days=365)
        session.commit()
        return found

    return build


@pytest.fixture
def school(make):
    """A unit with a leader."""
    unit = make.unit("Skolen i Vang")
    make.user("Lis Leder", email="lis@skole.dk", units=[unit], function="leader")
    return unit


@pytest.fixture
def worker(session, work):
    """A worker's round at this moment."""

    def go():
        enqueue(session, rules.STEPS_JOB)
        work()

    return go


def subjects(mails):
    return Counter(
        (re.search(r"<?([\w.-]+@[\w.-]+)>?", mail)[1], re.search(r"Subject: (.*)", mail)[1])
        for mail in mails()
    )


def reply_of(session, ambassador):
    session.expire_all()
    return session.scalars(
        select(RoundReply)
        .where(RoundReply.ambassador_id == ambassador.id)
        .order_by(RoundReply.round_id.desc())
    ).first()


ASK = "Is your ambassador profile still right?"


@pytest.mark.slow
def test_ten_months_with_two_workers(app, session, make, clock, ambassador, school):
    """Every mail once, at eight in the morning, in winter and in summer; at the end of each round
    no active profile is older than the round."""
    keen = ambassador("Kaj Keen", school, email="kaj@skole.dk")
    slow = ambassador("Signe Slow", school, email="signe@skole.dk")
    mute = ambassador("Mads Mute", school, email="mads@skole.dk")
    ids = [one.id for one in (keen, slow, mute)]
    seen = []

    def tick():
        enqueue(session, rules.STEPS_JOB, key=clock.moment.isoformat())
        all_work(app)

    day = dt.date(2027, 1, 15)
    while day < dt.date(2027, 11, 20):
        for hour in (7, 8, 13) if day.day in (1, 10, 11, 25, 26, 27) else (8,):
            clock.to(day.year, day.month, day.day, hour, 30)
            tick()
            for mail in take_mails():
                who = re.search(r"<([^>]+)>", str(mail["To"]))[1]
                seen.append((day, hour, who, str(mail["Subject"])))
        answering = session.get(RoundReply, (1, slow.id))
        if answering is not None and answering.reminded_at and answering.state == State.WAITING:
            profiles_actor = make.actor_of(session.get(Ambassador, ids[1]).user)
            rules.still_right(session, profiles_actor, session.get(Ambassador, ids[1]))
            session.commit()
        if day == dt.date(2027, 3, 3):
            profiles_actor = make.actor_of(session.get(Ambassador, ids[0]).user)
            rules.still_right(session, profiles_actor, session.get(Ambassador, ids[0]))
            session.commit()
        for closed in session.scalars(select(RevisionRound)).all():
            if closed.closed_at is None:
                continue
            active = session.scalars(
                select(Ambassador).where(Ambassador.status == Status.ACTIVE)
            ).all()
            if closed.id == session.scalars(select(RevisionRound.id)).all()[-1]:
                assert all(one.confirmed_at >= closed.started_at for one in active)
        day += dt.timedelta(days=1)

    to = {
        name: [
            (str(day), hour, words) for day, hour, who, words in seen if who == name + "@skole.dk"
        ]
        for name in ("kaj", "signe", "mads", "lis")
    }
    assert {hour for _day, hour, _who, _words in seen} == {8}, "in the morning, also in summer"
    assert [day for day, _hour, _words in to["mads"]] == [
        "2027-03-01", "2027-03-11", "2027-03-25", "2027-04-26",
    ]  # fmt: skip
    assert [day for day, _hour, _words in to["signe"]] == [
        "2027-03-01", "2027-03-11", "2027-09-01", "2027-09-11", "2027-09-25", "2027-10-27",
    ]  # fmt: skip
    assert [day for day, _hour, _words in to["kaj"]] == [
        "2027-03-01", "2027-09-01", "2027-09-11", "2027-09-25", "2027-10-27",
    ]  # fmt: skip
    assert [day for day, _hour, _words in to["lis"]] == ["2027-04-08", "2027-10-09"]
    session.expire_all()
    assert [one.status for one in session.scalars(select(Ambassador).order_by(Ambassador.id))] == [
        Status.RESTING
    ] * 3
    assert session.scalars(select(RevisionRound.turn)).all() == ["2027-03", "2027-09"]


def test_two_rounds_of_one_turn_cannot_be(session, clock, ambassador):
    ambassador("Kaj Keen")
    clock.to(2027, 3, 1, 8, 5)
    first = rules.start_if_due(session)
    session.commit()
    assert first.turn == "2027-03"
    assert rules.start_if_due(session) is None
    with pytest.raises(PortalError, match="i gang"):
        rules.start(session, SYSTEM)


def test_a_worker_that_slept_sends_no_avalanche(session, clock, ambassador, worker, mails):
    ambassador("Mads Mute", email="mads@skole.dk")
    clock.to(2027, 3, 1, 9)
    worker()
    assert sum(subjects(mails).values()) == 1
    clock.to(2027, 4, 20, 9)
    for _ in range(4):
        worker()
    assert sum(subjects(mails).values()) == 2, "one reminder, and time to answer it"


def test_the_mail_holds_what_others_see_and_no_more(
    session, make, clock, ambassador, worker, mails, client
):
    mads = ambassador("Mads Mute", email="mads@skole.dk")
    actor = make.actor_of(mads.user)
    data = profiles.replace(profiles.profile_of(mads), help_text="Jeg **supervision**-erer gerne.")
    profiles.change_profile(session, SYSTEM, mads, data)
    profiles.set_hidden(session, actor, mads, ["contact"])
    rules.start(session, SYSTEM, "Kære alle i netværket.")
    session.commit()
    worker()
    (mail,) = [mail for mail in mails() if "mads@skole.dk" in mail]
    assert ASK in mail and "Kære alle i netværket." in mail
    assert "Jeg supervision-erer gerne." in mail
    assert "mads@skole.dk" not in mail.split("\n\n", 1)[1], "the contact is hidden"

    address = re.search(r"https?://[^/]+(/ambassadors/still-right/\S+)", mail)[1]
    page = client.get(address)
    assert page.status_code == 200 and "supervision-erer" in page.text
    assert '<html lang="en"' in page.text, "the language of Mads, not of the browser"
    assert "mads@skole.dk" not in page.text
    assert reply_of(session, mads).state == State.WAITING, "opening is not answering"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    assert client.post(address, data={"csrf_token": token}).status_code == 303
    assert reply_of(session, mads).state == State.CONFIRMED
    assert client.post(address, data={"csrf_token": token}).status_code == 303, "again, no harm"
    assert client.get(address + "x").status_code == 404


def test_an_owners_edit_is_an_answer_and_a_coordinators_is_not(
    session, make, clock, ambassador, worker
):
    mads = ambassador("Mads Mute")
    rules.start(session, SYSTEM)
    session.commit()
    worker()
    data = profiles.replace(profiles.profile_of(mads), help_text="Noget nyt.")
    profiles.change_profile(session, SYSTEM, mads, data)
    assert reply_of(session, mads).state == State.WAITING
    data = profiles.replace(data, help_text="Mit eget.")
    profiles.change_profile(session, make.actor_of(mads.user), mads, data)
    assert reply_of(session, mads).state == State.CHANGED


def test_who_leaves_is_asked_no_more(session, clock, ambassador, worker, mails):
    mads = ambassador("Mads Mute", email="mads@skole.dk")
    kaj = ambassador("Kaj Keen")
    rules.start(session, SYSTEM)
    session.commit()
    worker()
    mads.user.active = False
    profiles.tell(session, SYSTEM, mads)
    session.commit()
    assert reply_of(session, mads).state == State.LEFT
    clock.to(2027, 2, 1, 9)
    worker()
    assert sum(n for (who, _), n in subjects(mails).items() if who == "mads@skole.dk") == 1
    profiles.end(session, SYSTEM, kaj)
    assert reply_of(session, kaj).state == State.LEFT


def test_rest_and_return(session, make, clock, ambassador, sign_in, worker):
    mads = ambassador("Mads Mute", email="mads@skole.dk")
    rules.start(session, SYSTEM)
    session.commit()
    worker()
    assert rules.close(session, SYSTEM, reply_of(session, mads).round) == 1
    session.commit()
    other, own = sign_in(), sign_in(mads.user)
    other.page(f"/ambassadors/{mads.id}", 404)
    assert "Is it still right?" in own.page(f"/ambassadors/{mads.id}")
    assert "Your profile is resting" in own.page("/ambassadors/still-right")
    assert own.post("/ambassadors/still-right").status_code == 303
    session.expire_all()
    assert mads.status == Status.ACTIVE
    other.page(f"/ambassadors/{mads.id}")


def test_a_leader_gives_time_and_doubts(session, make, clock, ambassador, school, sign_in, worker):
    mads = ambassador("Mads Mute", school)
    elsewhere = ambassador("Ea Else", make.unit("Et andet sted"))
    rules.start(session, SYSTEM)
    session.commit()
    worker()
    reply = reply_of(session, mads)
    lis = sign_in(find_user(session, "lis@skole.dk"))
    page = lis.page("/ambassadors/rounds/unit")
    assert "Mads Mute" in page and "Ea Else" not in page
    base = f"/ambassadors/rounds/{reply.round_id}"
    assert lis.post(f"{base}/{mads.id}/time").status_code == 303
    assert reply_of(session, mads).extended_until == clock.moment.date() + dt.timedelta(days=14)
    assert lis.post(f"{base}/{mads.id}/doubt").status_code == 303
    assert reply_of(session, mads).doubted_by_id == lis.id
    for verb in ("time", "doubt"):
        assert lis.post(f"{base}/{elsewhere.id}/{verb}").status_code == 404
    for verb in ("remind", "end"):
        assert lis.post(f"{base}/{mads.id}/{verb}").status_code == 403
    lis.page("/ambassadors/rounds", 403)
    assert "Mads Mute" in sign_in("organiser").page("/ambassadors/rounds")


def test_time_is_given_twice_at_most(session, clock, ambassador, worker):
    mads = ambassador("Mads Mute")
    rules.start(session, SYSTEM)
    session.commit()
    worker()
    reply = reply_of(session, mads)
    clock.moment = clock.moment + dt.timedelta(days=55)
    rules.give_more_time(session, SYSTEM, reply)
    rules.give_more_time(session, SYSTEM, reply)
    with pytest.raises(PortalError, match="udskydes"):
        rules.give_more_time(session, SYSTEM, reply)


def test_only_coordinators_start_close_and_plan(session, make, ambassador):
    ambassador("Mads Mute")
    somebody = make.actor()
    for attempt in (
        lambda: rules.start(session, somebody),
        lambda: rules.change_plan(session, somebody, [1], timing.Pace()),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_coordinators_page_plans_starts_reminds_and_exports(
    session, clock, ambassador, school, sign_in, work, mails
):
    mads = ambassador("Mads Mute", school, email="mads@skole.dk")
    boss = sign_in("organiser")
    wrong = {"months": ["2"], "remind_days": "9, 3", "escalate_days": "x", "close_days": "900"}
    again = boss.post("/ambassadors/rounds/plan", wrong).text
    assert "9, 3" in again and 'value="900"' in again
    close = {"months": ["2"], "remind_days": "10", "escalate_days": "12", "close_days": "40"}
    assert "five days" in boss.post("/ambassadors/rounds/plan", close).text
    good = close | {"escalate_days": "20"}
    assert boss.post("/ambassadors/rounds/plan", good).status_code == 303
    assert boss.post("/ambassadors/rounds/start", {"message": ""}).status_code == 303
    work()
    reply = reply_of(session, mads)
    assert [step for step, _day in reply.round.steps] == ["ask", "remind", "escalate", "close"]
    before = sum(subjects(mails).values())
    address = f"/ambassadors/rounds/{reply.round_id}/{mads.id}/remind"
    assert boss.post(address).status_code == 303 == boss.post(address).status_code
    assert sum(subjects(mails).values()) == before + 1, "once a day"
    csv = boss.get(f"/ambassadors/rounds/{reply.round_id}/list.csv").data.decode("utf-8-sig")
    assert "Mads Mute" in csv and "Skolen i Vang" in csv
    boss.page(f"/ambassadors/rounds/{reply.round_id}?state=nonsense&sort=-x&page=99999999999999")
    boss.page("/ambassadors/rounds/99999", 404)
    assert boss.post(f"/ambassadors/rounds/{reply.round_id}/close").status_code == 303
    boss.page("/ambassadors/rounds")


def test_a_thousand_are_asked_in_portions(session, make, clock, work, count_queries, sign_in):
    from portal_ambassadors.rounds.steps import AT_ONCE

    for number in range(AT_ONCE * 2 + 3):
        user = make.user(f"Person {number:04}")
        found = profiles.appoint(session, SYSTEM, user, profiles.ChoiceData(chosen_how="appointed"))
        found.confirmed_at = clock.now() - dt.timedelta(days=365)
    rules.start(session, SYSTEM)
    work()
    assert len(take_mails()) == AT_ONCE * 2 + 3
    boss = sign_in("organiser")
    boss.page("/ambassadors/rounds")
    with count_queries() as queries:
        boss.page("/ambassadors/rounds")
    assert len(queries) <= 30, len(queries)


def test_who_has_left_stands_on_a_list_with_what_they_keep(session, make, ambassador, sign_in):
    gone = ambassador("Mads Mute")
    gone.user.active = False
    profiles.tell(session, SYSTEM, gone)
    session.commit()
    boss = sign_in("organiser")
    assert "Ambassadors who have left" in boss.page("/")
    page = boss.page("/ambassadors/rounds/left")
    assert "Mads Mute" in page and "Keeps nothing" in page
    sign_in().page("/ambassadors/rounds/left", 403)
    assert boss.post(f"/ambassadors/{gone.id}/end").status_code == 303
    assert "Nobody has left" in boss.page("/ambassadors/rounds/left")
