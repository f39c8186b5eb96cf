"""Mailed links: a new password, an invitation. Once, for a while, and without a word on who is
there."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM
from portal.accounts.inviting import Invitee, invite
from portal.accounts.jobs import tidy
from portal.accounts.links import RESET_LINK, find_token, make_link, send_reset
from portal.accounts.models import Token, User
from portal.accounts.services import find_user, set_active
from portal.database import now
from portal.jobs.handlers import JobContext
from portal.jobs.models import Job
from portal.testing.sessions import token_of

from .conftest import PASSWORD, WRONG

NEW = "et helt andet kodeord"


@pytest.fixture
def ane(make):
    return make.user("Ane Holm", email="ane@skole.dk", password=PASSWORD)


@pytest.fixture
def reset_link(visitor, ane, new_mail, link_in):
    """Asks through the page and takes the link out of the mail."""

    def ask():
        assert visitor.post("/forgot", {"email": "Ane@skole.dk"}).status_code == 303
        return link_in(new_mail())

    return ask


@pytest.fixture
def invitation(session, make, new_mail, link_in):
    actor = make.actor("admin")
    invite(
        session,
        actor,
        [Invitee("ib@skole.dk", "Ib")],
        roles=["staff"],
        unit=None,
        function="teacher",
        language="en",
    )
    session.commit()
    return link_in(new_mail())


def test_the_link_sets_the_password_and_lets_in(visitor, visitors, reset_link):
    link = reset_link()
    answer = visitor.post(link, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.is_in()
    assert WRONG in visitors().sign_in("ane@skole.dk", PASSWORD).text
    assert visitors().sign_in("ane@skole.dk", NEW).status_code == 303


def test_only_the_digest_is_kept(reset_link, session):
    secret = reset_link().rsplit("/", 1)[1]
    token = session.scalars(select(Token)).one()
    assert secret not in str(vars(token))
    assert len(token.digest) == 64


def test_nor_is_the_link_left_in_the_queue(reset_link, session):
    secret = reset_link().rsplit("/", 1)[1]
    jobs = session.scalars(select(Job)).all()
    assert jobs and all(job.done_at for job in jobs)
    assert secret not in str([job.payload for job in jobs])


def test_opening_the_link_uses_nothing_up(visitor, visitors, reset_link):
    link = reset_link()
    for _scanner in range(3):
        assert visitors().get(link).status_code == 200
    assert visitor.post(link, {"password": NEW}).status_code == 303


def test_a_link_works_once(visitor, visitors, reset_link):
    link = reset_link()
    visitor.post(link, {"password": NEW})
    other = visitors()
    assert other.get(link).status_code == 410
    assert other.post(link, {"password": "et tredje kodeord"}).status_code == 410
    assert not other.is_in()
    assert other.sign_in("ane@skole.dk", NEW).status_code == 303


def test_a_password_that_will_not_do_leaves_the_link_as_it_is(visitor, reset_link):
    link = reset_link()
    for weak in ("", "kort", "1234567890", "ane@skole.dk", "x" * 201):
        answer = visitor.post(link, {"password": weak})
        assert answer.status_code == 200 and "is-invalid" in answer.text
    assert visitor.post(link, {"password": NEW}).status_code == 303


def test_a_link_works_for_an_hour(visitor, reset_link, clock):
    link = reset_link()
    clock.forward(minutes=59)
    assert visitor.get(link).status_code == 200
    clock.forward(minutes=1)
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, {"password": NEW}).status_code == 410


def test_using_one_ends_all_sessions_and_all_other_links(visitor, visitors, reset_link, ane):
    inside = visitors()
    inside.sign_in("ane@skole.dk")
    first, second = reset_link(), reset_link()
    assert visitor.post(second, {"password": NEW}).status_code == 303
    assert not inside.is_in()
    assert visitor.get(first).status_code == 410


def test_it_ends_a_pause_as_well(visitor, visitors, reset_link):
    guesser = visitors()
    for _ in range(6):
        guesser.sign_in("ane@skole.dk", "forkert")
    visitor.post(reset_link(), {"password": NEW})
    assert visitors().sign_in("ane@skole.dk", NEW).status_code == 303


def test_the_person_is_told_that_the_password_was_changed(visitor, reset_link, new_mail):
    visitor.post(reset_link(), {"password": NEW})
    assert "Subject: Your password for Videnbazar was changed" in new_mail()


@pytest.mark.parametrize("name", ["nobody@skole.dk", "closed@skole.dk"])
def test_no_word_on_whether_there_is_an_account(visitor, ane, make, session, name, mails):
    make.user(email="closed@skole.dk", password=PASSWORD, active=False)
    answers = []
    for email in ("ane@skole.dk", name):
        answer = visitor.post("/forgot", {"email": email})
        assert session.scalars(select(Token)).all() == [], "the page does none of the work"
        answers.append((answer.status_code, answer.location, visitor.get(answer.location).status))
    assert answers[0] == answers[1] == (303, "/forgot/sent", "200 OK")
    assert [mail.splitlines()[0] for mail in mails()] == ["To: Ane Holm <ane@skole.dk>"]


def test_the_page_takes_the_same_steps_for_both(visitor, ane, count_queries):
    seen = []
    for email in ("ane@skole.dk", "nobody@skole.dk"):
        with count_queries() as queries:
            visitor.post("/forgot", {"email": email})
        seen.append(list(queries))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("email", ["ane@skole.dk", "nobody@skole.dk"])
def test_asking_again_and_again_has_to_wait(visitor, ane, mails, clock, email):
    for _ in range(3):
        assert visitor.post("/forgot", {"email": email}).status_code == 303
    answer = visitor.post("/forgot", {"email": email})
    assert answer.status_code == 429
    assert "or ask again at" in answer.text
    sent = len(mails())
    assert sent == (3 if email == "ane@skole.dk" else 0)
    clock.forward(minutes=15)
    assert visitor.post("/forgot", {"email": email}).status_code == 303


@pytest.mark.parametrize("email", ["", "not an address at all", "x" * 300, "\x00"])
def test_what_is_no_address_is_answered(visitor, email):
    assert visitor.post("/forgot", {"email": email}).status_code in (200, 303)


def test_the_mail_leads_to_the_address_in_the_settings(visitor, ane, new_mail):
    evil = {"base_url": "http://evil.example"}
    form = {"email": "ane@skole.dk", "csrf_token": token_of(visitor.get("/forgot", **evil).text)}
    assert visitor.client.post("/forgot", data=form, **evil).status_code == 303
    mail = new_mail()
    assert "http://127.0.0.1:8000/reset/" in mail
    assert "evil.example" not in mail


def test_the_mail_is_in_the_readers_language(make, new_mail, session):
    for language, wants in (("da", True), ("en", False)):
        user = make.user(email=f"{language}@skole.dk", language=language)
        send_reset(session, user)
        session.commit()
        assert ("kl." in new_mail()) is wants


def test_a_link_of_one_purpose_is_none_of_another(session, ane):
    link, _expires = make_link(session, ane, RESET_LINK)
    session.flush()
    secret = link.rsplit("/", 1)[1]
    assert find_token(session, RESET_LINK, secret)
    assert find_token(session, "invitation", secret) is None


@pytest.mark.parametrize("secret", ["nonsense", "%00", "a" * 5000, "æøå", "%ff"])
@pytest.mark.parametrize("purpose", ["reset", "invitation"])
def test_a_made_up_link_is_a_page(visitor, purpose, secret):
    answer = visitor.get(f"/{purpose}/{secret}")
    assert answer.status_code == 410
    assert "The link no longer works" in answer.text


def test_the_links_of_a_disabled_account_are_dead(visitor, reset_link, session):
    link = reset_link()
    user = find_user(session, "ane@skole.dk")
    set_active(session, SYSTEM, user, False)
    session.commit()
    assert visitor.get(link).status_code == 410
    set_active(session, SYSTEM, user, True)
    session.commit()
    assert visitor.get(link).status_code == 410, "and opening it again revives none"


def test_a_form_without_its_token_changes_nothing(visitor, reset_link, session):
    link = reset_link()
    version = find_user(session, "ane@skole.dk").session_version
    assert visitor.client.post(link, data={"password": NEW}).status_code == 400
    assert find_user(session, "ane@skole.dk").session_version == version


def test_an_invited_person_says_who_they_are_and_is_in(visitor, visitors, invitation, session):
    page = visitor.get(invitation).text
    assert "ib@skole.dk" in page and 'value="Ib"' in page
    answer = visitor.post(invitation, {"name": "Ib  Bak", "password": NEW})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Ib Bak" in visitor.get("/me").text
    assert visitors().sign_in("ib@skole.dk", NEW).status_code == 303
    assert visitor.get(invitation).status_code == 410


def test_the_password_is_the_invited_persons_own(invitation, session):
    assert find_user(session, "ib@skole.dk").password_hash is None


def test_an_invitation_works_for_fourteen_days(visitor, invitation, clock):
    clock.forward(days=13, hours=23)
    assert visitor.get(invitation).status_code == 200
    clock.forward(hours=1, minutes=1)
    gone = visitor.get(invitation)
    assert gone.status_code == 410 and 'href="/forgot"' in gone.text


def test_who_lost_the_invitation_can_ask_for_a_link(visitor, invitation, new_mail, link_in):
    visitor.post("/forgot", {"email": "ib@skole.dk"})
    link = link_in(new_mail())
    assert visitor.post(link, {"password": NEW}).status_code == 303
    assert visitor.get(invitation).status_code == 410


def test_the_invitation_says_who_invites(invitation, mails, session):
    (mail,) = mails()
    inviter = session.scalars(select(User).where(User.name.like("Person %"))).one()
    assert f"{inviter.name} invites you to Videnbazar." in mail


def test_what_is_long_over_is_deleted(session, ane, clock):
    make_link(session, ane, RESET_LINK)
    clock.forward(days=29)
    make_link(session, ane, RESET_LINK)
    clock.forward(days=2)
    session.flush()
    tidy(JobContext(session, {}, clock.at))
    assert len(session.scalars(select(Token)).all()) == 1


def test_tidying_comes_round(session):
    from portal.jobs.schedules import plan

    session.commit()
    plan()
    plan()
    jobs = session.scalars(select(Job).where(Job.topic == "accounts.tidy")).all()
    assert len(jobs) == 1 and jobs[0].due_at <= dt.datetime.now(dt.UTC)


def speaks(answer):
    return answer.text.partition('<html lang="')[2][:2]


@pytest.fixture
def link_of_mette(session, make):
    """A link in a mail to Mette, who reads Danish."""
    mette = make.user("Mette Dansk", email="mette@skole.dk", language="da")
    link, _expires = make_link(session, mette, RESET_LINK)
    session.commit()
    return "/" + link.split("/", 3)[3]


def test_a_mailed_link_speaks_the_receivers_language(client, link_of_mette):
    client.set_cookie("portal_language", "en")
    assert speaks(client.get("/login")) == "en"
    page = client.get(link_of_mette)
    assert speaks(page) == "da"
    assert "adgangskode" in page.text
    wrong = client.post(link_of_mette, data={"password": "x"})
    assert speaks(wrong) == "da", "and so do its complaints"
    assert speaks(client.get("/login")) == "en", "this one page, not the browser"


def test_a_link_that_is_used_up_still_speaks_it(client, session, link_of_mette):
    client.set_cookie("portal_language", "en")
    session.scalar(select(Token)).used_at = now()
    session.commit()
    gone = client.get(link_of_mette)
    assert (gone.status_code, speaks(gone)) == (410, "da")


def test_the_switch_works_on_such_a_page(client, link_of_mette):
    def press(page):
        sent = {"language": "en", "next": page, "csrf_token": token_of(client.get(page).text)}
        assert client.post("/preferences/language", data=sent).location == page

    press(link_of_mette)
    assert speaks(client.get(link_of_mette)) == "en"
    press("/login")
    assert speaks(client.get(link_of_mette)) == "da", "pressed elsewhere, by whomever"


def test_who_is_signed_in_keeps_their_language(sign_in, link_of_mette):
    assert speaks(sign_in("staff", language="en").get(link_of_mette)) == "en"
