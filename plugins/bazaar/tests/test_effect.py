"""Three months later: who is asked when, who answers, and what is counted."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from portal_bazaar.effect import asking, timing
from portal_bazaar.effect.lines import outstanding
from portal_bazaar.models import (
    CardEntry,
    Commitment,
    CommitmentPerson,
    EffectAnswer,
    EffectAsk,
    EffectPlan,
    EffectVersion,
)
from sqlalchemy import select

from portal.api import PortalError, enqueue
from portal.testing.clock import HERE, Clock
from portal.testing.workers import all_work, take_mails

CLOCKS = (
    "portal_bazaar.effect.asking",
    "portal_bazaar.effect.answering",
    "portal_bazaar.effect.timing",
    "portal_bazaar.effect.views",
    "portal_bazaar.effect.hooks",
    "portal_bazaar.effect.overview",
)


@pytest.fixture
def clock(app, monkeypatch):
    return Clock(monkeypatch, dt.datetime(2026, 11, 26, 18, tzinfo=HERE), CLOCKS)


@pytest.fixture
def fair(session, make, clock, bazaar, stand, education, visitor):
    """A bazaar that was held: an education with a leader, two teachers and a commitment; a guest
    and a colleague with words of their own; somebody who only looked."""
    boss = make.user("Orla Organiser", email="orla@skole.dk")
    made = bazaar(
        "The fair",
        status="held",
        organisers=[boss],
        starts_at=dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC),
        follow_up_on=dt.date(2027, 3, 26),
    )
    made.boss = boss
    made.practice = stand(made, "Short meetings", theme_id=made.themes[0].id)
    made.other = stand(made, "Peer feedback")
    unit = make.unit("Pædagog i Vang")
    made.education = education(made, unit)
    people = {}
    for name, function in (("lis", "leader"), ("kim", "teacher"), ("pia", "teacher")):
        user = make.user(name.title(), email=f"{name}@skole.dk", units=[unit], function=function)
        people[name] = user
        visitor(made, user, education=made.education, function=function)
    made.commitment = Commitment(
        education_id=made.education.id,
        stand_id=made.practice.id,
        practice="Every Monday meeting takes 20 minutes.",
        handed_in_at=clock.now(),
        by_when=dt.date(2027, 1, 15),
    )
    session.add(made.commitment)
    people["ole"] = make.user("Ole", email="ole@skole.dk")
    ole = visitor(made, people["ole"])
    gry = visitor(made, name="Gry Gæst", email="gry@ude.dk", language="en")
    idle = visitor(made, make.user("Idle", email="idle@skole.dk"))
    made.entries = {}
    for name, row, words in (("ole", ole, "We try it in week 4"), ("gry", gry, "Feedback cards"),
                             ("idle", idle, "")):  # fmt: skip
        made.entries[name] = CardEntry(
            visitor_id=row.id,
            stand_id=made.other.id,
            visited_at=clock.now(),
            interest=2 if words else 1,
            expectation=words,
        )
        session.add(made.entries[name])
    made.people = people
    session.commit()
    return made


def to_of(mail):
    return re.search(r"([\w.-]+@[\w.-]+)", str(mail["To"]))[1]


def link_in(mail):
    return re.search(r"https?://[^/]+(/bazaar/effect/\S+)", mail.get_body().get_content())[1]


def tick(app, session, clock):
    enqueue(session, asking.STEPS_JOB, key=clock.moment.isoformat())
    all_work(app)
    return take_mails()


def answer(client, path, **said):
    page = client.get(path)
    data = dict(re.findall(r'name="(version-\w+)" value="(\d+)"', page.text))
    data["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    return client.post(path, data={**data, **{k.replace("_", "-"): v for k, v in said.items()}})


def test_the_mail_goes_at_eight_and_not_when_the_hour_comes_round(app, session, clock, fair):
    """The hourly job runs at twenty to; the mail does not wait for it."""
    clock.to(2027, 3, 26, 7, 40)
    assert tick(app, session, clock) == []
    clock.to(2027, 3, 26, 8, 0)
    all_work(app)
    assert len(take_mails()) == 5
    clock.to(2027, 4, 5, 8, 0)
    all_work(app)
    assert len(take_mails()) == 5, "summer time has come meanwhile"
    all_work(app)
    assert take_mails() == []


@pytest.mark.slow
def test_each_mail_once_with_two_workers_over_the_change_of_the_clocks(
    app, session, client, clock, fair
):
    """Asked on the Friday before the clocks change, reminded in summer time: always at eight,
    each mail once, and only those who have not answered."""
    seen, links = [], {}
    day = dt.date(2027, 3, 20)
    while day < dt.date(2027, 5, 20):
        for hour in (7, 8, 9, 23):
            clock.to(day.year, day.month, day.day, hour, 5)
            for mail in tick(app, session, clock):
                seen.append((str(day), hour, to_of(mail), str(mail["Subject"])))
                links[to_of(mail)] = link_in(mail)
        if day == dt.date(2027, 3, 30):
            entry = fair.entries["ole"].id
            session.commit()
            done = answer(client, links["ole@skole.dk"], **{f"became-e{entry}": "in_use"})
            assert done.status_code == 303
        if day == dt.date(2027, 4, 7):
            commitment = fair.commitment.id
            session.commit()
            done = answer(client, links["kim@skole.dk"], **{f"became-c{commitment}": "dropped"})
            assert done.status_code == 303
        day += dt.timedelta(days=1)
    assert {hour for _day, hour, _who, _words in seen} == {8}
    assert max(Counter((day, who) for day, _hour, who, _words in seen).values()) == 1
    by_person = {}
    for day, _hour, who, _words in seen:
        by_person.setdefault(who.split("@")[0], []).append(day)
    asked, first, second = "2027-03-26", "2027-04-05", "2027-04-19"
    assert by_person == {
        "lis": [asked, first],
        "kim": [asked, first],
        "pia": [asked, first],
        "ole": [asked],
        "gry": [asked, first, second],
    }
    session.expire_all()
    assert session.scalars(select(EffectAsk.id).where(EffectAsk.next_at.is_not(None))).all() == []


def test_the_mail_holds_ones_own_words_and_no_others(app, session, clock, fair):
    clock.to(2027, 3, 26, 8, 1)
    bodies = {to_of(mail): mail.get_body().get_content() for mail in tick(app, session, clock)}
    assert set(bodies) == {f"{who}@skole.dk" for who in ("lis", "kim", "pia", "ole")} | {
        "gry@ude.dk"
    }
    assert "Every Monday meeting" in bodies["lis@skole.dk"]
    assert "week 4" in bodies["ole@skole.dk"] and "Feedback cards" not in bodies["ole@skole.dk"]
    assert "Feedback cards" in bodies["gry@ude.dk"] and "Monday" not in bodies["gry@ude.dk"]


def test_a_worker_that_slept_sends_no_avalanche(app, session, clock, fair):
    clock.to(2027, 3, 26, 8, 1)
    assert len(tick(app, session, clock)) == 5
    clock.to(2027, 4, 25, 10)
    assert len(tick(app, session, clock)) == 5, "one reminder each"
    assert tick(app, session, clock) == []
    clock.to(2027, 4, 30, 8, 1)
    assert len(tick(app, session, clock)) == 5, "the second, five days on"
    clock.to(2027, 6, 1, 9)
    assert tick(app, session, clock) == []


def test_one_that_was_missed_by_months_waits_for_the_organiser(app, session, make, clock, fair):
    clock.to(2027, 9, 1, 9)
    assert tick(app, session, clock) == []
    boss = make.actor_of(fair.boss)
    assert asking.begin_now(session, boss, fair) == 5
    with pytest.raises(PortalError):
        asking.begin_now(session, boss, fair)
    session.commit()
    assert len(tick(app, session, clock)) == 5


def test_an_education_answers_together_and_every_version_stays(
    app, session, client, clock, fair, sign_in
):
    clock.to(2027, 3, 26, 9)
    links = {to_of(mail): link_in(mail) for mail in tick(app, session, clock)}
    key = f"c{fair.commitment.id}"
    lis, kim = links["lis@skole.dk"], links["kim@skole.dk"]
    opened = client.get(kim).text
    assert "Every Monday meeting" in opened and "Feedback cards" not in opened
    said = {f"became-{key}": "in_use", f"text-{key}": "Works in the whole school"}
    assert answer(client, lis, **said).status_code == 303
    page = client.get(kim).text
    assert "Lis" in page and "Works in the whole school" in page
    # Kim had the page open all the while: nothing is lost, and nothing overwritten unseen.
    token = re.search(r'name="csrf_token" value="([^"]+)"', opened)[1]
    late = {"csrf_token": token, f"version-{key}": "0", f"became-{key}": "dropped",
            f"text-{key}": "Kim's words"}  # fmt: skip
    clash = client.post(kim, data=late)
    assert clash.status_code == 422 and "Kim&#39;s words" in clash.text
    assert "Somebody else answered meanwhile" in clash.text and "Lis" in clash.text
    version = re.search(rf'name="version-{key}" value="(\d+)"', clash.text)[1]
    assert client.post(kim, data=late | {f"version-{key}": version}).status_code == 303
    session.expire_all()
    row = session.scalars(select(EffectAnswer)).one()
    assert (row.became, row.answered_by_id, row.version) == ("dropped", fair.people["kim"].id, 2)
    assert [one.became for one in session.scalars(select(EffectVersion))] == ["in_use", "dropped"]
    assert "1 earlier answer" in client.get(lis).text
    # Pia signs in, and sees the same; the same again is no new version.
    pia = sign_in(fair.people["pia"])
    assert "Kim" in pia.page(f"/bazaar/{fair.id}/effect/answer")
    again = {f"version-{key}": "2", f"became-{key}": "dropped", f"text-{key}": "Kim's words"}
    assert pia.post(f"/bazaar/{fair.id}/effect/answer", again).status_code == 303
    session.expire_all()
    assert row.version == 2
    assert set(outstanding(session, session.scalars(select(EffectAsk)).all()).values()) == {0, 1}


def test_links_are_ones_own(app, session, client, clock, fair, sign_in):
    clock.to(2027, 3, 26, 9)
    links = {to_of(mail): link_in(mail) for mail in tick(app, session, clock)}
    gry = links["gry@ude.dk"]
    assert client.get(gry + "x").status_code == 404
    assert client.get("/bazaar/effect/WzEsMV0.forged").status_code == 404
    foreign, own = fair.commitment.id, fair.entries["gry"].id
    answer(client, gry, **{f"became-c{foreign}": "in_use", f"became-e{own}": "started_new"})
    rows = session.scalars(select(EffectAnswer)).all()
    assert [(one.entry_id, one.became) for one in rows] == [(own, "started_new")]
    assert rows[0].visitor_id is not None and rows[0].answered_by_id is None
    stranger = sign_in()
    page = stranger.page(f"/bazaar/{fair.id}/effect/answer")
    assert "nothing to answer" in page and "Monday" not in page
    stranger.page(f"/bazaar/{fair.id}/manage/effect", 403)
    fair.people["lis"].active = False
    session.commit()
    assert client.get(links["lis@skole.dk"]).status_code == 404


@pytest.mark.parametrize("browser", ["da", "en"])
def test_mail_and_page_speak_the_receivers_language(app, session, client, clock, fair, browser):
    """Whatever the browser speaks: the mail, its page, what is wrong and the thanks."""
    fair.people["lis"].language, fair.people["ole"].language = "da", "en"
    session.commit()
    clock.to(2027, 3, 26, 9)
    mails = {to_of(mail): mail for mail in tick(app, session, clock)}
    client.set_cookie("portal_language", browser)
    for who, language in (("gry@ude.dk", "en"), ("lis@skole.dk", "da"), ("ole@skole.dk", "en")):
        heading, thanks = {
            "en": ("What became of it?", "Your answer is saved"),
            "da": ("Hvad blev det til?", "Dit svar er gemt"),
        }[language]
        body = mails[who].get_body().get_content()
        assert heading.split()[0] in mails[who]["Subject"]
        assert ("Answer here" in body) == (language == "en")
        page = client.get(link_in(mails[who])).text
        assert f'<html lang="{language}"' in page and f"<h1>{heading}</h1>" in page
        key = f"c{fair.commitment.id}" if who.startswith("lis") else ""
        key = key or f"e{fair.entries[who[:3]].id}"
        wrong = answer(client, link_in(mails[who]), **{f"became-{key}": "nonsense"})
        assert wrong.status_code == 422 and f'<html lang="{language}"' in wrong.text
        answer(client, link_in(mails[who]), **{f"became-{key}": "in_use"})
        assert thanks in client.get(link_in(mails[who])).text


def test_wrong_answers_lose_no_words(app, session, client, clock, fair):
    clock.to(2027, 3, 26, 9)
    links = {to_of(mail): link_in(mail) for mail in tick(app, session, clock)}
    key = f"e{fair.entries['gry'].id}"
    for wrong in (
        {f"text-{key}": "Words of my own"},
        {f"became-{key}": "nonsense", f"text-{key}": "Words of my own"},
        {f"became-{key}": "in_use", f"text-{key}": "Words of my own" + "x" * 1000},
    ):
        found = answer(client, links["gry@ude.dk"], **wrong)
        assert found.status_code == 422 and "Words of my own" in found.text
    assert session.scalars(select(EffectAnswer)).all() == []
    nul = {f"became-{key}": "in_use", f"text-{key}": "a\x00b", f"version-{key}": "9" * 30}
    assert answer(client, links["gry@ude.dk"], **nul).status_code == 303
    assert session.scalars(select(EffectAnswer)).one().text == "ab"
    clock.to(2027, 5, 8, 9)
    assert "The time for answers is over" in client.get(links["gry@ude.dk"]).text
    assert answer_closed(client, links["gry@ude.dk"]) == 404


def answer_closed(client, path):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data={"csrf_token": token}).status_code


def test_who_is_asked_for_an_education(session, make, clock, bazaar, education, visitor, fair):
    """Those who came; whom the commitment names; where nobody is, the leader above; a leader of
    two educations for both."""
    top = make.unit("Top")
    boss = make.user("Top boss", units=[top], function="leader")
    units = [make.unit(f"Low {n}", parent=top) for n in (1, 2)]
    for unit in units:
        row = education(fair, unit)
        session.add(Commitment(education_id=row.id, practice="P", handed_in_at=clock.now()))
    third = education(fair, make.unit("Third", parent=top))
    named = make.user("Named")
    made = Commitment(education_id=third.id, practice="Q", handed_in_at=clock.now())
    session.add(made)
    session.flush()
    session.add(CommitmentPerson(commitment_id=made.id, user_id=named.id))
    never = education(fair, make.unit("Never", parent=top))
    session.add(Commitment(education_id=never.id, practice="Not handed in"))
    session.commit()
    asks = {one.user_id: one.education_ids for one in asking.whom_to_ask(session, fair)}
    assert len(asks[boss.id]) == 2, "two educations, one mail"
    assert asks[named.id] == [third.id]
    assert never.id not in {one for ids in asks.values() for one in ids}


def test_the_organiser_plans_asks_and_sees_who_is_missing(
    app, session, clock, fair, sign_in, client
):
    boss = sign_in(fair.boss)
    url = f"/bazaar/{fair.id}/manage/effect"
    assert "26 March 2027" in boss.page(url)
    for wrong in (
        {"follow_up_on": "2026-11-01", "close_days": "20"},
        {"follow_up_on": "2050-01-01", "close_days": "20"},
        {"follow_up_on": "x", "close_days": "20"},
        {"follow_up_on": "2027-02-01", "close_days": "20", "remind_days": "9, 3"},
        {"follow_up_on": "2027-02-01", "close_days": "20", "remind_days": "x"},
        {"follow_up_on": "2027-02-01", "close_days": "20", "remind_days": "20"},
        {"follow_up_on": "2027-02-01", "close_days": "999999999999999"},
    ):
        assert boss.post(url, wrong).status_code == 422, wrong
    good = {"follow_up_on": "2027-02-01", "close_days": "20", "remind_days": "7", "message": "Hej!"}
    assert boss.post(url, good).status_code == 303
    clock.to(2027, 2, 1, 8, 30)
    mails = tick(app, session, clock)
    assert len(mails) == 5 and all("Hej!" in one.get_body().get_content() for one in mails)
    links = {to_of(mail): link_in(mail) for mail in mails}
    key = f"e{fair.entries['gry'].id}"
    answer(client, links["gry@ude.dk"], **{f"became-{key}": "in_use"})
    page = boss.page(url)
    assert "1 of 5 have answered" in page
    assert "Gry" in boss.page(url + "?state=done") and "Gry" not in boss.page(url + "?state=waits")
    assert "1 of 5" in boss.page(f"/bazaar/{fair.id}/manage")
    # Sooner reminders hold for those who are asked already.
    assert boss.post(url, {"close_days": "20", "remind_days": "3"}).status_code == 303
    clock.to(2027, 2, 6, 9)
    assert len(tick(app, session, clock)) == 4
    csv = boss.get(url + "/answers.csv").data.decode("utf-8-sig")
    assert "Every Monday meeting" in csv and "In use" in csv and "Ole" not in csv
    assert "What became of" in sign_in(fair.people["ole"]).page("/")


def test_a_plan_that_is_copied_asks_anew(session, make, clock, fair, bazaar):
    from portal_bazaar.effect.hooks import copied

    session.add(EffectPlan(bazaar_id=fair.id, remind_days=[3], close_days=9,
                           asked_on=dt.date(2027, 3, 26)))  # fmt: skip
    other = bazaar()
    copied(session, make.actor(), fair, other)
    session.flush()
    found = timing.plan_of(session, other)
    assert (found.remind_days, found.close_days, found.asked_on) == ([3], 9, None)


def test_export_and_erase(app, session, make, client, clock, fair):
    from portal_bazaar.effect import people

    clock.to(2027, 3, 26, 9)
    links = {to_of(mail): link_in(mail) for mail in tick(app, session, clock)}
    answer(client, links["lis@skole.dk"], **{f"became-c{fair.commitment.id}": "in_use"})
    lis = fair.people["lis"]
    assert set(people.export_user(session, lis)) == {"Asked what became of it", "What became of it"}
    people.erase_user(session, lis)
    assert people.export_user(session, lis) == {}
    assert session.scalars(select(EffectAnswer.became)).one() == "in_use"


@pytest.mark.browser
def test_the_page_to_answer_on_a_phone(app, session, clock, fair, visit):
    """By the link, without an account: every choice is large enough for a thumb."""
    from portal.testing.browser import violations

    clock.to(2027, 3, 26, 9)
    links = {to_of(mail): link_in(mail) for mail in tick(app, session, clock)}
    page = visit(None, links["gry@ude.dk"], width=390)
    session.commit()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    heights = page.locator(".bazaar-choice").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == 5 and min(heights) >= 44
    page.locator(".bazaar-choice").first.click()
    with page.expect_navigation():
        page.locator("form[data-guard] button.btn-primary").click()
    session.expire_all()
    assert session.scalars(select(EffectAnswer)).one().became == "in_use"
