"""Who keeps address and phone to themselves is reached by leaders and administrators, and stands
nowhere else: both are looked for wherever the core shows a person, as each of them."""

import re

import pytest
from sqlalchemy import func, select

from portal.access.actors import ANYONE, NOBODY, SYSTEM
from portal.accounts.models import User
from portal.accounts.services import keep_contact
from portal.errors import NotAllowed
from portal.jobs.mail import send_mail
from portal.jobs.models import Job
from portal.runtime import portal
from portal.search.service import Query
from portal.units.contacts import contacts_seen, sees_contact
from portal.units.picking import who_is_meant
from tests.calendars.helpers import plan

ADDRESS, PHONE = "kvartspost@skole.example", "11223344"


@pytest.fixture
def school(make):
    return make.unit("Skolen")


@pytest.fixture
def ane(make, school):
    """She teaches in an education of the school."""
    below = make.unit("Pædagoguddannelsen", parent=school)
    user = make.user("Ane Holm", email=ADDRESS, units=[below])
    user.phone = PHONE
    return user


@pytest.fixture
def people(make, school, ane):
    """Everyone who could look, by what they are to her."""
    return {
        "colleague": make.user("Kaj Kollega", units=[ane.memberships[0].unit], roles=["staff"]),
        "editor": make.user("Eva", roles=["editor"]),
        "organiser": make.user("Ole", roles=["organiser"]),
        "leader of others": make.user(
            "Lis", units=[make.unit("En anden skole")], function="leader", roles=["staff"]
        ),
        "leader": make.user("Lone Leder", units=[school], function="leader", roles=["staff"]),
        "admin": make.user("Adam", roles=["admin"]),
        "herself": ane,
    }


STRANGERS = ("colleague", "editor", "organiser", "leader of others")
SEE_HER = ("leader", "admin", "herself")


@pytest.fixture
def hide(session, make, ane):
    def run(hidden=True):
        keep_contact(session, make.actor_of(ane), ane, hidden)
        session.commit()

    return run


PAGES = {
    "page": "/people/{ane}",
    "list": "/people",
    "chooser": "/people/suggest?q=Ane",
    "chooser by address": "/people/suggest?q=kvartspost",
    "unit": "/units/{unit}",
    "search": "/search?q=Ane",
    "search by number": "/search?q=11223344",
    "suggestions": "/search/suggest?q=kvartsp",
    "export": "/people/export.csv",
}


def told(person, ane):
    """Where one of the two stands, of what `person` can open."""
    found = set()
    for name, address in PAGES.items():
        unit = ane.memberships[0].unit_id
        answer = person.get(address.format(ane=ane.id, unit=unit))
        text = answer.text if answer.status_code == 200 else ""
        if name.startswith("search by"):
            text = text.partition("<main")[2].replace('value="11223344"', "")
        if ADDRESS in text or (PHONE in text and "search" not in name):
            found.add(name)
    return found


@pytest.mark.parametrize("who", [*STRANGERS, *SEE_HER])
def test_hidden_it_is_nowhere_but_for_those_who_lead_or_administer(
    sign_in, people, ane, hide, work, who
):
    work()
    person = sign_in(people[who])
    shown = told(person, ane)
    assert {"page", "list", "chooser", "chooser by address"} <= shown, "the canary does not sing"
    hide()
    work()
    assert told(person, ane) == (set() if who in STRANGERS else shown)


def test_the_search_knows_the_address_of_nobody_who_hides_it(session, make, ane, hide, work):
    def found():
        return portal().search.search(session, make.actor(), Query("kvartspost", {})).hits

    work()
    assert found()
    hide()
    assert not found(), "at once"
    work()
    assert not found()
    hide(False)
    work()
    assert found()


@pytest.mark.parametrize("typed", [ADDRESS, f"Ane Holm ({ADDRESS})", "kvartspost"])
def test_an_address_finds_her_only_for_who_may_see_it(session, make, ane, people, hide, typed):
    hide()
    for who, one in people.items():
        found = who_is_meant(session, make.actor_of(one), typed)
        assert [one.id for one in found] == ([] if who in STRANGERS else [ane.id]), who


