"""What ticks the first steps, where they lead, and who sees them."""

import re

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.firstrun.services import steps
from portal.jobs.mail import TOPIC
from portal.jobs.models import Job


@pytest.fixture(autouse=True)
def english(app):
    with force_locale("en"):
        yield


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def done(app, session, make, admin):
    """The keys of the steps that are ticked for the administrator."""
    from portal.access.actors import actor_for
    from portal.accounts.models import User

    def read():
        session.expire_all()
        actor = actor_for(session, session.get(User, admin.id))
        with app.test_request_context():
            return {step.key for step in steps(session, actor) if step.done}

    return read


def test_an_empty_portal_begins_with_the_list(admin, done):
    assert done() == set()
    page = admin.page("/")
    assert "0 of 7 steps are done" in page
    assert page.index("Get the portal going") < page.index("</main>")


def test_every_step_leads_somewhere(admin):
    page = admin.page("/admin/first-steps")
    links = re.findall(r'class="t" href="([^"#]+)', page)
    assert len(links) == 7
    for link in links:
        admin.page(link)


def test_facts_tick_the_steps(admin, done, make):
    unit = make.unit()
    assert done() == {"units"}
    make.user(units=[unit])
    assert done() == {"units", "people"}
    make.user(roles=["editor"])
    assert done() == {"units", "people", "roles"}


def test_looking_at_a_page_is_kept_once(admin, done, session):
    for _turn in range(2):
        admin.page("/admin/first-steps/backup")
        admin.page("/plugins")
    assert {"backup", "plugins"} <= done()
    seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "setup.seen")).all()
    assert len(seen) == 2


def test_the_test_mail_ticks_when_it_went_out_and_says_what_is_wrong(
    admin, done, mails, session, monkeypatch
):
    assert admin.post("/admin/first-steps/mail").status_code == 303
    assert "waiting for the worker" in admin.page("/admin/first-steps")
    job = session.scalars(select(Job).where(Job.topic == TOPIC)).one()
    job.last_error = "ConnectionRefusedError: no server"
    assert "did not go out: ConnectionRefusedError" in admin.page("/admin/first-steps")
    (mail,) = mails()
    assert admin.email in mail and "gets through" in mail
    assert "mail" in done()


def test_content_of_a_plugin_ticks(admin, done, session):
    from portal.access.models import Audience

    session.add(Audience(kind="person", object_id=1, label="x"))
    assert "content" not in done()
    session.add(Audience(kind="factsheet", object_id=1, label="everyone"))
    session.commit()
    assert "content" in done()


def test_it_is_put_away_and_brought_back_by_each_for_themselves(admin, sign_in):
    assert admin.post("/admin/first-steps/dismiss").status_code == 303
    assert "steps are done" not in admin.page("/")
    assert "steps are done" in sign_in("admin").page("/")
    assert admin.post("/admin/first-steps/restore").status_code == 303
    assert "steps are done" in admin.page("/")


@pytest.mark.parametrize("role", ["editor", "staff", "leader"])
def test_nobody_else_sees_it(sign_in, role):
    person = sign_in(role)
    assert "steps are done" not in person.page("/")
    for address in ("/admin/first-steps", "/admin/first-steps/backup"):
        person.page(address, 403)
    assert person.post("/admin/first-steps/mail").status_code == 403