def test_she_can_be_chosen_still_and_told_from_her_namesake(session, make, ane, hide):
    hide()
    other = make.user("Ane Holm")
    actor = make.actor()
    offered = {one.id: one.text for one in who_is_meant(session, actor, "Ane Holm")}
    assert set(offered) == {ane.id, other.id}
    assert offered[ane.id] == f"Ane Holm (#{ane.id})"
    assert [one.id for one in who_is_meant(session, actor, offered[ane.id])] == [ane.id]
    assert who_is_meant(session, NOBODY, offered[ane.id]) == []
    assert who_is_meant(session, actor, "Ane Holm (#99999999999999999999)") == []


def _mail(session, to, **more):
    send_mail(
        session, to, "portal/mail/password_changed.txt", lambda: "x", at=None, link="", **more
    )
    session.flush()
    return session.scalar(select(Job).order_by(Job.id.desc())).payload


def test_answers_go_to_her_only_from_who_sees_the_address(session, people, ane, hide):
    assert _mail(session, people["colleague"], reply_to=ane)["reply_to"] == ADDRESS
    hide()
    for who in STRANGERS:
        assert ADDRESS not in str(_mail(session, people[who], reply_to=ane))
    assert ADDRESS not in str(
        _mail(session, User(email="g@x.dk", name="G", language="da"), reply_to=ane)
    )
    assert _mail(session, people["leader"], reply_to=ane)["reply_to"] == ADDRESS
    shown = _mail(session, people["colleague"], reply_to=ane, shows_address=True)
    assert shown["reply_to"] == ADDRESS, "of what she wrote and was told"


def test_an_invitation_does_not_give_her_away(session, make, people, ane, hide):
    guests = [people["colleague"], people["leader"]]
    hide()
    plan(session, make.actor_of(ane), people["admin"], guests=guests)
    jobs = session.scalars(select(Job).where(Job.topic == "mail.send")).all()
    by_guest = {job.payload["to"]: str(_opened(job.payload)) for job in jobs}
    assert ADDRESS not in by_guest[guests[0].email] and "Ane Holm" in by_guest[guests[0].email]
    assert ADDRESS in by_guest[guests[1].email]


def _opened(payload):
    from base64 import b64decode

    # A line of a calendar is folded after 75 bytes.
    files = [b64decode(one["base64"]).decode() for one in payload["attachments"]]
    return {**payload, "attachments": [re.sub("\r\n ", "", text) for text in files]}


def test_she_chooses_it_in_her_settings_and_reads_it_there(sign_in, session, ane, work):
    herself = sign_in(ane)
    form = {"name": "Ane Holm", "title": "", "phone": PHONE, "language": "en", "theme": "auto"}
    herself.post("/me/settings", {**form, "contact_hidden": "y"})
    session.refresh(ane)
    assert ane.contact_hidden
    assert "Only your leaders see this" in herself.page(f"/people/{ane.id}")
    assert "does not show e-mail and phone" in sign_in("staff").page(f"/people/{ane.id}")
    assert "contact_hidden" in herself.page("/me/data.json")
    herself.post("/me/settings", form)
    session.refresh(ane)
    assert not ane.contact_hidden


def test_nobody_else_chooses_it_for_her(session, make, people, ane):
    with pytest.raises(NotAllowed):
        keep_contact(session, make.actor_of(people["colleague"]), ane, True)
    assert keep_contact(session, SYSTEM, ane, True)
    assert not keep_contact(session, SYSTEM, ane, True), "again is nothing new"


def test_a_long_list_costs_no_more_for_those_who_hide(session, make, people, ane, count_queries):
    actor, leader = make.actor(), make.actor_of(people["leader"])
    session.refresh(ane)
    with count_queries() as queries:
        assert contacts_seen(session, actor, [ane]) == {ane.id}
    assert not queries
    many = [make.user() for _ in range(20)]
    for one in many:
        one.contact_hidden = True
    session.commit()
    for one in many:
        session.refresh(one)
    with count_queries() as queries:
        assert contacts_seen(session, leader, many) == set()
    assert len(queries) <= 3
    assert not sees_contact(session, ANYONE, many[0]) and not sees_contact(session, NOBODY, many[0])
    hiding = session.scalar(select(func.count()).where(User.contact_hidden))
    assert len(contacts_seen(session, SYSTEM, many)) == hiding == 20
